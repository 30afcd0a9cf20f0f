"""Laws of the gold that need no labels, on every built-in task."""

from __future__ import annotations

import random
from functools import cache

import pytest

from harness.files.project import builtin_project
from harness.gold.matching import Matcher, Matching
from harness.tasks import Sample, load_tasks, samples_of
from harness.tasks.samples import render_articles
from harness.text.sentences import split_sentences

ERRORS = {"fabricated", "blended", "misattributed"}


@cache
def samples() -> dict[str, tuple[Sample, Matcher]]:
    tasks = load_tasks([str(builtin_project().root / "tasks")])
    found = {sample.id: sample for task in tasks for sample in samples_of(task)}
    return {name: (sample, Matcher(sample.gold, sample.articles)) for name, sample in found.items() if sample.gold}


SETS = ["five-reports", "wildfire-reports"]
EVERY = [f"{name}/{'set' if name in SETS else name}" for name in builtin_project().known("task")]


def faults(matching: Matching) -> list[str]:
    found = [f"{v.id}: {v.reason}" for v in matching.facts if v.verdict == "contradicted"]
    found += [c.reason for c in matching.claims if c.verdict == "unsupported"]
    return found + [d.reason for d in matching.disputes if {d.verdict, *d.also} & ERRORS]


def extracts(text: str, n: int) -> list[str]:
    """Leads of every length, and random sentences in their order."""
    sentences = [text[start:end] for start, end in split_sentences(text)]
    rng = random.Random(20250205)
    found = [" ".join(sentences[:k]) for k in range(1, len(sentences) + 1)]
    for _ in range(n):
        k = rng.randint(1, min(6, len(sentences)))
        found.append(" ".join(sentences[i] for i in sorted(rng.sample(range(len(sentences)), k))))
    return found


@pytest.mark.parametrize("name", EVERY)
def test_extracts_of_an_article_raise_no_fault(name: str) -> None:
    sample, matcher = samples()[name]
    if len(sample.articles) > 1:
        pytest.skip("an extract of one article is no summary of the set")
    for extract in extracts(sample.articles[0].text, 40):
        assert faults(matcher.match(extract)) == [], extract


@pytest.mark.parametrize("name", EVERY)
def test_articles_say_nothing_against_their_gold(name: str) -> None:
    sample, matcher = samples()[name]
    assert faults(matcher.match(render_articles(sample.articles))) == []


@pytest.mark.parametrize("name", EVERY)
def test_references_claim_nothing_that_the_articles_do_not_carry(name: str) -> None:
    sample, matcher = samples()[name]
    for reference in sample.references:
        assert [c.reason for c in matcher.match(reference).claims if c.verdict == "unsupported"] == []


@pytest.mark.parametrize(
    ("name", "least", "half_read"),
    [("five-reports/set", 11, []), ("wildfire-reports/set", 10, [("line-off", "one-sided")])],
)
def test_articles_of_a_set_are_fair_in_every_dispute(name: str, least: int, half_read: list[tuple[str, str]]) -> None:
    sample, matcher = samples()[name]
    disputes = matcher.match(render_articles(sample.articles)).disputes
    assert len(disputes) >= least
    assert [(d.id, d.verdict) for d in disputes if d.verdict != "fair"] == half_read


def test_a_weekday_of_any_article_of_a_set_is_carried() -> None:
    _, matcher = samples()["wildfire-reports/set"]
    assert faults(matcher.match("A commission of inquiry published a preliminary report on Friday.")) == []
    assert faults(matcher.match("A commission of inquiry published a preliminary report on Saturday.")) != []
