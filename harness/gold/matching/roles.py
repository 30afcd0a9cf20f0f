"""Who is meant by a description: `the skipper`, `its sporting director`, `the intelligence service in Seoul`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.gold.matching.cues import is_possessive
from harness.gold.models import NameEntry
from harness.text.reading import Reading
from harness.text.words import lexicon, word_set

if TYPE_CHECKING:
    from harness.gold.matching.passage import Key, NameBook, Passage

_SPEAKING = word_set("person body outlet group document")
_LONGEST_BEFORE = 5
_LONGEST_AFTER = 8
"""How many words of a description stand before its head, and behind it."""

_ARTICLES = word_set("the a an its his her their this that one some our")
_LINKS = word_set("of for at in from with close to on near based charge responsible the a an its")
_PREPOSITIONS = word_set("of for at in from with close near based on responsible")
_STOPS = word_set(
    "the a an its his her their this that these those and or but nor of for at in from with to on by as per via than"
    " then who which what when where while whereas although though because if whether so yet not n't no never also now"
    " is are was were be been being has have had do does did will would can could may might must shall should says said"
    " say citing quoting told according between since until after before during about over under into through against"
    " meanwhile however only just already still even later earlier he she it they we you there here"
)
_PEOPLES = ("an", "ish", "ese", "ch")
"""Endings of `German`, `Polish`, `Chinese`, `French`: a country's paper, where `Warsaw Gazette` is another."""

_TEXTS = word_set("report note study")
_THINGS = word_set("note report study paper force soldier resident supporter club")
"""Roles of what says nothing by itself, or of those who are told: a stranger among them is no source."""

_OTHER = 0.75
"""What a word counts against a name that it describes another by."""

_MORE_THAN_HEAD = 1.5
"""How well a text must be described to be the gold's: `the estimate` may be anybody's, `earlier estimates` are not."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Someone who is named or described: the words, and the keys of names that may be meant (none: somebody else)."""

    first: int
    last: int
    keys: frozenset[Key]
    is_name: bool = True
    is_thing: bool = False


_LEARNED = ("ologist", "onomist", "hysicist", "atistician", "historian")
"""How words for people of learning end."""


class RoleBook:
    """The descriptions of all names of a sample, to tell whom a text describes."""

    def __init__(self, names: NameBook) -> None:
        self._roles = lexicon().roles
        self.names = names
        readings = {key: Reading("\n\n".join(_texts_of(entry))) for key, entry in names.entries.items()}
        self.place_of = {
            key: frozenset(place for _, _, place in names.places_in(readings[key])) or frozenset({f"@{key[1]}"})
            for key, entry in names.entries.items()
            if entry.kind == "place"
        }
        speaking = {key: entry for key, entry in names.entries.items() if entry.kind in _SPEAKING}
        self.vocabulary = {key: self._words_of(readings[key]) for key in speaking}
        self.known = frozenset().union(*self.vocabulary.values())
        self._by_head: dict[str, list[Key]] = {}
        for key, entry in speaking.items():
            for head in dict.fromkeys(self._heads(entry)):
                self._by_head.setdefault(head, []).append(key)

    def word(self, lemma: str) -> str:
        """Return what stands for a word and those that say the same of a person or body."""
        known = self._roles.get(lemma)
        return known or ("expert" if lemma.endswith(_LEARNED) else lemma)

    def is_role(self, lemma: str) -> bool:
        """Whether a word says what somebody is, anywhere."""
        return lemma in self._roles

    def is_head(self, lemma: str) -> bool:
        """Whether a word may be the head of a description."""
        return lemma in self._roles or lemma in self._by_head

    def is_text(self, head: str) -> bool:
        """Whether a head describes something written, not somebody: `the estimate`."""
        return head in _TEXTS or {self.names.entries[key].kind for key in self._by_head.get(head, ())} == {"document"}

    def meant(self, head: str, proper: set[str], common: set[str]) -> frozenset[Key]:
        """Return the names that fit a description best: all its names, and most of its other words."""
        best = _MORE_THAN_HEAD if self.is_text(head) else 0.0
        found: set[Key] = set()
        for key in self._by_head.get(head, ()):
            own = self.vocabulary[key]
            score = 1 + len(proper) + len(common & own) - _OTHER * len(common & self.known - own)
            if proper <= own and score >= best and score > 0:
                found = found | {key} if score == best else {key}
                best = score
        return frozenset(same for key in found for same in self.names.same(key))

    def mentions(self, passage: Passage) -> list[Mention]:
        """Return everyone who is named or described in a text, in order; of those inside each other the outermost."""
        return _outermost(sorted(_Finder(self, passage).find(), key=lambda m: (m.first, -m.last)))

    def _words_of(self, reading: Reading) -> frozenset[str]:
        places = {place for _, _, place in self.names.places_in(reading)}
        places.update(p for _, _, keys in self.names.find(reading) for key in keys for p in self.place_of.get(key, ()))
        return frozenset(self.word(w.lemma) for w in reading.words if w.lower not in _STOPS) | places

    def _heads(self, entry: NameEntry) -> Iterator[str]:
        for text in (entry.name, *entry.also, entry.role):
            words = Reading(text or "").words
            cut = next((i for i, w in enumerate(words) if i and w.lower in _PREPOSITIONS), len(words))
            if cut and (not words[cut - 1].is_capital or words[cut - 1].lemma in self._roles):
                yield self.word(words[cut - 1].lemma)


class _Finder:
    """Finds those who are named or described in one text."""

    def __init__(self, book: RoleBook, passage: Passage) -> None:
        self._book = book
        self._passage = passage
        self._words = passage.reading.words
        self._cues = passage.verbs_of_saying
        self._names = [self._named(*hit) for hit in passage.name_hits]
        self._starts = {m.first: m for m in self._names}
        self._ends = {m.last: m for m in self._names}

    def find(self) -> Iterator[Mention]:
        """Yield names and descriptions, in no order."""
        yield from self._names
        taken = {i for m in self._names for i in range(m.first, m.last)}
        for i, lemma in enumerate(self._passage.reading.lemmas):
            head = self._book.word(lemma)
            if i in taken or i in self._cues or not self._book.is_head(head) or self._is_no_head(i):
                continue
            mention = self._described(i, head)
            if mention.keys or not self._book.is_text(head):
                yield mention

    def _named(self, first: int, last: int, keys: frozenset[Key]) -> Mention:
        """Return a name, or somebody else's where more capitals stand beside it: `Washington Post`, `Lebus Beacon`."""
        kinds = {self._book.names.entries[key].kind for key in keys}
        begin, end = first, last
        if kinds == {"place"} and not is_possessive(self._words[last - 1].text):
            while self._goes_on(end) and not self._book.is_role(self._words[end].lemma):
                end += 1
        elif kinds == {"outlet"} and self._has_other_before(first, keys):
            begin = first - 1
        return Mention(begin, end, keys if (begin, end) == (first, last) else frozenset())

    def _goes_on(self, position: int) -> bool:
        """Whether a name goes on with a word that is no name of its own."""
        if (
            not self._is_joined(position)
            or not self._words[position].is_capital
            or self._words[position].text.isupper()
        ):
            return False
        near = (position, position + 1)
        return not self._passage.hits_between(*near) and not self._passage.places_between(*near)

    def _has_other_before(self, first: int, keys: frozenset[Key]) -> bool:
        """Whether a capital that is not an outlet's own stands before its name; a country's is no part of it."""
        before = first - 1
        if (
            before in self._passage.reading.opening_words
            or not self._is_joined(first)
            or self._words[first].text.isupper()
        ):
            return False
        word = self._words[before]
        known = frozenset().union(*(self._book.vocabulary[key] for key in keys))
        is_other = word.is_capital and word.lower not in known and word.lower not in _ARTICLES
        is_adjective = word.lower.endswith(_PEOPLES) and bool(self._passage.places_between(before, first))
        return is_other and not is_adjective

    def _is_no_head(self, i: int) -> bool:
        """Whether a word is no head: `spy` in `spy agency`, `this report` (the summary), `official` before a noun."""
        if i and self._words[i - 1].lower == "this":
            return True
        if i + 1 in self._starts or i + 1 in self._cues or not self._is_joined(i + 1):
            return False
        following = self._words[i + 1]
        is_adjective = self._words[i].lower == "official" and following.lower not in _STOPS
        return is_adjective or self._book.is_role(following.lemma)

    def _described(self, i: int, head: str) -> Mention:
        first = self._first(i)
        name = self._starts.get(i + 1)
        if name and name.keys and self._is_joined(i + 1) and not self._is_place(name):
            return Mention(first, name.last, name.keys)  # `spokesman Halleck`
        end = i + 1
        while self._is_surname(end, i):
            end += 1
        if end > i + 1:
            return Mention(first, end, frozenset())  # a stranger's name
        last = i + 1 if self._book.is_text(head) else self._end(i + 1)
        keys = self._book.meant(head, *self._words_within(first, last, i))
        return Mention(first, last, keys, is_name=False, is_thing=head in _THINGS)

    def _is_surname(self, position: int, head_at: int) -> bool:
        """Whether a capital goes on a description: `spokesman Peskov`, `Mayor Kranz`; not where all is in capitals."""
        if (
            not self._is_joined(position)
            or not self._words[position].is_capital
            or self._words[position].text.isupper()
        ):
            return False
        is_title = self._words[head_at].is_capital
        return not is_title or not self._book.is_role(self._words[position].lemma)

    def _is_place(self, mention: Mention) -> bool:
        return all(self._book.names.entries[key].kind == "place" for key in mention.keys)

    def _first(self, head_at: int) -> int:
        """Return where a description begins: with its article, or behind a word that is no part of it."""
        first = head_at
        while first and head_at - first < _LONGEST_BEFORE and self._is_joined(first):
            lower = self._words[first - 1].lower
            if first not in self._ends and lower in _ARTICLES:
                return first - 1
            if first not in self._ends and (lower in _STOPS or first - 1 in self._cues):
                return first
            first = self._ends[first].first if first in self._ends else first - 1
        return first

    def _end(self, start: int) -> int:
        """Return where a description ends that goes on with `of`, `in` or the like."""
        if not self._is_joined(start) or self._words[start].lower not in _PREPOSITIONS:
            return start
        end = last = start
        while self._is_joined(end) and end - start < _LONGEST_AFTER and end not in self._cues:
            word = self._words[end]
            if word.is_capital or self._book.word(word.lemma) in self._book.known:
                last = end + 1
            elif word.lower not in _LINKS and not is_possessive(word.text):
                break
            end += 1
        return last

    def _words_within(self, first: int, last: int, head_at: int) -> tuple[set[str], set[str]]:
        """Return the names and the other words of a description, without its head."""
        proper: set[str] = set()
        common: set[str] = set()
        placed: set[int] = set()
        for begin, end, place in self._passage.places_between(first, last):
            proper.add(place)
            placed.update(range(begin, end))
        for begin, end, keys in self._passage.hits_between(first, last):
            places = [self._book.place_of[key] for key in keys if key in self._book.place_of]
            if places and placed.isdisjoint(range(begin, end)):
                proper |= frozenset().union(*places)
                placed.update(range(begin, end))
        for i in range(first, last):
            word = self._words[i]
            if i not in placed and i != head_at and word.lower not in _STOPS | _LINKS:
                is_proper = word.is_capital and i not in self._passage.reading.opening_words
                (proper if is_proper else common).add(self._book.word(word.lemma))
        return proper, common

    def _is_joined(self, position: int) -> bool:
        """Whether a word follows the one before without a mark between; STOP ends a telegram's sentence."""
        if not 0 < position < len(self._words) or self._words[position - 1].text == "STOP":
            return False
        gap = self._passage.reading.text[self._words[position - 1].end : self._words[position].start]
        return not gap.strip(" \n-") and "\n\n" not in gap and "\n-" not in gap


def _texts_of(entry: NameEntry) -> list[str]:
    return [text for text in (entry.name, *entry.also, entry.role, entry.of) if text]


def _outermost(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions that lie in no other: of `a spokesman for Ostrel Water` not the company."""
    found: list[Mention] = []
    for mention in mentions:
        if not found or mention.last > found[-1].last:
            found.append(mention)
    return found
