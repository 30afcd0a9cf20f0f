"""The matcher: from a summary to a verdict on every gold fact of a sample."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from harness.articles.models import Article
from harness.gold.gold import Gold, GoldFact
from harness.gold.matching.claims import ClaimChecker
from harness.gold.matching.counts import CountMatch, CountMatcher
from harness.gold.matching.disputes import DisputeJudge
from harness.gold.matching.passage import Key, NameBook, Passage
from harness.gold.matching.sayings import SayingMatch, SayingMatcher
from harness.gold.matching.statements import StatementMatch, StatementMatcher
from harness.gold.matching.times import TimeMatch, TimeMatcher
from harness.gold.verdicts import Claim, DisputeVerdict, FactVerdict
from harness.text.dates import Period, parse_period
from harness.text.fold import Span
from harness.text.reading import Quantity, Reading, describe_amount

_STATED = frozenset({"same", "coarser", "bound dropped"})


@dataclass(frozen=True)
class Matching:
    """All that was decided of one summary, and the sentences that state each fact."""

    facts: tuple[FactVerdict, ...]
    disputes: tuple[DisputeVerdict, ...]
    claims: tuple[Claim, ...]


class Matcher:
    """Matches summaries against one sample's gold. Made once per sample; `match` keeps no state."""

    def __init__(self, gold: Gold, articles: Sequence[Article]) -> None:
        self.gold = gold
        self.articles = tuple(articles)
        self.names = NameBook(gold.names)
        every = [*gold.facts, *gold.others]
        self.facts: dict[str, GoldFact] = {fact.id: fact for fact in every}
        self.published = _published(articles)
        entries = self.names.entries
        self._counts = [
            CountMatcher(f, entries.get((f.article, f.fact.count.who or "")) if f.fact.count else None)
            for f in every
            if f.fact.count
        ]
        self._times = [TimeMatcher(f, self.facts, self.names) for f in every if f.fact.date]
        self._statements = [StatementMatcher(f, self.names) for f in every if f.fact.states]
        self._sayings = [SayingMatcher(f, self.names) for f in every if f.fact.says]
        self._group_of = {member: group for group in gold.groups for member in group.members}
        self._claims = ClaimChecker(gold, self.articles)
        self._disputes = DisputeJudge(gold, self.articles, self.names)

    def passage(self, summary: str) -> Passage:
        """Return a summary read."""
        return Passage(Reading(summary, published=self.published), self.names)

    def match(self, summary: str, *, counted: int | None = None) -> Matching:
        """Return the verdicts on a summary. A fact stated only after `counted` code points earns nothing."""
        passage = self.passage(summary)
        stated: dict[str, set[int]] = {}
        verdicts: dict[str, FactVerdict] = {}
        spans = self._match_counts(passage, verdicts, stated)
        self._match_times(passage, verdicts, stated)
        self._match_statements(passage, verdicts, stated)
        self._match_sayings(passage, verdicts, stated)
        ordered = tuple(self._within(verdicts[fact.id], counted) for fact in self.gold.facts)
        disputes = self._disputes.judge(passage, {v.id: v for v in ordered}, stated, spans)
        return Matching(ordered, disputes, self._claims.check(passage))

    @staticmethod
    def _within(verdict: FactVerdict, counted: int | None) -> FactVerdict:
        late = counted is not None and verdict.summary_span is not None and verdict.summary_span[0] >= counted
        if not late or verdict.verdict != "supported":
            return verdict
        reason = "Stated only after the word limit, so it earns nothing."
        return verdict.model_copy(update={"verdict": "omitted", "mark": None, "reason": reason})

    def _verdict(self, fact: GoldFact, verdict: str, reason: str, **more: object) -> FactVerdict:
        return FactVerdict.model_validate(
            {"id": fact.id, "kind": fact.kind, "verdict": verdict, "evidence": fact.evidence, "reason": reason, **more}
        )

    # Counts

    def _match_counts(
        self, passage: Passage, verdicts: dict[str, FactVerdict], stated: dict[str, set[int]]
    ) -> dict[str, list[Quantity]]:
        """Decide the counts; return for each the ranges that may hold its value, for the disputes."""
        matches = {matcher.fact.id: matcher.matches(passage) for matcher in self._counts}
        explained = {
            m.quantity.start
            for found in matches.values()
            for m in found
            if m.is_tight and not m.is_negated and m.relation in _STATED
        }
        for matcher in self._counts:
            found = matches[matcher.fact.id]
            stated[matcher.fact.id] = {m.sentence for m in found if m.relation in _STATED and not m.is_negated}
            verdicts[matcher.fact.id] = self._count_verdict(passage, matcher, found, explained)
        return {
            name: [m.quantity for m in found if m.relation == "weaker" and m.quantity.amount.is_range]
            for name, found in matches.items()
        }

    def _count_verdict(
        self, passage: Passage, matcher: CountMatcher, found: list[CountMatch], explained: set[int]
    ) -> FactVerdict:
        fact, expected = matcher.fact, matcher.described
        good = sorted((m for m in found if m.relation in _STATED and not m.is_negated), key=lambda m: (_rank(m.relation), not m.is_tight))
        denied = [m for m in found if m.relation in _STATED and m.is_negated and m.is_tight]
        if denied:
            return self._count_says(fact, "contradicted", denied[0], expected, f"The summary denies it: {_quote(passage, denied[0])}.")
        if good:
            mark = good[0].relation if good[0].relation != "same" else None
            said = "Stated" if mark is None else "Stated, coarser" if mark == "coarser" else "Stated without its bound"
            return self._count_says(fact, "supported", good[0], expected, f"{said}: {good[0].quantity} for {expected}.", mark=mark)
        wrong = [m for m in found if m.relation == "different" and m.is_tight and not m.is_negated and m.quantity.start not in explained]
        wrong = [m for m in wrong if not self._is_rival(fact, m)]
        if wrong:
            m = wrong[0]
            return self._count_says(fact, "contradicted", m, expected, f"The summary says {m.quantity}, the article {expected} ({matcher.count.unit}).")
        weak = [m for m in found if m.relation == "weaker"]
        if weak:
            return self._count_says(fact, "omitted", weak[0], expected, f"{weak[0].quantity} is compatible with {expected} but does not state it.", span=False)
        return self._verdict(fact, "omitted", f"No number of the summary is about this ({expected} {matcher.count.unit}).", expected=expected)

    def _count_says(
        self, fact: GoldFact, verdict: str, match: CountMatch, expected: str, reason: str, *, mark: str | None = None, span: bool = True
    ) -> FactVerdict:
        quantity = match.quantity
        where: Span | None = (quantity.start, quantity.end) if span else None
        found = describe_amount(quantity.amount, quantity.bound)
        return self._verdict(fact, verdict, reason, mark=mark, summary_span=where, expected=expected, found=found)

    def _is_rival(self, fact: GoldFact, match: CountMatch) -> bool:
        """Whether a number is what another fact of the same group says."""
        group = self._group_of.get(fact.id)
        if group is None:
            return False
        from harness.gold.compare import Value, compare_amounts  # noqa: PLC0415

        for member in group.members:
            other = self.facts[member].fact.count
            if member != fact.id and other:
                relation = compare_amounts(Value(other.amount, other.bound), Value(match.quantity.amount, match.quantity.bound))
                if relation in _STATED:
                    return True
        return False

    # Dates

    def _match_times(self, passage: Passage, verdicts: dict[str, FactVerdict], stated: dict[str, set[int]]) -> None:
        matches = {matcher.fact.id: matcher.matches(passage) for matcher in self._times}
        explained = {m.mention.start for found in matches.values() for m in found if m.relation in _STATED}
        for matcher in self._times:
            found = matches[matcher.fact.id]
            stated[matcher.fact.id] = {m.sentence for m in found if m.relation in _STATED and not m.is_negated}
            verdicts[matcher.fact.id] = self._time_verdict(passage, matcher, found, explained)

    def _time_verdict(self, passage: Passage, matcher: TimeMatcher, found: list[TimeMatch], explained: set[int]) -> FactVerdict:
        fact, expected = matcher.fact, matcher.described
        good = sorted((m for m in found if m.relation in _STATED and not m.is_negated), key=lambda m: (_rank(m.relation), not m.is_tight))
        denied = [m for m in found if m.relation in _STATED and m.is_negated and m.is_tight]
        if denied and not good:
            words = passage.reading.text[denied[0].mention.start : denied[0].mention.end]
            return self._time_says(fact, "contradicted", denied[0], expected, words, f"The summary says it did not happen then ({words!r}).", None)
        if good:
            mark = "coarser" if good[0].relation == "coarser" else None
            words = passage.reading.text[good[0].mention.start : good[0].mention.end]
            reason = f"Stated{', coarser' if mark else ''}: {words!r} for {expected}."
            return self._time_says(fact, "supported", good[0], expected, words, reason, mark)
        rivals = {m.mention.start for m in found if self._is_rival_time(fact, m)}
        wrong = [m for m in found if m.relation == "different" and m.is_tight and m.mention.start not in explained | rivals]
        if wrong:
            words = passage.reading.text[wrong[0].mention.start : wrong[0].mention.end]
            return self._time_says(fact, "contradicted", wrong[0], expected, words, f"The summary says {words!r}, the article {expected}.", None)
        return self._verdict(fact, "omitted", f"The summary gives no date for this ({expected}).", expected=expected)

    def _time_says(self, fact: GoldFact, verdict: str, match: TimeMatch, expected: str, words: str, reason: str, mark: str | None) -> FactVerdict:
        span = (match.mention.start, match.mention.end)
        return self._verdict(fact, verdict, reason, mark=mark, summary_span=span, expected=expected, found=words)

    def _is_rival_time(self, fact: GoldFact, match: TimeMatch) -> bool:
        group = self._group_of.get(fact.id)
        members = set(group.members) - {fact.id} if group else set()
        return any(
            other.fact.id in members and other._compare(match.mention) in _STATED  # noqa: SLF001  (a sibling of its own class)
            for other in self._times
        )

    # Statements

    def _match_statements(self, passage: Passage, verdicts: dict[str, FactVerdict], stated: dict[str, set[int]]) -> None:
        matches = {matcher.fact.id: matcher.matches(passage) for matcher in self._statements}
        for matcher in self._statements:
            stated[matcher.fact.id] = {m.sentence for m in matches[matcher.fact.id] if m.fit in ("same", "raised")}
        for matcher in self._statements:
            verdicts[matcher.fact.id] = self._statement_verdict(passage, matcher, matches, stated)

    def _statement_verdict(
        self,
        passage: Passage,
        matcher: StatementMatcher,
        matches: Mapping[str, list[StatementMatch]],
        stated: Mapping[str, set[int]],
    ) -> FactVerdict:
        fact = matcher.fact
        found = matches[fact.id]
        same = sorted((m for m in found if m.fit == "same"), key=lambda m: not m.is_tight)
        negated = [m for m in found if m.fit == "negated" and m.is_tight]
        if same:
            # Stated and denied in so many words is a contradiction; a nearby negation of something else is not.
            clash = [m for m in negated if not self._says_another(fact, m, stated)]
            if clash and same[0].is_tight and matcher.states.terms and self._is_plain_denial(passage, clash[0], same[0]):
                return self._says(passage, fact, "contradicted", clash[0], "The summary both states and denies it")
            return self._says(passage, fact, "supported", same[0], "Stated")
        for match in found:
            if match.fit == "open" or not match.is_tight or self._says_another(fact, match, stated):
                continue
            if match.fit == "negated":
                return self._says(passage, fact, "contradicted", match, "The summary says the opposite")
            if match.fit == "raised":
                return self._says(passage, fact, "contradicted", match, f"The article gives this as {matcher.states.certainty}, the summary as a fact")
            if match.fit == "doubted":
                return self._says(passage, fact, "contradicted", match, "The article asserts this, the summary doubts it")
        return self._verdict(fact, "omitted", "No sentence of the summary says this.")

    @staticmethod
    def _is_plain_denial(passage: Passage, denial: StatementMatch, claim: StatementMatch) -> bool:
        reading = passage.reading
        a = reading.lemmas[denial.words[0] : denial.words[1]]
        b = reading.lemmas[claim.words[0] : claim.words[1]]
        return denial.sentence != claim.sentence and len(set(a) & set(b)) >= max(1, min(len(set(a)), len(set(b))) // 2)

    def _says_another(self, fact: GoldFact, match: StatementMatch, stated: Mapping[str, set[int]]) -> bool:
        """Whether the sentence states another fact on the point, or one of the other polarity or certainty with the same words."""
        group = self._group_of.get(fact.id)
        if group and any(match.sentence in stated.get(m, ()) for m in group.members if m != fact.id):
            return True
        ours = fact.fact.states
        assert ours is not None
        mine = {term for terms in ours.terms for term in terms} | set(ours.did)
        for other in self._statements:
            theirs = other.states
            if other.fact.id == fact.id or match.sentence not in stated.get(other.fact.id, ()):
                continue
            differs = theirs.polarity != ours.polarity or theirs.certainty != ours.certainty
            if differs and mine & ({term for terms in theirs.terms for term in terms} | set(theirs.did)):
                return True
        return False

    def _says(self, passage: Passage, fact: GoldFact, verdict: str, match: StatementMatch, said: str) -> FactVerdict:
        span = passage.span(*match.words)
        words = _shorten(passage.reading.text[span[0] : span[1]])
        return self._verdict(fact, verdict, f"{said}: {words!r}.", summary_span=span, expected=fact.fact.statement, found=words)

    # Attributions

    def _match_sayings(self, passage: Passage, verdicts: dict[str, FactVerdict], stated: dict[str, set[int]]) -> None:
        # A saying may be about a saying, so those are decided in a second round.
        for _ in range(2):
            for matcher in self._sayings:
                others = frozenset(
                    key for other in self._sayings if other is not matcher and self._shares_content(matcher, other)
                    for key in other.sources | other.relays
                )
                found = matcher.matches(passage, stated, others)
                stated[matcher.fact.id] = {m.sentence for m in found if m.fit in ("same", "one of several")}
                verdicts[matcher.fact.id] = self._saying_verdict(passage, matcher, found)

    def _shares_content(self, one: SayingMatcher, other: SayingMatcher) -> bool:
        if one.content_ids & other.content_ids or not one.content_ids or not other.content_ids:
            return True
        groups = {self._group_of[name].id for name in one.content_ids if name in self._group_of}
        return any(name in self._group_of and self._group_of[name].id in groups for name in other.content_ids)

    def _saying_verdict(self, passage: Passage, matcher: SayingMatcher, found: list[SayingMatch]) -> FactVerdict:
        fact = matcher.fact
        by_fit = {fit: [m for m in found if m.fit == fit] for fit in ("same", "one of several", "raised", "denied", "other source", "no source")}
        if by_fit["same"] or by_fit["one of several"]:
            match = (by_fit["same"] or by_fit["one of several"])[0]
            mark = None if by_fit["same"] else "coarser"
            reason = "Given to its source" if mark is None else "Given to one of its joint sources"
            return self._saying(passage, fact, "supported", match, reason, mark)
        if by_fit["raised"]:
            return self._saying(passage, fact, "contradicted", by_fit["raised"][0], f"The source {matcher.says.how} this; the summary has it confirmed")
        if by_fit["denied"]:
            return self._saying(passage, fact, "contradicted", by_fit["denied"][0], f"The source {matcher.says.how} this; the summary says the opposite")
        if by_fit["other source"] and not by_fit["no source"]:
            return self._saying(passage, fact, "contradicted", by_fit["other source"][0], "Given to another source")
        if by_fit["no source"]:
            return self._verdict(fact, "omitted", "The content is stated, but not who says it.")
        return self._verdict(fact, "omitted", "The summary does not give this source for this.")

    def _saying(self, passage: Passage, fact: GoldFact, verdict: str, match: SayingMatch, said: str, mark: str | None = None) -> FactVerdict:
        reading = passage.reading
        span = passage.span(match.speaker.first, match.speaker.last) if match.speaker else reading.sentences[match.sentence]
        words = _shorten(reading.text[span[0] : span[1]])
        return self._verdict(fact, verdict, f"{said}: {words!r}.", mark=mark, summary_span=span, expected=fact.fact.statement, found=words)


def _rank(relation: str) -> int:
    return ("same", "bound dropped", "coarser").index(relation)


def _quote(passage: Passage, match: CountMatch) -> str:
    start, end = passage.reading.sentences[match.sentence]
    return repr(_shorten(passage.reading.text[start:end]))


def _shorten(text: str, limit: int = 90) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 3].rstrip() + "..."


def _published(articles: Iterable[Article]) -> Period | None:
    for article in articles:
        if article.published:
            return parse_period(article.published.date)
    return None

