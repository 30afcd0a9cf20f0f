"""The matcher: from a summary to verdicts on every gold fact, dispute and claim of a sample."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from harness.articles.models import Article
from harness.gold.gold import Gold, GoldFact
from harness.gold.matching.claims import ClaimChecker, ClaimFinder
from harness.gold.matching.claims.source import Source
from harness.gold.matching.counts import CountFacts
from harness.gold.matching.disputes import DisputeJudge
from harness.gold.matching.passage import Passage
from harness.gold.matching.sayings import SayingFacts
from harness.gold.matching.scene import Scene, Stage
from harness.gold.matching.statements import StatementFacts
from harness.gold.matching.times import TimeFacts
from harness.gold.verdicts import Claim, DisputeVerdict, FactVerdict
from harness.text.dates import Period, parse_period
from harness.text.fold import EditedText, Span
from harness.text.reading import Reading
from harness.text.repeats import without_repeats
from harness.text.sentences import split_sentences
from harness.text.undress import undress


@dataclass(frozen=True)
class Matching:
    """All that was decided of one summary."""

    facts: tuple[FactVerdict, ...]
    disputes: tuple[DisputeVerdict, ...]
    claims: tuple[Claim, ...]


class Matcher:
    """Matches summaries against one sample's gold. Made once per sample; `match` keeps no state.

    Each kind of fact is first read in the articles themselves: what an article says in its own words (a doubt in the
    lead about what it asserts below, one saying given to two sources) is never a contradiction in a summary.

    `more` is for `ClaimChecker`: what finds more claims.
    """

    def __init__(
        self,
        gold: Gold,
        articles: Sequence[Article],
        more: Callable[[Sequence[Source]], ClaimFinder] | None = None,
    ) -> None:
        self.stage = Stage(gold, articles)
        self._published = _published(articles)
        # Attributions come last: their contents are the other facts.
        self._kinds = [kind(self.stage) for kind in (CountFacts, TimeFacts, StatementFacts, SayingFacts)]
        self._disputes = DisputeJudge(self.stage)
        for article in articles:
            scene = Scene(self.passage(article.text), self.stage.kinds, article.id)
            for kind in self._kinds:
                kind.read_own(scene)
            self._disputes.read_own(scene)
        for fact in self.stage.every:
            self._read_statement(fact)
        self._claims = ClaimChecker(gold, articles, more)

    def _read_statement(self, fact: GoldFact) -> None:
        """Read a fact's statement as an article's own words: it contradicts no other fact."""
        scene = Scene(self.passage(fact.fact.statement), self.stage.kinds)
        for kind in self._kinds:
            if not isinstance(kind, SayingFacts):
                kind.read_own(scene)

    def passage(self, text: str, sentences: list[Span] | None = None) -> Passage:
        """Return a text read, with the sample's names found in it; `sentences` are its own, where they are known."""
        splitter = split_sentences if sentences is None else lambda _: sentences
        return Passage(Reading(text, published=self._published, splitter=splitter), self.stage.names)

    def match(self, summary: str, *, counted: int | None = None) -> Matching:
        """Return the verdicts on a summary. A fact stated only after `counted` code points earns nothing.

        A sentence that is repeated is read once.
        """
        plain = undress(summary)
        sentences = split_sentences(plain.text)
        once = without_repeats(plain.text, sentences)
        passage = self.passage(once, sentences if once == plain.text else None)
        scene = Scene(passage, self.stage.kinds)
        claims = self._claims.check(passage.reading)
        scene.missing = frozenset(c.span for c in claims if c.verdict == "unsupported" and c.severity == "hard")
        scene.carried = {c.span: c.evidence for c in claims if c.verdict == "supported"}
        for kind in self._kinds:
            kind.decide(scene)
        facts = tuple(scene.verdicts[fact.id] for fact in self.stage.gold.facts)
        found = Matching(facts, self._disputes.judge(scene), claims)
        if plain.text != summary:
            found = _placed(found, plain)
        if counted is None:
            return found
        return replace(found, facts=tuple(_within(verdict, counted) for verdict in found.facts))


def _placed(found: Matching, plain: EditedText) -> Matching:
    """Return what was decided of an undressed text with the spans of the text as it was."""
    return Matching(
        tuple(
            v.model_copy(update={"summary_span": plain.span(*v.summary_span)}) if v.summary_span else v
            for v in found.facts
        ),
        tuple(d.model_copy(update={"spans": tuple(plain.span(*span) for span in d.spans)}) for d in found.disputes),
        tuple(c.model_copy(update={"span": plain.span(*c.span)}) for c in found.claims),
    )


def _within(verdict: FactVerdict, counted: int) -> FactVerdict:
    span = verdict.summary_span
    if verdict.verdict != "supported" or span is None or span[0] < counted:
        return verdict
    reason = "Stated only after the word limit, so it earns nothing."
    return verdict.model_copy(update={"verdict": "omitted", "mark": None, "reason": reason})


def _published(articles: Iterable[Article]) -> Period | None:
    """Return when the first article with a date came out."""
    return next((parse_period(article.published.date) for article in articles if article.published), None)
