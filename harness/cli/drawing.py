"""A graded summary on a terminal: the summary with its verdicts, then each verdict with its words and its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

import click
from rich.text import Text

from harness.cli.page import INDENT, Page, cut, draw_quote, page_width, quote_of
from harness.cli.streams import is_colourful
from harness.gold.gold import Evidence
from harness.gold.verdicts import Claim, DisputeVerdict, FactVerdict, Span
from harness.results.clean import clean_line, escape_controls, how_many
from harness.results.graded import Graded
from harness.results.rows import judge_consistency
from harness.results.table import WIDTH, wrap_signature
from harness.scorers.base import NoAnswer, Outcome, Score, Unscored

Mark = Literal["!", "?", "+", ""]
"""Of a stretch of a summary: contradicted, unsupported, supported, none of these; the first of them that holds."""

STYLES: Mapping[str, str] = {"!": "bold underline red", "?": "underline yellow", "+": "green", "": ""}

VALUES_SHOWN = {
    "facts": ("recall", "accuracy"),
    "rouge": ("rouge1", "rouge2", "rougeL", "rougeLsum"),
    "shape": ("words", "coverage", "density", "compression"),
}
"""Of the scorers that have more to say than fits; of others, all."""

_COUNTS = frozenset({"words", "violations", "warnings"})
_WIDEST_MARGIN = 16


def _to_json(given: str | int, graded: Graded) -> str:
    return graded.row(given).to_json()


def print_graded(
    graded: Iterable[tuple[str | int, Graded]],
    form: Literal["table", "json", "jsonl"],
    to_json: Callable[[str | int, Graded], str] = _to_json,
) -> None:
    """Print graded summaries, each with the id that it was given with, as they come; as one list in `json`.

    `to_json` makes a line of ASCII JSON of an id and a graded summary.
    """
    if form == "json":
        rows = [to_json(given, one) for given, one in graded]
        click.echo("[\n" + ",\n".join(rows) + "\n]" if rows else "[]")
        return
    is_colour, width = is_colourful(), page_width()
    for number, (given, one) in enumerate(graded):
        if form == "jsonl":
            click.echo(to_json(given, one))
            continue
        heading = one.by or (str(given) if number or given != "stdin" else "")
        text = draw(one, heading, width=width, is_colour=is_colour)
        click.echo(("\n" if number else "") + text, nl=False, color=is_colour)


def draw(graded: Graded, heading: str = "", *, width: int = WIDTH, is_colour: bool = False) -> str:
    """Return the view of a graded summary as lines; without colour, marks in brackets stand for the colours."""
    page = Page(width, is_colour=is_colour)
    limit = f", limit {graded.words}" if graded.words else ""
    page.line(" · ".join(part for part in (graded.sample, clean_line(heading)) if part), style="bold")
    page.line()
    _draw_summary(page, graded)
    page.line()
    page.line(*_conclusion(graded, f"{how_many(len(graded.summary.split()), 'word')}{limit}"))
    for outcome in _scores(graded):
        _draw_facts(page, graded, outcome.facts)
        _draw_disputes(page, graded, outcome.disputes)
        _draw_claims(page, graded, outcome.claims)
    _draw_figures(page, graded)
    return page.text()


def _scores(graded: Graded) -> list[Score]:
    return [outcome for outcome in graded.outcomes.values() if isinstance(outcome, Score)]


def _draw_summary(page: Page, graded: Graded) -> None:
    text = Text()
    marks = mark_spans(graded.summary, _scores(graded))
    for mark, start, end in marks:
        words = escape_controls(graded.summary[start:end])
        text.append(words if page.is_colour or not mark else f"[{mark}{words}]", style=STYLES[mark])
    text.rstrip()
    page.line(text if text.plain.strip() else "(nothing)", indent="  ", hanging="  ")


def mark_spans(summary: str, scores: Sequence[Score]) -> list[tuple[Mark, int, int]]:
    """Return the summary cut into stretches of one mark each, in order, all of it covered; spans in code points."""
    marks: list[Mark] = [""] * len(summary)
    for mark, (start, end) in _marked(scores):  # the worst comes last
        marks[start:end] = [mark] * len(marks[start:end])
    stretches: list[tuple[Mark, int, int]] = []
    for place, mark in enumerate(marks):
        if stretches and stretches[-1][0] == mark:
            stretches[-1] = (mark, stretches[-1][1], place + 1)
        else:
            stretches.append((mark, place, place + 1))
    return stretches


def _marked(scores: Sequence[Score]) -> Iterator[tuple[Mark, Span]]:
    facts = [fact for score in scores for fact in score.facts if fact.summary_span]
    claims = [claim for score in scores for claim in score.claims]
    yield from (("+", fact.summary_span) for fact in facts if fact.verdict == "supported" and fact.summary_span)
    yield from (("?", claim.span) for claim in claims if claim.verdict == "unsupported")
    yield from (("!", claim.span) for claim in claims if claim.verdict == "contradicted")
    yield from (("!", fact.summary_span) for fact in facts if fact.verdict == "contradicted" and fact.summary_span)


def _conclusion(graded: Graded, length: str) -> tuple[str, str]:
    """Return in a line what is wrong with the summary, if anything, and the line's style."""
    if not _scores(graded):
        found = next(iter(graded.outcomes.values()), None)
        why = clean_line(found.reason) if found else "no scorer was asked"
        return f"{_word(found)}: {_end(why)}", "yellow"
    consistent = judge_consistency(graded.outcomes)
    if consistent is None:
        return f"Nothing was checked against the articles ({length}).", ""
    if consistent:
        return f"No violation found ({length}).", "bold green"
    return f"Not consistent: {', '.join(_violations(_scores(graded)))} ({length}).", "bold red"


def _violations(scores: Sequence[Score]) -> Iterator[str]:
    facts = sum(fact.verdict == "contradicted" for score in scores for fact in score.facts)
    claims = [claim.verdict for score in scores for claim in score.claims if claim.severity == "hard"]
    told = {word for score in scores for dispute in score.disputes for word in (dispute.verdict, *dispute.also)}
    if facts:
        yield f"{facts} contradicted {'fact' if facts == 1 else 'facts'}"
    for verdict in ("contradicted", "unsupported"):
        if count := claims.count(verdict):
            yield f"{count} {verdict} {'claim' if count == 1 else 'claims'}"
    for word in sorted(told & {"misattributed", "blended", "fabricated"}):
        yield f"a dispute {word}"


_SECTIONS = (("contradicted", "!", "Contradicted"), ("supported", "+", "Supported"))


def _draw_facts(page: Page, graded: Graded, facts: Sequence[FactVerdict]) -> None:
    for verdict, mark, title in _SECTIONS:
        found = [fact for fact in facts if fact.verdict == verdict]
        if found:
            _draw_title(page, f"{title}: {len(found)} of {how_many(len(facts), 'fact')}")
        for fact in found:
            _draw_fact(page, graded, fact, mark)
    omitted = [fact for fact in facts if fact.verdict == "omitted"]
    if omitted:
        _draw_title(page, f"Left out: {len(omitted)} of {how_many(len(facts), 'fact')}")
    for reason, ids in _by_reason(omitted).items():
        page.line(_end(f"- {reason.rstrip('.')}: {', '.join(ids)}"), hanging=INDENT)


def _by_reason(facts: Sequence[FactVerdict]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fact in facts:
        found.setdefault(cut(fact.reason), []).append(clean_line(fact.id))
    return found


def _draw_fact(page: Page, graded: Graded, fact: FactVerdict, mark: str) -> None:
    note = f" ({fact.mark})" if fact.mark else ""
    page.line(_entry(mark, fact.id, f"{clean_line(fact.reason)}{note}", STYLES[mark]), hanging=INDENT)
    if fact.summary_span:
        draw_quote(page, "summary", quote_of(graded.summary, fact.summary_span))
    _draw_evidence(page, graded, fact.evidence)


def _draw_disputes(page: Page, graded: Graded, disputes: Sequence[DisputeVerdict]) -> None:
    if disputes:
        _draw_title(page, "Disputes: where the articles differ")
    for dispute in disputes:
        verdict = ", ".join((dispute.verdict, *dispute.also))
        style = {"fair": "green", "omitted": ""}.get(dispute.verdict, "yellow")
        page.line(_entry("·", f"{dispute.id}: {verdict}", clean_line(dispute.reason), style), hanging=INDENT)
        for span in dispute.spans:
            draw_quote(page, "summary", quote_of(graded.summary, span))


def _draw_claims(page: Page, graded: Graded, claims: Sequence[Claim]) -> None:
    found = [claim for claim in claims if claim.verdict in ("contradicted", "unsupported")]
    if found:
        _draw_title(page, "Claims beyond the articles, or against them")
    for claim in found:
        mark = "!" if claim.verdict == "contradicted" else "?"
        kind = claim.type if claim.severity == "hard" else f"{claim.type}, warning"
        page.line(_entry(mark, f"{claim.verdict} {kind}", clean_line(claim.reason), STYLES[mark]), hanging=INDENT)
        draw_quote(page, "summary", quote_of(graded.summary, claim.span))
        _draw_evidence(page, graded, claim.evidence)


def _draw_figures(page: Page, graded: Graded) -> None:
    _draw_title(page, "Figures")
    for name, outcome in graded.outcomes.items():
        start = f"{name:<7} "
        margin = " " * min(len(start), _WIDEST_MARGIN)
        page.line(f"{start}{_figures(name, outcome)}", hanging=margin)
        if isinstance(outcome, Score) and not outcome.facts:
            page.line(clean_line(outcome.reason), indent=margin, hanging=margin)
        for line in wrap_signature(graded.signatures.get(name) or "", page.width, margin):
            page.line(line.strip(), "dim", indent=" " * (len(line) - len(line.lstrip())))


def _figures(name: str, outcome: Outcome) -> str:
    if not isinstance(outcome, Score):
        return f"{_word(outcome).lower()}: {clean_line(outcome.reason)}"
    shown = [value for value in VALUES_SHOWN.get(name, outcome.values) if value in outcome.values]
    return ", ".join(f"{value} {_figure(value, outcome.values[value])}" for value in shown)


def _figure(name: str, value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}" if name in _COUNTS else f"{value:.2f}"


def _end(text: str) -> str:
    """Return text as a sentence, with the one stop that it may have already."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _word(outcome: Outcome | None) -> str:
    return "No answer" if isinstance(outcome, NoAnswer) else "Unscored" if isinstance(outcome, Unscored) else "No score"


def _draw_title(page: Page, title: str) -> None:
    page.line()
    page.line(title, "bold")


def _entry(mark: str, name: str, reason: str, style: str) -> Text:
    return Text(f"{mark} ").append(clean_line(name), style=style).append(f"  {reason}")


def _draw_evidence(page: Page, graded: Graded, evidence: Sequence[Evidence]) -> None:
    for found in evidence:
        which = f"{found.article}: " if len(graded.articles) > 1 else ""
        text = graded.articles.get(found.article, "")
        draw_quote(page, "article", f"{which}{quote_of(text, (found.start, found.end))}")
