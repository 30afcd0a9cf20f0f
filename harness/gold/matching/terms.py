"""Groups of alternative words, found in a text in any inflection and through the lexicon's families."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.gold.matching.passage import Passage
from harness.text.reading import Reading
from harness.text.words import Lexicon, Phrase, as_phrase

Hit = tuple[int, int]
"""First word and last + 1 of a phrase found."""


class TermGroup:
    """Alternative words for one thing. `found` gives the places where one stands, or what a lexicon takes for it."""

    def __init__(self, terms: Iterable[str], lex: Lexicon, *, widen: bool = True) -> None:
        phrases: set[Phrase] = set()
        for term in terms:
            phrase = as_phrase(term)
            if len(phrase) > 1 and phrase[0] == "be":
                phrase = phrase[1:]
            phrases |= lex.synonyms(phrase) if widen else {phrase}
        self._first: dict[str, list[Phrase]] = {}
        for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
            if phrase:
                self._first.setdefault(phrase[0], []).append(phrase)
        self._heads = frozenset(self._first)

    def __bool__(self) -> bool:
        return bool(self._first)

    def is_absent(self, reading: Reading) -> bool:
        """Whether no term can stand anywhere in a text: quickly said, and true of most."""
        return self._heads.isdisjoint(reading.lemma_set)

    def found(self, reading: Reading, first: int, last: int) -> list[Hit]:
        """Return every place between two word positions where a term stands."""
        heads = self._heads & reading.lemma_set
        if not heads:
            return []
        lemmas = reading.lemmas
        hits: list[Hit] = []
        for i in range(first, last):
            if lemmas[i] not in heads:
                continue
            for phrase in self._first[lemmas[i]]:
                end = i + len(phrase)
                if end <= last and (len(phrase) == 1 or tuple(lemmas[i:end]) == phrase):
                    hits.append((i, end))
                    break
        return hits


class Terms:
    """Several groups, each of which must be met."""

    def __init__(self, groups: Iterable[Iterable[str]], lex: Lexicon, *, widen: bool = True) -> None:
        self.groups = [group for group in (TermGroup(terms, lex, widen=widen) for terms in groups) if group]

    def found(self, reading: Reading, first: int, last: int) -> list[list[Hit]] | None:
        """Return the places of each group's words between two word positions; None where a group has none."""
        if any(group.is_absent(reading) for group in self.groups):
            return None
        hits: list[list[Hit]] = []
        for group in self.groups:
            places = group.found(reading, first, last)
            if not places:
                return None
            hits.append(places)
        return hits


def nearest(hits: Sequence[Hit], position: int) -> Hit:
    """Return the hit nearest to a word position."""
    return min(hits, key=lambda hit: min(abs(hit[0] - position), abs(hit[1] - 1 - position)))


def hull(hits: Iterable[Hit]) -> Hit:
    """Return the least stretch of words that holds all hits."""
    listed = list(hits)
    return min(hit[0] for hit in listed), max(hit[1] for hit in listed)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


EMPTY = _words(
    "a an the be have do will would shall should can could may might must to of in on at by for from with as that this "
    "these those it its they their them he his him she her who which what when where while and or but not no than then "
    "also there here more most such so into over under after before about between through during say"
)
"""Base forms that say nothing of what a sentence is about."""


def content_of(passage: Passage, first: int, last: int) -> frozenset[str]:
    """Return the base forms of the words that say what a sentence is about: names and small words left out."""
    named = {i for begin, end, _ in passage.hits_between(first, last) for i in range(begin, end)}
    named |= {i for begin, end, _ in passage.places_between(first, last) for i in range(begin, end)}
    lemmas = passage.reading.lemmas
    return frozenset(lemmas[i] for i in range(first, last) if i not in named and lemmas[i] not in EMPTY)


def share_of(words: frozenset[str], given: frozenset[str], lex: Lexicon) -> float:
    """Return the share of some words that others hold, themselves or a synonym: 0 to 1."""
    found = sum(word in given or any(p[0] in given for p in lex.synonyms((word,)) if len(p) == 1) for word in words)
    return found / len(words) if words else 0.0
