"""Verdicts on statements: polarity, certainty and names of a fact, and the words that a verdict rests on."""

from __future__ import annotations

import pytest
from made import article, fact, make_matcher, marked

from harness.gold.matching import Matcher

TEXT = """
The council of Ostby may sell the harbour, an adviser thinks. Mayor Ada Lund has not resigned. The ferry company
Norline bought the shipyard from Sundline. The bridge is safe, engineers say. Nobody from the ministry visited Ostby.
It is unclear whether the tunnel will open. Lund praised Krogh. Police arrested the treasurer. The treasurer denies
theft. The mill closed. Fog probably caused the collision. Norline sued the union. The pier is open to visitors.
Experts say that the dam will hold. The school in Vik was evacuated. Vik sent lifeboats to Ostby. Pumps from Vik are to
support Ostby in the flood. The wind may weaken near the coast. The rescue was successful.
Guards locked the gates before the storm reached Vik.
"""
GOLD = """gold: 1
article: town
names:
  council: {name: the council, kind: body}
  lund: {name: Ada Lund, also: [Lund, the mayor], kind: person, role: mayor}
  krogh: {name: Krogh, kind: person}
  norline: {name: Norline, kind: body}
  sundline: {name: Sundline, kind: body}
  ministry: {name: the ministry, kind: body}
  ostby: {name: Ostby, kind: place}
  vik: {name: Vik, kind: place}
  police: {name: police, kind: body}
facts:
- id: gates
  statement: Guards locked the gates before the storm reached Vik.
  states: {who: guards, did: lock, what: the gates, terms: [[gate], [lock]]}
  evidence: Guards locked the gates before the storm reached Vik
- id: wind
  statement: The wind may weaken near the coast.
  states: {who: the wind, did: weaken, certainty: possible, terms: [[wind], [weaken]]}
  evidence: The wind may weaken near the coast
- id: rescue
  statement: The rescue was successful.
  states: {who: the rescue, did: be successful, terms: [[rescue], [successful, succeed]]}
  evidence: The rescue was successful
- id: boats
  statement: Vik sent lifeboats to Ostby.
  states: {who: vik, did: send, what: lifeboats, terms: [[lifeboat], [send]]}
  evidence: Vik sent lifeboats to Ostby
- id: pumps
  statement: Pumps from Vik are to support Ostby in the flood.
  states: {who: pumps, did: support, what: ostby, terms: [[pump], [support, help]]}
  evidence: Pumps from Vik are to support Ostby
- id: sale
  statement: The council of Ostby may sell the harbour.
  states: {who: council, did: sell, what: the harbour, certainty: possible, terms: [[harbour, port], [sell]]}
  evidence: The council of Ostby may sell the harbour
- id: resigned
  statement: Ada Lund has not resigned.
  states: {who: lund, did: resign, polarity: negative, terms: [[resign, step down]]}
  evidence: Mayor Ada Lund has not resigned
- id: bought
  statement: Norline bought the shipyard from Sundline.
  states: {who: norline, did: buy, what: the shipyard, terms: [[shipyard], [buy]]}
  evidence: bought the shipyard from Sundline
- id: safe
  statement: The bridge is safe.
  states: {who: the bridge, did: be safe, terms: [[bridge], [safe]]}
  evidence: The bridge is safe
- id: visited
  statement: Nobody from the ministry visited Ostby.
  states: {who: ministry, did: visit, what: Ostby, polarity: negative, terms: [[visit], [ministry]]}
  evidence: Nobody from the ministry visited Ostby
- id: tunnel
  statement: It is unclear whether the tunnel will open.
  states: {who: the tunnel, did: open, certainty: unconfirmed, terms: [[tunnel], [open]]}
  evidence: It is unclear whether the tunnel will open
- id: praised
  statement: Lund praised Krogh.
  states: {who: lund, did: praise, what: krogh}
  evidence: Lund praised Krogh
- id: arrested
  statement: Police arrested the treasurer.
  states: {who: police, did: arrest, what: the treasurer, terms: [[treasurer], [arrest]]}
  evidence: Police arrested the treasurer
- id: mill
  statement: The mill closed.
  states: {who: the mill, did: close}
  evidence: The mill closed
- id: fog
  statement: Fog probably caused the collision.
  states: {who: fog, did: cause, what: the collision, certainty: likely, terms: [[fog], [cause, be behind]]}
  evidence: Fog probably caused the collision
- id: dam
  statement: The dam will hold.
  states: {who: the dam, did: hold, terms: [[dam], [hold]]}
  evidence: the dam will hold
- id: school
  statement: The school in Vik was evacuated.
  states: {who: the school, did: evacuate, terms: [[school], [evacuate]]}
  evidence: The school in Vik was evacuated
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("town"), {"town": article("town", TEXT)}, {"town": GOLD}, "town")


VERDICTS = [
    # what may be, told as it is, in other words, as settled, and as denied
    ("sale", "The council of Ostby may sell the harbour.", "supported"),
    ("sale", "The council of Ostby might sell the port.", "supported"),
    ("sale", "The council of Ostby will certainly sell the harbour.", "contradicted"),
    ("sale", "The council of Ostby sold the harbour.", "contradicted"),
    ("sale", "The council of Ostby will sell the harbour.", "contradicted"),
    ("sale", "It has been decided that the council of Ostby sells the harbour.", "contradicted"),
    ("sale", "The council of Ostby may not sell the harbour.", "contradicted"),
    ("sale", "The council will not sell the harbour.", "contradicted"),
    ("fog", "Fog was probably behind the collision.", "supported"),
    ("fog", "Fog caused the collision.", "contradicted"),
    ("fog", "Fog certainly caused the collision.", "contradicted"),
    ("fog", "Fog probably did not cause the collision.", "contradicted"),
    ("tunnel", "It is unclear whether the tunnel will open.", "supported"),
    # what is not so
    ("resigned", "Ada Lund has not resigned.", "supported"),
    ("resigned", "The mayor did not step down.", "supported"),
    ("resigned", "Lund refused to resign.", "supported"),
    ("resigned", "Ada Lund has resigned.", "contradicted"),
    ("resigned", "Krogh has not resigned.", "contradicted"),
    ("visited", "Nobody from the ministry came to visit Ostby.", "supported"),
    ("visited", "Somebody from the ministry visited Ostby.", "contradicted"),
    ("visited", "The ministry visited Ostby.", "contradicted"),
    # what is so, denied, doubted, asked or supposed
    ("safe", "The bridge is safe.", "supported"),
    ("safe", "The bridge is not safe.", "contradicted"),
    ("safe", "The bridge is not safe, says Krogh.", "contradicted"),
    ("safe", "The bridge may be safe.", "contradicted"),
    ("safe", "It is doubtful whether the bridge is safe.", "contradicted"),
    ("safe", "It is still unclear whether, on 3 May, 2029, the bridge is safe.", "contradicted"),
    ("safe", "It is unclear whether the dam will hold, but the bridge is safe.", "omitted"),
    ("safe", "If the bridge is safe, all is well.", "omitted"),
    ("safe", "Is the bridge safe?", "omitted"),
    ("mill", "The mill did not close.", "contradicted"),
    ("mill", "The mill may have closed.", "contradicted"),
    ("dam", "The dam will hold.", "supported"),
    ("dam", "The dam could hold.", "contradicted"),
    ("dam", "The dam will not hold.", "contradicted"),
    # both stated and denied
    ("safe", "The bridge is safe. It is not true that the bridge is safe.", "contradicted"),
    ("safe", "The bridge is safe. The bridge is not safe.", "contradicted"),
    ("safe", "The bridge is not safe. Later, the bridge is safe.", "contradicted"),
    ("boats", "Vik sent food and lifeboats to Ostby. Vik did not send food and lifeboats to Ostby.", "contradicted"),
    # another, or the other way round
    ("bought", "Norline bought the shipyard from Sundline.", "supported"),
    ("bought", "The shipyard was bought by Norline from Sundline.", "supported"),
    ("bought", "Sundline bought the shipyard from Norline.", "contradicted"),
    ("bought", "Norline did not buy the shipyard from Sundline.", "contradicted"),
    ("bought", "Norline may have bought the shipyard from Sundline.", "contradicted"),
    ("bought", "Norline sold the shipyard to Sundline.", "contradicted"),
    # the contrary of one of its words
    ("wind", "The wind may ease near the coast.", "supported"),
    ("wind", "Near the coast, the wind may strengthen.", "contradicted"),
    ("rescue", "The rescue was unsuccessful.", "contradicted"),
    ("rescue", "The rescue was not unsuccessful.", "omitted"),
    # in the other order
    ("gates", "Before the storm reached Vik, guards had locked the gates.", "supported"),
    ("gates", "Guards locked the gates after the storm had reached Vik.", "contradicted"),
    ("gates", "After the storm reached Vik, guards locked the gates.", "contradicted"),
    ("gates", "The storm reached Vik after guards had locked the gates.", "supported"),
    ("gates", "Guards locked the gates after a warning.", "supported"),
    # to another of those named
    ("boats", "Lifeboats from Vik were sent to Ostby.", "supported"),
    ("boats", "Lifeboats were sent to Vik by Ostby.", "contradicted"),
    ("boats", "Lifeboats that were sent to Vik's harbour are now in Ostby.", "supported"),
    ("boats", "Lifeboats, sent according to Vik, are in Ostby.", "supported"),
    ("pumps", "With pumps, Vik is to help Ostby in the flood.", "supported"),
    ("pumps", "Ostby has pumps to help Vik in the flood.", "contradicted"),
    ("praised", "Lund praised Krogh.", "supported"),
    ("praised", "Krogh praised Lund.", "contradicted"),
    ("arrested", "The treasurer was arrested by police.", "supported"),
    ("arrested", "Norline arrested the treasurer.", "contradicted"),
    # a sentence without small words is one; a row of words is none
    ("arrested", "Police yesterday arrested Ostby's treasurer.", "supported"),
    ("arrested", "Police, Ostby, treasurer, arrested, theft.", "omitted"),
    ("arrested", "Police Ostby treasurer theft arrested", "omitted"),
    ("arrested", "Police released the treasurer.", "contradicted"),
    ("arrested", "The police did not arrest the treasurer.", "contradicted"),
    ("school", "The school was evacuated.", "supported"),
    ("school", "The school in Ostby was evacuated.", "contradicted"),
    ("school", "The school in Vik was not evacuated.", "contradicted"),
    # a denial that is only reported is none of the summary's
    ("safe", "Krogh denies that the bridge is safe.", "omitted"),
    ("safe", "It was reported that the bridge is not safe.", "contradicted"),
    # both hedged and insisted on
    ("fog", "Fog was probably the cause. It is certain that fog caused the collision.", "contradicted"),
    ("fog", "Fog probably caused the collision. Fog was probably behind it.", "supported"),
    # less than the fact, or something else
    ("sale", "The council met at the harbour.", "omitted"),
    ("bought", "Norline is a ferry company.", "omitted"),
    ("school", "The treasurer went to Vik.", "omitted"),
    ("resigned", "Ada Lund opened the school.", "omitted"),
]


@pytest.mark.parametrize(("name", "summary", "expected"), VERDICTS)
def test_statement_gets_its_verdict(town: Matcher, name: str, summary: str, expected: str) -> None:
    found = fact(town, name, summary)
    assert found.verdict == expected, found.reason


WORDS = [
    # what states a fact
    ("safe", "It rained. The bridge is safe.", "bridge is safe"),
    ("bought", "The shipyard was bought by Norline from Sundline.", "shipyard was bought"),
    # the predicate with what negates it, doubts it or makes it certain
    ("safe", "It rained. The bridge is not safe.", "is not safe"),
    ("sale", "The council of Ostby will certainly sell the harbour.", "will certainly sell"),
    ("sale", "The council of Ostby sold the harbour.", "sold"),
    ("sale", "The council of Ostby may not sell the harbour.", "may not sell"),
    ("bought", "Norline may have bought the shipyard from Sundline.", "may have bought"),
    ("mill", "The mill did not close.", "did not close"),
    ("resigned", "It rained. Ada Lund has resigned.", "has resigned"),
    # the word that means the contrary
    ("bought", "Norline sold the shipyard to Sundline.", "sold"),
    ("arrested", "Police released the treasurer.", "released"),
    # the name in another's place
    ("arrested", "Norline arrested the treasurer.", "Norline"),
    ("school", "The school in Ostby was evacuated.", "Ostby"),
    ("bought", "Sundline bought the shipyard from Norline.", "Sundline"),
    # of several sentences the one that decides
    ("safe", "The bridge is not safe. Later, the bridge is safe.", "is not safe"),
    ("arrested", "The treasurer is old. Police arrested the treasurer.", "arrested the treasurer"),
]


@pytest.mark.parametrize(("name", "summary", "words"), WORDS)
def test_verdict_spans_the_words_that_decide(town: Matcher, name: str, summary: str, words: str) -> None:
    assert marked(summary, fact(town, name, summary).summary_span) == words


def test_article_with_all_its_statements_is_read_as_it_is(town: Matcher) -> None:
    assert {v.verdict for v in town.match(TEXT).facts} == {"supported"}


def test_verdict_shows_the_fact_and_the_words_found(town: Matcher) -> None:
    stated, wrong, absent = (
        fact(town, "safe", text) for text in ("The bridge is safe.", "The bridge is not safe.", "Rain fell.")
    )
    assert [v.expected for v in (stated, wrong)] == ["The bridge is safe."] * 2
    assert [v.found for v in (stated, wrong, absent)] == ["bridge is safe", "bridge is not safe", ""]
    assert [(v.id, v.kind, v.verdict) for v in (stated, wrong, absent)] == [
        ("safe", "statement", "supported"),
        ("safe", "statement", "contradicted"),
        ("safe", "statement", "omitted"),
    ]
    assert stated.evidence == wrong.evidence == absent.evidence != ()


OWN = """
The dam may have broken, it was feared at first. The dam broke on Monday. The mill is safe, the owner says. The mill
is not safe, say neighbours. Ada Lund has not read the report of the auditors on the port. Fog delayed the ferry. Fog
did not delay the train. The town may buy the old brewery behind the market. Krogh is a lawyer.
Ada Lund has not signed the ledger of the auditors. Ada Lund has signed the letter to the bishop. The
bishop reads every letter. The new sluice at the weir will close in June. One sluice did not
close in a harsh winter.
"""
OWN_GOLD = """gold: 1
article: own
names:
  lund: {name: Ada Lund, also: [Lund], kind: person}
  krogh: {name: Krogh, kind: person}
  town: {name: the town, kind: body}
facts:
- id: dam
  statement: The dam broke.
  states: {who: the dam, did: break, terms: [[dam], [break]]}
  evidence: The dam broke on Monday
- id: mill
  statement: The mill is safe.
  states: {who: the mill, did: be safe, terms: [[mill], [safe]]}
  evidence: The mill is safe
- id: report
  statement: Ada Lund has not read the report of the auditors on the port.
  states: {who: lund, did: read, what: the report, polarity: negative, terms: [[read], [report]]}
  evidence: Ada Lund has not read the report of the auditors on the port
- id: brewery
  statement: The town may buy the old brewery behind the market.
  states: {who: town, did: buy, what: the brewery, certainty: possible, terms: [[buy], [brewery]]}
  evidence: The town may buy the old brewery behind the market
- id: ledger
  statement: Ada Lund has not signed the ledger of the auditors.
  states: {who: lund, did: sign, what: the ledger, polarity: negative, terms: [[sign]]}
  evidence: Ada Lund has not signed the ledger of the auditors
- id: letter
  statement: Ada Lund has signed the letter to the bishop.
  states: {who: lund, did: sign, what: the letter, terms: [[sign], [letter]]}
  evidence: Ada Lund has signed the letter to the bishop
- id: sluice
  statement: The new sluice at the weir will close.
  states: {who: the sluice, did: close, terms: [[close]]}
  evidence: The new sluice at the weir will close
- id: reads
  statement: The bishop reads letters.
  states: {who: the bishop, did: read, what: letters, terms: [[bishop], [letter]]}
  evidence: The bishop reads every letter
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("own"), {"own": article("own", OWN)}, {"own": OWN_GOLD}, "own")


IN_ITS_WORDS = [
    # an article may doubt at first what it asserts below, and quote who denies it
    ("dam", "The dam broke.", "supported"),
    ("dam", "The dam may have broken.", "omitted"),
    ("dam", "The dam did not break.", "contradicted"),
    ("mill", "The mill is not safe.", "omitted"),
    ("mill", "The mill may be safe.", "contradicted"),
    # but it does not where it has much less of the fact than an error must have
    ("sluice", "The new sluice at the weir will not close.", "contradicted"),
    # less of a fact is enough for an error where it is of the fact's own person
    ("report", "Lund has read the report.", "contradicted"),
    ("report", "Lund has read the report of the auditors.", "contradicted"),
    ("report", "Somebody has read the report.", "omitted"),
    # and where a sentence says nothing else
    ("brewery", "It was never planned to buy the brewery, but the market was to be enlarged.", "omitted"),
    ("brewery", "The old brewery was not bought.", "contradicted"),
    ("report", "Lund has not read the report.", "supported"),
    # or where it insists
    ("brewery", "The town will certainly buy the brewery.", "contradicted"),
    ("brewery", "The town may buy the brewery.", "supported"),
    ("brewery", "The town will buy the old brewery behind the market.", "contradicted"),
    (
        "brewery",
        "The town may buy the old brewery. The town will certainly buy the old brewery behind the market.",
        "contradicted",
    ),
    # a wrong name is none where it is of another fact that the words state
    ("letter", "Krogh has signed the letter to the bishop.", "contradicted"),
    # words that state another fact go against none
    ("letter", "Ada Lund has signed the letter to the bishop.", "supported"),
    ("ledger", "Ada Lund has signed the letter to the bishop.", "omitted"),
    ("ledger", "Ada Lund has signed the ledger of the auditors.", "contradicted"),
    (
        "ledger",
        "Ada Lund signed the ledger of the auditors. Ada Lund signed the letter to the bishop.",
        "contradicted",
    ),
]


@pytest.mark.parametrize(("name", "summary", "expected"), IN_ITS_WORDS)
def test_what_an_article_says_itself_is_no_error(port: Matcher, name: str, summary: str, expected: str) -> None:
    found = fact(port, name, summary)
    assert found.verdict == expected, found.reason
