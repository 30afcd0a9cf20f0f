"""A summary as the matcher sees it: read once, with the gold's names found in it and who says what in each sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, cached_property

from harness.gold.matching.cues import verbs_of_saying
from harness.gold.matching.roles import Mention, RoleBook
from harness.gold.matching.speaker import Speaker
from harness.gold.matching.speakers import SpeakerFinder
from harness.gold.models import NameEntry
from harness.text.fold import Span
from harness.text.names import AliasFinder, name_phrase
from harness.text.reading import Reading
from harness.text.words import Phrase, PhraseFinder, initials_of, lexicon

Key = tuple[str, str]
"""An article's id and a key of its names."""

_MARKER = re.compile(r"\[(\d{1,3})\]|\barticle (\d{1,3})\b", re.IGNORECASE)
_LEADING = re.compile(r"\s*(?:In )?\[\d{1,3}\]", re.IGNORECASE)
_HEADING_WORDS = 8
_KEYWORDS = 5
_SMALL_WORDS = frozenset(
    {"the", "a", "an", "of", "in", "to", "by", "was", "were", "is", "are", "has", "have", "had", "been", "for", "from"}
    | {"with", "that", "and", "or", "on", "at", "may", "might", "as", "its", "their", "after", "over", "since", "not"}
    | {
        "no",
        "could",
        "will",
        "would",
        "be",
        "but",
        "than",
        "about",
        "into",
        "near",
        "under",
        "who",
        "which",
        "it",
        "they",
    }
)
_BULLET = re.compile(r"\s*(?:[-*\u2022\u2013]|\(?\d{1,3}[.)])\s")
_VERBS = frozenset(
    {"is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "may", "might", "could"}
)


def spellings_of(entry: NameEntry) -> frozenset[str]:
    """Return the spellings of a name, in lower case."""
    return frozenset(text.lower() for text in (entry.name, *entry.also) if text)


class NameBook:
    """The names of all articles of a sample, ready to be found."""

    def __init__(self, names: Mapping[str, Mapping[str, NameEntry]]) -> None:
        self.entries: dict[Key, NameEntry] = {(a, k): entry for a, book in names.items() for k, entry in book.items()}
        aliases: dict[Phrase, set[Key]] = {}
        for key, entry in self.entries.items():
            for text in (entry.name, *entry.also):
                phrase = name_phrase(text) if text else ()
                for alias in filter(None, (phrase, initials_of(phrase))):
                    aliases.setdefault(alias, set()).add(key)
        self._keys = {f"{a}\t{k}": (a, k) for a, k in self.entries}
        self.finder = AliasFinder({p: frozenset(f"{a}\t{k}" for a, k in keys) for p, keys in aliases.items()})

        spelt: dict[str, set[Key]] = {}
        for key, entry in self.entries.items():
            for text in spellings_of(entry):
                spelt.setdefault(text, set()).add(key)
        self._same = {
            key: frozenset().union(*(spelt[text] for text in spellings_of(entry))) | {key}
            for key, entry in self.entries.items()
        }

    def same(self, key: Key) -> frozenset[Key]:
        """Return a key and those of other articles' names that share a spelling with it."""
        return self._same.get(key, frozenset({key}))

    def find(self, reading: Reading) -> list[tuple[int, int, frozenset[Key]]]:
        """Return (first word, last word + 1, keys) of every known name in a text."""
        return [(i, j, frozenset(self._keys[key] for key in keys)) for i, j, keys in self.finder.find(reading)]

    @cached_property
    def roles(self) -> RoleBook:
        """What the names are called by: their roles."""
        return RoleBook(self)

    @staticmethod
    def places_in(reading: Reading) -> list[tuple[int, int, str]]:
        """Return (first word, last word + 1, country) of countries, peoples and capitals in a text."""
        found = _place_finder().find_keys([word.lower for word in reading.words])
        return [hit for hit in found if reading.words[hit[0]].is_capital]

    def members(self, key: Key) -> frozenset[Key]:
        """Return the keys that a joint name stands for, itself for a plain one."""
        entry = self.entries.get(key)
        if entry is None or not entry.all:
            return frozenset({key})
        return frozenset((key[0], member) for member in entry.all)


@cache
def _place_finder() -> PhraseFinder:
    """Return what finds countries in any form: by name, as an adjective, by capital."""
    demonyms = lexicon().demonyms
    forms = {**{place: place for place in demonyms.values()}, **demonyms}
    forms |= {f"{form}s": place for form, place in demonyms.items() if form.endswith("n")}  # Ukrainians
    return PhraseFinder({tuple(form.split()): place for form, place in forms.items()}, by="lower")


class Passage:
    """A summary's reading with names and speakers per sentence."""

    def __init__(self, reading: Reading, names: NameBook) -> None:
        self.reading = reading
        self.names = names
        self._silent: dict[int, bool] = {}
        self.named_roles: dict[int, list[tuple[str, tuple[int, int]]]] = {}

    @cached_property
    def name_hits(self) -> list[tuple[int, int, frozenset[Key]]]:
        """Every known name."""
        return self.names.find(self.reading)

    @cached_property
    def _hits_by_sentence(self) -> list[list[tuple[int, int, frozenset[Key]]]]:
        by_sentence: list[list[tuple[int, int, frozenset[Key]]]] = [[] for _ in self.reading.sentences]
        for hit in self.name_hits:
            if by_sentence:
                by_sentence[self.reading.sentence_of(self.reading.words[hit[0]].start)].append(hit)
        return by_sentence

    def hits_in(self, sentence: int) -> list[tuple[int, int, frozenset[Key]]]:
        """Return the names of a sentence."""
        return self._hits_by_sentence[sentence]

    def hits_between(self, first: int, last: int) -> list[tuple[int, int, frozenset[Key]]]:
        """Return the known names that begin at a word from `first` to `last - 1`."""
        starts = self._name_starts
        return self.name_hits[bisect_left(starts, first) : bisect_left(starts, last)]

    @cached_property
    def _name_starts(self) -> list[int]:
        return [hit[0] for hit in self.name_hits]

    def places_between(self, first: int, last: int) -> list[tuple[int, int, str]]:
        """Return (first word, last word + 1, country) of countries, peoples and capitals between two words."""
        starts = self._place_starts
        return self._places[bisect_left(starts, first) : bisect_left(starts, last)]

    @cached_property
    def _place_starts(self) -> list[int]:
        return [hit[0] for hit in self._places]

    @cached_property
    def _places(self) -> list[tuple[int, int, str]]:
        return self.names.places_in(self.reading)

    def states_nothing(self, sentence: int) -> bool:
        """Whether a sentence asks, or is a heading, rather than states."""
        known = self._silent.get(sentence)
        if known is None:
            known = self._silent[sentence] = self._states_nothing(sentence)
        return known

    def _states_nothing(self, sentence: int) -> bool:
        start, end = self.reading.sentences[sentence]
        words = self.reading.text[start:end]
        if words.rstrip("\"'\u201d\u2019) ").endswith("?") or words.startswith("#"):
            return True
        first, last = self.reading.sentence_words[sentence]
        if self._is_row_of_words(first, last):
            return True
        if last - first > _HEADING_WORDS or not words[-1:].isalnum() or len(self.reading.sentences) == 1:
            return False
        has_verb = any(w.lower in _VERBS or w.lower.endswith("ed") for w in self.reading.words[first:last])
        return not has_verb and not _BULLET.match(words)

    def _is_row_of_words(self, first: int, last: int) -> bool:
        """Whether words are a list of key words: none of them joins others to a sentence, or follows its subject."""
        lowers = [word.lower for word in self.reading.words[first:last]]
        if last - first < _KEYWORDS or not _SMALL_WORDS.isdisjoint(lowers):
            return False
        text = self.reading.text[self.reading.words[first].start : self.reading.words[last - 1].end + 1]
        has_verb = any(lower.endswith("ed") for lower in lowers[1:-1])
        return not (has_verb and text.endswith(".") and "," not in text)

    def lists_words(self, sentence: int) -> bool:
        """Whether a sentence is a list of key words, few of them with a number: `Kursk, 11,000, soldiers, killed`."""
        start, end = self.reading.sentences[sentence]
        items = self.reading.text[start:end].split(", ")
        numbered = sum(any(letter.isdigit() for letter in item) for item in items)
        is_row = len(items) >= _KEYWORDS and 2 * numbered < len(items)
        return is_row and self._is_row_of_words(*self.reading.sentence_words[sentence])

    @cached_property
    def markers(self) -> list[list[int]]:
        """For each sentence the numbers of the articles that it is from, as in `[2]`.

        A number that opens a sentence holds for those after it, to the next that does.
        """
        found: list[list[int]] = []
        leading: list[int] = []
        for start, end in self.reading.sentences:
            numbers = [int(m[1] or m[2]) for m in _MARKER.finditer(self.reading.text, start, end)]
            if numbers and _LEADING.match(self.reading.text, start, end):
                leading = numbers[:1]
            found.append(numbers or leading)
        return found

    @cached_property
    def verb_cues(self) -> dict[int, tuple[int, int, str]]:
        """The verbs of saying by their first word."""
        return verbs_of_saying(self)

    @cached_property
    def verbs_of_saying(self) -> frozenset[int]:
        """The words that are verbs of saying, or parts of one."""
        return frozenset(i for first, last, _ in self.verb_cues.values() for i in range(first, last))

    @cached_property
    def mentions(self) -> list[Mention]:
        """Everyone who is named or described, in order."""
        return self.names.roles.mentions(self)

    def mentions_between(self, first: int, last: int) -> list[Mention]:
        """Return those who are named or described from a word to another."""
        starts = self._mention_starts
        return self.mentions[bisect_left(starts, first) : bisect_left(starts, last)]

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [mention.first for mention in self.mentions]

    @cached_property
    def speakers(self) -> list[list[Speaker]]:
        """For each sentence those whom it gives as sources."""
        return SpeakerFinder(self).find()

    @cached_property
    def heard(self) -> frozenset[Key]:
        """The keys of all whom it gives as sources."""
        return frozenset(key for speakers in self.speakers for speaker in speakers for key in speaker.keys)

    def span(self, first: int, last: int) -> Span:
        """Return the span of words `first` to `last - 1`."""
        return self.reading.words[first].start, self.reading.words[last - 1].end
