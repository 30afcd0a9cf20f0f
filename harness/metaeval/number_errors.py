"""Errors in what is counted: another number, exchanged numbers, a wrong sum, another bound, another unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from harness.gold.gold import Gold, GoldFact
from harness.gold.models import Count
from harness.metaeval.probes import Probe, rivals_of
from harness.metaeval.written import find_once, forms_of, places_of, put

_FACTORS = (3, 2, 0.5, 4, 5, 7)
_MAGNITUDES = {
    "dozens": "hundreds", "hundreds": "dozens", "thousands": "dozens", "tens of thousands": "hundreds",
    "hundreds of thousands": "dozens", "millions": "hundreds", "billions": "thousands",
}  # fmt: skip
_SHARES = {
    "half": "a tenth", "one half": "one tenth", "a third": "a tenth", "one third": "one tenth",
    "one-third": "one-tenth",
    "a quarter": "nine tenths", "two thirds": "a tenth", "two-thirds": "one-tenth", "three quarters": "a tenth",
}  # fmt: skip
_FAR = 0.1
"""The least distance, as a share, of a made number from any number of the gold: nobody's rounding bridges it."""
_MOST_APART = 100
"""Numbers that are farther apart make nonsense when they are exchanged."""


def other_number(gold: Gold, fact: GoldFact, base: str) -> Iterator[str]:
    """Yield a count's sentence with another number, far from all that the gold counts."""
    count = fact.fact.count
    if count is None:
        return
    amount = count.amount
    if amount.magnitude:
        place = find_once(base, [amount.magnitude])
        if place and amount.magnitude in _MAGNITUDES:
            yield put(base, place, _MAGNITUDES[amount.magnitude])
    elif amount.is_share:
        yield from _other_share(base, amount.low, amount.high)
    else:
        yield from _with_numbers(gold, base, dict.fromkeys((amount.low, amount.high)))


def _with_numbers(gold: Gold, text: str, numbers: dict[float, None]) -> Iterator[str]:
    for number in numbers:
        found = find_number(text, number)
        if found is None:
            return
        text = put(text, found[0], written_like(found[1], number, _unlike(gold, number)))
    yield text


def _other_share(base: str, low: float, high: float) -> Iterator[str]:
    shown, other = f"{low * 100:g}", low * 100 / 2 if low >= 0.4 else low * 100 * 2  # noqa: PLR2004  (stays below all)
    percents = list(re.finditer(rf"(?<![\d.,]){re.escape(shown)}(?= ?%| percent| per cent)", base))
    if low == high and len(percents) == 1:
        yield put(base, percents[0].span(), f"{other:g}")
        return
    found = [(place, word) for word in _SHARES for place in places_of(base, word)]
    if found:
        place, word = min(found, key=lambda item: (item[0][0], -item[0][1]))
        yield put(base, place, _SHARES[word])


def find_number(text: str, number: float) -> tuple[tuple[int, int], str] | None:
    """Return the only place of a number in a text and how it is written there."""
    for form in forms_of(number):
        places = places_of(text, form)
        if places:
            return (places[0], form) if len(places) == 1 else None
    return None


def written_like(form: str, old: float, new: float) -> str:
    """Return a number written in the manner in which another one is."""
    old_forms, new_forms = list(forms_of(old)), list(forms_of(new))
    if not any(char.isdigit() for char in form):
        return new_forms[-1]
    scaled = re.fullmatch(r"[\d.]+ ([a-z]+)", form)
    if scaled:
        same = [other for other in new_forms if other.endswith(f" {scaled[1]}") and other[0].isdigit()]
        return same[0] if same else new_forms[0]
    return new_forms[old_forms.index(form)] if len(new_forms) == len(old_forms) else new_forms[0]


def _unlike(gold: Gold, number: float) -> float:
    """Return a number that is far from this one and from what every fact of the gold counts."""
    taken = [end for other in gold.facts if (c := other.fact.count) for end in (c.amount.low, c.amount.high)]
    for factor in _FACTORS:
        other = number * factor
        other = float(round(other)) if number == int(number) else round(other, 2)
        if other > 1 and all(abs(other - end) > _FAR * end for end in taken):
            return other
    return number * 11


# Two counts


def exchanges_of(gold: Gold) -> Iterator[Probe]:
    """Yield pairs of counts, told side by side with their numbers exchanged."""
    for one, other in combinations(_plain_counts(gold), 2):
        a, b = _amount(one), _amount(other)
        if not 1 / _MOST_APART <= a / b <= _MOST_APART or a == b or _share_values(gold, one, other):
            continue
        first, second = find_number(one.fact.statement, a), find_number(other.fact.statement, b)
        if first is None or second is None or _has(one, b) or _has(other, a):
            continue
        base = f"{one.fact.statement} {other.fact.statement}"
        wrong_first = put(one.fact.statement, first[0], written_like(first[1], a, b))
        wrong_second = put(other.fact.statement, second[0], written_like(second[1], b, a))
        yield Probe(fact=one.id, group="error", change="exchange", base=base, text=f"{wrong_first} {wrong_second}")


def sums_of(gold: Gold, *, right: bool) -> Iterator[Probe]:
    """Yield pairs of counts that the article tells in one breath, with their sum, right or wrong."""
    for one, other in combinations(_plain_counts(gold), 2):
        if not _adds_up(one, other) or not _overlap(one, other) or _share_values(gold, one, other):
            continue
        base = f"{one.fact.statement} {other.fact.statement}"
        total = _amount(one) + _amount(other)
        told = f"{int(total if right else _unlike(gold, total)):,}"
        about = "" if all(fact.fact.count and fact.fact.count.bound == "exact" for fact in (one, other)) else "about "
        text = f"{base} Together that makes {about}{told}."
        if right:
            yield Probe(fact=one.id, group="rewording", change="sum", base=base, text=text)
        else:
            yield Probe(fact=one.id, group="error", change="sum", base=base, text=text)


def _plain_counts(gold: Gold) -> list[GoldFact]:
    return [fact for fact in gold.facts if fact.fact.count and _is_plain(fact.fact.count)]


def _is_plain(count: Count) -> bool:
    amount = count.amount
    return not amount.is_share and not amount.magnitude and amount.low == amount.high and amount.low > 0


def _amount(fact: GoldFact) -> float:
    return fact.fact.count.amount.low if fact.fact.count else 0


def _adds_up(one: GoldFact, other: GoldFact) -> bool:
    """Whether two counts are of one unit and equally sure, and neither is a part of a whole, which the other may be."""
    a, b = one.fact.count, other.fact.count
    return bool(
        a and b and a.unit == b.unit and a.certainty == b.certainty and a.bound == b.bound and not a.of and not b.of
    )


def _share_values(gold: Gold, one: GoldFact, other: GoldFact) -> bool:
    """Whether two facts are rivals, of different articles, or one's number is what a rival of the other says."""
    if one.article != other.article or other in rivals_of(gold, one):
        return True
    theirs = [_amount(rival) for rival in rivals_of(gold, other)]
    ours = [_amount(rival) for rival in rivals_of(gold, one)]
    return _amount(one) in theirs or _amount(other) in ours


def _has(fact: GoldFact, number: float) -> bool:
    return any(places_of(fact.fact.statement, form) for form in forms_of(number))


def _overlap(one: GoldFact, other: GoldFact) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one.evidence for b in other.evidence)


# Bounds and units

_BOUNDS = {
    "at least": {
        "at least": "at most", "no fewer than": "no more than", "no less than": "no more than", "or more": "or fewer",
    },
    "more than": {"more than": "fewer than", "over": "under"},
    "at most": {"at most": "at least", "no more than": "no fewer than", "or fewer": "or more"},
    "fewer than": {"fewer than": "more than", "less than": "more than", "under": "over"},
    "up to": {"up to": "more than", "as many as": "more than", "as much as": "more than", "as high as": "over"},
}  # fmt: skip


def other_bound(_: Gold, fact: GoldFact, base: str) -> Iterator[str]:
    """Yield a count's or a duration's sentence with the opposite bound."""
    value = fact.fact.count or fact.fact.date
    for words, others in _BOUNDS.get(value.bound if value else "", {}).items():
        place = find_once(base, [words])
        if place:
            yield put(base, place, others)
            return


_SCALES = {"thousand": "million", "million": "billion", "billion": "million"}
_MEASURES = {
    "km": "metres", "kilometres": "metres", "kilometers": "meters", "metres": "kilometres", "meters": "kilometers",
    "tonnes": "kilos", "tons": "pounds", "kilos": "tonnes", "dollars": "yen", "euros": "yen",
}  # fmt: skip


def other_scale(_: Gold, fact: GoldFact, base: str) -> Iterator[str]:
    """Yield a count's sentence with million for thousand, or with metres for kilometres."""
    count = fact.fact.count
    if count is None or count.amount.magnitude or count.amount.is_share:
        return
    found = find_number(base, count.amount.low)
    if found is None:
        return
    place, form = found
    scale = next((word for word in _SCALES if form.endswith(word) and form[0].isdigit()), None)
    if scale:
        yield put(base, place, form.replace(scale, _SCALES[scale]))
        return
    measure = re.match(r" (\w+)", base[place[1] :])
    if measure and measure[1] in _MEASURES:
        yield put(base, (place[1] + 1, place[1] + measure.end()), _MEASURES[measure[1]])
