"""Text of models and articles, made fit to print."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harness.results.clean import clean_line, code_span, csv_cell, escape_controls, markdown_cell

ANY = st.text(alphabet=st.characters())


@given(ANY)
@example("\x1b[31m\u202e\ud800\u2028\x9b\u0085\ufeff")
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    left = {unicodedata.category(char) for char in escape_controls(text) if char not in "\n\u200c\u200d"}
    assert not left & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert "\n" not in clean_line(text)


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Zl", "Zp"])))
def test_text_without_controls_stays_as_it_is(text: str) -> None:
    assert escape_controls(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\u202eb", "a\\u202eb"),
        ("tab\there\nline", "tab here\nline"),
        ("\u0645\u06cc\u200c\u062e 👩\u200d🚒", "\u0645\u06cc\u200c\u062e 👩\u200d🚒"),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
    ],
)
def test_controls_are_written_out(text: str, shown: str) -> None:
    assert escape_controls(text) == shown


def test_a_line_has_single_blanks() -> None:
    assert clean_line("  a\n b\t\tc ") == "a b c"


@given(ANY)
def test_a_csv_cell_is_never_a_formula(text: str) -> None:
    cell = csv_cell(text)
    assert cell.lstrip()[:1] not in tuple("=+-@\t\r") or re.fullmatch(r"[+-]?[\d.]+([eE][+-]?\d+)?", cell)


@given(st.text(alphabet="`|a "))
def test_a_code_span_ends_only_where_it_should(text: str) -> None:
    span = code_span(text)
    fence = re.match("`*", span)
    assert fence is not None
    if not clean_line(text):
        assert span == ""
        return
    inner = span[fence.end() : -fence.end()]
    assert fence.group() not in re.findall("`+", inner)
    assert inner.strip() == clean_line(text)


def test_a_pipe_is_escaped_in_a_table_only() -> None:
    assert markdown_cell("a|b") == "`a\\|b`"
    assert code_span("a|b") == "`a|b`"
