"""Figures and names as people see them in the report."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from harness.results.clean import clean_line
from harness.scorers.cards import Estimate, FigureName

WIDTH = 80
_LONGEST = 24

COLUMNS: Mapping[FigureName, str] = {
    "auc": "AUC",
    "verdict": "verdict",
    "threshold": "threshold",
    "pairs": "pairs",
    "spearman": "Spearman",
    "kendall": "Kendall",
}
"""The figures of the table, in its order, with their names there."""


def show_figure(found: Estimate | None) -> str:
    """Return a figure with its interval, such as `.61 (.58, .65)`; `-` where it is undefined."""
    if found is None or found.value is None:
        return "-"
    if found.low is None or found.high is None:
        return _short(found.value)
    return f"{_short(found.value)} ({_short(found.low)}, {_short(found.high)})"


def _short(value: float) -> str:
    text = f"{value:.2f}"
    return "0" if float(text) == 0 else text.replace("0.", ".", 1) if abs(value) < 0.995 else text  # noqa: PLR2004


def cut(name: str, longest: int = _LONGEST) -> str:
    """Return a name as one line of so many characters at most."""
    name = clean_line(name)
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def wrap(text: str) -> list[str]:
    """Return text as lines of the report, all but the first indented."""
    return textwrap.wrap(clean_line(text), WIDTH, subsequent_indent="  ", break_on_hyphens=False)
