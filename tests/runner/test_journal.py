from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runner_fakes import child_environment

from harness.backends.base import Answer, Finish, Usage
from harness.errors import RunError
from harness.results.disk import replace_lone_surrogates, to_json
from harness.results.models import AnswerError, AnswerRecord
from harness.results.store import RunFolder
from harness.runner.journal import Journal

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(
    ["\ud800", "\udfff\ud800", "a\0b", "\u2028\u2029\x85\x0c", '"\\ud83d"', "\\", "\r\n", "\U0001f30a", "\ufeff"]
)


def record_of(name: str, text: str = "It rose.", *, epoch: int = 1) -> AnswerRecord:
    answer = Answer.model_construct(text=text)  # what a record would refuse must not break the journal either
    return AnswerRecord(
        id=name, sample="rivers/oder", backend="fake/one", epoch=epoch, answer=answer, error=None, at="2026-11-22"
    )


def failure_of(name: str, *, retryable: bool) -> AnswerRecord:
    error = AnswerError(what="503", retryable=retryable)
    return AnswerRecord(id=name, sample="s", backend="b", epoch=1, answer=None, error=error, at="2026-11-22")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers.jsonl"


def read(path: Path) -> list[AnswerRecord]:
    return list(RunFolder(path.parent).answers())


@st.composite
def records(draw: st.DrawFn) -> AnswerRecord:
    finish: Finish = draw(st.sampled_from(("stop", "length", "refused", "unknown")))
    usage = draw(st.none() | st.builds(Usage, input_tokens=st.none() | st.integers(0, 10**9)))
    seconds = draw(st.none() | st.floats(0, 1e6))
    answer = Answer.model_construct(text=draw(ANY_TEXT), finish=finish, usage=usage, seconds=seconds)
    return record_of("x").model_copy(update={"answer": answer, "id": draw(st.text("0123456789abcdef", min_size=16))})


@given(st.lists(records(), max_size=6, unique_by=lambda record: record.id))
def test_what_is_written_is_read_again(written: list[AnswerRecord]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.jsonl"
        with Journal(path) as journal:
            for record in written:
                journal.append(record)
        data = path.read_bytes()
        found = read(path)

    assert data.isascii()
    assert data.count(b"\n") == len(written)
    assert [record.id for record in found] == [record.id for record in written]
    for before, after in zip(written, found, strict=True):
        assert before.answer
        assert after.answer == Answer(**before.answer.model_dump() | {"text": whole(before.answer.text)})


def whole(text: str) -> str:
    return replace_lone_surrogates(text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass"))


@given(st.lists(records(), min_size=1, max_size=4), st.data())
def test_a_torn_tail_is_cut_to_the_last_whole_line(written: list[AnswerRecord], data: st.DataObject) -> None:
    lines = [to_json(record).encode() + b"\n" for record in written]
    text = b"".join(lines)
    cut = data.draw(st.integers(0, len(text)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.jsonl"
        path.write_bytes(text[:cut])
        before = read(path)
        with Journal(path) as journal:
            final = set(journal.standing)
            journal.append(record_of("next"))
        after = path.read_bytes()

    kept = [line for i, line in enumerate(lines, 1) if len(b"".join(lines[:i])) <= cut]
    assert after == b"".join(kept) + to_json(record_of("next")).encode() + b"\n"
    assert {record.id for record in before} == final == {record.id for record in written[: len(kept)]}


@pytest.mark.parametrize("tail", [b"\0\0\0\0\n", b'{"id": "a\n', b"\xff\xfe\n", b"\n"])
def test_a_last_line_that_is_no_json_is_cut_too(path: Path, tail: bytes) -> None:
    whole_line = to_json(record_of("one")).encode() + b"\n"
    path.write_bytes(whole_line + tail)

    with Journal(path) as journal:
        assert list(journal.standing) == ["one"]
    assert path.read_bytes() == whole_line


@pytest.mark.parametrize(
    ("damage", "how"), [(b'{"id": \n', ""), (b"{}\n", r" \(id: Field required\)"), (b'"one"\n', ""), (b"\n", "")]
)
def test_a_damaged_line_in_the_middle_is_named_and_nothing_is_cut(path: Path, damage: bytes, how: str) -> None:
    line = to_json(record_of("one")).encode() + b"\n"
    path.write_bytes(line + damage + line)

    with pytest.raises(RunError, match=rf"answers\.jsonl:2: is damaged{how}\. Delete the line"):
        Journal(path)
    with pytest.raises(RunError, match=r"answers\.jsonl:2: is damaged"):
        read(path)
    assert path.read_bytes() == line + damage + line


def test_a_last_line_that_is_json_but_no_record_is_damage_not_a_torn_tail(path: Path) -> None:
    path.write_bytes(b'{"id": 5}\n')

    with pytest.raises(RunError, match=r"answers\.jsonl:1: is damaged"):
        Journal(path)


def test_a_second_writer_is_refused_until_the_first_has_closed(path: Path) -> None:
    with Journal(path), pytest.raises(RunError, match="is in use: another process writes to this run"):
        Journal(path)
    with Journal(path) as journal:
        journal.append(record_of("one"))


def test_a_refused_opening_lets_the_lock_go(path: Path) -> None:
    path.write_bytes(b'{"id": 5}\n')
    for _ in range(2):
        with pytest.raises(RunError, match="is damaged"):
            Journal(path)


def test_a_writer_in_another_process_is_refused(path: Path) -> None:
    code = (
        "import sys; from harness.runner.journal import Journal; from pathlib import Path; Journal(Path(sys.argv[1]))"
    )
    with Journal(path) as journal:
        journal.append(record_of("one"))
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)],
            env=child_environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    assert done.returncode == 1
    assert "is in use" in done.stderr
    assert [record.id for record in read(path)] == ["one"]


def test_a_line_can_be_read_by_others_as_soon_as_it_is_appended(path: Path) -> None:
    with Journal(path) as journal:
        journal.append(record_of("one"))
        assert [record.id for record in read(path)] == ["one"]


def test_the_last_line_of_a_request_stands(path: Path) -> None:
    with Journal(path) as journal:
        journal.append(failure_of("one", retryable=True))
        journal.append(failure_of("two", retryable=False))
        journal.append(failure_of("three", retryable=True))
        journal.append(record_of("one"))

    with Journal(path) as journal:
        assert {name: final for name, (_, final) in journal.standing.items()} == {
            "one": True,
            "two": True,
            "three": False,
        }
    assert [record.id for record in read(path)] == ["two", "three", "one"]
    found = RunFolder(path.parent).answers_of(["one", "four", "two"])
    assert [(record.id, record.answer is None) for record in found] == [("one", False), ("two", True)]


def test_a_lone_surrogate_of_another_writer_is_replaced(path: Path) -> None:
    data = json.loads(to_json(record_of("one")))
    data["answer"]["text"] = "cut \ud83d off"
    path.write_text(json.dumps(data) + "\n", encoding="utf-8", newline="\n")

    assert read(path)[0].answer == Answer(text="cut \ufffd off")


def test_a_journal_that_cannot_be_opened_is_a_run_error(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"nowhere.answers\.jsonl: No such file"):
        Journal(tmp_path / "nowhere" / "answers.jsonl")


FULL_DISK = """
import resource, sys
from pathlib import Path
from test_journal import record_of
from harness.errors import RunError
from harness.runner.journal import Journal

with Journal(Path(sys.argv[1])) as journal:
    journal.append(record_of("one"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
    try:
        journal.append(record_of("two", "x" * 5000))
    except RunError as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    journal.append(record_of("three"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX's")
def test_a_line_that_cannot_be_written_whole_is_not_written_at_all(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)],
        env=child_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )

    assert "answers.jsonl: File too large. What was answered before is kept" in done.stdout
    assert [record.id for record in read(path)] == ["one", "three"]
    assert path.read_bytes().count(b"\n") == 2
