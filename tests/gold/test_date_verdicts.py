"""Verdicts on dates and lengths of time: steps of precision, other times, denials, and times of something else."""

from __future__ import annotations

import pytest
from made import article, fact, make_matcher, marked

from harness.gold.matching import Matcher

TEXT = """
Work on the lighthouse began in March 2024 and took seven months. The pier closed on 3 May 2029. In 1987 the chapel was
sold. The museum has been open since 2011. Divers searched the bay for three weeks. The festival may begin on 12 June
2031, an adviser thinks. Early in August 2030 the mayor resigned. The ferry ran for nine days; the bus ran for two
weeks. Anna Berg wrote the guide in 2015 and the atlas in 2018. The bakery shut in October 2028.
"""
GOLD = """gold: 1
article: cape
names:
  berg: {name: Anna Berg, also: [Berg], kind: person}
facts:
- id: begun
  statement: Work on the lighthouse began in March 2024.
  date: {when: 2024-03, of: {did: begin, what: work on the lighthouse}, terms: [[lighthouse], [begin, start]]}
  evidence: Work on the lighthouse began in March 2024
- id: took
  statement: Work on the lighthouse took seven months.
  date: {lasting: 7 months, of: {did: take, what: work on the lighthouse}, terms: [[lighthouse], [take, last]]}
  evidence: took seven months
- id: pier
  statement: The pier closed on 3 May 2029.
  date: {when: 2029-05-03, of: {who: the pier, did: close}, terms: [[pier], [close, shut]]}
  evidence: The pier closed on 3 May 2029
- id: chapel
  statement: The chapel was sold in 1987.
  date: {when: 1987, of: {who: the chapel, did: sell}, terms: [[chapel], [sell]]}
  evidence: In 1987 the chapel was sold
- id: museum
  statement: The museum has been open since 2011.
  date: {when: 2011/.., of: {who: the museum, did: be open}, terms: [[museum], [open]]}
  evidence: The museum has been open since 2011
- id: search
  statement: Divers searched the bay for three weeks.
  date: {lasting: 3 weeks, of: {who: divers, did: search}, terms: [[diver], [search]]}
  evidence: for three weeks
- id: festival
  statement: The festival may begin on 12 June 2031.
  date: {when: 2031-06-12, of: {did: begin}, certainty: possible, terms: [[festival], [begin, start]]}
  evidence: The festival may begin on 12 June 2031
- id: mayor
  statement: The mayor resigned early in August 2030.
  date: {when: early 2030-08, of: {who: the mayor, did: resign}, terms: [[mayor], [resign, step down]]}
  evidence: Early in August 2030 the mayor resigned
- id: ferry
  statement: The ferry ran for nine days.
  date: {lasting: 9 days, of: {who: the ferry, did: run}, terms: [[ferry], [run]]}
  evidence: The ferry ran for nine days
- id: bus
  statement: The bus ran for two weeks.
  date: {lasting: 2 weeks, of: {who: the bus, did: run}, terms: [[bus], [run]]}
  evidence: the bus ran for two weeks
- id: guide
  statement: Anna Berg wrote the guide in 2015.
  date: {when: 2015, of: {who: berg, did: write, what: the guide}, terms: [[guide], [write]]}
  evidence: Anna Berg wrote the guide in 2015
- id: atlas
  statement: Anna Berg wrote the atlas in 2018.
  date: {when: 2018, of: {who: berg, did: write, what: the atlas}, terms: [[atlas], [write]]}
  evidence: the atlas in 2018
"""


@pytest.fixture(scope="module")
def cape(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("cape"), {"cape": article("cape", TEXT)}, {"cape": GOLD}, "cape")


VERDICTS = [
    # one step less precise is coarser, two are too many
    ("begun", "Work on the lighthouse began in March 2024.", "supported", None),
    ("begun", "Work on the lighthouse began in spring 2024.", "supported", "coarser"),
    ("begun", "Work on the lighthouse began in 2024.", "omitted", None),
    ("begun", "Work on the lighthouse began in April 2024.", "contradicted", None),
    ("pier", "The pier closed in early May 2029.", "supported", "coarser"),
    ("pier", "The pier closed in May 2029.", "omitted", None),
    ("pier", "The pier closed on 4 May 2029.", "contradicted", None),
    ("mayor", "The mayor stepped down in early August 2030.", "supported", None),
    ("mayor", "The mayor resigned in August 2030.", "supported", "coarser"),
    ("mayor", "The mayor resigned in 2030.", "omitted", None),
    ("mayor", "The mayor resigned in late August 2030.", "contradicted", None),
    ("chapel", "The chapel was sold in the 1980s.", "supported", "coarser"),
    # reckoned from the day of publication, in October 2030
    ("chapel", "The chapel was sold 43 years ago.", "supported", None),
    ("chapel", "The chapel was sold in 1978.", "contradicted", None),
    ("museum", "The museum has been open for 19 years.", "supported", None),
    ("museum", "The museum has been open since 2013.", "contradicted", None),
    ("mayor", "The mayor resigned four years ago.", "contradicted", None),
    # lengths in other units and in words
    ("search", "Divers searched the bay for 21 days.", "supported", None),
    ("search", "Divers searched the bay for weeks.", "supported", "coarser"),
    ("search", "Divers searched the bay for two weeks.", "contradicted", None),
    ("search", "Divers searched the bay for three months.", "contradicted", None),
    ("took", "Work on the lighthouse took five months.", "contradicted", None),
    ("took", "The mayor talked for seven months.", "omitted", None),
    # another's time
    ("pier", "The pier closed in 1987.", "contradicted", None),
    ("pier", "The pier shut in October 2028.", "contradicted", None),
    ("pier", "The bakery shut in October 2028.", "omitted", None),
    ("chapel", "The bakery shut in October 2028.", "omitted", None),
    ("bus", "The bus ran for two weeks, the ferry for nine days.", "supported", None),
    ("ferry", "The bus ran for two weeks, the ferry for nine days.", "supported", None),
    ("guide", "Anna Berg wrote the guide in 2015 and the atlas in 2018.", "supported", None),
    ("atlas", "Anna Berg wrote the guide in 2015 and the atlas in 2018.", "supported", None),
    ("search", "The museum has been closed for three weeks.", "omitted", None),
    # denied, asked, insisted on
    ("begun", "Work on the lighthouse did not begin in March 2024.", "contradicted", None),
    ("chapel", "The chapel was not sold in 1987.", "contradicted", None),
    ("chapel", "Was the chapel sold in 1987?", "omitted", None),
    ("festival", "The festival may begin on 12 June 2031.", "supported", None),
    ("festival", "The festival will certainly begin on 12 June 2031.", "contradicted", None),
    ("festival", "It is certain that the festival will begin on 12 June 2031.", "contradicted", None),
    ("chapel", "The chapel was certainly sold in 1987.", "supported", None),
    ("festival", "The festival may begin on 13 June 2031.", "contradicted", None),
    # nothing about it
    ("pier", "The bay is deep.", "omitted", None),
    ("pier", "The pier closed.", "omitted", None),
]


@pytest.mark.parametrize(("name", "summary", "verdict", "mark"), VERDICTS)
def test_date_gets_its_verdict(cape: Matcher, name: str, summary: str, verdict: str, mark: str | None) -> None:
    found = fact(cape, name, summary)
    assert (found.verdict, found.mark) == (verdict, mark), found.reason


WORDS = [
    ("begun", "It rained. Work on the lighthouse began in April 2024.", "April 2024"),
    ("begun", "It rained. Work on the lighthouse began in March 2024.", "March 2024"),
    ("search", "Divers searched the bay for 21 days.", "21 days"),
    ("chapel", "The chapel was not sold in 1987.", "1987"),
    ("festival", "The festival will certainly begin on 12 June 2031.", "12 June 2031"),
    # the most exact of several, then that in the fullest context
    ("chapel", "The chapel was sold in the 1980s. To be exact, the chapel was sold in 1987.", "1987"),
    ("mayor", "The mayor resigned in August 2030. The mayor resigned early in August 2030.", "early in August 2030"),
    ("begun", "In March 2024 work began. Work on the lighthouse began in March 2024, to be exact.", "March 2024"),
    ("pier", "The bay is deep.", ""),
]


@pytest.mark.parametrize(("name", "summary", "words"), WORDS)
def test_verdict_spans_the_time_that_decides(cape: Matcher, name: str, summary: str, words: str) -> None:
    assert marked(summary, fact(cape, name, summary).summary_span) == words


def test_article_with_all_its_dates_is_read_as_it_is(cape: Matcher) -> None:
    assert {(v.verdict, v.mark) for v in cape.match(TEXT).facts} == {("supported", None)}


def test_verdict_shows_both_times(cape: Matcher) -> None:
    stated, wrong, absent = (
        fact(cape, "search", f"Divers searched the bay{text}.") for text in (" for 21 days", " for two weeks", "")
    )
    assert [(v.id, v.kind) for v in (stated, wrong, absent)] == [("search", "date")] * 3
    assert [v.expected for v in (stated, wrong)] == ["3 weeks"] * 2
    assert [v.found for v in (stated, wrong, absent)] == ["21 days", "two weeks", ""]
    assert stated.evidence == wrong.evidence == absent.evidence != ()


TOLD = (
    TEXT
    + """
The kiosk on the pier closed on 12 August. The kiosk on the pier closed for good in late 1999. A drone searched the bay
for about ten hours. Sonar boats searched the bay for several months. The kiln was lit in May 2020. The kiln was not lit
in May 2020, a rival says.
"""
)
TOLD_GOLD = (
    GOLD
    + """- id: kiln
  statement: The kiln was lit in May 2020.
  date: {when: 2020-05, of: {who: the kiln, did: light}, terms: [[kiln], [light]]}
  evidence: The kiln was lit in May 2020
"""
)


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("coast"), {"cape": article("cape", TOLD)}, {"cape": TOLD_GOLD}, "cape")


TOLD_OF_OTHERS = [
    # a time that the article tells of something near by is none of the fact's, in whatever form
    ("pier", "The kiosk on the pier closed on 12 August.", "omitted"),
    ("pier", "The kiosk on the pier closed on 12 August 2030.", "omitted"),
    ("pier", "The kiosk on the pier closed in August 2030.", "omitted"),
    ("pier", "The kiosk on the pier closed two months ago.", "omitted"),
    ("pier", "The kiosk on the pier closed on 13 August.", "contradicted"),
    ("pier", "The kiosk on the pier closed for good in 1999.", "omitted"),
    ("pier", "The kiosk on the pier closed for good in the 1990s.", "omitted"),
    ("pier", "The kiosk on the pier closed for good in 2003.", "contradicted"),
    ("search", "A drone searched the bay for ten hours.", "omitted"),
    ("search", "A drone searched the bay for 600 minutes.", "omitted"),
    ("search", "Sonar boats searched the bay for five months.", "omitted"),
    ("search", "Sonar boats searched the bay for months.", "omitted"),
    ("search", "Sonar boats searched the bay for five years.", "contradicted"),
    # what it denies itself
    ("kiln", "The kiln was not lit in May 2020.", "omitted"),
    ("kiln", "The kiln was lit in June 2020.", "contradicted"),
    # a label and a time say something
    ("chapel", "Chapel sold: in 1987", "supported"),
    ("mayor", "- Mayor resigned: early August 2030", "supported"),
]


@pytest.mark.parametrize(("name", "summary", "expected"), TOLD_OF_OTHERS)
def test_time_that_the_article_tells_of_something_else_is_no_error(
    coast: Matcher, name: str, summary: str, expected: str
) -> None:
    found = fact(coast, name, summary)
    assert found.verdict == expected, found.reason
