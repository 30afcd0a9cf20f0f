"""Disputes: how a summary treats facts that differ. The verdicts, worst first, are defined in `docs/gold-format.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from harness.gold.matching.bindings import Bound, bind, has_one_source, standing
from harness.gold.matching.origins import Origin, OriginFinder, Origins, is_beside_number, is_teller
from harness.gold.matching.points import Point, make_point, sources_of
from harness.gold.matching.renderings import SURE, RenderingFinder, likest
from harness.gold.matching.scene import Scene, Stage
from harness.gold.matching.tellings import Telling, TellingFinder
from harness.gold.matching.treatments import Treatment
from harness.gold.verdicts import DisputeVerdict
from harness.text.fold import Span

_OPEN = frozenset(
    {"differ", "differently", "difference", "vary", "variously", "range", "disagree", "disagreement", "conflict"}
    | {"dispute", "contest", "contradict", "depend", "unclear", "open", "discrepancy", "divergent", "diverge"}
)
"""Words that leave a matter open."""

_OPEN_STATEMENT = _OPEN | {"whether"}

_PLURAL = frozenset(["estimates", "figures", "counts", "reports", "sources", "accounts", "tolls", "numbers"])
"""Of whom a range can be: `estimates lie between 300 and 1,000`."""


class DisputeJudge:
    """Judges every dispute of a sample."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        disputes = [group for group in stage.gold.groups if group.is_dispute and len(group.members) > 1]
        facts = {m: stage.facts[m] for group in disputes for m in group.members}
        sources = {name: sources_of(fact, stage.every, stage.names) for name, fact in facts.items()}
        self.points = [make_point(group, facts, stage.numbers, sources) for group in disputes]
        self._sayings = {
            fact.id: {fact.id, *(says.what if isinstance(says.what, tuple) else ())}
            for fact in stage.every
            if (says := fact.fact.says)
        }
        self._tellings = TellingFinder(stage, self.points)
        self._renderings = RenderingFinder(stage, self.points)
        self._origins = OriginFinder(stage)

    def read_own(self, scene: Scene) -> None:
        """Learn what stands in an article."""
        self._tellings.read_own(scene)
        self._renderings.read_own(scene, self._origins.find(scene.passage))

    def judge(self, scene: Scene) -> tuple[DisputeVerdict, ...]:
        """Return a verdict on each dispute of a summary whose facts are decided."""
        if not self.points:
            return ()
        origins = self._origins.find(scene.passage)
        tellings = self._tellings.find(scene, origins)
        found = []
        for point in self.points:
            treatment = Treatment()
            self._weigh_tellings(scene, point, tellings.get(point.id, []), origins, treatment)
            weigh = self._weigh_sources if point.is_of_sources else self._weigh_renderings
            weigh(scene, point, origins, treatment)
            found.append(treatment.verdict(point))
        return tuple(found)

    def _weigh_tellings(
        self,
        scene: Scene,
        point: Point,
        tellings: Sequence[Telling],
        origins: Origins,
        treatment: Treatment,
    ) -> None:
        together: dict[int, list[Telling]] = {}
        for telling in tellings:
            together.setdefault(telling.sentence, []).append(telling)
        for telling in tellings:
            if telling.told is None and not telling.spans and not self._is_surely_wrong(scene, telling):
                continue
            treatment.spans.append(telling.span)
            bound = bind(scene.passage, telling, together[telling.sentence], origins)
            if telling.spans:
                treatment.outcomes.add("fair")
            elif telling.told is None:
                is_blended = telling.is_derived and not has_one_source(bound)
                treatment.outcomes.add("blended" if is_blended else "fabricated")
                treatment.wrong = scene.words(telling.span)
            else:
                standing_of = self._standing(point, telling, bound)
                is_sure = len(together[telling.sentence]) == 1 and self._is_misgiven(scene, point)
                if standing_of == "other" and not self.stage.gold.is_set and not is_sure:
                    standing_of = "none"  # whose it is, one article's sources alone do not make sure
                treatment.tell(self._told(point, telling, bound), standing_of)
                if any(o.is_every and telling.first > o.first for o in bound.origins):
                    treatment.outcomes.add("blended")
                treatment.is_open = treatment.is_open or _is_left_open(scene, telling)

    def _weigh_renderings(self, scene: Scene, point: Point, origins: Origins, treatment: Treatment) -> None:
        for sentence, scores in self._renderings.find(scene, point).items():
            first, last = scene.passage.reading.sentence_words[sentence]
            treatment.spans.append(scene.passage.span(first, last))
            here = tuple(origins.named[sentence]) + origins.held[sentence]
            here = tuple(o for o in here if not is_beside_number(scene, o))
            if not any(is_teller(scene, o, sentence) for o in here):
                here = ()
            is_open = bool(_OPEN_STATEMENT & set(scene.passage.reading.lemmas[first:last]))
            treatment.is_open = treatment.is_open or is_open
            if any(o.is_every for o in here) and not is_open and len(point.versions) > 1:
                treatment.outcomes.add("blended")
            elif not is_open and self._is_of_others(point, scores, here) and self._is_misgiven(scene, point):
                treatment.outcomes.add("misattributed")
            denied = _denied(scene, scores, sentence)
            if denied:
                treatment.outcomes.add("fabricated")
                treatment.wrong = scene.words(denied)
            treatment.rendered.append(point.version_of[max(scores, key=lambda name: scores[name])])
            treatment.add_sides(point, here, self.stage.numbers)

    def _is_surely_wrong(self, scene: Scene, telling: Telling) -> bool:
        """Whether a value that is none of a point's is surely no article's; in a set it is enough that it is none."""
        start, end = telling.span
        return self.stage.gold.is_set or any(begin < end and start < stop for begin, stop in scene.missing)

    def _is_misgiven(self, scene: Scene, point: Point) -> bool:
        """Whether a saying about a point's facts is given to another source; of a set its values alone tell."""
        members = set(point.group.members)
        verdicts = (scene.verdicts.get(name) for name in self._sayings if self._sayings[name] & members)
        return self.stage.gold.is_set or any(v is not None and v.verdict == "contradicted" for v in verdicts)

    def _is_of_others(self, point: Point, scores: Mapping[str, float], here: Sequence[Origin]) -> bool:
        """Whether a statement is surely given to others than those who make it.

        Those are the articles that have it in their own words, and whoever they name. In one article, only the source
        of a rival is another.
        """
        best = max(scores.values())
        if best < SURE:
            return False
        likely = {point.version_of[name] for name, score in scores.items() if score >= best / 2}
        if any(point.versions[i].is_from(o) for i in likely for o in here):
            return False
        sure = [o for o in here if o.is_sure and (o.articles or o.is_speaker)]
        if not self.stage.gold.is_set:
            is_sourced = all(point.versions[i].sources for i in likely)
            return is_sourced and any(version.is_from(o) for version in point.versions for o in sure)
        makers = {article for name in likest(scores) for article in self._renderings.makers[name]}
        numbers = {self.stage.numbers[article] for article in makers}
        if any(o.articles & numbers or any(article in makers for article, _ in o.keys) for o in here):
            return False
        return bool(sure)

    def _weigh_sources(self, scene: Scene, point: Point, origins: Origins, treatment: Treatment) -> None:
        """Weigh a dispute about who says something: each source that is named with the content is a version."""
        for sentence, named in self._renderings.find_sources(scene, point, origins).items():
            treatment.spans += [scene.passage.span(o.first, o.last) for o in named]
            articles = [o for o in origins.named[sentence] if o.articles and not o.is_every]
            articles += origins.held[sentence]
            told = [version for version in point.versions if any(version.is_from(o) for o in named)]
            treatment.rendered += [point.versions.index(version) for version in told]
            treatment.add_sides(point, articles, self.stage.numbers)
            namers = self._renderings.namers_of(point, named, self.stage.numbers)
            namers = namers.union(*(version.articles for version in told))
            if articles and not any(namers & o.articles for o in articles):
                treatment.outcomes.add("misattributed")
            if _are_joined(scene, point, named):
                treatment.outcomes.add("blended")

    def _standing(self, point: Point, telling: Telling, bound: Bound) -> str:
        """Return whether a value has its own source (`own`), only another's (`other`), or none (`none`)."""
        versions = [point.versions[i] for i in telling.versions]
        if not self.stage.gold.is_set and not any(version.sources for version in versions):
            return "own"  # its article gives no source that could be named
        rivals = [version for i, version in enumerate(point.versions) if i not in telling.versions]
        return standing(versions, rivals, bound)

    @staticmethod
    def _told(point: Point, telling: Telling, bound: Bound) -> int:
        """Return the version that a value tells: of those with its source, if any, the closest."""
        all_of = bound.origins + bound.held
        own = [i for i in sorted(telling.versions) if any(point.versions[i].is_from(o) for o in all_of)]
        return telling.told if telling.told in own or not own else own[0]  # type: ignore[return-value]


def _is_left_open(scene: Scene, telling: Telling) -> bool:
    """Whether a sentence leaves the matter open, or gives a range as that of several sources."""
    reading = scene.passage.reading
    first, last = reading.sentence_words[telling.sentence]
    if _OPEN & set(reading.lemmas[first:last]):
        return True
    return telling.is_range and any(word.lower in _PLURAL for word in reading.words[first:last])


def _denied(scene: Scene, scores: Mapping[str, float], sentence: int) -> Span | None:
    """Return the words of a sentence that say the contrary of the statement that it fits best, where none is stated."""
    best = max(scores, key=lambda name: scores[name])
    here = [
        verdict
        for name in scores
        if (verdict := scene.verdicts.get(name))
        and verdict.summary_span
        and scene.passage.reading.sentence_of(verdict.summary_span[0]) == sentence
    ]
    if any(verdict.verdict == "supported" for verdict in here):
        return None
    return next((v.summary_span for v in here if v.id == best and v.verdict == "contradicted"), None)


def _are_joined(scene: Scene, point: Point, named: Sequence[Origin]) -> bool:
    """Whether sources of two versions are named as one: `the company and the office`."""
    words, text = scene.passage.reading.words, scene.passage.reading.text
    for one, two in pairwise(named):
        joint = text[words[one.last - 1].end : words[two.first].start].split()
        versions = [{i for i, v in enumerate(point.versions) if v.is_from(o)} for o in (one, two)]
        if joint in (["and"], ["and", "the"]) and all(versions) and not versions[0] & versions[1]:
            return True
    return False
