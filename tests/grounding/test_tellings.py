"""Reports told in other words, with right arithmetic and other units: nothing is raised; with one error: it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from harness.articles import Article
from harness.articles.models import Published
from harness.grounding import Grounder

TABLE = Path(__file__).with_name("tellings.txt")


def read_rows() -> Iterator[tuple[str, str, str, str]]:
    """Yield the day and text of a report, the sign of a summary, and the summary."""
    _, *blocks = TABLE.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    for block in blocks:
        day, text, *lines = block.split("\n")
        for line in lines:
            yield day, text, line[0], line[2:]


ROWS = list(read_rows())


@cache
def grounder(day: str, text: str) -> Grounder:
    return Grounder([Article(id="1", title="", event="e", text=text, published=Published(date=day))])


@pytest.mark.parametrize(("day", "text", "sign", "summary"), ROWS, ids=[summary[:50] for *_, summary in ROWS])
def test_a_summary_is_flagged_only_where_it_is_wrong(day: str, text: str, sign: str, summary: str) -> None:
    found = grounder(day, text).ground(summary).violations
    assert bool(found) == (sign == "!"), [claim.reason for claim in found]
