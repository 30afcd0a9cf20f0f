"""Quantities of a summary: whether an article carries them, or they follow from its numbers, or count nothing there."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import combinations

from harness.gold.compare import (
    LOWER,
    SHARE_ROUNDED,
    STATED,
    UPPER,
    Value,
    compare_amounts,
    is_turned,
    round_to_one_digit,
)
from harness.gold.gold import Evidence
from harness.gold.matching.claims.made import carried, denies_near, missing
from harness.gold.matching.claims.places import age_spans
from harness.gold.matching.claims.reckoned import (
    around,
    base_of_change,
    before_change,
    less,
    of_every_hundred,
    of_shares,
    part,
    product,
    rate,
    rest,
    told_bare,
    twists_of,
)
from harness.gold.matching.claims.roles import in_role
from harness.gold.matching.claims.source import Source, find_ages
from harness.gold.matching.claims.spoken import as_spoken
from harness.gold.matching.claims.values import close_to
from harness.gold.matching.claims.written import written_otherwise
from harness.gold.matching.derived import (
    CHANGES,
    CUES,
    Derived,
    Setting,
    find_arithmetic,
    find_ratio,
    is_plain,
    share_fits,
)
from harness.gold.measures import CURRENCIES, are_other_units, converted, has_unit, is_about, is_measured
from harness.gold.verdicts import Claim
from harness.text.amounts import Amount
from harness.text.numerals import BLANK
from harness.text.reading import Quantity, Reading
from harness.text.words import word_set

_TOO_VAGUE = frozenset({"several", "a few", "multiple", "a couple", "few", "some", "many"})
_MOST_COUNTED = 10


_OWN_THINGS = word_set(
    "report article source account point reason side way version explanation theory cause factor motive scenario "
    "option question answer voice view opinion position perspective statement claim assertion figure number estimate "
    "count fact detail finding issue topic matter thing aspect element theme lesson problem challenge risk concern "
    "consequence implication step stage phase part section paragraph sentence bullet headline word line reading "
    "hypothesis argument possibility category group type kind sort direction respect front case example instance "
    "country state nation government capital power party body agency institution organisation organization outlet "
    "newspaper paper official expert analyst speaker witness"
)
"""What a summarizer counts for itself: the parts of a text, what it names, and who speaks in it."""

_LISTED = re.compile(
    rf"""
    (?: \[ | \b(?:articles?|reports?|sources?|accounts?|texts?|documents?|nos?\.) {BLANK}? (?:\[?\d{{1,2}}\]?
        (?: {BLANK}?(?:,|-|\u2013|and|or|to|&){BLANK}? )+ ){{0,9}} ) $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OTHER_HALF = re.compile(r"\b(?:other|first|second|last|latter|better)\s+half$", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"\bof (?:the|its|their|all|these)? ?[\d,.]+ [\w' -]{1,30}, $", re.IGNORECASE)
_EXACTLY = re.compile(r"\b(?:exactly|precisely)\b", re.IGNORECASE)
_IN_A_ROW = re.compile(
    r"\b(?:in a row|on the trot|in succession|consecutive|straight|successive|running)\b", re.IGNORECASE
)
_STREAK = re.compile(rf" (?:[a-z]+ ){{0,2}}{_IN_A_ROW.pattern}", re.IGNORECASE)
_OF_THEM = re.compile(r" of (?:the|them|these|those|its|his|her|their)\b", re.IGNORECASE)
_LEAST_TWISTED = 300
"""Numbers below this are alike too often."""

_AROUND = 80
"""How many words of its sentence on either side of a number tell what it is of."""

_MOST_BESIDE = 20
_MOST_TIMES = 100
_REACH = 40
_RATIO_WORDS = word_set("times each every per for apiece average averaging averaged mean")
_OF_WHICH = re.compile(
    rf"\bof{BLANK}(?:which|whom|them|these|those),?(?:{BLANK}[a-z]{{2,12}}){{0,2}}{BLANK}$", re.IGNORECASE
)
_BY = re.compile(
    rf"(?:\b(?<!made )(?<!make )(?<!makes )(?<!making )(?<!takes )(?<!took )(?<!added )up|\b(?:by|down|r[io]ses?|rose"
    rf"|risen|f[ae]lls?|fallen|gr[eo]ws?|grown|climbed|dropped|jumped|surged|slid|slipped"
    rf"|shrank|declined|improved)){BLANK}(?:[a-z]{{4,9}}{BLANK}){{0,2}}$",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"{BLANK}(?:more|less|up|down|below|above|short|(?!(?:oth|und|ov|aft|lat|earli|form|eith|nev|ev|ord|off)er)"
    r"[a-z]{2,9}er)\b",
    re.IGNORECASE,
)
"""What stands before and behind a share that something rose or fell by."""

_KIND_OF_POINTS = re.compile(
    r"(?:[a-z]+ ){0,3}(?P<figure>[\d.,]+)[ -](?P<kind>basis|percentage)[ -]points?", re.IGNORECASE
)
_POINTS = re.compile(r"points?$", re.IGNORECASE)
_SLACK = 0.06
_EXACT = 0.006
"""How far from a result, in parts of it, a number may lie that follows from it: rounded, or told as it is."""

_TINY = 1e-6
_EARLIER = re.compile(
    r"\b(?:years? (?:earlier|before|ago)|(?:last|previous|prior) (?:year|month|quarter|season|time)|previously"
    r"|in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|by)\s+(?:[a-z]+\s+){0,2}$", re.IGNORECASE)
"""What tells that a number is what another was before it changed, or by how much it did."""

_TIMES_IN = (3, 4, 7, 12, 13, 24, 30, 52, 365)
"""How often a month is in a quarter, a week in a month, a day in a week, and so on."""

_ROUGHLY = 0.05
_RATE_REACH = 120
_RATE_WORDS = re.compile(
    r"\b(?:(?:an?|per|each|every) (?:hour|day|week|month|quarter|year)|hourly|daily|weekly|monthly|quarterly|yearly"
    r"|annual(?:ly)?|averag\w+|on average)\b",
    re.IGNORECASE,
)
"""What tells that a number is so much in each of some times."""

_FARTHEST = 2.5
"""A number with a bound is never carried by one that is more times as large or as small."""

_OUTER_ENDS = {"at most": "low", "fewer than": "low", "at least": "high", "more than": "high"}
"""The end of a range at which each bound leaves nothing of it but that end."""

_SMALL = 10
_HALF = 0.5
_NEAR = 1.25
"""A number with a bound is carried by one that is at most so many times as large or as small."""


class QuantityClaims:
    """Checks the quantities of summaries."""

    def __init__(self, sources: Sequence[Source], background: Reading) -> None:
        self._sources = sources
        self._background = background.quantities

    @cached_property
    def _ends(self) -> set[float]:
        """All ends of all numbers of the articles."""
        amounts = [q.amount for source in self._sources for q in source.reading.quantities]
        return {end for amount in amounts for end in (amount.low, amount.high)}

    def check(self, reading: Reading) -> Iterator[Claim]:
        """Yield a claim for every quantity that counts something."""
        for quantity in reading.quantities:
            if _is_too_vague(quantity) or self._is_own_counting(reading, quantity):
                continue
            span = (quantity.start, quantity.end)
            turned = self._turned(reading, quantity)
            if turned:
                yield missing("quantity", span, f"The article says {turned}, the summary {quantity}.")
                continue
            points = self._as_other_points(reading, quantity)
            if points:
                words = reading.text[slice(*span)]
                yield missing("quantity", span, f"The article says {points!r}, the summary {words!r}.")
                continue
            other = self._in_another_unit(quantity)
            if other:
                told = f"{other} {_unit_words(other)}, the summary {quantity} {_unit_words(quantity)}"
                yield missing("quantity", span, f"The article says {told}.")
                continue
            evidence = self._carried(quantity)
            if evidence is not None:
                yield carried("quantity", span, f"{quantity} stands in the article.", evidence)
                continue
            setting = self._setting(reading, quantity)
            derived = next(self._ways(reading, quantity, setting), None)
            if derived:
                yield carried("quantity", span, *derived)
                continue
            reason = f"{quantity} stands in no article, nor follows from its numbers."
            is_sure = self._is_sure(reading, quantity)
            may_follow = not _is_price(quantity) and self._may_follow(reading, quantity, setting)
            is_sure = is_sure and (self._is_twisted(quantity) or not may_follow)
            is_sure = is_sure or self._is_of_streak(reading, quantity)
            yield missing("quantity", span, reason, is_sure=is_sure)
        yield from self._ages(reading)

    def _ages(self, reading: Reading) -> Iterator[Claim]:
        """Yield a claim for every age, which is no quantity to the reader: `a 20-year-old`."""
        for span, years in find_ages(reading.text):
            words = reading.text[slice(*span)]
            told = [source for source in self._sources if source.has_age(years)]
            if told:
                evidence = [e for source in told for e in source.evidence_of(age_spans(source, years))]
                yield carried("quantity", span, f"{words!r} is an age of the article.", evidence)
            else:
                yield missing("quantity", span, f"{words!r} is no age of any article.")

    def _is_own_counting(self, reading: Reading, quantity: Quantity) -> bool:
        """A summarizer's own counting of what it was given: `[2]`, `reports 2 and 3`, `two theories`, `five states`.

        What the articles count themselves is no such thing.
        """
        text, high = reading.text, quantity.amount.high
        before = text[max(0, quantity.start - _REACH) : quantity.start]
        if _LISTED.search(before):
            return True
        if len(self._sources) > 1 and high <= len(self._sources) and not quantity.units:
            is_enclosed = before.endswith("(") and text[quantity.end : quantity.end + 1] in (")", ",")
            if is_enclosed:
                return True
        if high > _MOST_COUNTED or quantity.amount.is_share or quantity.bound not in ("exact", "at least", "more than"):
            return False
        return any(
            unit in _OWN_THINGS and not any(unit in source.counted_things for source in self._sources)
            for unit in quantity.units[:3]
        )

    def _is_sure(self, reading: Reading, quantity: Quantity) -> bool:
        """Whether a number that no article carries is an error: a lone `just one` or `half` is often none."""
        amount = quantity.amount
        if _OTHER_HALF.search(reading.text[max(0, quantity.start - _REACH) : quantity.end]):
            return False
        is_plain_number = not amount.is_share and not amount.magnitude and amount.low > _MOST_COUNTED
        if is_plain_number and any(amount.low in source.numerals for source in self._sources):
            return False  # an article has it, though as no number of things
        is_money = bool(quantity.units) and quantity.units[0] in CURRENCIES
        if amount.high <= _MOST_COUNTED and not (amount.is_share or amount.is_range or is_money):
            return any(unit in source.counted_things for source in self._sources for unit in quantity.units[:2])
        return True

    def _is_of_streak(self, reading: Reading, quantity: Quantity) -> bool:
        """Whether a number is told as so many in a row, and an article, too, tells of some in a row."""
        if not _STREAK.match(reading.text, quantity.end):
            return False
        told = [source for source in self._sources if source.reading.once(_tells_of_rows)]
        return bool(told) and not any(source.has_rank(quantity.amount.low) for source in told)

    def _is_twisted(self, quantity: Quantity) -> bool:
        """Whether a number differs from one of the article's by one digit, or by two that are exchanged."""
        amount = quantity.amount
        if amount.is_range or amount.is_share or amount.magnitude or amount.low < _LEAST_TWISTED:
            return False
        return any(twist in source.wholes for twist in twists_of(amount.low) for source in self._sources)

    def _may_follow(self, reading: Reading, quantity: Quantity, setting: Setting) -> bool:
        """Whether a number is any result at all of two of an article's: then it may be right, though not surely."""
        amount = quantity.amount
        if amount.magnitude:
            return False
        if quantity.bound != "exact" and _POINTS.search(reading.text[quantity.start : quantity.end]):
            return True  # `by less than one percentage point`
        if amount.is_share:
            return any(_share_may_follow(source, quantity, setting) for source in self._sources)
        if _tells_rate(reading, quantity) and self._is_rate(quantity):
            return True
        if amount.is_range:
            return False
        is_cued = setting.tells(CUES) or _is_of_another(reading, quantity)
        lists = [source.results for source in self._sources]
        lists += [source.sums for source in self._sources if is_cued]
        lists += [source.before_changes for source in self._sources if _is_of_before(reading, quantity)]
        slack = _slack(quantity)
        if any(_is_near(results, amount.low, slack) for results in lists):
            return True
        listed = slack if quantity.bound == "about" else _TINY
        if any(_is_near(source.totals, amount.low, listed) for source in self._sources):
            return True
        return is_cued and self._may_go_on(reading, quantity)

    def _is_rate(self, quantity: Quantity) -> bool:
        """Whether a number is one of the article's told by another time: 1,000 euros a month for 12,000 a year."""
        units, slack = set(quantity.units), _ROUGHLY if quantity.bound == "about" else _EXACT
        alike = (q for s in self._sources for q in s.reading.quantities if not units or not units.isdisjoint(q.units))
        told = [end for q in alike for end in (q.amount.low, q.amount.high)]
        rates = [rate for end in told for times in _TIMES_IN for rate in (end * times, end / times)]
        ends = (quantity.amount.low, quantity.amount.high)
        return all(any(abs(end - rate) <= slack * rate for rate in rates) for end in ends)

    def _may_go_on(self, reading: Reading, quantity: Quantity) -> bool:
        """Whether a number is a sum or difference of an article's number and one beside it in the summary."""
        near = reading.quantities_beside(quantity, before=1, most=_MOST_BESIDE)
        beside = [q.amount.low for q in near if q is not quantity and is_plain(q)]
        said = quantity.amount.low
        return any(
            math.isclose(said, result, rel_tol=1e-9)
            for source in self._sources
            for operand in source.operands[:_MOST_BESIDE]
            for other in beside
            for result in _combined(operand.value, other)
        ) or any(
            math.isclose(said * min(a, b), max(a, b), rel_tol=1e-9) or math.isclose(said, a * b, rel_tol=1e-9)
            for a, b in combinations(beside, 2)
        )

    def _carried(self, quantity: Quantity) -> list[Evidence] | None:
        evidence: list[Evidence] = []
        is_carried = False
        for source in self._sources:
            match = _find(source, quantity)
            if match:
                is_carried = True
                evidence.extend(source.evidence(match.start, match.end))
        is_carried = is_carried or any(_amount_carried(other, quantity) for other in self._background)
        return evidence if is_carried else None

    def _turned(self, reading: Reading, quantity: Quantity) -> Quantity | None:
        """Return the article's number of which the summary says `at least` for `at most`, or `exactly` for either."""
        alike = self._by_amount.get(quantity.amount, [])
        if not alike and (open_end := self._closed(quantity)):
            return open_end
        is_exact = _EXACTLY.match(reading.text, quantity.start, quantity.end) is not None
        is_wrong = all(_is_turned(other, quantity) or (is_exact and other.bound in UPPER | LOWER) for other in alike)
        is_wrong = is_wrong and not denies_near(reading, quantity.first_word)
        return alike[0] if alike and is_wrong else None

    def _closed(self, quantity: Quantity) -> Quantity | None:
        """Return the article's range at whose low end the summary sets `at most`, or `at least` at its high end."""
        number, bound = quantity.amount.low, quantity.bound
        if not is_plain(quantity) or bound not in _OUTER_ENDS or number <= _MOST_COUNTED or number not in self._ends:
            return None
        having = self._by_end.get(number, [])
        is_closed = all(q.amount.is_range and getattr(q.amount, _OUTER_ENDS[bound]) == number for q in having)
        return having[0] if having and is_closed else None

    @cached_property
    def _by_end(self) -> dict[float, list[Quantity]]:
        """The numbers of the articles that are no shares by their ends."""
        found: dict[float, list[Quantity]] = {}
        for quantity in (q for source in self._sources for q in source.reading.quantities if not q.amount.is_share):
            for end in {quantity.amount.low, quantity.amount.high}:
                found.setdefault(end, []).append(quantity)
        return found

    def _in_another_unit(self, quantity: Quantity) -> Quantity | None:
        """Return the article's number that the summary has in another unit as it stands: 830 miles for 830 km."""
        if not has_unit(quantity.units):
            return None
        alike = [other for other in self._by_amount.get(quantity.amount, []) if has_unit(other.units)]
        if not alike or not all(are_other_units(other.units, quantity.units) for other in alike):
            return None
        told = (other for source in self._sources for other in source.reading.quantities)
        return None if any(_is_converted(other, quantity) for other in told) else alike[0]

    def _as_other_points(self, reading: Reading, quantity: Quantity) -> str | None:
        """Return the basis points of an article which a summary has as so many percentage points, or the reverse."""
        if not quantity.amount.is_share or quantity.amount.is_range:
            return None
        told = _points_in(reading, quantity)
        if not told:
            return None
        kinds = [kind for source in self._sources for kind in source.reading.once(_all_points).get(told[0], ())]
        return f"{told[0]} {kinds[0]}" if kinds and told[1] not in kinds else None

    @cached_property
    def _by_amount(self) -> dict[Amount, list[Quantity]]:
        """The numbers of the articles by their amounts."""
        found: dict[Amount, list[Quantity]] = {}
        for quantity in (q for source in self._sources for q in source.reading.quantities):
            found.setdefault(quantity.amount, []).append(quantity)
        return found

    def _ways(self, reading: Reading, quantity: Quantity, first: Setting) -> Iterator[tuple[str, list[Evidence]]]:
        """Yield how a number follows from those of one article, or that it spans figures of several, with evidence."""
        rules = (in_role, written_otherwise, as_spoken, partial(_derived, first))
        for rule in rules:
            for source in self._sources:
                if found := rule(reading, quantity, source):
                    yield found.reason, source.evidence_of(found.spans)
        ends = (quantity.amount.low, quantity.amount.high)
        if quantity.amount.is_range and set(ends) <= self._ends:
            yield f"{quantity} spans figures that stand in the articles.", [e for end in ends for e in self._told(end)]

    def _told(self, number: float) -> list[Evidence]:
        """Return where the first article that tells a number, or ends a range with it, does so."""
        for source in self._sources:
            for q in source.reading.quantities:
                if number in (q.amount.low, q.amount.high):
                    return source.evidence_of([(q.start, q.end)])
        return []

    def _setting(self, reading: Reading, quantity: Quantity) -> Setting:
        near = reading.quantities_beside(quantity, before=1)
        numbers = frozenset(q.amount.low for q in near if q is not quantity and is_plain(q))
        first, last = reading.sentence_words[quantity.sentence]
        first, last = max(first, quantity.first_word - _AROUND), min(last, quantity.last_word + _AROUND)
        # the words of a bound tell of no arithmetic
        places = [i for i in range(first, last) if i not in reading.bound_words]
        words = frozenset(reading.words[i].lower for i in places)
        earlier = reading.sentence_words[quantity.sentence - 1][0] if quantity.sentence else first
        earlier = max(earlier, quantity.first_word - 2 * _AROUND)
        lemmas = frozenset(reading.lemmas[earlier:last])
        lead = reading.text[max(0, quantity.start - _REACH) : quantity.start]
        if not (quantity.amount.is_share and _OF_WHICH.search(lead)):
            is_step = quantity.amount.is_share and bool(_BY.search(lead) or _MORE.match(reading.text, quantity.end))
            return Setting(words, lemmas, numbers=numbers, is_step=is_step)
        ahead = [q.amount.low for q in near if q.end < quantity.start and is_plain(q)]
        whole = next((number for number in reversed(ahead) if number in self._ends), None)
        return Setting(words, lemmas, numbers=numbers, whole=whole, is_part=True)


def _points_in(reading: Reading, quantity: Quantity) -> tuple[str, str] | None:
    """Return the figure and the kind of points that a share is told in: `60`, `basis points`; None for percent."""
    match = _KIND_OF_POINTS.fullmatch(reading.text, quantity.start, quantity.end)
    return (match["figure"], f"{match['kind'].lower()} points") if match else None


def _all_points(reading: Reading) -> dict[str, list[str]]:
    """Return by their figures the kinds of all points of a text, in order."""
    found: dict[str, list[str]] = {}
    shares = (q for q in reading.quantities if q.amount.is_share)
    for figure, kind in filter(None, (_points_in(reading, quantity) for quantity in shares)):
        found.setdefault(figure, []).append(kind)
    return found


def _tells_of_rows(reading: Reading) -> bool:
    """Whether a text tells of some things in a row."""
    return _IN_A_ROW.search(reading.text) is not None


def _unit_words(quantity: Quantity) -> str:
    """Return the unit of a number in words: `nautical mile`."""
    return " ".join(quantity.units[: 2 if quantity.units[0] in ("nautical", "square", "cubic") else 1])


def _derived(first: Setting, reading: Reading, quantity: Quantity, source: Source) -> Derived | None:
    """Return how a number follows from those of an article; `first` is its setting but for the article's sentences."""
    setting = replace(first, about=source.sentences_about(first.lemmas))
    found = (
        find_arithmetic(quantity, source.operands, setting)
        or of_every_hundred(reading, quantity, source)
        or rate(reading, quantity, source)
        or of_shares(reading, quantity, source)
        or told_bare(reading, quantity, source)
        or before_change(quantity, source)
        or less(reading, quantity, source)
        or part(quantity, source)
        or rest(quantity, source)
        or product(reading, quantity, source)
        or base_of_change(quantity, source)
        or around(reading, quantity, source)
    )
    if not found and setting.tells(_RATIO_WORDS):
        return find_ratio(quantity, source.operands, setting)
    return found


def _is_of_before(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number is told as one from before a change, or as what it changed by."""
    start, end = reading.sentences[quantity.sentence]
    start, end = max(start, quantity.start - _RATE_REACH), min(end, quantity.end + _RATE_REACH)
    lead = reading.text[max(start, quantity.start - _REACH) : quantity.start]
    return bool(_FROM.search(lead) or _EARLIER.search(reading.text, start, end))


def _slack(quantity: Quantity) -> float:
    """Return how far from a result, in parts of it, a number may lie: more where it is told as rounded."""
    amount = quantity.amount
    is_rough = amount.is_range if amount.is_share else quantity.bound == "about"
    return _SLACK if is_rough else min(_EXACT, _precision(amount.low))


def _share_may_follow(source: Source, quantity: Quantity, setting: Setting) -> bool:
    """Whether a share is any result at all of two of an article's numbers."""
    amount, slack = quantity.amount, _slack(quantity)
    results = source.share_steps if setting.is_step else source.share_results
    if all(_is_near(results, end, slack) for end in {amount.low, amount.high}):
        return True
    wholes = [whole for whole in source.greatest if whole > 0]
    if (
        quantity.bound != "exact"
        and not setting.is_step
        and any(share_fits(quantity, n / whole) for n in setting.numbers for whole in wholes)
    ):
        return True  # `more than two thirds of it, 26,000 euros`
    return setting.tells(CHANGES) and _is_near(source.changes, amount.low, slack)


def _tells_rate(reading: Reading, quantity: Quantity) -> bool:
    """Whether words near a number in its sentence tell that it is so much each month or the like."""
    start, end = reading.sentences[quantity.sentence]
    start, end = max(start, quantity.start - _RATE_REACH), min(end, quantity.end + _RATE_REACH)
    return _RATE_WORDS.search(reading.text, start, end) is not None


def _combined(told: float, beside: float) -> Iterator[float]:
    """Yield what may be reckoned from an article's number and one beside the result; times or over only a small one."""
    yield from (told + beside, abs(told - beside))
    if 1 < beside <= _MOST_TIMES:
        yield from (told * beside, told / beside)


def _is_of_another(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number is told as one of another: `of the 71 deputies, 63`, `31 of the ayes`."""
    before = reading.text[max(0, quantity.start - _REACH) : quantity.start]
    return bool(_OF_ANOTHER.search(before)) or bool(_OF_THEM.match(reading.text, quantity.end))


def _is_price(quantity: Quantity) -> bool:
    """Whether a number is an exact sum of money with cents: that it follows from two others by chance tells nothing."""
    is_money = quantity.units[:1] != () and quantity.units[0] in CURRENCIES
    return is_money and quantity.bound == "exact" and quantity.amount.low != round(quantity.amount.low)


def _is_too_vague(quantity: Quantity) -> bool:
    """Whether a quantity says no more than that there are several: `a few`, `more than one source`."""
    is_several = quantity.bound == "more than" and quantity.amount.high == 1 and not quantity.amount.is_share
    return quantity.amount.magnitude in _TOO_VAGUE or is_several


def _is_near(results: Sequence[float], number: float, slack: float) -> bool:
    """Whether a number lies close to one of some, which are sorted."""
    low = min(number * (1 - slack), number * (1 + slack))
    place = bisect_left(results, low)
    return place < len(results) and results[place] <= max(number * (1 - slack), number * (1 + slack))


def _find(source: Source, quantity: Quantity) -> Quantity | None:
    """Return the number of an article that carries a summary's, the very same one first."""
    amount = quantity.amount
    if quantity.bound == "exact" and not amount.magnitude:
        same = source.quantity_index.get((amount.low, amount.high, amount.is_share))
        if same:
            return same
    return next(
        (
            o
            for o in _near(source, quantity)
            if (_amount_carried(o, quantity) or _is_converted(o, quantity)) and not _is_turned(o, quantity)
        ),
        None,
    )


def _near(source: Source, quantity: Quantity) -> Sequence[Quantity]:
    """Return the numbers of an article that may carry a summary's: of an exact one those that are the same."""
    amount, low = quantity.amount, quantity.amount.low
    is_open = amount.is_share and quantity.bound != "exact"
    if amount.is_range or amount.magnitude or is_open or low <= 0 or is_measured(quantity.units):
        return source.values.every
    window = close_to(low, SHARE_ROUNDED) if quantity.bound == "exact" else (low / _FARTHEST, low * _FARTHEST)
    return source.values.within([window], has_wide=True)


def _is_converted(article: Quantity, summary: Quantity) -> bool:
    """Whether a number is an article's in another unit: 165 feet for 50 metres."""
    amount = converted(summary.amount, summary.units, article.units)
    return amount is not None and is_about(amount, article.amount)


def _is_turned(article: Quantity, summary: Quantity) -> bool:
    """Whether a number is an article's with a bound that excludes it; less than half leave more than half."""
    ours, theirs = article.amount, summary.amount
    if (ours.low, ours.high, ours.is_share) != (theirs.low, theirs.high, theirs.is_share) or ours.is_range:
        return False
    is_half = ours.is_share and ours.low == _HALF
    return not (is_half or ours.magnitude or theirs.magnitude) and is_turned(article.bound, summary.bound)


def _amount_carried(article: Quantity, summary: Quantity) -> bool:
    """Whether an article's number carries a summary's: the same, rounded, one end of a range, its magnitude."""
    ours, theirs = article.amount, summary.amount
    if ours.magnitude and not theirs.magnitude:
        # thousands are more than 1,000, but no 4,000
        is_low = summary.bound in LOWER and theirs.high <= ours.low <= _NEAR * theirs.high
        return is_low and not theirs.is_share
    said = Value(theirs, summary.bound)
    relation = compare_amounts(Value(ours), said)
    if relation in STATED or compare_amounts(Value(ours, article.bound), said) in STATED:
        return True
    if theirs.low < 0 and theirs.low == theirs.high and ours.low == ours.high:
        return -theirs.low == ours.low and ours.is_share == theirs.is_share  # `-22%` of what fell by 22%
    if ours.is_range:
        return _end_carried(ours, theirs) or (summary.bound == "about" and _is_middle(ours, theirs))
    if theirs.magnitude:
        return not ours.is_share and ours.low <= theirs.high and theirs.low <= ours.high
    if theirs.is_range or relation is None:
        return False
    if relation == "weaker":
        return ours.is_share or _is_rough(article, summary)
    return summary.bound == "about" and theirs.low == round_to_one_digit(ours.low)


def _end_carried(ours: Amount, theirs: Amount) -> bool:
    """Whether a range carries a number as its end, or small ones as its rounded ends: 3 to 5 for 3.1 to 4.6."""
    if ours.is_share != theirs.is_share:
        return False
    if theirs.is_range:
        return theirs.high <= _SMALL and (round(ours.low), round(ours.high)) == (theirs.low, theirs.high)
    return theirs.low in (ours.low, ours.high)


def _is_middle(ours: Amount, theirs: Amount) -> bool:
    """Whether a number is the middle of a range: about 100,000 for 90,000 to 110,000."""
    middle = (ours.low + ours.high) / 2
    is_single = not theirs.is_range and not theirs.magnitude and not ours.magnitude
    return is_single and ours.is_share == theirs.is_share and math.isclose(theirs.low, middle, rel_tol=1e-6)


def _is_rough(article: Quantity, summary: Quantity) -> bool:
    """Whether a number with a bound is a near, rounder one: `more than 10,000` for 11,000, not `up to 90,000`.

    Where both say `more than`, another number is another claim, unless it is rounder.
    """
    ours, theirs = article.amount, summary.amount
    if math.isclose(ours.low, theirs.low):
        return True
    if not (ours.low <= _NEAR * theirs.low and theirs.low <= _NEAR * ours.low):
        return False
    has_same_bound = any(article.bound in side and summary.bound in side for side in (LOWER, UPPER))
    return not has_same_bound or _digits(theirs.low) < _digits(ours.low)


def _precision(number: float) -> float:
    """Return what one in the last digit that a number is told with is of the number: 0.002 of 50.6%."""
    digits = f"{abs(number):.10g}".replace(".", "").strip("0")
    return 10 ** (1 - len(digits)) / float(f"{digits[0]}.{digits[1:] or 0}") if digits else 1.0


def _digits(number: float) -> int:
    """Return how many significant digits a number has."""
    return len(f"{number:.10g}".replace(".", "").strip("0"))
