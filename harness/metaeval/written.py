"""Numbers, months and names as a text may write them: found, and written anew. Knows nothing of the matcher."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ("", "", *["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"))
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
_HUNDRED, _TWENTY = 100, 20


def spelled(number: int) -> str:
    """Return a whole number from 0 below 10^12 in English words."""
    if number < _TWENTY:
        return _ONES[number]
    if number < _HUNDRED:
        tens, ones = divmod(number, 10)
        return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]
    if number < 10 * _HUNDRED:
        hundreds, rest = divmod(number, _HUNDRED)
        return f"{_ONES[hundreds]} hundred" + (f" and {spelled(rest)}" if rest else "")
    for scale, word in _SCALES:
        if number >= scale:
            most, rest = divmod(number, scale)
            return f"{spelled(most)} {word}" + (f" {spelled(rest)}" if rest else "")
    raise ValueError(f"{number} is not a number from 0 on.")


def forms_of(number: float) -> Iterator[str]:
    """Yield the ways of writing a number, the commonest first."""
    if number != int(number):
        yield f"{number:g}"
        return
    whole = int(number)
    yield f"{whole:,}"
    if whole >= 1000:  # noqa: PLR2004  (from here on there are separators)
        yield str(whole)
        yield f"{whole:,}".replace(",", " ")
        yield f"{whole:,}".replace(",", "\u2009")
    for scale, word in _SCALES:
        most = whole / scale
        if 1 <= most < 1000 and round(most, 2) == most:  # noqa: PLR2004  (no thousands of millions)
            yield f"{most:g} {word}"
    if whole and whole % 1000 == 0 and whole < 1_000_000:  # noqa: PLR2004  (k is for thousands)
        yield f"{whole // 1000}k"
    yield spelled(whole)


def places_of(text: str, words: str) -> list[tuple[int, int]]:
    """Return where words stand in a text, in any case, not inside longer words or numbers."""
    before = r"(?<!\d[ \u2009])" if words[:1].isdigit() else ""
    after = r"(?![\w-]|[.,]\d|[ \u2009]\d{3}\b)" if words[-1:].isdigit() else r"(?![\w-])"
    pattern = rf"(?<![\w.,-]){before}{re.escape(words)}{after}"
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


def find_once(text: str, spellings: Iterable[str]) -> tuple[int, int] | None:
    """Return the only place of the first of some spellings that the text has; None where it has none, or several."""
    for spelling in spellings:
        places = places_of(text, spelling)
        if places:
            return places[0] if len(places) == 1 else None
    return None


def put(text: str, span: tuple[int, int], words: str) -> str:
    """Return a text with a span replaced; at the start of a sentence with a capital."""
    start, end = span
    is_first = start == 0 or re.search(r"[.!?]\s+$", text[:start]) is not None
    if is_first and words[:1].islower():
        words = words[0].upper() + words[1:]
    return text[:start] + words + text[end:]


_OPENERS = frozenset({"A", "An", "The", "In", "At", "On", "For", "Of", "By", "From", "One", "Some", "No", "That", "It"})


def lower_first(sentence: str, names: Iterable[str]) -> str:
    """Return a sentence to stand behind others words: its first letter small, unless a name begins it."""
    first = sentence.split(" ", 1)[0]
    is_name = not first[1:].islower() and len(first) > 1
    if first not in _OPENERS and (is_name or any(name.startswith(first) for name in names)):
        return sentence
    return sentence[0].lower() + sentence[1:]
