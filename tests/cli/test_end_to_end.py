"""`harness eval` as a process, with a server on a socket, a program and a file as backends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from servers import ModelServer, completion
from small_project import child_environment

FERRY = Path(__file__).parent.parent / "data" / "ferry"
SUMMARY = "About 240 people were on board. Three passengers died."


def run(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "harness", *arguments],
        cwd=cwd,
        env=child_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_server_program_and_file_answer_alike(tmp_path: Path, model_server: ModelServer) -> None:
    model_server.script = completion(SUMMARY)
    saved = tmp_path / "answers.jsonl"
    saved.write_text(json.dumps({"sample": "ferry-morning", "summary": SUMMARY}) + "\n", encoding="utf-8")
    program = tmp_path / "summarize.py"
    program.write_text(f"import sys; sys.stdin.read(); print({SUMMARY!r})", encoding="utf-8")
    names = ["openai/local", f'command/"{sys.executable}" summarize.py', "saved/answers.jsonl"]
    backends = [part for name in names for part in ("--backend", name)]
    task = str(FERRY / "tasks" / "ferry-morning.yaml")
    done = run(tmp_path, "eval", task, *backends, "--base-url", model_server.url, "--format", "json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["rows"]
    assert [row["backend"] for row in rows] == names
    # Weights: two key facts stated, 6 of 22.
    assert {round(row["fact_recall"], 3) for row in rows} == {round(6 / 22, 3)}
    assert len(model_server.received) == 1
    assert SUMMARY not in json.dumps(model_server.received[0].body)  # a model is never shown a reference


def test_server_that_fails_for_good_leaves_the_others(tmp_path: Path, model_server: ModelServer) -> None:
    model_server.script = completion("")
    task = str(FERRY / "tasks" / "ferry-morning.yaml")
    arguments = ["--backend", "openai/local", "--backend", "extractive/lead-2", "--base-url", model_server.url]
    done = run(tmp_path, "eval", task, *arguments, "--format", "json")
    assert done.returncode == 3, done.stderr
    rows = {row["backend"]: row for row in json.loads(done.stdout)["rows"]}
    assert rows["openai/local"]["fact_recall"] is None
    assert rows["extractive/lead-2"]["fact_recall"] > 0
