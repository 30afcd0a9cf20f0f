"""Exclusions: a word for another thing of the kind that the articles name in the same company: `tea` for `coffee`."""

from __future__ import annotations

from collections.abc import Iterator

from harness.gold.verdicts import Claim
from harness.grounding.checks.antonyms import displaced, find_rival
from harness.grounding.checks.base import Page
from harness.text.words import lexicon


_LEAST = 0.5
"""What share of a word's company must stand around its rival."""


class ExclusionCheck:
    """Finds words in whose place an article has one that excludes them."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "exclusion"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each word around whose sisters an article has the same company, and it does not itself."""
        for i, lemma in enumerate(page.reading.lemmas):
            if page.document.places(lemma):
                continue
            rivals = [rival for rival in lexicon().rivals_of(lemma) if page.document.places_of(rival)]
            found = find_rival(page, i, rivals) if rivals else None
            if found and found.share >= _LEAST:
                yield displaced(page, i, found.place)
