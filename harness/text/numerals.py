"""Number words: what `eleven thousand`, `twenty-seven hundred`, `two dozen` mean, and where one number ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.text.amounts import SCALES


def _numbered(words: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * i for i, word in enumerate(words.split())}


ONES = _numbered("zero one two three four five six seven eight nine", 0)
_TEENS = _numbered("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10)
_TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
RANKS = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth",
    1,
)
"""The ranks that have a word of their own, by that word."""

BELOW_HUNDRED = {**ONES, **_TEENS, **_TENS}
MULTIPLIERS = {**SCALES, "dozen": 12.0}
"""What multiplies the number before it."""

BLANK = r"[ \n]"
SEPARATOR = r"[ \n-]"
"""What may stand between two words of one number."""

MULTIPLIER = "|".join(sorted(MULTIPLIERS, key=len, reverse=True))
NUMBER_WORD = "|".join(sorted([*BELOW_HUNDRED, *MULTIPLIERS], key=len, reverse=True))
NUMBER_WORDS = (
    rf"(?:an?{SEPARATOR}(?=(?:{MULTIPLIER})(?!\w)))?"
    rf"(?:{NUMBER_WORD})(?!\w)(?:{SEPARATOR}(?:and{SEPARATOR})?(?:{NUMBER_WORD})(?!\w))*+"
)
"""A pattern of number words in a row, of one number or several. Its steps never go back."""

_STEP = re.compile(rf"(?P<and>and{SEPARATOR})?(?P<word>{NUMBER_WORD})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in words: where it stands in its text, its value, its last word and what its last words multiply by."""

    start: int
    end: int
    value: float
    last: str
    scale: float


def read_number_words(text: str) -> float | None:
    """Return what number words mean; None where they mean no number, or several."""
    found = list(read_numerals(" ".join(text.split())))
    lead = text.strip().lower()
    is_whole = len(found) == 1 and lead[: found[0].start].strip() in ("", "a", "an") and found[0].end == len(lead)
    return found[0].value if is_whole else None


def read_numerals(text: str, start: int = 0, end: int | None = None) -> Iterator[Numeral]:
    """Yield the numbers that a run of number words holds, by the rules of English.

    `two hundred and three hundred` are two numbers, `two hundred and three thousand` is one, `nineteen eighty` two.
    """
    end = len(text) if end is None else end
    steps = list(_STEP.finditer(text, start, end))
    first = 0
    while first < len(steps):
        numeral, first = _read_one(steps, first)
        yield numeral


def _read_one(steps: list[re.Match[str]], first: int) -> tuple[Numeral, int]:
    """Return the number that begins at a step, and the step after it."""
    number = _Cardinal()
    # Where the number could have ended before its last words below a hundred: those may belong to the next number.
    kept, kept_end = 0.0, first
    i = first
    while i < len(steps):
        word = steps[i]["word"].lower()
        if i > first and word not in MULTIPLIERS and number.last in MULTIPLIERS:
            kept, kept_end = number.value, i
        if not number.take(word, is_joined=i > first and bool(steps[i]["and"])):
            break
        i += 1
    if i < len(steps) and steps[i]["word"].lower() in SCALES and kept_end > first and number.last not in MULTIPLIERS:
        return _numeral(steps, first, kept_end, kept), kept_end
    return _numeral(steps, first, i, number.value), i


def _numeral(steps: list[re.Match[str]], first: int, end: int, value: float) -> Numeral:
    words = [step["word"].lower() for step in steps[first:end]]
    return Numeral(steps[first].start("word"), steps[end - 1].end(), value, words[-1], _scale(words))


def _scale(words: list[str]) -> float:
    """Return what the last words of a number multiply the others by; 1 where no plain number is left before them."""
    scale = 1.0
    for i in range(len(words) - 1, -1, -1):
        if words[i] not in MULTIPLIERS:
            return scale if MULTIPLIERS.keys().isdisjoint(words[:i]) else 1.0
        scale *= MULTIPLIERS[words[i]]
    return scale


class _Cardinal:
    """A number that is read word by word: `total` up to the last scale word, `group` after it."""

    def __init__(self) -> None:
        self.total = 0.0
        self.group = 0.0
        self.last = ""
        self._scale = float("inf")
        self._has_hundred = False

    @property
    def value(self) -> float:
        return self.total + self.group

    def take(self, word: str, *, is_joined: bool) -> bool:
        """Add a word, with or without `and` before it; return whether it goes on the number."""
        if word not in MULTIPLIERS:
            taken = self._add(word, is_joined=is_joined)
        elif is_joined or self.last == "zero":
            taken = False
        else:
            taken = self._multiply_by_hundred() if word == "hundred" else self._multiply(word)
        if taken:
            self.last = word
        return taken

    def _add(self, word: str, *, is_joined: bool) -> bool:
        goes_on = not self.last or self.last in SCALES or (self.last in _TENS and word in ONES and not is_joined)
        if not goes_on or (word == "zero" and self.last):
            return False
        self.group += BELOW_HUNDRED[word]
        return True

    def _multiply(self, word: str) -> bool:
        scale = MULTIPLIERS[word]
        if (self.last in MULTIPLIERS and self.last != "hundred") or scale >= self._scale:
            return False
        self.total += (self.group or 1) * scale
        self.group = 0.0
        self._scale = scale
        self._has_hundred = False
        return True

    def _multiply_by_hundred(self) -> bool:
        if self._has_hundred or self.last in MULTIPLIERS:
            return False
        self.group = (self.group or 1) * 100
        self._has_hundred = True
        return True
