"""What is said below the table: what a scorer found, what it left unscored, and why figures are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harness.metaeval.trust.jackknife import FEWEST
from harness.metaeval.trust.models import Agreement, Measured, Part, TrustReport
from harness.metaeval.trust.shown import COLUMNS, cut, show_figure
from harness.results.clean import how_many
from harness.scorers.cards import Estimate

_MOST_REASONS = 2
_LONGEST_REASON = 160

_LEGEND: Mapping[str, str] = {
    "auc": "AUC: the chance that a consistent row scores above an inconsistent one.",
    "verdict": "verdict: balanced accuracy of the scorer's own verdict.",
    "threshold": "threshold: balanced accuracy with a threshold on the score, chosen on all other documents.",
    "pairs": "pairs: how often the right one of a minimal pair scores higher.",
    "spearman": "Spearman, Kendall: correlation with the grades.",
}
_BESIDE: Mapping[str, str] = {
    "peer": "published: scores that the rows carry; nothing of them runs here.",
    "baseline": "counting: what the number of words reaches, and the share of them that the document has.",
    "control": "control: what the form of the summaries gives away, with no document at all.",
}
_INTERVALS = "In brackets: 95% intervals over documents. Where there is none, --format json says why."
_MORE = "docs/metaeval.md says more."


def sentences(found: Measured, part: Part) -> Iterator[str]:
    """Yield what is said of a scorer."""
    if found.unscored == part.rows:
        yield f"{found.name}: could grade no row. {_reasons(found.reasons)}"
        return
    ranked = f"rows are ranked by {found.ranked_by!r}" if found.ranked_by else "has no figure to rank rows by"
    yield f"{found.name}: {ranked}."
    if found.unscored:
        yield f"{how_many(found.unscored, 'row')} unscored, in no figure. {_reasons(found.reasons)}"
    yield _violations(found) if found.judged else "It gives no verdict."
    if found.worst_pair_type is not None:
        yield f"Weakest on pairs of the type {found.worst_pair_type}."
    place = found.figures.get("explanation")
    if place is not None and place.value is not None:
        yield _explanation(place)


def _reasons(reasons: Mapping[str, int]) -> str:
    shown = list(reasons.items())[:_MOST_REASONS]
    told = [f"{cut(reason, _LONGEST_REASON).rstrip('.')} ({how_many(rows, 'row')})" for reason, rows in shown]
    if more := len(reasons) - len(shown):
        told.append(f"{how_many(more, 'other reason')} (--rows writes all)")
    return f"Why: {'; '.join(told)}."


def _violations(found: Measured) -> str:
    """Return how many rows of each label a violation was found in; of all rows where none has a label."""
    verdict = found.figures.get("verdict")
    counts = verdict.counts if verdict else {}
    told = [
        f"{counts[f'flagged {label}']} of {counts[label]} {label}"
        for label in ("inconsistent", "consistent")
        if counts.get(label)
    ]
    if not told:
        compared = "none of them has a label to compare that with"
        return f"Violations found in {found.flagged} of {how_many(found.judged, 'row')}; {compared}."
    first, *rest = told
    return f"Violations found in {' and '.join([f'{first} rows', *(f'{other} ones' for other in rest)])}."


def _explanation(found: Estimate) -> str:
    told = f"The first stood at the error in {found.counts['at the error']} of {found.n}: {show_figure(found)}"
    left = found.counts["error without place"] + found.counts["violation without place"]
    return f"{told}; {how_many(left, 'more row')} without a known place." if left else f"{told}."


def missing_figures(part: Part) -> Iterator[str]:
    """Yield why figures are undefined, but of scorers that graded no row, and why there are no intervals at all."""
    graded = [found for found in part.measured if found.unscored < part.rows]
    lacking: dict[tuple[str, str], list[str]] = {}
    for name, title in COLUMNS.items():
        having = [(found.name, found.figures[name]) for found in graded if name in found.figures]
        for note in dict.fromkeys(figure.note for _, figure in having if figure.value is None):
            owners = [owner for owner, figure in having if (figure.value, figure.note) == (None, note)]
            whose = "" if len(owners) == len(having) else f" of {', '.join(map(cut, owners))}"
            lacking.setdefault((note, whose), []).append(title)
    for (note, whose), titles in lacking.items():
        *most, last = titles
        which = f"{', '.join(most)} or {last}" if most else last
        yield f"No {which}{whose}: {note}."
    if part.documents < FEWEST:
        yield f"No intervals: they need {FEWEST} documents."


def agreement_sentence(found: Agreement) -> str:
    """Return how far two scorers agree, in words."""
    if not found.scores.n and not (found.verdicts and found.verdicts.n):
        return f"{found.first} and {found.second}: no row was graded by both."
    told = [f"Spearman of their scores {_figure(found.scores)}"]
    if found.verdicts is not None:
        told.insert(0, f"kappa of their verdicts {_figure(found.verdicts)}")
    return f"{found.first} and {found.second}: {', '.join(told)}."


def _figure(found: Estimate) -> str:
    return f"undefined ({found.note})" if found.value is None else show_figure(found)


def legend(report: TrustReport) -> Iterator[str]:
    """Yield what the words of the tables mean, those that occur."""
    measured = [found for part in report.parts for found in part.measured]
    names = {name for found in measured for name in found.figures}
    kinds = {found.kind for found in measured}
    yield from (text for name, text in _LEGEND.items() if name in names)
    yield from (text for kind, text in _BESIDE.items() if kind in kinds)
    yield _INTERVALS
    yield _MORE
