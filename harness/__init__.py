"""An evaluation harness for summaries: which facts of their articles they keep, change, or invent.

The names below are the public API (docs/python.md); each is loaded when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take the name for True; importing it would load typing, and help is to be quick
if TYPE_CHECKING:
    from harness.api import compare, evaluate, evaluate_async, load_task, load_tasks, rescore, score
    from harness.backends.base import BackendOptions
    from harness.errors import BackendError, HarnessError, RunError, ScorerError, TaskError, UsageError
    from harness.results.rows import GradedSummary
    from harness.runner.evaluate import Run
    from harness.tasks.models import Task
    from harness.tasks.samples import Sample, samples_of

__version__ = "0.1.0"

__all__ = [
    "BackendError",
    "BackendOptions",
    "GradedSummary",
    "HarnessError",
    "Run",
    "RunError",
    "Sample",
    "ScorerError",
    "Task",
    "TaskError",
    "UsageError",
    "__version__",
    "compare",
    "evaluate",
    "evaluate_async",
    "load_task",
    "load_tasks",
    "rescore",
    "samples_of",
    "score",
]

_HOMES = {
    "harness.api": ("compare", "evaluate", "evaluate_async", "load_task", "load_tasks", "rescore", "score"),
    "harness.backends.base": ("BackendOptions",),
    "harness.errors": ("BackendError", "HarnessError", "RunError", "ScorerError", "TaskError", "UsageError"),
    "harness.results.rows": ("GradedSummary",),
    "harness.runner.evaluate": ("Run",),
    "harness.tasks.models": ("Task",),
    "harness.tasks.samples": ("Sample", "samples_of"),
}


if not TYPE_CHECKING:  # a type checker that saw it would take every misspelt name for one of ours

    def __getattr__(name: str) -> object:
        from importlib import import_module  # noqa: PLC0415  (help and version do without)

        for module, names in _HOMES.items():
            if name in names:
                return getattr(import_module(module), name)
        raise AttributeError(f"module 'harness' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
