"""Numbers in prose: digits in their groupings, number words, fractions, percentages, vague magnitudes, ranges."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from harness.text.amounts import MAGNITUDES, SCALES, Amount

_UNITS = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_DENOMINATORS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "sixth": 6,
    "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip

_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f\u2009 ]\d{3})+(?:\.\d+)?(?![\d])|\d+(?:\.\d+)?"
_NUMBER_WORD = "|".join(sorted([*_UNITS, *_TENS, *SCALES, "dozen"], key=len, reverse=True))
_WORDS = rf"(?:(?:a|an)[ ](?=hundred|thousand|million|billion|trillion|dozen))?(?:{_NUMBER_WORD})(?:(?:[ -]and[ -]|[ -])(?:{_NUMBER_WORD}))*"
_FRACTION = rf"(?:(?:an?|one|two|three|four|five|six|seven|eight|nine)[ -])(?:{'|'.join(_DENOMINATORS)})\b|half\b"
_ONE_IN = r"(?:one|two|three|\d+) (?:in|out of) (?:every )?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)\b"
_VAGUE = "|".join(sorted((re.escape(word) for word in MAGNITUDES if word not in ("some", "few", "many", "scores")), key=len, reverse=True))
_ATOM = re.compile(
    r"(?P<pair>\ba pair\b(?= of\b))"
    rf"|(?P<half_scale>\bhalf (?:an? )?(?P<half_of>thousand|million|billion|trillion|dozen)\b)"
    rf"|(?P<one_in>\b{_ONE_IN})"
    rf"|(?P<fraction>\b(?:{_FRACTION}))"
    rf"|(?P<digits>(?<![\w.,])(?:{_DIGITS}))(?P<short>(?:k|mn|bn|tn|m|b)\b)?(?:[ -](?P<scale>hundred|thousand|million|billion|trillion)\b)?"
    rf"|(?P<words>\b(?:{_WORDS})\b)"
    rf"|(?P<vague>\b(?:{_VAGUE})\b)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r" ?%|[ -](?:percent|per cent|percentage points?)\b", re.IGNORECASE)
_JOINER = re.compile(r"\s?(?:-|\u2013|\u2014)\s?|\s(?:to|and|or)\s(?:(?:perhaps|maybe|possibly|probably|about|around|roughly|at least|as (?:many|much|high) as|up to)\s)*", re.IGNORECASE)
_RANGE_LEAD = re.compile(r"\b(?P<word>between|from|anywhere from|somewhere from|somewhere between|ranging from|range from|ranged from)\s(?:(?:about|around|roughly|an estimated)\s)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A number in a text: where it stands and how much it is."""

    start: int
    end: int
    amount: Amount


def find_numbers(text: str) -> list[NumberSpan]:
    """Return every number of a text, ranges joined, in order. Ordinals, years and dates are not told apart here."""
    plain = _plain_digits(text)
    atoms = [found for match in _ATOM.finditer(plain) if (found := _read_atom(plain, match))]
    return _join_ranges(plain, atoms)


def _plain_digits(text: str) -> str:
    """Return the text with every script's decimal digits as ASCII ones, length unchanged."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(char)) if not char.isascii() and char.isdecimal() else "," if char == "\uff0c" else char
        for char in text
    )


def _read_atom(text: str, match: re.Match[str]) -> NumberSpan | None:
    start, end = match.span()
    if match["pair"]:
        return NumberSpan(start, end, Amount(2, 2))
    if match["half_scale"]:
        value = SCALES.get(match["half_of"].lower(), 12) / 2
        return NumberSpan(start, end, Amount(value, value))
    if match["one_in"]:
        part, whole = (_small(piece) for piece in re.split(r" (?:in|out of) (?:every )?", match["one_in"].lower()))
        amount = Amount(part / whole, part / whole, is_share=True) if whole and part < whole else None
        return NumberSpan(start, end, amount) if amount else None
    if match["fraction"]:
        return _read_fraction(text, match)
    if match["vague"]:
        word = match["vague"].lower()
        low, high = MAGNITUDES[word]
        return NumberSpan(start, end, Amount(low, high, magnitude=word))
    if match["words"]:
        value = read_number_words(match["words"])
        if value is None:
            return None
    else:
        value = float(re.sub(r"[^\d.]", "", match["digits"]))
        value *= _SHORT_SCALES.get((match["short"] or "").lower(), 1) * SCALES.get((match["scale"] or "").lower(), 1)
    percent = _PERCENT.match(text, end)
    if percent:
        return NumberSpan(start, percent.end(), Amount(value / 100, value / 100, is_share=True))
    return NumberSpan(start, end, Amount(value, value))


def _small(word: str) -> float:
    return float(word) if word.isdigit() else float(_UNITS.get(word, 0))


def _read_fraction(text: str, match: re.Match[str]) -> NumberSpan | None:
    start, end = match.span()
    pieces = re.split(r"[ -]", match["fraction"].lower())
    over = _DENOMINATORS[pieces[-1]]
    part = 1 if len(pieces) == 1 or pieces[0] in ("a", "an") else _UNITS[pieces[0]]
    if pieces[-1] in ("half", "halves") and re.match(r"[- ](?:of (?:the )?)?(?:year|hour|time|day|century|dozen|brother|sister)", text[end : end + 20], re.IGNORECASE):
        return None
    # "a third soldier" is an ordinal, "a third of the soldiers" a share.
    if over > 2 and pieces[0] in ("a", "an", "one") and re.match(r" (?!of\b|to\b|or\b|and\b|that\b|were\b|are\b|have\b|in\b)[a-z]", text[end : end + 8]):  # noqa: PLR2004
        return None
    return NumberSpan(start, end, Amount(part / over, part / over, is_share=True))


def read_number_words(text: str) -> float | None:
    """Return what number words mean (`eleven thousand`, `twenty-seven hundred`, `two dozen`); None where they mean none."""
    total, current, seen = 0.0, 0.0, False
    for word in re.split(r"[ -]+", text.lower()):
        if word in ("a", "an", "and"):
            continue
        if word in _UNITS or word in _TENS:
            current += _UNITS.get(word, _TENS.get(word, 0))
        elif word == "dozen":
            current = (current or 1) * 12
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in SCALES:
            total += (current or 1) * SCALES[word]
            current = 0.0
        else:
            return None
        seen = True
    return total + current if seen else None


def _join_ranges(text: str, atoms: list[NumberSpan]) -> list[NumberSpan]:
    joined: list[NumberSpan] = []
    for atom in atoms:
        last = joined[-1] if joined else None
        if last and not last.amount.is_range and _is_range(text, last, atom):
            low, high = last.amount, atom.amount
            if high.is_share and not low.is_share:
                low = Amount(low.low / 100, low.high / 100, is_share=True)
            elif high.low >= 1000 and low.high < 1000 and not high.is_share and high.low % 1000 == 0 and re.search("[a-z]", text[atom.start : atom.end]):  # noqa: PLR2004
                low = _scaled_like(low, text[atom.start : atom.end])
            if low.low <= high.high and low.is_share == high.is_share:
                joined[-1] = NumberSpan(last.start, atom.end, Amount(low.low, high.high, is_share=low.is_share))
                continue
        joined.append(atom)
    return joined


def _is_range(text: str, left: NumberSpan, right: NumberSpan) -> bool:
    between = text[left.end : right.start]
    joiner = between.strip(" ").lower()
    if not _JOINER.fullmatch(between) or left.amount.magnitude or right.amount.magnitude:
        return bool(_RANGE_LEAD.search(text[max(0, left.start - 40) : left.start])) and bool(
            re.fullmatch(r"(?: [a-z]+){0,2} (?:to|and),? (?:[a-z]+,? ){0,7}[\"']?(?:maybe |perhaps )?", between, re.IGNORECASE)
        ) and not left.amount.magnitude and not right.amount.magnitude and joiner != ""
    if joiner.startswith("and"):
        return bool(re.search(r"\bbetween\s(?:(?:about|around|roughly|an estimated|a)\s)*$", text[max(0, left.start - 40) : left.start], re.IGNORECASE))
    return True


def _scaled_like(low: Amount, words: str) -> Amount:
    """`two to three thousand` is two thousand to three thousand."""
    for name, scale in SCALES.items():
        if re.search(rf"\b{name}\b", words, re.IGNORECASE):
            return Amount(low.low * scale, low.high * scale)
    return low
