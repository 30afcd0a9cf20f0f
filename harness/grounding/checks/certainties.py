"""Certainties: what a summary calls certain or decided, and the articles only possible."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.gold.matching.clauses import is_insisted
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against
from harness.grounding.context import REACH
from harness.grounding.keys import is_content
from harness.text.reading import Quantity, Reading
from harness.text.words import word_set

_SURE = re.compile(
    r"\b(?:is|are|was|were|been|being|now|already|as) (?:\w+ )?(?:certain|(?<!been )settled|decided|proven|proved"
    r"|established|guaranteed|definite|inevitable|unavoidable|a certainty|a fact|bound to|sure to|clear that"
    r"|beyond (?:any |all )?(?:doubt|question|dispute))\b"
    r"|\b(?:has|have|had) (?:\w+ )?(?:decided|resolved|proved|proven|established)\b"
    r"|\b(?:no|without(?: any| a)?|beyond(?: any| all)?) doubts?\b"
    r"|\b(?:certainly|definitely|undoubtedly|unquestionably|inevitably|indisputably|surely|doubtless)\b",
    re.IGNORECASE,
)
_OWN = word_set("no without")
"""Words that deny, and are part of `no doubt`."""

_LEAST = 0.2
_LEAST_OF_FACT = 0.4
_NEARLY = 0.7
"""What part of the best share another place of a verb must have to be meant as well."""

_FEWEST = 2
_TELLS_FACT = word_set("will has have had")
_HEDGES = word_set(
    "may might can could possible possibly perhaps likely unlikely probably whether if would should unless potentially "
    "expect consider hope possibility conceivable conceivably exclude rule suspect believe allege think chance"
)
"""Words of doubt in a sentence that then tells nothing as a fact."""

_SKIPPED = word_set("be been also now then still even soon only already again definitely surely certainly")
_MODALS = word_set("may might could")
_BEFORE = 8
_DOUBT = word_set("may might could whether if unless when until once before perhaps possibly")
_OPEN = word_set(
    "may might could can possible possibly perhaps likely unlikely probably suggest believe think fear expect consider "
    "weigh appear seem would should whether if plan want propose intend hope potential potentially reportedly allege "
    "suspect risk threaten chance speculate assume estimate warn indicate reckon ask call demand recommend aim seek"
)


class CertaintyCheck:
    """Finds words of certainty where the articles only have words of doubt."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "certainty"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each word of certainty in whose company the articles doubt and do not insist."""
        yield from self._told_as_facts(page)
        yield from _numbers_told_as_facts(page)
        reading, document, companions = page.reading, page.document, page.companions
        for match in _SURE.finditer(reading.text):
            first, last = reading.word_range(match.span())
            if _is_taken_back(reading, first, last):
                continue
            company = companions.company(first, skip=range(first, last))
            places = sorted({place for lemma, _ in company.words for place in document.places(lemma)})
            found = companions.meeting(places, company)
            if len(company.words) < _FEWEST or found.share < _LEAST:
                continue
            article, place = document.reading_at(found.place)
            if _is_open(article, place):
                reason = f"The article leaves open what the summary tells with {match.group()!r}."
                yield against("certainty", match.span(), reason, page.around(found.place))

    def _told_as_facts(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each `will appeal` and `has appealed` of what the articles say only that it may be."""
        reading, document = page.reading, page.document
        for i, word in enumerate(reading.words):
            verb = _verb_behind(reading, i) if word.lower in _TELLS_FACT else None
            places = document.places(reading.lemmas[verb]) if verb else ()
            if not verb or not places or _is_hedged(reading, i):
                continue
            company = page.companions.company(verb)
            found = page.companions.meeting(places, company)
            if len(company.words) < _FEWEST or found.share < _LEAST_OF_FACT:
                continue
            near = [
                place for place in places if page.companions.meeting([place], company).share >= _NEARLY * found.share
            ]
            if all(_may_be(*document.reading_at(place)) for place in near):
                reason = f"The article only says that it may be where the summary has {word.text!r}."
                yield against("certainty", page.span(i, verb + 1), reason, page.around(found.place))


def _numbers_told_as_facts(page: Page) -> Iterator[Claim]:
    """Yield a claim for each number that `will` be so, and in the articles, wherever they have it, only may be."""
    for quantity in page.reading.quantities:
        cue = _promise_before(page.reading, quantity)
        if cue < 0 or quantity.amount.magnitude or _is_hedged(page.reading, cue):
            continue
        rows = [place for place, other in page.document.quantities if other.amount == quantity.amount]
        if rows and all(_may_come_to(*page.document.reading_at(place)) for place in rows):
            reason = f"The article only says that it may be {quantity} where the summary has it so."
            span = page.span(cue, quantity.last_word + 1)
            yield against("certainty", span, reason, page.around(rows[0]))


def _promise_before(reading: Reading, quantity: Quantity) -> int:
    """Return the position of the `will` or `going to` in whose reach, in its clause, a number stands; -1 for none."""
    begin = quantity.first_word
    first, _ = reading.clause_at(begin)
    for i in range(begin - 1, max(first, begin - _BEFORE) - 1, -1):
        is_going = reading.words[i].lower == "going" and reading.words[i + 1].lower == "to"
        if reading.words[i].lower in ("will", "shall") or is_going:
            return i
    return -1


def _may_come_to(reading: Reading, position: int) -> bool:
    """Whether a number of the articles stands in the reach of `may`, `might` or `could`, in its clause."""
    first, _ = reading.clause_at(position)
    return any(reading.words[i].lower in _MODALS for i in range(max(first, position - _BEFORE), position))


def _verb_behind(reading: Reading, position: int) -> int | None:
    """Return the position of the verb behind `will` or `has`: the next word that is no adverb, `be` or `been`."""
    _, last = reading.clause_at(position)
    verb = next(
        (i for i in range(position + 1, min(position + 5, last)) if reading.words[i].lower not in _SKIPPED), None
    )
    return verb if verb is not None and is_content(reading.lemmas[verb]) else None


def _is_hedged(reading: Reading, position: int) -> bool:
    """Whether a word of doubt stands in the sentence of a word."""
    first, last = reading.sentence_words[reading.sentence_at(position)]
    return any(reading.words[i].lower in _HEDGES or reading.lemmas[i] in _HEDGES for i in range(first, last))


def _may_be(reading: Reading, position: int) -> bool:
    """Whether a word of the articles stands right behind `may`, `might` or `could`."""
    first, _ = reading.sentence_words[reading.sentence_at(position)]
    return any(reading.words[i].lower in _MODALS for i in range(max(first, position - 3), position))


def _is_taken_back(reading: Reading, first: int, last: int) -> bool:
    """Whether what stands before words of certainty or in them denies or doubts them: `has not been settled`."""
    begin = max(first - _BEFORE, reading.clause_at(first)[0])
    own = {i for i in range(first, last) if reading.words[i].lower in _OWN}
    denied = any(begin <= i < last and i not in own for i in reading.negatives)
    return denied or any(reading.words[i].lower in _DOUBT for i in range(begin, first))


def _is_open(reading: Reading, position: int) -> bool:
    """Whether the words around a place doubt, and none insists."""
    first, last = max(0, position - REACH), min(len(reading.words), position + REACH + 1)
    text = reading.text[reading.words[first].start : reading.words[last - 1].end]
    if _SURE.search(text) or is_insisted(reading, first, last):
        return False
    return not _OPEN.isdisjoint(reading.lemmas[first:last])
