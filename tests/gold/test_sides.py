"""What is turned round without a `not`: a side taken, the time of a rate, a fate, what plays no part, what is open."""

from __future__ import annotations

import pytest
from made import article, fact, make_matcher

from harness.gold.matching import Matcher

# Invented: neither the town nor anybody in it exists.
TEXT = """
Nineteen councillors of Varnholt voted for the quay on Monday; the Anglers' Party voted against the quay. Parking there
will cost 3.50 crowns an hour. About 1,400 people had to leave their homes while the old quay was blown up. Noise was a
main factor in the choice of the site. A court penalty may have been the mayor's reason. It is open whether the union
can stop the work. The water has risen to 38 degrees Celsius. The builder, Ostmark, denies having paid the mayor. In a
joint letter the heads of the two schools, Jon Tarl and Ida Moss, complained that nobody had asked them; Per Lind
defends the plan.
"""
GOLD = """gold: 1
article: quay
names:
  council: {name: the council of Varnholt, also: [Varnholt's council], kind: body}
  ostmark: {name: Ostmark, also: [the builder], kind: body}
  tarl: {name: Jon Tarl, also: [Tarl], kind: person}
  moss: {name: Ida Moss, also: [Moss], kind: person}
  heads: {all: [tarl, moss]}
  lind: {name: Per Lind, also: [Lind], kind: person}
  anglers: {name: Anglers' Party, also: [the Anglers], kind: body}
facts:
- id: votes
  statement: Nineteen councillors voted for the quay.
  count: {value: 19, unit: councillors, did: vote, terms: [[quay]]}
  evidence: Nineteen councillors of Varnholt voted for the quay
- id: anglers
  statement: The Anglers' Party voted against the quay.
  states: {who: anglers, did: vote, what: against the quay, terms: [[against, oppose, reject], [quay]]}
  evidence: the Anglers' Party voted against the quay
- id: parking
  statement: Parking will cost 3.50 crowns an hour.
  count: {value: 3.50, unit: crowns, did: cost, terms: [[parking, park]]}
  evidence: Parking there will cost 3.50 crowns an hour
- id: left
  statement: About 1,400 people had to leave their homes.
  count: {value: 1400, bound: about, unit: people, did: [leave, flee], terms: [[home, house]]}
  evidence: About 1,400 people had to leave their homes
- id: noise
  statement: Noise was a main factor in the choice of the site.
  states: {who: noise, did: [be, play], what: a main factor in the choice of the site, terms: [[factor, reason, part], [noise], [site]]}
  evidence: Noise was a main factor in the choice of the site
- id: reason
  statement: A court penalty may have been the mayor's reason.
  states: {who: a court penalty, did: be, what: the mayor's reason, certainty: possible, terms: [[penalty], [reason, motive]]}
  evidence: A court penalty may have been the mayor's reason
- id: water
  statement: The water has risen to 38 degrees Celsius.
  count: {value: 38, unit: degrees Celsius, did: [rise, climb], terms: [[water]]}
  evidence: The water has risen to 38 degrees Celsius
- id: paid
  statement: Ostmark denies having paid the mayor.
  says: {who: ostmark, how: denies, what: having paid the mayor, terms: [[pay, payment]]}
  evidence: Ostmark, denies having paid the mayor
- id: asked
  statement: The heads of the two schools complained that nobody had asked them.
  says: {who: heads, what: nobody had asked them, terms: [[ask, consult]]}
  evidence: complained that nobody had asked them
- id: union
  statement: It is open whether the union can stop the work.
  states: {who: the union, did: [stop, halt], what: the work, certainty: unconfirmed, terms: [[stop, halt], [union]]}
  evidence: It is open whether the union can stop the work
"""  # noqa: E501


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("quay"), {"quay": article("quay", TEXT)}, {"quay": GOLD}, "quay")


VERDICTS = [
    ("votes", "Nineteen councillors voted in favour of the quay.", "supported"),
    ("votes", "Nineteen councillors voted against the quay.", "contradicted"),
    ("anglers", "The Anglers voted against the quay.", "supported"),
    ("anglers", "The Anglers' Party voted for the quay.", "contradicted"),
    ("anglers", "The Anglers' Party voted in favour of the quay.", "contradicted"),
    ("parking", "To park will cost 3.50 crowns per hour.", "supported"),
    ("parking", "Parking will cost 3.50 crowns a day.", "contradicted"),
    ("left", "Some 1,400 people fled their homes.", "supported"),
    ("left", "About 1,400 people were killed.", "contradicted"),
    ("noise", "Noise was a main factor in the choice of the site.", "supported"),
    ("noise", "Noise was no factor in the choice of the site.", "contradicted"),
    ("noise", "Noise played no part in the choice of the site.", "contradicted"),
    ("noise", "There is no doubt that noise was a main factor in the choice of the site.", "supported"),
    ("reason", "A court penalty was perhaps the mayor's reason.", "supported"),
    ("reason", "A court penalty was the mayor's reason.", "contradicted"),
    ("water", "The water has climbed to 38 degrees Celsius (about 100 degrees Fahrenheit).", "supported"),
    ("water", "The water has dropped to 38 degrees Celsius (about 100 degrees Fahrenheit).", "contradicted"),
    ("paid", "Ostmark says that it did not pay.", "supported"),
    ("paid", "Ostmark says that it did pay.", "contradicted"),
    ("paid", "Ostmark says that it may have paid.", "omitted"),
    ("asked", "Nobody asked them, complain Jon Tarl and Ida Moss.", "supported"),
    ("asked", "Nobody asked them, complain Jon Tarl and Per Lind.", "contradicted"),
    ("union", "Whether the union can halt the work is open.", "supported"),
    ("union", "The union has stopped the work.", "contradicted"),
]


@pytest.mark.parametrize(("name", "summary", "expected"), VERDICTS)
def test_what_is_turned_round_in_other_words(quay: Matcher, name: str, summary: str, expected: str) -> None:
    found = fact(quay, name, summary)
    assert found.verdict == expected, found.reason


def test_the_article_states_all_its_facts(quay: Matcher) -> None:
    assert {v.verdict for v in quay.match(TEXT).facts} == {"supported"}
