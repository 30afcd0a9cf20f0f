"""Batches of messages, over HTTP without the provider's own library: one request makes a batch, one file comes back.

A batch carries nothing but its rows. So the key of a batch stands in the name of each of them, and one whose id was
lost is found again by its results, once it has ended.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from harness.backends.base import Answer, Finish, Request, Result, Usage
from harness.backends.batch_http import BatchServer
from harness.backends.batches import BatchLimits, BatchState, Portion, Sought
from harness.backends.keys import Key, mask_keys
from harness.backends.quoting import mend_surrogates, quote_line
from harness.backends.replies import SOON
from harness.errors import BackendError

BASE_URL = "https://api.anthropic.com"
KEY_ENV = "ANTHROPIC_API_KEY"
VERSION = "2023-06-01"
LIMITS = BatchLimits(requests=100_000, size=256_000_000 - 1_000)
"""A thousand bytes are left for what stands around the rows."""

_PATH = "/v1/messages/batches"
_CLOCKS_APART = timedelta(days=1)
_FINAL = frozenset(
    {
        "invalid_request_error",
        "authentication_error",
        "billing_error",
        "permission_error",
        "not_found_error",
        "request_too_large",
    }
)
_FINISHES: dict[str, Finish] = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "refused",
}


def show_key(key: Key | None) -> Mapping[str, str]:
    """Return the headers that the provider wants."""
    return {"anthropic-version": VERSION, **({"x-api-key": key.reveal()} if key else {})}


def message_server(where: str, *, base_url: str = BASE_URL, key_env: str | None, timeout: float) -> BatchServer:
    """Return the server of a base URL, which is without `/v1`."""
    return BatchServer(where, base_url.rstrip("/"), key_env, timeout, show_key)


@dataclass(frozen=True)
class AnthropicBatches:
    """The batches at one server; `body` makes what a request of its own would hold."""

    server: BatchServer
    body: Callable[[Request], Mapping[str, Any]]
    limits: BatchLimits = LIMITS

    def row(self, request: Request, key: str) -> bytes:
        """Return a request as a row, which its id and the batch's key name."""
        row = {"custom_id": f"{request.id}_{key}", "params": self.body(request)}
        return json.dumps(row, allow_nan=False).encode("ascii")

    async def submit(self, portion: Portion) -> str:
        """Make a batch of the rows."""
        with portion.path.open("rb") as rows, tempfile.TemporaryFile() as file:
            file.write(b'{"requests": [')
            for number, row in enumerate(rows):
                file.write((b"," if number else b"") + row)
            file.write(b"]}")
            file.seek(0)
            return self._id(await self.server.ask("POST", _PATH, data=file))

    async def find(self, sought: Sought) -> str | None:
        """Return the batch whose rows are named by the key.

        A batch of as many requests that has not ended yet may be it: then it cannot be told, and the error is
        retryable.
        """
        earliest = sought.since - _CLOCKS_APART
        async for batch in self._list(earliest):
            counts = batch.get("request_counts") or {}
            if sum(int(counts.get(name) or 0) for name in _COUNTS) != sought.count:
                continue
            if batch.get("processing_status") != "ended":
                what = "whether a batch was submitted can be told only when those under way have ended."
                raise BackendError(what, where=self.server.where, retry_after=60.0)
            if await self._has_key(self._id(batch), sought.key):
                return self._id(batch)
        return None

    async def state(self, batch: str) -> BatchState:
        """Return how far a batch is."""
        found = await self.server.ask("GET", f"{_PATH}/{batch}")
        counts = {name: int((found.get("request_counts") or {}).get(name) or 0) for name in _COUNTS}
        return BatchState(
            ended=found.get("processing_status") == "ended",
            done=sum(counts.values()) - counts["processing"],
            total=sum(counts.values()),
            rest=self._lost("the batch ended without a result for this request."),
        )

    async def collect(self, batch: str) -> AsyncIterator[tuple[str, Result]]:
        """Yield what became of each row."""
        async for row, key in self.server.lines(f"{_PATH}/{batch}/results"):
            if isinstance(row, dict) and isinstance(row.get("custom_id"), str):
                yield row["custom_id"].partition("_")[0], self._read(row.get("result"), key)

    async def cancel(self, batch: str) -> None:
        """Ask the provider to answer no further request of a batch."""
        await self.server.ask("POST", f"{_PATH}/{batch}/cancel")

    async def close(self) -> None:
        """Close the connections."""
        await self.server.close()

    async def _list(self, earliest: datetime) -> AsyncIterator[Mapping[str, Any]]:
        """Yield the batches that were made since a time, the newest first."""
        after: dict[str, str] = {}
        while True:
            page = await self.server.ask("GET", _PATH, limit="100", **after)
            for batch in (batch for batch in page.get("data") or [] if isinstance(batch, dict)):
                if _created(batch) < earliest:
                    return
                yield batch
            if not page.get("has_more") or not page.get("last_id"):
                return
            after = {"after_id": str(page["last_id"])}

    async def _has_key(self, batch: str, key: str) -> bool:
        """Whether the first result of a batch is of a row that the key names."""
        results = self.server.lines(f"{_PATH}/{batch}/results")
        try:
            async for row, _ in results:
                return isinstance(row, dict) and str(row.get("custom_id")).endswith(f"_{key}")
        finally:
            await results.aclose()
        return False

    def _read(self, result: object, key: Key | None) -> Result:
        found = result if isinstance(result, dict) else {}
        kind = found.get("type")
        if kind == "succeeded" and isinstance(found.get("message"), dict):
            return read_message(found["message"], key)
        if kind == "errored":
            return self._fault(found.get("error"), key)
        how = {"expired": "expired", "canceled": "was cancelled"}.get(str(kind), "ended")
        return self._lost(f"the batch {how} before this request was answered.")

    def _fault(self, error: object, key: Key | None) -> BackendError:
        """Return what the provider says of a row, which may stand in an envelope of its own."""
        found = error if isinstance(error, dict) else {}
        inner = found["error"] if isinstance(found.get("error"), dict) else found
        said = quote_line(mask_keys(str(inner.get("message") or inner.get("type") or "no reason is given."), key))
        is_final = inner.get("type") in _FINAL
        return BackendError(f"the batch: {said}", where=self.server.where, retry_after=None if is_final else SOON)

    def _lost(self, what: str) -> BackendError:
        return BackendError(what, where=self.server.where, retry_after=SOON)

    def _id(self, batch: Mapping[str, Any]) -> str:
        found = batch.get("id")
        if not isinstance(found, str) or not found:
            raise BackendError("the server's answer is no batch.", where=self.server.where, mend="Leave --batch out.")
        return found


_COUNTS = ("processing", "succeeded", "errored", "canceled", "expired")


def read_message(message: Mapping[str, Any], key: Key | None = None) -> Answer:
    """Return the answer that a message is: the text of its parts; thoughts fall."""
    parts = [part for part in message.get("content") or [] if isinstance(part, dict) and part.get("type") == "text"]
    text = "".join(str(part.get("text") or "") for part in parts)
    model, request_id = message.get("model"), message.get("id")
    return Answer(
        text=mend_surrogates(key.remove_from(text) if key else text),
        finish=_FINISHES.get(str(message.get("stop_reason")), "unknown"),
        model=model if isinstance(model, str) else None,
        usage=_read_usage(message.get("usage")),
        request_id=request_id if isinstance(request_id, str) else None,
    )


def _read_usage(usage: object) -> Usage | None:
    """Return the counts; the provider tells the input apart by what was cached, which is put together here."""
    if not isinstance(usage, dict):
        return None
    fresh, written = usage.get("input_tokens"), usage.get("cache_creation_input_tokens") or 0
    cached, output = usage.get("cache_read_input_tokens"), usage.get("output_tokens")
    return Usage(
        input_tokens=fresh + written + (cached or 0) if isinstance(fresh, int) else None,
        output_tokens=output if isinstance(output, int) else None,
        cached_input_tokens=cached if isinstance(cached, int) else None,
    )


def _created(batch: Mapping[str, Any]) -> datetime:
    """Return when a batch was made; now where it does not say."""
    try:
        made = datetime.fromisoformat(str(batch.get("created_at")))
    except ValueError:
        return datetime.now(UTC)
    return made if made.tzinfo else made.replace(tzinfo=UTC)
