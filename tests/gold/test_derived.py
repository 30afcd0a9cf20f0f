"""Arithmetic over an article's numbers: what follows from them, and what only happens to fit, worked out by hand."""

from __future__ import annotations

import pytest

from harness.gold.matching.derived import (
    MOST_NUMBERS,
    Operand,
    Setting,
    find_arithmetic,
    find_ratio,
    is_plain,
    number_fits,
    share_fits,
)
from harness.text.amounts import parse_amount
from harness.text.quantities import Quantity


def said(value: str, bound: str = "exact") -> Quantity:
    return Quantity(0, 0, parse_amount(value), bound, 0, (), 0, 0)


def operands(*numbers: tuple[float, int]) -> list[Operand]:
    """Return numbers with the sentences that they stand in."""
    return [Operand(value, sentence) for value, sentence in numbers]


def setting(
    words: str = "", *, about: tuple[int, ...] = (0,), numbers: tuple[float, ...] = (), whole: float | None = None
) -> Setting:
    return Setting(frozenset(words.split()), frozenset(), frozenset(about), frozenset(numbers), whole)


def arithmetic(quantity: Quantity, numbers: list[Operand], about: Setting) -> str | None:
    found = find_arithmetic(quantity, numbers, about)
    return found.reason if found else None


ONE = operands((41, 0), (27, 0))
TWO = operands((41, 0), (27, 1))
FAR = operands((41, 0), (27, 9))
APART = operands((41, 0), (27, 3))
TOO_FAR = operands((41, 0), (27, 4))

SUMS = [
    # what is said, the article's numbers, what stands about it, the reason or none
    ("68", ONE, setting(), "68 is 41 and 27 together."),
    ("68", ONE, setting(about=(5,)), None),  # of something else
    ("68", operands((5, 9), (6, 9), (41, 0), (27, 0)), setting(), "68 is 41 and 27 together."),
    ("68", operands((41, 5), (27, 6)), setting("together", about=(5,)), "68 is 41 and 27 together."),
    ("69", ONE, setting("together"), None),
    ("68", TWO, setting(), None),
    ("68", TWO, setting("together"), "68 is 41 and 27 together."),
    ("68", TWO, setting("together", about=(1,)), "68 is 41 and 27 together."),
    ("68", TWO, setting("together", about=(2,)), None),
    ("68", APART, setting("together"), "68 is 41 and 27 together."),
    ("68", TOO_FAR, setting("together"), None),
    ("14", ONE, setting(), None),  # a difference has to be told as one, or names a number of it
    ("14", ONE, setting("fewer"), "14 is 41 less 27."),
    ("14", operands((27, 0), (41, 0)), setting("gap"), "14 is 41 less 27."),
    ("14", TOO_FAR, setting("gap"), None),
    ("68", FAR, setting(about=(), numbers=(41,)), "68 is 41 and 27 together."),
    ("14", FAR, setting(about=(), numbers=(27,)), "14 is 41 less 27."),
    ("14", FAR, setting(about=(), numbers=(28,)), None),
    ("14", FAR, setting(numbers=(28,)), None),
    ("60", operands((10, 0), (20, 0), (30, 0)), setting("total"), "60 is 10, 20 and 30 together."),
    ("60", operands((10, 0), (20, 0), (30, 0)), setting(), None),
    ("60", operands((10, 0), (20, 0), (30, 1)), setting("total", about=(0, 1)), None),
    ("60", operands((10, 1), (20, 1), (30, 1)), setting("total"), None),
    ("60", operands((99, 0), (10, 1), (20, 1), (30, 1)), setting("total", about=(1,)), "60 is 10, 20 and 30 together."),
    ("68 to 70", ONE, setting("together"), None),
    ("dozens", operands((12, 0), (12, 0)), setting("together"), None),  # dozens begin at 24
    ("1250", operands((1000, 0), (250, 0)), setting(), "1,250 is 1,000 and 250 together."),
]


@pytest.mark.parametrize(("value", "numbers", "about", "reason"), SUMS)
def test_sums_and_differences_follow_where_the_numbers_belong_together(
    value: str, numbers: list[Operand], about: Setting, reason: str | None
) -> None:
    assert arithmetic(said(value), numbers, about) == reason


SHARES = [
    ("30%", operands((8, 0), (27, 0)), setting(), "30% is 8 of 27."),  # 29.6
    ("30%", operands((27, 0), (8, 1)), setting(), "30% is 8 of 27."),
    ("30%", operands((8, 0), (27, 2)), setting(), None),
    ("30%", operands((8, 0), (27, 0)), setting(about=(5,)), None),
    ("31%", operands((8, 0), (27, 0)), setting(), None),
    ("30%", operands((8, 0), (19, 0)), setting(), "30% is 8 of 8 and 19 together."),
    ("70%", operands((8, 0), (19, 0)), setting(), "70% is 19 of 8 and 19 together."),
    ("70%", operands((8, 0), (19, 1)), setting(), None),
    ("40%", operands((8, 0), (20, 0)), setting(whole=20), "40% is 8 of 20."),
    ("40%", operands((8, 0), (20, 0)), setting(whole=27), None),  # `of which 40%`: of the 27
    ("30%", operands((8, 0), (19, 0)), setting(whole=19), None),
    ("30%", operands((8, 0), (20, 0), (27, 0)), setting(whole=27), "30% is 8 of 27."),
    ("40%", operands((27, 0), (8, 0), (20, 0)), setting(whole=20), "40% is 8 of 20."),
    ("34%", TWO, setting("fell"), "34% is the fall from 41 to 27."),  # 14 of 41
    ("52%", TWO, setting("rose"), "52% is the rise from 27 to 41."),  # 14 of 27
    ("34%", TWO, setting("were"), None),
    ("52%", TWO, setting("together"), None),
    ("0%", operands((0, 0), (10, 0)), setting(), None),
    ("100%", operands((0, 0), (0, 0)), setting(), None),
    ("50%", operands((0.5, 0), (1, 0)), setting(), "50% is 0.5 of 1."),
    ("30%", [], setting(numbers=(27, 8)), "30% is 8 of 27."),  # the summary's own numbers
    ("30%", [], setting(numbers=(27, 8), whole=27), "30% is 8 of 27."),
    ("30%", [], setting(numbers=(27, 8), whole=50), None),
    ("0%", [], setting(numbers=(27, 0)), None),
    ("50%", [], setting(numbers=(1, 0.5)), "50% is 0.5 of 1."),
    ("30% to 40%", operands((8, 0), (27, 0)), setting(), None),
]


@pytest.mark.parametrize(("value", "numbers", "about", "reason"), SHARES)
def test_shares_follow_where_the_numbers_belong_together(
    value: str, numbers: list[Operand], about: Setting, reason: str | None
) -> None:
    assert arithmetic(said(value), numbers, about) == reason


def test_a_sum_said_with_a_bound_lies_near_it() -> None:
    assert arithmetic(said("65", "more than"), ONE, setting()) == "more than 65 is 41 and 27 together."
    assert find_arithmetic(said("60", "more than"), ONE, setting()) is None


def test_a_part_of_a_whole_is_no_change() -> None:
    part = Setting(frozenset({"rose"}), frozenset(), frozenset({0}), is_part=True)
    assert find_arithmetic(said("52%"), TWO, part) is None


@pytest.mark.parametrize(
    ("value", "numbers", "about", "reason"),
    [
        ("3", operands((30, 0), (10, 1)), setting(), "3 is 30 over 10."),
        ("3", operands((10, 0), (30, 0)), setting(), "3 is 30 over 10."),
        ("3", operands((30, 0), (10, 2)), setting(), None),
        ("3", operands((30, 0), (10, 0)), setting(about=(5,)), None),
        ("4", operands((30, 0), (10, 0)), setting(), None),
        ("3", operands((0, 0), (3, 0)), setting(), None),
        ("2", operands((1, 0), (0.5, 0)), setting(), "2 is 1 over 0.5."),
        ("3", operands((7, 5), (30, 0), (10, 0)), setting(), "3 is 30 over 10."),
    ],
)
def test_ratios_follow_from_numbers_that_belong_together(
    value: str, numbers: list[Operand], about: Setting, reason: str | None
) -> None:
    found = find_ratio(said(value), numbers, about)
    assert (found.reason if found else None) == reason


def test_only_the_first_numbers_of_a_long_article_are_tried() -> None:
    filler = operands(*[(7, 0)] * (MOST_NUMBERS - 1))
    assert find_arithmetic(said("1007"), [*filler, *operands((1000, 0))], setting())
    assert not find_arithmetic(said("1007"), [*filler, *operands((7, 0), (1000, 0))], setting())
    assert find_ratio(said("100"), [*filler, *operands((700, 0))], setting())
    assert not find_ratio(said("100"), [*filler, *operands((7, 0), (700, 0))], setting())


NUMBERS = [
    # a number with a bound, a result, whether it may be said of it: within five percent, on its own side
    ("100", "exact", 100, True),
    ("100", "exact", 101, False),
    ("100", "exact", 99, False),
    ("0", "exact", 0, True),
    ("100", "more than", 104, True),
    ("95", "at least", 100, True),
    ("100", "more than", 106, False),
    ("100", "more than", 98, False),
    ("100", "fewer than", 96, True),
    ("105", "up to", 100, True),
    ("100", "fewer than", 94, False),
    ("100", "at most", 102, False),
    ("100", "about", 104, True),
    ("100", "about", 96, True),
    ("95", "about", 100, True),
    ("105", "about", 100, True),
    ("100", "about", 106, False),
    ("100", "about", 94, False),
]


@pytest.mark.parametrize(("value", "bound", "result", "expected"), NUMBERS)
def test_a_number_fits_a_result_within_its_bound(value: str, bound: str, result: float, expected: bool) -> None:
    assert number_fits(said(value, bound), result) is expected


FITS = [
    # half a step of the last digit, and a little
    ("33%", "exact", 1 / 3, True),
    ("33%", "exact", 0.335, True),
    ("33%", "exact", 0.336, False),
    ("33%", "exact", 0.325, True),
    ("33%", "exact", 0.324, False),
    ("33.3%", "exact", 1 / 3, True),
    ("33.3%", "exact", 0.3335, True),
    ("33.3%", "exact", 0.3345, False),
    ("33.33%", "exact", 1 / 3, True),
    ("33.33%", "exact", 0.3335, False),
    ("10%", "exact", 0.104, True),
    ("10%", "exact", 0.106, False),
    ("1/3", "exact", 0.338, True),  # in words: as if of whole percent
    ("1/3", "exact", 0.34, False),
    # a bound leaves more on its own side
    ("25%", "more than", 0.27, True),
    ("25%", "more than", 0.29, False),
    ("25%", "more than", 0.24, False),
    ("50%", "more than", 0.68, True),  # over half is said of two thirds
    ("50%", "more than", 0.71, False),
    ("25%", "fewer than", 0.22, True),
    ("25%", "fewer than", 0.21, False),
    ("25%", "fewer than", 0.26, False),
    ("25%", "about", 0.27, True),
    ("25%", "about", 0.23, True),
    ("25%", "about", 0.28, False),
    ("25%", "about", 0.22, False),
    ("25%", "exact", 0.26, False),
]


@pytest.mark.parametrize(("value", "bound", "result", "expected"), FITS)
def test_a_share_fits_a_result_within_its_bound(value: str, bound: str, result: float, expected: bool) -> None:
    assert share_fits(said(value, bound), result) is expected


@pytest.mark.parametrize(
    ("value", "expected"), [("41", True), ("50%", False), ("41 to 50", False), ("dozens", False), ("1/3 to 1/2", False)]
)
def test_only_plain_numbers_are_reckoned_with(value: str, expected: bool) -> None:
    assert is_plain(said(value)) is expected
