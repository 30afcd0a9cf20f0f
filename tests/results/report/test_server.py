"""The server of pages: what it serves, to whom, and how far runs are while they are written."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from browsing import IS_HERE, chromium
from made_pages import RUN, A, B, data_of, write_page_run

from harness.results.report.live import Watcher
from harness.results.report.server import Site, make_server
from harness.results.store import ANSWERS, SCORES, SUMMARY, RunFolder, write_manifest

PROGRESS = f"/runs/{RUN}/progress.json"


@contextmanager
def serving(results: Path) -> Iterator[int]:
    with make_server(Site(results, "Made runs", cards=())) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return write_page_run(tmp_path, {"made/a": A, "made/b": B})


@pytest.fixture
def port(folder: RunFolder) -> Iterator[int]:
    with serving(folder.path.parent) as found:
        yield found


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, str, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, headers=headers)
        reply = connection.getresponse()
        return reply.status, reply.read().decode(), reply.headers
    finally:
        connection.close()


def unfinish(folder: RunFolder, answers: int) -> list[str]:
    """Make a run look as it does while it is asked: so many answers, no scores, no table. Return the other lines."""
    lines = folder.journal.read_text(encoding="utf-8").splitlines(keepends=True)
    (folder.path / SCORES).unlink()
    (folder.path / SUMMARY).unlink()
    folder.journal.write_text("".join(lines[:answers]), encoding="utf-8")
    return lines[answers:]


def test_the_index_and_a_run_and_their_progress(port: int) -> None:
    status, page, headers = ask(port, "/")
    assert status == 200
    assert f'<a href="/runs/{RUN}">' in page
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    status, page, _ = ask(port, f"/runs/{RUN}")
    assert status == 200
    assert "connect-src &#39;self&#39;" in page
    progress = json.loads(ask(port, PROGRESS)[1])
    assert (progress["done"], progress["planned"], progress["errors"]) == (4, 4, 0)
    assert json.loads(ask(port, "/progress.json")[1])["runs"][0]["run"] == RUN


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
def test_only_get_is_allowed(port: int, method: str) -> None:
    status, _, headers = ask(port, "/", method)
    assert status == 405
    assert headers["Allow"] == "GET"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "evil.example:{port}", "", "localhost:{port}.evil"]
)
def test_another_host_is_refused(port: int, host: str) -> None:
    status, page, _ = ask(port, PROGRESS, Host=host.format(port=port))
    assert status == 421
    assert RUN not in page


def test_two_hosts_are_refused(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\n\r\n".encode())
        assert b" 421 " in connection.recv(1000)


def test_localhost_is_a_name_of_this_machine(port: int) -> None:
    assert ask(port, "/", Host=f"localhost:{port}")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/runs/../secret",
        "/runs/%2e%2e",
        "/runs/..%2f..%2fetc%2fpasswd",
        f"/runs/{RUN}/manifest.json",
        f"/runs/{RUN}/../x",
        "/x",
        "/runs",
        "/runs/%00",
    ],
)
def test_nothing_else_of_the_disk_is_served(port: int, path: str) -> None:
    assert ask(port, path)[0] == 404


def test_it_listens_on_loopback_alone(port: int) -> None:
    others = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)} - {
        "127.0.0.1"
    }
    for address in others:
        with pytest.raises(OSError, match=r".*"), socket.create_connection((address, port), timeout=2) as connection:
            connection.getpeername()


def test_what_is_not_http_is_refused(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        assert connection.recv(1000).endswith(b"Bad Request.\n")


def test_a_damaged_run_is_told_and_the_others_are_served(folder: RunFolder) -> None:
    damaged = folder.path.with_name("20310514-091500-dead")
    shutil.copytree(folder.path, damaged)
    (damaged / "manifest.json").write_text('{"run": "<script>"}', encoding="utf-8")
    with serving(folder.path.parent) as port:
        status, page, _ = ask(port, "/")
        assert status == 200
        assert "is damaged" in page
        assert f"/runs/{RUN}" in page
        assert ask(port, f"/runs/{damaged.name}")[0] == 500


def test_progress_grows_with_the_journal_and_waits_for_whole_lines(folder: RunFolder) -> None:
    rest = unfinish(folder, 1)
    watcher = Watcher(folder.path.parent)
    assert [one.done for one in watcher.progress(folder).backends] == [1, 0]
    with folder.journal.open("a", encoding="utf-8") as file:
        file.write(rest[0] + rest[1][:20])
        file.flush()
        assert watcher.progress(folder).done == 2
        file.write(rest[1][20:])
    assert [one.done for one in watcher.progress(folder).backends] == [2, 1]


def test_a_request_that_is_asked_again_counts_once(folder: RunFolder) -> None:
    watcher = Watcher(folder.path.parent)
    assert watcher.progress(folder).done == 4
    first = folder.journal.read_text(encoding="utf-8").splitlines(keepends=True)[0]
    with folder.journal.open("a", encoding="utf-8") as file:
        file.write(first)
    assert watcher.progress(folder).done == 4
    (folder.path / ANSWERS).write_text(first, encoding="utf-8")
    assert watcher.progress(folder).done == 1


def test_a_run_without_a_table_shows_its_answers(folder: RunFolder) -> None:
    unfinish(folder, 3)
    with serving(folder.path.parent) as port:
        status, page, _ = ask(port, f"/runs/{RUN}")
    assert status == 200
    assert any("About 2,000 people" in answer["text"] for answer in data_of(page)["answers"])


def finish(folder: RunFolder) -> None:
    manifest = folder.manifest()
    volatile = manifest.volatile.model_copy(update={"finished": "2031-05-14T09:16:00Z"})
    write_manifest(folder, manifest.model_copy(update={"volatile": volatile}))


@pytest.mark.skipif(not IS_HERE, reason="there is no Chromium; CHROMIUM names one")
@pytest.mark.xdist_group("chromium")
def test_a_page_follows_a_run_to_its_table(folder: RunFolder) -> None:
    scores, summary = (folder.path / SCORES).read_bytes(), (folder.path / SUMMARY).read_bytes()
    from playwright.sync_api import expect  # noqa: PLC0415  (only where there is a browser)

    rest = unfinish(folder, 1)
    with serving(folder.path.parent) as port, chromium() as browser:
        home = f"http://127.0.0.1:{port}"
        context = browser.new_context()
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(home)
        page.get_by_role("link", name=RUN).click()
        page.wait_for_selector("#progress")
        assert "under way" in page.locator("#progress h3").inner_text()
        assert page.locator("#progress tbody td:nth-child(2)").all_inner_texts() == ["1/2", "0/2"]
        with folder.journal.open("a", encoding="utf-8") as file:
            file.writelines(rest)
        expect(page.locator("#progress h3")).to_have_text("This run is being graded")
        (folder.path / SCORES).write_bytes(scores)
        (folder.path / SUMMARY).write_bytes(summary)
        finish(folder)
        page.get_by_role("link", name="Load them").click()
        expect(page.locator("#table tbody")).to_contain_text("0.53")
        assert said == []
        context.close()


def test_a_folder_that_is_empty_says_so(tmp_path: Path) -> None:
    with serving(tmp_path) as port:
        assert ask(port, "/progress.json")[1] == '{"runs":[]}'
