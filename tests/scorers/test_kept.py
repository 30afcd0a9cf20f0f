"""What scorers keep of the texts they have read."""

from __future__ import annotations

import asyncio
import gc

from harness.gold.matching.claims.source import Source
from harness.scorers.grounding import GroundingScorer
from harness.scorers.kept import KEPT_TEXT, Kept
from harness.tasks.samples import sample_of

TEXT = (
    "The ferry Oltrasund left Tolm with 212 passengers, Anna Kerr said. Marit Oskvold of the union told Reuters "
    "that the bridge at Varde cost 40 million euros, and the tunnel 90 million. "
)
SUMMARY = 'Marit Oskvold said the ferry left with 212 passengers. "The bridge cost 90 million", the union said.'


class Maker:
    """Makes things of a size under a key, and remembers which."""

    def __init__(self, most: int) -> None:
        self.kept: Kept[str] = Kept(most)
        self.made = ""

    def ask(self, keys: str, size: int) -> None:
        for key in keys:
            assert self.kept.get(key, lambda: (self._make(key), size)) == key  # noqa: B023  (called at once)

    def _make(self, key: str) -> str:
        self.made += key
        return key


def test_what_was_not_asked_for_longest_goes_first() -> None:
    maker = Maker(most=10)
    maker.ask("abab", 5)
    assert maker.made == "ab"
    maker.ask("a", 5)
    maker.ask("c", 5)  # for which b goes
    maker.ask("acb", 5)
    assert maker.made == "abcb"


def test_the_sizes_kept_are_at_most_the_given_one_in_all() -> None:
    maker = Maker(most=10)
    maker.ask("abcde", 2)
    maker.ask("f", 9)  # for which all but it go
    maker.ask("f", 9)
    maker.ask("e", 2)
    assert maker.made == "abcdefe"


def test_what_was_made_last_stays_whatever_its_size() -> None:
    maker = Maker(most=10)
    maker.ask("aa", 11)
    assert maker.made == "a"
    maker.ask("ba", 1)
    assert maker.made == "aba"


def _sources_alive() -> int:
    gc.collect()
    return sum(isinstance(thing, Source) and "Oltrasund" in thing.article.text for thing in gc.get_objects())


def test_a_scorer_keeps_few_long_documents_and_none_when_it_is_gone() -> None:
    scorer = GroundingScorer()
    copies = KEPT_TEXT // 5 * 2 // len(TEXT)  # two such documents are kept, three are too long
    for number in range(4):
        sample = sample_of((f"{number}. {TEXT}" + "It sailed on. " * (copies * len(TEXT) // 14),))
        asyncio.run(scorer.score(sample, SUMMARY))
    assert _sources_alive() == 2
    del scorer
    assert _sources_alive() == 0
