"""Errors put into sentences that state a gold fact: each differs from the truth in one way.

They are made from the gold's typed values and from plain rules of English, and from nothing that the matcher reads with: what
makes the test must not share the blind spots of what is tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from harness.gold.gold import Gold, GoldFact
from harness.gold.models import Count, NameEntry, States
from harness.metaeval.probes import Probe, proper_names, rivals_of, sentences_of, spellings
from harness.metaeval.written import MONTHS, find_once, forms_of, lower_first, places_of, put

ERRORS: dict[str, str] = {
    "number": "another number",
    "exchange": "two numbers exchanged between the things they count",
    "bound": "at least for at most, up to for more than, and the like",
    "unit": "million for thousand, years for weeks",
    "date": "another month, year or day",
    "duration": "another length of time",
    "speaker": "another source",
    "name": "another person, body or place",
    "certainty": "a doubt removed, or put in",
    "negation": "what is so denied, or what is not so asserted",
    "antonym": "the opposite verb",
}
"""The error classes and what they are."""


def corruptions_of(gold: Gold) -> Iterator[Probe]:
    """Yield every error that can be put into the sentences of a gold file's facts."""
    for fact in gold.facts:
        for change, make in _MAKERS.items():
            for base in sentences_of(fact):
                text = make(gold, fact, base)
                if text and text != base:
                    yield Probe(fact=fact.id, group="error", change=change, base=base, text=text)
    yield from _exchanges(gold)


# Numbers

_FACTORS = (3, 2, 0.5, 4, 5, 7)
_MAGNITUDES = {
    "dozens": "hundreds", "hundreds": "dozens", "thousands": "dozens", "tens of thousands": "hundreds",
    "hundreds of thousands": "dozens", "millions": "hundreds", "billions": "thousands",
}  # fmt: skip
_SHARES = {
    "half": "a tenth", "a third": "a tenth", "one third": "one tenth", "one-third": "one-tenth", "a quarter": "nine tenths",
    "two thirds": "a tenth", "two-thirds": "one-tenth", "three quarters": "a tenth",
}  # fmt: skip


def _other_number(gold: Gold, fact: GoldFact, base: str) -> str | None:
    count = fact.fact.count
    if count is None:
        return None
    amount = count.amount
    if amount.magnitude:
        place = find_once(base, [amount.magnitude])
        return put(base, place, _MAGNITUDES[amount.magnitude]) if place and amount.magnitude in _MAGNITUDES else None
    if amount.is_share:
        return _other_share(base, amount.low, amount.high)
    text = base
    for number in dict.fromkeys((amount.low, amount.high)):
        found = _find_number(text, number)
        if found is None:
            return None
        place, form = found
        text = put(text, place, _written_like(form, number, _unlike(gold, fact, number)))
    return text


def _other_share(base: str, low: float, high: float) -> str | None:
    if low == high:
        for form in (f"{low * 100:g}%", f"{low * 100:g} percent", f"{low * 100:g} per cent"):
            places = places_of(base, form) if "%" not in form else [m.span() for m in re.finditer(rf"(?<![\d.]){re.escape(form)}", base)]
            if len(places) == 1:
                other = low * 100 / 2 if low >= 0.4 else low * 100 * 2  # noqa: PLR2004  (stays below all)
                return put(base, places[0], form.replace(f"{low * 100:g}", f"{other:g}"))
    found = [(word, other) for word, other in _SHARES.items() if len(places_of(base, word)) == 1]
    if not found:
        return None
    word, other = found[0]
    return put(base, places_of(base, word)[0], other)


def _find_number(text: str, number: float) -> tuple[tuple[int, int], str] | None:
    for form in forms_of(number):
        places = places_of(text, form)
        if places:
            return (places[0], form) if len(places) == 1 else None
    return None


def _unlike(gold: Gold, fact: GoldFact, number: float) -> float:
    """Return a number that is far from this one and from what every other fact of the gold counts."""
    taken = [end for other in gold.facts if (c := other.fact.count) for end in (c.amount.low, c.amount.high)]
    for factor in _FACTORS:
        other = number * factor
        other = float(round(other)) if number == int(number) else round(other, 2)
        if other > 1 and all(abs(other - end) > 0.1 * end for end in taken):  # noqa: PLR2004  (nobody's rounding)
            return other
    return number * 11


def _written_like(form: str, old: float, new: float) -> str:
    """Return a number written in the manner in which another one is."""
    old_forms, new_forms = list(forms_of(old)), list(forms_of(new))
    if any(char.isdigit() for char in form):
        if re.fullmatch(r"[\d.]+ [a-z]+", form):
            scale = form.split(" ")[1]
            same = [f for f in new_forms if f.endswith(f" {scale}") and f[0].isdigit()]
            return same[0] if same else new_forms[0]
        return new_forms[old_forms.index(form)] if len(new_forms) == len(old_forms) else new_forms[0]
    return new_forms[-1]


def _exchanges(gold: Gold) -> Iterator[Probe]:
    """Yield pairs of neighbouring counts, told side by side with their numbers exchanged."""
    counts = [fact for fact in gold.facts if (c := fact.fact.count) and _is_plain(c)]
    for one, other in zip(counts, counts[1:], strict=False):
        a, b = one.fact.count, other.fact.count
        if not a or not b or a.amount == b.amount or one.article != other.article or other in rivals_of(gold, one):
            continue
        first, second = _find_number(one.fact.statement, a.amount.low), _find_number(other.fact.statement, b.amount.low)
        if first is None or second is None:
            continue
        base = f"{one.fact.statement} {other.fact.statement}"
        wrong_first = put(one.fact.statement, first[0], _written_like(first[1], a.amount.low, b.amount.low))
        wrong_second = put(other.fact.statement, second[0], _written_like(second[1], b.amount.low, a.amount.low))
        yield Probe(fact=one.id, group="error", change="exchange", base=base, text=f"{wrong_first} {wrong_second}")


def _is_plain(count: Count) -> bool:
    amount = count.amount
    return not amount.is_share and not amount.magnitude and amount.low == amount.high


_BOUNDS = {
    "at least": {"at least": "at most", "no fewer than": "no more than", "no less than": "no more than", "or more": "or fewer"},
    "more than": {"more than": "fewer than", "over": "under"},
    "at most": {"at most": "at least", "no more than": "no fewer than", "or fewer": "or more"},
    "fewer than": {"fewer than": "more than", "less than": "more than", "under": "over"},
    "up to": {"up to": "more than", "as many as": "more than", "as much as": "more than", "as high as": "over"},
}  # fmt: skip


def _other_bound(_: Gold, fact: GoldFact, base: str) -> str | None:
    value = fact.fact.count or fact.fact.date
    for words, others in _BOUNDS.get(value.bound if value else "", {}).items():
        place = find_once(base, [words])
        if place:
            return put(base, place, others)
    return None


_UNITS = {"thousand": "million", "million": "billion", "billion": "million", "km": "metres"}
_TIMES = {
    "minutes": "days", "minute": "day", "hours": "weeks", "hour": "week", "days": "months", "day": "month",
    "weeks": "years", "week": "year", "months": "years", "month": "year", "years": "weeks", "year": "week",
    "decades": "weeks", "decade": "week",
}  # fmt: skip


def _other_unit(_: Gold, fact: GoldFact, base: str) -> str | None:
    count, date = fact.fact.count, fact.fact.date
    if count and not count.amount.magnitude and not count.amount.is_share:
        found = _find_number(base, count.amount.low)
        if found and (scale := next((s for s in _UNITS if found[1].endswith(s) and found[1][0].isdigit()), None)):
            return put(base, found[0], found[1].replace(scale, _UNITS[scale]))
    if date and date.duration:
        return _with_other_time(base, date.duration.unit)
    return None


def _with_other_time(base: str, unit: str) -> str | None:
    for word in (f"{unit.removesuffix('s')}s", unit.removesuffix("s")):
        place = find_once(base, [word])
        if place:
            return put(base, place, _TIMES[word])
    return None


# Dates


def _other_date(_: Gold, fact: GoldFact, base: str) -> str | None:
    date = fact.fact.date
    if date is None or date.when is None:
        return None
    months = [month for month in MONTHS if len(places_of(base, month)) == 1]
    if len(months) == 1:
        other = MONTHS[(MONTHS.index(months[0]) + 5) % 12]
        return put(base, places_of(base, months[0])[0], other)
    years = re.findall(r"(?<![\d,.])(?:1[89]|20)\d\d(?![\d,%])", base)
    if len(years) != 1 or len(months) > 1:
        return None
    return base.replace(years[0], str(int(years[0]) - 30))


def _other_duration(_: Gold, fact: GoldFact, base: str) -> str | None:
    date = fact.fact.date
    duration = date.duration if date else None
    if duration is None:
        return None
    unit = duration.unit.removesuffix("s")
    for form in forms_of(_in_units(duration.low, unit)):
        place = next((m.span(1) for m in re.finditer(rf"(?i)\b({re.escape(form)})[ -]{unit}", base)), None)
        if place:
            number = _in_units(duration.low, unit)
            return put(base, place, _written_like(form, number, number * 4 if number > 1 else 7))
    return None


def _in_units(low: float, unit: str) -> float:
    """Return a length, which is told in days, in units of its own."""
    days = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30.4375, "year": 365.25, "decade": 3652.5}
    return round(low / days[unit], 2)


# Names


def _other_speaker(gold: Gold, fact: GoldFact, base: str) -> str | None:
    says = fact.fact.says
    if says is None:
        return None
    names = gold.names_of(fact.article)
    own = _sources(gold, fact, names)
    wanted = [key for key in says.who.keys if not names[key].all]
    spelt = [text for key in wanted for text in spellings(names[key])]
    place = find_once(base, spelt)
    if place is None or len(_members(names, says.who.keys)) != 1:
        return None
    used = _same_words(names, own)
    for key, entry in names.items():
        stranger = entry.kind in ("person", "body", "outlet") and entry.name and key not in own
        if stranger and not set(spellings(entry)) & used and not _mentions(base, entry) and entry.name:
            return put(base, place, entry.name)
    return None


def _members(names: Mapping[str, NameEntry], keys: Iterable[str]) -> set[str]:
    return {member for key in keys for member in (names[key].all or (key,))}


def _sources(gold: Gold, fact: GoldFact, names: Mapping[str, NameEntry]) -> set[str]:
    """Return the keys of all who say a fact's content, or what stands in a group with it, or relay it."""
    says = fact.fact.says
    contents = set(says.what) if says and isinstance(says.what, tuple) else {fact.id}
    mates = {mate.fact.id for other in gold.facts if other.fact.id in contents for mate in rivals_of(gold, other)}
    own: set[str] = set()
    for other in gold.facts:
        theirs = other.fact.says
        if theirs is None or other.article != fact.article:
            continue
        what = set(theirs.what) if isinstance(theirs.what, tuple) else {other.id}
        alike = other is fact or what & (contents | mates) or other in rivals_of(gold, fact)
        in_words = isinstance(theirs.what, str) and says and isinstance(says.what, str) and _alike(theirs.terms, says.terms)
        if alike or in_words:
            own |= {*theirs.who.keys, *theirs.via, *_members(names, theirs.who.keys)}
    return own


def _alike(one: tuple[tuple[str, ...], ...], other: tuple[tuple[str, ...], ...]) -> bool:
    words = {word for group in one for word in group}
    return bool(words & {word for group in other for word in group})


def _same_words(names: Mapping[str, NameEntry], keys: Iterable[str]) -> set[str]:
    return {text for key in keys if key in names for text in spellings(names[key])}


def _mentions(text: str, entry: NameEntry) -> bool:
    return any(places_of(text, spelling) for spelling in spellings(entry))


def _other_name(gold: Gold, fact: GoldFact, base: str) -> str | None:
    """Put another person, body or place for one that a statement names."""
    if fact.fact.says or fact.fact.date or next(rivals_of(gold, fact), None):
        return None
    names = gold.names_of(fact.article)
    here = [entry for entry in names.values() if entry.kind in ("person", "body", "place") and _mentions(base, entry)]
    for entry in here:
        place = find_once(base, spellings(entry))
        if place is None or base[place[1] : place[1] + 1] == "'":
            continue
        for other in names.values():
            alone = other.kind == entry.kind and other.name and not _mentions(base, other)
            spelling = _in_the_form_of(base[slice(*place)], other) if alone and not _overlaps(entry, other) else None
            if spelling:
                return put(base, place, spelling)
    return None


_ADJECTIVE = re.compile(r"(?:an|ish|ese|ch)s?$")


def _in_the_form_of(words: str, other: NameEntry) -> str | None:
    """Return the spelling of another name that can stand where words stand: an adjective for `Ukrainian`."""
    wanted = bool(_ADJECTIVE.search(words))
    found = [text for text in (other.name, *other.also) if text and bool(_ADJECTIVE.search(text)) == wanted]
    return found[0] if found else None


def _overlaps(one: NameEntry, other: NameEntry) -> bool:
    """Whether two names share a word: the region and the state of one name, a ministry and its country."""
    a = {word.lower() for text in spellings(one) for word in re.findall(r"\w+", text)}
    b = {word.lower() for text in spellings(other) for word in re.findall(r"\w+", text)}
    return bool((a & b) - {"the", "of", "and", "for"})


# Certainty and polarity

_SOFT = frozenset({"believes", "suggests", "estimates", "expects", "fears"})
_SOFT_VERB = re.compile(
    r"(?<!the )(?<!an )(?<!a )(?<!by )(?<!of )(?<!their )(?<!its )(?<!to )"
    r"\b(?:(?:believe|suspect|suggest|assume|reckon|fear|expect|estimate|think)(?P<s>s?)"
    r"|(?:believed|suspected|suggested|assumed|reckoned|feared|expected|estimated|thought)(?P<past>))\b",
    re.IGNORECASE,
)
_FEAR = re.compile(r"\b(?:fear|worr|concern|threat|risk|alarm)", re.IGNORECASE)
_MODALS = (
    (r"\b(?:may|might|could) (?:well )?have\b", "definitely had"),
    (r"\b(?:may|might|could)\b(?: well)?", "will certainly"),
    (r"\b(?:possibly|perhaps|probably|presumably|likely|apparently)\b", "certainly"),
)


def _other_certainty(gold: Gold, fact: GoldFact, base: str) -> str | None:
    says, states = fact.fact.says, fact.fact.states
    if says and says.how in _SOFT:
        found = list(_SOFT_VERB.finditer(base))
        if len(found) == 1:
            firm = "confirmed" if found[0]["past"] is not None else f"confirm{found[0]['s']}"
            return put(base, found[0].span(), firm)
    if states and states.certainty in ("possible", "likely", "unconfirmed") and not _FEAR.search(base):
        for pattern, firm in _MODALS:
            found = list(re.finditer(pattern, base))
            if len(found) == 1:
                return put(base, found[0].span(), firm)
    if states and _is_plainly_so(states) and base == fact.fact.statement and not next(rivals_of(gold, fact), None):
        return f"It is not certain whether {lower_first(base, proper_names(gold, fact.article))}"
    return None


def _is_plainly_so(states: States) -> bool:
    return states.certainty == "asserted" and states.polarity == "positive"


_AUXILIARIES = r"\b(?:is|are|was|were|has|have|had|will|would|can|did|does|do|must|should)\b"
_DENIALS = r" ?\b(?:not|never)\b|n't\b"
_NOTHING = r"(?i)\b(?:no|without|nobody|none|nor|hardly|little|few|neither|not|never)\b|n't\b"


def _other_polarity(_: Gold, fact: GoldFact, base: str) -> str | None:
    states = fact.fact.states
    if states is None:
        return None
    denials = list(re.finditer(_DENIALS, base))
    if states.polarity == "negative":
        return base[: denials[0].start()] + base[denials[0].end() :] if len(denials) == 1 else None
    auxiliaries = list(re.finditer(_AUXILIARIES, base))
    if denials or len(auxiliaries) != 1 or re.search(_NOTHING, base):
        return None
    end = auxiliaries[0].end()
    return f"{base[:end]} not{base[end:]}"


_ANTONYMS = (
    ("rose", "fell"), ("risen", "fallen"), ("rising", "falling"), ("increased", "decreased"), ("increase", "decrease"),
    ("won", "lost"), ("accepted", "rejected"), ("approved", "rejected"), ("withdrawn", "deployed"),
    ("arrived", "left"), ("strengthened", "weakened"), ("opened", "closed"), ("began", "ended"), ("supported", "opposed"),
    ("confirmed", "denied"), ("killed", "rescued"), ("captured", "released"), ("upheld", "overturned"), ("heavy", "light"),
    ("high", "low"), ("higher", "lower"), ("large", "small"), ("experienced", "inexperienced"), ("ready", "unprepared"),
    ("unprepared", "well prepared"), ("successful", "failed"), ("guilty", "innocent"), ("allowed", "forbidden"),
)  # fmt: skip


def _antonym(gold: Gold, fact: GoldFact, base: str) -> str | None:
    if fact.fact.states is None or next(rivals_of(gold, fact), None) or re.search(_NOTHING, base):
        return None
    for pair in _ANTONYMS:
        for word, other in (pair, pair[::-1]):
            place = find_once(base, [word])
            if place:
                return put(base, place, other)
    return None


_MAKERS = {
    "number": _other_number,
    "bound": _other_bound,
    "unit": _other_unit,
    "date": _other_date,
    "duration": _other_duration,
    "speaker": _other_speaker,
    "name": _other_name,
    "certainty": _other_certainty,
    "negation": _other_polarity,
    "antonym": _antonym,
}
