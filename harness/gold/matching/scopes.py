"""Which words of a sentence are given to which of its sources: up to the next source, a semicolon, a new clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from harness.gold.matching.cues import SKIPPED, VIEWS
from harness.gold.matching.mentions import Mentions
from harness.gold.matching.speaker import Speaker
from harness.text.words import word_set

Scope = tuple[int, int]

_TURNS = word_set("while whereas but though although and")
_CONTRASTS = word_set("while whereas although though")
_BETWEEN = _TURNS | word_set("after before when because")
_AFTERWARDS = _TURNS | word_set("with yet")
_RELATIVES = word_set("who which whose")
_BEFORE_FRAMES = SKIPPED | word_set("in by on the and but yet so as a an own")
_CLOSING = frozenset(",;.)!?\n")
_FEWEST_SAID = 3
"""How many words must stand before a source that closes what it says."""

_OPENING = 4
"""How many words before a source the clause may begin that it opens."""

_LONGEST_NAME = 14


def segments_of(mentions: Mentions, first: int, last: int) -> Iterator[Scope]:
    """Yield the parts of a sentence between semicolons and line ends, and the word STOP of a telegram."""
    begin = first
    for i in range(first + 1, last):
        gap = mentions.gap(i)
        if ";" in gap or "\n" in gap or mentions.words[i - 1].text == "STOP":
            yield begin, i
            begin = i
    yield begin, last


def scoped(mentions: Mentions, speakers: Sequence[Speaker], first: int, last: int) -> list[Speaker]:
    """Return a sentence's attributions, in order, with the words that each holds for."""
    found: list[Speaker] = []
    waiting = list(reversed(speakers))
    for begin, end in segments_of(mentions, first, last):
        here: list[Speaker] = []
        while waiting and waiting[-1].cue[0] < end:
            here.append(waiting.pop())
        found.extend(_in_segment(mentions, here, begin, end))
    return found


def _in_segment(mentions: Mentions, speakers: list[Speaker], begin: int, end: int) -> Iterator[Speaker]:
    floor, before = begin, None
    for i, speaker in enumerate(speakers):
        if before and before.cue == speaker.cue:
            scope = before.scope
        else:
            following = next((s for s in speakers[i + 1 : i + 4] if s.hull[0] >= speaker.hull[1]), None)
            scope = _scope(mentions, speaker, floor, following, end)
            if before and before.scope[1] > scope[0] and _is_nested(mentions, before, speaker):
                scope = before.scope
            if (following and scope[1] <= following.hull[0]) or _is_bracketed(mentions, speaker):
                floor = max(floor, scope[1])
        before = replace(speaker, scope=scope)
        yield before


def _is_bracketed(mentions: Mentions, speaker: Speaker) -> bool:
    """Whether a source stands in brackets behind what it says, and another does so behind that: `19 (X) or 26 (Y)`."""
    opening = mentions.gap(mentions.opening(speaker.hull[0]))
    return _has_no_cue(speaker) and "(" in opening and ")" in mentions.gap(speaker.hull[1])


def _has_no_cue(speaker: Speaker) -> bool:
    """Whether a source has no word of saying: `the union counts 26, the owner 19`, `26 (union) or 19 (owner)`."""
    return speaker.cue == (speaker.first, speaker.last)


def _is_nested(mentions: Mentions, one: Speaker, other: Speaker) -> bool:
    """Whether one source speaks through another: `a colonel says his side believes`, `BILD writes, citing sources`."""
    turns = (i for i in range(one.hull[1], other.hull[0]) if _is_turn(mentions, i))
    return all(mentions.words[i].lower in _RELATIVES for i in turns)


def _scope(mentions: Mentions, speaker: Speaker, floor: int, following: Speaker | None, end: int) -> Scope:
    """Return the words that a source holds for: those before it where it closes them, those behind that it opens."""
    if _is_bracketed(mentions, speaker):
        return floor, speaker.hull[1]
    if _is_frame(mentions, speaker, floor):
        return floor, end
    limit = _limit(mentions, speaker, following, end)
    first, last = speaker.hull
    if not _closes(mentions, speaker, floor):
        opening = next((i for i in range(first, max(floor, first - _OPENING), -1) if _opens(mentions, i)), floor)
        return opening, limit
    afterwards = (i for i in range(last, limit) if mentions.words[i].lower in _AFTERWARDS and "," in mentions.gap(i))
    turn = next(afterwards, limit)
    if following and turn == limit and _closes(mentions, following, last):
        turn = last
    begin = floor
    if _is_view(mentions, speaker):
        begin = next((i for i in range(first - _OPENING, floor, -1) if "," in mentions.gap(i)), floor)
    return begin, max(turn, last)


def _limit(mentions: Mentions, speaker: Speaker, following: Speaker | None, end: int) -> int:
    """Return where the words of the next source begin at the latest."""
    if following is None:
        return end
    subject = following.hull[0]
    if following.is_subject and "," in mentions.gap(subject) and _contrasts(mentions, speaker):
        return subject
    if _has_no_cue(following) and "," in mentions.gap(subject):
        return subject
    turns = [i for i in range(speaker.hull[1], subject) if _is_turn(mentions, i)]
    if not turns or mentions.words[turns[-1]].lower in _RELATIVES:
        return end
    return turns[0] if _closes(mentions, following, speaker.hull[1]) else turns[-1]


def _contrasts(mentions: Mentions, speaker: Speaker) -> bool:
    """Whether a source's clause is set against one that follows: `While X says that it is so, Y …`."""
    first = speaker.hull[0]
    before = mentions.words[max(0, first - 2) : first]
    return any(word.lower in _CONTRASTS for word in before)


def _is_frame(mentions: Mentions, speaker: Speaker, begin: int) -> bool:
    """Whether a source opens a sentence and holds for all of it: `According to X, …`, `In X's view, …`."""
    cue = mentions.words[speaker.cue[0]]
    is_citing = cue.lower.endswith("ing") and speaker.cue[0] == begin
    is_phrase = cue.lower in ("according", "per") or _is_view(mentions, speaker)
    before = mentions.words[begin : speaker.hull[0]][: _OPENING + 1]
    return (is_citing or is_phrase) and all(word.lower in _BEFORE_FRAMES for word in before)


def _is_view(mentions: Mentions, speaker: Speaker) -> bool:
    """Whether the cue is `in the view of` or the like."""
    is_noun = speaker.cue[0] not in mentions.cues
    return is_noun and any(word.lemma in VIEWS for word in mentions.words[slice(*speaker.cue)])


def _opens(mentions: Mentions, position: int) -> bool:
    """Whether a new clause begins at a word: `while X says`, `, and X says`."""
    lower = mentions.words[position].lower
    return lower in _TURNS and (lower != "and" or "," in mentions.gap(position))


def _is_turn(mentions: Mentions, position: int) -> bool:
    """Whether what another source says may begin at a word."""
    return mentions.words[position].lower in _BETWEEN or "," in mentions.gap(position)


def _closes(mentions: Mentions, speaker: Speaker, begin: int) -> bool:
    """Whether a source stands behind what it says: a mark or the end of the sentence follows, words stand before."""
    first, last = speaker.hull
    longest = min(len(mentions.words), last + _LONGEST_NAME)
    while last < longest and not mentions.gap(last).strip() and mentions.belongs(last):
        last += 1
    return first - begin >= _FEWEST_SAID and any(mark in _CLOSING for mark in mentions.gap(last))
