"""From the command line's values to a run's arguments, and from a run to its report."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from harness.api import plan_requests
from harness.backends.base import BackendOptions
from harness.results.clean import clean_line, how_many, safe_log
from harness.results.rows import By
from harness.results.store import RunFolder
from harness.results.table import Report
from harness.runner.backends_file import BackendEntry, load_backends
from harness.runner.cache import FILE
from harness.runner.conditions import Conditions, Limits, Terms
from harness.runner.evaluate import Run
from harness.runner.plan import Plan
from harness.runner.progress import Progress, QuietProgress, RichProgress
from harness.scorers.cards import Card, find_cards

RESULTS = Path("results")
"""Where runs are kept unless one says otherwise."""


def arguments(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of `harness.evaluate` for what was given to `harness eval`, all but the progress."""
    same = ("scorers", "epochs", "limit", "seed", "resume", "originals", "prices")
    asked = {name: given[name] for name in BackendOptions.model_fields if given.get(name) is not None}
    return {
        **{name: given[name] for name in same},
        "backends": _backends_of(given),
        "results_dir": given["out"],
        "options": BackendOptions(**asked),
        "conditions": conditions_of(given),
    }


def conditions_of(given: Mapping[str, Any]) -> Conditions:
    """Return how a run is to be carried out, from what was given to `harness eval`."""
    limits = Limits(**{name: given[name] for name in Limits.model_fields if given.get(name) is not None})
    same = {name: given[name] for name in ("budget", "truncate", "deadline", "record", "replay")}
    batches: Literal["wait", "leave"] = "leave" if given["no_wait"] else "wait"
    return Conditions(
        default=Terms(limits=limits, context=given["context"]),
        cache=cache_file(given),
        batches=batches if given["batch"] else None,
        **same,
    )


def planned_requests(names: Sequence[str], given: Mapping[str, Any]) -> tuple[Plan, Conditions]:
    """Return the requests that `harness eval` would make of the same values, and its conditions."""
    asked = {name: given[name] for name in BackendOptions.model_fields if given.get(name) is not None}
    same = {name: given[name] for name in ("epochs", "limit", "seed", "originals", "prices")}
    conditions = Conditions(default=Terms(context=given["context"]), truncate=given["truncate"])
    return plan_requests(names, _backends_of(given), **same, options=BackendOptions(**asked), conditions=conditions)


def _backends_of(given: Mapping[str, Any]) -> list[str | BackendEntry]:
    """Return the backends that were named, those in a file included."""
    return [*given["backends"], *(load_backends(given["backends_file"]) if given["backends_file"] else ())]


def cache_file(given: Mapping[str, Any]) -> Path | None:
    """Return the file of the cache that is asked for; None where none is."""
    file: Path | None = given["cache_file"]
    return file or (given["out"] / FILE if given["cache"] else None)


def choose_progress() -> Progress:
    """Return a bar for a terminal, else a line now and then."""
    return RichProgress() if sys.stderr is not None and sys.stderr.isatty() else QuietProgress()


def cards_here() -> tuple[Card, ...]:
    """Return the cards that hold in this folder; raise ScorerError for a file of the project that should be one."""
    return find_cards(Path.cwd())


def report_of(run: Run | RunFolder, by: By | None, cards: tuple[Card, ...]) -> Report:
    """Return what is printed of a run."""
    if isinstance(run, Run):
        return Report(_name(run.folder), run.manifest, run.summary, by, cards)
    return Report(_name(run.path), run.manifest(), run.summary(), by, cards)


def failures_of(run: Run) -> list[str]:
    """Return a line for each backend of which requests ended as errors: how many, and what the first said."""
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for record in RunFolder(run.folder).answers() if run.counts.errors else ():
        if record.error:
            counts[record.backend] += 1
            first.setdefault(record.backend, record.error.what)
    return [
        safe_log(clean_line(f"{backend}: {how_many(n, 'request')} failed; the first: {first[backend]}"))
        for backend, n in counts.items()
    ]


def _name(folder: Path) -> str:
    """Return what `harness results show` finds a run by from the current folder: its id, else its path."""
    return folder.name if folder.resolve().parent == RESULTS.resolve() else str(folder)
