"""What a comparison comes to, in a sentence or two: what someone reads first, and perhaps alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.results.clean import how_many
from harness.results.comparing.models import ChangeName, FigureDifference
from harness.results.comparing.tabling import EQUAL, Cluster
from harness.results.comparing.traits import SUMS, TABLE, WORDS
from harness.results.statistics.intervals import FEWEST_EVENTS

HEADLINE = "fact_recall"
_MOST_SAID = 3


def conclude(figures: Sequence[FigureDifference], counts: dict[ChangeName, int], cluster: Cluster) -> str:
    """Return what can be said of B beside A, from the figures over all tasks."""
    rows = sorted((row for row in figures if _is_main(row) and row.difference is not None), key=_order)
    scope = "On these samples alone, " if cluster == "sample" else ""
    first = next((row for row in rows if row.reason != EQUAL), None)
    good, bad = ([row for row in rows if row.verdict == word] for word in ("better", "worse"))
    if good and bad:
        text = f"B is better in some and worse in others: it {_say(good)}, but {_say(bad)}."
    elif good or bad:
        text = f"B is {'better' if good else 'worse'}: it {_say(good or bad)}."
    elif rows and all(row.reason == EQUAL for row in rows):
        changed = f", though {_facts(counts)}" if any(counts.values()) else ""
        text = f"No difference: every figure is equal on every sample{changed}."
    elif first is not None and first.verdict == "no difference shown":
        text = f"No difference shown{_least(first, cluster)}."
    elif rows and all(row.events < FEWEST_EVENTS for row in rows):
        events = how_many(max(row.events for row in rows), cluster)
        need = f"a test needs {FEWEST_EVENTS}"
        text = f"Whether B is better cannot be told from {events}: {need}.{_seen(rows, counts)}"
    else:
        text = f"Whether B is better cannot be told: {_why(rows)}.{_seen(rows, counts)}"
    text = f"{scope}{text[:1] if not scope or text.startswith(('A ', 'B ')) else text[:1].lower()}{text[1:]}"
    return text + _caution(rows)


def _is_main(row: FigureDifference) -> bool:
    return row.task is None and row.kind is None and row.in_table


def _order(row: FigureDifference) -> int:
    return TABLE.index(row.figure) if row.figure in TABLE else len(TABLE)


def _say(rows: Iterable[FigureDifference]) -> str:
    said = [f"{phrase(row)} ({_figures(row)})" for row in rows]
    more = len(said) - _MOST_SAID
    said = said[:_MOST_SAID] + ([f"differs in {how_many(more, 'other figure')} like it"] if more > 0 else [])
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def phrase(row: FigureDifference) -> str:
    """Return a difference as what B does: `states more of the gold facts`, `contradicts 3 fewer gold facts`."""
    value = row.difference or 0.0
    words = WORDS.get(row.figure)
    if words is None:
        return f"has {show(abs(value), row.figure)} {'more' if value > 0 else 'less'} {_name(row)}"
    return (words.more if value > 0 else words.less).format(size=show(abs(value), row.figure))


def _name(row: FigureDifference) -> str:
    return row.figure.replace("_", " ")


def _figures(row: FigureDifference) -> str:
    text = f"{show(row.b, row.figure)} against {show(row.a, row.figure)}"
    if row.interval:
        low, high = (show(end, row.figure, sign=True) for end in (row.interval.low, row.interval.high))
        text += f", a difference of {show(row.difference, row.figure, sign=True)}, 95% interval {low} to {high}"
    return text


def show(value: float | None, figure: str, *, sign: bool = False) -> str:
    """Return a value of a figure in few digits, `-` where there is none; a difference with its sign."""
    if value is None:
        return "-"
    digits = 0 if figure in SUMS and value == int(value) else 1 if figure in SUMS or abs(value) >= 100 else 2  # noqa: PLR2004
    text = f"{value:+.{digits}f}" if sign else f"{value:.{digits}f}"
    return text.lstrip("+-") if not float(text) else text


def _least(row: FigureDifference, cluster: Cluster) -> str:
    if row.smallest is None:
        return ""
    least = f"{show(row.smallest, row.figure)} or more in {_name(row)}"
    seen = f"with {how_many(row.events, cluster)} only one of about {least} would have been seen"
    return f", which is not to say that there is none: {seen} (4 times in 5)"


def _why(rows: Sequence[FigureDifference]) -> str:
    row = next((row for row in rows if row.verdict == "cannot be told"), None)
    return row.reason if row else rows[0].reason if rows else "no figure of the table is compared"


def _seen(rows: Sequence[FigureDifference], counts: dict[ChangeName, int]) -> str:
    """Return what the samples show, of which no test can say how far it goes beyond them."""
    row = next((row for row in rows if row.difference), None)
    said = [phrase(row) + f" ({show(row.b, row.figure)} against {show(row.a, row.figure)})"] if row else []
    facts = _facts(counts) if counts.get("gained") or counts.get("lost") else ""
    if not said:
        return f" On these samples: {facts}." if facts else ""
    return f" On these samples it {said[0]}{f': {facts}' if facts else ''}."


def _facts(counts: dict[ChangeName, int]) -> str:
    gained, lost = counts.get("gained", 0), counts.get("lost", 0)
    if gained or lost:
        return f"{how_many(gained, 'fact')} gained and {lost} lost"
    return f"{how_many(sum(counts.values()), 'fact')} told otherwise"


def _caution(rows: Sequence[FigureDifference]) -> str:
    """Return what the samples that are left out could change of the first figure that is told."""
    row = next((row for row in rows if row.left_out), None)
    if row is None:
        return ""
    lack = "lacks" if row.left_out == 1 else "lack"
    left = (
        f" {how_many(row.left_out, 'sample')} {lack} a score in A or B and count{'s' * (row.left_out == 1)} in neither"
    )
    if row.lowest is None or row.highest is None:
        return f"{left}."
    low, high = show(row.lowest, row.figure, sign=True), show(row.highest, row.figure, sign=True)
    them, name = "it" if row.left_out == 1 else "them", _name(row)
    return f"{left}: with scores for {them}, the difference in {name} could be anything from {low} to {high}."
