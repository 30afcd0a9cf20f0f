"""Groundedness: whether the words of a summary stand in the articles, and beside the same words.

The measure is ours. Each two words of substance that stand near each other in a sentence of the summary should stand
near each other in an article too, in whatever form; and each two words that follow each other should do so there.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.gold.gold import Evidence
from harness.gold.verdicts import SentenceSupport
from harness.grounding.document import Document
from harness.grounding.keys import is_content
from harness.text.reading import Reading
from harness.text.words import word_set

_REACH = 4
"""How many words of substance behind a word are taken for its neighbours."""

_SLACK = 6
"""How many words two neighbours may lie farther apart than in the summary until half of the credit is gone."""

_CLOSE = 15
_CLOSE_CREDIT = 0.5
_FAR_CREDIT = 0.3
_NEW_VERB = 0.5
"""What a verb that no article has earns: it may be another word for the article's."""

_BEFORE_NOUN = word_set("the a an of in at on his her their its for with by from this that these")
_BEFORE_VERB = word_set(
    "to was were is are been be has have had will would could may might can n't not who he she they it"
)
_VERB_ENDINGS = ("ed", "ing", "ies", "es", "s")


class SupportReader:
    """Measures how well the articles carry sentences."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def sentences(self, reading: Reading) -> Iterator[tuple[SentenceSupport, int]]:
        """Yield the support of each sentence that has words, with the number of its words."""
        for span, (first, last) in zip(reading.sentences, reading.sentence_words, strict=True):
            if last > first:
                found = self._support(reading, first, last)
                yield (
                    SentenceSupport(span=span, groundedness=found, evidence=self._evidence(reading, first, last)),
                    last - first,
                )

    def _support(self, reading: Reading, first: int, last: int) -> float:
        """Return the mean of the share of neighbours and of the share of pairs of words that the articles have."""
        lemmas = reading.lemmas
        content = [i for i in range(first, last) if is_content(lemmas[i])]
        credits = [
            self._credit(reading, i, j) for at, i in enumerate(content) for j in content[at + 1 : at + 1 + _REACH]
        ]
        if not credits:
            credits = [float(bool(self._document.places(lemmas[i]))) for i in content]
        pairs = [(lemmas[i], lemmas[i + 1]) in self._document.pairs for i in range(first, last - 1)]
        parts = [sum(part) / len(part) for part in (credits, pairs) if part]
        return sum(parts) / len(parts) if parts else 1.0

    def _credit(self, reading: Reading, i: int, j: int) -> float:
        """Return how well the articles carry that two words stand beside each other, from 0 to 1."""
        lemmas = reading.lemmas
        distance = self._document.distance(lemmas[i], lemmas[j])
        if distance is None:
            new = [k for k in (i, j) if not self._document.places(lemmas[k])]
            return _NEW_VERB if all(_may_be_verb(reading, k) for k in new) else 0.0
        excess = max(0, distance - (j - i))
        credit = _SLACK / (_SLACK + excess)
        return _CLOSE_CREDIT + (1 - _CLOSE_CREDIT) * credit if excess <= _CLOSE else _FAR_CREDIT * credit

    def _evidence(self, reading: Reading, first: int, last: int) -> tuple[Evidence, ...]:
        """Return the sentence of an article that has most of a sentence's words, by what they tell."""
        weights: dict[tuple[int, int], float] = {}
        for lemma in dict.fromkeys(lemma for lemma in reading.lemmas[first:last] if is_content(lemma)):
            weight = self._document.weight(lemma)
            for sentence in {self._document.sentence(place) for place in self._document.places(lemma)}:
                weights[sentence] = weights.get(sentence, 0.0) + weight
        if not weights:
            return ()
        number, sentence = max(weights, key=lambda key: (weights[key], -key[0], -key[1]))
        source = self._document.sources[number]
        return source.evidence(*source.reading.sentences[sentence])


def _may_be_verb(reading: Reading, position: int) -> bool:
    """Whether a word may be a verb, by what stands before it and by its ending."""
    word = reading.words[position]
    if word.is_capital or not word.text.isalpha():
        return False
    before = reading.words[position - 1].lower if position else ""
    if before in _BEFORE_NOUN:
        return False
    return before in _BEFORE_VERB or word.lower.endswith(_VERB_ENDINGS)
