"""The public names: documented, lazy, and usable with and without a running loop."""

from __future__ import annotations

import asyncio
import inspect
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from small_project import ROOT, install_plugin, make_project

import harness
from harness.backends.base import Answer, Request
from harness.backends.registry import create_backend
from harness.scorers.base import Need, Outcome, Score
from harness.tasks.samples import Sample


@dataclass
class Fixed:
    """Answers with one text, and keeps whether it was closed."""

    text: str = "About 1,200 people left."
    name: str = "fixed/one"
    needs_references: bool = False
    parameters: dict[str, Any] = field(default_factory=dict)
    is_closed: bool = False

    async def complete(self, request: Request) -> Answer:
        del request
        return Answer(text=self.text)

    async def close(self) -> None:
        self.is_closed = True


@dataclass(frozen=True)
class Length:
    """Counts characters."""

    name: str = "length"
    needs: frozenset[Need] = frozenset()

    def signature(self, sample: Sample) -> str:
        return f"length|v:1|lang:{sample.language}"

    async def score(self, sample: Sample, summary: str) -> Outcome:
        return Score(values={"characters": float(len(summary))}, reason=sample.id)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(install_plugin(tmp_path / "site"))
    monkeypatch.chdir(make_project(tmp_path))
    return tmp_path


def documented_names() -> set[str]:
    page = (ROOT / "docs" / "python.md").read_text("utf-8")
    entries = [line for line in page.splitlines() if line.startswith("- `")]
    heads = [re.match(r"- ((?:`[^`]+`(?:, )?)+)", line) for line in entries]
    return {name for head in heads if head for name in re.findall(r"`(\w+)[^`]*`", head[1])} | {"HarnessError"}


def test_every_public_name_is_documented_and_no_other() -> None:
    assert documented_names() | {"__version__"} == set(harness.__all__)
    assert "`__version__`" in (ROOT / "docs" / "python.md").read_text("utf-8")


def test_every_public_name_is_there_and_in_its_own_words() -> None:
    for name in harness.__all__:
        assert getattr(harness, name) is not None
        assert name in dir(harness)
    assert sorted(harness.__all__) == list(harness.__all__)


def test_signatures_are_as_documented() -> None:
    page = (ROOT / "docs" / "python.md").read_text("utf-8")
    for name in ("load_task", "load_tasks", "score", "evaluate", "compare", "rescore"):
        parameters = inspect.signature(getattr(harness, name)).parameters.values()
        words = re.search(rf"- `{name}\(([^`]*)\)`", page)
        assert words is not None
        assert [re.split("[=:]", word)[0].strip() for word in words[1].split(",") if word.strip() != "*"] == [
            parameter.name for parameter in parameters
        ]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'harness' has no attribute 'evalute'"):
        harness.evalute  # type: ignore[attr-defined]  # noqa: B018  (the misspelling is what is tested)


def test_a_run_does_without_numpy() -> None:
    code = "import sys, harness.api, harness.cli.running; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, encoding="utf-8")
    assert done.stdout == "False\n"


def test_two_backends_of_a_run_are_compared(tmp_path: Path) -> None:
    run = harness.evaluate("short-report", ["extractive/lead-3", "extractive/random-3"], results_dir=tmp_path)
    found = harness.compare(f"{run.folder}:lead-3", f"{run.folder}:random-3")
    assert (found.a.backend, found.b.backend) == ("extractive/lead-3", "extractive/random-3")
    assert all(one.verdict in {"cannot be told", "not tested", "no difference shown"} for one in found.figures)
    assert len(found.lost) == found.count("lost")
    with pytest.raises(harness.UsageError, match="Name one on each side"):
        harness.compare(
            run, harness.evaluate("short-report", ["extractive/lead-3", "extractive/random-3"], results_dir=tmp_path)
        )


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys, harness; print([m for m in sys.modules if m.startswith('harness.') or m == 'pydantic'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, encoding="utf-8")
    assert done.stdout == "[]\n"


def test_score_takes_a_name_a_task_or_a_sample() -> None:
    task = harness.load_task("flood")
    (sample,) = harness.samples_of(task)
    by_name = harness.score("flood", "About 1,200 people left.")
    assert by_name == harness.score(task, "About 1,200 people left.")
    assert by_name.consistent is True
    assert [fact.verdict for fact in by_name.facts] == ["supported"]
    of_sample = harness.score(sample, "About 1,200 people left.", scorers=["told", "rouge"])
    assert of_sample == by_name
    assert set(harness.score(sample, "x").scores) == {"facts", "grounding", "rouge", "shape"}


def test_scorers_that_a_sample_has_nothing_for_are_not_asked_by_default() -> None:
    bridges = harness.samples_of(harness.load_task("two"))[1]
    assert set(harness.score(bridges, "Closed.").scores) == {"grounding", "shape"}


def test_score_takes_scorers_as_objects() -> None:
    row = harness.score("flood", "Rain.", scorers=["rouge", Length()])
    assert list(row.scores) == ["rouge", "length"]
    assert row.scores["length"].values == {"characters": 5.0}


def test_score_asks_which_sample_is_meant() -> None:
    with pytest.raises(harness.UsageError, match="the task has 2 samples"):
        harness.score("two", "Closed.")
    assert harness.score("two", "Closed.", sample="bridges").sample == "two/bridges"


def test_evaluate_takes_names_and_objects(project: Path) -> None:
    backend = Fixed()
    run = harness.evaluate(["two", harness.load_task("flood")], ["extractive/lead-1", backend], results_dir="out")
    assert (run.exit_code, run.counts.planned, run.counts.answered) == (0, 6, 6)
    assert run.folder.parent == Path("out")
    assert (project / "out" / run.id / "summary.json").is_file()
    assert {row.backend for row in run.summary.rows} == {"extractive/lead-1", "fixed/one"}
    assert backend.is_closed


def test_evaluate_takes_one_of_each_and_scorers_of_ones_own() -> None:
    run = harness.evaluate("flood", Fixed(), scorers=[Length()])
    assert run.summary.rows[0].metrics["length.characters"].value == 24.0


def test_options_reach_the_backends_that_are_named() -> None:
    options = harness.BackendOptions(max_tokens=5)
    with pytest.raises(harness.UsageError, match="no backend of this run reads the option --max-tokens"):
        harness.evaluate("flood", "extractive/lead-1", options=options)
    seeds = {
        harness.evaluate("flood", "extractive/random-1", seed=seed).manifest.backends[0].parameters["seed"]
        for seed in (1, 2)
    }
    assert seeds == {1, 2}


def test_both_work_inside_a_running_loop() -> None:
    async def notebook() -> tuple[harness.Run, harness.GradedSummary]:
        return harness.evaluate("flood", Fixed()), harness.score("flood", "1,200")

    run, row = asyncio.run(notebook())
    assert run.exit_code == 0
    assert row.consistent is True


def test_errors_come_through_from_inside_a_running_loop() -> None:
    async def notebook() -> None:
        harness.evaluate("flood", "extractive/nothing-3")

    with pytest.raises(harness.UsageError):
        asyncio.run(notebook())


def test_evaluate_async_can_be_awaited() -> None:
    run = asyncio.run(harness.evaluate_async("flood", Fixed()))
    assert run.exit_code == 0
    assert inspect.iscoroutinefunction(harness.evaluate_async)
    assert not inspect.iscoroutinefunction(harness.evaluate)


def test_every_fault_of_every_task_is_raised_at_once(project: Path) -> None:
    (project / "tasks" / "bad.yaml").write_text("task: bad\n", "utf-8")
    (project / "tasks" / "worse.yaml").write_text("task: worse\nlimit: {words: 0}\n", "utf-8")
    with pytest.raises(harness.TaskError) as caught:
        harness.load_tasks()
    assert {problem.file for problem in caught.value.problems} == {"tasks/bad.yaml", "tasks/worse.yaml"}


def test_errors_are_one_family() -> None:
    for name in ("TaskError", "UsageError", "BackendError", "ScorerError", "RunError"):
        assert issubclass(getattr(harness, name), harness.HarnessError)


def test_the_default_backends_can_all_be_made() -> None:
    from harness.backends.registry import DEFAULT_BACKENDS  # noqa: PLC0415  (only here)

    for name in DEFAULT_BACKENDS:
        assert create_backend(name, harness.BackendOptions()).name == name
