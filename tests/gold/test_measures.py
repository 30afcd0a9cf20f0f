"""Units of measure: what an amount is in another unit, worked out by hand."""

from __future__ import annotations

import pytest

from harness.gold.measures import Measure, converted, is_about, measure_of
from harness.text.amounts import Amount
from harness.text.words import as_phrase


def amount(low: float, high: float | None = None, *, is_share: bool = False) -> Amount:
    return Amount(low, low if high is None else high, is_share=is_share)


@pytest.mark.parametrize(
    ("value", "unit", "into", "expected"),
    [
        (50, "kilometres", "miles", 31.07),
        (26.2, "miles", "km", 42.16),
        (90, "metres", "feet", 295.3),
        (1, "nautical mile", "metres", 1852),
        (100, "hectares", "acres", 247.1),
        (2, "square kilometres", "hectares", 200),
        (46, "km\u00b2", "square kilometres", None),  # the same unit
        (2, "tonnes", "kilograms", 2000),
        (3, "barrels", "litres", 476.96),
        (5, "cubic metres", "litres", 5000),
        (46, "km\u00b2", "hectares", 4600),
        (100, "square miles", "square kilometres", 259.0),
        (2, "cubic feet", "litres", 56.63),
        (500, "cubic centimetres", "litres", 0.5),
        (60, "nautical miles", "kilometres", 111.12),
        (8, "ounces", "grams", 226.8),
        (2, "gallons", "litres", 7.57),
        (0, "degrees Celsius", "degrees Fahrenheit", 32),
        (5, "square metres", "litres", None),
        (5, "miles", "square miles", None),
        (100, "degrees Fahrenheit", "degrees Celsius", 37.78),
        (38, "degrees Celsius", "degrees Fahrenheit", 100.4),
        (3, "kilometres", "tonnes", None),
        (3, "soldiers", "metres", None),
        (3, "metres", "metres", None),
    ],
)
def test_an_amount_in_another_unit(value: float, unit: str, into: str, expected: float | None) -> None:
    found = converted(amount(value), as_phrase(unit), as_phrase(into))
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found.low == found.high == pytest.approx(expected, rel=0.0002)


def test_shares_and_magnitudes_are_not_converted() -> None:
    assert converted(amount(0.5, is_share=True), ("metre",), ("foot",)) is None
    assert converted(Amount(24, 99, magnitude="dozens"), ("metre",), ("foot",)) is None


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("kilometres of road", Measure("length", 1000)),
        ("nautical miles", Measure("length", 1852)),
        ("tonnes of grain", Measure("mass", 1000)),
        ("km\u00b2", Measure("area", 1e6)),
        ("hectares", Measure("area", 10_000)),
        ("square metres of glass", Measure("area", 1)),
        ("cubic metres", Measure("volume", 1000)),
        ("litres", Measure("volume", 1)),
        ("degrees Celsius", Measure("temperature", 1)),
    ],
)
def test_a_unit_measures_one_thing(words: str, measure: Measure) -> None:
    assert measure_of(as_phrase(words)) == measure


def test_a_range_is_converted_at_both_ends() -> None:
    found = converted(amount(50, 60), ("metre",), ("foot",))
    assert found is not None
    assert found.low == pytest.approx(164.04, rel=0.001)
    assert found.high == pytest.approx(196.85, rel=0.001)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (amount(300), amount(295), True),
        (amount(300), amount(285), False),
        (amount(165, 195), amount(164, 197), True),
        (amount(165, 195), amount(164, 230), False),
        (amount(0.5), amount(0.5, is_share=True), False),
        (amount(0), amount(0), True),
    ],
)
def test_rounding_of_a_conversion(one: Amount, other: Amount, expected: bool) -> None:
    assert is_about(one, other) is expected
    assert is_about(other, one) is expected


@pytest.mark.parametrize("words", ["", "square", "degrees", "nautical", "cubic soldiers", "pounds"])
def test_what_is_no_measure(words: str) -> None:
    assert measure_of(as_phrase(words)) is None
