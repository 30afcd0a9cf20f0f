"""The comparison of two annotations, on facts whose alignment and figures are worked out by hand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.articles.load import load_article
from harness.exchange.alignment import Alignment, Pair, align, equal_keys
from harness.exchange.reliability import f1, kappa
from harness.files.project import Project
from harness.gold.gold import Evidence, Gold, GoldFact
from harness.gold.load import load_gold
from harness.gold.models import Fact, NameEntry

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from agreement import differences, tables  # noqa: E402  (not a package)

NAMES = {
    "troops": NameEntry(name="the troops", also=("soldiers",)),
    "kyiv": NameEntry(name="Kyiv", also=("Ukraine",)),
    "seoul": NameEntry(name="Seoul", also=("South Korea",)),
    "both": NameEntry(all=("kyiv", "seoul")),
}


def fact(name: str, span: tuple[int, int], statement: str, importance: str = "supporting", **value: Any) -> GoldFact:
    """A fact; `span` is where its evidence stands in the article."""
    content = {"id": name, "importance": importance, "statement": statement, "evidence": "words", **value}
    evidence = (Evidence(article="a", start=span[0], end=span[1]),)
    return GoldFact(id=name, article="a", fact=Fact.model_validate(content), evidence=evidence)


def gold(*facts: GoldFact) -> Gold:
    return Gold(name="a", sha256="0", articles=("a",), facts=facts, names={"a": NAMES})


def count(value: str = "300", bound: str = "about", unit: str = "soldiers", did: str = "kill") -> dict[str, str]:
    return {"value": value, "bound": bound, "unit": unit, "who": "troops", "did": did}


def states(certainty: str = "asserted", polarity: str = "positive", did: str = "withdraw") -> dict[str, Any]:
    return {"who": "troops", "did": did, "certainty": certainty, "polarity": polarity, "terms": [did]}


def says(who: object, how: str = "says") -> dict[str, Any]:
    return {"who": who, "how": how, "what": "the troops withdrew", "terms": ["withdraw"]}


def ids(alignment: Alignment) -> list[tuple[str, str]]:
    return [(pair.first.id, pair.second.id) for pair in alignment.pairs]


FIRST = gold(
    fact("killed", (0, 30), "About 300 soldiers were killed.", "key", count=count()),
    fact("wounded", (0, 60), "About 2,700 soldiers were wounded.", "key", count=count("2700", did="wound")),
    fact("left", (70, 90), "The troops have withdrawn.", "key", states=states()),
    fact("silence", (95, 99), "Nobody has commented.", states=states(did="comment", polarity="negative")),
)
SECOND = gold(
    fact("injured", (30, 60), "About 2,700 soldiers were wounded.", "key", count=count("2700", did="wound")),
    fact("dead", (5, 60), "About 300 soldiers were killed.", "supporting", count=count(unit="troops")),
    fact("gone", (75, 90), "The troops have withdrawn.", "key", states=states("likely")),
    fact("why", (40, 50), "Losses were the reason.", states=states(did="cause")),
)


def test_facts_are_aligned_one_to_one_by_kind_evidence_and_value() -> None:
    # 'killed' and 'wounded' both share evidence with 'dead'; each takes the one with its own number and predicate.
    alignment = align(FIRST, SECOND)
    assert ids(alignment) == [("killed", "dead"), ("wounded", "injured"), ("left", "gone")]
    assert [f.id for f in alignment.only_first] == ["silence"]
    assert [f.id for f in alignment.only_second] == ["why"]


def test_a_fact_is_taken_once_by_the_most_similar() -> None:
    first = gold(
        fact("may", (0, 10), "The troops may have withdrawn.", states=states("possible")),
        fact("did", (0, 10), "The troops have withdrawn.", states=states()),
    )
    second = gold(fact("gone", (0, 10), "The troops have withdrawn.", states=states()))
    for ours, theirs, pairs in ((first, second, [("did", "gone")]), (second, first, [("gone", "did")])):
        assert ids(align(ours, theirs)) == pairs


def test_of_two_facts_in_like_words_the_one_with_the_predicate_is_taken() -> None:
    first = gold(fact("shot", (0, 10), "Guards shot the soldier who threw a grenade.", states=states(did="shoot")))
    second = gold(
        fact("threw", (0, 10), "The soldier whom guards shot threw a grenade.", states=states(did="throw")),
        fact("fired", (0, 10), "Guards shot the soldier.", states=states(did="shoot")),
    )
    assert ids(align(first, second)) == [("shot", "fired")]


def test_tables_count_what_both_have_and_what_is_equal() -> None:
    lines = list(tables([align(FIRST, SECOND)]))
    assert "| in all | count | 2 | 0 | 0 | 1.00 |" in lines
    assert "| in all | statement | 1 | 1 | 1 | 0.50 |" in lines
    assert "| in all | all | 3 | 1 | 1 | 0.75 |" in lines
    assert "| count: all of these | 2 | 2 |" in lines
    assert "| statement: polarity | 1 | 1 |" in lines
    assert "| statement: certainty | 1 | 0 |" in lines
    # Importance: key/supporting, key/key, key/key: 2 of 3 equal; chance 3 * 2 / 9 as well, so kappa is 0.
    assert "| in all | 3 | 2 | 0.67 | 0.00 |" in lines
    assert "| key | 2 | 1 | 0 |" in lines


def test_every_difference_has_its_line() -> None:
    assert list(differences(align(FIRST, SECOND))) == [
        "a: only first: silence (statement): Nobody has commented.",
        "a: only second: why (statement): Losses were the reason.",
        "a: differ: killed / dead: importance key / supporting",
        "a: differ: left / gone: certainty asserted / likely",
    ]


def test_facts_whose_evidence_is_apart_are_not_one() -> None:
    first = gold(fact("x", (0, 10), "The troops have withdrawn.", states=states()))
    second = gold(fact("y", (10, 20), "The troops have withdrawn.", states=states()))
    assert ids(align(first, second)) == []


def test_facts_of_two_kinds_are_not_one() -> None:
    first = gold(fact("x", (0, 10), "The troops have withdrawn.", states=states()))
    second = gold(fact("y", (0, 10), "The troops have withdrawn.", says=says("kyiv")))
    assert ids(align(first, second)) == []


def test_facts_in_quite_other_words_are_not_one() -> None:
    first = gold(fact("x", (0, 10), "The troops have withdrawn.", states=states()))
    second = gold(fact("y", (0, 10), "Casualties drove this decision.", states=states(did="drive")))
    assert ids(align(first, second)) == []


def test_similarity_is_the_mean_of_keys_words_and_evidence() -> None:
    one = fact("x", (0, 10), "The troops have withdrawn.", states=states())
    equal = {"polarity": True, "certainty": False}
    # Two of the three keys (the predicate is one), half of the words, all of the evidence: (2/3 + 1/2 + 1) / 3 = 13/18.
    assert Pair(one, one, 0.5, 1.0, equal, has_same_predicate=True).similarity == pytest.approx(13 / 18)
    # Without a predicate to compare: (1/2 + 1/2 + 1) / 3 = 2/3.
    assert Pair(one, one, 0.5, 1.0, equal).similarity == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("ours", "theirs", "is_same"),
    [
        ("kyiv", "kyiv", True),
        ("kyiv", "seoul", False),
        ("both", {"all": ["seoul", "kyiv"]}, True),
        ("both", "seoul", False),
        ({"any": ["kyiv", "seoul"]}, "seoul", True),
    ],
)
def test_sources_are_one_by_their_spellings(ours: object, theirs: object, is_same: bool) -> None:
    a, b = (fact("x", (0, 10), "They withdrew, it is said.", says=says(who)).fact for who in (ours, theirs))
    assert equal_keys(a, b, NAMES, NAMES) == {"who": is_same, "how": True}


def test_sources_may_have_other_keys() -> None:
    a, b = (fact("x", (0, 10), "They withdrew, it is said.", says=says(who)).fact for who in ("kyiv", "ua"))
    assert equal_keys(a, b, NAMES, {"ua": NameEntry(name="the Ukraine")})["who"]


@pytest.mark.parametrize(
    ("ours", "theirs", "is_same"),
    [
        ({"when": "2025-01"}, {"when": "2025-01/2025-01"}, True),
        ({"when": "2025-01"}, {"when": "XXXX-01"}, False),
        ({"lasting": "3 weeks"}, {"lasting": "3 weeks", "until": "published"}, True),
        ({"lasting": "3 weeks"}, {"lasting": "3 weeks", "bound": "at least"}, False),
        ({"lasting": "several weeks"}, {"lasting": "3 to 9 weeks"}, True),
        ({"lasting": "several weeks"}, {"lasting": "3 weeks"}, False),
    ],
)
def test_dates_are_equal_by_their_days(ours: dict[str, str], theirs: dict[str, str], is_same: bool) -> None:
    a, b = (fact("x", (0, 10), "It was then.", date={**date, "of": {"did": "be"}}).fact for date in (ours, theirs))
    assert equal_keys(a, b, NAMES, NAMES) == {"date": is_same}


def test_units_of_one_family_are_equal_and_other_numbers_are_not() -> None:
    a = fact("x", (0, 10), "About 300 soldiers were killed.", count=count()).fact
    b = fact("y", (0, 10), "At least 400 tanks were killed.", count=count("400", "at least", "tanks")).fact
    assert equal_keys(a, a, NAMES, NAMES) == {"value": True, "bound": True, "unit": True}
    assert equal_keys(a, b, NAMES, NAMES) == {"value": False, "bound": False, "unit": False}


def test_f1_takes_neither_side_as_the_truth() -> None:
    assert f1(3, 1, 2) == pytest.approx(6 / 9)
    assert f1(3, 2, 1) == f1(3, 1, 2)
    assert f1(0, 0, 0) is None


def test_kappa_of_a_table_worked_by_hand() -> None:
    pairs = [
        *[("key", "key")] * 3,
        *[("supporting", "supporting")] * 4,
        *[("detail", "detail")] * 1,
        *[("key", "supporting")] * 1,
        *[("supporting", "detail")] * 1,
    ]
    # Equal: 8 of 10. By chance: key 4 * 3, supporting 5 * 5, detail 1 * 2, of 100: 0.39. (0.8 - 0.39) / (1 - 0.39)
    assert kappa(pairs) == pytest.approx(0.41 / 0.61)


def test_kappa_is_undefined_without_pairs_and_for_one_class() -> None:
    assert kappa([]) is None
    assert kappa([("key", "key")] * 5) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=30))
def test_kappa_lies_between_its_bounds_and_does_not_mind_who_is_first(pairs: list[tuple[str, str]]) -> None:
    value = kappa(pairs)
    assert value is None or -1 - 1e-9 <= value <= 1 + 1e-9
    assert value == pytest.approx(kappa([(b, a) for a, b in pairs]))


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "gold" / "second").glob("*.yaml")))
def test_an_annotation_agrees_with_itself(name: str) -> None:
    project = Project(ROOT)
    article = load_article(project, project.path("article", name))
    own = load_gold(project, project.path("gold", name), {name: article})
    alignment = align(own, own)
    assert ids(alignment) == [(f.id, f.id) for f in own.facts]
    assert list(differences(alignment)) == []
