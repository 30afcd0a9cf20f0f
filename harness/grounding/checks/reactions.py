"""Reactions: who has commented, confirmed, denied or ruled out what, and who has not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from harness.gold.matching.silences import find_talk
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against
from harness.grounding.document import Document
from harness.grounding.keys import DENIALS
from harness.text.fold import Span
from harness.text.reading import Reading
from harness.text.words import word_set

Stance = Literal["spoken", "silent", "affirms", "cannot affirm", "denies", "does not deny", "excludes", "leaves open"]

_CONTRARY: dict[Stance, frozenset[Stance]] = {
    "spoken": frozenset(["silent"]),
    "silent": frozenset(["spoken"]),
    "affirms": frozenset(["denies", "cannot affirm"]),
    "cannot affirm": frozenset(["affirms"]),
    "denies": frozenset(["affirms", "does not deny"]),
    "does not deny": frozenset(["denies"]),
    "excludes": frozenset(["leaves open"]),
    "leaves open": frozenset(["excludes"]),
}
"""What a stance cannot be told as."""

_STANCES: dict[str, tuple[Stance, Stance]] = (
    dict.fromkeys(word_set("confirm corroborate verify concede admit acknowledge"), ("affirms", "cannot affirm"))
    | dict.fromkeys(word_set("deny dispute refute"), ("denies", "does not deny"))
    | dict.fromkeys(word_set("rule exclude"), ("excludes", "leaves open"))
)
"""Verbs of reaction with what they tell, as they are and turned round."""

_UNABLE = DENIALS | word_set("unable yet fail decline refuse impossible hardly")
_BEFORE = 5
"""How many words before a verb may turn it round."""

_NOTHING = word_set("no nothing none neither")
"""What turns a verb round that it stands behind: `concedes no mistake`."""

_NOUN_AHEAD = word_set("the a an this that its his her their any no in of under")

_LEAST = 0.35
"""What share of the company of a reaction must stand in the sentence of an article, or in those beside it."""

_NEARLY = 0.75
"""What part of the best sentence's share another must have to be meant as well."""

_FEWEST = 2


class Reaction(NamedTuple):
    """What somebody is said to have made of a matter: in which sentence, which way, in which words."""

    sentence: int
    stance: Stance
    span: Span


class ReactionCheck:
    """Finds reactions that the articles tell the other way round: `has commented` for `has not commented`."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "reaction"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each reaction that all articles which tell of it tell the other way."""
        ours = reactions_of(page.reading)
        told = [
            (number, row)
            for number, s in enumerate(page.document.sources if ours else ())
            for row in s.reading.once(reactions_of)
        ]
        for reaction in ours:
            alike = [
                (n, row) for n, row in told if reaction.stance == row.stance or row.stance in _CONTRARY[reaction.stance]
            ]
            same = _meant(page, reaction, alike)
            if same and all(row.stance in _CONTRARY[reaction.stance] for _, row in same):
                number, other = same[0]
                source = page.document.sources[number]
                words = source.reading.text[slice(*other.span)]
                reason = f"The article has {words!r}, the summary {page.reading.text[slice(*reaction.span)]!r}."
                yield against(
                    "polarity", reaction.span, reason, source.evidence(*source.reading.sentences[other.sentence])
                )


def _meant(page: Page, reaction: Reaction, told: Sequence[tuple[int, Reaction]]) -> list[tuple[int, Reaction]]:
    """Return those reactions of the articles that one of the summary may tell of, by the words around them."""
    document = page.document
    first, last = page.reading.word_range(reaction.span)
    company = page.companions.company(first, skip=range(first, last))
    known = {lemma for lemma, _ in company.words if document.places(lemma)}
    if len(known) < _FEWEST:
        return []
    shares = [(_share(document, known, number, row.sentence) / company.weight, (number, row)) for number, row in told]
    best = max((share for share, _ in shares), default=0.0)
    return [row for share, row in shares if share >= max(_LEAST, _NEARLY * best)]


def _share(document: Document, words: set[str], number: int, sentence: int) -> float:
    """Return the weights of those words that stand in a sentence of an article, half of those in the one before."""
    weights = 0.0
    for lemma in words:
        at = document.sentences(lemma)
        weights += document.weight(lemma) * ((number, sentence) in at or ((number, sentence - 1) in at) / 2)
    return weights


def reactions_of(reading: Reading) -> list[Reaction]:
    """Return the reactions that a text tells of."""
    found = [Reaction(*row) for row in find_talk(reading)]
    for i, lemma in enumerate(reading.lemmas):
        stances = _STANCES.get(lemma)
        if stances and _is_verb(reading, i):
            turned = _turning(reading, i)
            first, last = min([i, *turned]), max([i, *turned])
            if first and reading.words[first - 1].lower == "that":
                continue  # `admitted that nobody had verified it` is an admission
            span = reading.words[first].start, reading.words[last].end
            found.append(Reaction(reading.sentence_at(i), stances[len(turned) % 2], span))
    return found


def _is_verb(reading: Reading, position: int) -> bool:
    """Whether a word that may be a verb of reaction is one: not `the dispute`, nor `rule` without an `out`."""
    before = reading.lemmas[position - 1] if position else ""
    if reading.words[position].is_capital or reading.words[position - 1 if position else 0].lower in _NOUN_AHEAD:
        return False
    if reading.words[position].lower == "disputed" and before in ("be", "remain", "stay", "hotly", "much"):
        return False  # nobody's reaction: `the toll is disputed`
    return reading.lemmas[position] != "rule" or "out" in reading.lemmas[position + 1 : position + 1 + _BEFORE]


def _turning(reading: Reading, position: int) -> list[int]:
    """Return the positions of the words in a verb's clause that turn it round."""
    first, last = reading.clause_at(position)
    before = range(max(first, position - _BEFORE), position)
    turned = [i for i in before if reading.words[i].lower in _UNABLE or reading.lemmas[i] in _UNABLE]
    behind = position + 1
    return [*turned, behind] if behind < last and reading.words[behind].lower in _NOTHING else turned
