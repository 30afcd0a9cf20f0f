"""Errors put into gold sentences: each is a real one, and where no sound sentence can be made, there is none."""

from __future__ import annotations

import re

import pytest
from gold_making import count, date, errors, make_gold, says, states
from hypothesis import given
from hypothesis import strategies as st

from harness.metaeval.corruptions import ERRORS, corruptions_of
from harness.metaeval.written import forms_of, spelled


@pytest.mark.parametrize(
    ("statement", "value", "wrong"),
    [
        ("About 300 people died.", "300", "About 900 people died."),
        ("Three people died.", "3", "Nine people died."),
        ("Some 11k people died.", "11000", "Some 33k people died."),
        ("2.5 million people died.", "2.5 million", "7.5 million people died."),
        ("Thousands died.", "thousands", "Dozens died."),
        ("Half of them died.", "50%", "A tenth of them died."),
        ("Between one third and one half died.", "1/3 to 1/2", "Between one tenth and one half died."),
        ("Up to 50% died.", "50%", "Up to 25% died."),
        ("10 to 12 people died.", "10 to 12", "30 to 36 people died."),
    ],
)
def test_a_number_is_replaced_in_the_manner_in_which_it_is_written(statement: str, value: str, wrong: str) -> None:
    assert errors("number", count(statement, value)) == [wrong]


def test_no_other_number_is_made_that_another_fact_counts() -> None:
    assert "About 900" not in errors("number", count("About 300 people died.", "300"), count("900 fled.", "900"))[0]


def test_a_number_that_stands_twice_is_left_alone() -> None:
    assert errors("number", count("Of 300 people 300 died.", "300")) == []


@given(st.integers(min_value=2, max_value=2_000_000))
def test_another_number_is_never_near_the_first(number: int) -> None:
    (wrong,) = errors("number", count(f"{number:,} people died.", str(number)))
    other = int(re.sub(r"\D", "", wrong.split(" people")[0]))
    assert abs(other - number) > 0.1 * number


@given(st.integers(min_value=0, max_value=999_999_999))
def test_every_form_of_a_number_is_of_that_number(number: int) -> None:
    forms = list(forms_of(number))
    digits = [form for form in forms if re.fullmatch(r"[\d,\s]+", form)]
    assert all(int(re.sub(r"\D", "", form)) == number for form in digits)
    assert forms[-1] == spelled(number)
    assert len(set(forms)) == len(forms)


def test_two_counts_exchange_their_numbers() -> None:
    facts = (count("300 people died.", "300"), count("2,700 people were hurt.", "2700", did=["hurt"]))
    assert errors("exchange", *facts) == ["2,700 people died. 300 people were hurt."]


def test_rivals_are_not_exchanged() -> None:
    group = {"id": "dead", "point": "How many?", "relation": "conflict", "members": ["fact-0", "fact-1"]}
    facts = (count("300 people died.", "300"), count("500 people died.", "500"))
    assert errors("exchange", *facts, groups=[group]) == []


def test_a_wrong_total_is_put_behind_two_counts_that_one_stretch_of_the_article_gives() -> None:
    facts = (count("300 people died.", "300"), count("2,700 people were hurt.", "2700", did=["hurt"]))
    assert errors("sum", *facts, apart=False) == ["300 people died. 2,700 people were hurt. Together that makes 9,000."]
    assert errors("sum", *facts) == []


@pytest.mark.parametrize(
    ("statement", "bound", "wrong"),
    [
        ("At least 300 people died.", "at least", ["At most 300 people died."]),
        ("300 or more died.", "at least", ["300 or fewer died."]),
        ("Up to 300 people died.", "up to", ["More than 300 people died."]),
        ("300 people died.", "exact", []),
    ],
)
def test_a_bound_is_turned_round(statement: str, bound: str, wrong: list[str]) -> None:
    assert errors("bound", count(statement, "300", bound=bound)) == wrong


@pytest.mark.parametrize(
    ("statement", "value", "wrong"),
    [
        ("It cost 2 million euros.", "2 million", "It cost 2 billion euros."),
        ("The road is 40 km long.", "40", "The road is 40 metres long."),
    ],
)
def test_a_scale_or_a_measure_is_replaced(statement: str, value: str, wrong: str) -> None:
    assert errors("unit", count(statement, value)) == [wrong]


@pytest.mark.parametrize(
    ("statement", "value", "wrong"),
    [
        ("It opened in March 2024.", "2024-03", ["It opened in August 2024."]),
        ("It opened in 2024.", "2024", ["It opened in 1994."]),
        ("It opened in mid-January.", "mid XXXX-01", ["It opened in mid-June.", "It opened in early January."]),
        (
            "It opened in the middle of May.",
            "mid XXXX-05",
            ["It opened in the middle of October.", "It opened at the end of May."],
        ),
        ("It opened on Monday.", "2031-05-12", ["It opened on Thursday."]),
        ("It opened between May and June.", "XXXX-05/XXXX-06", []),
    ],
)
def test_a_date_is_shifted(statement: str, value: str, wrong: list[str]) -> None:
    assert errors("date", date(statement, when=value)) == wrong


def test_a_length_of_time_is_stretched() -> None:
    fact = date("It has been open for three weeks.", lasting="3 weeks")
    assert errors("duration", fact) == ["It has been open for twelve weeks."]
    assert errors("unit", fact) == ["It has been open for three years."]


def test_what_happened_within_a_time_is_shortened_since_a_longer_time_would_follow_from_it() -> None:
    fact = date("It opened within three weeks.", lasting="3 weeks")
    assert errors("duration", fact) == []
    assert errors("unit", fact) == ["It opened within three days."]


@pytest.mark.parametrize(
    ("statement", "who", "wrong"),
    [
        ("Inger Holst said that it was so.", "mayor", ["Ove Brandal said that it was so."]),
        ("The mayor said that it was so.", "mayor", ["Ove Brandal said that it was so."]),
        (
            "The port was open, according to the Harbour Agency.",
            "agency",
            ["The port was open, according to Inger Holst."],
        ),
        ("Reports say that the port was open.", "reports", ["Inger Holst says that the port was open."]),
        ("The Harbour Agency said that it was open.", "agency", []),
        ("Captain Inger Holst said that it was so.", "mayor", []),
        ("Inger Holst, the mayor, said that it was so.", "mayor", []),
        ("The mayor, Inger Holst, said that it was so.", "mayor", ["The mayor, Ove Brandal, said that it was so."]),
        ("Inger Holst of the harbour said that it was so.", "mayor", []),
        ("The Harbour Agency said that it was so to its staff.", "agency", []),
    ],
)
def test_another_source_is_put_in_where_it_fits(statement: str, who: str, wrong: list[str]) -> None:
    assert errors("speaker", says(statement, who)) == wrong


def test_whoever_says_it_too_is_no_wrong_source() -> None:
    names = {"mayor": {"name": "Inger Holst", "kind": "person"}, "captain": {"name": "Ove Brandal", "kind": "person"}}
    facts = (says("Inger Holst said that it was so.", "mayor"), says("Ove Brandal said that it was so.", "captain"))
    assert errors("speaker", *facts, names=names) == []


def test_what_is_told_in_the_golds_words_is_no_quotation() -> None:
    fact = states("The harbour was open.", id="open")
    assert errors("quotation", fact, says("Inger Holst said that it was open.", "mayor", what=["open"])) == [
        '"The harbour was open," Inger Holst said.'
    ]


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("France opened the port.", ["Peru opened the port."]),
        ("The French port was open.", ["The Peruvian port was open."]),
        ("South France opened the port.", []),
        ("A Peruvian port was open.", ["A French port was open."]),
        ("Inger Holst opened the port.", ["Ove Brandal opened the port."]),
        ("Mayor Inger Holst opened the port.", []),
        ("Oslo opened the port.", []),
    ],
)
def test_another_name_of_the_same_kind_and_form_is_put_in(statement: str, wrong: list[str]) -> None:
    assert errors("name", states(statement)) == wrong


def test_a_detail_gets_no_other_name() -> None:
    assert errors("name", states("France opened the port.", importance="detail")) == []


def test_two_names_change_places_where_it_matters_who_is_which() -> None:
    assert errors("roles", states("France sent ships to Peru.")) == ["Peru sent ships to France."]
    assert errors("roles", states("France met Peru.")) == []
    assert errors("roles", states("France and Peru sent ships.")) == []


@pytest.mark.parametrize(
    ("statement", "certainty", "wrong"),
    [
        ("Frost may have caused the cracks.", "possible", ["Frost had definitely caused the cracks."]),
        ("The port might open.", "possible", ["The port will certainly open."]),
        ("The port could open or close.", "possible", []),
        ("Frost possibly caused it.", "possible", ["Frost certainly caused it."]),
        ("Frost is the most likely cause.", "likely", []),
        ("The port is open.", "asserted", ["It is not certain whether the port is open."]),
        ("It is unclear why the port is open.", "asserted", []),
    ],
)
def test_a_doubt_is_removed_or_put_in(statement: str, certainty: str, wrong: list[str]) -> None:
    assert errors("certainty", states(statement, certainty=certainty)) == wrong


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("Inger Holst believes that it was so.", ["Inger Holst confirms that it was so."]),
        ("Inger Holst believes that it may be so.", []),
        ("It was so, by her estimate.", []),
        ("It was so, Inger Holst suggests.", ["It was so, Inger Holst confirms."]),
        ("It is feared that it was so.", ["It is confirmed that it was so."]),
    ],
)
def test_a_soft_word_of_saying_becomes_a_firm_one(statement: str, wrong: list[str]) -> None:
    assert errors("certainty", says(statement, "mayor", how="believes")) == wrong


@pytest.mark.parametrize(
    ("statement", "polarity", "wrong"),
    [
        ("The port was opened.", "positive", ["The port was not opened."]),
        ("The firm has commented.", "positive", ["The firm has not commented."]),
        ("The firm has a port.", "positive", []),
        ("The port may have been opened.", "positive", []),
        ("No port was opened.", "positive", []),
        ("The port, which was old, opened.", "positive", []),
        ("The firm has not commented.", "negative", ["The firm has commented."]),
        ("The firm has not made any comment.", "negative", []),
        ("The port may not be open.", "negative", []),
    ],
)
def test_a_statement_is_denied_where_one_word_does_it(statement: str, polarity: str, wrong: list[str]) -> None:
    assert errors("negation", states(statement, polarity=polarity)) == wrong


def test_a_statement_stands_before_its_own_denial() -> None:
    assert errors("denied", states("The port was opened.")) == ["The port was opened. The port was not opened."]


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("Prices rose to a record.", ["Prices fell to a record."]),
        ("The rose was red.", []),
        ("The court upheld the ban.", ["The court overturned the ban."]),
        ("They suffered heavy losses.", ["They suffered light losses."]),
        ("It was put in a bad light.", []),
        ("Its losses were not heavy losses.", []),
    ],
)
def test_one_word_becomes_its_opposite(statement: str, wrong: list[str]) -> None:
    assert errors("antonym", states(statement)) == wrong


def test_something_invented_is_put_behind_key_facts() -> None:
    facts = (states("The port was open.", importance="key"), states("The ships were old."))
    assert errors("invented", *facts) == ["The port was open. Radio Meldora was the first to report this."]


def test_every_error_differs_from_its_base_and_is_of_a_known_class() -> None:
    gold = make_gold(
        count("At least 300 people died.", "300", bound="at least", importance="key"),
        states("France sent ships to Peru.", accepts=["French ships were sent to Peru."]),
        date("It opened in March 2024.", when="2024-03"),
    )
    probes = list(corruptions_of(gold))
    assert {probe.change for probe in probes} <= set(ERRORS)
    assert all(probe.group == "error" and probe.text != probe.base for probe in probes)
    assert probes == list(corruptions_of(gold))
