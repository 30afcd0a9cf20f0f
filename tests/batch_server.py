"""A provider of batches on a loopback port, for tests. It speaks both protocols, and ends batches as it is told.

with BatchServer() as server:
    server.looks = 2  # a batch has ended when it was looked at twice
    create_backend("openai/stub", BackendOptions(base_url=server.openai)).batches()
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

Row = Mapping[str, Any]

CREATED = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


def completed(text: str) -> Row:
    """A row's result at the chat completions provider: an answer."""
    body = {
        "model": "stub-1",
        "choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7},
    }
    return {"response": {"status_code": 200, "request_id": "req-1", "body": body}, "error": None}


def failed(status: int, message: str) -> Row:
    """A row's result there: an error of the server."""
    return {"response": {"status_code": status, "request_id": "req-1", "body": {"error": {"message": message}}}}


def refused(code: str, message: str) -> Row:
    """A row's result there: it was not executed."""
    return {"response": None, "error": {"code": code, "message": message}}


def succeeded(text: str, stop: str = "end_turn") -> Row:
    """A row's result at the messages provider: an answer."""
    message = {
        "id": "msg-1",
        "type": "message",
        "model": "stub-1",
        "content": [{"type": "thinking", "thinking": "Hm."}, {"type": "text", "text": text}],
        "stop_reason": stop,
        "usage": {
            "input_tokens": 5,
            "cache_creation_input_tokens": 2,
            "cache_read_input_tokens": 4,
            "output_tokens": 7,
        },
    }
    return {"result": {"type": "succeeded", "message": message}}


def errored(kind: str, message: str) -> Row:
    """A row's result there: an error."""
    return {"result": {"type": "errored", "error": {"type": "error", "error": {"type": kind, "message": message}}}}


class Batch:
    """One batch, of either protocol."""

    def __init__(self, name: str, rows: list[Row], metadata: Any) -> None:
        self.name = name
        self.rows = rows
        self.metadata = metadata
        self.looks = 0
        self.status: str | None = None

    @property
    def ids(self) -> list[str]:
        """The rows' ids, without what may stand behind them."""
        return [row["custom_id"].partition("_")[0] for row in self.rows]


class BatchServer:
    """A server in a thread of its own, for as long as the `with` block runs."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []
        self.asked: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self.looks = 1
        self.status = "completed"
        self.page = 100
        self.faults: dict[str, list[int | str]] = {}
        """By the beginning of `METHOD path`: what is answered in turn: a status, `cut`, or `lost`, which is done."""
        self.on_done: Callable[[str], None] = lambda _: None
        """Called when a request has taken effect, before it is answered."""
        self.result: Callable[[str, Row], Row | None] = self._answer
        self._files: dict[str, bytes] = {}
        self._lock = threading.Lock()
        self._http = _HTTPServer(("127.0.0.1", 0), _Handler, self)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def anthropic(self) -> str:
        """The base URL of the messages protocol."""
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def openai(self) -> str:
        """The base URL of the chat completions protocol."""
        return f"{self.anthropic}/v1"

    @property
    def counts(self) -> Counter[str]:
        """How often each request was handed over, by its id."""
        return Counter(one for batch in self.batches for one in batch.ids)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def handle(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes, str]:
        """Return status, body and fault of the reply."""
        parts = urlsplit(url)
        what = f"{method} {parts.path}"
        with self._lock:
            self.asked.append(what)
            self.headers.append(headers)
            fault = next((left.pop(0) for begin, left in self.faults.items() if what.startswith(begin) and left), None)
            if isinstance(fault, int):
                return fault, json.dumps({"error": {"message": f"no: {fault}"}}).encode(), ""
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            reply = self._route(method, parts.path, query, headers, body)
        self.on_done(what)
        data = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
        return (404, b'{"error": {"message": "no such thing"}}', "") if reply is None else (200, data, str(fault or ""))

    def _route(self, method: str, path: str, query: Row, headers: Mapping[str, str], body: bytes) -> Any:
        is_openai = not path.startswith("/v1/messages")
        match = re.fullmatch(r"/v1(?:/messages)?/batches(?:/([^/]+))?(?:/(cancel|results))?", path)
        if path == "/v1/files":
            return self._upload(headers, body)
        if path.startswith("/v1/files/"):
            return self._files.get(path.split("/")[3])
        if not match:
            return None
        name, what = match.groups()
        if not name:
            return (
                self._list(query, is_openai=is_openai) if method == "GET" else self._make(json.loads(body), is_openai)
            )
        batch = next((one for one in self.batches if one.name == name), None)
        if batch is None:
            return None
        if what == "cancel":
            batch.status = "cancelled"
        if what == "results":
            return self._lines(self._results(batch))
        batch.looks += 1
        return self._describe(batch, is_openai=is_openai)

    def _upload(self, headers: Mapping[str, str], body: bytes) -> Row:
        form = message_from_bytes(b"Content-Type: " + headers["content-type"].encode() + b"\r\n\r\n" + body)
        parts: dict[Any, Any] = {
            part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
            for part in form.walk()
            if not part.is_multipart()
        }
        assert parts["purpose"] == b"batch"
        name = f"file-{len(self._files)}"
        self._files[name] = parts["file"]
        return {"id": name, "object": "file"}

    def _make(self, made: Row, is_openai: bool) -> Row:
        if is_openai:
            rows = [json.loads(line) for line in self._files[made["input_file_id"]].splitlines()]
            assert {(row["method"], row["url"]) for row in rows} == {("POST", made["endpoint"])}
        else:
            rows = made["requests"]
        batch = Batch(f"batch-{len(self.batches)}", rows, made.get("metadata"))
        self.batches.append(batch)
        return self._describe(batch, is_openai=is_openai)

    def _list(self, query: Row, *, is_openai: bool) -> Row:
        newest = self.batches[::-1]
        after = query.get("after") or query.get("after_id")
        start = next((place for place, one in enumerate(newest, 1) if one.name == after), 0)
        shown = newest[start : start + self.page]
        for batch in shown:
            batch.looks += 1
        described = [self._describe(one, is_openai=is_openai) for one in shown]
        last = shown[-1].name if shown else None
        return {"data": described, "has_more": start + self.page < len(newest), "last_id": last}

    def _describe(self, batch: Batch, *, is_openai: bool) -> Row:
        has_ended = batch.looks >= self.looks or batch.status is not None
        status = (batch.status or self.status) if has_ended else "in_progress"
        count = len(batch.rows)
        if not is_openai:
            counts = {"processing": 0 if has_ended else count, "succeeded": count if has_ended else 0}
            return {
                "id": batch.name,
                "processing_status": "ended" if has_ended else "in_progress",
                "request_counts": {**counts, "errored": 0, "canceled": 0, "expired": 0},
                "created_at": CREATED.isoformat(),
            }
        described = {
            "id": batch.name,
            "status": status,
            "metadata": batch.metadata,
            "created_at": int(CREATED.timestamp()),
            "request_counts": {"total": count, "completed": count if has_ended else 0, "failed": 0},
            "output_file_id": None,
            "error_file_id": None,
        }
        if status == "failed":
            fault = {"code": "invalid_request", "message": "the model has no batches", "line": 1}
            return {**described, "errors": {"data": [fault]}}
        if has_ended:
            results = self._results(batch)
            is_good = [(row.get("response") or {}).get("status_code") == 200 for row in results]
            for field, wanted in (("output_file_id", True), ("error_file_id", False)):
                rows = [row for row, good in zip(results, is_good, strict=True) if good is wanted]
                if rows:
                    described[field] = f"{field}-{batch.name}"
                    self._files[f"{field}-{batch.name}"] = self._lines(rows)
        return described

    def _results(self, batch: Batch) -> list[Row]:
        found = [(row, self.result(row["custom_id"].partition("_")[0], row)) for row in reversed(batch.rows)]
        return [{"custom_id": row["custom_id"], **result} for row, result in found if result is not None]

    @staticmethod
    def _lines(rows: list[Row]) -> bytes:
        return "".join(json.dumps(row) + "\n" for row in rows).encode()

    @staticmethod
    def _answer(one: str, row: Row) -> Row:
        return completed(f"It rose, {one}.") if "body" in row else succeeded(f"It rose, {one}.")


class _HTTPServer(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], handler: type[_Handler], owner: BatchServer) -> None:
        self.owner = owner
        super().__init__(address, handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients are killed in some tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _HTTPServer

    def do_GET(self) -> None:
        self._reply("GET")

    def do_POST(self) -> None:
        self._reply("POST")

    def _reply(self, method: str) -> None:
        body = self._body()
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, data, fault = self.server.owner.handle(method, self.path, headers, body)
        self.close_connection = bool(fault)
        if fault == "lost":
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if fault == "cut" else data)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
