"""Antonyms: a word for whose opposite the articles have the same company."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against
from harness.grounding.context import Meeting
from harness.grounding.keys import DENIALS, keys_of
from harness.text.reading import Reading
from harness.text.words import lexicon, word_set

_LEAST = 0.45
"""What share of a word's company must stand around its opposite."""

_MOST_OWN = 0.25
"""What share of it may stand around the word itself."""

_OF_ALL = re.compile(r" of (?:the|its|their|all|these|those) (?:[\w-]+ )?\w", re.IGNORECASE)
_LEAST_BESIDE = 0.3
"""What share of it must stand in the very sentence of its opposite."""

_COMPARES = word_set("more less")
_MARGIN = 0.1
_LOOSE = word_set(
    "more less few fewer many least most much over under up down above below against back behind end late later "
    "latest early side inside outside stay remain hold conclude object record under low lower free fail mount "
    "help kill killed wound wounded injure injured hurt dead install installed close short fallen "
    "leave leaves left stays stayed staying double triple flat"
)
"""Words with too many senses, and those of bounds, which are numbers' matter."""

_TWO_SIDED = word_set("loan loans")
"""What a summary may say of whichever side an article tells it from."""

_CONVERSES = (
    (word_set("beat win defeat victory winner"), word_set("lose loss loser defeat")),
    (word_set("buy purchase"), word_set("sell")),
    (word_set("lend"), word_set("borrow")),
    (word_set("lead"), word_set("trail")),
    (word_set("send"), word_set("receive")),
    (word_set("hire employ"), word_set("join")),
)
"""Words that tell one thing from its two sides."""

_DETERMINERS = word_set("the a an its their his her this that no one main likely")
_STAYING = word_set("stay remain keep")
_FAILING = word_set("fail refuse decline neglect omit forget")
_DENIAL_REACH = 5
_NO_CONTRARIES = word_set(
    "income invest intend import impart impress inform increase improve impose inland inside input intake indoor "
    "infer discover discount discharge display dispatch district disease distress discuss dispose distract disclose "
    "impact disperse impression inflame mission mistake united until unions instance indeed indent induce insure "
    "inspire install instruct involve inquire inherit dismantle dissent mislead"
)
"""Words that begin like a contrary and are none: `income` is not what is no `come`."""

_PREFIXES = ("non-", "un", "in", "im", "ir", "il", "dis", "non", "mis")
_SHORTEST = 4


class AntonymCheck:
    """Finds words that the articles turn round: `rose` where the same is said to have fallen."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "antonym"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each word whose opposite stands in its company in an article, and it does not itself."""
        reading = page.reading
        for i, lemma in enumerate(reading.lemmas):
            lower = reading.words[i].lower
            if lower in _LOOSE or lower in _TWO_SIDED:
                continue
            opposites = [o for o in opposites_of(lemma, lower) if page.document.places_of(o)]
            if opposites:
                yield from self._judge(page, i, opposites)

    def _judge(self, page: Page, i: int, opposites: list[str]) -> Iterator[Claim]:
        document, companions = page.document, page.companions
        company = companions.company(i)
        if len(company.words) < 2:  # noqa: PLR2004  (one word is no company)
            return
        places = sorted({place for opposite in opposites for place in document.places_of(opposite)})
        other = companions.meeting(places, company)
        if other.share < _LEAST or companions.share_in_sentence(other.place, company) < _LEAST_BESIDE:
            return
        if (
            _is_turned(page.reading, i)
            or _is_denied(page.reading, i)
            or _is_denied(*document.reading_at(other.place))
            or _is_told(page, i, other)
            or _is_converse(page, i, other)
            or _is_reason(*document.reading_at(other.place))
            or _is_of_some(page.reading, i)
        ):
            return
        own = companions.meeting(document.places(page.reading.lemmas[i]), company)
        if own.share > _MOST_OWN or other.share <= own.share + _MARGIN:
            return
        words = page.reading.words[i].text
        reason = f"The article has {document.word(other.place)!r} where the summary has {words!r}."
        yield against("antonym", page.span(i, i + 1), reason, page.around(other.place))


def _is_denied(reading: Reading, position: int) -> bool:
    """Whether a word that denies stands in the words before or right behind a word."""
    near = range(max(0, position - _DENIAL_REACH), min(len(reading.words), position + 2))
    if any(reading.words[i].lower in DENIALS for i in near):
        return True
    return any(lemma in _FAILING for lemma in reading.lemmas[max(0, position - 2) : position])


def _is_turned(reading: Reading, position: int) -> bool:
    """Whether a summary tells the opposite in other words: `not every X is Y`, `until it opens again`."""
    first, _ = reading.clause_at(position)
    _, end = reading.sentence_words[reading.sentence_at(position)]
    lowers = reading.lowers
    if position and reading.lemmas[position - 1] in _STAYING:
        return True
    if not DENIALS.isdisjoint(lowers[first:position]):
        return True
    is_compared = (
        not _COMPARES.isdisjoint(lowers[max(first, position - 2) : position]) and "than" in lowers[position:end]
    )
    return is_compared or "again" in lowers[position + 1 : position + 3] or lowers[position].startswith("re")


def _is_told(page: Page, position: int, other: Meeting) -> bool:
    """Whether the sentence has the opposite too: `delete it if it is installed`."""
    reading = page.reading
    first, last = reading.sentence_words[reading.sentence_of(reading.words[position].start)]
    keys = set(keys_of(page.document.lemma(other.place)))
    told = (i for i in range(first, last) if i != position)
    if any(not keys.isdisjoint(keys_of(reading.lemmas[i])) for i in told):
        return True
    families = {key[1:] for key in keys if key[0] == "="}
    pairs = (tuple(reading.lemmas[i : i + 2]) for i in range(first, last - 1))
    return any(not families.isdisjoint(lexicon().families_of(pair)) for pair in pairs)


def _is_of_some(reading: Reading, position: int) -> bool:
    """Whether a word is told of some of several, of whom others may be told the contrary: `two of the three`."""
    first, _ = reading.clause_at(position)
    numbers = reading.quantities_by_sentence[reading.sentence_at(position)]
    return any(first <= q.first_word < position and _OF_ALL.match(reading.text, q.end) for q in numbers)


def _is_reason(reading: Reading, position: int) -> bool:
    """Whether a word is the noun of `the main cause`, whose contrary is no `stop`."""
    before = reading.lowers[max(0, position - 2) : position]
    return reading.lemmas[position] == "cause" and not _DETERMINERS.isdisjoint(before)


def _is_converse(page: Page, position: int, other: Meeting) -> bool:
    """Whether two words tell one thing from its two sides: `Anna beat Kowal`, `Kowal lost to Anna`."""
    reading, place = page.document.reading_at(other.place)
    pair = page.reading.lemmas[position], reading.lemmas[place]
    if not any(pair[side] in one and pair[1 - side] in two for one, two in _CONVERSES for side in (0, 1)):
        return False
    ours, theirs = _names_before(page.reading, position), _names_before(reading, place)
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _names_before(reading: Reading, position: int) -> set[str]:
    """Return the capital words of a word's clause before it."""
    first, _ = reading.clause_at(position)
    return {reading.words[i].lower for i in range(first, position) if reading.words[i].is_capital}


@lru_cache(maxsize=1 << 15)
def opposites_of(lemma: str, lower: str) -> tuple[str, ...]:
    """Return the words that say the contrary of a word, by the lexicon or by a prefix."""
    lex = lexicon()
    found = {phrase[0] for phrase in lex.opposites_of((lemma,)) if len(phrase) == 1} | lex.contraries_of(lemma)
    for word in {lemma, lower}:
        for prefix in _PREFIXES:
            rest = word.removeprefix(prefix)
            if rest != word and len(rest) >= _SHORTEST and word not in _NO_CONTRARIES:
                found.add(rest)
            if len(word) >= _SHORTEST and prefix + word not in _NO_CONTRARIES:
                found.add(prefix + word)
    return tuple(sorted(found - {lemma} - _LOOSE))
