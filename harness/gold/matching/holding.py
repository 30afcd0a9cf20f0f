"""Whose words hold a content: which of a sentence's sources it is given to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from harness.gold.matching.bags import Bag
from harness.gold.matching.passage import Passage
from harness.gold.matching.scene import Scene
from harness.gold.matching.scopes import Scope
from harness.gold.matching.speaker import Speaker
from harness.text.fold import Span

_CLOSE = 0.8
"""Where several sources share a sentence, a content is theirs whose words have at least so much of the best share."""

_POINTERS = frozenset({"that", "this", "these", "those"})
_IT = frozenset({"it", "so", "this", "that"})
_POINTED = frozenset({"the", "what", "how", "according", "from", "his", "her", "its", "their", "not", "as", "a", "an"})
_ARE = frozenset({"is", "was", "are", "were"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a content stands: its sentence, its words where they are known, and what became of it there.

    `content` is the id of the fact that is the content, empty for content in words. A likely content was not found
    stated, but the sentence has most of its words.
    """

    sentence: int
    span: Span | None
    what: Literal["stated", "denied", "wrong", "likely"]
    bag: Bag
    content: str = ""

    def share_in(self, scene: Scene, scope: Scope) -> float:
        """Return how much of the content some words have, 0 to 1."""
        return self.bag.score_between(scene.features, *scope)


def speakers_of(scene: Scene, place: Place, *, least: float = 0) -> list[Speaker]:
    """Return whom a sentence gives as sources of a content: those in whose words it stands.

    Their words must have at least a share `least` of what the whole sentence has of the content.
    """
    speakers = scene.passage.speakers[place.sentence]
    if not speakers:
        return _pointing(scene.passage, place.sentence + 1)
    chosen = _holding(scene, place, sorted({speaker.scope for speaker in speakers}), least)
    return [sp for sp in speakers if sp.scope in chosen] or [sp for sp in speakers if _points_back(scene.passage, sp)]


def _points_back(passage: Passage, speaker: Speaker) -> bool:
    """Whether a source is given what stands before, as in 'the Gazette reports it' and 'the mayor says so'."""
    words, after = passage.reading.words, speaker.cue[1]
    if after >= len(words) or words[after].lower not in _IT:
        return False
    following = words[after + 1].start if after + 1 < len(words) else len(passage.reading.text)
    return any(mark in ",.;!\n" for mark in passage.reading.text[words[after].end : following])


def _pointing(passage: Passage, sentence: int) -> list[Speaker]:
    """Return the sources of a sentence that points to what the one before says, as in 'That is the word from Seoul'."""
    if sentence >= len(passage.reading.sentences):
        return []
    first, last = passage.reading.sentence_words[sentence]
    words = [word.lower for word in passage.reading.words[first : min(first + 3, last)]]
    is_pointer = len(words) > 2 and words[0] in _POINTERS and words[1] in _ARE and words[2] in _POINTED  # noqa: PLR2004
    return passage.speakers[sentence] if is_pointer or words[:1] in (["that's"], ["so"]) else []


def _holding(scene: Scene, place: Place, scopes: Sequence[Scope], least: float) -> set[Scope]:
    """Return the stretches of words that hold a content."""
    if place.span:
        first, last = scene.passage.reading.word_range(place.span)
        return {scope for scope in scopes if scope[0] < last and first < scope[1]}
    shares = {scope: place.share_in(scene, scope) for scope in scopes}
    whole = place.share_in(scene, scene.passage.reading.sentence_words[place.sentence]) if least else 0.0
    enough = max(_CLOSE * max(shares.values()), least * whole)
    return {scope for scope, share in shares.items() if share >= enough and share > 0}
