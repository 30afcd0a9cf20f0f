"""The page on labelled data: its example loads, and its tables have every field and every layout."""

from __future__ import annotations

import re
from pathlib import Path

from published_files import write

from harness.metaeval.labelled import LabelledSummary, load_labelled
from harness.metaeval.labelled.layouts import LAYOUTS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "labelled-data.md").read_text("utf-8")


def rows_of_tables() -> list[str]:
    return [line for line in PAGE.splitlines() if line.startswith("| `")]


def test_the_example_loads_and_its_span_is_the_error(tmp_path: Path) -> None:
    block = re.search(r"`ferries\.jsonl`\n\n```json\n(.*?)```", PAGE, re.DOTALL)
    assert block
    right, wrong = load_labelled([write(tmp_path / "ferries.jsonl", block[1])])
    assert (right.label, wrong.label, wrong.dataset) == (1, 0, "ferries")
    assert [wrong.summary[span.start : span.end] for span in wrong.spans] == ["one"]
    assert right.group == wrong.group


def test_every_field_and_every_layout_has_a_line() -> None:
    cells = {name for line in rows_of_tables() for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert cells == {*LabelledSummary.model_fields, "document"} - {"given_group"} | {layout.name for layout in LAYOUTS}
