"""Which sides are meant: `RUN` or `RUN:BACKEND`, where a run is an id, a prefix, `latest` or a folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from harness.errors import RunError, UsageError, did_you_mean
from harness.results.comparing.columns import without_collection
from harness.results.comparing.compare import Entrant
from harness.results.comparing.models import Side
from harness.results.models import Manifest
from harness.results.store import RunFolder, open_run

MOST_SIDES = 50


class Sides(NamedTuple):
    """Pairs to be compared, or else three to fifty sides of a leaderboard."""

    pairs: tuple[tuple[Entrant, Entrant], ...] = ()
    board: tuple[Entrant, ...] = ()


class _Given(NamedTuple):
    """A run as it was named, and the backend where one was."""

    text: str
    folder: RunFolder
    manifest: Manifest
    backend: str | None


def find_sides(names: Sequence[str], results_dir: Path) -> Sides:
    """Return the sides that are meant.

    Of two runs without a backend, the backends of equal name are paired; where none is, but each run has one, these. A
    single run is compared in itself: its two backends, or all of them on a leaderboard. Raises UsageError where it is
    not clear what is meant, RunError for a run that is not there.
    """
    with without_collection():
        given = [_find(name, results_dir) for name in names]
    if len(given) == 2:  # noqa: PLR2004  (two runs)
        return Sides(pairs=tuple(_pairs(*given)))
    sides = [side for one in given for side in _sides_of(one)]
    if len(sides) == 1:
        raise UsageError("has one backend: nothing to compare it with.", where=names[0], mend="Name another run.")
    if len(sides) == 2:  # noqa: PLR2004  (the two backends of a run)
        return Sides(pairs=((sides[0], sides[1]),))
    if len(sides) > MOST_SIDES:
        what = f"{len(sides)} sides; a leaderboard has at most {MOST_SIDES}."
        raise UsageError(what, mend="Name backends: RUN:BACKEND.")
    _refuse_twice(sides)
    return Sides(board=tuple(sides))


def _find(name: str, results_dir: Path) -> _Given:
    """Return what a name means; of its colons, the first one behind which a run ends parts run and backend."""
    first: RunError | None = None
    for end in [len(name), *(i for i, char in enumerate(name) if char == ":")]:
        try:
            folder = open_run(name[:end], results_dir)
        except RunError as error:
            first = error if end != len(name) or ":" not in name else first
            continue
        manifest = folder.manifest()
        return _Given(name, folder, manifest, _backend(name[end + 1 :], manifest, name) if end < len(name) else None)
    raise first or RunError(f"there is no run {name!r}.", where=str(results_dir))


def _backend(name: str, manifest: Manifest, where: str) -> str:
    """Return the backend that a name means: its own, or its model's where only one has it."""
    known = [backend.name for backend in manifest.backends]
    found = [one for one in known if name in (one, one.partition("/")[2])]
    if len(found) == 1 or name in found:
        return name if name in found else found[0]
    if found:
        raise UsageError(f"{name!r} may be the backend {' or '.join(found)}.", where=where, mend="Write all of it.")
    raise UsageError(f"the run has no backend {name!r}.", where=where, mend=did_you_mean(name, known))


def _sides_of(given: _Given) -> list[Entrant]:
    names = [given.backend] if given.backend else [backend.name for backend in given.manifest.backends]
    return [_entrant(given, name) for name in names]


def _entrant(given: _Given, backend: str) -> Entrant:
    record = next(one for one in given.manifest.backends if one.name == backend)
    bound = bool(record.parameters.get("upper_bound"))
    side = Side(run=given.manifest.run, backend=backend, given=given.text, upper_bound=bound)
    return Entrant(side, given.folder, given.manifest)


def _pairs(a: _Given, b: _Given) -> list[tuple[Entrant, Entrant]]:
    sides_a, sides_b = _sides_of(a), _sides_of(b)
    if a.backend is None and b.backend is None:
        of_b = {side.side.backend: side for side in sides_b}
        if same := [(side, of_b[side.side.backend]) for side in sides_a if side.side.backend in of_b]:
            _refuse_twice(same[0])
            return same
    if len(sides_a) == len(sides_b) == 1:
        _refuse_twice([sides_a[0], sides_b[0]])
        return [(sides_a[0], sides_b[0])]
    if (a.backend is None) != (b.backend is None):
        named, other = (sides_a[0], sides_b) if a.backend else (sides_b[0], sides_a)
        if same_one := [side for side in other if side.side.backend == named.side.backend]:
            found = (named, same_one[0]) if a.backend else (same_one[0], named)
            _refuse_twice(found)
            return [found]
    has_a, has_b = (_list(sides) for sides in (sides_a, sides_b))
    what = f"which backends to compare is not clear: A has {has_a}; B has {has_b}."
    raise UsageError(what, where=f"{a.text} and {b.text}", mend="Name them: RUN:BACKEND RUN:BACKEND.")


def _list(sides: Sequence[Entrant]) -> str:
    names = [side.side.backend for side in sides]
    return ", ".join(names[:24]) + (", …" if len(names) > 24 else "")  # noqa: PLR2004  (a line's worth)


def _refuse_twice(sides: Iterable[Entrant]) -> None:
    """Raise UsageError where a side stands beside itself: nothing could differ."""
    seen = set()
    for one in sides:
        key = (one.folder.path.resolve(), one.side.backend)
        if key in seen:
            raise UsageError(
                f"{one.side.run}:{one.side.backend} is named twice.", mend="Name two runs, or two backends of one."
            )
        seen.add(key)
