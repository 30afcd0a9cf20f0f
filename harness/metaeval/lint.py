"""What an editor would find in a gold file by reading it: typed values that sentences do not bear out, and gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from harness.errors import shown
from harness.gold.models import Count, Fact, NameEntry, States, When
from harness.metaeval.findings import Draft, Finding
from harness.metaeval.values import lacks_amount, lacks_time, missing_groups, sentences_around
from harness.text.amounts import describe_amount
from harness.text.dates import Period, parse_period
from harness.text.fold import fold

_ENOUGH = 3
"""Hand-written sentences that a key fact should have."""

_DENIAL = re.compile(
    r"(?i)\b(?:not|no|never|nobody|no-one|none|nothing|nowhere|neither|nor|without|cannot|lacks?|lacked|lacking|fail\w*|refus\w+"
    r"|den(?:y|ies|ied|ying)|un\w+|in(?:sufficient|adequate|capable|complete|active)\w*|absen\w+|missing|silent|hardly|barely"
    r"|except|only|open|stop\w*|avoid\w*|yet to|prevent\w*|less than|too (?:little|few))\b|n't\b"
)
_PLAIN_DENIAL = re.compile(r"(?i)\b(?:not(?! (?:only|just|until))|never|no longer)\b|n't\b")
_TERM_DENIAL = re.compile(r"(?i)\b(?:not|never|no)\b|n't\b")


def lint(draft: Draft) -> Iterator[Finding]:
    """Yield what is wrong or lacking in a gold file, apart from what a matcher makes of it."""
    for fact in draft.file.facts:
        yield from _lint_fact(draft, fact)
    yield from _same_statements(draft)
    yield from _lint_names(draft)


def _lint_fact(draft: Draft, fact: Fact) -> Iterator[Finding]:
    for check in _CHECKS:
        yield from check(draft, fact)


# Problems


def _count(draft: Draft, fact: Fact) -> Iterator[Finding]:
    count: Count | None = fact.count
    if count is None:
        return
    place, value = draft.place(fact.id), describe_amount(count.amount)
    if lacks_amount(fact.statement, count.amount):
        yield draft.problem(
            (*place, "statement"),
            f"{fact.id}: the value {value} is not in the statement.",
            "Make them agree.",
            code="G401",
        )
    if draft.articles and lacks_amount(_evidence(fact), count.amount):
        yield draft.problem(
            (*place, "evidence"),
            f"{fact.id}: the value {value} is not in the evidence.",
            "Quote the words that give it.",
            code="G402",
        )


def _date(draft: Draft, fact: Fact) -> Iterator[Finding]:
    date: When | None = fact.date
    if date is None:
        return
    place, value = draft.place(fact.id), date.when or date.lasting
    published = _published(draft)
    if lacks_time(fact.statement, date, published):
        yield draft.problem(
            (*place, "statement"),
            f"{fact.id}: the time {value} is not in the statement.",
            "Make them agree.",
            code="G403",
        )
    if lacks_time(_evidence(fact), date, published):
        yield draft.problem(
            (*place, "evidence"),
            f"{fact.id}: the time {value} is not in the evidence.",
            "Quote the words that give it.",
            code="G404",
        )


def _source(draft: Draft, fact: Fact) -> Iterator[Finding]:
    if fact.says is None:
        return
    text = f"{fact.statement}\n{_evidence(fact)}"
    missing = [key for key in fact.says.who.keys if not _is_named(draft, key, text)]
    if fact.says.who.any and len(missing) < len(fact.says.who.any):
        return
    for key in missing:
        what = f"{fact.id}: no spelling of {key!r} stands in the statement or the evidence."
        mend = "Name the source as 'names' spells it, or add the spelling there."
        yield draft.problem((*draft.place(fact.id), "says"), what, mend, code="G405")


def _is_named(draft: Draft, key: str, text: str) -> bool:
    entry = draft.file.names[key]
    return any(_spelt(text, one) for one in ([draft.file.names[member] for member in entry.all] or [entry]))


def _spelt(text: str, entry: NameEntry) -> bool:
    plain = fold(text)
    return any(
        re.search(rf"(?i)(?<!\w){re.escape(fold(spelling))}(?!\w)", plain)
        for spelling in (entry.name, *entry.also)
        if spelling
    )


def _polarity(draft: Draft, fact: Fact) -> Iterator[Finding]:
    states: States | None = fact.states
    if states is None:
        return
    place = (*draft.place(fact.id), "states")
    is_negative = (states.polarity == "negative") != (states.certainty == "denied")
    if is_negative and not _DENIAL.search(fact.statement):
        yield draft.problem(
            place,
            f"{fact.id}: the polarity is negative, and the statement denies nothing.",
            "Make them agree.",
            code="G406",
        )
    words = " ".join(
        [*states.did, states.what or "", states.who or "", *(term for group in states.terms for term in group)]
    )
    is_plain = states.polarity == "positive" and states.certainty != "denied" and not _DENIAL.search(words)
    if is_plain and _PLAIN_DENIAL.search(_main_clause(fact.statement)):
        mend = "Write 'polarity: negative', or put the denial into 'did'."
        yield draft.problem(place, f"{fact.id}: the polarity is positive, and the statement denies.", mend, code="G407")
    held = [term for group in states.terms for term in group if _TERM_DENIAL.search(term)]
    if is_negative and held:
        what = f"{fact.id}: the term {shown(held[0])} holds the denial, which the polarity says already."
        yield draft.problem((*place, "terms"), what, "Leave the denial out of the terms.", code="G408")


def _main_clause(statement: str) -> str:
    """Return a statement up to where something subordinate begins: a `not` in there denies another thing."""
    return re.split(r"(?i)\b(?:that|which|who|whether|because|if|although|as)\b|,", statement)[0]


def _terms(draft: Draft, fact: Fact) -> Iterator[Finding]:
    value = fact.count or fact.date or fact.says or fact.states
    if value is None or not value.terms or not draft.gold.articles:
        return
    around = sentences_around(draft.gold.fact(fact.id), draft.articles[0])
    missing = missing_groups(value.terms, around) if around else []
    if missing:
        what = f"{fact.id}: no word of the terms [{', '.join(missing[0])}] stands in the evidence's sentence."
        yield draft.problem(
            (*draft.place(fact.id), "evidence"),
            what,
            "Quote the sentence that carries the fact, or add its word.",
            code="G409",
        )


def _contrary_tests(draft: Draft, fact: Fact) -> Iterator[Finding]:
    for text in sorted({fold(text) for text in fact.accepts} & {fold(text) for text in fact.rejects}):
        yield draft.problem(
            (*draft.place(fact.id), "rejects"),
            f"{fact.id}: {shown(text)} is accepted and rejected.",
            "Keep one.",
            code="G410",
        )
    if fold(fact.statement) in {fold(text) for text in fact.rejects}:
        yield draft.problem(
            (*draft.place(fact.id), "rejects"), f"{fact.id}: its own statement is rejected.", "Remove it.", code="G411"
        )


def _same_statements(draft: Draft) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for fact in draft.file.facts:
        folded = fold(fact.statement).lower()
        if folded in first:
            what = f"{fact.id}: has the same statement as {first[folded]!r}."
            yield draft.problem(
                (*draft.place(fact.id), "statement"), what, "Make one fact of them, or tell them apart.", code="G412"
            )
        first.setdefault(folded, fact.id)


# Warnings


def _tests(draft: Draft, fact: Fact) -> Iterator[Finding]:
    place = draft.place(fact.id)
    accepts, rejects = len(fact.accepts), len(fact.rejects)
    if fact.importance == "key" and (accepts < _ENOUGH or not rejects):
        what = f"{fact.id}: a key fact with {_how_many(accepts, 'accepts')} and {_how_many(rejects, 'rejects')}."
        yield draft.warning(
            place, what, "Write three sentences that state it in other words, and one or more that do not.", code="G501"
        )
    elif not accepts and not rejects and not fact.states:
        yield draft.warning(
            place, f"{fact.id}: no accepts and no rejects.", "Write one of each: they test the gold.", code="G502"
        )


def _how_many(number: int, key: str) -> str:
    return f"{number or 'no'} '{key}'"


def _lint_names(draft: Draft) -> Iterator[Finding]:
    """Yield spellings that two keys share, and keys that nothing uses."""
    owner: dict[str, str] = {}
    for key, entry in draft.file.names.items():
        for spelling in dict.fromkeys(fold(text).lower() for text in (entry.name, *entry.also) if text):
            if spelling in owner:
                what = f"{shown(spelling)} is a spelling of {owner[spelling]!r} too."
                yield draft.problem(
                    ("names", key), what, "Keep it where it belongs; a joint source has 'all'.", code="G413"
                )
            owner.setdefault(spelling, key)
    used = Counter(_used_names(draft))
    for key, entry in draft.file.names.items():
        if not used[key] and not any(_spelt(fact.statement, entry) for fact in draft.file.facts):
            yield draft.warning(
                ("names", key),
                f"the name {key!r} is used by no fact.",
                "Remove it, unless summaries may use it.",
                code="G503",
            )


def _used_names(draft: Draft) -> Iterator[str]:
    for entry in draft.file.names.values():
        yield from entry.all
    for fact in draft.file.facts:
        if fact.says:
            yield from (*fact.says.who.keys, *fact.says.via)
        happening = fact.date.of if fact.date and not isinstance(fact.date.of, str) else None
        yield from (who for one in (fact.count, fact.states, happening) if one and (who := one.who))


def _evidence(fact: Fact) -> str:
    return "\n".join(quote.quote for quote in fact.evidence)


def _published(draft: Draft) -> Period | None:
    return next((parse_period(article.published.date) for article in draft.articles if article.published), None)


_CHECKS: tuple[Callable[[Draft, Fact], Iterator[Finding]], ...] = (
    _count,
    _date,
    _source,
    _polarity,
    _terms,
    _contrary_tests,
    _tests,
)
