"""The self-test of a gold file: whether the matcher reads its article and its sentences as their authors meant them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from harness.errors import shown
from harness.gold.gold import GoldFact
from harness.gold.matching import Matcher
from harness.gold.matching.matcher import Matching
from harness.gold.verdicts import FactVerdict
from harness.metaeval.findings import Draft, Finding
from harness.metaeval.probes import Probe, spellings
from harness.metaeval.selftest import DISPUTES, probes_of
from harness.metaeval.values import missing_groups, sentences_around
from harness.scorers.facts import is_consistent
from harness.text.reading import Reading

_LENGTH = 90
"""Characters of a sentence that a line shows."""

_SIDE = frozenset({"sum", "quotation", "invented", *DISPUTES})
"""Errors that stand beside the fact's own value: it may well be supported."""


def self_test(draft: Draft, *, without: Collection[str] = ()) -> Iterator[Finding]:
    """Yield what the matcher reads otherwise than the gold says: a line at most of each fact but those left out."""
    test = _SelfTest(draft)
    if draft.gold.is_set:
        yield from test.examples()
        yield from test.references()
        return
    for fact in draft.gold.facts:
        if fact.id in without:
            continue
        told = [*test.article(fact), *test.sentences(fact), *test.probes(fact)]
        if told:
            mend = next((mend for _, mend in told if mend), "")
            yield draft.warning(
                draft.place(fact.id), f"{fact.id}: {'; '.join(what for what, _ in told)}.", mend, code="G504"
            )
    yield from test.examples()
    yield from test.references()


_Told = tuple[str, str]
"""What is read otherwise than the gold says, without a period, and what would help."""


@dataclass(frozen=True)
class _SelfTest:
    draft: Draft

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.draft.gold, self.draft.articles)

    @cached_property
    def _of_article(self) -> dict[str, FactVerdict]:
        return {verdict.id: verdict for verdict in self._match(self.draft.articles[0].text).facts}

    @cached_property
    def _probes(self) -> dict[str, list[Probe]]:
        found: dict[str, list[Probe]] = {}
        for probe in probes_of(self.draft.gold):
            found.setdefault(probe.fact, []).append(probe)
        return found

    def _match(self, text: str) -> Matching:
        return self._matcher.match(text)

    def _verdict(self, fact: GoldFact, text: str) -> FactVerdict:
        return next(verdict for verdict in self._match(text).facts if verdict.id == fact.id)

    def article(self, fact: GoldFact) -> Iterator[_Told]:
        """Yield that the article, or the evidence's own sentences, are not read as stating a fact."""
        verdict = self._of_article[fact.id]
        around = sentences_around(fact, self.draft.articles[0])
        if verdict.verdict != "supported":
            yield f"the article is not read as stating it ({_reason(verdict)})", self._help(fact, around)
        elif around and (verdict := self._verdict(fact, around)).verdict == "contradicted":
            yield f"the evidence's sentence is read as contradicting it ({_reason(verdict)})", ""

    def sentences(self, fact: GoldFact) -> Iterator[_Told]:
        """Yield sentences that are read otherwise than the fact's author says: statement, accepts, rejects."""
        if self._verdict(fact, fact.fact.statement).verdict != "supported":
            yield "its statement is not read as stating it", self._help(fact, fact.fact.statement)
        missed = [text for text in fact.fact.accepts if self._verdict(fact, text).verdict != "supported"]
        if missed:
            what = f"{len(missed)} of {len(fact.fact.accepts)} 'accepts' are not read as stating it"
            yield _quoting(what, missed), self._help(fact, missed[0])
        wrong = [text for text in fact.fact.rejects if self._verdict(fact, text).verdict == "supported"]
        if wrong:
            what = f"{len(wrong)} of {len(fact.fact.rejects)} 'rejects' are read as stating it"
            yield _quoting(what, wrong), "Make terms or values tell them apart."

    def probes(self, fact: GoldFact) -> Iterator[_Told]:
        """Yield errors that leave a fact supported, and rewordings that are flagged."""
        probes = self._probes.get(fact.id, [])
        errors = [probe for probe in probes if probe.group == "error" and probe.change not in _SIDE]
        missed = [probe for probe in errors if self._passes(fact, probe)]
        if missed:
            what = f"{len(missed)} of {len(errors)} errors leave it supported ({_classes(missed)})"
            yield _quoting(what, [probe.text for probe in missed]), ""
        plain = [probe for probe in probes if probe.group == "rewording" and probe.change not in DISPUTES]
        flagged = [probe for probe in plain if is_consistent(self._match(probe.text)) is False]
        if flagged:
            what = f"{len(flagged)} of {len(plain)} rewordings are flagged ({_classes(flagged)})"
            yield _quoting(what, [probe.text for probe in flagged]), self._why(flagged[0].text)

    def _passes(self, fact: GoldFact, probe: Probe) -> bool:
        matching = self._match(probe.text)
        verdict = next(v for v in matching.facts if v.id == fact.id)
        return verdict.verdict == "supported" and is_consistent(matching) is not False

    def examples(self) -> Iterator[Finding]:
        """Yield examples of disputes that get another verdict than their author gave."""
        for i, group in enumerate(self.draft.file.groups):
            for j, example in enumerate(group.examples):
                found = next((d for d in self._match(example.text).disputes if d.id == group.id), None)
                if found and found.verdict != example.verdict:
                    what = f"{group.id}: an example is read as {found.verdict}, not {example.verdict}"
                    told = f"{what}: {shown(example.text, _LENGTH)}."
                    yield self.draft.warning(
                        ("groups", i, "examples", j), told, f"({found.reason.rstrip('.')}.)", code="G505"
                    )

    def references(self) -> Iterator[Finding]:
        """Yield references in which a contradiction is found."""
        for i, reference in enumerate(self.draft.file.references):
            if is_consistent(self._match(reference.text)) is False:
                what = f"the reference {reference.id!r} is not consistent."
                yield self.draft.warning(("references", i), what, self._why(reference.text), code="G506")

    def _why(self, text: str) -> str:
        matching = self._match(text)
        found = [f"{v.id}: {v.reason}" for v in matching.facts if v.verdict == "contradicted"]
        found += [claim.reason for claim in matching.claims if claim.is_violation]
        found += [
            f"{d.id}: {d.reason}" for d in matching.disputes if d.verdict in ("misattributed", "blended", "fabricated")
        ]
        return f"({found[0].rstrip('.')}.)" if found else ""

    def _help(self, fact: GoldFact, text: str) -> str:
        """Return what would help a sentence to be read: words for a term group that it lacks, or a spelling."""
        value = fact.fact.count or fact.fact.date or fact.fact.says or fact.fact.states
        groups: list[Sequence[str]] = list(value.terms) if value else []
        if fact.fact.states and not groups:
            groups = [fact.fact.states.did]
        missing = missing_groups(groups, text)
        if missing:
            words = _content(text, [term for group in groups for term in group], self._spelt())
            return f"No word of [{', '.join(missing[0])}] stands in it; it has: {', '.join(words)}." if words else ""
        says = fact.fact.says
        keys = says.who.keys if says else ()
        names = self.draft.gold.names_of(fact.article)
        if keys and not any(s.lower() in text.lower() for key in keys for s in spellings(names[key])):
            return f"No spelling of {keys[0]!r} stands in it."
        return ""

    def _spelt(self) -> list[str]:
        return [text for entry in self.draft.file.names.values() for text in spellings(entry)]


def _quoting(what: str, texts: Sequence[str]) -> str:
    more = f" and {len(texts) - 1} more" if len(texts) > 1 else ""
    return f"{what}: {shown(texts[0].strip(), _LENGTH)}{more}"


def _reason(verdict: FactVerdict) -> str:
    return f"{verdict.verdict}: {verdict.reason.rstrip('.')}"


def _classes(probes: Sequence[Probe]) -> str:
    return ", ".join(dict.fromkeys(probe.change for probe in probes))


_MOST = 6
_SMALL = frozenset([
    "a", "an", "the", "and", "or", "but", "not", "no", "nor", "of", "in", "on", "at", "to", "from", "by", "with",
    "for", "as", "than", "that", "which", "who", "whom", "whose", "this", "these", "those", "it", "its", "he",
    "his", "she", "her", "they", "their", "them", "there", "is", "are", "was", "were", "be", "been", "being", "has",
    "have", "had", "do", "does", "did", "will", "would", "can", "could", "may", "might", "shall", "should", "must",
    "so", "such", "also", "into", "over", "under", "between", "about", "after", "before", "since", "during",
    "within", "more", "most", "some", "any", "all", "one", "two", "according", "say", "says", "said",
])  # fmt: skip


def _content(text: str, terms: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the words of a sentence that no term and no name has, in its order, at most six."""
    known = {word.lower() for phrase in (*terms, *names) for word in phrase.replace("'s", "").split()}
    words = [word.lower for word in Reading(text).words if word.lower.isalpha()]
    return list(dict.fromkeys(word for word in words if word not in known | _SMALL))[:_MOST]
