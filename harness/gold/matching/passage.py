"""A summary as the matcher sees it: read once, with the gold's names found in it and who says what in each sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from harness.gold.models import NameEntry
from harness.text.fold import Span
from harness.text.names import AliasFinder, name_phrase
from harness.text.reading import Reading
from harness.text.words import Phrase, PhraseFinder, lexicon

Key = tuple[str, str]
"""An article's id and a key of its names."""

_PERSON_PRONOUNS = frozenset({"he", "she"})
_BODY_PRONOUNS = frozenset(
    {
        "it",
        "they",
        "agency",
        "service",
        "ministry",
        "company",
        "court",
        "group",
        "newspaper",
        "broadcaster",
        "outlet",
        "paper",
    }
)
_MARKER = re.compile(r"\[(\d{1,3})\]|\barticle (\d{1,3})\b", re.IGNORECASE)
_LEADING = re.compile(r"\s*(?:In )?\[\d{1,3}\]", re.IGNORECASE)
_NOT = frozenset({"not", "n't", "never", "cannot", "no"})
_TITLES = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "dr",
        "col",
        "gen",
        "lt",
        "colonel",
        "general",
        "president",
        "minister",
        "expert",
        "analyst",
        "the",
        "sources",
        "professor",
    }
)
_REACH = 9
_NEAR = 3
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
_RECALL = 20
_BULLET = re.compile(r"\s*(?:[-*\u2022\u2013]|\(?\d{1,3}[.)])\s")
_VERBS = frozenset(
    {"is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "may", "might", "could"}
)
"""How many words may stand between a speaker and the verb of saying."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a sentence gives as source: keys of names (empty for one that gold does not know), and how firmly."""

    keys: frozenset[Key]
    how: str
    first: int
    last: int
    is_subject: bool = False
    is_negated: bool = False


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
                if text:
                    aliases.setdefault(name_phrase(text), set()).add(key)
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
        return self.name_hits[self._from(self.name_hits, first) : self._from(self.name_hits, last)]

    def places_between(self, first: int, last: int) -> list[tuple[int, int, str]]:
        """Return (first word, last word + 1, country) of countries, peoples and capitals between two words."""
        return self._places[self._from(self._places, first) : self._from(self._places, last)]

    @staticmethod
    def _from(hits: Sequence[tuple[int, int, Any]], position: int) -> int:
        return bisect_left(hits, position, key=lambda hit: hit[0])

    @cached_property
    def _places(self) -> list[tuple[int, int, str]]:
        lowers = [word.lower for word in self.reading.words]
        return [hit for hit in _place_finder().find_keys(lowers) if self.reading.words[hit[0]].is_capital]

    def keys_in(self, sentence: int) -> frozenset[Key]:
        """Return the keys of all names in a sentence."""
        return frozenset(key for _, _, keys in self._hits_by_sentence[sentence] for key in keys)

    def states_nothing(self, sentence: int) -> bool:
        """Whether a sentence asks, or is a heading, rather than states."""
        start, end = self.reading.sentences[sentence]
        words = self.reading.text[start:end]
        if words.rstrip("\"'\u201d\u2019) ").endswith("?") or words.startswith("#"):
            return True
        first, last = self.reading.sentence_words[sentence]
        lowers = {word.lower for word in self.reading.words[first:last]}
        if last - first >= _KEYWORDS and lowers.isdisjoint(_SMALL_WORDS):
            return True  # a list of key words
        if last - first > _HEADING_WORDS or not words[-1:].isalnum() or len(self.reading.sentences) == 1:
            return False
        has_verb = any(w.lower in _VERBS or w.lower.endswith("ed") for w in self.reading.words[first:last])
        return not has_verb and not _BULLET.match(words)

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
    def speakers(self) -> list[list[Speaker]]:
        """For each sentence those whom it gives as sources."""
        found: list[list[Speaker]] = [[] for _ in self.reading.sentences]
        cues = {kind: self._by_sentence(kind) for kind in ("speech", "source")}
        for s in range(len(self.reading.sentences)):
            for cue in cues["speech"][s]:
                speaker = self._speaker_of_verb(s, cue, cues["speech"][s])
                if speaker:
                    found[s].append(speaker)
            for cue in cues["source"][s]:
                found[s].extend(self._speakers_of_noun(s, cue))
        return found

    def has_cue(self, sentence: int) -> bool:
        """Whether a sentence has any word of saying."""
        return any(self._by_sentence(kind)[sentence] for kind in ("speech", "source"))

    def _by_sentence(self, kind: str) -> list[list[tuple[int, int, str]]]:
        cached = self._cue_lists.get(kind)
        if cached is None:
            cached = [[] for _ in self.reading.sentences]
            for cue in self.reading.cues(kind):
                cached[self.reading.sentence_of(self.reading.words[cue[0]].start)].append(cue)
            self._cue_lists[kind] = cached
        return cached

    @cached_property
    def _cue_lists(self) -> dict[str, list[list[tuple[int, int, str]]]]:
        return {}

    def _speaker_of_verb(self, s: int, cue: tuple[int, int, str], cues: list[tuple[int, int, str]]) -> Speaker | None:
        first, last, how = cue
        words, hits = self.reading.words, self._hits_by_sentence[s]
        negated = any(words[i].lower in _NOT for i in range(max(0, first - 3), first))
        by_whom = [h for h in hits if last < h[0] <= last + 2 and words[last].lower == "by"]
        left = [h for h in hits if h[1] <= first and first - h[1] <= _REACH and not _verb_between(cues, h[1], first)]
        subjects = [h for h in left if not self.is_object(h[0])] or left
        inverted = [h for h in hits if self._skip_title(last) == h[0] and words[first].lemma != "tell"]
        if by_whom or (inverted and (not subjects or self._ends_clause(first))):
            h = (by_whom or inverted)[0]
            return Speaker(self._with_apposition(h, hits), how, h[0], h[1], is_subject=True, is_negated=negated)
        if subjects:
            h = subjects[-1]
            after_comma = self.reading.text[words[first - 1].end : words[first].start].strip() == ","
            near = after_comma or first - h[1] <= _NEAR
            return Speaker(self._with_apposition(h, left), how, h[0], h[1], is_subject=near, is_negated=negated)
        return self._pronoun_speaker(s, first, how)

    def _skip_title(self, position: int) -> int:
        """Return the position after a title: `said Colonel Kondratenko`."""
        words = self.reading.words
        while position < len(words) and words[position].lower in _TITLES:
            position += 1
        return position

    def _ends_clause(self, cue: int) -> bool:
        """Whether a verb of saying follows its content: `…, said Jones`."""
        between = self.reading.text[self.reading.words[cue - 1].end : self.reading.words[cue].start] if cue else ""
        return any(mark in between for mark in ',"\u201d')

    def _with_apposition(
        self, hit: tuple[int, int, frozenset[Key]], hits: list[tuple[int, int, frozenset[Key]]]
    ) -> frozenset[Key]:
        """Return a name's keys with those of names joined to it.

        As in `South Korea's spy agency, the NIS` and `Kyiv, Seoul and Washington`.
        """
        keys = set(hit[2])
        first, last = hit[0], hit[1]
        for other in reversed(hits):
            between = (
                self.reading.text[self.reading.words[other[1] - 1].end : self.reading.words[first].start]
                if other[1] <= first
                else None
            )
            if between is not None and between.strip() in (",", "and", ", and", "and the", ", the"):
                keys |= other[2]
                first = other[0]
        for other in hits:
            if other[0] >= last and self.reading.text[
                self.reading.words[last - 1].end : self.reading.words[other[0]].start
            ].strip() in (",", "and", ", and", "and the", ", the"):
                keys |= other[2]
                last = other[1]
        return frozenset(keys)

    def is_object(self, first: int) -> bool:
        """Whether a name follows a preposition, as in 'a director with the foundation said'."""
        i = first - 1
        while i > 0 and self.reading.words[i].lower in ("the", "a", "an", "south", "its", "their", "his", "her"):
            i -= 1
        return i >= 0 and self.reading.words[i].lower in (
            "of",
            "with",
            "at",
            "in",
            "from",
            "against",
            "for",
            "to",
            "on",
            "by",
            "that",
            "near",
        )

    def _pronoun_speaker(self, s: int, cue: int, how: str) -> Speaker | None:
        start = self.reading.sentence_words[s][0]
        for i in range(cue - 1, max(start, cue - 5) - 1, -1):
            word = self.reading.words[i]
            if word.lower in _PERSON_PRONOUNS or word.lower in _BODY_PRONOUNS:
                wants_person = word.lower in _PERSON_PRONOUNS
                keys = self._last_named(i, wants_person=wants_person)
                return Speaker(keys, how, i, i + 1) if keys else None
            keys = self._headed(word.lemma, i)
            if keys:
                return Speaker(keys, how, i, i + 1)
        return None

    def _named_before(self, position: int) -> list[tuple[int, int, frozenset[Key]]]:
        """Return the last names before a word, the nearest first; what stands farther back is not referred to."""
        end = bisect_left(self.name_hits, position, key=lambda hit: hit[0])
        return self.name_hits[max(0, end - _RECALL) : end][::-1]

    def _headed(self, noun: str, before: int) -> frozenset[Key]:
        """Return the last name before a place whose spelling ends in a noun: `the officials` after `US officials`."""
        for first, last, keys in self._named_before(before):
            if last <= before and last - first > 1 and self.reading.words[last - 1].lemma == noun:
                return keys
        return frozenset()

    def addressee(self, sentence: int) -> frozenset[Key]:
        """Return the keys of those who are told something in a sentence."""
        found: set[Key] = set()
        for first, last, _ in self._by_sentence("speech")[sentence]:
            if self.reading.words[first].lemma == "tell":
                found.update(*(h[2] for h in self._hits_by_sentence[sentence] if self._skip_title(last) == h[0]), *())
        return frozenset(found)

    def _last_named(self, before: int, *, wants_person: bool) -> frozenset[Key]:
        for _, last, keys in self._named_before(before):
            if last <= before:
                fitting = frozenset(
                    k
                    for k in keys
                    if (self.names.entries[k].kind == "person") == wants_person
                    and self.names.entries[k].kind != "place"
                )
                if fitting:
                    return fitting
        return frozenset()

    def _speakers_of_noun(self, s: int, cue: tuple[int, int, str]) -> list[Speaker]:
        first, last, _ = cue
        hits = self._hits_by_sentence[s]
        is_preposition = self.reading.words[first].lower in (
            "according",
            "by",
            "via",
            "citing",
            "cited",
            "per",
            "quoting",
            "quoted",
            "for",
            "as",
        )
        if self.reading.words[first].lemma in ("by", "for", "quote") and self.reading.words[first].lower in (
            "by",
            "for",
        ):
            return []
        after = [h for h in hits if last <= h[0] <= last + 6]
        found = []
        if is_preposition or self._leads_on(last):
            direct = [
                h for h in after if self._skip_title(last) <= h[0] <= self._skip_title(last) + 1 and is_preposition
            ]
            found = [Speaker(self._with_apposition(h, hits), "says", h[0], h[1], is_subject=h in direct) for h in after]
        if not is_preposition:
            before = [h for h in hits if h[1] <= first <= h[1] + 4 or (h[0] <= first < h[1])]
            found += [Speaker(h[2], "says", h[0], h[1]) for h in before]
        return found

    def _leads_on(self, last: int) -> bool:
        """`data from X`, `an estimate by X`."""
        return last < len(self.reading.words) and self.reading.words[last].lower in ("from", "by", "of")

    def span(self, first: int, last: int) -> Span:
        """Return the span of words `first` to `last - 1`."""
        return self.reading.words[first].start, self.reading.words[last - 1].end


def _verb_between(cues: list[tuple[int, int, str]], first: int, last: int) -> bool:
    return any(first <= cue[0] and cue[1] <= last for cue in cues)
