from __future__ import annotations

import io
import subprocess
import sys

from runner_fakes import child_environment

from harness.backends.base import Answer
from harness.results.models import AnswerError, AnswerRecord
from harness.runner.progress import NoProgress, Progress, QuietProgress, RichProgress


def record_of(error: str | None = None) -> AnswerRecord:
    return AnswerRecord(
        id="a",
        sample="s",
        backend="b",
        epoch=1,
        answer=None if error else Answer(text="It rose."),
        error=AnswerError(what=error, retryable=True) if error else None,
        at="",
    )


def test_quiet_progress_shows_a_line_every_ten_seconds_and_one_at_the_end() -> None:
    seconds = iter([100.0, 103.0, 110.0, 110.0, 119.0, 125.0])
    stream = io.StringIO()
    progress = QuietProgress(stream, lambda: next(seconds))
    progress.start(total=9, done=4)
    for error in (None, "503", None):
        progress.advance(record_of(error))
    progress.finish()

    assert stream.getvalue() == "6 of 9 requests done, errors: 1\n7 of 9 requests done, errors: 1\n"


def test_quiet_progress_says_what_it_is_told() -> None:
    stream = io.StringIO()
    QuietProgress(stream).say("Stopping: [bold] is no markup.")

    assert stream.getvalue() == "Stopping: [bold] is no markup.\n"


def test_the_bar_shows_counts_and_errors_and_takes_no_markup() -> None:
    stream = io.StringIO()
    progress = RichProgress(stream)
    progress.start(total=9, done=4)
    progress.advance(record_of())
    progress.advance(record_of("503"))
    progress.say("Stopping: [bold] is no markup.")
    progress.finish()

    assert "6/9" in stream.getvalue()
    assert "errors: 1" in stream.getvalue()
    assert "Stopping: [bold] is no markup." in stream.getvalue()


def test_no_progress_shows_nothing() -> None:
    progress: Progress = NoProgress()
    progress.start(1, 0)
    progress.advance(record_of())
    progress.say("nothing")
    progress.finish()


def test_the_runner_loads_nothing_heavy() -> None:
    code = "import sys, harness.runner.evaluate; print({'rich', 'numpy', 'aiohttp', 'jsonschema'} & sys.modules.keys())"
    found = subprocess.run(
        [sys.executable, "-c", code],
        env=child_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )

    assert found.stdout.strip() == "set()"
