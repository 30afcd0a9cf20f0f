"""Pairs of documents and a summary: graded one after the other, as they come."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from harness.cli.documents import Row
from harness.errors import SeenDocumentError, UsageError
from harness.results.graded import Graded
from harness.results.pairs import make_pair_row
from harness.scorers.base import Scorer
from harness.scorers.pairs import bare_signature, grade_pair, pair_scorer

DEFAULT = "grounding"
"""The scorer that is asked unless one says otherwise."""


def choose_scorer(names: Sequence[str], head: Path | None = None) -> Scorer:
    """Return the one scorer that is asked for, by name or by the file of a fitted head.

    Raises UsageError where that is not one, or one that needs gold; TaskError for an unknown name, ScorerError for a
    head that cannot be used.
    """
    if len(names) + (head is not None) > 1:
        raise UsageError("several scorers are named.", mend="Name one: the one that is to rank.")
    if head is not None:
        from harness.scorers.fitted import fitted_scorer  # noqa: PLC0415  (seldom wanted)

        return fitted_scorer(head)
    return pair_scorer(names[0] if names else DEFAULT)


def grade_pairs(scorer: Scorer, rows: Iterable[Row]) -> Iterator[tuple[str | int, Graded]]:
    """Yield each summary graded, under the id that it was given with; the next row is read when it is asked for.

    Raises SeenDocumentError, at the row, where the scorer was fitted on a document of it.
    """
    with asyncio.Runner() as runner:
        run = runner.get_loop().run_until_complete  # `runner.run` sets signal handlers anew for each row
        for row in rows:
            try:
                graded = run(_grade(scorer, row))
            except SeenDocumentError as error:
                raise row.place(error) from error
            yield row.id, graded


def pair_json(given: str | int, graded: Graded) -> str:
    """Return a graded pair as a line of ASCII JSON, as docs/schemas/pair-row.json describes it."""
    (outcome,) = graded.outcomes.values()
    return make_pair_row(given, outcome).to_json()


async def _grade(scorer: Scorer, row: Row) -> Graded:
    summary = row.summaries[0]
    return Graded(
        task="",
        sample="",
        summary=summary,
        outcomes={scorer.name: await grade_pair(scorer, row.documents, summary, row.group)},
        signatures={scorer.name: bare_signature(scorer, len(row.documents))},
        articles={str(number): text for number, text in enumerate(row.documents, 1)},
    )
