"""The numbers of a text as the matcher of counts sees them: each with the words that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from harness.gold.matching.lengths import lengths_in
from harness.gold.matching.passage import Passage
from harness.gold.matching.segments import is_part, segments_of
from harness.text.amounts import Amount
from harness.text.reading import Quantity, Reading

_ORDINAL = re.compile(r"(?<![\w.,-])(?P<number>\d{1,4})(?:st|nd|rd|th)(?![\w-])", re.IGNORECASE)
_COMPARING = frozenset(
    {
        "more",
        "few",
        "fewer",
        "less",
        "high",
        "higher",
        "low",
        "lower",
        "apart",
        "longer",
        "shorter",
        "larger",
        "smaller",
    }
    | {"older", "younger", "heavier", "lighter", "faster", "slower", "taller", "deeper", "wider", "cheaper", "dearer"}
)
_APART = frozenset({"above", "below", "times", "ahead", "behind", "short", "shy"})
_OVER = re.compile(
    r"[\s-]*(?:[^\W\d_]+(?:/[^\W\d_]+)?\s){0,2}?(?:over|under|above|below|beyond)\s(?:the|its|their|his|her|that|what|last|this)\b"
    r"(?!\s(?:[\w-]+\s){0,2}?(?:year|month|week|day|night|quarter|decade|season|period))"
    r"|[\s-]*(?:basis\s)?points?\b",
    re.IGNORECASE,
)
"""What stands behind a number that is one of another: `4.40 euros over the last price`, `two percentage points`."""

_TAKING = frozenset({"subtract", "deduct", "shave"})
_ADDED = frozenset({"additional", "extra", "further", "another"})
_TAKEN_FROM = 2
"""How many words before a number may hold `subtract`."""

_COMPARED = 3
"""How many words behind a number may hold `more`, `fewer`, `higher`: `eight more dead than on Wednesday`."""

_PERCENT = 100
_ENDS = re.compile(r"[)\].,;:\n]|\s*$|\s(?:and|or|in|for|from|to)\s")
_ROW = 4
_IN_ROW = re.compile(r"[\s,;/]*(?:(?:and|or|to)\s+)?")
_JUST_BLANK = re.compile(r"[\s-]*")
_CLOSING = "\"'\u201d\u2019) \n"
_OR = frozenset({"or", "and"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A number with the words from `first` to `last - 1` that belong to it.

    `is_ordinal` is of `the 58th minute`, `is_difference` of `14 fewer than before`, `is_part` and
    `is_whole` of the two in `300 of the 11,000`; `is_length` of a length of time or an age.
    """

    quantity: Quantity
    first: int
    last: int
    is_ordinal: bool = False
    is_difference: bool = False
    is_part: bool = False
    is_whole: bool = False
    is_length: bool = False

    @property
    def sentence(self) -> int:
        """The number of its sentence."""
        return self.quantity.sentence


def mentions_of(passage: Passage, *, has_lengths: bool = False) -> list[list[Mention]]:
    """Return the numbers of each sentence, in order; none of sentences that ask, or list key words.

    With `has_lengths`, lengths of time and ages are among them.
    """
    reading = passage.reading
    lengths = frozenset(lengths_in(reading)) if has_lengths else frozenset[Quantity]()
    found: list[list[Mention]] = [[] for _ in reading.sentences]
    numbers: list[list[tuple[Quantity, bool]]] = [[] for _ in reading.sentences]
    for quantity in reading.quantities:
        if not _is_in_name(passage, quantity):
            numbers[quantity.sentence].append((quantity, False))
    for quantity in lengths:
        numbers[quantity.sentence].append((quantity, False))
    for quantity in _ordinals(reading):
        numbers[quantity.sentence].append((quantity, True))
    for sentence, every in enumerate(numbers):
        if not every or _asks(reading, sentence) or passage.lists_words(sentence):
            continue
        listed = _without_rows(reading.text, sorted(every, key=lambda pair: pair[0].first_word))
        quantities = _with_units(reading, [quantity for quantity, _ in listed])
        segments = segments_of(reading, sentence, quantities)
        for i, quantity in enumerate(quantities):
            following = quantities[i + 1] if i + 1 < len(quantities) else None
            found[sentence].append(
                Mention(
                    quantity,
                    *segments[i],
                    is_ordinal=listed[i][1],
                    is_difference=is_difference(reading, quantity),
                    is_part=following is not None and is_part(reading, quantity, following),
                    is_whole=i > 0 and is_part(reading, quantities[i - 1], quantity),
                    is_length=quantity in lengths,
                )
            )
    return found


def _without_rows(text: str, numbers: list[tuple[Quantity, bool]]) -> list[tuple[Quantity, bool]]:
    """Return numbers without those of long bare rows, which are guesses at best: `100, 200, 300 or 1,000 soldiers`."""
    found: list[tuple[Quantity, bool]] = []
    row: list[tuple[Quantity, bool]] = []
    for i, number in enumerate(numbers):
        if number[0].amount.is_share or not text[number[0].start].isalnum():  # a sign of percent or money
            found += [*row, number] if len(row) < _ROW else [number]
            row = []
            continue
        row.append(number)
        following = numbers[i + 1][0] if i + 1 < len(numbers) else None
        if following is None or not _IN_ROW.fullmatch(text, number[0].end, following.start):
            found.extend(row if len(row) < _ROW else ())
            row = []
    return found


def _with_units(reading: Reading, numbers: list[Quantity]) -> list[Quantity]:
    """Give a whole without a noun that of its part (`1,150 jobs out of more than 9,500`), a bare number a share's sign.

    `Quellborg (17 percent) and the foundation (22)` tells two shares.
    """
    found = numbers[:1]
    for number in numbers[1:]:
        last = found[-1]
        if number.units or number.sentence != last.sentence:
            found.append(number)
        elif is_part(reading, last, number):
            found.append(replace(number, units=last.units[:1]) if last.units else number)
        elif last.amount.is_share and _is_bare(reading, number):
            low, high = number.amount.low / _PERCENT, number.amount.high / _PERCENT
            found.append(replace(number, amount=replace(number.amount, low=low, high=high, is_share=True)))
        else:
            found.append(number)
    return found


def _is_bare(reading: Reading, number: Quantity) -> bool:
    """Whether a number of up to a hundred stands alone: a mark, `and` or the end of the text follows."""
    amount = number.amount
    if amount.is_share or amount.magnitude or not 0 < amount.high <= _PERCENT:
        return False
    return _ENDS.match(reading.text, number.end) is not None


def _is_in_name(passage: Passage, quantity: Quantity) -> bool:
    """Whether a number is a word of a name: `Four Weirs`."""
    first, words = quantity.first_word, passage.reading.words
    if not words[first].is_capital or quantity.last_word + 1 >= len(words) or not words[first + 1].is_capital:
        return False
    names = passage.hits_between(*passage.reading.sentence_words[quantity.sentence])
    return any(begin <= first and quantity.last_word < end - 1 for begin, end, _ in names)


def _asks(reading: Reading, sentence: int) -> bool:
    start, end = reading.sentences[sentence]
    return reading.text[start:end].rstrip(_CLOSING).endswith("?")


def _ordinals(reading: Reading) -> Iterator[Quantity]:
    """Yield the ordinals in digits with the word behind them, as in `the 58th minute`."""
    for match in _ORDINAL.finditer(reading.text):
        start, end = match.span()
        position = reading.word_at(start)
        value = float(match["number"])
        unit = tuple(reading.lemmas[position + 1 : position + 2])
        yield Quantity(start, end, Amount(value, value), "exact", reading.sentence_of(start), unit, position, position)


def is_difference(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number says how much more or less something is than another: `14 fewer than in November`."""
    first = quantity.last_word + 1
    before = (word.lemma for word in reading.words[max(0, quantity.first_word - _TAKEN_FROM) : quantity.first_word])
    if not _TAKING.isdisjoint(before) or (first < len(reading.words) and reading.words[first].lower in _ADDED):
        return True
    if reading.text[quantity.start : quantity.end].endswith(("point", "points")) or _OVER.match(
        reading.text, quantity.end
    ):
        return True
    if [word.lower for word in reading.words[first + 1 : first + 3]] in (["short", "of"], ["shy", "of"]):
        return True  # `4 million euros short of it`
    if first < len(reading.words) and reading.words[first].lower in _APART:
        return _JUST_BLANK.fullmatch(reading.text[quantity.end : reading.words[first].start]) is not None
    words = reading.words[first : min(first + _COMPARED, reading.sentence_words[quantity.sentence][1])]
    for i, word in enumerate(words):
        gap = reading.text[(words[i - 1].end if i else quantity.end) : word.start]
        if word.lower in _OR or not _JUST_BLANK.fullmatch(gap):
            return False
        if word.lower in _COMPARING:
            is_too = i > 0 and words[i - 1].lower == "too"
            return first + i not in reading.bound_words and not is_too
    return False
