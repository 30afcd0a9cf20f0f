"""The sentences that overlap most with the references: about the best that any extract could reach."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from harness.text.overlap import Overlap

Words = Sequence[str]
"""The words of one sentence or reference, as ROUGE counts them."""

Counts = Mapping[Hashable, int]


@dataclass(frozen=True)
class Lengths:
    """How many words each sentence has, as a word limit counts them; `limit` None is no limit."""

    words: Sequence[int]
    limit: int | None

    def fitting(self, chosen: Sequence[int]) -> list[int]:
        """Return the places of sentences that still fit; of all sentences where none is chosen and none fits."""
        free = [place for place in range(len(self.words)) if place not in chosen]
        if self.limit is None:
            return free
        left = self.limit - sum(self.words[place] for place in chosen)
        fit = [place for place in free if self.words[place] <= left]
        return fit if fit or chosen else free


def choose_greedily(sentences: Sequence[Words], references: Sequence[Words], lengths: Lengths) -> Iterator[int]:
    """Yield places of sentences, each the one that raises the extract's overlap most; stop where none raises it.

    The extract is the chosen sentences in their original order; its overlap is the mean of ROUGE-1 and ROUGE-2
    F-measure, each with the reference that it is highest with (after Nallapati et al., SummaRuNNer, 2017, section 3,
    who leave the measure open). The first sentence is yielded even where it shares nothing; one that is too long for
    the limit is passed over. Greedy choice comes near the best extract, and need not be it.
    """
    extract = _Extract(sentences, references)
    while candidates := lengths.fitting(extract.places):
        best = max(candidates, key=lambda place: (extract.overlap_with(place), -place))
        if extract.places and extract.overlap_with(best) <= extract.overlap:
            return
        extract.add(best)
        yield best


class _Extract:
    """The chosen sentences, with what they share with each reference kept up to date as they become more."""

    def __init__(self, sentences: Sequence[Words], references: Sequence[Words]) -> None:
        self.places: list[int] = []
        self.overlap = 0.0
        self._sentences = sentences
        self._words = _Tally([Counter(words) for words in references])
        self._pairs = _Tally([Counter(pairwise(words)) for words in references])

    def overlap_with(self, place: int) -> float:
        """Return the overlap that the extract would have with one sentence more, 0 to 1."""
        words, pairs = self._brought_by(place)
        return (self._words.best_with(words) + self._pairs.best_with(pairs)) / 2

    def add(self, place: int) -> None:
        """Take one sentence more."""
        self.overlap = self.overlap_with(place)
        words, pairs = self._brought_by(place)
        self._words.add(words)
        self._pairs.add(pairs)
        self.places.insert(bisect_left(self.places, place), place)

    def _brought_by(self, place: int) -> tuple[Counter[Hashable], Counter[Hashable]]:
        """Return the words and pairs of words that a sentence brings.

        Pairs are also made with the words before and after it; the pair that these two made is taken away.
        """
        at = bisect_left(self.places, place)
        before = [word for chosen in self.places[:at] for word in self._sentences[chosen]][-1:]
        after = [word for chosen in self.places[at:] for word in self._sentences[chosen]][:1]
        words = self._sentences[place]
        pairs = Counter[Hashable](pairwise([*before, *words, *after]))
        pairs.subtract(pairwise([*before, *after]))
        return Counter(words), pairs


class _Tally:
    """How often the extract has each n-gram, and how many of each reference's it has."""

    def __init__(self, targets: Sequence[Counts]) -> None:
        self._targets = targets
        self._totals = [sum(target.values()) for target in targets]
        self._shared = [0] * len(targets)
        self._counts = Counter[Hashable]()

    def best_with(self, brought: Counts) -> float:
        """Return the highest F-measure with a reference, 0 to 1, when n-grams are added."""
        total = self._counts.total() + sum(brought.values())
        shared = self._shared_with(brought)
        return max(
            Overlap(*counts).fmeasure for counts in zip(shared, [total] * len(shared), self._totals, strict=True)
        )

    def add(self, brought: Counts) -> None:
        """Add n-grams; a count below 0 takes away."""
        self._shared = self._shared_with(brought)
        self._counts.update(brought)

    def _shared_with(self, brought: Counts) -> list[int]:
        return [
            shared + sum(self._rise(target[ngram], ngram, more) for ngram, more in brought.items() if ngram in target)
            for target, shared in zip(self._targets, self._shared, strict=True)
        ]

    def _rise(self, wanted: int, ngram: Hashable, more: int) -> int:
        has = self._counts[ngram]
        return min(has + more, wanted) - min(has, wanted)
