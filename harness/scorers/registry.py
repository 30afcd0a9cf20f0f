"""Scorers by name, each one entry point of the group `harness.scorers`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from pydantic import BaseModel, ValidationError

from harness.errors import Problem, ScorerError, TaskError, did_you_mean
from harness.scorers.base import Scorer
from harness.scorers.grade import lacking_needs
from harness.tasks.models import ScorerSpec, Task
from harness.tasks.samples import samples_of

GROUP = "harness.scorers"
DISTRIBUTION = "summary-harness"

BUILTIN = {
    "facts": "harness.scorers.facts:create",
    "grounding": "harness.scorers.grounding:create",
    "rouge": "harness.scorers.rouge:create",
    "shape": "harness.scorers.shape:create",
}
"""The same entry points as in pyproject.toml, for a source tree that is not installed."""

_SHOWN = 60

Create = Callable[[Mapping[str, Any]], Scorer]


def create_scorer(spec: ScorerSpec) -> Scorer:
    """Return the scorer that a task or a caller asks for.

    Raises TaskError, with every fault at the place where the scorer is asked for, where there is none of that name,
    where its package is missing or broken, or where an option is unknown or wrong.
    """
    create = _load(spec)
    try:
        return create(spec.options)
    except ValidationError as error:
        raise TaskError(_option_problems(spec, error, create)) from error
    except ScorerError as error:
        raise TaskError([spec.problem(f"the scorer {spec.name!r}: {error}", code="S101")]) from error


def scorers_for(task: Task, names: Sequence[str] = ()) -> tuple[Scorer, ...]:
    """Return a task's scorers, or those of the given names; a name that the task asks for keeps the task's options.

    Raises TaskError with the faults of all of them, a need that the task cannot meet included.
    """
    specs = choose_specs(task, names)
    if problems := list(_problems(task, specs)):
        raise TaskError(problems)
    return tuple(create_scorer(spec) for spec in specs)


def choose_specs(task: Task, names: Sequence[str] = ()) -> tuple[ScorerSpec, ...]:
    """Return what a task asks for, or a specification for each of the given names."""
    if not names:
        return task.scorers
    own = {spec.name: spec for spec in task.scorers}
    twice = {name for name, times in Counter(names).items() if times > 1}  # the caller's fault, not the task's
    return tuple(ScorerSpec(name=name) if name in twice else own.get(name) or ScorerSpec(name=name) for name in names)


def check_scorers(task: Task, names: Sequence[str] = ()) -> list[Problem]:
    """Return what is wrong with a task's scorers, or with those of the given names; the `check` of `load_tasks`."""
    return list(_problems(task, choose_specs(task, names)))


def list_scorers() -> tuple[str, ...]:
    """Return the names that can be asked for, sorted. Imports none of them."""
    return tuple(sorted(_find_entries()))


def _problems(task: Task, specs: Iterable[ScorerSpec]) -> Iterator[Problem]:
    seen: set[str] = set()
    for spec in specs:
        if spec.name in seen:
            yield spec.problem(f"the scorer {spec.name!r} is asked for twice.", "Keep one.", code="S102")
            continue
        seen.add(spec.name)
        try:
            scorer = create_scorer(spec)
        except TaskError as error:
            yield from error.problems
        else:
            yield from _unmet_needs(task, spec, scorer)


def _unmet_needs(task: Task, spec: ScorerSpec, scorer: Scorer) -> Iterator[Problem]:
    """Yield a problem for each need that not one sample meets; where some do, the others are unscored."""
    lacking = set.intersection(*(set(lacking_needs(scorer, sample)) for sample in samples_of(task)))
    for need in sorted(lacking):
        what = f"the scorer {spec.name!r} needs {need}, and the task {task.name!r} has none."
        yield spec.problem(what, _MEND[need], code="S103")


_MEND = {
    "gold": "Name a gold file in the task ('gold: NAME'), or leave the scorer out.",
    "references": "Add 'references' to the task's gold file, or leave the scorer out.",
}


def _load(spec: ScorerSpec) -> Create:
    entry = _only_entry(spec)
    try:
        create: Create = entry.load()
    except ModuleNotFoundError as error:
        raise TaskError([_missing_package(spec, entry, error)]) from error
    except (ImportError, AttributeError) as error:
        what = f"the scorer {spec.name!r} of {_distribution(entry)} cannot be loaded: {error}."
        raise TaskError([spec.problem(what, "Install it anew.", code="S104")]) from error
    return create


def _only_entry(spec: ScorerSpec) -> EntryPoint:
    """Return the one entry point of a name: a plug-in that claimed `facts` would change figures unseen."""
    known = _find_entries()
    if spec.name not in known:
        raise TaskError(
            [spec.problem(f"there is no scorer {spec.name!r}.", did_you_mean(spec.name, known), code="S105")]
        )
    entries = known[spec.name]
    if len(entries) > 1:
        claimants = " and ".join(sorted({_distribution(entry) for entry in entries}))
        raise TaskError(
            [spec.problem(f"{claimants} both provide the scorer {spec.name!r}.", "Uninstall one of them.", code="S106")]
        )
    return entries[0]


def _find_entries() -> Mapping[str, list[EntryPoint]]:
    """Return the entry points by name; more than one where packages claim the same name."""
    return _entries_on(tuple(sys.path))


@lru_cache(maxsize=1)
def _entries_on(_: tuple[str, ...]) -> Mapping[str, list[EntryPoint]]:
    """Read what is installed once for each search path: a run asks for every scorer of every task."""
    found: dict[str, dict[str, EntryPoint]] = {
        name: {value: EntryPoint(name, value, GROUP)} for name, value in BUILTIN.items()
    }
    for entry in entry_points(group=GROUP):
        found.setdefault(entry.name, {}).setdefault(entry.value, entry)
    return {name: list(by_value.values()) for name, by_value in found.items()}


def _missing_package(spec: ScorerSpec, entry: EntryPoint, error: ModuleNotFoundError) -> Problem:
    package = (error.name or "").partition(".")[0]
    extra = entry.extras[0] if entry.extras else entry.name
    what = f"the scorer {spec.name!r} needs the package {package!r}, which is not installed."
    return spec.problem(what, f'Install it: pip install "{_distribution(entry)}[{extra}]"', code="S107")


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else DISTRIBUTION


def _option_problems(spec: ScorerSpec, error: ValidationError, create: Create) -> Iterator[Problem]:
    """Yield each fault of a scorer's options in words; the record of the options stands in the module of `create`."""
    record = getattr(sys.modules.get(create.__module__), error.title, None)
    known = record.model_fields if isinstance(record, type) and issubclass(record, BaseModel) else {}
    for fault in error.errors(include_url=False):
        option = str(fault["loc"][0]) if fault["loc"] else ""
        if fault["type"] == "extra_forbidden":
            mend = did_you_mean(option, known) if known else "It has no options."
            yield spec.problem(f"the scorer {spec.name!r} has no option {option!r}.", mend, code="S108")
        elif fault["type"] == "missing":
            yield spec.problem(f"the scorer {spec.name!r} needs the option {option!r}.", code="S109")
        else:
            field = known.get(option)
            told = f"It takes: {field.description}" if field and field.description else ""
            yield spec.problem(f"the scorer {spec.name!r}, option {option!r}: {_explain(fault)}.", told, code="S110")


def _explain(fault: Any) -> str:  # noqa: ANN401  (pydantic's ErrorDetails)
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"]).rstrip(".")
    shown = repr(fault["input"])
    shown = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
    if fault["type"] == "too_short":
        return "is empty"
    if fault["type"] == "string_pattern_mismatch":
        return f"{shown} is not known"
    said = str(fault["msg"]).replace("Input should be", "wants").replace("String should", "wants to")
    return said if shown in said else f"{said}, found {shown}"
