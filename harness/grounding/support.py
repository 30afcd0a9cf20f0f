"""Groundedness: whether the words of a summary stand in the articles, and beside the same words.

The measure is ours, the mean of three shares. Each two words of substance that stand near each other in a sentence of
the summary should stand near each other in an article, in whatever form; each word should stand in its whole company
at one place; and each two words that follow each other should do so in an article too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.gold.gold import Evidence
from harness.gold.verdicts import SentenceSupport
from harness.grounding.context import Companions
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

_COMPANY_REACH = 20
_NEW_VERB_ALONE = 0.35

_BEFORE_NOUN = word_set("the a an of in at on his her their its for with by from this that these")
_BEFORE_VERB = word_set(
    "to was were is are been be has have had will would could may might can n't not who he she they it"
)
_VERB_ENDINGS = ("ed", "ing", "ies", "es", "s")


@dataclass(frozen=True)
class SupportReader:
    """Measures how well the articles carry the sentences of one summary."""

    document: Document
    companions: Companions

    @property
    def reading(self) -> Reading:
        """The summary, read."""
        return self.companions.reading

    def sentences(self) -> Iterator[tuple[SentenceSupport, int]]:
        """Yield the support of each sentence that has words, with the number of its words."""
        for span, (first, last) in zip(self.reading.sentences, self.reading.sentence_words, strict=True):
            if last > first:
                found = SentenceSupport(
                    span=span, groundedness=self._support(first, last), evidence=self._evidence(first, last)
                )
                yield found, last - first

    def _support(self, first: int, last: int) -> float:
        """Return the mean of the three shares, of those that a sentence has words for; 1 where it has none."""
        lemmas = self.reading.lemmas
        content = [i for i in range(first, last) if is_content(lemmas[i])]
        near = [self._credit(i, j) for at, i in enumerate(content) for j in content[at + 1 : at + 1 + _REACH]]
        whole = [self._company(i) for i in content]
        pairs = [(lemmas[i], lemmas[i + 1]) in self.document.pairs for i in range(first, last - 1)]
        parts = [sum(part) / len(part) for part in (near, whole, pairs) if part]
        return sum(parts) / len(parts) if parts else 1.0

    def _credit(self, i: int, j: int) -> float:
        """Return how well the articles carry that two words stand beside each other, from 0 to 1."""
        lemmas = self.reading.lemmas
        distance = self.document.distance(lemmas[i], lemmas[j])
        if distance is None:
            new = [k for k in (i, j) if not self.document.places(lemmas[k])]
            return _NEW_VERB if all(_may_be_verb(self.reading, k) for k in new) else 0.0
        excess = max(0, distance - (j - i))
        credit = _SLACK / (_SLACK + excess)
        return _CLOSE_CREDIT + (1 - _CLOSE_CREDIT) * credit if excess <= _CLOSE else _FAR_CREDIT * credit

    def _company(self, position: int) -> float:
        """Return which share of a word's company stands around it at one place of an article."""
        places = self.document.places(self.reading.lemmas[position])
        if not places:
            return _NEW_VERB_ALONE if _may_be_verb(self.reading, position) else 0.0
        company = self.companions.company(position)
        return self.companions.meeting(places, company, _COMPANY_REACH).share if company.weight else 1.0

    def _evidence(self, first: int, last: int) -> tuple[Evidence, ...]:
        """Return the sentence of an article that has most of a sentence's words, by what they tell."""
        weights: dict[tuple[int, int], float] = {}
        for lemma in dict.fromkeys(lemma for lemma in self.reading.lemmas[first:last] if is_content(lemma)):
            weight = self.document.weight(lemma)
            for key in self.document.sentences(lemma):
                weights[key] = weights.get(key, 0.0) + weight
        if not weights:
            return ()
        number, sentence = max(weights, key=lambda key: (weights[key], -key[0], -key[1]))
        source = self.document.sources[number]
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
