"""Names by their capitals, by their spellings, and whether trusted texts know them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import read_marks

from harness.text.known_names import KnownWords
from harness.text.names import AliasFinder, find_names, name_phrase
from harness.text.reading import Reading

MARKED = [
    "Colonel <Oleksandr Kondratenko>, of <Ukraine>'s <Special Operations Forces>, told The <New York Times>.",
    "The <World Health Organization> (<WHO>) and <UNICEF> agreed.",
    "On Monday, said Ms. <Ana de la Cruz>, the mayor of <San Jos\u00e9>, it rained.",
    "On Monday, said Ms. <Ana de la Cruz>, the mayor of <San Jose\u0301>, it rained.",
    "In <Paris>, <Emmanuel Macron> met <Olaf Scholz>; <Berlin> was content.",
    "<NATO>'s <Jens Stoltenberg>, President <Joe Biden> and Sen. <Mitch McConnell> spoke.",
    "<J. K. Rowling> and Dr. <Martin Luther King Jr>. wrote books.",
    "The <Bank of England>'s governor warned the <Treasury Select Committee> in July.",
    "<Ursula von der Leyen> saw the <Center for Studies>.",
    "However, in the <U.S.> and the <U.K.> nobody cared.",
    "<Kim Jong-un>'s men met <Kim>.",
    "nobody here has a name.",
    "Early January was cold for I and A.",
    "Several <Ministers> said so in May.",
]


@pytest.mark.parametrize("marked", MARKED)
def test_runs_of_capitals_are_names(marked: str) -> None:
    wanted = read_marks(marked)
    assert [(name.start, name.end) for name in find_names(Reading(wanted.text))] == list(wanted.names)


def test_name_at_the_start_of_a_sentence_or_quotation_says_so() -> None:
    names = find_names(Reading("Troops marched. They saw Kyiv. \u201cRussians,\u201d he said. The Kremlin denied it."))
    assert [(n.words, n.starts_sentence) for n in names] == [
        (("troops",), True),
        (("kyiv",), False),
        (("russians",), True),
        (("kremlin",), False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Breaking: Floods Hit Northern Italy As Rivers Burst Their Banks",
        "KIM JONG UN VISITED MOSCOW TODAY.",
        "## Why The Floods Came So Early",
    ],
)
def test_headlines_and_shouting_have_no_names(text: str) -> None:
    assert find_names(Reading(text)) == []


def test_headline_does_not_silence_the_text_below() -> None:
    names = find_names(Reading("Floods Hit Italy As Rivers Burst\n\nPeople in Turin fled."))
    assert [name.words for name in names] == [("people",), ("turin",)]


def test_words_of_a_name_are_those_that_tell_it_from_others() -> None:
    (name,) = find_names(Reading("They met President Ana de la Cruz."))
    assert name.words == ("ana", "cruz")


def test_line_with_capitals_in_three_words_of_five_is_no_headline() -> None:
    assert find_names(Reading("Kim met Putin in Moscow")) != []


def test_initials_of_an_officer_are_no_name_but_a_name_spelt_like_them_is() -> None:
    names = find_names(Reading("The CFO and Cho Dunmore met the CTO."))
    assert [name.words for name in names] == [("cho", "dunmore")]


def test_phrase_of_a_name_has_no_article_and_no_possessive() -> None:
    assert name_phrase("The Kremlin's") == ("kremlin",)
    assert name_phrase("the") == ("the",)


def found(aliases: dict[str, str], text: str) -> list[tuple[str, set[str]]]:
    reading = Reading(text)
    finder = AliasFinder({name_phrase(alias): frozenset({key}) for alias, key in aliases.items()})
    spans = [(reading.words[i].start, reading.words[j - 1].end, keys) for i, j, keys in finder.find(reading)]
    return [(text[start:end], set(keys)) for start, end, keys in spans]


def test_aliases_are_found_in_any_spelling_the_longest_first() -> None:
    aliases = {"Kim Jong Un": "kim", "Kim": "kim", "US": "usa", "North Korea": "nk", "North Korean troops": "troops"}
    text = "Kim Jong-un sent North Korean troops; Kim left North Korea\u2019s capital, the U.S. and us."
    assert found(aliases, text) == [
        ("Kim Jong-un", {"kim"}),
        ("North Korean troops", {"troops"}),
        ("Kim", {"kim"}),
        ("North Korea\u2019s", {"nk"}),
        ("U.S.", {"usa"}),
    ]


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("zelenskyy", []),
        ("zelensky", []),  # a letter less
        ("zelenskyyy", []),  # a letter more
        ("zelenzkyy", []),  # another letter
        ("belenskyy", ["belenskyy"]),  # another first letter
        ("zelenzkyi", ["zelenzkyi"]),  # two others
        ("kyivs", []),
        ("lviv", ["lviv"]),
        ("nis", []),
        ("n.i.s.", []),
        ("russian", []),
        ("moscow", []),
        ("french", ["french"]),
        ("north korean", []),
        ("south korean", ["south"]),
        ("new york", ["new", "york"]),
    ],
)
def test_names_are_known_in_any_form(name: str, missing: list[str]) -> None:
    known = KnownWords(["Zelenskyy met Russia's envoy in Kyiv.", "National Intelligence Service", "Pyongyang"])
    assert known.missing(tuple(name.split())) == missing


def test_missing_names_the_words_that_no_text_has() -> None:
    assert KnownWords(["Seth Jones spoke."]).missing(("seth", "rogen")) == ["rogen"]
    assert KnownWords([]).missing(("kim",)) == ["kim"]


def is_one_apart(a: str, b: str) -> bool:
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    short, long = sorted((a, b), key=len)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


@given(st.text(alphabet="abc", min_size=6, max_size=8), st.text(alphabet="abc", min_size=6, max_size=8))
def test_spelling_is_the_same_within_one_letter_but_the_first(a: str, b: str) -> None:
    knows = KnownWords([a]).missing((b,)) == []
    assert knows == (a == b or (a[0] == b[0] and is_one_apart(a, b)))


def test_an_initial_stands_for_the_name_before_the_last_one() -> None:
    known = KnownWords(["Henrike Falmeer beat Dorian Quask."])
    assert known.missing(("h", "falmeer")) == []
    assert known.missing(("d", "falmeer")) == ["d"]
    assert known.missing(("h", "torvald")) == ["h", "torvald"]
