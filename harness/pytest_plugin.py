"""A plugin for pytest: `--harness-task` makes tasks tests, and the fixture `harness_score` grades a summary in one.

It is loaded in every session of whoever has this package, so it imports nothing of it before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from harness.results.rows import GradedSummary

DEFAULT_GATES = ("answered_share < 1",)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("harness", "summaries of language models")
    group.addoption("--harness-task", action="append", default=[], metavar="TASK", help="Make a task a test.")
    group.addoption(
        "--harness-backend", action="append", default=[], metavar="B", help="Ask this backend; one test for each."
    )
    group.addoption(
        "--harness-fail-if", action="append", default=[], metavar="GATE", help="As 'harness eval --fail-if' has it."
    )


def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add a test for each task and backend that the options name."""
    for task in config.getoption("--harness-task"):
        for backend in config.getoption("--harness-backend") or ("extractive/lead-3",):
            gates = tuple(config.getoption("--harness-fail-if")) or DEFAULT_GATES
            items.append(TaskItem.from_parent(session, name=f"{task}[{backend}]", asked=(task, backend, gates)))


class GateFailedError(Exception):
    """A gate failed; the text is the verdicts' lines."""


class TaskItem(pytest.Item):
    """A task that one backend is asked; it fails where a gate does."""

    def __init__(self, *, asked: tuple[str, str, tuple[str, ...]], **rest: Any) -> None:  # noqa: ANN401  (pytest's own)
        super().__init__(**rest)
        self._asked = asked

    def runtest(self) -> None:
        """Run the task; its folder appears under results/, as that of 'harness eval' does."""
        import harness  # noqa: PLC0415  (heavy)
        from harness.results.gates.conditions import read_gates  # noqa: PLC0415  (the same)
        from harness.results.gates.judge import judge_run  # noqa: PLC0415  (the same)

        task, backend, gates = self._asked
        conditions = read_gates(gates, "run")
        run = harness.evaluate(task, backend)
        report = judge_run(conditions, run.manifest, run.summary)
        if report.exit_code:
            raise GateFailedError("\n".join([*report.lines(), f"Results: {run.folder}"]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ANN401  (pytest's own)
        """Return the verdicts' lines alone; of another error, what pytest shows."""
        if isinstance(excinfo.value, GateFailedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Any, int | None, str]:
        """Return what pytest calls it."""
        return self.path, None, f"harness task {self.name}"


@pytest.fixture
def harness_score() -> Callable[..., GradedSummary]:
    """`harness.score`: of a task's name and a summary it returns all verdicts; `.consistent` is what one asserts."""
    import harness  # noqa: PLC0415  (heavy)

    return harness.score
