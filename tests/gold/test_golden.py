"""The matcher reads the summaries of the golden file as it did: a change is seen, and made on purpose."""

from __future__ import annotations

import json

import pytest
from golden import GOLDEN, cases, read

WRITTEN = {row["id"]: row for row in map(json.loads, GOLDEN.read_text(encoding="utf-8").splitlines())}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, id=row["id"], marks=pytest.mark.xdist_group(row.get("article") or row["gold"]))
        for row in cases()
    ],
)
def test_a_summary_is_read_as_it_was(row: dict[str, str]) -> None:
    assert read(row) == WRITTEN[row["id"]]
