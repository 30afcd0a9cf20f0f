"""The figures of the results table: from which values of which scorers each is made, and by which rule.

Three rules make a figure of many answers. *mean*: the epochs of a sample are averaged first, then the samples.
*ratio*: a ratio of sums over all answers, so that an answer with many facts counts for more. *sum*: over all answers,
epochs included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from harness.results.models import Kind, ScoreRow

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Figure:
    """How one figure is made. `top` and `bottom` name values as `scorer.value`; those of `bottom` are added up.

    A mean or sum is of `top`; a ratio is `scale` x the sum of `top` / the sum of `bottom`.
    """

    name: str
    rule: Literal["mean", "ratio", "sum"]
    top: str
    bottom: tuple[str, ...] = ()
    scale: float = 1.0

    @cached_property
    def scorers(self) -> frozenset[str]:
        """The scorers whose values it takes."""
        return frozenset(key.partition(".")[0] for key in (self.top, *self.bottom))


FIGURES = (
    Figure("fact_recall", "mean", "facts.recall"),
    Figure("fact_accuracy", "ratio", "facts.supported", ("facts.supported", "facts.contradicted")),
    Figure("contradicted", "sum", "facts.contradicted"),
    Figure("contradicted_per_100_words", "ratio", "facts.contradicted", ("shape.words",), 100.0),
    Figure("unsupported", "sum", "facts.unsupported"),
    Figure("unsupported_per_100_words", "ratio", "facts.unsupported", ("shape.words",), 100.0),
    Figure("fairness", "ratio", "facts.disputes_fair", ("facts.disputes_touched",)),
    Figure("words", "mean", "shape.words"),
    Figure("over_limit", "sum", "shape.over_limit"),
)

_TAKEN = frozenset(key for figure in FIGURES for key in (figure.top, *figure.bottom))
_SHARES = frozenset(
    {"fact_recall", "fact_accuracy", "fairness", "supported_share", "grounding.score", "grounding.groundedness"}
)

_COUNTS = frozenset({"facts"})
"""Scorers whose values are counts, of which a mean says nothing."""


def means_of(row: ScoreRow) -> Iterator[Figure]:
    """Yield a mean of each value of a score that no figure above takes; see `means_of_values`."""
    return means_of_values(row.scorer, row.values)


def means_of_values(scorer: str, values: Iterable[str]) -> Iterator[Figure]:
    """Yield a mean of each value of a scorer that no figure above takes.

    It is named `scorer.value`, or as the value is where that begins with the scorer's name.
    """
    for value in values if scorer not in _COUNTS else ():
        key = f"{scorer}.{value}"
        if key not in _TAKEN:
            yield Figure(value if value.startswith(scorer) else key, "mean", key)


def figures_of_kind(kind: Kind) -> tuple[Figure, ...]:
    """Return the figures of one kind of fact. They count facts: neither weights nor groups go into them."""
    supported, contradicted, omitted = (
        f"facts.{verdict}_{kind}" for verdict in ("supported", "contradicted", "omitted")
    )
    return (
        Figure("supported_share", "ratio", supported, (supported, contradicted, omitted)),
        Figure("fact_accuracy", "ratio", supported, (supported, contradicted)),
        Figure("supported", "sum", supported),
        Figure("contradicted", "sum", contradicted),
        Figure("omitted", "sum", omitted),
    )


def part_of(figure: Figure, rows: Mapping[str, ScoreRow]) -> tuple[float, float] | None:
    """Return what an answer adds to a figure's top and bottom; None where it has nothing to count.

    `rows` are the answer's scores by scorer; all that the figure takes values of are there.
    """
    top = _look_up(figure.top, rows)
    bottoms = [_look_up(key, rows) for key in figure.bottom]
    bottom = sum(value for value in bottoms if value is not None)
    if top is None or None in bottoms or (figure.bottom and not bottom):
        return None
    return top, bottom


def _look_up(key: str, rows: Mapping[str, ScoreRow]) -> float | None:
    scorer, _, value = key.partition(".")
    return rows[scorer].values.get(value)


def is_share(name: str) -> bool:
    """Whether a figure lies between 0 and 1."""
    return name in _SHARES or name.startswith("rouge")
