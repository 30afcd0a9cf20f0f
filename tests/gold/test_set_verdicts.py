"""Verdicts on dates and statements of two articles summarized together: rivals, and which article is meant."""

from __future__ import annotations

import pytest
from made import article, make_matcher

from harness.gold.matching import Matcher

EARLY = """
The bridge at Lomm opens on 4 June 2031, the council said. The old theatre will close. Two swans nest there.
"""
LATE = """
The bridge at Lomm opens on 9 September 2031, the builder said. The old theatre will not close. The quay is safe.
"""
EARLY_GOLD = """gold: 1
article: early
names:
  council: {name: the council, kind: body}
facts:
- id: opens
  statement: The bridge at Lomm opens on 4 June 2031.
  date: {when: 2031-06-04, of: {who: the bridge, did: open}, terms: [[bridge], [open]]}
  evidence: The bridge at Lomm opens on 4 June 2031
- id: theatre
  statement: The old theatre will close.
  states: {who: the theatre, did: close, terms: [[theatre], [close, shut]]}
  evidence: The old theatre will close
"""
LATE_GOLD = """gold: 1
article: late
names:
  builder: {name: the builder, kind: body}
facts:
- id: opens
  statement: The bridge at Lomm opens on 9 September 2031.
  date: {when: 2031-09-09, of: {who: the bridge, did: open}, terms: [[bridge], [open]]}
  evidence: The bridge at Lomm opens on 9 September 2031
- id: theatre
  statement: The old theatre will not close.
  states: {who: the theatre, did: close, polarity: negative, terms: [[theatre], [close, shut]]}
  evidence: The old theatre will not close
- id: quay
  statement: The quay is safe.
  states: {who: the quay, did: be safe, terms: [[quay], [safe]]}
  evidence: The quay is safe
"""
BOTH_GOLD = """gold: 1
includes: [early, late]
groups:
- id: opens
  point: When does the bridge open?
  relation: conflict
  members: [early/opens, late/opens]
- id: theatre
  point: Will the theatre close?
  relation: conflict
  members: [early/theatre, late/theatre]
- id: quay
  point: Is the quay safe?
  members: [late/quay]
"""


@pytest.fixture(scope="module")
def lomm(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    texts = {"early": article("early", EARLY), "late": article("late", LATE, "Radio Lomm")}
    golds = {"early": EARLY_GOLD, "late": LATE_GOLD, "both": BOTH_GOLD}
    return make_matcher(tmp_path_factory.mktemp("lomm"), texts, golds, "both")


RIVALS = [
    # the fact's name in both articles, the summary, the verdict on the first's, on the second's
    ("opens", "The bridge at Lomm opens on 4 June 2031.", "supported", "omitted"),
    ("opens", "The bridge at Lomm opens on 9 September 2031.", "omitted", "supported"),
    ("opens", "The bridge at Lomm opens on 20 July 2031.", "contradicted", "contradicted"),
    ("opens", "[1] The bridge at Lomm opens on 20 July 2031.", "contradicted", "omitted"),
    ("opens", "[2] The bridge at Lomm opens on 20 July 2031.", "omitted", "contradicted"),
    ("opens", "[1] The bridge at Lomm does not open on 4 June 2031.", "contradicted", "omitted"),
    ("opens", "[2] The bridge at Lomm does not open on 4 June 2031.", "omitted", "omitted"),
    ("theatre", "The old theatre will close.", "supported", "omitted"),
    ("theatre", "The old theatre will not close.", "omitted", "supported"),
    ("theatre", "The swans nest in the theatre.", "omitted", "omitted"),
]


@pytest.mark.parametrize(("name", "summary", "early", "late"), RIVALS)
def test_rivals_time_or_statement_contradicts_nothing(
    lomm: Matcher, name: str, summary: str, early: str, late: str
) -> None:
    found = {v.id: v.verdict for v in lomm.match(summary).facts}
    assert (found[f"early/{name}"], found[f"late/{name}"]) == (early, late)


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("The quay is safe.", "supported"),
        ("The quay is not safe.", "contradicted"),
        ("[2] The quay is not safe.", "contradicted"),
        ("[1] The quay is not safe.", "omitted"),
    ],
)
def test_what_is_said_of_another_article_goes_against_none_of_this_ones(
    lomm: Matcher, summary: str, expected: str
) -> None:
    found = {v.id: v.verdict for v in lomm.match(summary).facts}
    assert found["late/quay"] == expected
