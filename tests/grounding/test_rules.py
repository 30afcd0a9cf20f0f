"""The finer rules of the checks: what makes one hold its tongue, and what makes it speak."""

from functools import cache

import pytest

from harness.articles import Article
from harness.gold.matching.claims.source import Source
from harness.grounding import Grounder
from harness.grounding.checks.attributions import addressees_of
from harness.grounding.checks.ways import direction_of
from harness.grounding.context import Companions
from harness.grounding.document import Document
from harness.grounding.support import SupportReader
from harness.text.reading import Reading


@cache
def grounder(*texts: str) -> Grounder:
    return Grounder([Article(id=str(i), title="", event="e", text=text) for i, text in enumerate(texts, 1)])


def found(text: str, summary: str) -> list[tuple[str, str, str]]:
    claims = grounder(text).ground(summary).claims
    return [
        (c.type, c.severity, summary[slice(*c.span)]) for c in claims if c.verdict in ("contradicted", "unsupported")
    ]


def violations(text: str, summary: str) -> list[tuple[str, str]]:
    return [(kind, words) for kind, severity, words in found(text, summary) if severity == "hard"]


GATES = """\
Engineers opened the northern gate of the Ormelund dam on Tuesday. Nobody was hurt, and the water stayed \
where it was for the whole of the following day. On Thursday the crew closed the southern gate of the old mill."""


def test_an_antonym_wants_the_company_around_its_contrary() -> None:
    assert violations(GATES, "Engineers closed the northern gate of the Ormelund dam.") == [("antonym", "closed")]
    assert violations(GATES, "Shops in the town of Ormelund closed.") == []


def test_a_word_that_has_its_own_company_in_the_article_is_no_antonym() -> None:
    text = "The board raised the price of water in May. In June the board lowered the price of water for farms."
    assert violations(text, "The board lowered the price of water.") == []
    assert violations(text, "The board raised the price of water.") == []


def test_a_negation_that_opens_a_sentence_is_an_answer() -> None:
    text = "The league said that it would go on with the strike at the three ports."
    assert violations(text, "Not so, said the league: it would go on with the strike at the ports.") == []
    wrong = "The league said that it would not go on with the strike at the ports."
    assert violations(text, wrong) == [("polarity", "not")]


@pytest.mark.parametrize("word", ["refused", "declined"])
def test_a_negation_may_tell_a_word_that_takes_away(word: str) -> None:
    text = f"The harbour board {word} to pay the pilots for the night of the storm."
    assert violations(text, "The harbour board did not pay the pilots for the night of the storm.") == []


def test_a_negation_taken_back_denies_nothing() -> None:
    text = "The harbour board may pay the pilots for the night of the storm."
    assert violations(text, "The harbour board did not rule out paying the pilots for the night of the storm.") == []


CHANGES = "Sales of boats rose by 14 percent from 310 to 353, while the price of ropes fell by 6 percent."


def test_the_end_of_a_change_has_no_direction() -> None:
    assert violations(CHANGES, "Sales of boats fell by 14 percent.")[0][0] == "antonym"
    assert violations(CHANGES, "Sales of boats rose by 14 percent to 353.") == []


ROSE, FELL = "Sales of boats rose by 14 percent in May.", "In May sales of boats fell by 14 percent."


@pytest.mark.parametrize(
    ("texts", "evidence"),
    [
        ((ROSE,), ["1"]),
        ((ROSE, ROSE), ["1"]),
        (("The yards were busy.", ROSE), ["2"]),
        ((ROSE, FELL), []),
        ((FELL, ROSE), []),
        ((ROSE, "The 14 percent were seen in May."), []),
    ],
)
def test_a_change_is_turned_once_and_only_where_no_article_agrees(texts: tuple[str, ...], evidence: list[str]) -> None:
    found = grounder(*texts).ground("Sales of boats fell by 14 percent.")
    turned = [claim for claim in found.violations if "as a change" in claim.reason]
    assert [e.article for claim in turned for e in claim.evidence] == evidence
    assert len(turned) == len(evidence)


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Sales rose by 14 percent.", "up"),
        ("Sales were down 14 percent.", "down"),
        ("A 14 percent drop was seen.", "down"),
        ("Sales fell from 14 percent.", None),
        ("Sales rose to 14 percent.", None),
        ("As many as 14 percent stayed.", None),
        ("There were up to 14 boats.", None),
    ],
)
def test_the_direction_of_a_number_is_told_by_the_word_beside_it(text: str, direction: str | None) -> None:
    reading = Reading(text)
    (quantity,) = reading.quantities
    assert direction_of(reading, quantity) == direction


def test_the_other_sex_must_be_told_of_three_times() -> None:
    once = "The captain thanked her crew. The cook said nothing."
    thrice = "The captain thanked her crew. She had sent her mate ahead, and she was glad."
    assert violations(once, "The cook kept his silence.") == []
    assert violations(thrice, "The captain thanked his crew.") == [("reference", "his")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They opened the gate on Tuesday. Rain fell.", []),
        ("\u201cThey opened the gate,\u201d said the mayor.", []),
        ("They closed the gate. They opened it on Tuesday.", [("reference", "unsupported", ())]),
        ("The crew opened the gate on Tuesday. They opened it wide.", [("reference", "unsupported", ())]),
    ],
)
def test_a_pronoun_that_opens_the_summary_may_open_the_article(text: str, expected: list[object]) -> None:
    for title in ("", "The gate of the dam"):
        claims = Grounder([Article(id="1", title=title, event="e", text=text)]).ground("They opened the gate.").claims
        assert [(c.type, c.verdict, c.evidence) for c in claims if c.type == "reference"] == expected


SOURCES = """\
Jorik Sandel of the port office said that the new crane would be tested in the second week of August. Rain is near. \
The tide is high. The dockers' leader warned that the noise of the cranes would drive families out of the old town."""


def test_between_described_sources_another_source_is_a_warning() -> None:
    summary = "Jorik Sandel warned that the noise of the cranes would drive families out of the old town."
    assert found(SOURCES, summary) == [("attribution", "warning", "Jorik Sandel")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The NIS told Reuters on Monday that the crane was old.", "Reuters"),
        ("Oda Lind wrote a letter to the old ministry, which said no.", "the old ministry"),
        ("Speaking to the Varde Post, Jorik Sandel praised the crane.", "the Varde Post"),
        ("He told the council the crane was old.", "the council"),
        ("He spoke with reporters and left.", "reporters"),
        ("The ministry spoke. It was told.", ""),
        ("She went to the ministry.", ""),
    ],
)
def test_those_whom_something_is_told_to_are_known(text: str, expected: str) -> None:
    reading = Reading(text)
    assert " ".join(word.text for i, word in enumerate(reading.words) if i in addressees_of(reading)) == expected


LETTER = """\
Rain is near. The tide is high. Jorik Sandel told the Varde Post that the noise of the cranes would drive families \
out of the old town. The tide is low. Rain is far."""


def test_whom_something_is_told_to_is_not_its_source() -> None:
    summary = "The Varde Post warned that the noise of the cranes would drive families out of the old town."
    assert found(LETTER, summary) == [("attribution", "warning", "The Varde Post")]
    assert found(LETTER, summary.replace("The Varde Post", "Jorik Sandel")) == []


PAID = "Anna paid 12 euros for the boat. Bruno paid 30 euros, and Cleo got 7."


@pytest.mark.parametrize(
    ("texts", "summary", "number"),
    [
        ((PAID,), "Anna paid 30 euros.", "30"),
        ((PAID,), "Bruno paid 12.", "12"),
        ((PAID,), "In May Anna paid the union 30 euros.", "30"),
        ((PAID, "Rain fell."), "Anna paid 30 euros.", "30"),
        ((PAID, "Cleo paid 30 euros."), "Anna paid 30 euros.", "30"),
        ((PAID,), "Anna paid 12 euros, Bruno paid 30.", None),
        ((PAID,), "Anna got 30 euros.", None),  # nobody is told to have got another number
        ((PAID,), "Bruno paid 7 euros.", None),  # no `paid` with 7
        ((PAID,), "Dora paid 30 euros.", None),
        ((PAID,), "Anna and Bruno paid 30 euros.", None),
        ((PAID,), "Anna paid 30 sailors.", None),
        ((PAID, "Anna paid 30 euros."), "Anna paid 30 euros.", None),
        ((PAID, "It was 30 euros in all."), "Anna paid 30 euros.", None),
        (("Anna paid 12 euros.", "Bruno paid 30 euros."), "Anna paid 30 euros.", None),  # of two occasions, perhaps
        (("Anna paid 12 euros. Then she paid 30 euros. Bruno paid 30 euros.",), "Anna paid 30 euros.", None),
    ],
)
def test_a_number_of_somebody_else_is_exchanged(texts: tuple[str, ...], summary: str, number: str | None) -> None:
    claims = grounder(*texts).ground(summary).violations
    exchanged = [(c.verdict, summary[slice(*c.span)]) for c in claims if " of 'Anna'" in c.reason]
    assert exchanged == ([("contradicted", number)] if number else [])


def test_an_exchanged_number_names_both_sentences() -> None:
    (claim,) = grounder(PAID).ground("Anna paid 30 euros.").violations
    assert claim.reason == "The article has 12 of 'Anna', and 30 of 'Bruno'."
    assert [PAID[e.start : e.end] for e in claim.evidence] == [
        "Anna paid 12 euros for the boat.",
        "Bruno paid 30 euros, and Cleo got 7.",
    ]


def test_certainty_is_wrong_only_where_the_article_doubts() -> None:
    doubted = "The ministry may extend the licence of the Veldrin mine by four years, officials said."
    stated = "The ministry extended the licence of the Veldrin mine by four years, officials said."
    summary = "It is proven that the ministry extends the licence of the Veldrin mine by four years."
    assert violations(doubted, summary) == [("certainty", "is proven")]
    assert violations(stated, summary) == []


def test_first_and_second_are_said_of_too_much_to_be_missed() -> None:
    text = "The council met in Tolm on Monday about the harbour."
    assert violations(text, "The council met for the first time about the harbour.") == []
    assert violations(text, "The council met for the fourth time about the harbour.") == [("quantity", "fourth")]


@pytest.mark.parametrize("quarter", ["third quarter", "third-quarter", "3rd quarter", "Q3", "3Q24", "24Q3", "Q3FY24"])
def test_a_quarter_is_named_in_any_way(quarter: str) -> None:
    text = f"Sales rose in the {quarter} results, and in the second quarter too."
    assert violations(text, "Sales rose in the third quarter.") == []
    assert violations(text, "Sales rose in the fourth quarter.") == [("quantity", "fourth")]


@pytest.mark.parametrize("text", ["See faq3.", "See Q30.", "See 13q.", "See seq3 and q35."])
def test_a_quarter_is_no_piece_of_a_word(text: str) -> None:
    third = ("quantity", "third")
    assert violations(f"Sales rose in the second quarter. {text}", "Sales rose in the third quarter.") == [third]
    assert violations(f"Sales rose again. {text}", "Sales rose again, for the third time.") == [third]


def test_a_third_of_something_is_no_rank() -> None:
    text = "Of the 90 boats in the harbour, 30 were lost in the storm."
    assert ("quantity", "third") not in violations(text, "Nearly a third of the boats were lost.")


def test_a_number_is_rounded_to_two_figures_or_more() -> None:
    text = "Growth was 8.6% in the year, the office said."
    assert violations(text, "Growth was 9%.") == [("quantity", "9%")]
    assert violations("Growth was 18.6% in the year.", "Growth was 19%.") == []


def support(text: str, summary: str) -> float:
    source = Source(Article(id="1", title="", event="e", text=text))
    reader = SupportReader(Document([source]), Companions(Document([source]), Reading(summary)))
    return next(reader.sentences())[0].groundedness


def test_groundedness_falls_with_new_nouns_more_than_with_new_verbs() -> None:
    text = "Heavy rain flooded the railway tunnel near Varde."
    whole = support(text, "Heavy rain flooded the railway tunnel.")
    verb = support(text, "Heavy rain swamped the railway tunnel.")
    noun = support(text, "Heavy rain flooded the railway museum.")
    assert whole == 1.0
    assert whole > verb > noun


def test_groundedness_falls_where_words_stand_far_apart_in_the_article() -> None:
    filler = " ".join(f"{name} slept." for name in ("Mice", "Dogs", "Cats", "Owls", "Hens", "Rams", "Bees") * 4)
    near = support(f"The mayor praised the firemen. {filler}", "The mayor praised the firemen.")
    far = support(f"The mayor spoke. {filler} The judge praised the firemen.", "The mayor praised the firemen.")
    assert near == 1.0
    assert far < 0.75


def test_words_of_two_articles_keep_no_company() -> None:
    one, two = "The mayor praised.", "Firemen slept."
    together = grounder(f"{one} {two}").ground("The mayor praised firemen.").groundedness
    apart = grounder(one, two).ground("The mayor praised firemen.").groundedness
    assert together is not None
    assert apart is not None
    assert apart < together
    document = Document([Source(Article(id=str(i), title="", event="e", text=t)) for i, t in enumerate((one, two))])
    assert (document.distance("praise", "fireman") or 0) > 50
    assert document.distance("praise", "judge") is None
    assert document.evidence(document.places("sleep")[0], document.places("sleep")[0])[0].article == "1"
