"""Names of a summary: whether an article, the gold's names or the background has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from harness.gold.matching.claims.made import carried, missing
from harness.gold.matching.claims.named import NamePlaces
from harness.gold.verdicts import Claim
from harness.text.known_names import KnownWords
from harness.text.names import NameMention, find_names, is_plain_word
from harness.text.reading import Reading
from harness.text.words import lexicon, split_words, word_set

_LINE_START = re.compile(r"(?:^|\n)[\W_]{0,9}(?:\w{1,20} ){0,3}$")
_LINE_END = re.compile(r"[^\S\n]*[*_]{0,3}(?::|\n|$)")
_REACH = 80


_MEASURES = word_set(
    "EUR USD GBP CHF JPY CNY INR SEK NOK DKK PLN CAD AUD KRW ZAR BRL Rs EBITDA EBITA EBIT "
    "MW GW kW kWh MWh GWh TWh GDP CO2 MB GB TB PDF Q A PM AM Celsius Fahrenheit Kelvin CI HR RR SD IQR"
)
"""What is written like a name and names nobody: currencies, units, labels."""

_SCALES = ("C", "F")
_DEGREE_SIGNS = ("\u00b0", "\u00ba")

_FIRST_WORDS = word_set(
    "national international federal central royal regional supreme state world united general joint public high "
    "northern southern eastern western north south east west"
)
"""What the names of public bodies begin with."""

_HOLIDAY = re.compile(
    r"\bNew Year(?:['\u2019]s)?(?: (?:Day|Eve))?\b|\bChristmas(?: (?:Day|Eve))?\b"
    r"|\bEaster(?: (?:Sunday|Monday))?\b|\b(?:Good Friday|Boxing Day|Whitsun|Labour Day|May Day)\b"
)


class NameClaims:
    """Checks the names of summaries."""

    def __init__(self, known: KnownWords, places: NamePlaces) -> None:
        self._known = known
        self._places = places

    def check(self, reading: Reading) -> Iterator[Claim]:
        """Yield a claim for every name."""
        holidays = [match.span() for match in _HOLIDAY.finditer(reading.text)]
        for found in find_names(reading):
            if found.starts_sentence and len(found.words) == 1 and not _is_surely_name(reading, found):
                continue
            span = (found.start, found.end)
            words = reading.text[slice(*span)]
            if reading.text[span[1] : span[1] + 1] == "$":
                continue  # a currency: `C$40,000`
            is_scale = words in _SCALES and reading.text[: span[0]].rstrip().endswith(_DEGREE_SIGNS)
            if words in _MEASURES or is_scale or any(start <= span[0] and span[1] <= end for start, end in holidays):
                continue
            unknown = self._known.missing(found.words)
            yield self._missing(reading, found, unknown) if unknown else self._known_as(reading, found)

    def _known_as(self, reading: Reading, mention: NameMention) -> Claim:
        """Return the claim of a name whose words are all known: as one name, or as two."""
        span = (mention.start, mention.end)
        mixed = self._known.mixed(_row(reading, mention))
        if mixed:
            return missing("name", span, f"The article knows {mixed[0]!r} and {mixed[1]!r}, but not as one name.")
        reason = f"{reading.text[slice(*span)]!r} is named in the article."
        return carried("name", span, reason, self._places.evidence(mention.words))

    def _missing(self, reading: Reading, found: NameMention, unknown: list[str]) -> Claim:
        """Return the claim of a name with unknown words: an acronym's long form, or no name of any article."""
        mention = _with_first_word(reading, found)
        span = (mention.start, mention.end)
        words = reading.text[slice(*span)]
        acronym = self._places.acronym(mention.words)
        if acronym:
            return carried("name", span, f"{words!r} has the first letters of {acronym[0]!r}.", acronym[1])
        spelt_out = self._places.spelt_out(words)
        if spelt_out:
            return carried("name", span, f"{words!r} is spelt out in the article.", spelt_out)
        # At the start of a line a capital may be all that a common word has of a name: `Key Figures`, `Rovers Row`.
        may_be_label = found.starts_sentence or _may_open(reading.text, found) or _is_label(reading.text, found)
        is_initial = len(found.words) > 1 and found.words[0] == unknown[0] and len(unknown[0]) == 1  # `J. Smith`
        is_sure = is_initial or not (may_be_label and all(is_plain_word(word) for word in unknown))
        is_role = len(unknown) < len(found.words) and all(word in lexicon().roles for word in unknown)
        is_sure = is_sure and not is_role  # `Mayor Anna Kowal` of whom an article tells that she won the mayoral race
        lacking = _as_written(reading.text[found.start : found.end], unknown)
        part = "" if len(unknown) == len(found.words) else f"{lacking!r} of "
        return missing("name", span, f"{part}{words!r} is named in no article.", is_sure=is_sure)


def _with_first_word(reading: Reading, mention: NameMention) -> NameMention:
    """Return a name with the common word before it that opens the sentence, where a body may be called by it.

    `National Intelligence Service` is one name there as anywhere; the first word of `Perhaps Service` is none.
    """
    first = reading.word_range((mention.start, mention.end))[0] - 1
    if first < 0 or first not in reading.opening_words:
        return mention
    word = reading.words[first]
    if word.lower not in _FIRST_WORDS or not word.is_capital or reading.text[word.end : mention.start] != " ":
        return mention
    return replace(mention, start=word.start, words=(word.lower, *mention.words))


def _may_open(text: str, mention: NameMention) -> bool:
    """Whether a period stands before a name, be it only that of a name before: `El Al. Previously`."""
    return text[: mention.start].rstrip()[-1:] in (".", "!", "?")


def _is_label(text: str, mention: NameMention) -> bool:
    """Whether a name ends a line or its first part before a colon, with three words at most before it."""
    before = text[max(0, mention.start - _REACH) : mention.start]
    return bool(_LINE_START.search(before) and _LINE_END.match(text, mention.end))


def _row(reading: Reading, mention: NameMention) -> list[str]:
    """Return all words of a name in lower case."""
    first, last = reading.word_range((mention.start, mention.end))
    return [word.lower for word in reading.words[first:last]]


def _is_surely_name(reading: Reading, mention: NameMention) -> bool:
    """Whether a single capital word that opens a sentence is a name: a place, an acronym, or one elsewhere too."""
    word = reading.text[mention.start : mention.end].rstrip("'\u2019s")
    if word.isupper() and len(word) > 1:
        return True
    if lexicon().country_of(word.lower()):
        return True
    return not {word, f"{word}'s", f"{word}\u2019s"}.isdisjoint(reading.inner_words)


def _as_written(words: str, unknown: Iterable[str]) -> str:
    """Return the missing parts of a name as the summary writes them."""
    wanted = set(unknown)
    return " ".join(word.text for word in split_words(words) if word.lower in wanted) or words
