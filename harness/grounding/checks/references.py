"""References: pronouns that stand for nobody, or for somebody of another sex than anybody in the articles."""

from __future__ import annotations

from collections.abc import Iterator

from harness.gold.matching.claims.made import missing
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page
from harness.grounding.sayers import sayers_in
from harness.text.names import find_names
from harness.text.words import word_set

_SUBJECTS = word_set("he she they him")
_MALE = word_set("he him his himself")
_FEMALE = word_set("she her hers herself")
_SHIPS = word_set("ship vessel ferry yacht boat tanker trawler liner freighter frigate submarine schooner")
_FEWEST_WORDS = 4
_FAR = 4
"""How many sentences before a pronoun those may be named whom it may stand for."""

_FEWEST = 3
"""How often the articles must use the pronouns of the other sex."""


class ReferenceCheck:
    """Finds pronouns without anybody whom they may stand for."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "reference"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for a pronoun that opens the summary but no article, and for the first of a sex none has."""
        words = page.reading.words
        if (
            len(words) >= _FEWEST_WORDS
            and words[0].lower in _SUBJECTS
            and not (_opens_article(page) or _is_named(page))
        ):
            reason = f"The summary opens with {words[0].text!r}, and nothing tells who that is."
            yield missing("reference", page.span(0, 1), reason)
        for ours, others in ((_MALE, _FEMALE), (_FEMALE, _MALE)):
            place = next((i for i, word in enumerate(words) if word.lower in ours), None)
            if ours is _FEMALE and any(page.document.places_of(ship) for ship in _SHIPS):
                continue  # a ship may be called `she`
            if place is not None and self._count(page, others) >= _FEWEST and not self._count(page, ours):
                reason = f"The article speaks of nobody as {words[place].lower!r}."
                is_sure = not _names_other(page, place, others)
                yield missing("reference", page.span(place, place + 1), reason, is_sure=is_sure)

    def _count(self, page: Page, pronouns: frozenset[str]) -> int:
        return sum(len(page.document.places_of(pronoun)) for pronoun in pronouns)


def _names_other(page: Page, position: int, pronouns: frozenset[str]) -> bool:
    """Whether a pronoun's sentence names somebody near whom no article uses the pronouns of the other sex."""
    start, end = page.reading.sentences[page.reading.sentence_at(position)]
    named = [name for name in find_names(page.reading) if start <= name.start < end]
    for source in page.document.sources:
        reading = source.reading
        spans = reading.sentence_words
        told = (n for n, span in enumerate(spans) if not pronouns.isdisjoint(reading.lowers[slice(*span)]))
        places = (i for n in told for i in range(spans[max(0, n - _FAR)][0], spans[n][1]))
        beside = {reading.lowers[i] for i in places if reading.words[i].is_capital}
        if any(beside.isdisjoint(name.words) and page.document.places_of(name.words[-1]) for name in named):
            return True
    return False


def _is_named(page: Page) -> bool:
    """Whether the first sentence names who says what it opens with: `He has won, Anna's coach said`."""
    _, end = page.reading.sentences[0]
    return any(sayer.name.start < end for sayer in sayers_in(page.reading))


def _opens_article(page: Page) -> bool:
    """Whether an article begins with the summary's first two words, below its title."""
    told = [word.lower for word in page.reading.words[:2]]
    for source in page.document.sources:
        first, _ = source.reading.word_range((len(source.article.full_text) - len(source.article.text),) * 2)
        if [word.lower for word in source.reading.words[first : first + 2]] == told:
            return True
    return False
