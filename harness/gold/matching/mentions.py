"""Those who are named or described in a text, and how they stand to the words around them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from harness.gold.matching.cues import BEFORE_NAMES, PREPOSITIONS, SKIPPED, is_possessive
from harness.gold.matching.roles import Mention
from harness.text.reading import is_grouping

if TYPE_CHECKING:
    from harness.gold.matching.passage import Key, Passage

REACH = 12
"""How many words may stand between a subject and its verb of saying."""

PERSONS = frozenset({"he", "she"})
THINGS = frozenset({"it", "they"})

_MEMORY = 60
"""How many words after a source a pronoun may still mean it."""

_RECALL = 20
"""How many mentions a pronoun may look back."""

_MOST_SMALL = 2
_OPENS_ASIDE = frozenset(
    {"which", "who", "whose", "whom", "where", "found", "told", "known", "held", "led", "seen", "made"}
)
"""What an aside begins with that names others than its subject, besides `accused`, `speaking` and the like."""

_LONG_LINE = 60
"""A line of so many characters may have been broken for its length."""

_BREAKS = frozenset(';:()[]\u2013\u2014\n\u2022|\u201c\u201d"')
_INSERTIONS = frozenset("\u2013\u2014(")
_ALSO = frozenset({"and", ", and", "and the", ", and the", "or", "and a", "as well as", "&"})
_THAT_IS = frozenset({",", ", the", ", a", ", an", ", its", ", their", ""})


class Mentions:
    """Everyone named or described in one text, in order. Positions are those of words, ends exclusive."""

    def __init__(self, passage: Passage) -> None:
        self.reading = passage.reading
        self.words = passage.reading.words
        self.entries = passage.names.entries
        self.cues = passage.verb_cues
        found = passage.mentions
        self.every = [m for m in found if m.first not in self.cues or m.last - m.first > 1]  # `reports` as a verb
        self._starts = [m.first for m in self.every]
        self._said: list[tuple[int, frozenset[Key]]] = []

    def note(self, said: Iterable[tuple[int, frozenset[Key]]]) -> None:
        """Remember who spoke, and at which word, for the pronouns that follow."""
        self._said.extend(said)

    def within(self, first: int, last: int) -> list[Mention]:
        """Return the mentions that begin at a word from `first` to `last - 1`."""
        return self.every[bisect_left(self._starts, first) : bisect_left(self._starts, last)]

    def at(self, position: int, last: int) -> Mention | None:
        """Return the mention that begins at a word, small words before it skipped."""
        index = bisect_left(self._starts, position)
        if index == len(self.every) or self.every[index].last > last or self.gap(position).strip():
            return None
        skipped = self.words[position : self.every[index].first]
        is_at = len(skipped) <= _MOST_SMALL and all(w.lower in BEFORE_NAMES for w in skipped)
        return self.every[index] if is_at else None

    def opening(self, position: int) -> int:
        """Return the first word of what a name begins with: its article, `Mr` and the like."""
        while position > 0 and not self.gap(position).strip() and self.words[position - 1].lower in BEFORE_NAMES:
            position -= 1
        return position

    def gap(self, position: int) -> str:
        """Return what stands between a word and the one before."""
        if position >= len(self.words):
            return self.reading.text[self.words[-1].end :] + "\n" if self.words else "\n"
        return self._gaps[position] if position > 0 else "\n"

    @cached_property
    def _gaps(self) -> list[str]:
        gaps = (self.reading.text[a.end : b.start] for a, b in pairwise(self.words))
        gaps = ("" if is_grouping(gap, b.text) else gap for gap, b in zip(gaps, self.words[1:], strict=False))
        return ["\n", *(self._unwrapped(i, gap) if "\n" in gap else gap for i, gap in enumerate(gaps, 1))]

    def _unwrapped(self, position: int, gap: str) -> str:
        """Return what stands before a word, without the break of a line that was broken for its length only."""
        return gap.replace("\n", " ") if gap.count("\n") == 1 and self._is_wrapped(position) else gap

    def _is_wrapped(self, position: int) -> bool:
        """Whether the line before a word was broken for its length only: it is long, or a small letter follows."""
        if self.words[position].text[0].islower():
            return True
        end = self.reading.text.find("\n", self.words[position - 1].end)
        begin = self.reading.text.rfind("\n", max(0, end - _LONG_LINE), end)
        return begin < 0 and end >= _LONG_LINE

    def between(self, end: int, start: int) -> str:
        """Return what stands between two mentions, from the end of one to the start of the other."""
        return self.reading.text[self.words[end - 1].end : self.words[start].start].strip().lower()

    def is_kind(self, mention: Mention, *kinds: str) -> bool:
        """Whether somebody who may be meant is of one of some kinds."""
        return any(self.entries[key].kind in kinds for key in mention.keys)

    def is_owner(self, mention: Mention) -> bool:
        """Whether a name is in the possessive, as in `Ostrellin's finances`."""
        return is_possessive(self.words[mention.last - 1].text)

    def is_object(self, mention: Mention, first: int) -> bool:
        """Whether a preposition stands before a name: with articles and one other word between at most."""
        i, spare = mention.first, 1
        while i > first and not self.gap(i).strip():
            lower = self.words[i - 1].lower
            if lower in PREPOSITIONS:
                return True
            if lower not in BEFORE_NAMES and lower != "own":
                if not spare or i - 1 in self.cues:
                    return False
                spare -= 1
            i -= 1
        return False

    def belongs(self, position: int) -> bool:
        """Whether a word may go on a name: `of the Center for Strategic and International Studies`."""
        word = self.words[position]
        return word.is_capital or word.lower in PREPOSITIONS or word.lower in ("the", "and")

    # Subjects

    def subject(self, verb: int, first: int) -> tuple[Mention | None, bool]:
        """Return the subject of a verb of saying, and whether nothing that matters stands between."""
        position = verb
        while position > first and self._is_skipped(position - 1):
            position -= 1
        pronoun = self.pronoun(position - 1, first)
        if pronoun:
            return pronoun, True
        near = self.within(max(first, verb - 2 * REACH), verb)
        left = [m for m in near if verb - REACH <= m.last <= verb and not self._is_parted(m.last, verb)]
        left = [m for m in left if not self.is_owner(m)]
        begin = self._aside_before(position, verb, first)
        left = [m for m in left if m.last <= begin] if begin is not None else left
        subject = self._head(left, position, first)
        if subject is None:
            return None, False
        is_next = subject.last == position or "," in self.gap(position)
        return subject, is_next or all(self._is_inside(i, left) for i in range(subject.last, position))

    def _aside_before(self, position: int, verb: int, first: int) -> int | None:
        """Return where an aside begins that a comma ends before a verb: `the firm, found to owe X, disputes`."""
        if not any("," in self.gap(i) for i in range(position, verb + 1)):
            return None
        for i in range(position - 1, max(first, position - 2 * REACH), -1):
            if "," in self.gap(i):
                lower = self.words[i].lower
                is_aside = lower in _OPENS_ASIDE or (lower.endswith(("ed", "ing")) and not self.words[i].is_capital)
                return i if is_aside else None
        return None

    def _is_skipped(self, position: int) -> bool:
        lower = self.words[position].lower
        return lower in SKIPPED or lower.endswith("ly")

    def _head(self, left: list[Mention], position: int, first: int) -> Mention | None:
        """Return the head of a noun phrase: of `Halleck of the operator, Ostrel Water,` the first name."""
        subjects = list(left)
        is_relative = (
            position > first and self.words[position].lower == "who" and bool(left) and left[-1].last == position
        )
        while subjects and not is_relative:
            if not self.is_object(subjects[-1], first) and not self._is_added(subjects, first):
                break
            subjects.pop()
        subjects = subjects or [m for m in left if m.last == position]
        return subjects[-1] if subjects else None

    def _is_added(self, mentions: list[Mention], first: int) -> bool:
        """Whether the last of some names only says who an object before it is: `of the operator, Ostrel Water,`."""
        if len(mentions) == 1 or not self.is_object(mentions[-2], first):
            return False
        return self.between(mentions[-2].last, mentions[-1].first) in _THAT_IS

    def _is_inside(self, position: int, mentions: list[Mention]) -> bool:
        """Whether a word may stand between a subject and its verb: in `Jones of the CSIS in Washington said`."""
        lower = self.words[position].lower
        is_small = lower in PREPOSITIONS or lower in SKIPPED or lower in BEFORE_NAMES or lower in ("and", "found")
        return is_small or self.words[position].is_capital or any(m.first <= position < m.last for m in mentions)

    def _is_parted(self, begin: int, end: int) -> bool:
        """Whether a break or another verb of saying stands between two words; an insertion between dashes is none."""
        if any(i in self.cues for i in range(begin, end)):
            is_relative = any(w.lower in ("who", "which") for w in self.words[begin : min(begin + 2, end)])
            is_joined = any(w.lower == "and" for w in self.words[max(begin, end - 2) : end])
            if not is_relative and not is_joined:
                return True
        marks = [mark for i in range(begin, end + 1) for mark in self.gap(i) if mark in _BREAKS]
        return bool(marks) and (len(marks) != 2 or marks[0] not in _INSERTIONS)  # noqa: PLR2004  (its two ends)

    # Pronouns

    def pronoun(self, position: int, first: int) -> Mention | None:
        """Return the pronoun at a word with whom it means; None where there is none, or nobody whom it may mean."""
        if position < first or self.words[position].lower not in PERSONS | THINGS:
            return None
        keys = self.meant_at(position, is_person=self.words[position].lower in PERSONS)
        return Mention(position, position + 1, keys, is_name=False) if keys else None

    def meant_at(self, position: int, *, is_person: bool) -> frozenset[Key]:
        """Return whom a pronoun means: the last source, if it may be, or the last named, subjects before objects."""
        for at, keys in takewhile(lambda said: position < said[0] + _MEMORY, reversed(self._said)):
            if at < position and self._fitting(keys, is_person=is_person):
                return keys
        end = bisect_left(self._starts, position)
        spare: frozenset[Key] = frozenset()
        for m in reversed(self.every[max(0, end - _RECALL) : end]):
            fitting = self._fitting(m.keys, is_person=is_person)
            if fitting and not self.is_owner(m) and not self.is_object(m, 0):
                return fitting
            spare = spare or fitting
        return spare

    def _fitting(self, keys: frozenset[Key], *, is_person: bool) -> frozenset[Key]:
        kinds = ("person",) if is_person else ("body", "outlet", "document")
        return frozenset(key for key in keys if self.entries[key].kind in kinds)

    # Several together

    def joined(self, mention: Mention, first: int, last: int) -> Mention:
        """Return a mention with those joined to it: `the NIS, Seoul's spy agency`, `Kyiv and Seoul`."""
        index = bisect_left(self._starts, mention.first)
        if index == len(self.every) or self.every[index] is not mention:
            return mention  # a pronoun
        keys, begin, is_list = self._joined_before(index, first)
        end = mention.last
        for i in range(index + 1, len(self.every)):
            other = self.every[i]
            between = self.between(end, other.first) if end <= other.first < last else "?"
            if not self._joins(mention, other, between) or (between in _ALSO and between[0] == "," and not is_list):
                break
            is_list = is_list or between in _THAT_IS
            keys |= other.keys
            end = other.last
        return Mention(begin, end, keys, is_name=mention.is_name)

    def _joined_before(self, index: int, first: int) -> tuple[frozenset[Key], int, bool]:
        """Return the keys of a mention and of those joined before it, where they begin, and whether they are a list."""
        mention = self.every[index]
        keys, begin, is_list = mention.keys, mention.first, False
        for i in range(index - 1, -1, -1):
            other = self.every[i]
            between = self.between(other.last, begin) if first <= other.first and other.last <= begin else "?"
            if between in _THAT_IS and between and not is_list and not self.gap(mention.last).strip(" "):
                break  # `praised Jan Kost, the mayor said`
            # `A, B, and C` is a list; in `A said, and C` a clause begins.
            is_clause = between in _ALSO and between[0] == "," and not self._is_listed(i)
            is_list = is_list or between in _ALSO
            if is_clause or not (self._joins(mention, other, between) or (is_list and between in _THAT_IS)):
                break
            keys |= other.keys
            begin = other.first
        return keys, begin, is_list

    def _is_listed(self, index: int) -> bool:
        """Whether a name stands behind another and a comma, as the second of `A, B, and C`."""
        return index > 0 and self.between(self.every[index - 1].last, self.every[index].first) in _THAT_IS

    def _joins(self, one: Mention, other: Mention, between: str) -> bool:
        """Whether two names are of one source, or of several together: a comma joins only what is of one kind."""
        if between not in _THAT_IS:
            return between in _ALSO
        return bool({self.entries[k].kind for k in one.keys} & {self.entries[k].kind for k in other.keys})
