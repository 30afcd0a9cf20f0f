"""Numbers in a fact's place: the fact's own number, told of something else, does not make up for a wrong one."""

from __future__ import annotations

import pytest
from made import article, fact, make_matcher

from harness.gold.matching import Matcher

TEXT = """
The landslide at Tarnhope killed 17 people. The inquiry questioned 204 engineers. Nine of the 38 anchors that held the
slope were rusty. Harl Dockrey repaired five gauges. Nineteen members voted for the report, and 12
members voted against the report. The levy brought in 90 million euros; of
it, 20 million euros went to Tarnhope. The new wall used 40 percent less concrete.
"""
GOLD = """gold: 1
article: slide
names:
  tarnhope: {name: Tarnhope, kind: place}
  dockrey: {name: Harl Dockrey, kind: person}
facts:
- id: killed
  statement: The landslide at Tarnhope killed 17 people.
  count: {value: 17, unit: people, did: kill}
  evidence: The landslide at Tarnhope killed 17 people
- id: engineers
  statement: The inquiry questioned 204 engineers.
  count: {value: 204, unit: engineers, did: question}
  evidence: The inquiry questioned 204 engineers
- id: anchors
  statement: Nine of the 38 anchors that held the slope were rusty.
  count: {value: 9, unit: anchors, did: be rusty, of: 38}
  evidence: Nine of the 38 anchors that held the slope were rusty
- id: gauges
  statement: Harl Dockrey repaired five gauges.
  count: {value: 5, unit: gauges, who: dockrey, did: repair}
  evidence: Harl Dockrey repaired five gauges
- id: votes-for
  statement: Nineteen members voted for the report.
  count: {value: 19, unit: members, did: vote}
  evidence: Nineteen members voted for the report
- id: votes-against
  statement: Twelve members voted against the report.
  count: {value: 12, unit: members, did: vote, terms: [[vote], [against]]}
  evidence: 12 members voted against the report
- id: levy
  statement: The levy brought in 90 million euros.
  count: {value: 90 million, unit: euros, did: bring in}
  evidence: The levy brought in 90 million euros
- id: levy-tarnhope
  statement: Of the levy, 20 million euros went to Tarnhope.
  count: {value: 20 million, unit: euros, did: go, of: levy}
  evidence: of it, 20 million euros went to Tarnhope
- id: concrete
  statement: The new wall used 40 percent less concrete.
  count: {value: 40%, unit: concrete, did: use, terms: [[concrete]]}
  evidence: The new wall used 40 percent less concrete
"""


@pytest.fixture(scope="module")
def slide(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("slide"), {"slide": article("slide", TEXT)}, {"slide": GOLD}, "slide")


VERDICTS = [
    # the fact's number counts something else, in the next sentence or the last
    ("killed", "The landslide at Tarnhope killed 204 people. The inquiry questioned 17 engineers.", "contradicted"),
    ("engineers", "The inquiry questioned 17 engineers. The landslide at Tarnhope killed 204 people.", "contradicted"),
    ("gauges", "Harl Dockrey repaired nine gauges. Five engineers were questioned.", "contradicted"),
    # told rightly elsewhere in other words, it is stated: no error on the whole
    ("killed", "The landslide at Tarnhope killed 17 people. The inquiry questioned 204 engineers.", "supported"),
    ("killed", "The landslide at Tarnhope killed 17. The inquiry questioned 204 engineers.", "supported"),
    # a part that is told of its whole
    ("anchors", "Nine of the 38 anchors that held the slope were rusty.", "supported"),
    ("anchors", "Five of the 38 anchors that held the slope were rusty.", "contradicted"),
    ("anchors", "Five of the 38 anchors that held the slope were rusty. He repaired nine gauges.", "contradicted"),
    # two of which one has nothing that the other lacks
    ("votes-for", "Twelve members voted for the report. Nineteen members voted against the report.", "contradicted"),
    ("votes-against", "Twelve members voted for the report. Nineteen members voted against it.", "contradicted"),
    ("votes-for", "Nineteen members voted for the report. Twelve members voted against the report.", "supported"),
    ("votes-against", "Twelve members voted against the report. Nineteen members voted for it.", "supported"),
    # what is said of a part may be said of its whole
    ("levy", "90 million euros: the levy.\n\n20 million euros of it for Tarnhope.", "supported"),
    # a share that could be reckoned from the article's numbers, in words that say the fact and nothing else
    ("concrete", "The new wall used 40 percent less concrete.", "supported"),
    ("concrete", "The new wall used 22 percent less concrete.", "contradicted"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "summary", "expected"), VERDICTS)
def test_number_in_place_decides(slide: Matcher, name: str, summary: str, expected: str) -> None:
    found = fact(slide, name, summary)
    assert found.verdict == expected, found.reason


def test_article_states_all_its_counts(slide: Matcher) -> None:
    assert {v.verdict for v in slide.match(TEXT).facts} == {"supported"}
