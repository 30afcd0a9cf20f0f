"""Certainties: what a summary calls certain or decided, and the articles only possible."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.gold.matching.clauses import is_insisted
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against
from harness.grounding.context import REACH
from harness.text.reading import Reading
from harness.text.words import word_set

_SURE = re.compile(
    r"\b(?:is|are|was|were|been|being|now|already|as) (?:\w+ )?(?:certain|settled|decided|proven|proved|established"
    r"|guaranteed|definite|a certainty|a fact|bound to|sure to|clear that"
    r"|beyond (?:any |all )?(?:doubt|question|dispute))\b"
    r"|\b(?:has|have|had) (?:\w+ )?(?:decided|resolved|proved|proven)\b"
    r"|\b(?:no|without(?: any| a)?|beyond(?: any| all)?) doubts?\b"
    r"|\b(?:certainly|definitely|undoubtedly|unquestionably|inevitably|indisputably|surely|doubtless)\b",
    re.IGNORECASE,
)
_LEAST = 0.2
_FEWEST = 2
_BEFORE = 8
_DOUBT = word_set("may might could whether if unless perhaps possibly")
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


def _is_taken_back(reading: Reading, first: int, last: int) -> bool:
    """Whether what stands before words of certainty or in them denies or doubts them: `has not been settled`."""
    begin = max(first - _BEFORE, reading.clause_at(first)[0])
    denied = any(begin <= i < last for i in reading.negatives)
    return denied or any(reading.words[i].lower in _DOUBT for i in range(begin, first))


def _is_open(reading: Reading, position: int) -> bool:
    """Whether the words around a place doubt, and none insists."""
    first, last = max(0, position - REACH), min(len(reading.words), position + REACH + 1)
    text = reading.text[reading.words[first].start : reading.words[last - 1].end]
    if _SURE.search(text) or is_insisted(reading, first, last):
        return False
    return not _OPEN.isdisjoint(reading.lemmas[first:last])
