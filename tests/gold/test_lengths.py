"""Counts of time: how far ahead, how long, how old; and counts that are told of somebody else."""

from __future__ import annotations

import pytest
from made import article, fact, make_matcher

from harness.gold.matching import Matcher

# Invented: neither the race nor anybody in it exists.
TEXT = """
Ansa Brevik won the Skarv regatta on Sunday, 4.8 seconds ahead of Mirel Todd. Brevik, who is 27 years old, needed 62.35
seconds for the last leg. Todd, 31, needed 67.15 seconds. The harbour was shut for 90 minutes. Two Rivers, the club of
Brevik, finished with 118 points, and Lowmark with 97. Two sailors were fined: Brevik was fined 400 crowns
for a late start, Todd was fined 400 crowns for a false flag. Receipts rose by 5 percent to 60,000 crowns; 4,800 crowns
went to the lifeboat.
"""
GOLD = """gold: 1
article: race
names:
  brevik: {name: Ansa Brevik, also: [Brevik], kind: person}
  todd: {name: Mirel Todd, also: [Todd], kind: person}
  rivers: {name: Two Rivers, kind: body}
  lowmark: {name: Lowmark, kind: body}
facts:
- id: margin
  statement: Ansa Brevik won the regatta by 4.8 seconds.
  count: {value: 4.8, unit: seconds, who: brevik, did: win, terms: [[win, ahead, beat, margin]]}
  evidence: 4.8 seconds ahead of Mirel Todd
- id: leg
  statement: Ansa Brevik sailed the last leg in 62.35 seconds.
  count: {value: 62.35, unit: seconds, who: brevik, did: [sail, need], terms: [[leg]]}
  evidence: needed 62.35 seconds for the last leg
- id: age
  statement: Ansa Brevik is 27 years old.
  count: {value: 27, unit: years of age, who: brevik, did: be old}
  evidence: Brevik, who is 27 years old
- id: shut
  statement: The harbour was shut for 90 minutes.
  count: {value: 90, unit: minutes, did: [shut, close], terms: [[harbour]]}
  evidence: The harbour was shut for 90 minutes
- id: points
  statement: Two Rivers finished with 118 points.
  count: {value: 118, unit: points, who: rivers, did: [finish, score]}
  evidence: Two Rivers, the club of Brevik, finished with 118 points
- id: fined
  statement: Two sailors were fined.
  count: {value: 2, unit: sailors, did: fine}
  evidence: Two sailors were fined
- id: fined-brevik
  statement: Ansa Brevik was fined 400 crowns.
  count: {value: 400, unit: crowns, who: brevik, did: fine}
  evidence: Brevik was fined 400 crowns
- id: fined-todd
  statement: Mirel Todd was fined 400 crowns.
  count: {value: 400, unit: crowns, who: todd, did: fine}
  evidence: Todd was fined 400 crowns
- id: receipts
  statement: Receipts rose by 5 percent.
  count: {value: 5%, unit: receipts, did: [rise, grow]}
  evidence: Receipts rose by 5 percent
"""


@pytest.fixture(scope="module")
def race(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("race"), {"race": article("race", TEXT)}, {"race": GOLD}, "race")


VERDICTS = [
    ("margin", "Ansa Brevik won by 4.8 seconds.", "supported"),
    ("margin", "Brevik beat Todd in the regatta by 8.4 seconds.", "contradicted"),
    ("leg", "Brevik needed 1 minute 2.35 seconds for the last leg.", "supported"),
    ("leg", "Brevik sailed the last leg in 67.15 seconds.", "contradicted"),
    ("leg", "Mirel Todd sailed the last leg in 62.35 seconds.", "contradicted"),
    ("age", "Brevik, a 27-year-old sailor, won.", "supported"),
    ("age", "The winner, Ansa Brevik, is aged 27.", "supported"),
    ("age", "Ansa Brevik sailed for 27 years.", "omitted"),
    ("shut", "For an hour and a half the harbour was closed.", "supported"),
    ("shut", "The harbour was closed for 45 minutes.", "contradicted"),
    # a number within a name is none
    ("fined", "Two Rivers was fined.", "omitted"),
    ("fined", "Two were fined.", "supported"),
    ("points", "Two Rivers scored 118 points.", "supported"),
    ("points", "Lowmark scored 118 points.", "contradicted"),
    # who has the same number by another fact says nothing of this one
    ("fined-todd", "Brevik was fined 400 crowns.", "omitted"),
    ("fined-brevik", "Brevik was fined 400 crowns.", "supported"),
    ("fined-brevik", "Lowmark fined Brevik 400 crowns.", "supported"),
    # what something rose by is no share of another number: 4,800 of 60,000 are 8 percent
    ("receipts", "Receipts grew by 8 percent.", "contradicted"),
    ("receipts", "Receipts were up five percent.", "supported"),
]


@pytest.mark.parametrize(("name", "summary", "expected"), VERDICTS)
def test_counts_of_time_and_of_somebody(race: Matcher, name: str, summary: str, expected: str) -> None:
    found = fact(race, name, summary)
    assert found.verdict == expected, found.reason


def test_what_an_article_says_of_times_and_persons_is_supported(race: Matcher) -> None:
    assert {v.verdict for v in race.match(TEXT).facts} == {"supported"}


def test_a_share_of_a_whole_is_carried_where_it_is_told_as_such(race: Matcher) -> None:
    claims = race.match("Of the receipts, 8 percent went to the lifeboat.").claims
    assert [claim.verdict for claim in claims if claim.type == "quantity"] == ["supported"]
