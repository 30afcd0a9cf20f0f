"""Attributions: whether a summary gives a fact's content to its source, to another, or to none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from harness.gold.gold import GoldFact
from harness.gold.matching.passage import Key, NameBook, Passage, Speaker, spellings_of
from harness.gold.matching.scene import Scene, Stage, make_verdict
from harness.gold.matching.terms import Terms
from harness.gold.models import Says
from harness.gold.verdicts import FactVerdict
from harness.text.words import Lexicon

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

    def __init__(self, fact: GoldFact, says: Says, names: NameBook, lex: Lexicon) -> None:
        self.fact = fact
        self.says = says
        self.names = names
        self.sources = self._same_names(says.who.keys)
        self.relays = self._same_names(says.via)
        self.is_joint = bool(says.who.all) and len(self._expand(says.who.keys)) > 1
        self.terms = Terms(says.terms, lex)
        self.term_words = frozenset().union(*says.terms)
        self.content_ids = frozenset(
            name if "/" in name or fact.id == name or "/" not in fact.id else f"{fact.article}/{name}"
            for name in (says.what if isinstance(says.what, tuple) else ())
        )

    def _expand(self, keys: Iterable[str]) -> frozenset[Key]:
        return frozenset(member for key in keys for member in self.names.members((self.fact.article, key)))

    def _same_names(self, keys: Iterable[str]) -> frozenset[Key]:
        """Return the keys and those of other articles' names that have a spelling in common."""
        own = self._expand(keys) | {(self.fact.article, key) for key in keys}
        bodies = {(e.of or "").lower() for key in own if (e := self.names.entries.get(key)) and e.kind == "person"} - {
            ""
        }
        own |= {
            key for key, e in self.names.entries.items() if e.kind in ("body", "outlet") and spellings_of(e) & bodies
        }
        return frozenset(same for key in own for same in self.names.same(key))

    def content_sentences(self, passage: Passage, stated: Mapping[str, set[int]]) -> set[int]:
        """Return the sentences that state what is said."""
        found = {s for name in self.content_ids for s in stated.get(name, ())}
        if isinstance(self.says.what, str):
            for s, (first, last) in enumerate(passage.reading.sentence_words):
                if self.terms.found(passage.reading, first, last) is not None and not passage.states_nothing(s):
                    found.add(s)
        elif self.terms.groups:
            found = {
                s for s in found if self.terms.found(passage.reading, *passage.reading.sentence_words[s]) is not None
            }
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
            ours = [
                Speaker(passage.keys_in(sentence) & self.sources, "says", *passage.reading.sentence_words[sentence])
            ]
        told = frozenset(key for key in passage.addressee(sentence) if self.names.entries[key].kind == "outlet")
        if ours and told and self.relays and not told & (self.relays | self.sources):
            return SayingMatch("other source", sentence, ours[0])
        if ours:
            return SayingMatch(self._firmness(passage, sentence, ours), sentence, ours[0])
        allowed = self.relays | others
        subjects = [sp for sp in speakers if sp.is_subject]
        strangers = [sp for sp in subjects if not sp.keys & allowed and self._is_source(sp)]
        is_named = bool(passage.keys_in(sentence) & (self.sources | self.relays))
        if strangers and len(strangers) == len(subjects) and not is_named:
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
        return bool(passage.reading.cues_between("negation", first, last))


class SayingFacts:
    """Decides all attribution facts of a sample; needs the other kinds decided before."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.matchers = [
            SayingMatcher(fact, says, stage.names, stage.lexicon) for fact in stage.every if (says := fact.fact.says)
        ]
        self._others = {m.fact.id: self._sources_of_the_same(m) for m in self.matchers}

    def _sources_of_the_same(self, matcher: SayingMatcher) -> frozenset[Key]:
        """Return the sources to whom other facts give the same content, or what stands in a group with it."""
        return frozenset(
            key
            for other in self.matchers
            if other is not matcher and self._shares_content(matcher, other)
            for key in other.sources | other.relays
        )

    def _shares_content(self, one: SayingMatcher, other: SayingMatcher) -> bool:
        if one.content_ids & other.content_ids:
            return True
        if not one.content_ids and not other.content_ids:
            return bool(one.term_words & other.term_words)
        groups = {group.id for name in one.content_ids if (group := self.stage.group_of(name))}
        return any(
            (group := self.stage.group_of(name)) is not None and group.id in groups for name in other.content_ids
        )

    def read_own(self, scene: Scene) -> None:
        """Note whom the articles name beside each content: none of them is a wrong source for it."""
        for _ in range(2):
            for matcher in self.matchers:
                sentences = matcher.content_sentences(scene.passage, scene.stated)
                scene.stated.setdefault(matcher.fact.id, set()).update(sentences)
                for sentence in sentences:
                    self.stage.own.update((matcher.fact.id, key) for key in scene.passage.keys_in(sentence))

    def decide(self, scene: Scene) -> None:
        """Add verdicts on attributions to a scene. A saying may be about a saying, hence two rounds."""
        for _ in range(2):
            for matcher in self.matchers:
                allowed = self._allowed(matcher)
                found = matcher.matches(scene.passage, scene.stated, allowed)
                # `The captain denied that …` states nothing, but it has the source say the opposite.
                found += [m for m in matcher.matches(scene.passage, scene.denied, allowed) if m.fit == "denied"]
                said = {m.sentence for m in found if m.fit in ("same", "one of several")}
                scene.stated[matcher.fact.id] = scene.exact[matcher.fact.id] = said
                scene.verdicts[matcher.fact.id] = self._verdict(scene, matcher, found)

    def _allowed(self, matcher: SayingMatcher) -> frozenset[Key]:
        names = self.stage.names
        own = (key for key in names.entries if (matcher.fact.id, key) in self.stage.own)
        return self._others[matcher.fact.id].union(*(names.same(key) for key in own))

    def _verdict(self, scene: Scene, matcher: SayingMatcher, found: list[SayingMatch]) -> FactVerdict:
        found = [
            m
            for m in found
            if m.fit in ("same", "one of several", "no source") or not self._is_elsewhere(scene, matcher, m)
        ]
        first = {fit: next((m for m in found if m.fit == fit), None) for fit in _REASONS}
        for fit, (verdict, reason) in _REASONS.items():
            match = first[fit]
            if match is None or (fit == "other source" and any(m.fit == "no source" for m in found)):
                continue
            if verdict == "omitted":
                return make_verdict(matcher.fact, verdict, reason)
            mark = "coarser" if fit == "one of several" else None
            return self._attributed(scene, matcher, verdict, match, reason.format(how=matcher.says.how), mark)
        return make_verdict(matcher.fact, "omitted", "The summary does not give this source for this.")

    def _is_elsewhere(self, scene: Scene, matcher: SayingMatcher, match: SayingMatch) -> bool:
        """Whether a sentence is another article's, or of several at once: whose words are whose is not plain."""
        if self.stage.gold.is_set and len(set(scene.passage.markers[match.sentence])) > 1:
            return True
        return self.stage.is_elsewhere(scene.passage, match.sentence, matcher.fact)

    @staticmethod
    def _attributed(
        scene: Scene, matcher: SayingMatcher, verdict: str, match: SayingMatch, said: str, mark: str | None
    ) -> FactVerdict:
        speaker, passage = match.speaker, scene.passage
        span = passage.span(speaker.first, speaker.last) if speaker else passage.reading.sentences[match.sentence]
        words = scene.words(span)
        expected = matcher.fact.fact.statement
        reason = f"{said}: {words!r}."
        return make_verdict(matcher.fact, verdict, reason, mark=mark, summary_span=span, expected=expected, found=words)


_REASONS: dict[Fit, tuple[str, str]] = {
    "same": ("supported", "Given to its source"),
    "one of several": ("supported", "Given to one of its joint sources"),
    "raised": ("contradicted", "The source {how} this; the summary has it confirmed"),
    "denied": ("contradicted", "The source {how} this; the summary says the opposite"),
    "other source": ("contradicted", "Given to another source"),
    "no source": ("omitted", "The content is stated, but not who says it."),
}
"""What each way of attributing comes to, the decisive first."""
