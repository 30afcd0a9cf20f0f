"""The cache as records and as pages."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from harness.errors import UsageError, did_you_mean
from harness.results.clean import clean_line, how_many
from harness.results.rows import Cell
from harness.results.table import WIDTH, print_records
from harness.runner.cache import FILE, AnswerCache, is_cached
from harness.runner.cache_keys import Parts, differences, parts_of
from harness.runner.conditions import Conditions
from harness.runner.plan import Planned

_UNITS = ("B", "kB", "MB", "GB")
_SHOWN = 3


def open_existing(out: Path, file: Path | None) -> AnswerCache:
    """Return the cache of a file, or of a folder of run folders, open; raise RunError where there is none."""
    return AnswerCache(file or out / FILE, is_made=False)


def refuse_unknown(cache: AnswerCache, backend: str | None) -> None:
    """Raise UsageError where the cache has no answer of a backend."""
    known = [found.backend for found in cache.backends()]
    if backend is not None and backend not in known:
        raise UsageError(f"the cache has no answer of {backend!r}.", mend=did_you_mean(backend, known))


def describe_cache(cache: AnswerCache) -> list[dict[str, Cell]]:
    """Return a record of each backend in the cache; times are UTC, what was saved is in US dollars."""
    return [found.model_dump() for found in cache.backends()]


def show_cache(cache: AnswerCache) -> str:
    """Return a page on the cache: its file and size, and a line for each backend."""
    found = cache.backends()
    answers, saved = sum(one.entries for one in found), sum(one.saved for one in found)
    size = sum(path.stat().st_size for path in _files_of(cache.path))
    head = f"{cache.path}: {how_many(answers, 'answer')}, {_size(size)}, ${saved:.4f} saved"
    rows = [{**one.model_dump(), "oldest": one.oldest[:10], "newest": one.newest[:10]} for one in found]
    for row in rows:
        row["saved"] = f"${row['saved']:.4f}"
    return f"{clean_line(head)}\n" + (f"\n{print_records(rows, 'table')}" if rows else "")


def explain(cache: AnswerCache, plan: Iterable[Planned], conditions: Conditions) -> list[dict[str, Cell]]:
    """Return a record of each request: whether the cache answers it, from when and for how much, or why it does not."""
    return [_explain_one(cache, planned, conditions.spec_of(planned.backend.name)) for planned in plan]


def show_explained(rows: Sequence[dict[str, Cell]]) -> str:
    """Return a page: for each backend how many requests would be answered, and the others by what is in their way."""
    by_backend: defaultdict[str, list[dict[str, Cell]]] = defaultdict(list)
    for row in rows:
        by_backend[str(row["backend"])].append(row)
    return "\n".join(line for backend, found in by_backend.items() for line in _lines_of(backend, found)) + "\n"


def _explain_one(cache: AnswerCache, planned: Planned, spec: str) -> dict[str, Cell]:
    row: dict[str, Cell] = {"backend": planned.backend.name, "sample": planned.sample.id, "epoch": planned.epoch}
    if not is_cached(spec):
        return {**row, "cached": False, "at": None, "cost": None, "why": "answers of this backend are never kept"}
    parts = parts_of(planned, spec)
    hit = cache.get(parts.key, is_counted=False)
    if hit:
        return {**row, "cached": True, "at": hit.at, "cost": hit.cost, "why": ""}
    return {**row, "cached": False, "at": None, "cost": None, "why": _why_not(cache.near(parts), parts)}


def _why_not(near: Iterable[Parts], parts: Parts) -> str:
    """Return what the nearest entry has that a request has not."""
    found = [list(differences(there, parts)) for there in near]
    if not found:
        return "nothing like it is in the cache"
    fewest = min(found, key=len)
    return f"the nearest answer is of another request: {'; '.join(fewest)}"


def _lines_of(backend: str, rows: Sequence[dict[str, Cell]]) -> Iterator[str]:
    hits = [row for row in rows if row["cached"]]
    cost = sum(row["cost"] for row in hits if isinstance(row["cost"], float))
    saved = f", ${cost:.4f} saved" if cost else ""
    yield clean_line(f"{backend}: {len(hits)} of {how_many(len(rows), 'request')} in the cache{saved}")
    misses: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if not row["cached"]:
            misses[str(row["why"])].append(f"{row['sample']}, epoch {row['epoch']}")
    for why, samples in misses.items():
        shown = "; ".join(samples[:_SHOWN]) + (f"; and {len(samples) - _SHOWN} more" if len(samples) > _SHOWN else "")
        yield from textwrap.wrap(
            clean_line(f"{len(samples)} not: {why} ({shown})"), WIDTH, initial_indent="  ", subsequent_indent="    "
        )


def _files_of(path: Path) -> Iterator[Path]:
    return (file for file in (path, path.with_name(f"{path.name}-wal")) if file.exists())


def _size(size: float) -> str:
    for unit in _UNITS:
        if size < 1000 or unit == _UNITS[-1]:  # noqa: PLR2004
            break
        size /= 1000
    return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
