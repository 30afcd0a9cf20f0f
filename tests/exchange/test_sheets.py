"""Gold as CSV and back: nothing is lost, whatever it holds, and spreadsheets compute nothing of it."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_gold import TEXTS, gold_files

from harness.errors import TaskError
from harness.exchange.csv_text import defuse, escape, read_sheet, restore, split, unescape
from harness.exchange.from_sheet import gold_documents
from harness.exchange.import_gold import checked_text
from harness.exchange.to_sheet import read_gold_files, sheet_text
from harness.files.source import decode
from harness.files.validate import check_record
from harness.gold.models import GoldFile

ROOT = Path(__file__).resolve().parents[2]
BUILT_IN = read_gold_files(sorted((ROOT / "gold").glob("*.yaml")))


def read_back(text: str) -> dict[str, GoldFile]:
    """Return the gold files of a CSV; there must be no fault."""
    found = {}
    for name, document in gold_documents(read_sheet(decode("gold.csv", text.encode(), longest=10**8)), "x").items():
        file, problems = check_record(document, GoldFile)
        assert problems == []
        assert file
        found[name] = file
    return found


def test_the_built_in_gold_comes_back_whole_from_csv() -> None:
    assert read_back(sheet_text(BUILT_IN)) == BUILT_IN


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_built_in_gold_comes_back_whole_from_yaml_of_ours(name: str) -> None:
    assert checked_text(BUILT_IN[name], name).startswith("gold: 1\n")  # it is read back within


@given(gold_files())
def test_any_gold_comes_back_whole(file: GoldFile) -> None:
    assert read_back(sheet_text({"a": file})) == {"a": file}
    checked_text(file, "a")


@given(gold_files())
def test_a_spreadsheet_that_saves_it_changes_nothing(file: GoldFile) -> None:
    # As spreadsheets do: a byte order mark, semicolons, CRLF between rows, every cell in quotes.
    rows = list(csv.reader(io.StringIO(sheet_text({"a": file}), newline=""), strict=True))
    saved = io.StringIO(newline="")
    csv.writer(saved, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    assert read_back(f"\ufeff{saved.getvalue()}") == {"a": file}


@given(gold_files())
def test_no_cell_is_a_formula_or_steers_a_terminal(file: GoldFile) -> None:
    text = sheet_text({"a": file})
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", text)
    for row in csv.reader(io.StringIO(text, newline=""), strict=True):
        assert not [cell for cell in row if re.match(r"\s*[=+@\uff1d]|\s*-(?!\d)", cell)]


@given(TEXTS | st.text())
def test_what_is_defused_and_escaped_is_restored(text: str) -> None:
    assert restore(defuse(text)) == text
    assert unescape(escape(text)) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Z", "C"]), min_size=1), min_size=1))
def test_items_of_a_list_are_parted_only_where_they_were_joined(items: list[str]) -> None:
    assert [unescape(part) for part in split(" | ".join(escape(item, "|") for item in items), "|")] == items


@pytest.mark.parametrize(
    "text", ["2031-05", "1/3", "50%", "007", "mar1", "1-may", "1e5", "1.50", "10:30", "123456789012"]
)
def test_what_a_spreadsheet_would_change_is_text(text: str) -> None:
    assert defuse(text) == f"'{text}"


@pytest.mark.parametrize("text", ["400", "-5", "2.5", "12 boats", "left-homes", "mayor", "'tis", "10000 to 11000"])
def test_what_it_leaves_alone_stays_as_it_is(text: str) -> None:
    assert defuse(text) == text


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"a,b\n1,2\n", [["1", "2"]]),
        (b"\xef\xbb\xbfa;b\r\n1;2\r\n", [["1", "2"]]),
        (b"a\tb\n1\t2", [["1", "2"]]),
        (b'a,b\n"x\ny","say ""no"""\n', [["x\ny", 'say "no"']]),
        (b"a,b\n\n,\n1\n", [["1"]]),
        (b'a,b\n5" pipe,2\n', [['5" pipe', "2"]]),
        (b"A , B\n1,2,\n", [["1", "2", ""]]),
    ],
)
def test_csv_is_read_as_people_and_programs_write_it(data: bytes, rows: list[list[str]]) -> None:
    sheet = read_sheet(decode("a.csv", data))
    assert sheet.columns == ("a", "b")
    assert [[cell.text for cell in row] for row in sheet.rows] == rows


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "a.csv:1:1: the file is empty."),
        (b"a,a\n", "a.csv:1:3: the column 'a' stands twice."),
        (b"a\n1,2\n", "a.csv:2:3: a cell in column 2, which has no name."),
        (b'a,b\n1,"2\n3', 'a.csv:2:3: a quotation mark (") opens here and none closes.'),
        (b'a,b\n"1"2,3\n', "a.csv:2:4: text behind the quotation mark"),
        (b"a,b\n\xe9,1\n", "a.csv:2:1: byte 0xe9 is not UTF-8. Save the file as UTF-8."),
        (b"\xff\xfea\x00", "a.csv:1:1: byte 0xff is not UTF-8. Save the file as UTF-8."),
    ],
)
def test_what_is_no_csv_is_told_at_its_place(data: bytes, said: str) -> None:
    with pytest.raises(TaskError) as caught:
        read_sheet(decode("a.csv", data))
    assert str(caught.value).startswith(said)


@given(st.text(st.sampled_from('ab",;\n\t \\|'), max_size=30))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    sheet = None
    with suppress(TaskError):
        sheet = read_sheet(decode("a.csv", text.encode()))
    for row in sheet.rows if sheet else ():
        for cell in row:
            assert cell.text.replace('"', "")[:1] in text[cell.offset :]
