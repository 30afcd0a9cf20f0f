"""What a fact is about, as words to look for: its predicate, its terms, and whom it is of."""

from __future__ import annotations

from collections.abc import Mapping

from harness.gold.gold import GoldFact
from harness.gold.matching.passage import Key, NameBook, Passage
from harness.gold.matching.terms import Hit, TermGroup, Terms
from harness.gold.models import Fact, Happening
from harness.text.words import Lexicon, as_phrase, lexicon

_PRONOUNS = frozenset(
    {"they", "them", "their", "it", "its", "he", "his", "him", "she", "her", "these", "those", "this"}
)


class Subject:
    """Whom a fact is of: a name with its aliases, or plain words."""

    def __init__(self, who: str | None, article: str, names: NameBook, lex: Lexicon) -> None:
        self.key: Key | None = (article, who) if who and (article, who) in names.entries else None
        entry = names.entries.get(self.key) if self.key else None
        texts = [t for t in (entry.name, *entry.also) if t] if entry else [who] if who else []
        phrases = [phrase for phrase in (as_phrase(text) for text in texts) if phrase]
        is_group = entry is None or entry.kind in ("group", "document", "other")
        self.heads = TermGroup([" ".join(phrase[-1:]) for phrase in phrases] if is_group else [], lex, widen=False)
        self.words = {word for phrase in phrases for word in phrase}
        self.same = names.same(self.key) if self.key else frozenset()
        self.texts = Terms([texts], lex, widen=False) if texts and not self.key else None

    def fits(self, passage: Passage, sentence: int) -> bool:
        """Whether a sentence may be about the subject: it names it, refers to it, or follows a sentence that does."""
        if not self.words:
            return True
        if self.same & passage.keys_in(sentence):
            return True
        reading = passage.reading
        first, last = reading.sentence_words[sentence]
        if self.texts and self.texts.found(reading, first, last):
            return True
        heads = self.heads.found(reading, first, last)
        if any(not self._is_other(passage, hit) for hit in heads):
            return True
        if heads:
            return False
        if any(word.lower in _PRONOUNS for word in reading.words[first:last]):
            return True
        return not self.key or not self._has_other_subject(passage, sentence)

    def _has_other_subject(self, passage: Passage, sentence: int) -> bool:
        """Whether a sentence begins with a name that is not the subject's, as in `Russian state media`."""
        for first, last, _ in passage.hits_in(sentence):
            if not passage.is_object(first):
                return not {w.lemma for w in passage.reading.words[first:last]} <= self.words
        return False

    def _is_other(self, passage: Passage, hit: Hit) -> bool:
        """Whether a head noun is another's: `Russian troops` for North Korean ones."""
        i = hit[0] - 1
        if i < 0:
            return False
        words = passage.reading.words
        pair = f"{words[i - 1].lower} {words[i].lower}" if i else words[i].lower
        return is_foreign(pair, self.words) if pair in _places() else is_foreign(words[i].lower, self.words)


def _places() -> set[str]:
    demonyms = lexicon().demonyms
    return {*demonyms, *demonyms.values()}


def is_foreign(word: str, own: set[str]) -> bool:
    """Whether a word names a country or people that is not among a subject's own words."""
    demonyms = lexicon().demonyms
    if word not in _places():
        return False
    place = demonyms.get(word, word)
    spellings = {place, *(form for form, other in demonyms.items() if other == place)}
    return not any(set(spelling.split()) <= own for spelling in spellings)


def is_own_place(word: str, own: set[str]) -> bool:
    """Whether a word names a country or people that is among a subject's own words."""
    return word in _places() and not is_foreign(word, own)


class Topic:
    """What a date belongs to: words that must stand beside it."""

    def __init__(
        self, of: str | Happening, article: str, facts: Mapping[str, GoldFact], names: NameBook, lex: Lexicon
    ) -> None:
        who: str | None = None
        groups: list[list[str]] = []
        self.is_negative = isinstance(of, Happening) and of.polarity == "negative"
        if isinstance(of, str) and (states := facts[of].fact.states):
            self.is_negative = states.polarity == "negative"
        if isinstance(of, Happening):
            who = of.who
            groups = [list(of.did)] if of.did else []
            if not groups and of.what:
                groups = [[of.what]]
        else:
            fact = facts[of].fact
            who, groups = _topic_of_fact(fact, article, facts)
        self.terms = Terms(groups, lex)
        self.subject = Subject(who, article, names, lex)

    def found(self, passage: Passage, sentence: int) -> list[list[Hit]] | None:
        """Return the places of the topic's words in a sentence; None where it is not about the topic."""
        first, last = passage.reading.sentence_words[sentence]
        hits = self.terms.found(passage.reading, first, last)
        if hits is None or not self.subject.fits(passage, sentence):
            return None
        return hits


def _topic_of_fact(fact: Fact, article: str, facts: Mapping[str, GoldFact]) -> tuple[str | None, list[list[str]]]:
    if fact.count:
        return fact.count.who, [list(fact.count.did)] if fact.count.did else [[fact.count.unit]]
    if fact.states:
        extra = [list(group) for group in fact.states.terms[:1]] or [list(fact.states.did)]
        return fact.states.who, [
            [*extra[0], *(fact.states.did if fact.states.terms and set(fact.states.did) & set(extra[0]) else ())]
        ]
    if fact.says:
        if isinstance(fact.says.what, tuple):
            return _topic_of_fact(facts[_full(fact.says.what[0], article, facts)].fact, article, facts)
        return None, [list(group) for group in fact.says.terms]
    if fact.date and isinstance(fact.date.of, str):
        return _topic_of_fact(facts[_full(fact.date.of, article, facts)].fact, article, facts)
    if fact.date and isinstance(fact.date.of, Happening):
        return fact.date.of.who, [list(fact.date.of.did)]
    return None, []


def _full(name: str, article: str, facts: Mapping[str, GoldFact]) -> str:
    return name if name in facts else f"{article}/{name}"
