"""Runs that are recorded on a loopback server, and played again with the server gone."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import threading
import urllib.request
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from runner_fakes import FakeBackend, FakeTime, KeptProgress, LengthScorer, make_task
from servers import ModelServer, Received, Reply, completion, fails
from vcr.persisters.filesystem import FilesystemPersister
from vcr.serializers import yamlserializer

from harness.backends.base import Answer, BackendOptions, Request
from harness.backends.openai import OpenAI
from harness.backends.openai import create as create_openai
from harness.errors import BackendError, RunError, UsageError
from harness.results.store import RunFolder
from harness.runner.conditions import Conditions, Limits, Terms
from harness.runner.evaluate import Run, evaluate
from harness.runner.recording import recording
from harness.runner.tape import HEAD, Recorder


def openai(url: str, **options: Any) -> OpenAI:
    return create_openai("stub", BackendOptions(base_url=url, **options))


def run(results: Path, url: str, *, backend: Any = None, at_once: int = 8, **given: Any) -> tuple[Run, FakeTime]:
    """Run two samples on a server; return the run, and a clock that knows how long it waited."""
    time = FakeTime()
    limits = Terms(limits=Limits(max_connections=at_once, rpm=given.pop("rpm", None)))
    conditions = Conditions(default=limits, record=given.pop("record", None), replay=given.pop("replay", None))
    work = evaluate(
        [make_task()],
        [backend or openai(url)],
        scorers={"rivers": [LengthScorer()]},
        results_dir=results,
        conditions=conditions,
        clock=time.clock,
        **given,
    )
    return asyncio.run(work), time


def answers_of(run: Run) -> dict[str, Answer]:
    """Return each request's answer, without the time that it took."""
    records = RunFolder(run.folder).answers()
    return {record.id: record.answer.model_copy(update={"seconds": None}) for record in records if record.answer}


def errors_of(run: Run) -> list[str]:
    return [record.error.what for record in RunFolder(run.folder).answers() if record.error]


def numbered() -> Iterator[Reply]:
    """Replies that all differ; every third request is told to wait."""
    for number in count(1):
        yield fails(429, retry_after="7") if number % 3 == 0 else completion(f"Summary {number}. 🌊\u2028\x85\x7f")


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_replayed_run_has_the_same_answers_in_every_epoch_and_waits_for_nothing(
    tmp_path: Path, *, is_packed: bool
) -> None:
    replies, lock = numbered(), threading.Lock()

    def script(_: Received) -> Reply:
        with lock:
            reply = next(replies)
        if not is_packed:
            return reply
        return Reply(reply.status, gzip.compress(reply.data), {**reply.headers, "Content-Encoding": "gzip"})

    with ModelServer() as server:
        server.script = script
        first, waited = run(tmp_path, server.url, epochs=40, at_once=64, record=tmp_path / "r.yaml")
    assert len(set(answers_of(first).values())) == 80
    assert sum(waited.waits) > 7

    second, waited = run(tmp_path, server.url, epochs=40, at_once=64, rpm=1, replay=tmp_path / "r.yaml")
    assert answers_of(second) == answers_of(first)
    assert waited.waits == []
    assert second.exit_code == 0


def test_without_its_run_a_recording_answers_identical_requests_in_their_order(tmp_path: Path) -> None:
    with ModelServer() as server:
        server.script = [completion(f"Summary {number}.") for number in range(4)]
        first, _ = run(tmp_path, server.url, at_once=1, epochs=2, record=tmp_path / "r.yaml")
    text = (tmp_path / "r.yaml").read_text("utf-8")
    for number, name in enumerate(answers_of(first)):
        text = text.replace(name, f"other-{number}")
    (tmp_path / "r.yaml").write_text(text, "utf-8", newline="\n")
    second, _ = run(tmp_path, server.url, at_once=1, epochs=2, replay=tmp_path / "r.yaml")
    assert answers_of(second) == answers_of(first)


def test_a_reply_is_kept_for_the_request_that_it_was_recorded_for(tmp_path: Path) -> None:
    """The first epoch's replies are missing: its requests do not take those of the second."""
    with ModelServer() as server:
        run(tmp_path, server.url, at_once=1, epochs=2, record=tmp_path / "r.yaml")
    lines = (tmp_path / "r.yaml").read_bytes().splitlines(keepends=True)
    (tmp_path / "r.yaml").write_bytes(b"".join(lines[:3] + lines[5:]))
    second, _ = run(tmp_path, server.url, at_once=1, epochs=2, replay=tmp_path / "r.yaml")
    assert second.counts.answered == 2
    assert all("in epoch 1: its recorded reply is played already" in what for what in errors_of(second))


def test_what_was_not_recorded_is_an_error_for_good_that_says_what_differs(tmp_path: Path) -> None:
    with ModelServer() as server:
        run(tmp_path, server.url, record=tmp_path / "r.yaml", limit=1)
    progress = KeptProgress((said := list[str]()).append)
    other = openai(server.url, temperature=0.5)
    second, _ = run(tmp_path, "", backend=other, replay=tmp_path / "r.yaml", limit=1, progress=progress)
    (what,) = errors_of(second)
    assert what == (
        "openai/stub: the recording has no reply for sample 'rivers/oder' in epoch 1: the nearest request that was"
        " recorded has another temperature. Ask for what the recording was made with, or record anew."
    )
    (record,) = RunFolder(second.folder).answers()
    assert record.is_final
    assert said == [f"{tmp_path / 'r.yaml'}: 1 of 1 recorded replies were not played."]


def test_another_server_was_not_recorded(tmp_path: Path) -> None:
    with ModelServer() as server:
        run(tmp_path, server.url, record=tmp_path / "r.yaml")
    second, _ = run(tmp_path, "http://127.0.0.1:1/v1", replay=tmp_path / "r.yaml")
    assert "nothing that was sent to http://127.0.0.1:1/v1/chat/completions was recorded" in errors_of(second)[0]


def test_no_key_is_needed_to_replay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", "sk-planted-4f9a1c77e2d84b06")
    with ModelServer() as server:
        backend = openai(server.url, key_env="SOME_KEY")
        first, _ = run(tmp_path, "", backend=backend, record=tmp_path / "r.yaml")
    monkeypatch.delenv("SOME_KEY")
    backend = openai(server.url, key_env="SOME_KEY")
    second, _ = run(tmp_path, "", backend=backend, replay=tmp_path / "r.yaml")
    assert answers_of(second) == answers_of(first)


@pytest.mark.parametrize("is_async", [True, False])
def test_a_backend_that_connects_by_itself_is_refused_while_replaying(tmp_path: Path, *, is_async: bool) -> None:
    with ModelServer() as server:
        run(tmp_path, server.url, record=tmp_path / "r.yaml")
        before = server.connections
        host, port = "127.0.0.1", int(server.url.rpartition(":")[2].partition("/")[0])

        async def connect(_: Request) -> Answer:
            try:
                if is_async:
                    await asyncio.open_connection(host, port)
                else:
                    socket.create_connection(("localhost", port))
            except OSError as error:
                raise BackendError(f"no way: {error}", retry_after=1) from error
            return Answer(text="Connected.")

        backend = FakeBackend(reply=connect)
        second, _ = run(tmp_path, "", backend=backend, replay=tmp_path / "r.yaml")
        assert server.connections == before
    assert {what.partition(": ")[0] for what in errors_of(second)} == {"fake/one"}
    assert all("opens no connection" in what for what in errors_of(second))
    assert len(backend.requests) == 2, "the error is final"
    with ModelServer() as server:
        socket.create_connection(("localhost", int(server.url.rpartition(":")[2].partition("/")[0]))).close()


def test_backends_without_http_are_left_alone(tmp_path: Path) -> None:
    progress = KeptProgress((said := list[str]()).append)
    first, _ = run(tmp_path, "", backend=FakeBackend(), record=tmp_path / "r.yaml", progress=progress)
    assert first.exit_code == 0
    assert said == [f"{tmp_path / 'r.yaml'}: not written, for no backend sent anything over HTTP."]
    assert not (tmp_path / "r.yaml").exists()


def test_a_client_of_the_standard_library_is_recorded_too(tmp_path: Path) -> None:
    """One at a time: vcrpy lets go of `http.client` in all threads while one of them opens a connection."""

    async def fetch(request: Request) -> Answer:
        def get() -> str:
            data = json.dumps({"messages": [{"content": request.prompt}]}).encode()
            with urllib.request.urlopen(urllib.request.Request(server.url, data, method="POST")) as reply:
                return str(reply.read().decode())

        return Answer(text=await asyncio.to_thread(get))

    with ModelServer() as server:
        server.script = [Reply(body="One."), Reply(body="Two."), Reply(body="Three."), Reply(body="Four.")]
        first, _ = run(tmp_path, "", backend=FakeBackend(reply=fetch), record=tmp_path / "r.yaml", epochs=2, at_once=1)
    second, _ = run(tmp_path, "", backend=FakeBackend(reply=fetch), replay=tmp_path / "r.yaml", epochs=2, at_once=1)
    assert errors_of(second) == []
    assert {answer.text for answer in answers_of(first).values()} == {"One.", "Two.", "Three.", "Four."}
    assert answers_of(second) == answers_of(first)


def test_the_file_is_a_cassette_of_vcrpy(tmp_path: Path) -> None:
    with ModelServer() as server:
        server.script = completion('🌊 \u2028 \x85 \x7f \ufeff " \\ \t \ufffe')
        first, _ = run(tmp_path, server.url, record=tmp_path / "r.yaml")
    _, responses, _ = FilesystemPersister.load_cassette(tmp_path / "r.yaml", yamlserializer)
    texts = [json.loads(response["body"]["string"])["choices"][0]["message"]["content"] for response in responses]
    assert texts == [answer.text for answer in answers_of(first).values()]
    assert len(yaml.safe_load((tmp_path / "r.yaml").read_bytes())["interactions"]) == 2


def test_the_manifest_names_the_file_and_nothing_else_of_its_place(tmp_path: Path) -> None:
    with ModelServer() as server:
        first, _ = run(tmp_path, server.url, record=tmp_path / "r.yaml")
    second, _ = run(tmp_path, server.url, replay=tmp_path / "r.yaml")
    again, _ = run(tmp_path, server.url, resume=second.id)
    assert (first.manifest.volatile.recorded, first.manifest.volatile.replayed) == ("r.yaml", None)
    assert (second.manifest.volatile.recorded, second.manifest.volatile.replayed) == (None, "r.yaml")
    assert again.manifest.volatile.replayed == "r.yaml"
    assert first.manifest.plan == second.manifest.plan


def test_a_file_that_exists_is_not_recorded_over_and_nothing_is_asked(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("mine", "utf-8")
    with ModelServer() as server, pytest.raises(UsageError, match="exists already, and a recording is never"):
        run(tmp_path / "results", server.url, record=tmp_path / "r.yaml")
    assert (tmp_path / "r.yaml").read_text("utf-8") == "mine"
    assert server.connections == 0
    assert not (tmp_path / "results").exists()


def test_a_resumed_run_records_on_without_the_line_that_was_cut_off(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    with ModelServer() as server:
        server.script = [completion("One."), fails(503, retry_after="0")]
        first, _ = run(tmp_path, server.url, at_once=1, record=file)
        assert first.counts.errors == 1
        with file.open("ab") as open_file:
            open_file.write(b'- {"id": "cut o')
        server.script = completion("Two.")
        both, _ = run(tmp_path, server.url, record=file, resume=first.id)
    assert [answer.text for answer in answers_of(both).values()] == ["One.", "Two."]
    replayed, _ = run(tmp_path, server.url, replay=file, at_once=1)
    assert replayed.counts.errors == 1, "five refusals come before the answer, as they did"
    resumed, _ = run(tmp_path, server.url, replay=file, at_once=1, resume=replayed.id)
    assert resumed.counts.errors == 1, "and again: each sitting plays the file from its beginning"


@pytest.mark.parametrize(
    ("content", "error", "told"),
    [
        (b"", UsageError, "is no recording of this program"),
        (b"interactions: []\nversion: 1\n", UsageError, "is no recording of this program"),
        (HEAD + b"- {}\n", RunError, "yaml:4: is damaged"),
        (HEAD + b'- {"id": "1"\n- {}\n', RunError, "yaml:4: is damaged"),
        (None, RunError, "No such file"),
    ],
)
def test_a_file_that_is_no_recording_is_refused_before_a_run_is_made(
    tmp_path: Path, content: bytes | None, error: type[Exception], told: str
) -> None:
    if content is not None:
        (tmp_path / "r.yaml").write_bytes(content)
    with pytest.raises(error, match=told):
        run(tmp_path / "results", "http://127.0.0.1:1/v1", replay=tmp_path / "r.yaml")
    assert not (tmp_path / "results").exists()


def test_a_run_is_not_recorded_and_replayed_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="either recorded or replayed"), recording(tmp_path / "a", tmp_path / "b"):
        pass


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="No such file or directory"), recording(record=tmp_path / "no" / "r.yaml"):
        pass


def test_a_request_that_got_no_reply_is_not_in_the_recording(tmp_path: Path) -> None:
    """The connection broke off before the answer came: on replay the answer comes at once."""
    with ModelServer() as server:
        server.script = [Reply(manner="reset"), completion("It rose.")]
        first, _ = run(tmp_path, server.url, limit=1, record=tmp_path / "r.yaml")
    second, _ = run(tmp_path, server.url, limit=1, replay=tmp_path / "r.yaml")
    assert answers_of(second) == answers_of(first)
    assert (tmp_path / "r.yaml").read_bytes().count(b"\n- ") == 1


def test_a_reply_that_cannot_be_kept_ends_the_run_whatever_the_backend_makes_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clients of providers take every exception for a failure of the server, which would be asked, and paid, again."""

    def refuse(*_: object) -> None:
        raise RunError("No space left on device.", where="r.yaml")

    class Retrying(FakeBackend):
        async def complete(self, request: Request) -> Answer:
            try:
                return await inner.complete(request)
            except RunError:
                raise BackendError("the server closed the connection.", retry_after=0.0) from None

        async def close(self) -> None:
            await inner.close()

    monkeypatch.setattr(Recorder, "add", refuse)
    with ModelServer() as server:
        inner = openai(server.url)
        with pytest.raises(RunError, match="No space left on device"):
            run(tmp_path, server.url, backend=Retrying(), at_once=1, record=tmp_path / "r.yaml")
    assert len(server.received) == 1
