"""The program as a process: encodings, pipes, exit codes, signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from small_project import child_environment, install_plugin, make_project

SUMMARY = "Ça coûte 1,200 € 👩\u200d🚒 \u4e2d\u6587 \u202e."
PROGRAM = (sys.executable, "-m", "harness")
SCORE = ("score", "--task", "flood", "--summary", "summary.txt")
STREAM = ("score", "--task", "flood", "--summaries", "-", "--format", "jsonl")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    install_plugin(tmp_path / "site")
    (make_project(tmp_path) / "summary.txt").write_text(SUMMARY, "utf-8")
    return tmp_path


def run(
    folder: Path, *arguments: str, data: bytes = b"", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *arguments],
        input=data,
        capture_output=True,
        cwd=folder,
        env=child_environment(folder / "site", **(environment or {})),
        check=False,
    )


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "1"},
        {"PYTHONIOENCODING": "utf-8"},
    ],
)
@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_output_is_utf8_with_plain_line_ends_whatever_the_locale(
    folder: Path, environment: dict[str, str], form: str
) -> None:
    done = run(folder, *SCORE, "--format", form, environment=environment)
    assert done.returncode == 0, done.stderr
    assert b"\r" not in done.stdout
    if form == "table":
        assert "Ça coûte [+1,200] € 👩\u200d🚒 \u4e2d\u6587 \\u202e." in done.stdout.decode("utf-8")
    else:
        assert json.loads(done.stdout)["facts"][0]["summary_span"] == [9, 14]


def test_output_is_utf8_where_the_system_has_a_code_page(folder: Path) -> None:
    code = "import sys; sys.stdout.reconfigure(encoding='cp1252', newline='\\r\\n'); import harness.__main__"
    done = subprocess.run(
        [sys.executable, "-c", code, *SCORE],
        capture_output=True,
        cwd=folder,
        env=child_environment(folder / "site"),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Ça coûte [+1,200] € 👩\u200d🚒 \u4e2d\u6587 \\u202e.\n" in done.stdout.decode("utf-8")


def test_an_encoding_that_was_asked_for_is_used_with_escapes_for_what_it_lacks(folder: Path) -> None:
    done = run(folder, *SCORE, environment={"PYTHONIOENCODING": "latin-1"})
    assert done.returncode == 0, done.stderr
    assert "Ça coûte [+1,200] \\u20ac \\U0001f469" in done.stdout.decode("latin-1")


def test_summaries_are_read_as_utf8_whatever_the_locale(folder: Path) -> None:
    row = json.dumps({"id": "ü", "summary": SUMMARY}, ensure_ascii=False).encode()
    environment = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = run(
        folder, "score", "--task", "flood", "--summaries", "-", "--format", "jsonl", data=row, environment=environment
    )
    assert json.loads(done.stdout)["id"] == "ü"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--version",), 0),
        (("task", "list"), 0),
        (("eval", "nothing"), 2),
        (("nothing",), 2),
        ((), 2),
        (("task",), 2),
        (("eval", "flood", "--backend", "extractive/lead-1"), 0),
        (("eval", "two", "--backend", "extractive/oracle-1"), 3),
    ],
)
def test_the_exit_code_says_how_it_went(folder: Path, arguments: tuple[str, ...], code: int) -> None:
    done = run(folder, *arguments)
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr
    assert bool(done.stdout) == (code in (0, 3))


def test_results_go_to_stdout_and_all_else_to_stderr(folder: Path) -> None:
    done = run(folder, "eval", "flood", "--backend", "extractive/lead-1", "--format", "json")
    json.loads(done.stdout)
    assert b"1 of 1 requests done" in done.stderr


@pytest.mark.parametrize("arguments", [("--help",), ("score", "--help"), ("task", "export", "flood")])
@pytest.mark.skipif(sys.platform == "win32", reason="a pipe's reader is closed before the program starts")
def test_a_reader_that_went_away_ends_the_program_without_a_word(folder: Path, arguments: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*PROGRAM, *arguments],
        stdout=writer,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=child_environment(folder / "site"),
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("arguments", "row"),
    [
        (STREAM, {"summary": "1,200"}),
        (("score", "--pairs", "-", "--format", "jsonl"), {"document": "Some 1,200 left.", "summary": "1,200 left."}),
        (("prefer", "--rows", "-", "--format", "jsonl"), {"document": "Some left.", "a": "Some left.", "b": "7 left."}),
    ],
)
def test_a_stream_is_graded_as_it_comes(folder: Path, arguments: tuple[str, ...], row: dict[str, str]) -> None:
    """The row of the first summary is there before the second is written."""
    with subprocess.Popen(
        [*PROGRAM, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=folder,
        env=child_environment(folder / "site"),
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for number in range(3):
            child.stdin.write(f"{json.dumps({'id': number, **row})}\n".encode())
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["id"] == number
        child.stdin.close()
        assert child.wait() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal for one process")
@pytest.mark.parametrize(("way", "code", "told"), [(signal.SIGINT, 130, b"Interrupted.\n"), (signal.SIGTERM, 143, b"")])
def test_a_signal_ends_the_program_with_a_line_at_most(
    folder: Path, way: signal.Signals, code: int, told: bytes
) -> None:
    with subprocess.Popen(
        [*PROGRAM, *STREAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=child_environment(folder / "site"),
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdin.write(b'{"id": 1, "summary": "1,200"}\n')
        child.stdin.flush()
        assert child.stdout.readline()
        child.send_signal(way)
        assert child.wait() == code
        assert child.stderr.read() == told


def test_colours_are_for_terminals_alone(folder: Path) -> None:
    done = run(folder, "score", "--task", "flood", "--summary", "summary.txt", environment={"FORCE_COLOR": "1"})
    assert b"\x1b" not in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("environment", "is_colour"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_colours_unless_it_asks_for_none(
    folder: Path, environment: dict[str, str], *, is_colour: bool
) -> None:
    import pty  # noqa: PLC0415  (not on Windows)

    main, terminal = pty.openpty()
    done = subprocess.run(
        [*PROGRAM, *SCORE],
        stdout=terminal,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        env=child_environment(folder / "site", **{"TERM": "xterm", **environment}),
        check=False,
    )
    os.close(terminal)
    shown = os.read(main, 100_000)
    os.close(main)
    assert done.returncode == 0
    assert (b"\x1b[32m1,200\x1b[0m" in shown) == is_colour
    assert (b"[+1,200]" in shown) != is_colour
