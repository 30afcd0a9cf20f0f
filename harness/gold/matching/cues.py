"""The words by which sources are found: verbs of saying and the small words around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.text.words import word_set

if TYPE_CHECKING:
    from harness.gold.matching.passage import Passage

Cue = tuple[int, int, str]
"""First word, last + 1, and how firmly."""

ARTICLES = word_set("the a an its his her their this these those some")
BE = word_set("is are was were be been being")
BEFORE_NAMES = word_set("the a an its his her their one some to by mr ms mrs dr local")
"""What may stand between a cue and a name."""

PREPOSITIONS = word_set("of with at in from against for to on by near about over into")
SKIPPED = word_set(
    "has have had is are was were be been being do does did will would can could may might must should not n't never"
    " also later now then already still ever only just both all each jointly together again earlier since yet to"
    " nonetheless nevertheless however instead further themselves itself himself herself who which that cannot"
)
"""What may stand between a subject and its verb of saying."""

CITING = word_set("citing quoting mentioning cited quoted mentioned cites quotes")
VIEWS = word_set(
    "account belief count estimate estimation explanation judgement judgment opinion reckon tally view word"
)
"""Nouns by which somebody surely is given as source: `in her view`, `by his reckoning`."""

_NOUN_AFTER = ARTICLES | word_set(
    "other early earlier initial recent any no of by from such first several various many new same previous latest"
    " current own official"
)
_TOLD_TO = word_set("tell say announce warn")
_MODALS = word_set("would could may might will to and")
_PUT_AT = word_set("a half one two three four five six seven eight nine ten dozen hundred thousand")
_PUT_REACH = 10
_PUT_AFTER = 4
_QUANTIFIERS = word_set("all both several many few most no numerous")
_COUNTED = 2
"""How many words before a noun a number may stand that counts it."""


def is_possessive(text: str) -> bool:
    """Whether a word has a possessive ending."""
    return text.endswith(("'s", "\u2019s", "s'", "s\u2019"))


def verbs_of_saying(passage: Passage) -> dict[int, Cue]:
    """Return the verbs of saying by their first word; a noun of the same form (`the report`) is none."""
    words = passage.reading.words
    named = {i for first, last, _ in passage.name_hits for i in range(first, last) if last - first > 1}
    found: dict[int, Cue] = {}
    for cue in passage.reading.cues("speech"):
        first, last, _ = cue
        is_name = _has_capital(passage, last - 1) and first not in passage.reading.opening_words
        if first in named or is_name or _is_noun(passage, cue):  # `state media`
            continue
        if words[first].lemma != "put" or _puts_number(passage, cue):
            found[first] = cue
    return found


def _has_capital(passage: Passage, position: int) -> bool:
    word = passage.reading.words[position]
    return word.is_capital and not word.text.isupper()


def _is_noun(passage: Passage, cue: Cue) -> bool:
    """Whether what may be a verb of saying is none here: `the report`, `according to reports`, `hard to explain`."""
    words, first = passage.reading.words, cue[0]
    lower, before = words[first].lower, words[first - 1] if first else None
    is_plural = lower.endswith("s") and not lower.endswith("ss")
    if is_plural and cue[1] < len(words) and words[cue[1]].lower in CITING:
        return True
    gap = passage.reading.text[before.end : words[first].start] if before else ""
    if before is None or any(mark in gap for mark in ";:(\n"):
        return is_plural
    if before.lower == "to":
        return is_plural or words[first].lemma not in _TOLD_TO
    if is_plural and _is_counted(passage, first):
        return True
    marks = ARTICLES if lower.endswith("ed") else _NOUN_AFTER
    is_listed = is_plural and (before.lower in CITING or _has_capital(passage, first))
    return is_listed or before.lower in marks or is_possessive(before.text)


def _is_counted(passage: Passage, position: int) -> bool:
    """Whether a number or `all` stands before a word, or before one that describes it: `six test reports`."""
    reading = passage.reading
    for i in range(position - 1, max(-1, position - 1 - _COUNTED), -1):
        if i + 1 in reading.paused or reading.words[i].is_capital:
            return False
        if i in reading.bound_words or reading.words[i].lower in _QUANTIFIERS:
            return True
    return False


def _puts_number(passage: Passage, cue: Cue) -> bool:
    """Whether `put` is a verb of saying: `puts the dead at 19`, `put at 19`, not `put six million on the table`."""
    words = passage.reading.words
    if cue[0] and words[cue[0] - 1].lower in _MODALS:
        return False
    near = words[cue[1] : cue[1] + _PUT_REACH]
    at = next((i for i, word in enumerate(near) if word.lower in ("at", "on", "down")), None)
    if at is None:
        return False
    return any(w.text[0].isdigit() or w.lower in _PUT_AT for w in near[at : at + 1 + _PUT_AFTER])
