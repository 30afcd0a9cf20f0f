"""Attributions: whether a summary gives a fact's content to its source, to another, or to none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from harness.gold.gold import GoldFact
from harness.gold.matching.passage import Key, NameBook, Passage, Speaker
from harness.gold.matching.terms import Terms
from harness.gold.models import Says

Fit = Literal["same", "one of several", "other source", "raised", "denied", "no source"]

_SOFT = frozenset({"believes", "suggests", "estimates", "expects", "fears", "cannot confirm"})
_NEGATIVE = frozenset({"denies", "cannot confirm", "does not say"})


@dataclass(frozen=True, slots=True)
class SayingMatch:
    """A sentence that has an attribution's content: whom it gives it to."""

    fit: Fit
    sentence: int
    speaker: Speaker | None = None


class SayingMatcher:
    """Matches one attribution fact."""

    def __init__(self, fact: GoldFact, names: NameBook) -> None:
        says = fact.fact.says
        assert says is not None
        self.fact = fact
        self.says: Says = says
        self.names = names
        self.sources = self._same_names(says.who.keys)
        self.relays = self._same_names(says.via)
        self.is_joint = bool(says.who.all) and len(self._expand(says.who.keys)) > 1
        self.terms = Terms(says.terms)
        self.content_ids = frozenset(
            name if "/" in name or fact.id == name or "/" not in fact.id else f"{fact.article}/{name}"
            for name in (says.what if isinstance(says.what, tuple) else ())
        )

    def _expand(self, keys: Iterable[str]) -> frozenset[Key]:
        return frozenset(member for key in keys for member in self.names.members((self.fact.article, key)))

    def _same_names(self, keys: Iterable[str]) -> frozenset[Key]:
        """Return the keys and those of other articles' names that have a spelling in common."""
        own = self._expand(keys) | {(self.fact.article, key) for key in keys}
        spellings = {text.lower() for key in own if (entry := self.names.entries.get(key)) for text in (entry.name, *entry.also) if text}
        bodies = {(e.of or "").lower() for key in own if (e := self.names.entries.get(key)) and e.kind == "person"} - {""}
        own |= {key for key, e in self.names.entries.items() if e.kind in ("body", "outlet") and any(t and t.lower() in bodies for t in (e.name, *e.also))}
        others = {
            key for key, entry in self.names.entries.items()
            if entry.name and ({entry.name.lower(), *map(str.lower, entry.also)} & spellings)
        }
        return own | others

    def content_sentences(self, passage: Passage, stated: Mapping[str, set[int]]) -> set[int]:
        """Return the sentences that state what is said."""
        found = {s for name in self.content_ids for s in stated.get(name, ())}
        if isinstance(self.says.what, str):
            for s, (first, last) in enumerate(passage.reading.sentence_words):
                if self.terms.found(passage.reading, first, last) is not None and not passage.is_question(s):
                    found.add(s)
        elif self.terms.groups:
            found = {s for s in found if self.terms.found(passage.reading, *passage.reading.sentence_words[s]) is not None}
        return found

    def matches(self, passage: Passage, stated: Mapping[str, set[int]], others: frozenset[Key]) -> list[SayingMatch]:
        """Return each sentence with the content and how it is attributed.

        `stated` maps fact ids to the sentences that state them; `others` are sources who may say it too.
        """
        return [self._judge(passage, s, others) for s in sorted(self.content_sentences(passage, stated))]

    def _judge(self, passage: Passage, sentence: int, others: frozenset[Key]) -> SayingMatch:
        speakers = passage.speakers[sentence]
        ours = [sp for sp in speakers if sp.keys & self.sources]
        if not ours and not speakers and passage.has_cue(sentence) and passage.keys_in(sentence) & self.sources:
            ours = [Speaker(passage.keys_in(sentence) & self.sources, "says", *passage.reading.sentence_words[sentence])]
        told = frozenset(key for key in passage.addressee(sentence) if self.names.entries[key].kind == "outlet")
        if ours and told and self.relays and not told & (self.relays | self.sources):
            return SayingMatch("other source", sentence, ours[0])
        if ours:
            return SayingMatch(self._firmness(passage, sentence, ours), sentence, ours[0])
        allowed = self.relays | others
        strangers = [sp for sp in speakers if sp.is_subject and not sp.keys & allowed and self._is_source(sp)]
        if strangers and len(strangers) == len(speakers):
            return SayingMatch("other source", sentence, strangers[0])
        return SayingMatch("no source", sentence)

    def _is_source(self, speaker: Speaker) -> bool:
        return any(self.names.entries[key].kind in ("person", "body", "outlet", "group") for key in speaker.keys)

    def _firmness(self, passage: Passage, sentence: int, ours: list[Speaker]) -> Fit:
        verbs = [speaker for speaker in ours if speaker.is_subject] or ours
        hows = {speaker.how for speaker in verbs}
        if self.says.how not in _NEGATIVE and all(speaker.is_negated for speaker in verbs):
            return "denied"
        if self.says.how not in _NEGATIVE and hows == {"denies"}:
            return "denied"
        if self.says.how == "denies" and "denies" not in hows and not self._has_negation(passage, sentence):
            return "denied"
        if self.says.how in _SOFT and "confirms" in hows and not hows - {"confirms"}:
            return "raised"
        if self.is_joint:
            named = {self._entry_name(key) for speaker in ours for key in speaker.keys & self.sources}
            wanted = {self._entry_name(key) for key in self._expand(self.says.who.keys)}
            if not wanted <= named:
                return "one of several"
        return "same"

    def _entry_name(self, key: Key) -> str:
        entry = self.names.entries[key]
        return (entry.name or key[1]).lower()

    @staticmethod
    def _has_negation(passage: Passage, sentence: int) -> bool:
        first, last = passage.reading.sentence_words[sentence]
        return any(first <= begin < last for begin, _, _ in passage.reading.cues("negation"))
