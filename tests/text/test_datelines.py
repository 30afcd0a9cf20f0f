"""When an article came out, by its dateline."""

from __future__ import annotations

import pytest

from harness.text.datelines import read_dateline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ORLAVIK, Mareland, 18 September 2031 \u2014 The harbour is shut.", "2031-09-18"),
        ("VIK, May 3, 2030 (Mareland News) - The dam holds.", "2030-05-03"),
        ("PORT OF VIK, Monday, 2 June 2031: Ships wait.", "2031-06-02"),
        ("Tuesday, 3 June 2031\nThe harbour is shut.", "2031-06-03"),
        ("The dam broke on 3 May 2030 - it was a Friday.", None),
        ("VIK, May 3 \u2014 The dam holds.", None),
        ("VIK, May 2030 \u2014 The dam holds.", None),
        ("Vik, 3 May 2030, was a quiet place.", None),
        ("", None),
    ],
)
def test_a_dateline_is_read_and_nothing_else(text: str, expected: str | None) -> None:
    period = read_dateline(text)

    assert (period.earliest.isoformat() if period and period.earliest else None) == expected


@pytest.mark.parametrize("words", ["U.S. " * 22, "A.A." * 24 + " ", "A. " * 33])
def test_a_row_of_initials_is_no_dateline_and_is_read_at_once(words: str) -> None:
    assert read_dateline(f"{words}said 3 May 2030 - and left.") is None
