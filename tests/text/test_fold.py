"""Folding: what becomes of blanks and marks, and the way back to the original text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.fold import FoldedText, fold

ODD = "\u00a0 \u2009 \u202f \u200b \u00ad \u2019 \u201c \u2026 \u2013 \u2014 \u0663 \uff11 \uff21 \u0301"
PIECES = st.sampled_from(
    [
        *"aA1 \n\t.,'\"-",
        *ODD.replace(" ", ""),
        "\u1112",
        "\u1161",
        "\u11ab",
        "\u00e9",
        "\u2029",
        "\r\n",
        "000",
        "\u017f",
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("a \u00a0 b\n\nc", "a b c"),
        ("\u201cIt\u2019s\u201d \u2013 so\u2026", '"It\'s" - so...'),
        ("co\u00adop\u200b", "coop"),
        ("Bogota\u0301", "Bogot\u00e1"),
        ("\uff21\uff11 \u0663", "A1 3"),
        ("a \u200b b", "a b"),
    ],
)
def test_blanks_marks_accents_and_digits_have_one_form(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("one\ntwo", "one\ntwo"),
        ("one \n two", "one\ntwo"),
        ("one\n \n\n two", "one\n\ntwo"),
        ("one\r\ntwo\u2029three", "one\ntwo\n\nthree"),
        ("a\u2010b \u2013 c\u2212d \u2014 e", "a-b \u2013 c\u2013d \u2014 e"),
        ("11\u202f000 and 1\u00a0234\u00a0567", "11,000 and 1,234,567"),
        ("2024\u00a0300 and 5\u00a0men", "2024 300 and 5 men"),
    ],
)
def test_layout_is_kept_for_reading(text: str, folded: str) -> None:
    assert FoldedText(text, keeps_layout=True).text == folded


def test_quote_is_found_however_it_was_typed() -> None:
    text = "He said: \u201cWe  didn\u2019t\nleave Bogota\u0301\u201d."
    (span,) = FoldedText(text).find("didn't leave Bogot\u00e1")
    assert text[slice(*span)] == "didn\u2019t\nleave Bogota\u0301"


def test_quote_is_found_at_every_place_and_an_empty_one_nowhere() -> None:
    folded = FoldedText("aaa a")
    assert folded.find("aa") == [(0, 2), (1, 3)]
    assert folded.find(" ") == []


@given(TEXTS, st.booleans())
def test_each_character_stands_for_a_piece_and_the_pieces_are_in_order(text: str, keeps_layout: bool) -> None:
    folded = FoldedText(text, keeps_layout=keeps_layout)
    spans = [folded.span(i, i + 1) for i in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(TEXTS, st.booleans())
def test_letters_stand_for_themselves(text: str, keeps_layout: bool) -> None:
    folded = FoldedText(text, keeps_layout=keeps_layout)
    for i, char in enumerate(folded.text):
        if char.isascii() and char.isalpha() and char not in "sIi":
            start, end = folded.span(i, i + 1)
            assert char in unicodedata.normalize("NFKC", text[start:end])


@given(st.lists(PIECES, max_size=30).map("".join), st.booleans())
def test_folding_twice_changes_nothing(text: str, keeps_layout: bool) -> None:
    once = FoldedText(text, keeps_layout=keeps_layout).text
    assert FoldedText(once, keeps_layout=keeps_layout).text == once


@given(st.lists(PIECES, max_size=30).map("".join), st.booleans())
def test_composed_and_decomposed_texts_fold_alike(text: str, keeps_layout: bool) -> None:
    folded = {FoldedText(unicodedata.normalize(form, text), keeps_layout=keeps_layout).text for form in ("NFC", "NFD")}
    assert len(folded) == 1


@given(TEXTS)
def test_aligned_text_has_its_own_offsets(text: str) -> None:
    folded = FoldedText(text)
    if folded.is_aligned:
        assert [folded.span(i, i + 1) for i in range(len(text))] == [(i, i + 1) for i in range(len(text))]
