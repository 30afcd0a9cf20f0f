"""Verdicts on counts: what goes against one, what is none of its business, and what a verdict carries."""

from __future__ import annotations

import pytest
from made import article, fact, make_matcher, marked

from harness.gold.matching import Matcher

TEXT = """
Velden Shipyard employs 4,200 people at its yard in Arnsby. Last year Velden built 18 ferries, and its rival Brunmark
built 31 ferries. Exports rose 12 percent, while imports fell 7 percent. A fire in July killed 26 dockers and injured 95
dockers. Up to 640 jobs may go, a union fears. The storm left about 3,400 households without power, and 1,900 households
without water. A museum in Oberhafen owns 57 paintings. The yard sold six cranes. Between 150 and 250 containers went
overboard. The works council has 9 members, of whom 8 voted. Velden pays 45 million euros in rent. Hundreds of guests
left the hall. Brandt and 3 others were heard. Velden trained 73 welders. Velden will train 88 painters next year.
Velden expects 52 orders.
"""
GOLD = """gold: 1
article: yard
names:
  velden: {name: Velden Shipyard, also: [Velden, the yard], kind: body}
  brunmark: {name: Brunmark, kind: body}
  brandt: {name: Brandt, kind: person}
facts:
- id: orders
  statement: Velden expects 52 orders.
  count: {value: 52, unit: orders, who: velden, did: expect}
  evidence: Velden expects 52 orders
- id: staff
  statement: Velden Shipyard employs 4,200 people.
  count: {value: 4200, unit: people, who: velden, did: employ}
  evidence: Velden Shipyard employs 4,200 people
- id: ferries
  statement: Velden built 18 ferries.
  count: {value: 18, unit: ferries, who: velden, did: build}
  evidence: Velden built 18 ferries
- id: rival-ferries
  statement: Brunmark built 31 ferries.
  count: {value: 31, unit: ferries, who: brunmark, did: build}
  evidence: Brunmark built 31 ferries
- id: exports
  statement: Exports rose 12 percent.
  count: {value: 12%, unit: exports, did: rise}
  evidence: Exports rose 12 percent
- id: imports
  statement: Imports fell 7 percent.
  count: {value: 7%, unit: imports, did: fall}
  evidence: imports fell 7 percent
- id: killed
  statement: A fire killed 26 dockers.
  count: {value: 26, unit: dockers, did: kill}
  evidence: killed 26 dockers
- id: injured
  statement: A fire injured 95 dockers.
  count: {value: 95, unit: dockers, did: injure}
  evidence: injured 95 dockers
- id: jobs
  statement: Up to 640 jobs may go.
  count: {value: 640, bound: up to, unit: jobs, did: go, certainty: possible}
  evidence: Up to 640 jobs may go
- id: power
  statement: The storm left about 3,400 households without power.
  count: {value: 3400, bound: about, unit: households, did: be without power}
  evidence: about 3,400 households without power
- id: water
  statement: The storm left 1,900 households without water.
  count: {value: 1900, unit: households, did: be without water}
  evidence: 1,900 households
- id: cranes
  statement: The yard sold six cranes.
  count: {value: 6, unit: cranes, who: velden, did: sell}
  evidence: The yard sold six cranes
- id: containers
  statement: Between 150 and 250 containers went overboard.
  count: {value: 150 to 250, unit: containers, did: go overboard}
  evidence: Between 150 and 250 containers
- id: rent
  statement: Velden pays 45 million euros in rent.
  count: {value: 45 million, unit: euros in rent, who: velden, did: pay}
  evidence: Velden pays 45 million euros in rent
- id: guests
  statement: Hundreds of guests left the hall.
  count: {value: hundreds, unit: guests, did: leave}
  evidence: Hundreds of guests
"""


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("yard"), {"yard": article("yard", TEXT)}, {"yard": GOLD}, "yard")


VERDICTS = [
    # a number that the article lacks stands for the fact's where the words are the fact's
    ("staff", "Velden Shipyard employs 4,700 people.", "contradicted"),
    ("staff", "The town of Arnsby has 4,700 houses.", "omitted"),
    ("staff", "Velden Shipyard has 4,700 windows.", "omitted"),
    ("ferries", "Velden built 19 ferries.", "contradicted"),
    ("cranes", "The yard sold five cranes.", "contradicted"),  # small, but named
    # a number that the article has of something else
    ("killed", "A fire killed 57 dockers.", "contradicted"),
    ("killed", "The fire reached a museum with 57 paintings.", "omitted"),
    ("killed", "Some 57 dockers saw the fire.", "omitted"),
    ("ferries", "Velden, whose rival built 31 ferries, is from Arnsby.", "omitted"),
    # a number of quite another size is of something else, unless unit and predicate are the fact's
    ("killed", "A fire killed 2,600 dockers.", "contradicted"),
    ("killed", "A fire killed many in a crowd of 2,600.", "omitted"),
    # the right number of another, wherever its name stands in words that say nothing else
    ("rent", "Brunmark pays 45 million euros in rent.", "contradicted"),
    ("rent", "Rent of 45 million euros is paid by Brunmark.", "contradicted"),
    ("rent", "A rent of 45 million euros is paid to Brunmark.", "supported"),
    ("rent", "The rent is 45 million euros, and the harbour office wants to ask Brunmark for more.", "supported"),
    ("rent", "Brunmark is angry that the rent is 45 million euros.", "supported"),
    ("ferries", "Ferries: Brunmark 31, Velden 18.", "supported"),
    # of another source, where the fact has a source
    ("orders", "Brunmark expects 52 orders.", "contradicted"),
    ("orders", "Velden expects 52 orders, Brunmark says.", "supported"),
    ("ferries", "A total of 18 ferries was built, Brunmark says.", "supported"),
    # several together
    ("ferries", "Together, Velden and Brunmark built 49 ferries.", "omitted"),
    ("ferries", "Velden and Brunmark built a combined 49 ferries.", "omitted"),
    ("staff", "Velden Shipyard employs Brandt and 17 others.", "omitted"),
    # a share where the fact has a number, a number where the fact has a share
    ("exports", "Exports rose 16 percent.", "contradicted"),
    ("exports", "Exports rose by 15 ships.", "omitted"),
    ("killed", "A fire killed 26 percent of the dockers.", "omitted"),
    # one end of a range
    ("containers", "At least 150 containers went overboard.", "omitted"),
    ("containers", "At most 150 containers went overboard.", "contradicted"),
    ("containers", "300 containers went overboard.", "contradicted"),
    ("containers", "Between 100 and 900 containers went overboard.", "omitted"),
    # magnitudes
    ("guests", "5,000 guests left the hall.", "contradicted"),
    # what is only thought possible, called certain
    ("jobs", "Up to 640 jobs may go.", "supported"),
    ("jobs", "Up to 640 jobs will certainly go.", "contradicted"),
    ("jobs", "It has been decided that up to 640 jobs go.", "contradicted"),
    ("staff", "Velden Shipyard certainly employs 4,200 people.", "supported"),
    # another's number
    ("ferries", "Brunmark built 18 ferries.", "contradicted"),
    ("staff", "Brunmark employs 4,200 people.", "contradicted"),
    ("staff", "Velden, a rival of Brunmark, employs 4,200 people.", "supported"),
    # denied
    ("killed", "A fire did not kill 26 dockers.", "contradicted"),
    ("killed", "It is untrue that a fire killed 26 dockers.", "contradicted"),
    ("killed", "A fire killed 26 dockers. It is untrue that a fire killed 26 dockers.", "contradicted"),
    # many guesses
    ("killed", "A fire killed 26 dockers, or it killed 27 dockers, or it killed 28 dockers.", "omitted"),
    ("killed", "A fire killed 26 dockers. A fire killed 26 dockers. Two ships were lost.", "supported"),
    # units that exclude each other
    ("rent", "Velden pays 45 million dollars in rent.", "contradicted"),
    ("power", "The storm left about 3,400 people without power.", "contradicted"),
    # exchanged
    ("exports", "Exports rose 7 percent, while imports fell 12 percent.", "contradicted"),
    ("imports", "Exports rose 7 percent, while imports fell 12 percent.", "contradicted"),
    ("ferries", "Brunmark built 18 ferries and Velden 31 ferries.", "contradicted"),
    ("rival-ferries", "Brunmark built 18 ferries and Velden 31 ferries.", "contradicted"),
    ("power", "Some 3,400 households were without water and 1,900 without power.", "contradicted"),
    ("water", "Some 3,400 households were without water and 1,900 without power.", "contradicted"),
    ("exports", "If exports rise 7 percent while imports fall 12 percent, all is well.", "omitted"),
    ("imports", "If exports rise 7 percent while imports fall 12 percent, all is well.", "omitted"),
    ("killed", "Exports rose 7 percent, while imports fell 12 percent; a fire killed 26 dockers.", "supported"),
    # told of another too, but of the fact's own somewhere
    ("ferries", "Brunmark built 18 ferries. Velden built 18 ferries.", "supported"),
    ("ferries", "Velden built 18 ferries. Brunmark built 18 ferries.", "supported"),
]


@pytest.mark.parametrize(("name", "summary", "expected"), VERDICTS)
def test_count_gets_its_verdict(yard: Matcher, name: str, summary: str, expected: str) -> None:
    found = fact(yard, name, summary)
    assert found.verdict == expected, found.reason


def test_article_with_all_its_counts_is_read_as_it_is(yard: Matcher) -> None:
    assert {v.verdict for v in yard.match(TEXT).facts} == {"supported"}


WORDS = [
    # the number that goes against the fact, with its bound
    ("staff", "Velden Shipyard employs 4,700 people.", "4,700"),
    ("jobs", "At least 640 jobs may go.", "At least 640"),
    ("jobs", "It is decided that up to 640 jobs will certainly go.", "up to 640"),
    ("rent", "Velden pays 45 million dollars in rent.", "45 million"),
    ("killed", "The yard sold six cranes. It is untrue that a fire killed 26 dockers.", "26"),
    # of two exchanged numbers that which stands for the fact's
    ("exports", "Exports rose 7 percent, while imports fell 12 percent.", "7 percent"),
    ("imports", "Exports rose 7 percent, while imports fell 12 percent.", "12 percent"),
    ("power", "Some 3,400 households were without water and 1,900 without power.", "1,900"),
    ("water", "Some 3,400 households were without water and 1,900 without power.", "Some 3,400"),
    # each with the direction of the other: then the numbers are exchanged
    ("exports", "Exports fell 12 percent, while imports rose 7 percent.", "7 percent"),
    ("imports", "Exports fell 12 percent, while imports rose 7 percent.", "12 percent"),
    # a name in another's place
    ("ferries", "A storm came. Brunmark built 18 ferries.", "Brunmark"),
    # the first of several wrong numbers
    ("killed", "A fire killed 27 dockers. Later it was said that a fire killed 28 dockers.", "27"),
    # of several right ones the most exact, then the one whose words suit the fact best
    ("staff", "Velden Shipyard employs about 4,000 people. Velden Shipyard employs 4,200 people.", "4,200"),
    ("jobs", "640 jobs may go. Up to 640 jobs may go.", "Up to 640"),
    ("rent", "For 45 million euros, nobody will move. Velden pays 45 million euros in rent.", "45 million"),
]


@pytest.mark.parametrize(("name", "summary", "words"), WORDS)
def test_verdict_spans_the_number_that_decides(yard: Matcher, name: str, summary: str, words: str) -> None:
    assert marked(summary, fact(yard, name, summary).summary_span) == words


def test_of_two_equal_numbers_the_one_in_the_fuller_sentence_is_shown(yard: Matcher) -> None:
    summary = "For 45 million euros, nobody will move. Velden pays 45 million euros in rent."
    found = fact(yard, "rent", summary)
    assert found.summary_span is not None
    assert found.summary_span[0] == summary.rindex("45")


MARKS = [
    ("staff", "Velden Shipyard employs 4,200 people.", None),
    ("staff", "Velden Shipyard employs about 4,000 people.", "coarser"),
    ("staff", "Velden Shipyard employs thousands of people.", "coarser"),
    ("jobs", "640 jobs may go.", "bound dropped"),
    ("power", "The storm left 3,400 households without power.", None),  # `about` may be dropped
    ("staff", "Velden employs about 4,000 people. To be exact, Velden Shipyard employs 4,200 people.", None),
]


@pytest.mark.parametrize(("name", "summary", "mark"), MARKS)
def test_what_was_lost_is_marked(yard: Matcher, name: str, summary: str, mark: str | None) -> None:
    found = fact(yard, name, summary)
    assert (found.verdict, found.mark) == ("supported", mark)


def test_error_has_no_mark(yard: Matcher) -> None:
    assert fact(yard, "staff", "Velden Shipyard employs 4,700 people.").mark is None


VALUES = [
    # the summary, the fact's value, the value that the summary gives
    ("power", "The storm left about 3,400 households without power.", "about 3,400", "about 3,400"),
    ("power", "The storm left 3,500 households without power.", "about 3,400", "3,500"),
    ("containers", "Between 100 and 900 containers went overboard.", "150 to 250", "100 to 900"),
    ("exports", "Exports rose 7 percent, while imports fell 12 percent.", "12%", "7%"),
    ("killed", "It is untrue that a fire killed 26 dockers.", "26", "26"),
    ("killed", "A fire killed 26 dockers, or it killed 27 dockers, or it killed 28 dockers.", "26", ""),
    ("killed", "The dockers were tired.", "26", ""),
    ("ferries", "Brunmark built 18 ferries.", "Velden built 18 ferries.", ""),
]


@pytest.mark.parametrize(("name", "summary", "expected", "found"), VALUES)
def test_verdict_shows_both_values(yard: Matcher, name: str, summary: str, expected: str, found: str) -> None:
    shown = fact(yard, name, summary)
    assert (shown.id, shown.kind, shown.expected, shown.found) == (name, "count", expected, found)


MORNING = """
The Harbour Office counts 40 sailors rescued from the wreck. Some 300 tonnes of oil leaked into the bay. Three tugs
helped.
"""
EVENING = """
Sailors were rescued from the wreck all day: the tally stands at 52, rescuers say. About 900 tonnes of oil leaked into
the bay. Three tugs joined.
"""
MORNING_GOLD = """gold: 1
article: morning
names:
  office: {name: the Harbour Office, kind: body}
facts:
- id: rescued
  statement: 40 sailors were rescued from the wreck.
  count: {value: 40, unit: sailors, did: rescue}
  evidence: 40 sailors rescued
- id: oil
  statement: Some 300 tonnes of oil leaked into the bay.
  count: {value: 300, bound: about, unit: tonnes of oil, did: leak}
  evidence: Some 300 tonnes of oil
- id: tugs
  statement: Three tugs helped.
  count: {value: 3, unit: tugs, did: [help, join]}
  evidence: Three tugs
"""
EVENING_GOLD = """gold: 1
article: evening
names:
  rescuers: {name: rescuers, kind: group}
facts:
- id: rescued
  statement: 52 sailors were rescued from the wreck.
  count: {value: 52, unit: sailors, did: rescue}
  evidence: "Sailors were rescued from the wreck all day: the tally stands at 52"
- id: oil
  statement: About 900 tonnes of oil leaked into the bay.
  count: {value: 900, bound: about, unit: tonnes of oil, did: leak}
  evidence: About 900 tonnes of oil
- id: tugs
  statement: Three tugs helped.
  count: {value: 3, unit: tugs, did: [help, join]}
  evidence: Three tugs
"""
BOTH_GOLD = """gold: 1
includes: [morning, evening]
groups:
- id: rescued
  point: How many were rescued?
  relation: conflict
  members: [morning/rescued, evening/rescued]
- id: oil
  point: How much oil leaked?
  relation: conflict
  members: [morning/oil, evening/oil]
- id: tugs
  point: How many tugs helped?
  relation: agree
  members: [morning/tugs, evening/tugs]
"""


@pytest.fixture(scope="module")
def wreck(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    texts = {"morning": article("morning", MORNING), "evening": article("evening", EVENING, "Radio Bay")}
    golds = {"morning": MORNING_GOLD, "evening": EVENING_GOLD, "both": BOTH_GOLD}
    return make_matcher(tmp_path_factory.mktemp("wreck"), texts, golds, "both")


RIVALS = [
    # the summary, the verdict on the morning's 40, on the evening's 52
    ("40 sailors were rescued from the wreck.", "supported", "omitted"),
    ("52 sailors were rescued from the wreck.", "omitted", "supported"),
    ("40 sailors were rescued from the wreck [1], or 52 sailors [2].", "supported", "supported"),
    ("Between 40 and 52 sailors were rescued from the wreck.", "omitted", "omitted"),
    ("70 sailors were rescued from the wreck.", "contradicted", "contradicted"),
    # an article's number says whose fact is meant
    ("[1] 70 sailors were rescued from the wreck.", "contradicted", "omitted"),
    ("[2] 70 sailors were rescued from the wreck.", "omitted", "contradicted"),
    ("[1] 40 sailors were not rescued from the wreck.", "contradicted", "omitted"),
    ("[2] 40 sailors were not rescued from the wreck.", "omitted", "omitted"),
]


@pytest.mark.parametrize(("summary", "morning", "evening"), RIVALS)
def test_rivals_value_contradicts_nothing(wreck: Matcher, summary: str, morning: str, evening: str) -> None:
    found = {v.id: v.verdict for v in wreck.match(summary).facts}
    assert (found["morning/rescued"], found["evening/rescued"]) == (morning, evening)


def test_denial_counts_though_a_mate_has_the_value_too(wreck: Matcher) -> None:
    found = {v.id: v.verdict for v in wreck.match("Three tugs did not help.").facts}
    assert (found["morning/tugs"], found["evening/tugs"]) == ("contradicted", "contradicted")


HOTEL = """
Nearly 500 guests fled the hotel. Later, the police said that 430 guests fled the hotel. Not 12 but 15 waiters fled the
hotel, the police said at first. At most 80 cooks work there; at least 80 cooks work there, says the union.
The Grand renovated 60 rooms. The Grand replaced 7 lifts. It took a year. Later, the Astor renovated 60 rooms.
"""
HOTEL_GOLD = """gold: 1
article: hotel
names:
  hotel: {name: the hotel, kind: other}
  grand: {name: the Grand, also: [Grand], kind: body}
  astor: {name: the Astor, also: [Astor], kind: body}
facts:
- id: fled
  statement: 430 guests fled the hotel.
  count: {value: 430, unit: guests, did: flee}
  evidence: 430 guests fled the hotel
- id: waiters
  statement: 15 waiters fled the hotel.
  count: {value: 15, unit: waiters, did: flee}
  evidence: 15 waiters fled the hotel
- id: cooks
  statement: At most 80 cooks work at the hotel.
  count: {value: 80, bound: at most, unit: cooks, did: work}
  evidence: At most 80 cooks work there
- id: rooms
  statement: The Grand renovated 60 rooms.
  count: {value: 60, unit: rooms, who: grand, did: renovate}
  evidence: The Grand renovated 60 rooms
- id: lifts
  statement: The Grand replaced 7 lifts.
  count: {value: 7, unit: lifts, who: grand, did: replace}
  evidence: The Grand replaced 7 lifts
"""


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(
        tmp_path_factory.mktemp("hotel"), {"hotel": article("hotel", HOTEL)}, {"hotel": HOTEL_GOLD}, "hotel"
    )


OWN = [
    # what the article itself says in passing is no error in a summary; another number is
    ("fled", "Nearly 500 guests fled the hotel.", "omitted"),
    ("fled", "480 guests fled the hotel.", "contradicted"),
    ("waiters", "12 waiters fled the hotel.", "omitted"),
    ("waiters", "20 waiters fled the hotel.", "contradicted"),
    ("cooks", "At least 80 cooks work at the hotel.", "omitted"),
    ("cooks", "At least 90 cooks work at the hotel.", "contradicted"),
    ("rooms", "The Astor renovated 60 rooms.", "supported"),
    ("lifts", "The Astor replaced 7 lifts.", "contradicted"),
]


@pytest.mark.parametrize(("name", "summary", "expected"), OWN)
def test_what_an_article_says_itself_is_no_error(hotel: Matcher, name: str, summary: str, expected: str) -> None:
    found = fact(hotel, name, summary)
    assert found.verdict == expected, found.reason
