"""What a comparison knows of a figure: which way it is good, its range, whether it is tested, and its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.results.comparing.models import Better
from harness.results.figures import FIGURES, KINDS, Figure, figures_of_kind, means_of_values
from harness.results.models import Kind

TABLE = ("fact_recall", "fact_accuracy", "contradicted", "unsupported", "fairness", "over_limit", "rouge1", "rougeL")
TABLE_OF_KINDS = ("supported_share", "fact_accuracy")
_IN_COLUMNS = frozenset({"facts", "rouge", "shape"})
"""Scorers of which only the figures above are tested; all figures of other scorers are."""

_HIGHER = frozenset(
    {
        "fact_recall",
        "fact_accuracy",
        "fairness",
        "supported_share",
        "supported",
        "grounding.score",
        "grounding.groundedness",
    }
)
_LOWER = frozenset(
    {
        "contradicted",
        "contradicted_per_100_words",
        "unsupported",
        "unsupported_per_100_words",
        "over_limit",
        "omitted",
        "grounding.violations",
        "grounding.warnings",
    }
)

SUMS = frozenset(
    figure.name for figures in (FIGURES, *map(figures_of_kind, KINDS)) for figure in figures if figure.rule == "sum"
)
"""Figures that count."""

_ROOM = frozenset({"fact_recall", "fact_accuracy", "contradicted", "supported", "omitted", "supported_share"})


@dataclass(frozen=True)
class Words:
    """How a difference is said, `more` and `less`; with a place for its size where that counts something.

    The size of a difference of shares is left out: "21% more of the facts" would be read as a fifth more.
    """

    more: str
    less: str


WORDS: Mapping[str, Words] = {
    "fact_recall": Words("states more of the gold facts", "states less of the gold facts"),
    "fact_accuracy": Words(
        "gets more of the facts that it states right", "gets less of the facts that it states right"
    ),
    "contradicted": Words("contradicts {size} more gold facts", "contradicts {size} fewer gold facts"),
    "unsupported": Words(
        "adds {size} more claims that no article supports", "adds {size} fewer claims that no article supports"
    ),
    "fairness": Words("tells more of the disputes fairly", "tells less of the disputes fairly"),
    "over_limit": Words("is over the word limit {size} times more", "is over the word limit {size} times less"),
}


def better(name: str) -> Better:
    """Return which way a figure is good."""
    if name in _HIGHER or name.startswith("rouge"):
        return "higher"
    return "lower" if name in _LOWER else "neither"


def is_bounded_by_facts(name: str) -> bool:
    """Whether a figure's range for one answer follows from how many facts its sample has."""
    return name in _ROOM


def is_in_table(name: str, kind: Kind | None, others: Iterable[str]) -> bool:
    """Whether a figure is tested with those of the table; `others` are the scorers of the comparison."""
    if kind is not None:
        return name in TABLE_OF_KINDS
    own = (scorer for scorer in others if scorer not in _IN_COLUMNS)
    return name in TABLE or any(name.startswith(scorer) for scorer in own)


def figures_for(values: Mapping[str, Iterable[str]]) -> Iterator[Figure]:
    """Yield the figures that can be made of these scorers' values: those of the table first, in its order."""
    known = {figure.name: figure for figure in FIGURES if figure.scorers <= values.keys()}
    for name in [name for name in TABLE if name in known]:
        yield known.pop(name)
    yield from known.values()
    for scorer, names in values.items():
        yield from means_of_values(scorer, names)


def kind_figures_for(kind: Kind, scorers: Iterable[str]) -> tuple[Figure, ...]:
    """Return the figures of one kind of fact; none without the scorer of facts."""
    found = frozenset(scorers)
    return tuple(figure for figure in figures_of_kind(kind) if figure.scorers <= found)
