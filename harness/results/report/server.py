"""A server of the pages, for this machine alone: it reads a results folder and answers GET on 127.0.0.1.

A request must name this server as its host: another name, that leads here by its DNS entry, could otherwise have a
page of someone else's read what is served.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from urllib.parse import quote, unquote, urlsplit

from harness.errors import RunError
from harness.results.clean import escape_controls
from harness.results.report.data import pack
from harness.results.report.live import RunProgress, Watcher
from harness.results.report.page import render_index, render_page, script_json
from harness.results.store import RunFolder
from harness.scorers.cards import Card

LOOPBACK = "127.0.0.1"
_KEPT = 4
_LONGEST_WAIT = 30.0
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HTML, JSON, TEXT = "text/html; charset=utf-8", "application/json", "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """What is sent: a status, its kind, and the text."""

    status: HTTPStatus
    kind: str
    text: str


@dataclass
class Site:
    """What is at each address. One request is worked on at a time."""

    results: Path
    title: str = "Summary harness"
    cards: tuple[Card, ...] | None = None
    _lock: Lock = field(default_factory=Lock)
    _pages: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Watch the folder."""
        self._watcher = Watcher(self.results)

    def get(self, path: str) -> Reply:
        """Return what is at a path; what is not there, or cannot be read, is told in words."""
        parts = [unquote(part) for part in path.strip("/").split("/") if part]
        with self._lock:
            try:
                return self._find(parts)
            except RunError as error:
                return Reply(HTTPStatus.INTERNAL_SERVER_ERROR, TEXT, f"{escape_controls(str(error))}\n")

    def _find(self, parts: list[str]) -> Reply:
        match parts:
            case []:
                return Reply(HTTPStatus.OK, HTML, render_index(self._runs(), self.title))
            case ["progress.json"]:
                return Reply(HTTPStatus.OK, JSON, script_json({"runs": self._runs()}))
            case ["runs", name, *rest] if (folder := self._watcher.folder(name)) and rest in ([], ["progress.json"]):
                progress = self._watcher.progress(folder)
                if rest:
                    return Reply(HTTPStatus.OK, JSON, script_json(progress.model_dump()))
                return Reply(HTTPStatus.OK, HTML, self._page(folder, progress))
        return Reply(HTTPStatus.NOT_FOUND, TEXT, "There is nothing here.\n")

    def _runs(self) -> list[dict[str, object]]:
        return [
            {"fault": one} if isinstance(one, str) else {"address": f"/runs/{quote(one.run)}", **one.model_dump()}
            for one in self._watcher.all_progress()
        ]

    def _page(self, folder: RunFolder, progress: RunProgress) -> str:
        """Return a run's page; one with a table is made once for each of its tables."""
        key = (folder.path.name, f"{progress.table} {progress.finished}")
        if progress.table is not None and key in self._pages:
            return self._pages[key]
        data = pack([folder], cards=self.cards, unfinished=True)
        live = {"address": f"/runs/{quote(progress.run)}/progress.json", "progress": progress.model_dump()}
        page = render_page({**data, "live": live}, self.title, connect="'self'")
        if progress.table is not None:
            self._pages[key] = page
            while len(self._pages) > _KEPT:
                del self._pages[next(iter(self._pages))]
        return page


def make_server(site: Site, port: int = 0) -> ThreadingHTTPServer:
    """Return a server of a site, bound to 127.0.0.1; port 0 is any that is free. Raises OSError where it is taken."""

    class Handler(_Handler):
        """Answers with the site."""

        get = staticmethod(site.get)

    server = _Server((LOOPBACK, port), Handler)
    Handler.server_port = server.server_port
    return server


class _Server(ThreadingHTTPServer):
    """Threads that do not keep the program alive."""

    daemon_threads = True
    allow_reuse_address = False


class _Handler(BaseHTTPRequestHandler):
    """Answers GET, where it comes from this machine and names this server."""

    get: Callable[[str], Reply]
    server_port: int
    protocol_version = "HTTP/1.1"
    server_version = "harness"
    sys_version = ""
    timeout = _LONGEST_WAIT

    def handle_one_request(self) -> None:
        """Answer one request; a reader that went away is no fault."""
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True

    def do_GET(self) -> None:
        """Send what is at the address, or say why not."""
        refusal = self._refusal()
        self._send(refusal or self.get(urlsplit(self.path).path))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse in a line of text; a method that is not GET is not allowed."""
        del message, explain
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else HTTPStatus(code)
        self.close_connection = True  # what else was sent is not read
        self._send(Reply(status, TEXT, f"{status.phrase}.\n"))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name is the library's)
        """Say nothing."""

    def _refusal(self) -> Reply | None:
        port = self.server_port
        if not ipaddress.ip_address(str(self.client_address[0])).is_loopback:
            return Reply(HTTPStatus.FORBIDDEN, TEXT, "Only this machine is answered.\n")
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0].lower() not in (f"{LOOPBACK}:{port}", f"localhost:{port}"):
            return Reply(HTTPStatus.MISDIRECTED_REQUEST, TEXT, "This server has another name.\n")
        return None

    def _send(self, reply: Reply) -> None:
        body = reply.text.encode("utf-8", "replace")
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
        if reply.status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
