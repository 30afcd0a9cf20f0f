"""`harness report` and `harness view`: what is written, what is refused, and real processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from small_project import child_environment

Call = Callable[..., Result]


@pytest.fixture
def run(call: Call) -> str:
    result = call("eval", "flood", "--backend", "extractive/lead-3")
    assert result.exit_code == 0, result.output
    return next(path.name for path in Path("results").iterdir() if not path.name.startswith("."))


def test_a_page_is_written_whole(call: Call, run: str) -> None:
    result = call("report", "latest", "-o", "page.html", "--title", "Floods <b>")
    assert result.exit_code == 0, result.output
    page = Path("page.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.endswith("</html>\n")
    assert "<title>Floods &lt;b&gt;</title>" in page
    assert run not in page  # it is in the data, which are compressed
    assert result.stderr.startswith("Written: page.html (")


def test_a_page_goes_to_standard_output(call: Call, run: str) -> None:
    result = call("report", run, "-o", "-")
    assert result.exit_code == 0
    assert result.stdout.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing"], "there is no run 'nothing'"),
        (["latest", "latest"], "is named twice"),
        (["latest", "-o", "nowhere/page.html"], "there is no such folder"),
        (["latest", "-o", "results/RUN/summary.json"], "it would be overwritten"),
        ([], "Missing argument"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    call: Call, run: str, arguments: list[str], said: str
) -> None:
    before = sorted(Path().rglob("*"))
    result = call("report", *(one.replace("RUN", run) for one in arguments))
    assert result.exit_code == 2
    assert said in result.output
    assert sorted(Path().rglob("*")) == before


def test_gold_that_has_changed_is_told_of(run: str) -> None:
    gold = Path("gold/flood.yaml")
    gold.write_text(
        gold.read_text(encoding="utf-8").replace("Two bridges were closed.", "Two were closed."), encoding="utf-8"
    )
    from harness.results.report.data import pack  # noqa: PLC0415  (only here)
    from harness.results.store import RunFolder  # noqa: PLC0415  (only here)

    notes = pack([RunFolder(Path("results") / run)])["runs"][0]["notes"]
    assert notes[-1] == "The gold of flood is not at hand as it was: its facts are shown by their ids."


def test_a_port_that_is_taken_is_told(call: Call, run: str) -> None:
    del run
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = call("view", "--port", str(port))
    assert result.exit_code == 2
    assert f"127.0.0.1:{port}: cannot be listened on" in result.output


def test_a_folder_that_is_missing_is_told(call: Call) -> None:
    result = call("view", "nowhere")
    assert result.exit_code == 2
    assert "'nowhere' does not exist" in result.output


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is a signal here")
def test_a_folder_is_served_until_ctrl_c(run: str) -> None:
    command = [sys.executable, "-m", "harness", "view", "--port", "0"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=child_environment(Path("site").resolve(), PYTHONUNBUFFERED="1"),
    ) as child:
        assert child.stdout is not None
        address = child.stdout.readline().split()[0]
        with urllib.request.urlopen(f"{address}progress.json", timeout=10) as reply:
            assert json.load(reply)["runs"][0]["run"] == run
        os.kill(child.pid, signal.SIGINT)
        _, errors = child.communicate(timeout=20)
    assert (child.returncode, errors) == (0, "Ended.\n")
