"""Sources without a verb of saying: `according to X`, `in X's view`, `X: …`, `(X)`, `the police have 19`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Protocol

from harness.gold.matching.cues import BEFORE_NAMES, SKIPPED, VIEWS, Cue
from harness.gold.matching.mentions import THINGS, Mentions
from harness.gold.matching.roles import Mention
from harness.gold.matching.scopes import segments_of
from harness.gold.matching.speaker import Speaker
from harness.text.words import word_set

_FRAMES = frozenset({"according to", "as per", "per", "reference to", "hear from", "learn from", "have it from"})
_LEADING = word_set("of by to from")
_NO_NOUNS = word_set("by for as source via") | {"spokesman for", "spokeswoman for", "spokesperson for"}
_OWNERS = {"his": True, "her": True, "its": False, "their": False}
"""Possessive pronouns, and whether they mean a person."""

_LABEL = 14
"""How many words a label has at most."""

_LABEL_WORDS = word_set(
    "the a an what who say says of at in for expert analyst coach and beaten winning according to stop"
)
_HAS = word_set("have has had list lists put puts gave gives counts counted speak spoke speaks")
_GIVEN = word_set("give provide offer relay pass put share mention list favour favor make supply issue release publish")
_TOLD = word_set("theory account explanation range figure number data report estimate information version reason claim")
_TO_NUMBER = BEFORE_NAMES | word_set(
    "own still now already come gone went down up from only just about around at of least more fewer than"
)
_COUNTS = word_set(
    "number count figure total one two three four five six seven eight nine ten eleven twelve dozen hundred thousand"
)
_LISTING = word_set("and while whereas but")
_FAR = 5
_NUMBER_REACH = 4


class _MakeSpeaker(Protocol):
    def __call__(self, mention: Mention, how: str, cue: Cue, bounds: tuple[int, int], *, is_near: bool) -> Speaker: ...


class SourceCues:
    """Finds the sources of one text's sentences that stand without a verb of saying."""

    def __init__(self, mentions: Mentions, make_speaker: _MakeSpeaker) -> None:
        self._mentions = mentions
        self._words = mentions.words
        self._make = make_speaker

    # Nouns and prepositions

    def of_noun(self, cue: Cue, first: int, last: int) -> Iterator[Speaker]:
        """Yield the sources that a noun or preposition leads to."""
        begin, end, _ = cue
        phrase = " ".join(self._mentions.reading.lemmas[begin:end])
        if begin in self._mentions.cues or phrase in _NO_NOUNS or self._is_in_name(begin):
            return
        if phrase in _FRAMES or (end - begin > 1 and self._words[end - 1].lower in _LEADING):
            yield from self._framed(cue, first, last)
        elif phrase != "account" or begin == first or self._words[begin - 1].lower != "on":
            yield from self._owned(cue, first, last, is_view=phrase in VIEWS)
            yield from self._given(cue, first, last, is_view=phrase in VIEWS)

    def _is_in_name(self, position: int) -> bool:
        near = self._mentions.within(position - _LABEL, position + 1)
        return any(m.is_name and m.first <= position < m.last and m.last - m.first > 1 for m in near)

    def _framed(self, cue: Cue, first: int, last: int) -> Iterator[Speaker]:
        """`According to X`, known or not."""
        end = cue[1]
        after = self._mentions.at(end, last)
        if after:
            yield self._make(after, "says", cue, (first, last), is_near=True)
        elif end < last and self._words[end].is_capital:
            stop = end
            while stop < last and self._words[stop].is_capital:
                stop += 1
            yield Speaker(frozenset(), "says", end, stop, is_subject=True, cue=cue[:2])
        else:
            for mention in self._mentions.within(end, min(last, end + _FAR)):
                yield self._make(mention, "says", cue, (first, last), is_near=False)

    def _owned(self, cue: Cue, first: int, last: int, *, is_view: bool) -> Iterator[Speaker]:
        """`X's figures`, `X estimates`, `their view`."""
        begin = cue[0]
        before = [m for m in self._mentions.within(max(first, begin - _LABEL), begin) if m.last <= begin <= m.last + 2]
        owner = next((m for m in before if self._mentions.is_owner(m) or m.last == begin), None)
        if owner:
            if not any(
                mark in ";:()\u2013\u2014\n" for i in range(owner.last, begin + 1) for mark in self._mentions.gap(i)
            ):
                yield self._make(owner, "says", cue, (first, last), is_near=is_view and owner.last == begin)
            return
        is_person = _OWNERS.get(self._words[begin - 1].lower) if begin > first else None
        keys = self._mentions.meant_at(begin - 1, is_person=is_person) if is_person is not None else None
        if keys:
            yield Speaker(keys, "says", begin - 1, begin, cue=cue[:2])

    def _given(self, cue: Cue, first: int, last: int, *, is_view: bool) -> Iterator[Speaker]:
        """`The view of X`, `data from X`, `a report in X`."""
        link = self._words[cue[1]].lower if cue[1] < last else ""
        after = self._mentions.at(cue[1] + 1, last) if link in ("of", "from", "by", "in") else None
        if after and (link != "in" or self._mentions.is_kind(after, "outlet")):
            yield self._make(after, "says", cue, (first, last), is_near=is_view)

    # Labels

    def labels(self, first: int, last: int) -> Iterator[Speaker]:
        """Yield `Spohr: …`: names with a colon behind them that open a sentence, a line, a part between semicolons."""
        for begin, end in segments_of(self._mentions, first, last):
            places = range(begin + 1, min(begin + _LABEL, end))
            colon = next((i for i in places if ":" in self._mentions.gap(i)), None)
            named = self._labelled(begin, colon, end) if colon else None
            if colon and named:
                yield self._make(named, "says", (colon - 1, colon, "says"), (first, last), is_near=True)

    def _labelled(self, begin: int, colon: int, end: int) -> Mention | None:
        """Return whom a label names; of the label `Source` whoever follows it."""
        if colon == begin + 1 and self._words[begin].lemma == "source":
            return next(iter(self._mentions.within(colon, min(colon + _FAR, end))), None)
        label = self._mentions.within(begin, colon)
        return label[0] if label and self._is_label(begin, colon, label) else None

    def _is_label(self, begin: int, colon: int, label: list[Mention]) -> bool:
        """Whether what stands before a colon is hardly more than names: of those who may say something."""
        covered = {i for m in label for i in range(m.first, m.last)}
        rest = [i for i in range(begin, colon) if i not in covered]
        cues = self._mentions.cues
        if self._words[begin].lower == "what":  # `What X says: …`
            is_short = all(i in cues or self._words[i].lower in _LABEL_WORDS for i in rest)
        else:
            is_short = all(i not in cues and self._words[i].lower in _LABEL_WORDS for i in rest)
        return is_short and any(self._mentions.entries[k].kind != "place" for m in label for k in m.keys)

    # Numbers and brackets

    def of_mentions(self, first: int, last: int) -> Iterator[Speaker]:
        """Yield those who are sources by what stands right beside them."""
        bounds = (first, last)
        here = self._mentions.within(first, last)
        for mention in here:
            if self._is_bracketed(mention):
                is_near = self._follows_number(mention)
                yield self._make(mention, "says", (mention.first, mention.last, "says"), bounds, is_near=is_near)
            if self._is_document(mention, first, last):
                yield self._make(mention, "says", (mention.last, mention.last + 1, "says"), bounds, is_near=False)
            if self._is_gapped(mention, here, first, last):
                yield self._make(mention, "says", (mention.first, mention.last, "says"), bounds, is_near=True)
            given = self._giving(mention)
            if given:
                yield self._make(mention, "says", (given, given + 2, "says"), bounds, is_near=True)
        pronouns = (self._mentions.pronoun(i, first) for i in range(first, last) if self._words[i].lower in THINGS)
        for mention in [*here, *(pronoun for pronoun in pronouns if pronoun)]:
            verb = self._counting(mention, last)
            if verb:
                yield self._make(mention, "says", (verb, verb + 1, "says"), bounds, is_near=False)

    def _is_bracketed(self, mention: Mention) -> bool:
        """`(Halvengrid)`: whether brackets stand around a name."""
        opening = self._mentions.gap(self._mentions.opening(mention.first))
        return bool(mention.keys) and "(" in opening and ")" in self._mentions.gap(mention.last)

    def _is_gapped(self, mention: Mention, here: Sequence[Mention], first: int, last: int) -> bool:
        """Whether a number follows a name whose verb is that of another before: `the union counts 26, the owner 19`."""
        if not mention.keys or mention.first == first or mention.last >= last:
            return False
        begin = self._mentions.opening(mention.first)
        is_listed = "," in self._mentions.gap(begin) or self._words[begin - 1].lower in _LISTING
        starts = self._number_starts
        if not is_listed or mention.last not in starts or not any(first <= i < mention.first for i in starts):
            return False
        cues = self._mentions.cues
        return any(
            m.keys and m.last <= mention.first and (m.last in cues or self._counting(m, last) is not None) for m in here
        )

    def _follows_number(self, mention: Mention) -> bool:
        """Whether a number, or what it counts, stands right before a name in brackets: `19 dead (hospital)`."""
        return not self._number_starts.isdisjoint(range(mention.first - _NUMBER_REACH, mention.first))

    @cached_property
    def _number_starts(self) -> frozenset[int]:
        """The words that numbers begin with, or their bounds."""
        reading = self._mentions.reading
        return frozenset(reading.word_at(q.start) for q in reading.quantities)

    def _is_document(self, mention: Mention, first: int, last: int) -> bool:
        """`Reports of 1,000 dead`, `by earlier estimates`."""
        is_followed = mention.last < last and self._words[mention.last].lower in ("of", "that")
        is_by = mention.first > first and self._words[mention.first - 1].lower == "by"
        return (is_followed or is_by) and self._mentions.is_kind(mention, "document")

    def _counting(self, mention: Mention, last: int) -> int | None:
        """`The police have 19`: return the verb, where a number follows it."""
        verb = mention.last
        while verb < last and self._words[verb].lower in SKIPPED and self._words[verb].lower not in _HAS:
            verb += 1
        if verb >= last or self._words[verb].lower not in _HAS:
            return None
        number = verb + 1
        while number < last and self._words[number].lower in _TO_NUMBER and self._words[number].lower not in _COUNTS:
            number += 1
        is_number = number < last and (self._words[number].text[0].isdigit() or self._words[number].lower in _COUNTS)
        return verb if is_number else None

    def _giving(self, mention: Mention) -> int | None:
        """`The range given by Jones`: return the participle, where something told stands before it."""
        by = mention.first - 1
        while by > 0 and self._words[by].lower in BEFORE_NAMES and self._words[by].lower != "by":
            by -= 1
        if (
            by < 1
            or self._words[by].lower != "by"
            or self._words[by - 1].lemma not in _GIVEN
            or by - 1 in self._mentions.cues
        ):
            return None
        before = self._words[max(0, by - _FAR) : by - 1]
        is_told = any(word.text[0].isdigit() or word.lemma in _TOLD for word in before)
        return by - 1 if is_told else None
