"""Amounts: how many, as an interval, and the notation that gold files write them in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

SCALES: dict[str, float] = {
    "hundred": 1e2,
    "thousand": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "trillion": 1e12,
}

MAGNITUDES: dict[str, tuple[float, float]] = {
    "dozens": (24, 99),
    "scores": (40, 199),
    "hundreds": (100, 999),
    "thousands": (1_000, 9_999),
    "tens of thousands": (10_000, 99_999),
    "hundreds of thousands": (100_000, 999_999),
    "millions": (1_000_000, 9_999_999),
    "tens of millions": (10_000_000, 99_999_999),
    "hundreds of millions": (100_000_000, 999_999_999),
    "billions": (1e9, 9.999e9),
    "tens of billions": (1e10, 9.9999e10),
    "hundreds of billions": (1e11, 9.99999e11),
    "trillions": (1e12, 9.999e12),
    "several dozen": (36, 99),
    "a few dozen": (24, 99),
    "a couple dozen": (24, 35),
    "several hundred": (200, 999),
    "a few hundred": (200, 999),
    "a couple hundred": (200, 299),
    "several thousand": (2_000, 9_999),
    "a few thousand": (2_000, 9_999),
    "a couple thousand": (2_000, 2_999),
    "several million": (2_000_000, 9_999_999),
    "a few million": (2_000_000, 9_999_999),
    "a couple million": (2_000_000, 2_999_999),
    "several billion": (2e9, 9.999e9),
    "a few billion": (2e9, 9.999e9),
    "a couple billion": (2e9, 2.999e9),
    "several": (3, 9),
    "a few": (2, 9),
    "few": (1, 9),
    "some": (2, 99),
    "many": (5, 1e9),
    "multiple": (2, 99),
    "a couple": (2, 2),
}
"""What a vague word can stand for: least and most, both included."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity from `low` to `high`. A share (50%, a third) has `is_share` and lies in parts of one."""

    low: float
    high: float
    is_share: bool = False
    magnitude: str | None = None

    @property
    def is_range(self) -> bool:
        """Whether it was given as two numbers."""
        return self.low != self.high and self.magnitude is None


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A number in a text: where it stands and how much it is.

    `scale` is what its last word or sign multiplied by (`million`, `k`, `%`). A bare number has none, nor a fraction,
    so that a number beside it can lend it its own: `10 to 15%`, `two or three million`.
    """

    start: int
    end: int
    amount: Amount
    scale: float = 1.0
    is_bare: bool = False


def describe_amount(amount: Amount, bound: str = "exact") -> str:
    """Return an amount in words, as reasons show it."""
    if amount.magnitude:
        text = amount.magnitude
    elif amount.is_range:
        text = f"{_describe(amount.low, amount)} to {_describe(amount.high, amount)}"
    else:
        text = _describe(amount.low, amount)
    return text if bound == "exact" else f"{bound} {text}"


def _describe(value: float, amount: Amount) -> str:
    return f"{100 * value:.4g}%" if amount.is_share else f"{value:,.10g}"


_ITEM = re.compile(
    r"(?P<number>\d{1,15}(?:\.\d{1,15})?)"
    r"(?:/(?P<over>\d{1,15})|(?P<percent> ?%| percent)|\ (?P<scale>[a-z]+))?",
    re.ASCII,
)


@lru_cache(maxsize=1 << 12)
def parse_amount(text: str) -> Amount:
    """Return the amount that a gold file's `value` means; raise ValueError with the reason where it means none."""
    text = " ".join(text.split())
    if text in MAGNITUDES:
        low, high = MAGNITUDES[text]
        return Amount(low, high, magnitude=text)
    first, separator, last = text.partition(" to ")
    low, is_share = _parse_item(first, text)
    if not separator:
        return Amount(low, low, is_share)
    high, high_is_share = _parse_item(last, text)
    if is_share != high_is_share:
        raise ValueError(f"{text!r} mixes a share with a number.")
    if high < low:
        raise ValueError(f"{text!r} ends below its start.")
    return Amount(low, high, is_share)


def _parse_item(item: str, text: str) -> tuple[float, bool]:
    match = _ITEM.fullmatch(item.strip())
    if item.strip().startswith("-"):
        raise ValueError(f"{text!r} is below zero. Write how many or how much, without a minus.")
    if match and any(re.match(r"0\d", match[part] or "") for part in ("number", "over")):
        raise ValueError(f"{text!r} has a number with a leading zero. Write it without.")
    if not match or (match["scale"] and match["scale"] not in SCALES):
        hint = " Write it without commas." if "," in item else ""
        raise ValueError(
            f"{text!r} is no amount.{hint} Write 11000, 2.7 million, 10000 to 11000, 1/3 to 1/2, 50%, "
            "or a word such as thousands."
        )
    number = float(match["number"])
    if match["over"]:
        if int(match["over"]) == 0:
            raise ValueError(f"{text!r} divides by zero.")
        return number / int(match["over"]), True
    if match["percent"]:
        return number / 100, True
    return number * SCALES.get(match["scale"] or "", 1), False
