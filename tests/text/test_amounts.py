"""The notation of amounts in gold files, and amounts in words."""

from __future__ import annotations

import pytest

from harness.text.amounts import MAGNITUDES, Amount, describe_amount, parse_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("11000", Amount(11_000, 11_000)),
        ("0", Amount(0, 0)),
        ("0.5", Amount(0.5, 0.5)),
        ("2.7 million", Amount(2_700_000, 2_700_000)),
        ("10000 to 11000", Amount(10_000, 11_000)),
        ("2 million to 3 million", Amount(2_000_000, 3_000_000)),
        ("1/3", Amount(1 / 3, 1 / 3, is_share=True)),
        ("1/3 to 50%", Amount(1 / 3, 0.5, is_share=True)),
        ("50 percent", Amount(0.5, 0.5, is_share=True)),
        ("  tens  of thousands ", Amount(10_000, 99_999, magnitude="tens of thousands")),
    ],
)
def test_notation_is_read(text: str, amount: Amount) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("11,000", "without commas"),
        ("eleven", "is no amount"),
        ("010", "leading zero"),
        ("5 to 010", "leading zero"),
        ("1/03", "leading zero"),
        ("-5", "below zero"),
        ("-7.5%", "below zero"),
        ("", "is no amount"),
        ("1/0", "divides by zero"),
        ("10 to 50%", "mixes a share with a number"),
        ("11 to 10", "ends below its start"),
        ("3 zillion", "is no amount"),
        ("9" * 400, "is no amount"),
        ("\u0663", "is no amount"),
    ],
)
def test_what_is_no_amount_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_amount(text)


@pytest.mark.parametrize(
    ("amount", "bound", "words"),
    [
        (Amount(11_000, 11_000), "about", "about 11,000"),
        (Amount(10_000, 11_000), "exact", "10,000 to 11,000"),
        (Amount(1 / 3, 0.5, is_share=True), "up to", "up to 33.33% to 50%"),
        (Amount(100, 999, magnitude="hundreds"), "exact", "hundreds"),
        (Amount(2.5, 2.5), "exact", "2.5"),
    ],
)
def test_amount_is_told_in_words(amount: Amount, bound: str, words: str) -> None:
    assert describe_amount(amount, bound) == words


def test_magnitudes_ascend() -> None:
    assert all(0 < low <= high for low, high in MAGNITUDES.values())


def test_range_is_what_was_given_as_two_numbers() -> None:
    assert Amount(1, 2).is_range
    assert not Amount(1, 1).is_range
    assert not Amount(100, 999, magnitude="hundreds").is_range
