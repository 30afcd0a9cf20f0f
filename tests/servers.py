"""A model server on a loopback port, for tests: it answers as it is told, and keeps what it was asked.

Replies here are chat completions; those of other protocols are in `provider_replies`.

with ModelServer() as server:
    server.script = [fails(429), completion("A summary.")]
    create_backend("openai/stub", BackendOptions(base_url=server.url))
"""

from __future__ import annotations

import json
import socket
import struct
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self

Manner = Literal["whole", "cut", "reset", "hang"]


@dataclass(frozen=True)
class Received:
    """A request as it arrived; names of headers are in lower case."""

    path: str
    headers: Mapping[str, str]
    body: Any

    @property
    def prompt(self) -> str:
        """The text of the last message."""
        return str(self.body["messages"][-1]["content"])


@dataclass(frozen=True)
class Reply:
    """What is sent back: whole, cut off in the middle, not at all (reset), or never (hang)."""

    status: int = 200
    body: str | bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    manner: Manner = "whole"

    @property
    def data(self) -> bytes:
        """The body's bytes."""
        return self.body.encode() if isinstance(self.body, str) else self.body


Script = Reply | Sequence[Reply] | Callable[[Received], Reply]
"""One reply for every request, replies in turn (the last again and again), or a function."""


def completion(text: str | None, *, finish: str | None = "stop", refusal: str | None = None, **more: Any) -> Reply:
    """Return a reply with one choice."""
    data = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "stub-1",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text, "refusal": refusal},
                "finish_reason": finish,
            }
        ],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
        **more,
    }
    return Reply(body=json.dumps(data), headers={"Content-Type": "application/json"})


def fails(status: int, message: str = "no", *, code: str | None = None, **headers: str) -> Reply:
    """Return an error reply; `retry_after="3"` becomes the header Retry-After."""
    body = json.dumps({"error": {"message": message, "type": "stub", "code": code}})
    return Reply(status, body, {name.replace("_", "-").title(): value for name, value in headers.items()})


class ModelServer:
    """A server in a thread of its own, for as long as the `with` block runs."""

    def __init__(self) -> None:
        self.script: Script = completion("A summary.")
        self.received: list[Received] = []
        self.connections = 0
        self._lock = threading.Lock()
        self._asked = threading.Event()
        self._closing = threading.Event()
        self._http = _HTTPServer(("127.0.0.1", 0), _Handler, self)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def url(self) -> str:
        """The base URL of a chat completions server."""
        return f"{self.root}/v1"

    @property
    def root(self) -> str:
        """The base URL of other protocols."""
        return f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def connect(self) -> None:
        """Count a connection."""
        with self._lock:
            self.connections += 1

    def reply_to(self, request: Received) -> Reply:
        """Keep a request and return what the script answers to it."""
        with self._lock:
            place = len(self.received)
            self.received.append(request)
        self._asked.set()
        if isinstance(self.script, Reply):
            return self.script
        return self.script(request) if callable(self.script) else self.script[min(place, len(self.script) - 1)]

    def wait_for_request(self) -> None:
        """Wait until the first request has arrived."""
        self._asked.wait()

    def hang(self) -> None:
        """Wait until the server is closed."""
        self._closing.wait()


_LINGER = "hh" if sys.platform == "win32" else "ii"


class _HTTPServer(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], handler: type[_Handler], owner: ModelServer) -> None:
        self.owner = owner
        super().__init__(address, handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that goes away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _HTTPServer

    def setup(self) -> None:
        super().setup()
        self.server.owner.connect()

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._send(self.server.owner.reply_to(Received(self.path, headers, json.loads(text) if text else None)))

    def do_GET(self) -> None:
        self._send(self.server.owner.reply_to(Received(self.path, dict(self.headers.items()), None)))

    def _send(self, reply: Reply) -> None:
        if reply.manner == "hang":
            self.server.owner.hang()
        if reply.manner in ("hang", "reset"):
            self._reset()
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.data)))
        self.end_headers()
        is_cut = reply.manner == "cut"
        self.wfile.write(reply.data[: len(reply.data) // 2] if is_cut else reply.data)
        self.close_connection = is_cut

    def _reset(self) -> None:
        """Close without a word: where nothing may linger, the system sends a reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 1, 0))
        socket.close(self.connection.detach())
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
