"""Arithmetic over stated numbers: a sum, a difference, a share or a ratio that follows from an article is no invention.

Among the numbers of an article some pair makes almost any other number. So the numbers must belong together: they stand
in one sentence of the article or in neighbours, or the summary names one of them beside the result, or a word tells
that something was reckoned.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from harness.gold.compare import LOWER, UPPER
from harness.text.fold import Span
from harness.text.reading import Quantity
from harness.text.words import word_set

MOST_NUMBERS = 40
"""Only an article's first numbers are tried, so that a text of nothing but numbers costs no more."""

_HALF_STEP = 0.55
"""How far from a result, in steps of its last digit, a percentage may lie that was rounded."""

_ROUNDING = 0.05
"""How far from the result, in parts of it, a number that is called rounded may lie."""

_MOST_DECIMALS = 2
"""A share with more decimals was a fraction in words."""

_ROUNDED_SHARE = 0.1
_OVER, _OVER_HALF = 1.15, 1.4
"""How many times as large as `more than a quarter` the share may be, and as `more than half`."""


CHANGES = word_set(
    "rise rises rose risen rising fall falls fell fallen falling increase increased decrease decreased drop dropped "
    "grow grew grown growth shrink shrank shrunk lower lowered higher up down cut raised reduced more fewer less than "
    "exceed exceeds exceeded exceeding outstrip outstrips outstripped"
)
"""Words that tell that one number became another."""

CUES = CHANGES | word_set(
    "together total totals totalling totaling altogether combined sum add adds added plus minus all both or either "
    "difference gap margin lead rest remaining remainder other others whom left leaves leaving makes making ahead "
    "behind outnumber outnumbered outnumbers between gained lost elsewhere meaning thus leaves apart without excluding "
    "except including majority remain remains remained"
)
"""Words that tell that a number was reckoned from others."""

_CASUALTIES = word_set("casualty casualties")
_DEAD = word_set("dead died killed deaths")
_HURT = word_set("hurt injured wounded injuries")
_JOINTS = word_set("or and")
_HALF = 0.5
_SMALL = 10
_SAME_STORY = 3
"""How many sentences apart two numbers may stand that a word such as `together` joins."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A number of an article, the sentence that it stands in, and its span there; two are one wherever they stand."""

    value: float
    sentence: int
    span: Span | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.value:,.10g}"


@dataclass(frozen=True, slots=True)
class Derived:
    """How a number follows, in words, and the spans of the article's numbers that it follows from."""

    reason: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Way:
    """A result with how it is reckoned, a template that names what of."""

    result: float
    how: str
    operands: tuple[Operand, ...] = ()


def derived_from(reason: str, *operands: Operand) -> Derived:
    """Return how a number follows from some of an article's."""
    return Derived(reason, tuple(operand.span for operand in operands if operand.span))


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands about a number: the words of its sentence, and the lemmas and numbers of that and the one before.

    `about` holds the sentences of the article that tell of the same things or stand beside one that does.
    `is_part` says that a share is called one of a whole (`of which a third`), `whole` of which, where that is a number;
    `is_step` that a share is what something rose or fell by.
    """

    words: frozenset[str]
    lemmas: frozenset[str]
    about: frozenset[int] = frozenset()
    numbers: frozenset[float] = frozenset()
    whole: float | None = None
    is_part: bool = False
    is_step: bool = False

    def concerns(self, a: Operand, b: Operand) -> bool:
        """Whether one of two numbers is told of what the summary tells of."""
        return a.sentence in self.about or b.sentence in self.about

    def tells(self, cues: frozenset[str]) -> bool:
        """Whether one of some words is there."""
        return not self.words.isdisjoint(cues)


def is_plain(quantity: Quantity) -> bool:
    """Whether a number may be reckoned with: no share, no range, no mere magnitude."""
    return not (quantity.amount.is_share or quantity.amount.is_range or quantity.amount.magnitude)


def find_arithmetic(quantity: Quantity, operands: Sequence[Operand], setting: Setting) -> Derived | None:
    """Return how a number follows from two or three of an article's, or None."""
    if quantity.amount.is_range or quantity.amount.magnitude:
        return None
    tried = operands[:MOST_NUMBERS]
    ways = _shares(tried, setting) if quantity.amount.is_share else _sums(tried, setting)
    fits = share_fits if quantity.amount.is_share else number_fits
    way = next((way for way in ways if fits(quantity, way.result)), None)
    return derived_from(f"{quantity} is {way.how.format(*way.operands)}.", *way.operands) if way else None


def find_ratio(quantity: Quantity, operands: Sequence[Operand], setting: Setting) -> Derived | None:
    """Return how many times one of two numbers that belong together is as large as the other, or None."""
    for a, b in combinations(operands[:MOST_NUMBERS], 2):
        high, low = max(a.value, b.value), min(a.value, b.value)
        if low > 0 and _are_near(a, b) and setting.concerns(a, b) and number_fits(quantity, high / low):
            return derived_from(f"{quantity} is {high:,.10g} over {low:,.10g}.", a, b)
    return None


def _sums(operands: Sequence[Operand], setting: Setting) -> Iterator[_Way]:
    is_cued, joins_fates = setting.tells(CUES), _joins_fates(setting)
    for a, b in combinations(operands, 2):
        is_named = a.value in setting.numbers or b.value in setting.numbers
        if not (is_named or setting.concerns(a, b)):
            continue
        # a few more or less make anything of a number, unless it is one of dead and hurt together
        reach = _SAME_STORY if min(a.value, b.value) > _SMALL else int(joins_fates)
        is_near = (is_cued or joins_fates) and abs(a.sentence - b.sentence) <= reach
        if is_near or is_named or a.sentence == b.sentence:
            yield _Way(a.value + b.value, "{0} and {1} together", (a, b))
        if is_near or is_named:
            how = "{0} less {1}" if a.value >= b.value else "{1} less {0}"
            yield _Way(abs(a.value - b.value), how, (a, b))
    if is_cued:
        for a, b, c in _triples(o for o in operands if o.sentence in setting.about):
            yield _Way(a.value + b.value + c.value, "{0}, {1} and {2} together", (a, b, c))


def _joins_fates(setting: Setting) -> bool:
    """Whether words tell of the dead and the hurt together."""
    has_both = setting.tells(_DEAD) and setting.tells(_HURT)
    return setting.tells(_CASUALTIES) or (has_both and setting.tells(_JOINTS))


def _triples(operands: Iterable[Operand]) -> Iterator[tuple[Operand, Operand, Operand]]:
    """Yield three numbers of one sentence."""
    by_sentence: dict[int, list[Operand]] = {}
    for operand in operands:
        by_sentence.setdefault(operand.sentence, []).append(operand)
    for listed in by_sentence.values():
        yield from combinations(listed[:6], 3)


def _shares(operands: Sequence[Operand], setting: Setting) -> Iterator[_Way]:
    is_change = setting.is_step or (setting.tells(CHANGES) and not setting.is_part)
    for small, large in combinations(sorted(operands, key=lambda operand: operand.value), 2):
        if small.value <= 0 or not (_are_near(small, large) and setting.concerns(small, large)):
            continue
        if setting.whole is not None and setting.whole != large.value:
            continue
        both = (small, large)
        if not setting.is_step:
            yield _Way(small.value / large.value, "{0} of {1}", both)
        if small.sentence == large.sentence and not setting.is_step:
            yield _Way(1 - small.value / large.value, "all but {0} of {1}", both)
        if small.sentence == large.sentence and setting.whole is None and not setting.is_step:
            whole = small.value + large.value
            yield _Way(small.value / whole, "{0} of {0} and {1} together", both)
            yield _Way(large.value / whole, "{1} of {0} and {1} together", both)
        if is_change:
            yield _Way(1 - small.value / large.value, "the fall from {1} to {0}", both)
            yield _Way(large.value / small.value - 1, "the rise from {0} to {1}", both)
    for low, high in combinations(sorted(number for number in setting.numbers if number > 0), 2):
        if setting.whole in (None, high) and not setting.is_step:
            yield _Way(low / high, f"{low:,.10g} of {high:,.10g}")


def _are_near(a: Operand, b: Operand) -> bool:
    return abs(a.sentence - b.sentence) <= 1


def number_fits(quantity: Quantity, result: float) -> bool:
    """Whether a number with its bound may be said of a result."""
    said = quantity.amount.low
    if math.isclose(said, result, rel_tol=1e-9, abs_tol=1e-9):
        return True
    slack = _ROUNDING * abs(result)
    below = slack if quantity.bound in LOWER or quantity.bound == "about" else 0.0
    above = slack if quantity.bound in UPPER or quantity.bound == "about" else 0.0
    return -below <= said - result <= above


def _step(share: float) -> float:
    """Return what one step of a share's last digit is: 0.01 of 33 percent, 0.001 of 33.3 percent."""
    percent = f"{100 * share:.4f}".rstrip("0")
    decimals = len(percent.partition(".")[2])
    return 0.01 / 10 ** min(decimals, 2) if decimals <= _MOST_DECIMALS else 0.01


def share_fits(quantity: Quantity, result: float) -> bool:
    """Whether a share with its bound may be said of a result: `roughly a quarter` of 0.26, `over a quarter` of 0.27."""
    said = quantity.amount.low
    if abs(said - result) <= _HALF_STEP * _step(said):
        return True
    if quantity.bound in LOWER:
        return said < result <= (_OVER_HALF if math.isclose(said, _HALF) else _OVER) * said
    if quantity.bound in UPPER:
        return said / _OVER <= result < said
    return quantity.bound == "about" and abs(said - result) <= _ROUNDED_SHARE * said
