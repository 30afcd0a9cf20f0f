"""`harness metaeval`: labelled rows are graded, and what scorers say of them is measured part by part."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness import __version__
from harness.errors import UsageError
from harness.metaeval.labelled import LabelledSummary, load_labelled, split_groups
from harness.metaeval.trust.baselines import BASELINES, baseline_marks, peer_marks
from harness.metaeval.trust.control import NAME as CONTROL
from harness.metaeval.trust.control import control_marks
from harness.metaeval.trust.marks import Marks, grade_rows
from harness.metaeval.trust.measure import agreements, measure
from harness.metaeval.trust.models import MarkedBy, MarkedRow, Part, PartName, TrustReport
from harness.metaeval.trust.pairs import count_partnerless, find_pairs
from harness.results.rows import name_of
from harness.scorers.base import Score, Scorer
from harness.scorers.fitted import fitted_scorer, refuse_seen
from harness.scorers.registry import create_scorer
from harness.tasks.models import ScorerSpec

DEFAULT_SCORERS = ("grounding",)
_PARTS: tuple[PartName, ...] = ("all", "to tune on", "only counted")


@dataclass(frozen=True)
class TrustRun:
    """Labelled rows with what scorers made of them, and the report on it. `parts` says which part each row is in.

    Written out it shows the report alone: asyncio writes out what it returns, and all rows would take seconds.
    """

    rows: tuple[LabelledSummary, ...] = field(repr=False)
    parts: tuple[PartName, ...] = field(repr=False)
    marks: tuple[Marks, ...] = field(repr=False)
    report: TrustReport

    def marked_rows(self) -> Iterator[MarkedRow]:
        """Yield each row with what each scorer made of it, in the order of the files."""
        for place, (row, part) in enumerate(zip(self.rows, self.parts, strict=True)):
            yield MarkedRow(
                id=row.id,
                dataset=row.dataset,
                part=part,
                group=row.group,
                label=row.label,
                grade=row.grade,
                pair=row.pair,
                pair_type=row.pair_type,
                error_types=row.error_types,
                scorers={marks.name: _marked_by(marks, place) for marks in self.marks},
            )


def _marked_by(marks: Marks, place: int) -> MarkedBy:
    outcome = marks.outcomes[place]
    return MarkedBy(
        outcome=name_of(outcome),
        score=marks.scores[place],
        values=outcome.values if isinstance(outcome, Score) else {},
        violation=marks.flags[place],
        span=marks.spans[place],
        reason=outcome.reason,
    )


async def metaeval_files(
    paths: Sequence[Path],
    names: Sequence[str] = (),
    layout: str | None = None,
    share: float | None = None,
    head: Path | None = None,
) -> TrustRun:
    """Return what scorers of some names, `grounding` without any, make of labelled files; `head` adds `fitted`.

    Raises ScorerError for a file that is no head, and where it was fitted on any of the documents; UsageError for a
    scorer that cannot grade without gold or is named twice, and for files without rows; TaskError for an unknown scorer
    and for faulty files.
    """
    scorers = make_scorers(names or DEFAULT_SCORERS)
    if head:
        scorers.append(fitted_scorer(head))
    rows = load_labelled(paths, layout)
    if not rows:
        raise UsageError("there are no rows in what was named.", mend="Name files with labelled summaries.")
    return await run_metaeval(rows, scorers, share, files=_hashes(paths))


def make_scorers(names: Sequence[str]) -> list[Scorer]:
    """Return scorers by name, without options; raise as `metaeval_files` does."""
    twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if twice is not None:
        raise UsageError(f"the scorer {twice!r} is asked for twice.", mend="Keep one.")
    scorers = [create_scorer(ScorerSpec(name=name)) for name in names]
    for scorer in scorers:
        if "gold" in scorer.needs:
            what = f"the scorer {scorer.name!r} needs gold, which labelled rows have not."
            raise UsageError(what, mend="'harness selftest' measures it on gold.")
    return scorers


def _hashes(paths: Sequence[Path]) -> dict[str, str]:
    """Return the files' SHA-256 by name; by path where two have one name."""
    names = Counter(path.name for path in paths)
    files = [path for path in paths if path.is_file()]
    return {path.name if names[path.name] == 1 else path.as_posix(): _sha256(path) for path in files}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def run_metaeval(
    rows: Sequence[LabelledSummary],
    scorers: Sequence[Scorer],
    share: float | None = None,
    files: Mapping[str, str] | None = None,
) -> TrustRun:
    """Return what scorers make of labelled rows, dataset by dataset.

    With a share, above 0 and below 1, that part of each dataset's documents and the others are reported apart: one to
    tune on, one to be only counted. Raises what a scorer raises but ScorerError, which leaves a row unscored.
    """
    refuse_seen(scorers, ((row.documents, row.given_group) for row in rows))
    marks = await grade_rows(rows, scorers)
    parts = _parts_of(rows, share)
    places: dict[str, dict[PartName, list[int]]] = {}
    for place, (row, part) in enumerate(zip(rows, parts, strict=True)):
        places.setdefault(row.dataset, {}).setdefault(part, []).append(place)
    found = [
        _measure_part([rows[i] for i in some[part]], part, [mark.of(some[part]) for mark in marks])
        for some in places.values()
        for part in _PARTS
        if part in some
    ]
    report = TrustReport(harness=__version__, files=files or {}, parts=tuple(found))
    return TrustRun(tuple(rows), tuple(parts), tuple(marks), report)


def _parts_of(rows: Sequence[LabelledSummary], share: float | None) -> list[PartName]:
    if share is None:
        return ["all"] * len(rows)
    first, _ = split_groups(rows, share)
    tuned = {(row.dataset, row.group) for row in first}
    return ["to tune on" if (row.dataset, row.group) in tuned else "only counted" for row in rows]


def _measure_part(rows: Sequence[LabelledSummary], part: PartName, marks: Sequence[Marks]) -> Part:
    taken = {mark.name for mark in marks} | {*BASELINES, CONTROL}
    beside = [*peer_marks(rows, taken), *baseline_marks(rows)]
    control = control_marks(rows)
    if any(score is not None for score in control.scores):
        beside.append(control)
    labels = [row.label for row in rows]
    pairs = find_pairs(rows)
    return Part(
        dataset=rows[0].dataset,
        part=part,
        rows=len(rows),
        documents=len({row.group for row in rows}),
        consistent=labels.count(1),
        inconsistent=labels.count(0),
        graded=sum(row.grade is not None for row in rows),
        pairs=len(pairs),
        partnerless=count_partnerless(rows, pairs),
        measured=tuple(measure(rows, mark) for mark in (*marks, *beside)),
        agreement=agreements(rows, marks),
    )
