"""Candidates for gold facts: every count, date and attribution that the reader finds in an article, as a draft.

They come from the same reader as the scorers' verdicts; what it overlooks they lack, and what it misreads they have
wrong. They are for an author to keep, correct or delete.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from harness.articles.models import Article
from harness.authoring.names import Named, find_named, slug, unused
from harness.authoring.notation import amount_text, duration_text, period_text
from harness.authoring.passages import PRONOUNS, Passages
from harness.gold.models import Fact
from harness.text.dates import Period
from harness.text.fold import Span
from harness.text.quantities import Quantity
from harness.text.timing import TimeMention
from harness.text.words import word_set

_SAYS_WILL = re.compile(
    r"\b(?:will|shall|(?:is|are|was|were) to|(?:is|are) (?:due|expected|planned)|next)\b", re.IGNORECASE
)
_BY = re.compile(r"\bby\s+(?:the\s+)?(?:end\s+of\s+)?$", re.IGNORECASE)
_PLANNED_FOR = re.compile(
    r"\b(?:called|planned|set|scheduled|due|meeting|hearing|vote)\s+(?:\w+\s+){0,2}for\s+$", re.IGNORECASE
)
_BEFORE = re.compile(r"(?:^|\s)(?:on|in|at|by|from|since|until|till|before|after|during|of)\s*$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_NOT_BEFORE = re.compile(r"\b(?:not|never|n't|no)\b[^.;]*\bbefore\s+$", re.IGNORECASE)
_OF_WHOLE = re.compile(r"\s+of\s+(?:(?:the|its|their|his|her|these|those|all|about|some)\s+){0,2}$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_BACK = 40
_LONGEST_UNIT = 3
_UNIT_REACH = 4
_SINGULARS = word_set("people percent police staff men women children crew data cattle sheep fish aircraft")


@dataclass(frozen=True)
class Candidate:
    """A fact that may be gold, and the span of the article that it was read from; code points, end exclusive."""

    fact: Fact
    span: Span


@dataclass(frozen=True)
class Found:
    """All candidates of an article in its order, and whom and what it names."""

    candidates: tuple[Candidate, ...]
    named: tuple[Named, ...]


def find_candidates(article: Article) -> Found:
    """Return the candidates of an article and its names. Without a day of publication, relative dates are left out."""
    from harness.authoring.attributions import find_attributions  # noqa: PLC0415  (it imports this module)

    passages = Passages(article)
    named = find_named(passages.reading, outlet=article.outlet)
    values = with_ids([*_counts(passages), *_dates(passages)])
    said, named = find_attributions(passages, values, named)
    every = with_ids([*values, *said])
    return Found(tuple(told_apart(sorted(every, key=lambda found: found.span))), tuple(named))


def first_statement(article: Article) -> Fact:
    """Return a draft of an article's first sentence, or of all of it where that has no word or stands twice."""
    passages = Passages(article)
    around = passages.clause(passages.reading.sentences[0] if passages.reading.sentences else (0, len(article.text)))
    if passages.stands(around) != 1 or not any(map(str.isalnum, article.text[slice(*around)])):
        around = 0, len(article.text)
    statement = passages.statement(around)
    states = {"did": passages.verb(around, around) or "be", "what": statement.rstrip(".")}
    quote = " ".join(article.text[slice(*around)].split())
    return Fact.model_validate(
        {"id": "first", "draft": True, "statement": statement, "states": states, "evidence": quote}
    )


def draft(passages: Passages, span: Span, around: Span, name: str, value: Mapping[str, Any]) -> Iterator[Candidate]:
    """Yield a candidate of a value; none where no gold file could hold it."""
    if passages.stands(around) != 1:
        return
    quote = " ".join(passages.article.text[slice(*around)].split())
    statement = passages.statement(around)
    try:
        fact = Fact.model_validate(
            {"id": slug(name, "-") or "fact", "draft": True, "statement": statement, "evidence": quote, **value}
        )
    except ValidationError:
        return
    yield Candidate(fact, span)


def with_ids(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates with an id of its own for each, a number behind those that stand twice."""
    taken: set[str] = set()
    named: list[Candidate] = []
    for one in candidates:
        name = unused(one.fact.id, taken)
        taken.add(name)
        named.append(replace(one, fact=one.fact.model_copy(update={"id": name})))
    return named


def told_apart(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield candidates of which no two have one statement: where two have, the second's names its value."""
    taken: set[str] = set()
    for one in candidates:
        fact = one.fact
        if fact.statement in taken:
            fact = fact.model_copy(update={"statement": f"{fact.statement[:-1]} ({_value_of(fact)})."})
        while fact.statement in taken:
            fact = fact.model_copy(update={"statement": f"{fact.statement[:-1]}, again."})
        taken.add(fact.statement)
        yield replace(one, fact=fact)


def _value_of(fact: Fact) -> str:
    if fact.count:
        return f"{fact.count.value} {fact.count.unit}"
    if fact.date:
        return str(fact.date.when or fact.date.lasting)
    return f"says {', '.join(fact.says.who.keys)}" if fact.says else fact.id


# Counts


def _counts(passages: Passages) -> Iterator[Candidate]:
    reading = passages.reading
    for number, quantity in enumerate(reading.quantities):
        before = reading.quantities[number - 1] if number else None
        if _is_year(passages, quantity) or (before and _is_whole(passages, before, quantity)):
            continue
        behind = reading.quantities[number + 1] if number + 1 < len(reading.quantities) else None
        whole = behind if behind and _is_whole(passages, quantity, behind) else None
        yield from _count(passages, quantity, whole)
    for mention in reading.times:
        if mention.duration and _is_measured(mention):
            yield from _measured(passages, mention)


def _is_year(passages: Passages, quantity: Quantity) -> bool:
    """Whether a number is rather a year: `the summers of 2030 and 2031`."""
    words = passages.article.text[quantity.start : quantity.end]
    return not quantity.units and bool(_YEAR.fullmatch(words))


def _is_whole(passages: Passages, part: Quantity, whole: Quantity) -> bool:
    """Whether a number is what another is a part of: `three of its eight cables`."""
    between = passages.article.text[part.end : whole.start]
    return part.sentence == whole.sentence and bool(_OF_WHOLE.fullmatch(f"{between} " if between.strip() else ""))


def _count(passages: Passages, quantity: Quantity, whole: Quantity | None) -> Iterator[Candidate]:
    value, total = amount_text(quantity.amount), amount_text(whole.amount) if whole else None
    if value is None:
        return
    span = (quantity.start, quantity.end)
    around = passages.clause((quantity.start, whole.end if whole else quantity.end))
    verb = passages.verb(around, span)
    unit = _unit(passages, whole or quantity) or _unit(passages, quantity) or ("percent" if "%" in value else "things")
    count = {
        "value": value,
        **({"bound": quantity.bound} if quantity.bound != "exact" else {}),
        "unit": unit,
        **({"did": verb} if verb else {}),
        **({"of": total} if total else {}),
    }
    yield from draft(passages, span, around, f"{unit} {verb or ''}", {"count": count})


def _unit(passages: Passages, quantity: Quantity) -> str:
    """Return the noun phrase that a number counts, as the article has it, up to its first plural."""
    words = passages.reading.words
    known = set(quantity.units)
    phrase: list[str] = []
    for word in words[quantity.last_word + 1 : quantity.last_word + _UNIT_REACH + len(known)]:
        if word.lemma not in known or word.lower in PRONOUNS:
            if phrase:
                break
            continue
        phrase.append(word.text if word.is_capital else word.lower)
        if word.lower in _SINGULARS or (word.lower.endswith("s") and word.lemma != word.lower):
            break
    if not phrase:
        return next((unit for unit in quantity.units if unit not in PRONOUNS), "")
    is_plural = phrase and (phrase[-1].endswith("s") or phrase[-1] in _SINGULARS)
    return " ".join(phrase[:_LONGEST_UNIT] if is_plural else phrase[:1])


def _is_measured(mention: TimeMention) -> bool:
    """Whether a length of time is a measured result, which is counted in seconds."""
    return mention.duration is not None and mention.duration.unit == "second"


def _measured(passages: Passages, mention: TimeMention) -> Iterator[Candidate]:
    text = passages.article.text[mention.start : mention.end]
    found = re.search(r"\d+(?:\.\d+)?", text)
    if found is None:
        return
    span = (mention.start, mention.end)
    around = passages.clause(span)
    verb = passages.verb(around, span)
    number = f"{float(found[0]):.12g}"
    count = {"value": number, "bound": mention.bound, "unit": "seconds", **({"did": verb} if verb else {})}
    yield from draft(passages, span, around, f"seconds {verb or ''}", {"count": count})


# Dates


def _dates(passages: Passages) -> Iterator[Candidate]:
    for mention in passages.reading.times:
        if not _is_measured(mention):
            yield from _date(passages, mention)


def _date(passages: Passages, mention: TimeMention) -> Iterator[Candidate]:
    span = (mention.start, mention.end)
    around = passages.clause(span)
    value = _time(passages, mention, around)
    if value is None:
        return
    verb = passages.verb(around, span)
    text = passages.article.text
    before = _BEFORE.sub("", text[around[0] : span[0]])
    what = " ".join(f"{before} {text[span[1] : around[1]]}".split()).strip(" ,;:")
    of = {**({"did": verb} if verb else {}), **({"what": what} if what else {})}
    name = f"{verb or 'date'} {'lasting' if mention.duration else 'when'}"
    yield from draft(passages, span, around, name, {"date": {**value, "of": of}})


def _time(passages: Passages, mention: TimeMention, around: Span) -> dict[str, str] | None:
    if mention.duration:
        lasting = duration_text(mention.duration)
        bound = {} if mention.bound == "exact" else {"bound": mention.bound}
        return {"lasting": lasting, **bound} if lasting else None
    period = mention.period
    text = passages.article.text
    is_to_come = _SAYS_WILL.search(text[slice(*around)]) or _PLANNED_FOR.search(text[around[0] : mention.start])
    if mention.other and is_to_come:
        period = mention.other
    when = period_text(_opened(passages, mention, period)) if period else None
    return {"when": when} if when else None


def _opened(passages: Passages, mention: TimeMention, period: Period) -> Period:
    """Return a period as the words before it have it: `by 2034`, `from 1 July`, `not before 2035`."""
    first, _ = passages.reading.sentences[passages.reading.sentence_of(mention.start)]
    before = passages.article.text[max(first, mention.start - _BACK) : mention.start]
    if period.is_open:
        turns = period.earliest is None and period.latest is not None and _NOT_BEFORE.search(before)
        return replace(period, earliest=period.latest, latest=None) if turns else period
    if _BY.search(before):
        return replace(period, earliest=None)
    return replace(period, latest=None) if _FROM.search(before) else period
