"""The lexicon's file: its format, section by section, and that its words are as the reader will see them."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from typing import get_args

import pytest

from harness.gold.models import Says
from harness.text.words import Lexicon, as_phrase, lemma_of, lexicon, split_words

BOUNDS = {"exact", "about", "at least", "at most", "up to", "more than", "fewer than"}
HEDGES = {"possible", "likely", "reported", "feared", "certain"}
SECTIONS = {
    "family", "opposite", "bound", "negation", "negative", "hedge", "speech", "source", "role", "demonym", "label",
    "contrary",
}  # fmt: skip
IN_BASE_FORM = {"family", "negative", "hedge", "speech", "source", "role"}
AS_THEY_STAND = {"bound", "negation", "label"}
UNNAMED = {"contrary", "opposite", "negation", "negative", "source", "demonym", "label"}


def read_lines() -> list[tuple[str, str, list[str]]]:
    text = resources.files("harness.text").joinpath("lexicon.tsv").read_text(encoding="utf-8")
    fields = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert all(len(parts) == 3 for parts in fields)
    return [(section, name, items.split(", ")) for section, name, items in fields]


LINES = read_lines()
PARAMS = [pytest.param(*line, id=f"{line[0]} {line[1]}") for line in LINES]


@pytest.mark.parametrize(("section", "name", "items"), PARAMS)
def test_line_is_in_its_format(section: str, name: str, items: list[str]) -> None:
    assert section in SECTIONS
    assert (name == "-") == (section in UNNAMED)
    assert [item for item, n in Counter(items).items() if n > 1] == []
    assert all(item == " ".join(item.split()) and item == item.lower() for item in items)
    if section in IN_BASE_FORM:
        assert [item for item in items if " ".join(as_phrase(item)) != item] == []
    if section in AS_THEY_STAND:
        assert [item for item in items if " ".join(word.lower for word in split_words(item)) != item] == []


def test_every_section_is_there() -> None:
    assert {section for section, _, _ in LINES} == SECTIONS


def test_names_are_the_ones_that_the_matcher_knows() -> None:
    hows = set(get_args(Says.model_fields["how"].annotation))
    assert {name for section, name, _ in LINES if section == "bound"} <= BOUNDS
    assert {name for section, name, _ in LINES if section == "hedge"} == HEDGES
    assert {name for section, name, _ in LINES if section == "speech"} <= hows


def test_families_have_one_line_each_and_two_members_or_more() -> None:
    families = [(name, items) for section, name, items in LINES if section == "family"]
    assert all(n == 1 for n in Counter(name for name, _ in families).values())
    assert [name for name, items in families if len(items) < 2] == []


def test_a_familys_name_is_a_member() -> None:
    assert [name for name, members in lexicon().families.items() if as_phrase(name) not in members] == []


def test_opposites_are_families_without_a_common_member() -> None:
    families = lexicon().families
    for pair in lexicon().opposites:
        first, second = sorted(pair)
        assert families[first].isdisjoint(families[second]), pair


def test_contraries_are_pairs_of_different_words_in_their_base_forms() -> None:
    pairs = [item.split(":") for section, _, items in LINES if section == "contrary" for item in items]
    assert all(len(pair) == 2 and pair[0] != pair[1] for pair in pairs)
    assert [word for pair in pairs for word in pair if lemma_of(word) != word] == []
    assert [pair for pair, n in Counter(map(frozenset, pairs)).items() if n > 1] == []
    assert all(second in lexicon().contraries_of(first) for first, second in pairs)
    assert all(first in lexicon().contraries_of(second) for first, second in pairs)


def test_bound_means_one_thing() -> None:
    items = [item for section, _, listed in LINES if section == "bound" for item in listed]
    assert [item for item, n in Counter(items).items() if n > 1] == []


def test_demonyms_are_pairs() -> None:
    for section, _, items in LINES:
        if section == "demonym":
            assert all(item.count(":") == 1 and all(item.split(":")) for item in items)
            assert len({item.split(":")[0] for item in items}) == len(items)


def test_synonyms_are_found_through_families() -> None:
    lex = lexicon()
    assert lex.families_of(("death",)) == {"kill"}
    assert ("perish",) in lex.synonyms(("die",))
    assert lex.synonyms(("wombat",)) == {("wombat",)}


def test_chief_officers_are_known_by_their_initials() -> None:
    wider = lexicon().extended({"chief risk officer": ["head of risk"]})
    assert wider.families_of(("cro",)) == {"chief risk officer"}
    assert lexicon().families_of(("cro",)) == frozenset()
    assert lexicon().families_of(("cfo",)) == lexicon().families_of(("finance", "chief"))


def test_opposites_are_the_words_of_the_other_family() -> None:
    lex = Lexicon(
        [
            "family\trise\trise, climb",
            "family\tfall\tfall, drop",
            "family\tmove\tdrop, climb",
            "opposite\t-\trise, fall",
        ]
    )
    assert lex.opposites_of(("rise",)) == {("fall",), ("drop",)}
    assert lex.opposites_of(("climb",)) == {("fall",)}  # `drop` states the same as `climb` in another sense
    assert lex.opposites_of(("wombat",)) == frozenset()


def test_extended_lexicon_has_more_and_leaves_the_first_as_it_is() -> None:
    lex = Lexicon(["family\trise\trise, climb", "family\tfall\tfall, drop"])

    wider = lex.extended({"rise": ["shot up"], "spate": ["floods"]}, [("rise", "fall")])

    assert wider.synonyms(("climb",)) == {("climb",), ("rise",), ("shoot", "up")}
    assert wider.synonyms(("spate",)) == {("spate",), ("flood",)}
    assert wider.opposites_of(("fall",)) == {("climb",), ("rise",), ("shoot", "up")}
    assert lex.synonyms(("climb",)) == {("climb",), ("rise",)}
    assert lex.opposites_of(("fall",)) == lex.opposites_of(("spate",)) == frozenset()
    assert lex.extended({}) is lex


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("family\tkill", "line 2: wants section, name and items"),
        ("family\tkill\tdie,, dead", "line 2: an item between two commas is empty"),
        ("famly\tkill\tdie, dead", "line 2: unknown section 'famly'"),
    ],
)
def test_faulty_line_is_refused_with_its_number(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Lexicon(["# a comment", line])
