"""Attributions: whether a summary gives a fact's content to its source, to another, or to none."""

from __future__ import annotations

from functools import cached_property

from harness.gold.matching.holding import speakers_of
from harness.gold.matching.passage import Key
from harness.gold.matching.saying import Fit, SayingMatch, SayingMatcher
from harness.gold.matching.scene import Scene, Stage, make_verdict
from harness.gold.verdicts import FactVerdict

_AS_CLOSE = 0.9
"""Two facts of a group that agrees are both stated where one has at least so much of the other's share."""

_AS_MUCH = 0.6
"""A stranger who says something else that the gold knows says that, if their words have at least so much of it."""


class SayingFacts:
    """Decides all attribution facts of a sample; needs the other kinds decided before."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.matchers = [SayingMatcher(fact, says, stage) for fact in stage.every if (says := fact.fact.says)]
        self._speaking = frozenset().union(*(m.sources | m.relays for m in self.matchers))
        self._others = {m.fact.id: self._sources_of_the_same(m) for m in self.matchers}
        self._groups = self._agreeing()

    def _agreeing(self) -> list[list[SayingMatcher]]:
        """Return the attributions of one article that say one thing, in groups of two or more."""
        together: dict[str, list[SayingMatcher]] = {}
        for matcher in [] if self.stage.gold.is_set else self.matchers:
            group = self.stage.group_of(matcher.fact.id)
            if group and not group.is_dispute:
                together.setdefault(group.id, []).append(matcher)
        return [group for group in together.values() if len(group) > 1]

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
        return bool(self._groups_of(one) & self._groups_of(other))

    def _groups_of(self, matcher: SayingMatcher) -> frozenset[str]:
        """Return the groups of a content: within one article, facts that conflict are not one content."""
        groups = (self.stage.group_of(name) for name in matcher.content_ids)
        return frozenset(g.id for g in groups if g and (self.stage.gold.is_set or g.group.relation != "conflict"))

    def read_own(self, scene: Scene) -> None:
        """Note whom the articles give each content to: none of them is a wrong source for it."""
        for _ in range(2):
            for matcher in self.matchers:
                places = list(matcher.places(scene))
                scene.stated.setdefault(matcher.fact.id, set()).update(place.sentence for place in places)
                for place in places:
                    keys = {key for speaker in speakers_of(scene, place) for key in speaker.keys}
                    self.stage.own.update((matcher.fact.id, key) for key in keys)

    def decide(self, scene: Scene) -> None:
        """Add verdicts on attributions to a scene. A saying may be about a saying, hence two rounds."""
        again = [matcher for matcher in self.matchers if self._decide(scene, matcher)]
        for matcher in again:
            self._decide(scene, matcher)
        for group in self._groups:
            self._keep_closest(scene, group)

    def _decide(self, scene: Scene, matcher: SayingMatcher) -> bool:
        """Add the verdict on one attribution; return whether it may change with those on others."""
        every = matcher.matches(scene, self._allowed[matcher.fact.id], self._speaking)
        found = [m for m in every if m.fit != "other source" or not self._says_else(scene, matcher, m)]
        said = {m.sentence for m in found if m.fit in ("same", "one of several")}
        scene.stated[matcher.fact.id] = scene.exact[matcher.fact.id] = said
        scene.verdicts[matcher.fact.id] = self._verdict(scene, matcher, found)
        return matcher.tells_saying or any(m.fit == "other source" for m in every)

    @cached_property
    def _allowed(self) -> dict[str, frozenset[Key]]:
        """The sources other than its own that are no wrong ones for each fact: known once all articles are read."""
        names, own = self.stage.names, self.stage.own
        return {
            name: others.union(*(names.same(key) for key in names.entries if (name, key) in own))
            for name, others in self._others.items()
        }

    def _says_else(self, scene: Scene, matcher: SayingMatcher, match: SayingMatch) -> bool:
        """Whether a stranger's words rather give what the stranger does say in the articles."""
        speaker = match.speaker
        if speaker is None or self._speaks_too(scene, matcher, match):
            return True
        share = _AS_MUCH * matcher.bag_of(match.content).score_between(scene.features, *speaker.scope)
        return any(
            other is not matcher and other.sources & speaker.keys and other.is_in(scene, match.sentence, speaker, share)
            for other in self.matchers
        )

    def _speaks_too(self, scene: Scene, matcher: SayingMatcher, match: SayingMatch) -> bool:
        """Whether the source speaks in the same sentence, and says there nothing else that the gold knows."""
        ours = [sp for sp in scene.passage.speakers[match.sentence] if sp.keys & matcher.sources]
        return any(
            not any(other is not matcher and other.is_in(scene, match.sentence, sp, 0) for other in self.matchers)
            for sp in ours
        )

    def _keep_closest(self, scene: Scene, group: list[SayingMatcher]) -> None:
        """Of several ways of saying one thing keep those that a sentence has most of: it does not say the others."""
        told = [m for m in group if scene.verdicts[m.fact.id].verdict == "supported"]
        shares = {m.fact.id: m.share(scene, scene.stated[m.fact.id]) for m in told}
        for matcher in told:
            if shares[matcher.fact.id] < _AS_CLOSE * max(shares.values()):
                scene.verdicts[matcher.fact.id] = matcher.omitted
                scene.stated[matcher.fact.id] = scene.exact[matcher.fact.id] = set()

    def _verdict(self, scene: Scene, matcher: SayingMatcher, found: list[SayingMatch]) -> FactVerdict:
        if not found:
            return matcher.omitted
        found = [m for m in found if _REASONS[m.fit][0] != "contradicted" or not self._is_elsewhere(scene, matcher, m)]
        unsourced = {m.content for m in found if m.fit == "no source"}
        found = [m for m in found if m.fit != "other source" or m.content not in unsourced]
        for fit, (verdict, reason) in _REASONS.items():
            match = next((m for m in found if m.fit == fit), None)
            if match and verdict == "omitted":
                return matcher.unsourced
            if match:
                mark = "coarser" if fit == "one of several" else None
                return self._attributed(scene, matcher, verdict, match, reason.format(how=matcher.says.how), mark)
        return matcher.omitted

    def _is_elsewhere(self, scene: Scene, matcher: SayingMatcher, match: SayingMatch) -> bool:
        """Whether a sentence is an article's own, or of several articles: then it is no plain error about this one."""
        if self.stage.is_own_sentence(scene.passage, match.sentence):
            return True
        if self.stage.gold.is_set and len(set(scene.passage.markers[match.sentence])) > 1:
            return True
        return self.stage.is_elsewhere(scene.passage, match.sentence, matcher.fact)

    @staticmethod
    def _attributed(
        scene: Scene, matcher: SayingMatcher, verdict: str, match: SayingMatch, said: str, mark: str | None
    ) -> FactVerdict:
        speaker, passage = match.speaker, scene.passage
        named = passage.span(speaker.first, speaker.last) if speaker else passage.reading.sentences[match.sentence]
        span = match.span or named
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
    "wrong partner": ("contradicted", "Given to one of its joint sources and to another"),
    "wrong content": ("contradicted", "The source says otherwise"),
    "no source": ("omitted", "The content is stated, but not who says it."),
}
"""What each way of attributing comes to, the decisive first."""
