"""Verdicts on disputes within one article and among three: sources, sides, values, and what stands beside the worst."""

from __future__ import annotations

import pytest
from made import article, dispute, make_matcher, marked

from harness.gold.matching import Matcher

TEXT = """
Police counted 300 marchers in Orlow. The union speaks of 900 marchers. A spark may have caused the fire in the depot,
the mayor said. A spark caused the fire in the depot, said the fire chief. The depot holds grain.
"""
GOLD = """gold: 1
article: march
names:
  police: {name: police, also: [the police], kind: body}
  union: {name: the union, kind: body}
  mayor: {name: the mayor, kind: person}
  chief: {name: the fire chief, kind: person}
facts:
- id: few
  statement: 300 marchers came.
  count: {value: 300, unit: marchers, did: [march, come]}
  evidence: 300 marchers
- id: few-source
  statement: Police counted 300 marchers.
  says: {who: police, what: [few]}
  evidence: Police counted 300 marchers
- id: many
  statement: 900 marchers came.
  count: {value: 900, unit: marchers, did: [march, come]}
  evidence: 900 marchers
- id: many-source
  statement: The union counted 900 marchers.
  says: {who: union, what: [many]}
  evidence: The union speaks of 900 marchers
- id: maybe
  statement: A spark may have caused the fire in the depot.
  states: {who: a spark, did: cause, what: the fire, certainty: possible, terms: [[spark], [cause], [fire]]}
  evidence: A spark may have caused the fire in the depot
- id: maybe-source
  statement: The mayor says that a spark may have caused the fire.
  says: {who: mayor, what: [maybe]}
  evidence: A spark may have caused the fire in the depot, the mayor said
- id: sure
  statement: A spark caused the fire in the depot.
  states: {who: a spark, did: cause, what: the fire in the depot, terms: [[spark], [cause], [fire]]}
  evidence: A spark caused the fire in the depot
- id: sure-source
  statement: The fire chief says that a spark caused the fire.
  says: {who: chief, what: [sure]}
  evidence: A spark caused the fire in the depot, said the fire chief
groups:
- id: marchers
  point: How many marched?
  relation: conflict
  members: [few, many]
- id: cause
  point: How sure is the cause?
  relation: certainty
  members: [maybe, sure]
"""


@pytest.fixture(scope="module")
def march(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return make_matcher(tmp_path_factory.mktemp("march"), {"march": article("march", TEXT)}, {"march": GOLD}, "march")


WITHIN = [
    ("marchers", "Police counted 300 marchers, the union 900.", "fair"),
    ("marchers", "Between 300 and 900 marchers came.", "fair"),
    ("marchers", "300 or 900 marchers came.", "fair"),
    ("marchers", "Some say that 300 marchers came; estimates differ.", "fair"),
    ("marchers", "Police counted 300 marchers.", "one-sided"),
    ("marchers", "300 marchers came.", "flattened"),
    ("marchers", "The union counted 300 marchers.", "misattributed"),
    ("marchers", "600 marchers came.", "blended"),  # between the two
    ("marchers", "1,200 marchers came.", "blended"),  # both together
    ("marchers", "500 marchers came.", "fabricated"),
    ("marchers", "The depot holds grain.", "omitted"),
    # the best of several tellings of one value counts
    ("marchers", "The union counted 300 marchers. Police counted 300 marchers.", "one-sided"),
    ("marchers", "Police counted 300 marchers. The union counted 300 marchers.", "one-sided"),
    ("marchers", "300 marchers came. Police counted 300 marchers.", "one-sided"),
    ("marchers", "Police counted 300 marchers. In all, 300 marchers came.", "one-sided"),
    # statements: how sure a thing is
    ("cause", "A spark may have caused the fire, the mayor said; the fire chief said that a spark caused it.", "fair"),
    (
        "cause",
        "A spark may have caused the fire, said the mayor. A spark caused the fire, said the fire chief.",
        "fair",
    ),
    ("cause", "It is unclear whether a spark caused the fire in the depot.", "fair"),
    ("cause", "A spark caused the fire in the depot, said the fire chief.", "one-sided"),
    ("cause", "A spark caused the fire, said the fire chief. The fire chief said a spark caused it.", "one-sided"),
    ("cause", "A spark caused the fire in the depot.", "flattened"),
    ("cause", "A spark did not cause the fire in the depot.", "fabricated"),
]


@pytest.mark.parametrize(("name", "summary", "expected"), WITHIN)
def test_dispute_within_one_article_gets_its_verdict(march: Matcher, name: str, summary: str, expected: str) -> None:
    found = dispute(march, name, summary)
    assert found.verdict == expected, (found.reason, found.also)


def test_lesser_faults_stand_beside_the_worst(march: Matcher) -> None:
    found = dispute(march, "marchers", "300 marchers came, the union said. 500 marchers came.")
    assert (found.verdict, found.also) == ("fabricated", ("misattributed", "flattened"))
    assert dispute(march, "marchers", "500 marchers came.").also == ()
    assert dispute(march, "marchers", "The depot holds grain.").also == ()


SHOWN = [
    # the summary, the values told, the words that tell them
    ("300 marchers came.", ("300 marchers",), ["300"]),
    ("The union counted 900 marchers, police 300.", ("300 marchers", "900 marchers"), ["900", "300"]),
    ("Police counted 300 marchers. Later, 300 marchers came.", ("300 marchers",), ["300", "300"]),
    ("500 marchers came.", (), ["500"]),
    ("The depot holds grain.", (), []),
]


@pytest.mark.parametrize(("summary", "values", "words"), SHOWN)
def test_verdict_shows_the_values_told(march: Matcher, summary: str, values: tuple[str, ...], words: list[str]) -> None:
    found = dispute(march, "marchers", summary)
    assert (found.values, [marked(summary, span) for span in found.spans]) == (values, words)


REASONS = [
    # what a reason names besides the point: values told, the number of versions, words that no article has
    ("300 marchers came.", ["300 marchers", "2"]),
    ("Police counted 300 marchers.", ["300 marchers", "2"]),
    ("The union counted 300 marchers.", ["300 marchers"]),
    ("Police counted 300 marchers, the union 900.", ["300 marchers, 900 marchers"]),
    ("500 marchers came.", ["'500'"]),
    ("600 marchers came.", ["'600'"]),
]


@pytest.mark.parametrize(("summary", "words"), REASONS)
def test_reason_names_the_point_and_what_was_told(march: Matcher, summary: str, words: list[str]) -> None:
    reason = dispute(march, "marchers", summary).reason
    assert reason.startswith("How many marched?")
    assert [word for word in words if word not in reason] == []


TEXTS = {
    "one": "A spark may have caused the fire in the depot, the mayor said. The depot burned down.",
    "two": "A spark caused the fire in the depot, said the fire chief. Nobody was hurt.",
    "three": "It is possible that a spark caused the fire in the depot, the mayor told Radio Orlow. Trains were late.",
}
MAYBE = """gold: 1
article: {name}
names:
  mayor: {{name: the mayor, kind: person}}
facts:
- id: cause
  statement: A spark may have caused the fire in the depot.
  states: {{who: a spark, did: cause, what: the fire, certainty: possible, terms: [[spark], [cause], [fire]]}}
  evidence: {quote}
- id: source
  statement: The mayor says that a spark may have caused the fire.
  says: {{who: mayor, what: [cause]}}
  evidence: {source}
"""
GOLDS = {
    "one": MAYBE.format(
        name="one", quote="A spark may have caused the fire in the depot", source="in the depot, the mayor said"
    ),
    "two": """gold: 1
article: two
names:
  chief: {name: the fire chief, kind: person}
facts:
- id: cause
  statement: A spark caused the fire in the depot.
  states: {who: a spark, did: cause, what: the fire, terms: [[spark], [cause], [fire]]}
  evidence: A spark caused the fire in the depot
- id: source
  statement: The fire chief says that a spark caused the fire.
  says: {who: chief, what: [cause]}
  evidence: said the fire chief
""",
    "three": MAYBE.format(
        name="three",
        quote="It is possible that a spark caused the fire in the depot",
        source="the mayor told Radio Orlow",
    ),
    "all": """gold: 1
includes: [one, two, three]
groups:
- id: cause
  point: How sure is the cause?
  relation: certainty
  members: [one/cause, two/cause, three/cause]
""",
}


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    texts = {name: article(name, text, f"The {name.title()} Times") for name, text in TEXTS.items()}
    return make_matcher(tmp_path_factory.mktemp("depot"), texts, GOLDS, "all")


SIDES = [
    ("A spark may have caused the fire in the depot [1].", "one-sided"),
    ("A spark caused the fire in the depot [2].", "one-sided"),
    ("A spark may have caused the fire in the depot.", "flattened"),
    ("A spark may have caused the fire in the depot [1]; a spark caused the fire in the depot [2].", "fair"),
    ("A spark may have caused the fire in the depot [1, 3].", "fair"),
    # a speaker who is in an article that is numbered is no further side
    ("A spark may have caused the fire in the depot, the mayor said [1].", "one-sided"),
    ("A spark may have caused the fire in the depot, the mayor said. The mayor said so again [3].", "one-sided"),
    # one who is in another is
    ("[1] A spark may have caused the fire in the depot. A spark caused the fire in the depot [2].", "fair"),
    ("A spark caused the fire in the depot, said the fire chief.", "one-sided"),
    ("It is unclear whether a spark caused the fire in the depot.", "fair"),
    ("All reports agree that a spark caused the fire in the depot.", "blended"),
    ("Trains were late.", "omitted"),
]


@pytest.mark.parametrize(("summary", "expected"), SIDES)
def test_sides_of_a_set_are_its_articles_and_speakers(depot: Matcher, summary: str, expected: str) -> None:
    found = dispute(depot, "cause", summary)
    assert found.verdict == expected, (found.reason, found.also)
