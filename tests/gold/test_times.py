"""Dates and durations in summaries of the made-up ferry article: they belong where they stand, by value and context."""

from __future__ import annotations

import pytest
from test_matching import match

from harness.gold.matching import Matcher
from harness.tasks import load_tasks, samples_of

VERDICTS = [
    # published in March 2031: 33 years before is 1998
    ("in-service", "The ship has been in service for 33 years.", "supported"),
    ("in-service", "In 1998 the ship entered service.", "supported"),
    ("in-service", "The ship has been in service for the past 12 years.", "omitted"),
    # a value that only one fact has needs few words around it
    ("in-service", "The Marit Aas dates from 1998.", "supported"),
    ("rescue-time", "To get most of the people ashore took two hours.", "supported"),
    ("rescue-time", "The mayor was on the radio for two hours.", "omitted"),
    # the words around a time decide whose it is
    ("in-service", "Passengers were taken to the town in 2015.", "omitted"),
    ("rescue-time", "The ship sank five hours later.", "omitted"),
    (
        "rescue-time",
        "Boats took 180 passengers to the town within two hours; the ship sank five hours later.",
        "supported",
    ),
    ("rescue-time", "Boats did not take the passengers to the town within two hours.", "contradicted"),
    ("rescue-time", "- Passengers taken to the town: within five hours", "contradicted"),
    # of two times in one sentence each has its own words
    ("in-service", "In service since 2003, the ship was left by 180 passengers within two hours.", "contradicted"),
    ("rescue-time", "In service since 2003, the ship was left by 180 passengers within two hours.", "supported"),
]


@pytest.mark.parametrize(("fact", "summary", "verdict"), VERDICTS)
def test_time_is_judged_where_it_stands(fact: str, summary: str, verdict: str) -> None:
    found = next(v for v in match(summary).facts if v.id == fact)
    assert found.verdict == verdict, found.reason


def test_wrong_time_alone_is_marked() -> None:
    summary = "Rescue boats took 180 passengers to the town within five hours."
    found = next(v for v in match(summary).facts if v.id == "rescue-time")
    assert found.summary_span is not None
    assert summary[slice(*found.summary_span)] == "five hours"


def of_builtin(task: str, fact: str, summary: str) -> str:
    (sample,) = samples_of(load_tasks([task])[0])
    assert sample.gold is not None
    found = Matcher(sample.gold, sample.articles).match(summary).facts
    return next(v.verdict for v in found if v.id == fact)


@pytest.mark.parametrize(
    ("summary", "verdict"),
    [
        ("They met no North Korean troops for three weeks; at least 1,000 were killed in three months.", "supported"),
        (
            "They met no North Korean troops for three months; at least 1,000 were killed in three weeks.",
            "contradicted",
        ),
    ],
)
def test_exchanged_times_state_neither_fact(summary: str, verdict: str) -> None:
    assert of_builtin("relayed-broadcast", "not-met-weeks", summary) == verdict
    assert of_builtin("relayed-broadcast", "killed-months", summary) == verdict


def test_time_of_another_happening_states_nothing() -> None:
    summary = "The captured soldiers appear in a video that Zelenskyy shared in December."
    assert of_builtin("short-report", "video-date", summary) == "contradicted"
    assert of_builtin("short-report", "deployed-date", summary) == "omitted"
