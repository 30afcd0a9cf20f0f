"""What a scorer is compared with: figures that others publish for the same rows, and simple counting."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import TypeVar

from harness.metaeval.labelled import LabelledSummary
from harness.metaeval.trust.marks import Marks, bare_marks
from harness.text.overlap import count_words, unicode_words

_KEPT = 4
_ItemT = TypeVar("_ItemT")


def peer_marks(rows: Sequence[LabelledSummary], taken: Collection[str] = ()) -> list[Marks]:
    """Return the marks of each published score, in the order of first coming; rows that carry none have None.

    One whose name is `taken` by what it stands beside is called `NAME (published)`.
    """
    names = {name: f"{name} (published)" if name in taken else name for row in rows for name in row.peer_scores}
    return [bare_marks(shown, "peer", [row.peer_scores.get(name) for row in rows]) for name, shown in names.items()]


def baseline_marks(rows: Sequence[LabelledSummary]) -> list[Marks]:
    """Return the marks of each of `BASELINES`."""
    return [bare_marks(name, "baseline", [count(row) for row in rows]) for name, count in BASELINES.items()]


def known_words(row: LabelledSummary) -> float | None:
    """Return the share of a summary's words that its documents have, 0 to 1; None without words."""
    return _share(unicode_words(row.summary), _runs_of(row.documents)[0])


def known_bigrams(row: LabelledSummary) -> float | None:
    """Return the share of a summary's neighbouring words that are neighbours in a document too, 0 to 1."""
    return _share(list(pairwise(unicode_words(row.summary))), _runs_of(row.documents)[1])


def length(row: LabelledSummary) -> float | None:
    """Return how many words a summary has."""
    return float(count_words(row.summary))


BASELINES: Mapping[str, Callable[[LabelledSummary], float | None]] = {
    "length": length,
    "known words": known_words,
    "known bigrams": known_bigrams,
}
"""By name. The known share is 1 less the novel share, so that more means more alike."""


@lru_cache(maxsize=_KEPT)
def _runs_of(documents: tuple[str, ...]) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    texts = [unicode_words(document) for document in documents]
    return frozenset(chain.from_iterable(texts)), frozenset(chain.from_iterable(map(pairwise, texts)))


def _share(items: Sequence[_ItemT], known: frozenset[_ItemT]) -> float | None:
    return sum(item in known for item in items) / len(items) if items else None
