"""References: pronouns that stand for nobody, or for somebody of another sex than anybody in the articles."""

from __future__ import annotations

from collections.abc import Iterator

from harness.gold.matching.claims.made import missing
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page
from harness.grounding.sayers import sayers_in
from harness.text.words import word_set

_SUBJECTS = word_set("he she they him")
_MALE = word_set("he him his himself")
_FEMALE = word_set("she her hers herself")
_FEWEST_WORDS = 4
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
            if place is not None and self._count(page, others) >= _FEWEST and not self._count(page, ours):
                reason = f"The article speaks of nobody as {words[place].lower!r}."
                yield missing("reference", page.span(place, place + 1), reason)

    def _count(self, page: Page, pronouns: frozenset[str]) -> int:
        return sum(len(page.document.places_of(pronoun)) for pronoun in pronouns)


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
