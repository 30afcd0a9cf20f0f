"""Who says what in a text: each attribution with whom it names and the words that it holds for.

A source is found by its cue: a verb of saying with its subject here, nouns, labels and the like in `source_cues`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from harness.gold.matching.cues import ARTICLES, BE, CITING, SKIPPED, Cue
from harness.gold.matching.mentions import PERSONS, REACH, THINGS, Mentions
from harness.gold.matching.roles import Mention
from harness.gold.matching.scopes import scoped, segments_of
from harness.gold.matching.source_cues import SourceCues
from harness.gold.matching.speaker import Speaker
from harness.text.words import word_set

if TYPE_CHECKING:
    from harness.gold.matching.passage import Passage

_NOT = word_set("not n't never cannot no nobody")
_TELLING = word_set("tell speak inform warn alert")
"""Verbs after which those who are told stand."""

_DESCRIBED = 4
"""How many words may describe somebody whom the gold does not know."""

_FINITE = word_set("is are was were has have had will would can could may might must should does did do")
_REPORTED = {"report": "reports", "estimate": "estimates"}
_ENDS = frozenset(',"\u201d?!:\n\u2013-')


class SpeakerFinder:
    """Finds the attributions of one text."""

    def __init__(self, passage: Passage) -> None:
        self._reading = passage.reading
        self._mentions = Mentions(passage)
        self._words = passage.reading.words
        self._cues = passage.verb_cues
        self._nouns = SourceCues(self._mentions, self._speaker)
        self._things = {m.first for m in self._mentions.every if m.is_thing and not m.keys}
        self._standing: list[Speaker] = []
        self._entries = passage.names.entries

    def find(self) -> list[list[Speaker]]:
        """Return for each sentence its attributions, each with its scope."""
        return [self._in_sentence(first, last) for first, last in self._reading.sentence_words]

    def _in_sentence(self, first: int, last: int) -> list[Speaker]:
        speakers = list(self._nouns.labels(first, last))
        for i in range(first, last):
            if i in self._cues:
                told = list(self._of_verb(self._cues[i], first, last))
                self._note(told)
                speakers += told
        for cue in self._reading.cues_between("source", first, last):
            speakers.extend(self._nouns.of_noun(cue, first, last))
        speakers.extend(self._nouns.of_mentions(first, last))
        speakers = _once(s for s in speakers if s.keys or s.first not in self._things)
        self._note(speakers)
        found = scoped(self._mentions, speakers, first, last) + self._unnamed(speakers, first, last)
        if first < last and self._words[first].lemma == "source" and ":" in self._mentions.gap(first + 1):
            self._standing = found
        return found

    def _unnamed(self, speakers: list[Speaker], first: int, last: int) -> list[Speaker]:
        """Return the sources that a list names for all that follows, `Source: …`, where no other is named."""
        if not self._standing:
            return []
        free = [
            (a, b) for a, b in segments_of(self._mentions, first, last) if not any(a <= s.cue[0] < b for s in speakers)
        ]
        return [replace(s, is_subject=False, scope=segment) for s in self._standing for segment in free]

    def _note(self, speakers: Iterable[Speaker]) -> None:
        """Remember who spoke, for pronouns."""
        self._mentions.note((s.first, s.keys) for s in speakers if s.role == "source")

    def _speaker(
        self, mention: Mention, how: str, cue: Cue, bounds: tuple[int, int], *, is_near: bool, is_negated: bool = False
    ) -> Speaker:
        """Return a source with those joined to it. A pronoun may mean another: it is never sure."""
        joined = self._mentions.joined(mention, *bounds)
        is_sure = is_near and self._words[mention.first].lower not in PERSONS | THINGS
        place = (joined.first, joined.last)
        return Speaker(joined.keys, how, *place, is_subject=is_sure, is_negated=is_negated, cue=cue[:2])

    def _of_verb(self, cue: Cue, first: int, last: int) -> Iterator[Speaker]:
        begin, end, how = cue
        if self._words[begin].lower in CITING:
            yield from self._of_citing(cue, first, last)
            return
        agent = self._agent(end, last)
        if agent:
            is_negated = self._is_negated(begin, first)
            yield self._speaker(agent, how, cue, (first, last), is_near=True, is_negated=is_negated)
        elif self._is_passive(begin, first):
            yield from self._reported(cue)
        else:
            yield from self._of_active(cue, first, last)

    def _of_active(self, cue: Cue, first: int, last: int) -> Iterator[Speaker]:
        """`X says …`, `…, says X`, `X told Y`, `X says through Y`."""
        begin, end, how = cue
        if how == "denies" and ":" in self._mentions.gap(end + 1):
            how = "says"  # `rejects this: its guards were attacked`
        bounds, is_negated = (first, last), self._is_negated(cue[0], first)
        after = self._mentions.at(end, last)
        if after and self._words[begin].lemma in _TELLING:
            yield replace(self._speaker(after, how, cue, bounds, is_near=False), role="addressee")
            after = None
        before, is_near = self._mentions.subject(begin, first)
        if after and self._ends_clause(begin) and not self._goes_on(after):
            yield self._speaker(after, how, cue, bounds, is_near=True, is_negated=is_negated)
        elif before:
            yield self._speaker(before, how, cue, bounds, is_near=is_near, is_negated=is_negated)
        elif self._words[begin].lower.endswith("ing") and begin == first:
            yield from self._after_comma(cue, first, last)
        else:
            yield from self._stranger(cue, first, is_negated=is_negated)
        spokesman = self._mentions.at(end + 1, last) if end < last and self._words[end].lower == "through" else None
        if spokesman:
            yield self._speaker(spokesman, how, cue, bounds, is_near=False)

    def _goes_on(self, mention: Mention) -> bool:
        """Whether a name is the subject of what follows it: `Anna, who heads it, says the agency is late`."""
        after = self._words[mention.last].lower if mention.last < len(self._words) else ""
        return after in _FINITE and not self._mentions.gap(mention.last).strip()

    def _of_citing(self, cue: Cue, first: int, last: int) -> Iterator[Speaker]:
        """`BILD, citing the sources`, `the sources cited by BILD`: whom it comes from, and who passes it on."""
        begin, end, _ = cue
        before, _ = self._mentions.subject(begin, first)
        is_agent = end < last and self._words[end].lower in ("by", "in")
        is_active = self._words[begin].lower.endswith(("ing", "s")) or not is_agent
        after = self._mentions.at(end if is_active else end + 1, last)
        source, relay = (after, before) if is_active else (before, after)
        if source:
            yield self._speaker(source, "says", cue, (first, last), is_near=is_active)
        if relay:
            speaker = self._speaker(relay, "says", cue, (first, last), is_near=False)
            yield speaker if is_active else replace(speaker, role="addressee")

    def _after_comma(self, cue: Cue, first: int, last: int) -> Iterator[Speaker]:
        """`Speaking to BILD, he left it open`: the subject follows the comma."""
        comma = next((i for i in range(cue[1], min(last, cue[1] + REACH)) if "," in self._mentions.gap(i)), None)
        subject = (self._mentions.pronoun(comma, first) or self._mentions.at(comma, last)) if comma else None
        if subject:
            yield self._speaker(subject, cue[2], cue, (first, last), is_near=True)

    def _reported(self, cue: Cue) -> Iterator[Speaker]:
        """`300 deaths were reported` gives them to reports, where the gold has any."""
        plural = _REPORTED.get(self._words[cue[0]].lemma)
        documents = [(key, entry) for key, entry in self._entries.items() if plural and entry.kind == "document"]
        keys = frozenset(key for key, entry in documents if (entry.name or "").lower().endswith(plural or ""))
        if keys:
            yield Speaker(keys, "reports", cue[0], cue[1], cue=cue[:2])

    def _stranger(self, cue: Cue, first: int, *, is_negated: bool) -> Iterator[Speaker]:
        """One who is named, but whom the gold does not know: `Riverside Institute said`."""
        position = cue[0]
        while position > first and self._words[position - 1].lower in SKIPPED:
            position -= 1
        begin = position
        while begin > first and self._words[begin - 1].is_capital and not self._mentions.gap(begin).strip(" "):
            begin -= 1
        is_known = bool(self._mentions.within(begin, position)) or any(i in self._cues for i in range(begin, position))
        if begin == position:
            yield from self._somebody(cue, first, position)
        if begin < position and not is_known and (begin > first or position - begin > 1):
            yield Speaker(frozenset(), cue[2], begin, position, is_subject=True, is_negated=is_negated, cue=cue[:2])

    def _somebody(self, cue: Cue, first: int, end: int) -> Iterator[Speaker]:
        """One who is only called by what they are, as `its adversary claims`: it holds for what follows, as nobody."""
        for i in range(end - 1, max(first, end - _DESCRIBED) - 1, -1):
            if self._mentions.gap(i + 1).strip() or i in self._cues or self._words[i].is_capital:
                return
            if self._words[i].lower in ARTICLES and end - i > 1:
                yield Speaker(frozenset(), cue[2], i, end, cue=cue[:2])
                return

    def _agent(self, end: int, last: int) -> Mention | None:
        """Return who stands behind `by` right after a verb: `was reported by the agency`."""
        by = next((i for i in range(end, min(end + 2, last)) if self._words[i].lower == "by"), None)
        return self._mentions.at(by + 1, last) if by else None

    def _is_passive(self, verb: int, first: int) -> bool:
        """Whether a verb tells of what is said, not of who says it: `is reported`, `put at 19`, `deaths reported`."""
        i = verb
        while i > first and self._words[i - 1].lower in SKIPPED and self._words[i - 1].lower not in BE:
            i -= 1
        if i > first and self._words[i - 1].lower in BE:
            return not self._words[verb].lower.endswith("ing")
        lower, after = self._words[verb].lower, self._mentions.gap(verb + 1)
        if (
            lower in ("reported", "estimated")
            and any(mark in after for mark in ";.,\n")
            and not self._ends_clause(verb)
        ):
            return verb > first and self._mentions.subject(verb, first)[0] is None
        is_at = verb + 1 < len(self._words) and self._words[verb + 1].lower == "at"
        return is_at and self._words[verb].lemma in ("put", "estimate")

    def _is_negated(self, verb: int, first: int) -> bool:
        """Whether `not` or the like stands among the small words right before a verb."""
        for i in range(verb - 1, first - 1, -1):
            lower = self._words[i].lower
            if lower in _NOT or lower not in SKIPPED or self._mentions.gap(i + 1).strip():
                return lower in _NOT and not self._mentions.gap(i + 1).strip()
        return False

    def _ends_clause(self, position: int) -> bool:
        """Whether what is said ends before a word: with a mark, or with `as` before a verb of saying."""
        is_as = position > 0 and self._words[position - 1].lower in ("as", "so", "thus")
        return is_as or any(mark in _ENDS for mark in self._mentions.gap(position))


def _once(speakers: Iterable[Speaker]) -> list[Speaker]:
    """Return each source once for each place, in order; what surely is one first."""
    best: dict[tuple[int, int, str], Speaker] = {}
    for speaker in speakers:
        place = (speaker.first, speaker.last, speaker.role)
        if place not in best or (speaker.is_subject and not best[place].is_subject):
            best[place] = speaker
    return sorted(best.values(), key=lambda s: s.hull)
