"""When an article came out, by its dateline: `ORLAVIK, Mareland, 18 September 2031 —`."""

from __future__ import annotations

import re

from harness.text.dates import Period
from harness.text.timing import find_times

_MOST = 120
"""Within how many characters a dateline ends."""

_END = re.compile(r"\s*(?:\([\w ./-]{2,30}\)\s*)?(?:[-\u2013\u2014]{1,2}\s|:\s|\n)")
_BEFORE = re.compile(r"(?:(?:[^\W\d_a-z][\w.'\u2019/-]*+|\([^()]*\)|of|de|la|the|and)[,.\s]*+)*+")
_PLACE = re.compile(r"\b[A-Z][A-Z\u00c0-\u00de'\u2019. -]{2,}[,.(\s]")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*\Z", re.IGNORECASE)


def read_dateline(text: str) -> Period | None:
    """Return the day of an article's dateline: behind a place in capitals, or alone in the first line; else None."""
    head = text[:_MOST]
    for mention in find_times(head):
        period = mention.period
        if period is None or period.grain != "day" or not period.has_year or period.is_open:
            continue
        before, end = head[: mention.start], _END.match(head, mention.end)
        is_alone = end is not None and "\n" in end[0] and _WEEKDAY.sub("", before).strip() == ""
        if end and (is_alone or (_BEFORE.fullmatch(before) and _PLACE.match(before.lstrip()))):
            return period
        return None
    return None
