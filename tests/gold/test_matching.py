"""Verdicts on a small made-up article, each worked out by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from harness.gold.matching import Matcher, Matching
from harness.tasks import load_tasks, samples_of

DATA = Path(__file__).parent.parent / "data" / "ferry"


@cache
def matcher(task: str) -> Matcher:
    (loaded,) = load_tasks([f"tasks/{task}.yaml"], cwd=DATA)
    (sample,) = samples_of(loaded)
    assert sample.gold is not None
    return Matcher(sample.gold, sample.articles)


def match(summary: str, task: str = "ferry-morning") -> Matching:
    return matcher(task).match(summary)


FACTS = [
    # counts: same number in other words and forms
    ("aboard", "About 240 people were on board.", "supported", None),
    ("aboard", "Some two hundred and forty people were aboard.", "supported", None),
    ("aboard", "The ferry was carrying 240 people.", "supported", None),
    ("aboard", "Roughly 200 people were on board.", "supported", "coarser"),
    ("aboard", "Hundreds of people were on board.", "supported", "coarser"),
    ("aboard", "About 340 people were on board.", "contradicted", None),
    ("aboard", "Between 100 and 900 people were on board.", "omitted", None),
    ("aboard", "Were 240 people on board?", "omitted", None),
    ("aboard", "The town has 240 houses.", "omitted", None),
    # bounds
    ("injured", "At least twelve passengers were hurt.", "supported", None),
    ("injured", "No fewer than 12 people suffered injuries.", "supported", None),
    ("injured", "Twelve passengers were injured.", "supported", "bound dropped"),
    ("injured", "At most 12 passengers were injured.", "contradicted", None),
    ("injured", "At least 15 passengers were injured.", "contradicted", None),
    ("injured", "At least 12 passengers were not injured.", "contradicted", None),
    ("injured", "It is not true that at least 12 passengers were injured.", "contradicted", None),
    ("injured", "It is true that at least 12 passengers were injured.", "supported", None),
    ("injured", "Injured, ferry, coastguard, 12, passengers, steering, fault", "omitted", None),
    ("injured", "5, 9, 12, 15, 18 passengers were injured.", "omitted", None),
    ("injured", "The injured passengers numbered no less than a dozen.", "supported", None),
    ("injured", "12 passengers were injured, if the coastguard is to be believed.", "supported", "bound dropped"),
    # binding: a number belongs to its predicate
    ("died", "Three passengers died and at least 12 were injured.", "supported", None),
    ("died", "Twelve passengers died and three were injured.", "contradicted", None),
    ("injured", "Twelve passengers died and three were injured.", "contradicted", None),
    ("died", "No passengers died.", "omitted", None),
    # attributions
    ("toll-source", "Three people died, according to the coastguard.", "supported", None),
    ("toll-source", "The coast guard reported three dead passengers.", "supported", None),
    ("toll-source", "Three people died.", "omitted", None),
    ("toll-source", "Mayor Inger Holst said that three people died.", "contradicted", None),
    ("fault-source", "A steering fault may have caused the accident, said Captain Ove Brandal.", "supported", None),
    ("fault-source", "The captain denied that a steering fault may have caused the accident.", "contradicted", None),
    # dates
    ("in-service", "The ship has been in service since 1998.", "supported", None),
    ("in-service", "The ship has been in service since 1989.", "contradicted", None),
    ("rescue-time", "Boats took the passengers ashore within 120 minutes.", "supported", None),
    ("rescue-time", "Boats took the passengers ashore within five hours.", "contradicted", None),
    # certainty and polarity
    ("fault", "A steering fault might be behind the accident.", "supported", None),
    ("fault", "A steering fault caused the accident.", "contradicted", None),
    ("fault", "A steering fault may not have caused the accident.", "contradicted", None),
    ("no-comment", "Sundfjord Lines has made no comment.", "supported", None),
    ("no-comment", "Sundfjord Lines has commented.", "contradicted", None),
    ("no-comment", "Sundfjord Lines runs ferries.", "omitted", None),
]


@pytest.mark.parametrize(("fact", "summary", "verdict", "mark"), FACTS)
def test_fact_gets_its_verdict(fact: str, summary: str, verdict: str, mark: str | None) -> None:
    found = next(v for v in match(summary).facts if v.id == fact)
    assert (found.verdict, found.mark) == (verdict, mark), found.reason


def test_verdict_carries_the_words_it_rests_on() -> None:
    summary = "Officials met. At least twelve passengers were hurt."
    found = next(v for v in match(summary).facts if v.id == "injured")
    assert found.summary_span is not None
    start, end = found.summary_span
    assert summary[start:end] == "At least twelve"
    article = matcher("ferry-morning").stage.gold.articles[0]
    assert [e.article for e in found.evidence] == [article]
    assert found.reason == "Stated: at least 12 for at least 12."


CLAIMS = [
    ("About 240 people were on board.", []),
    ("Of the 240 people, 60 stayed on board.", []),  # 240 less 180
    ("Some 75% of those on board were taken to the town.", []),  # 180 of 240
    ("Nearly 500 people were on board.", ["Nearly 500"]),
    ("It happened on 11 March 2031.", []),  # the Tuesday before 14 March 2031, a Friday
    ("It happened in June.", ["June"]),
    ("It happened on 3 March.", ["3 March"]),
    ('Holst called it "fast and calm".', []),
    ('Holst called it "quick and calm".', ["quick and calm"]),
    ("The minister Kari Nordmann travelled to Lomvik.", ["Kari Nordmann"]),
    ("Two reports describe the accident.", []),
]


@pytest.mark.parametrize(("summary", "unsupported"), CLAIMS)
def test_what_no_article_carries_is_unsupported(summary: str, unsupported: list[str]) -> None:
    claims = [c for c in match(summary).claims if c.verdict == "unsupported"]
    assert [summary[c.span[0] : c.span[1]] for c in claims] == unsupported


DISPUTES = [
    ("died", "Three people died, the coastguard says; the hospital says five died.", "fair"),
    ("died", "[1] reports three dead. [2] reports five dead.", "fair"),
    ("died", "Between three and five people died.", "fair"),
    ("died", "Three people died, according to the coastguard.", "one-sided"),
    ("died", "Three people died.", "flattened"),
    ("died", "Three people died [2].", "misattributed"),
    ("died", "The hospital says that three people died.", "misattributed"),
    ("died", "Eight people died.", "blended"),
    ("died", "Four people died.", "blended"),
    ("died", "Nine people died.", "fabricated"),
    ("died", "A ferry ran aground.", "omitted"),
]


@pytest.mark.parametrize(("dispute", "summary", "verdict"), DISPUTES)
def test_dispute_gets_its_verdict(dispute: str, summary: str, verdict: str) -> None:
    found = next(d for d in match(summary, "ferry").disputes if d.id == dispute)
    assert found.verdict == verdict, (found.reason, found.also)


def test_rival_is_no_contradiction() -> None:
    verdicts = {v.id: v.verdict for v in match("Five people died.", "ferry").facts}
    assert verdicts["ferry-evening/died"] == "supported"
    assert verdicts["ferry-morning/died"] == "omitted"


def test_text_past_the_limit_earns_nothing_but_its_errors_count() -> None:
    summary = "A ferry ran aground. Three passengers died. About 900 people were on board."
    cut = len("A ferry ran aground.")
    verdicts = {v.id: v.verdict for v in matcher("ferry-morning").match(summary, counted=cut).facts}
    assert verdicts["died"] == "omitted"
    assert verdicts["aboard"] == "contradicted"


def test_repetition_earns_what_one_sentence_earns() -> None:
    once = match("Three passengers died.")
    often = match("Three passengers died. " * 50)
    assert [v.verdict for v in once.facts] == [v.verdict for v in often.facts]


NOTHING_STATED = [
    "ferry passengers injured dead coastguard fault",
    "3, 12, 180, 240, 1998",
    "Three passengers died, five passengers died, nine passengers died, twelve passengers died.",
    "If three passengers died, that is terrible.",
    "Did three passengers die?",
]


@pytest.mark.parametrize("summary", NOTHING_STATED)
def test_key_words_lists_and_suppositions_state_nothing(summary: str) -> None:
    assert [v.id for v in match(summary).facts if v.verdict == "supported"] == []


DENIALS = [
    "It is false that three passengers died.",
    "The claim that three passengers died is a myth.",
    "Three passengers died. It is not true that three passengers died.",
]


@pytest.mark.parametrize("summary", DENIALS)
def test_denied_fact_is_contradicted(summary: str) -> None:
    assert {v.verdict for v in match(summary).facts if v.id == "died"} == {"contradicted"}


def test_list_marks_count_nothing() -> None:
    found = match(
        "1. Three passengers died.\n2. About 240 people were on board.\n3. Sundfjord Lines has not commented."
    )
    assert [v.id for v in found.facts if v.verdict == "contradicted"] == []
    assert [c.reason for c in found.claims if c.verdict == "unsupported"] == []


def test_total_of_dead_and_injured_is_neither_of_them() -> None:
    verdicts = {v.id: v.verdict for v in match("In all, 15 passengers died or were injured.").facts}
    assert verdicts["died"] != "supported"
    found = match("In all, 15 passengers were killed or injured.")
    assert [v.id for v in found.facts if v.verdict == "contradicted"] == []


def test_bound_does_not_carry_any_number() -> None:
    found = match("Up to 90,000 passengers complained.")
    assert [c.verdict for c in found.claims if c.type == "quantity"] == ["unsupported"]
