"""Silences: `the company has not commented`, in the many words in which news tells that, and its contrary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from harness.gold.gold import GoldFact
from harness.gold.matching.passage import Key, Passage
from harness.gold.matching.scene import Scene, Stage
from harness.gold.matching.terms import EMPTY
from harness.gold.models import States
from harness.text.fold import Span
from harness.text.reading import Reading
from harness.text.words import as_phrase, word_set

Treatment = Literal["silent", "spoken"]

_COMMENTS = word_set("comment respond remark react reply speak answer")
_SPEAK = (
    r"(?:comment\w*|respond\w*|repl(?:y|ied)|react\w*|answer\w*|sp(?:eak|oken?)(?: out)?"
    r"|sa(?:y|id) (?:a word|any\w+|something))"
)
_QUIET = r"(?:silent|silence|quiet|mum|tight-lipped)"
_SOME = r"(?:[\w'\u2019-]+ ){0,4}?"
_TALK = re.compile(
    rf"\b(?:(?:has|have|had|did|does|do|would|will|to) {_SOME}{_SPEAK}\b"
    rf"|(?:kept|keeps?|keeping|stay\w*|remain\w*|is|are|was|were|been) {_SOME}{_QUIET}\b|silence\b"
    rf"|(?:no|has|have|had|ha[sd]n['\u2019]t) {_SOME}(?:word|reply|response|reaction|comments?|statements?)\b"
    rf"|(?:issued?|made|make|gave|given?) {_SOME}(?:comments?|statements?|response)\b"
    r"|word (?:on|of|about) [\w ]{2,20}? (?:has|had) (?:[\w-]+ )?come\b"
    r"|declin\w+ to (?:say|speak|comment|respond|answer))",
    re.IGNORECASE,
)
"""How somebody is said to have spoken or kept silent."""

_DENIED = re.compile(
    r"\b(?:not|no(?!,)|never|nothing(?! but)|yet to|declin\w+|refus\w+|without|neither|nor|broken?)\b|n['\u2019]t\b"
    rf"|\b{_QUIET}\b",
    re.IGNORECASE,
)
"""What turns speaking into silence, and silence into speaking."""

_PERSONS = word_set("he she they it")
_SPEAKING = word_set("person body outlet")
_CLOSING = "\"'\u201d\u2019) \n"
_AHEAD = 24
"""How many characters before the words for speaking may negate them."""


def find_talk(reading: Reading) -> Iterator[tuple[int, Treatment, Span]]:
    """Yield where a text says, and does not ask, that somebody spoke or kept silent: the sentence, which, the words."""
    for match in _TALK.finditer(reading.text):
        sentence = reading.sentence_of(match.start())
        begin, end = reading.sentences[sentence]
        if reading.text[begin:end].rstrip(_CLOSING).endswith("?"):
            continue
        lead = reading.text[max(begin, match.start() - _AHEAD) : match.end()]
        yield sentence, "silent" if len(_DENIED.findall(lead)) % 2 else "spoken", match.span()


class Silence:
    """One fact that somebody has not commented, to be found in summaries."""

    def __init__(self, fact: GoldFact, states: States, stage: Stage) -> None:
        key = (fact.article, states.who)
        names = stage.names
        members = names.members(key) if key in names.entries else frozenset[Key]()
        self._keys = frozenset(same for member in members for same in names.same(member))
        self._words = frozenset(as_phrase(states.who or "")) - EMPTY

    @staticmethod
    def is_of(states: States) -> bool:
        """Whether a statement is that somebody has not spoken."""
        words = {word for did in states.did for word in as_phrase(did)}
        return states.polarity == "negative" and not words.isdisjoint(_COMMENTS)

    def treatments(self, scene: Scene) -> dict[int, tuple[Treatment, Span]]:
        """Return for each sentence that tells of it whether it has them silent or speaking, and in which words."""
        passage, reading = scene.passage, scene.passage.reading
        found: dict[int, tuple[Treatment, Span]] = {}
        for sentence, treatment, span in find_talk(reading):
            if sentence not in found and self._is_meant(passage, sentence, span[0]):
                found[sentence] = treatment, span
        return found

    def _is_meant(self, passage: Passage, sentence: int, place: int) -> bool:
        """Whether a sentence tells of those whom the fact is about: by name, or by a pronoun right after their name."""
        if self._is_named(passage, sentence, place):
            return True
        first, last = passage.reading.sentence_words[sentence]
        lowers = {word.lower for word in passage.reading.words[first:last] if word.end <= place}
        return sentence > 0 and not _PERSONS.isdisjoint(lowers) and self._is_named(passage, sentence - 1, place)

    def _is_named(self, passage: Passage, sentence: int, place: int) -> bool:
        """Whether they are the last who are named in a sentence before a place, or named behind it alone."""
        first, last = passage.reading.sentence_words[sentence]
        if not self._keys:
            return self._words <= set(passage.reading.lemmas[first:last])
        kinds = {key: entry.kind for key, entry in passage.names.entries.items()}
        every = passage.hits_between(first, last)
        hits = [hit for hit in every if hit[2] & self._keys or any(kinds[key] in _SPEAKING for key in hit[2])]
        ahead = [keys for begin, _, keys in hits if passage.reading.words[begin].start < place]
        return not self._keys.isdisjoint(ahead[-1] if ahead else frozenset().union(*(keys for _, _, keys in hits)))
