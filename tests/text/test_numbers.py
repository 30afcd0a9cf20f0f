"""Numbers read back from every way of writing them, and the grammar of number words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harness.text.amounts import Amount
from harness.text.numbers import find_numbers, read_number_words

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
ONES_WORDS = [*ONES.split(), "seventeen", "eighteen", "nineteen"]
TENS_WORDS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
COUNTS = st.integers(min_value=2, max_value=10**9)
BLANKS = st.sampled_from([" ", "\u00a0", "\u2009", "\u202f", "  ", "\t", " \u200b"])


def spell_below_thousand(number: int, *, says_and: bool) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [ONES_WORDS[hundreds] + " hundred"] if hundreds else []
    if rest:
        tens, ones = divmod(rest, 10)
        small = ONES_WORDS[rest] if rest < 20 else TENS_WORDS[tens] + (f"-{ONES_WORDS[ones]}" if ones else "")
        parts.append(("and " if parts and says_and else "") + small)
    return " ".join(parts)


def spell(number: int, *, says_and: bool = False) -> str:
    """Return a number's English words, with or without `and` before its tens."""
    words = []
    for name, scale in (("billion", 10**9), ("million", 10**6), ("thousand", 10**3)):
        count, number = divmod(number, scale)
        if count:
            words.append(spell_below_thousand(count, says_and=says_and) + " " + name)
    if number:
        leads = "and " if says_and and words and number < 100 else ""
        words.append(leads + spell_below_thousand(number, says_and=says_and))
    return " ".join(words) or "zero"


def values(text: str) -> list[tuple[float, float]]:
    return [(number.amount.low, number.amount.high) for number in find_numbers(text)]


def written(number: int) -> list[str]:
    """Return a number in every grouping, in words with and without `and`, in small and in capital letters."""
    grouped = f"{number:,}"
    forms = [str(number), grouped, *(grouped.replace(",", blank) for blank in " \u00a0\u202f\u2009'\u2019")]
    forms += [spell(number), spell(number, says_and=True), spell(number).upper(), spell(number).replace("-", " ")]
    return [*forms, spell(number).replace("-", "\u2011")]


@given(COUNTS)
@example(10**9)
@example(1_000_001)
@example(21_100)
def test_a_number_is_the_same_in_every_form(number: int) -> None:
    for form in written(number):
        assert values(f"They saw {form} birds.") == [(number, number)], form


@given(st.integers(min_value=1, max_value=999))
def test_letters_and_scale_words_multiply(number: int) -> None:
    for form in (f"{number}k", f"{number}K", f"{number} thousand", f"{number}-thousand", f"{number},000"):
        assert values(f"They saw {form} birds.") == [(number * 1000, number * 1000)], form
    for form in (
        f"${number}m",
        f"\u20ac{number}mn",
        f"{number} million",
        f"{number}million",
        f"{number / 1000} billion",
    ):
        assert [round(low) for low, _ in values(f"It cost {form}.")] == [number * 10**6], form


@given(st.integers(min_value=1000, max_value=10**9), st.integers(min_value=1, max_value=10**9))
@example(low=10**6, step=10**9)
def test_range_joins_two_numbers_in_digits(low: int, step: int) -> None:
    high = low + step
    for form in (f"{low:,} to {high:,}", f"{low}-{high}", f"{low:,}\u2013{high:,}"):
        assert values(f"Over the hill {form} birds came.") == [(low, high)], form
    assert values(f"Between {low:,} and {high:,} birds came.") == [(low, high)]
    assert values(f"They counted {high:,} to {low:,} birds.") == [(high, high), (low, low)]


@given(st.integers(min_value=2, max_value=97), st.integers(min_value=1, max_value=97))
def test_range_joins_two_numbers_in_words_and_shares_their_scale(low: int, step: int) -> None:
    high = min(low + step, 99)
    assert values(f"From {spell(low)} to {spell(high)} birds came.") == [(low, high)]
    assert values(f"Between {spell(low)} and {spell(high)} million birds came.") == [(low * 10**6, high * 10**6)]


@given(st.integers(min_value=1, max_value=99), BLANKS)
def test_percent_is_the_same_with_sign_and_words(number: int, blank: str) -> None:
    for form in (f"{number}%", f"{number}{blank}%", f"{number}{blank}percent", f"{spell(number)}{blank}per{blank}cent"):
        (amount,) = (found.amount for found in find_numbers(f"It fell {form} today."))
        assert amount == Amount(number / 100, number / 100, is_share=True), form


@given(COUNTS, BLANKS)
def test_kinds_of_blanks_and_line_breaks_do_not_matter(number: int, blank: str) -> None:
    for gap in (blank, "\n", " \n "):
        assert values(f"They{gap}saw{gap}{spell(number).replace(' ', gap)}{gap}birds.") == [(number, number)]


@given(COUNTS)
def test_scripts_do_not_matter(number: int) -> None:
    for zero in "\u0660\u0966\u0e50\uff10":
        digits = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
        assert values(f"They saw {digits} birds.") == [(number, number)]


@given(st.lists(st.sampled_from(["Bogot\u00e1 lost 11,000 men", "half a million caf\u00e9s", "\u00c5bo: two thirds"])))
def test_unicode_forms_do_not_matter(sentences: list[str]) -> None:
    text = ". ".join(sentences)
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]
    assert values(forms[0]) == values(forms[1])


@given(st.lists(COUNTS.map(lambda n: f"{n:,}") | COUNTS.map(spell) | st.just("and some"), max_size=8))
def test_spans_hold_the_numbers_alone(pieces: list[str]) -> None:
    text = " birds; ".join(pieces)
    found = [text[number.start : number.end] for number in find_numbers(text)]
    assert found == [piece for piece in pieces if piece != "and some"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("eleven thousand", 11_000),
        ("A hundred and one", 101),
        ("twenty-seven hundred", 2_700),
        ("two dozen", 24),
        ("two hundred and three thousand", 203_000),
        ("one hundred million and one", 100_000_001),
        ("two hundred and three hundred", None),
        ("one two three", None),
        ("nineteen eighty-four", None),
        ("twenty and one", None),
        ("hundred hundred", None),
        ("million million", None),
        ("eleven wombats", None),
        ("and", None),
        ("", None),
    ],
)
def test_number_words_follow_english(words: str, value: float | None) -> None:
    assert read_number_words(words) == value


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("two hundred and three hundred", [200, 300]),
        ("one hundred and fifty and two hundred", [150, 200]),
        ("six seven hundred", [6, 700]),
        ("three thousand five thousand", [3_000, 5_000]),
        ("five twenty-man teams", [5, 20]),
    ],
)
def test_words_in_a_row_are_parted_where_a_number_ends(text: str, amounts: list[float]) -> None:
    assert [low for low, _ in values(text)] == amounts


def test_longest_digits_are_codes() -> None:
    assert values("9" * 15) == [(float("9" * 15),) * 2]
    assert values("9" * 16) == []
    assert values("9" * 5000) == []


def test_letters_that_match_without_regard_to_case_are_read_too() -> None:
    assert values("\u017feven and e\u0131ght men, 300 \u212am") == [(7, 7), (8, 8), (300, 300)]
