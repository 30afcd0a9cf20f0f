"""Negations and denials: what a summary denies and no article does, and what articles deny and it does not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from harness.gold.verdicts import Claim
from harness.grounding.checks.antonyms import opposites_of
from harness.grounding.checks.base import Page, against
from harness.grounding.context import REACH
from harness.grounding.document import Document
from harness.grounding.keys import is_content
from harness.text.reading import Reading
from harness.text.words import word_set

_NEGATIONS = word_set("not n't no never cannot")
_IDIOMS = word_set(
    "certain sure clear settled decided confirmed established known final definite longer later less more fewer "
    "yet only even necessarily every all just least sooner matter doubt one quite so choice option enough seriously "
    "severely badly alone solely merely simply far always word"
)
"""What makes something else of a negation before it: `no longer`, `not only`, `not every`."""

_PRIVATIVE = word_set(
    "lose miss dismiss end stop abandon reject refuse decline deny rule exclude differ different acquit less few "
    "little lack fail prevent avoid halt cease destroy shut remove only until without unless instead despite "
    "though although oppose resist block ban forbid prohibit quit drop cancel withhold withdraw suspend spare "
    "free empty absent missing too walk away neither other against rather escape doubt unlikely "
    "unable barely hardly outstanding unchanged untouched"
)
"""Words that a summary may well tell by a negation: `did not find it` for `missed it`."""

_NEGATIVE = word_set("rule exclude deny refuse dispute doubt oppose reject object contest miss lack fail prevent only")
_UNREAL = word_set("would could might should")
_MODALS = word_set("may might")
"""Words behind which `not` says no more than that something is open."""

_UNPROVED = re.compile(
    r"\b(?:no|without)\s(?:\w+\s)?(?:evidence|proof|sign|indication|suggestion|reason\sto\sbelieve)\s(?:that|of|for)\b"
    r"[^.;:,]*$",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\s*[:;.?!,](?!\d)")
_FOR_LONG = re.compile(r"\bfor (?:[\w,-]+ ){1,3}(?:years|decades|months)\b|\bin (?:[\w,-]+ ){1,2}(?:years|decades)\b")
_UNPROVED_REACH = 80
_UNTIL = word_set("until till before since")
_UNTIL_REACH = 9
_NEGATED_REACH = 3
_DENIALS = _NEGATIONS | {"unable"}
_SKIPPED = word_set("be been have has a an any the yet to do it so very")
"""What may stand between a negation and the word that it denies."""

_OPEN = word_set("if whether would could yet neither nor all far more less wrongly wrong")
"""Words of a summary beside which a negation may be told otherwise, or not be meant."""

_BESIDE = word_set("near far about around away beyond within outside inside close beside along across")
"""Words of place, a denial of which tells only that it was elsewhere."""

_PREPOSITIONS = word_set("for of by in at from without after before on about")
_NOUNS = ("ion", "ions", "ment", "ments")
_TURNED_REACH = 8
_MOST_TOLD = 0.5
"""What part of the company of a denied word may stand around the word where it is not denied."""

_LEAST = 0.45
"""What share of a negation's company must stand together in an article."""


class NegationCheck:
    """Finds negations that the articles do not have."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "negation"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each negation around which the articles' words stand without one."""
        reading, document, companions = page.reading, page.document, page.companions
        skipped = reading.bound_words | reading.opening_words  # `No, said the mayor`, `Never before`
        rests = _sentences_of_rest(page)
        for i, word in enumerate(reading.words):
            if word.lower not in _NEGATIONS or i in skipped or _is_idiom(reading, i) or _is_contrast(reading, i):
                continue
            company = companions.company(i)
            if len(company.words) < 2:  # noqa: PLR2004  (one word is no company)
                continue
            places = sorted({place for lemma, _ in company.words for place in document.places(lemma)})
            found = companions.meeting(places, company)
            if (
                found.share >= _LEAST
                and not _is_negated(document, found.place)
                and not _is_turned(page, i, found.place)
                and reading.sentence_at(i) not in rests
                and not _has_it_too(page, i)
            ):
                reason = f"The article denies nothing where the summary has {word.text!r}."
                yield against("polarity", page.span(i, i + 1), reason, page.around(found.place))


class DenialCheck:
    """Finds what the articles deny and the summary tells as so."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "denial"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each word that the articles, in the same company, have behind a negation alone."""
        reading, document, companions = page.reading, page.document, page.companions
        known: dict[tuple[str, bool], list[int]] = {}
        for i, lemma in enumerate(reading.lemmas):
            is_told = is_content(lemma) and lemma not in _IDIOMS | _BESIDE and not reading.words[i].is_capital
            is_told = is_told and not (i and reading.words[i - 1].lower == "to")  # `has a week to decide`
            places = document.places(lemma) if is_told else ()
            may_be = places and not _is_gerund(reading, i)
            is_noun = reading.words[i].lower.endswith(_NOUNS)
            if may_be and (lemma, is_noun) not in known:
                known[lemma, is_noun] = [p for p in places if _is_denied(document, p, is_noun=is_noun)]
            denied = known[lemma, is_noun] if may_be else []
            if not denied or lemma[0].isdigit() or _is_turned_here(reading, i):
                continue
            company = companions.company(i)
            found = companions.meeting(denied, company)
            if len(company.words) < 2 or found.share < _LEAST:  # noqa: PLR2004  (one word is no company)
                continue
            if _denial_of(*document.reading_at(found.place)) < 0 and _denies_anything(reading, i):
                continue  # `nothing points to it` for `no sign that`
            told = [place for place in places if place not in denied]
            if companions.meeting(told, company).share < _MOST_TOLD * found.share:
                article, place = document.reading_at(found.place)
                denial = article.words[_denial_of(article, place)].text if _denial_of(article, place) >= 0 else "no"
                reason = (
                    f"The article has {denial!r} before {article.words[place].text!r}, the summary nothing of the kind."
                )
                yield against("polarity", page.span(i, i + 1), reason, page.around(found.place))


def _has_it_too(page: Page, position: int) -> bool:
    """Whether an article has a negation with the very word behind it: `not over`."""
    told = tuple(page.reading.lowers[position : position + 2])
    rows = (source.reading.lowers for source in page.document.sources)
    return any(told == pair for lowers in rows for pair in pairwise(lowers))


def _is_denied(document: Document, place: int, *, is_noun: bool) -> bool:
    """Whether an article denies a word of which a summary's is no noun: `the decision` is none of `cannot decide`."""
    reading, at = document.reading_at(place)
    if _denial_of(reading, at) < 0 and not _is_unproved(reading, at):
        return False
    return not is_noun or reading.words[at].lower.endswith(_NOUNS)


def _is_unproved(reading: Reading, position: int) -> bool:
    """Whether a word stands behind `no evidence that`, in its sentence."""
    start, _ = reading.sentences[reading.sentence_at(position)]
    end = reading.words[position].start
    return _UNPROVED.search(reading.text, max(start, end - _UNPROVED_REACH), end) is not None


def _denies_anything(reading: Reading, position: int) -> bool:
    """Whether any word of a word's sentence denies."""
    first, last = reading.sentence_words[reading.sentence_at(position)]
    beside = bisect_left(reading.negatives, first)
    return beside < len(reading.negatives) and reading.negatives[beside] < last


def _is_gerund(reading: Reading, position: int) -> bool:
    """Whether a word is a verb made a noun: `for deciding first`."""
    before = reading.words[position - 1].lower if position else ""
    return reading.words[position].lower.endswith("ing") and before in _PREPOSITIONS


def _sentences_of_rest(page: Page) -> frozenset[int]:
    """Return the sentences with a number that follows from the articles' but stands in none: in 38 of 41, not in 3."""
    carried = {claim.span for claim in page.claims if claim.type == "quantity" and claim.verdict == "supported"}
    numerals = [source.numerals for source in page.document.sources]
    return frozenset(
        q.sentence
        for q in page.reading.quantities
        if (q.start, q.end) in carried and not any(q.amount.low in told for told in numerals)
    )


def _denial_of(reading: Reading, position: int) -> int:
    """Return the position of the negation that a word of an article stands right behind; -1 for none."""
    for i in range(position - 1, max(-1, position - 1 - _NEGATED_REACH), -1):
        if reading.text[reading.words[i].end : reading.words[i + 1].start].strip() not in ("", "-"):
            return -1
        if reading.words[i].lower in _DENIALS:
            return -1 if _begins_later(reading, position) else i
        if reading.words[i].lower not in _SKIPPED:
            return -1
    return -1


def _is_turned_here(reading: Reading, position: int) -> bool:
    """Whether a word near one of a summary, in its sentence, denies it, takes it away or leaves it open."""
    first, last = reading.sentence_words[reading.sentence_at(position)]
    first, last = max(first, position - _TURNED_REACH), min(last, position + _TURNED_REACH + 1)
    negatives = reading.negatives
    beside = bisect_left(negatives, first)
    if beside < len(negatives) and negatives[beside] < last:
        return True
    lemmas = reading.lemmas[first:last]
    return not _OPEN.isdisjoint(lemmas) or any(map(_is_negative, lemmas)) or not _NEGATIVE.isdisjoint(lemmas)


def _is_contrast(reading: Reading, position: int) -> bool:
    """Whether a comma stands before a `not`: `in July, not in March` tells July, and what else could have been."""
    before = reading.text[reading.words[position - 1].end : reading.words[position].start] if position else ""
    return reading.words[position].lower == "not" and "," in before


def _is_idiom(reading: Reading, position: int) -> bool:
    """Whether what follows a negation makes something else of it, or takes it back: `not ruled out`."""
    following = reading.lemmas[position + 1 : position + 1 + _NEGATED_REACH]
    if not following:
        return False
    if _begins_later(reading, position) or _is_left_short(reading, position):
        return True
    before = reading.lemmas[position - 1] if position else ""
    is_unreal = following[0] == "have" and before in _UNREAL  # `more would not have counted`
    return is_unreal or before in _MODALS or following[0] in _IDIOMS or any(map(_takes_back, following))


def _is_left_short(reading: Reading, position: int) -> bool:
    """Whether nothing follows a negation in its clause, or a length of time for which it held.

    `Some won and others did not` denies what was told before, `had not won for 44 years` tells when it was.
    """
    if _SHORT.match(reading.text, reading.words[position].end):
        return True
    _, end = reading.sentences[reading.sentence_at(position)]
    return _FOR_LONG.search(reading.text, reading.words[position].end, end) is not None


def _begins_later(reading: Reading, position: int) -> bool:
    """Whether what is denied only begins later or ended earlier: what does not begin until April begins in April."""
    _, last = reading.sentence_words[reading.sentence_at(position)]
    last = min(last, position + _UNTIL_REACH)
    paused = bisect_left(reading.paused, position + 1)
    if paused < len(reading.paused):
        last = min(last, reading.paused[paused])
    return any(reading.words[i].lower in _UNTIL for i in range(position + 1, last))


def _is_turned(page: Page, position: int, place: int) -> bool:
    """Whether a negated word's contrary stands near a place: `was not closed` for `opened`."""
    article, at = page.document.reading_at(place)
    near = set(article.lemmas[max(0, at - REACH) : at + REACH + 1])
    following = range(position + 1, min(len(page.reading.words), position + 1 + _NEGATED_REACH))
    words = ((page.reading.lemmas[i], page.reading.words[i].lower) for i in following)
    return any(not near.isdisjoint(opposites_of(*word)) for word in words)


def _takes_back(lemma: str) -> bool:
    """Whether a word behind a negation takes it back: `not ruled out`, `not unusual`."""
    return lemma in _NEGATIVE or _has_prefix(lemma)


def _is_negated(document: Document, place: int) -> bool:
    """Whether a word that denies or takes away stands near a place."""
    number, position = document.position(place)
    reading = document.sources[number].reading
    negatives = reading.negatives
    beside = bisect_left(negatives, position - REACH)
    if beside < len(negatives) and negatives[beside] <= position + REACH:
        return True
    return any(_is_negative(lemma) for lemma in reading.lemmas[max(0, position - REACH) : position + REACH + 1])


def _is_negative(lemma: str) -> bool:
    """Whether a word tells by itself that something is not so: `miss`, `unsold`."""
    return lemma in _PRIVATIVE or _has_prefix(lemma)


def _has_prefix(lemma: str) -> bool:
    return lemma.startswith("un") and not lemma.startswith(("under", "uni", "unt"))
