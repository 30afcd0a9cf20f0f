"""Verdicts on attributions: relays, joint sources, denials, fears, and two sources of one thing."""

from __future__ import annotations

import pytest
from made import article, fact, make_matcher, marked

from harness.gold.matching import Matcher

TEXT = """
Twelve workers were trapped in the Belm mine, the rescue service said. Owner Karl Ostrow told the Belm Courier that
the pit was checked in May. The union and the church call the pit unsafe. Minister Rita Falk warned that the roof may
fall, the radio reported. The inspector denies that gas was found. Nine pumps are running, according to engineer Jan
Hilbig. A geologist, Vera Lind, said that nine pumps are running too. Falk said that the roof was repaired. Hilbig
praised the crew. The union said that the shaft should be closed.
It should be closed until the lift is mended, the union said.
"""
GOLD = """gold: 1
article: mine
names:
  service: {name: the rescue service, also: [rescue service], kind: body}
  ostrow: {name: Karl Ostrow, also: [Ostrow, the owner], kind: person, role: owner}
  courier: {name: the Belm Courier, also: [Belm Courier], kind: outlet}
  radio: {name: the radio, kind: outlet}
  union: {name: the union, kind: body}
  church: {name: the church, kind: body}
  falk: {name: Rita Falk, also: [Falk, the minister], kind: person, role: minister}
  inspector: {name: the inspector, kind: person}
  hilbig: {name: Jan Hilbig, also: [Hilbig, the engineer], kind: person, role: engineer}
  lind: {name: Vera Lind, also: [Lind, the geologist], kind: person, role: geologist}
facts:
- id: trapped
  statement: Twelve workers were trapped in the Belm mine.
  count: {value: 12, unit: workers, did: trap}
  evidence: Twelve workers were trapped
- id: trapped-source
  statement: The rescue service says that twelve workers were trapped.
  says: {who: service, what: [trapped]}
  evidence: Twelve workers were trapped in the Belm mine, the rescue service said
- id: checked
  statement: Karl Ostrow told the Belm Courier that the pit was checked.
  says: {who: ostrow, via: courier, what: The pit was checked., terms: [[pit, mine], [check, inspect]]}
  evidence: told the Belm Courier that the pit was checked
- id: unsafe
  statement: The union and the church call the pit unsafe.
  says: {who: {all: [union, church]}, what: The pit is unsafe., terms: [[pit, mine], [unsafe]]}
  evidence: The union and the church call the pit unsafe
- id: roof
  statement: Rita Falk warned that the roof may fall.
  says: {who: falk, via: radio, how: fears, what: The roof may fall., terms: [[roof], [fall, collapse]]}
  evidence: Minister Rita Falk warned that the roof may fall
- id: gas
  statement: The inspector denies that gas was found.
  says: {who: inspector, how: denies, what: Gas was found., terms: [[gas], [find]]}
  evidence: The inspector denies that gas was found
- id: pumps
  statement: Nine pumps are running.
  count: {value: 9, unit: pumps, did: run}
  evidence: Nine pumps are running
- id: hilbig-pumps
  statement: Jan Hilbig says that nine pumps are running.
  says: {who: hilbig, what: [pumps]}
  evidence: according to engineer Jan Hilbig
- id: lind-pumps
  statement: Vera Lind says that nine pumps are running.
  says: {who: lind, what: [pumps]}
  evidence: Vera Lind, said that nine pumps are running too
- id: repaired
  statement: Rita Falk says that the roof was repaired.
  says: {who: falk, what: The roof was repaired., terms: [[roof], [repair]]}
  evidence: Falk said that the roof was repaired
- id: closing
  statement: The union said that the shaft should be closed.
  says: {who: union, what: The shaft should be closed., terms: [[shaft], [close, shut]]}
  evidence: the shaft should be closed
- id: closing-until
  statement: The union said that the shaft should be closed until the lift is mended.
  says: {who: union, what: The shaft should be closed until the lift is mended., terms: [[close, shut], [lift], [mend]]}
  evidence: should be closed until the lift is mended
groups:
- id: closing
  point: Should the shaft be closed?
  relation: agree
  members: [closing, closing-until]
"""


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("mine"), {"mine": article("mine", TEXT)}, {"mine": GOLD}, "mine")


VERDICTS = [
    # what a fact holds: source, another source, none, other content, the opposite
    ("trapped-source", "Twelve workers were trapped in the Belm mine, the rescue service said.", "supported"),
    ("trapped-source", "The union said that twelve workers were trapped in the Belm mine.", "contradicted"),
    ("trapped-source", "Twelve workers were trapped in the Belm mine.", "omitted"),
    ("trapped-source", "The rescue service said that fifteen workers were trapped in the Belm mine.", "contradicted"),
    ("trapped-source", "The rescue service denied that twelve workers were trapped in the mine.", "contradicted"),
    ("trapped", "The union said that twelve workers were trapped in the Belm mine.", "supported"),
    ("trapped-source", "The mine is old.", "omitted"),
    # what is given to its source once is given to it, and what is told plainly to nobody else
    (
        "trapped-source",
        "Twelve workers were trapped, the union said. The rescue service said that twelve workers were trapped.",
        "supported",
    ),
    (
        "trapped-source",
        "Twelve workers were trapped in the Belm mine. The union said that twelve workers were trapped.",
        "omitted",
    ),
    # content in words; a relay may be left out
    ("checked", "Karl Ostrow told the Belm Courier that the pit was checked.", "supported"),
    ("checked", "Ostrow says that the pit was checked.", "supported"),
    ("checked", "Hilbig says that the pit was checked.", "contradicted"),
    ("checked", "Ostrow denies that the pit was checked.", "contradicted"),
    ("checked", "The pit was checked.", "omitted"),
    ("checked", "Experts said that the pit was checked.", "omitted"),
    # joint sources
    ("unsafe", "The union and the church call the pit unsafe.", "supported"),
    ("unsafe", "Hilbig said that the pit was unsafe.", "contradicted"),
    # fears and denials
    ("roof", "Falk fears that the roof may fall.", "supported"),
    ("roof", "Falk confirmed that the roof may fall.", "contradicted"),
    ("roof", "The roof may fall, Lind said.", "contradicted"),
    ("gas", "The inspector denies that gas was found.", "supported"),
    ("gas", "The inspector confirmed that gas was found.", "contradicted"),
    ("gas", "The inspector did not deny that gas was found.", "contradicted"),
    ("gas", "Ostrow denies that gas was found.", "contradicted"),
    # two who say one thing: neither is a wrong source for it, a third is
    ("hilbig-pumps", "Nine pumps are running, says Hilbig.", "supported"),
    ("lind-pumps", "Nine pumps are running, says Hilbig.", "omitted"),
    ("hilbig-pumps", "Nine pumps are running, says Lind.", "omitted"),
    ("lind-pumps", "Nine pumps are running, say Hilbig and Lind.", "supported"),
    ("hilbig-pumps", "Nine pumps are running, say Hilbig and Lind.", "supported"),
    ("hilbig-pumps", "Nine pumps are running, says Ostrow.", "contradicted"),
    ("lind-pumps", "Nine pumps are running, says Ostrow.", "contradicted"),
    ("lind-pumps", "Eight pumps are running, says Lind.", "contradicted"),
    # one speaker with two things, two speakers with one each
    ("repaired", "Falk said that the roof was repaired, while Ostrow said that the pit was checked.", "supported"),
    ("checked", "Falk said that the roof was repaired, while Ostrow said that the pit was checked.", "supported"),
    ("repaired", "Lind said that the roof was repaired.", "contradicted"),
    # of two ways of saying one thing the fuller is said
    ("closing", "The union said that the shaft should be closed.", "supported"),
    ("closing-until", "The union said that the shaft should be closed.", "omitted"),
    ("closing-until", "The union said that the shaft should be closed until the lift is mended.", "supported"),
]


@pytest.mark.parametrize(("name", "summary", "expected"), VERDICTS)
def test_attribution_gets_its_verdict(mine: Matcher, name: str, summary: str, expected: str) -> None:
    found = fact(mine, name, summary)
    assert found.verdict == expected, found.reason


@pytest.mark.parametrize(
    ("summary", "mark"),
    [
        ("The union and the church call the pit unsafe.", None),
        ("The union called the pit unsafe.", "coarser"),
        ("The church said that the pit was unsafe.", "coarser"),
    ],
)
def test_one_of_joint_sources_is_coarser(mine: Matcher, summary: str, mark: str | None) -> None:
    found = fact(mine, "unsafe", summary)
    assert (found.verdict, found.mark) == ("supported", mark)


WORDS = [
    # the source, the wrong source, the wrong content
    ("trapped-source", "It rained. Twelve workers were trapped, the rescue service said.", "rescue service"),
    ("trapped-source", "It rained. The union said that twelve workers were trapped in the Belm mine.", "union"),
    ("trapped-source", "The rescue service said that fifteen workers were trapped in the Belm mine.", "fifteen"),
    ("roof", "It rained. Falk confirmed that the roof may fall.", "Falk"),
    ("lind-pumps", "Eight pumps are running, says Lind.", "Eight"),
    ("unsafe", "The union and the church call the pit unsafe.", "union and the church"),
    ("checked", "The pit was checked.", ""),
]


@pytest.mark.parametrize(("name", "summary", "words"), WORDS)
def test_verdict_spans_who_says_it_or_what_is_wrong(mine: Matcher, name: str, summary: str, words: str) -> None:
    assert marked(summary, fact(mine, name, summary).summary_span) == words


def test_article_with_all_its_attributions_is_read_as_it_is(mine: Matcher) -> None:
    assert [v.id for v in mine.match(TEXT).facts if v.verdict != "supported"] == []


def test_verdict_shows_the_fact_and_the_words_found(mine: Matcher) -> None:
    given, wrong, absent = (
        fact(mine, "roof", text)
        for text in ("Falk fears that the roof may fall.", "The roof may fall, Lind said.", "It rained.")
    )
    assert [(v.id, v.kind, v.mark) for v in (given, wrong, absent)] == [("roof", "attribution", None)] * 3
    assert [v.expected for v in (given, wrong)] == ["Rita Falk warned that the roof may fall."] * 2
    assert [v.found for v in (given, wrong, absent)] == ["Falk", "Lind", ""]
    assert given.evidence == wrong.evidence == absent.evidence != ()


PAY = """
The radio reported that the inspector denies the blast. Wages in the mine are too low, the union said. Wages in the mine
are too low for miners with children in winter, the union said later. Wages of nurses are too low, the bishop said. The
clinic told nobody. The pumps were oiled, the engineer said. The crane was painted, the foreman said. Vera Lind left.
"""
PAY_GOLD = """gold: 1
article: pay
names:
  radio: {name: the radio, kind: outlet}
  inspector: {name: the inspector, kind: person}
  union: {name: the union, kind: body}
  bishop: {name: the bishop, kind: person}
  engineer: {name: the engineer, kind: person}
  foreman: {name: the foreman, kind: person}
  lind: {name: Vera Lind, also: [Lind], kind: person}
facts:
- id: relayed
  statement: The radio reports that the inspector denies the blast.
  says: {who: radio, how: reports, what: [denial]}
  evidence: The radio reported
- id: denial
  statement: The inspector denies the blast.
  says: {who: inspector, how: denies, what: There was a blast., terms: [[blast]]}
  evidence: the inspector denies the blast
- id: wages
  statement: The union says that wages in the mine are too low.
  says: {who: union, what: Wages in the mine are too low., terms: [[wage], [low]]}
  evidence: Wages in the mine are too low, the union said
- id: wages-children
  statement: The union says that wages in the mine are too low for miners with children in winter.
  says: {who: union, what: Wages are too low for miners with children in winter., terms: [[wage], [low]]}
  evidence: too low for miners with children in winter
- id: nurses
  statement: The bishop says that the wages of nurses are too low.
  says: {who: bishop, what: The wages of nurses are too low., terms: [[wage], [low], [nurse]]}
  evidence: Wages of nurses are too low, the bishop said
- id: oiled
  statement: The engineer says that the pumps were oiled.
  says: {who: engineer, what: The pumps were oiled., terms: [[pump], [oil]]}
  evidence: The pumps were oiled, the engineer said
- id: painted
  statement: The foreman says that the crane was painted.
  says: {who: foreman, what: The crane was painted., terms: [[crane], [paint]]}
  evidence: The crane was painted, the foreman said
groups:
- id: wages
  point: Are wages too low?
  relation: agree
  members: [wages, wages-children]
"""


@pytest.fixture(scope="module")
def pay(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("pay"), {"pay": article("pay", PAY)}, {"pay": PAY_GOLD}, "pay")


AMONG_OTHERS = [
    # a saying about a saying
    ("relayed", "The radio reported that the inspector denies the blast.", "supported"),
    ("relayed", "The inspector denies the blast.", "omitted"),
    # of several ways of saying one thing a sentence says the one that it has most of
    ("wages", "The union said that wages in the mine are too low.", "supported"),
    ("wages-children", "The union said that wages in the mine are too low.", "omitted"),
    ("wages-children", "The union said that wages are too low for miners with children in winter.", "supported"),
    # one who says much the same is no wrong source for it, a third is
    ("wages", "The bishop said that wages are too low.", "omitted"),
    ("wages", "Vera Lind said that wages in the mine are too low.", "contradicted"),
    # one who says something else that the article has from him says that
    ("oiled", "The foreman said that the crane was painted and the pumps were oiled.", "omitted"),
    ("oiled", "The foreman said that the pumps were oiled.", "contradicted"),
    ("painted", "The foreman said that the crane was painted and the pumps were oiled.", "supported"),
    ("oiled", "The engineer said that the pumps were oiled; the foreman said that the crane was painted.", "supported"),
    ("painted", "The engineer said that the pumps were oiled; the foreman said the crane was painted.", "supported"),
    (
        "oiled",
        "The foreman said that the pumps were oiled; the engineer said that the crane was painted.",
        "contradicted",
    ),
]


@pytest.mark.parametrize(("name", "summary", "expected"), AMONG_OTHERS)
def test_attribution_is_judged_among_others(pay: Matcher, name: str, summary: str, expected: str) -> None:
    found = fact(pay, name, summary)
    assert found.verdict == expected, found.reason


FIRST = """
Twelve hikers were hurt near Karst, the police said. Snow fell in the valley.
"""
SECOND = """
Fourteen hikers were hurt near Karst, the clinic said. Ice lay on the pass.
"""
HURT_GOLD = """gold: 1
article: {name}
names:
  source: {{name: {source}, kind: body}}
facts:
- id: hurt
  statement: {word} hikers were hurt near Karst.
  count: {{value: {value}, unit: hikers, did: hurt}}
  evidence: {word} hikers were hurt near Karst
- id: source
  statement: "{source} says that {value} hikers were hurt."
  says: {{who: source, what: [hurt]}}
  evidence: {source} said
"""
HURT_BOTH = """gold: 1
includes: [first, second]
groups:
- id: hurt
  point: How many were hurt?
  relation: conflict
  members: [first/hurt, second/hurt]
- id: source
  point: Who counts the hurt?
  relation: conflict
  members: [first/source, second/source]
"""


@pytest.fixture(scope="module")
def karst(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    texts = {"first": article("first", FIRST), "second": article("second", SECOND, "Radio Karst")}
    golds = {
        "first": HURT_GOLD.format(name="first", source="the police", word="Twelve", value=12),
        "second": HURT_GOLD.format(name="second", source="the clinic", word="Fourteen", value=14),
        "both": HURT_BOTH,
    }
    return make_matcher(tmp_path_factory.mktemp("karst"), texts, golds, "both")


OF_A_SET = [
    # the summary, the verdict on the first article's source, on the second's
    ("The police said that twelve hikers were hurt near Karst.", "supported", "omitted"),
    ("The clinic said that fourteen hikers were hurt near Karst.", "omitted", "supported"),
    ("Bishop Kari Nordmann said that twelve hikers were hurt near Karst.", "contradicted", "omitted"),
    ("[1] Bishop Kari Nordmann said that twelve hikers were hurt near Karst.", "contradicted", "omitted"),
    # what is said of another article, or of several, is no plain error about this one
    ("[2] Bishop Kari Nordmann said that twelve hikers were hurt near Karst.", "omitted", "omitted"),
    ("Bishop Kari Nordmann said that twelve hikers were hurt near Karst [1][2].", "omitted", "omitted"),
    # a rival's source may be wrong for the dispute, but contradicts no attribution
    ("The clinic said that twelve hikers were hurt near Karst.", "omitted", "omitted"),
]


@pytest.mark.parametrize(("summary", "first", "second"), OF_A_SET)
def test_source_of_a_set_is_wrong_for_its_own_article_only(
    karst: Matcher, summary: str, first: str, second: str
) -> None:
    found = {v.id: v.verdict for v in karst.match(summary).facts}
    assert (found["first/source"], found["second/source"]) == (first, second)
