"""JUnit XML, as CI servers show it: a case for each summary of each backend, and one for each gate.

A summary fails its case where a scorer found it not consistent; the text quotes its sentence and the article. Whether
the command fails is for the gates alone to say. Every text is cleaned of what XML 1.0 does not allow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Literal, NamedTuple

from harness.gold.gold import Evidence
from harness.gold.verdicts import Span
from harness.results.clean import clean_line, safe_log, xml_text
from harness.results.comparing.models import Comparison, FactChange
from harness.results.gates.judge import GateReport
from harness.results.graded import outcome_of
from harness.results.models import AnswerRecord, Manifest, ScoreRow
from harness.results.rows import judge_consistency
from harness.results.store import RunFolder
from harness.text.sentences import split_sentences

Kind = Literal["passed", "failure", "error", "skipped"]

_BAD_DISPUTES = frozenset({"misattributed", "blended", "fabricated"})
_LONGEST = 400
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Case(NamedTuple):
    """A test case: the class and name that it is listed under, how it ended, and why, in a line and in full."""

    group: str
    name: str
    ended: Kind = "passed"
    message: str = ""
    text: str = ""
    seconds: float = 0.0


def junit_of_run(folder: RunFolder, gates: GateReport) -> str:
    """Return the XML of a run and of the gates on it; raise RunError where the run is damaged."""
    manifest = folder.manifest()
    suites: dict[str, list[Case]] = {one.name: [] for one in manifest.backends}
    scores = {answer: list(rows) for answer, rows in groupby(folder.scores(), key=lambda row: row.id)}
    quotes = _Quotes(folder, manifest)
    for record in folder.answers():
        suites[record.backend].append(_case(record, scores.get(record.id, []), quotes, manifest.epochs))
    return _document(manifest.run, {**_gate_suite(gates), **suites})


def junit_of_comparisons(found: Sequence[Comparison], gates: GateReport) -> str:
    """Return the XML of comparisons: a failing case for each fact that B lost or newly contradicts, and the gates."""
    suites: dict[str, list[Case]] = {}
    for one in found:
        name = f"{one.b.run}:{one.b.backend} beside {one.a.run}:{one.a.backend}"
        cases = [_change(change) for change in (*one.lost, *one.newly_contradicted)]
        suites[name] = cases or [Case(one.b.backend, "no fact lost or newly contradicted")]
    return _document("comparison", {**_gate_suite(gates), **suites})


def _change(one: FactChange) -> Case:
    told = clean_line(one.reason_after)
    importance = f", {one.importance}" if one.importance else ""
    name = f"{one.sample}, epoch {one.epoch}: {one.fact} ({one.kind}{importance})"
    return Case(one.task, name, "failure", f"{one.change}: {one.before} by A, {one.after} by B", told)


def _gate_suite(gates: GateReport) -> dict[str, list[Case]]:
    cases = [
        Case("gates", f"{one.gate} [{one.on}]", "failure" if one.failed else "passed", one.reason, one.line())
        for one in gates.verdicts
    ]
    return {"gates": cases} if cases else {}


class _Quotes:
    """Sentences of summaries and evidence of articles, on one line each."""

    def __init__(self, folder: RunFolder, manifest: Manifest) -> None:
        shas = {article.id: article.sha256 for article in manifest.articles}
        self._article = cache(lambda article: folder.article(shas[article]).text)

    @staticmethod
    def sentence(summary: str, span: Span) -> str:
        """Return the sentence of a summary that a span begins in."""
        start, end = next((one for one in split_sentences(summary) if one[0] <= span[0] < one[1]), span)
        return _quote(summary[start:end])

    def evidence(self, evidence: Iterable[Evidence]) -> Iterator[str]:
        """Yield a line for each piece of evidence."""
        for one in evidence:
            yield f"  article {clean_line(one.article)}: {_quote(self._article(one.article)[one.start : one.end])}"


def _quote(text: str) -> str:
    line = clean_line(text)
    return f'"{line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"}"'


def _case(record: AnswerRecord, rows: Sequence[ScoreRow], quotes: _Quotes, epochs: int) -> Case:
    group = f"{record.backend}.{rows[0].task}" if rows else record.backend
    name = f"{record.sample}, epoch {record.epoch}" if epochs > 1 else record.sample
    seconds = (record.answer.seconds or 0.0) if record.answer else 0.0
    nothing = record.why_nothing_to_score
    if nothing is not None or record.answer is None:
        return Case(group, name, "error", nothing or "no answer", seconds=seconds)
    if not rows:
        return Case(group, name, "skipped", "it has no scores: the run is not finished", seconds=seconds)
    if all(row.outcome != "score" for row in rows):
        return Case(group, name, "skipped", f"{rows[0].outcome}: {rows[0].reason}", seconds=seconds)
    if judge_consistency({row.scorer: outcome_of(row) for row in rows}) is not False:
        return Case(group, name, seconds=seconds)
    found = [list(block) for block in _violations(rows, record.answer.text, quotes)]
    message = f"not consistent: {found[0][0]}" if found else "not consistent"
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return Case(group, name, "failure", message + more, "\n".join(line for block in found for line in block), seconds)


def _violations(rows: Sequence[ScoreRow], summary: str, quotes: _Quotes) -> Iterator[Iterator[str]]:
    """Yield the lines of each violation: what is wrong, the summary's sentence, the articles' words."""
    for row in rows:
        for fact in row.facts:
            if fact.verdict == "contradicted":
                spans = [fact.summary_span] if fact.summary_span else []
                yield _block(f"fact {fact.id}: {fact.reason}", summary, spans, fact.evidence, quotes)
        for dispute in row.disputes:
            if _BAD_DISPUTES & {dispute.verdict, *dispute.also}:
                yield _block(
                    f"dispute {dispute.id}, {dispute.verdict}: {dispute.reason}", summary, dispute.spans, (), quotes
                )
        for claim in row.claims:
            if claim.is_violation:
                what = f"{claim.verdict} {claim.type}: {claim.reason}"
                yield _block(what, summary, [claim.span], claim.evidence, quotes)


def _block(
    what: str, summary: str, spans: Iterable[Span], evidence: Iterable[Evidence], quotes: _Quotes
) -> Iterator[str]:
    yield clean_line(what)
    for span in spans:
        yield f"  summary: {quotes.sentence(summary, span)}"
    yield from quotes.evidence(evidence)


def _document(name: str, suites: Mapping[str, Sequence[Case]]) -> str:
    every = [case for cases in suites.values() for case in cases]
    lines = [f'<testsuites name="{_attribute(name)}" {_counts(every)}>']
    for suite, cases in suites.items():
        lines.append(f'  <testsuite name="{_attribute(suite)}" {_counts(cases)}>')
        lines.extend(_lines(case) for case in cases)
        lines.append("  </testsuite>")
    return _HEAD + "\n".join([*lines, "</testsuites>"]) + "\n"


def _counts(cases: Sequence[Case]) -> str:
    failed, broken, skipped = (sum(one.ended == how for one in cases) for how in ("failure", "error", "skipped"))
    seconds = sum(one.seconds for one in cases)
    return f'tests="{len(cases)}" failures="{failed}" errors="{broken}" skipped="{skipped}" time="{seconds:.3f}"'


def _lines(case: Case) -> str:
    head = (
        f'    <testcase classname="{_attribute(case.group)}" name="{_attribute(case.name)}" time="{case.seconds:.3f}"'
    )
    if case.ended == "passed":
        return f"{head}/>"
    inner = f'<{case.ended} message="{_attribute(case.message)}"'
    text = xml_text(safe_log(case.text))
    return f"{head}>\n      {inner}>{text}</{case.ended}>\n    </testcase>"


def _attribute(text: str) -> str:
    """Return text as an attribute's value: one line, which no CI that prints it takes for its own."""
    return xml_text(safe_log(clean_line(text)))
