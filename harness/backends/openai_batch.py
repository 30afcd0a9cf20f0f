"""Batches of chat completions: a file of requests is uploaded, a batch made of it, and two files come back.

A batch carries the run and its own key as metadata, so that one whose id was lost is found again in the list of all.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from harness.backends.base import Request, Result
from harness.backends.batch_http import BatchServer
from harness.backends.batches import BatchLimits, BatchState, Portion, Sought
from harness.backends.completions import read_answer
from harness.backends.keys import Key, mask_keys
from harness.backends.quoting import quote_line
from harness.backends.replies import SOON, Reply
from harness.errors import BackendError

ENDPOINT = "/v1/chat/completions"
LIMITS = BatchLimits(requests=50_000, size=200_000_000)

_ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
_MAY_PASS = frozenset({"batch_expired", "batch_cancelled", "token_limit_exceeded", "rate_limit_exceeded"})
"""Codes of rows and of batches that say nothing against the request itself."""

_CLOCKS_APART = timedelta(days=1)
"""How far the provider's clock and this machine's may differ."""


@dataclass(frozen=True)
class OpenAIBatches:
    """The batches at one server; `body` makes what a request of its own would hold."""

    server: BatchServer
    body: Callable[[Request], Mapping[str, Any]]
    limits: BatchLimits = LIMITS

    def row(self, request: Request, key: str) -> bytes:
        """Return a request as a row; its id is the row's."""
        del key  # it is in the batch's metadata
        row = {"custom_id": request.id, "method": "POST", "url": ENDPOINT, "body": self.body(request)}
        return json.dumps(row, allow_nan=False).encode("ascii")

    async def submit(self, portion: Portion) -> str:
        """Upload the file and make a batch of it."""
        import aiohttp  # noqa: PLC0415

        with portion.path.open("rb") as file:
            form = aiohttp.FormData()
            form.add_field("purpose", "batch")
            form.add_field("file", file, filename=f"{portion.key}.jsonl", content_type="application/jsonl")
            uploaded = await self.server.ask("POST", "/files", data=form)
        batch = {
            "input_file_id": self._text(uploaded, "id"),
            "endpoint": ENDPOINT,
            "completion_window": "24h",
            "metadata": {"run": portion.run, "key": portion.key},
        }
        return self._text(await self.server.ask("POST", "/batches", data=batch), "id")

    async def find(self, sought: Sought) -> str | None:
        """Return the batch that carries the run and the key; the list is read back to a day before it was planned."""
        earliest = (sought.since - _CLOCKS_APART).timestamp()
        after: dict[str, str] = {}
        while True:
            page = await self.server.ask("GET", "/batches", limit="100", **after)
            batches = [batch for batch in page.get("data") or [] if isinstance(batch, dict)]
            for batch in batches:
                if batch.get("metadata") == {"run": sought.run, "key": sought.key}:
                    return self._text(batch, "id")
            if not page.get("has_more") or not batches or _created(batches[-1]) < earliest:
                return None
            after = {"after": self._text(batches[-1], "id")}

    async def state(self, batch: str) -> BatchState:
        """Return how far a batch is."""
        found = await self.server.ask("GET", f"/batches/{batch}")
        counts = found.get("request_counts") or {}
        return BatchState(
            ended=found.get("status") in _ENDED,
            done=int(counts.get("completed") or 0) + int(counts.get("failed") or 0),
            total=int(counts.get("total") or 0),
            rest=self._rest(found),
        )

    async def collect(self, batch: str) -> AsyncIterator[tuple[str, Result]]:
        """Yield what both files hold: answers, and the errors of single rows."""
        found = await self.server.ask("GET", f"/batches/{batch}")
        for name in ("output_file_id", "error_file_id"):
            if isinstance(found.get(name), str):
                async for row, key in self.server.lines(f"/files/{found[name]}/content"):
                    if isinstance(row, dict) and isinstance(row.get("custom_id"), str):
                        yield row["custom_id"], self._read(row, key)

    async def cancel(self, batch: str) -> None:
        """Ask the provider to answer no further request of a batch."""
        await self.server.ask("POST", f"/batches/{batch}/cancel")

    async def close(self) -> None:
        """Close the connections."""
        await self.server.close()

    def _read(self, row: Mapping[str, Any], key: Key | None) -> Result:
        response = row.get("response")
        if not isinstance(response, dict) or type(response.get("status_code")) is not int:
            return self._fault(row.get("error"), "the batch has neither an answer nor a reason.", key)
        body = json.dumps(response.get("body")).encode("ascii")
        try:
            answer = read_answer(Reply(self.server.where, response["status_code"], body, SOON, key))
        except BackendError as error:
            return error
        request_id = response.get("request_id")
        return answer.model_copy(update={"request_id": request_id if isinstance(request_id, str) else None})

    def _rest(self, batch: Mapping[str, Any]) -> BackendError:
        """Return the error of requests that a batch has no result for."""
        status = batch.get("status")
        if status == "expired":
            return self._lost("the batch expired before this request was answered.")
        if status == "cancelled":
            return self._lost("the batch was cancelled before this request was answered.")
        faults = (batch.get("errors") or {}).get("data") or []
        if status == "failed":
            return self._fault(faults[0] if faults else None, "the batch was refused.", None)
        return self._lost("the batch ended without a result for this request.")

    def _fault(self, error: object, otherwise: str, key: Key | None) -> BackendError:
        """Return what the provider says of a row or a batch; what it says nothing of may pass."""
        found = error if isinstance(error, dict) else {}
        code, said = found.get("code"), found.get("message")
        if not isinstance(said, str) or not said.strip():
            return self._lost(otherwise)
        what = f"the batch: {quote_line(mask_keys(said, key))}"
        may_pass = code in _MAY_PASS or code is None
        return BackendError(what, where=self.server.where, retry_after=SOON if may_pass else None)

    def _lost(self, what: str) -> BackendError:
        return BackendError(what, where=self.server.where, retry_after=SOON)

    def _text(self, data: Mapping[str, Any], name: str) -> str:
        found = data.get(name)
        if not isinstance(found, str) or not found:
            what = f"the server's answer has no {name!r}: it has no batches of this kind."
            raise BackendError(what, where=self.server.where, mend="Leave --batch out.")
        return found


def _created(batch: Mapping[str, Any]) -> float:
    """Return when a batch was made, in seconds; now where it does not say."""
    created = batch.get("created_at")
    return float(created) if isinstance(created, (int, float)) else datetime.now(UTC).timestamp()
