"""Verdicts on attributions in a small made-up article, each worked out by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from harness.gold.matching import Matcher
from harness.gold.verdicts import FactVerdict
from harness.tasks import load_tasks, samples_of

DATA = Path(__file__).parent.parent / "data" / "ferry"


@cache
def matcher() -> Matcher:
    (loaded,) = load_tasks(["tasks/ferry-morning.yaml"], cwd=DATA)
    (sample,) = samples_of(loaded)
    assert sample.gold is not None
    return Matcher(sample.gold, sample.articles)


def verdict(fact: str, summary: str) -> FactVerdict:
    return next(v for v in matcher().match(summary).facts if v.id == fact)


SAYINGS = [
    # the source by any name, role or pronoun, in any place
    ("toll-source", "Coastguard: three dead, at least 12 injured.", "supported"),
    ("toll-source", "The coastguard puts the dead at three.", "supported"),
    ("toll-source", "The coastguard sent boats. Three passengers died, it said.", "supported"),
    ("toll-source", "Three people died. That is the word from the coastguard.", "supported"),
    ("toll-source", "- Source: the coastguard\n- Dead: three passengers", "supported"),
    (
        "fault-source",
        "The skipper told Lomvik Tidende that a steering fault may have caused the accident.",
        "supported",
    ),
    ("fault-source", "In the captain's view, a steering fault may have caused the accident.", "supported"),
    ("toll-source", "Three people died; the coastguard says so.", "supported"),
    # one who is only named is no source, nor one whose words do not hold the content
    ("toll-source", "Three people died before the coastguard came.", "omitted"),
    ("toll-source", "The coastguard praised the crew; three people died.", "omitted"),
    ("toll-source", "Three people died, and Mayor Inger Holst called the response fast and calm.", "omitted"),
    # another source, known, unknown or exchanged
    ("toll-source", "According to the captain, three people died.", "contradicted"),
    ("toll-source", "Three people died, a Danish diplomat said.", "contradicted"),
    ("toll-source", "Three people died, Transport Minister Kari Nordmann said.", "contradicted"),
    ("fault-source", "The coastguard says a steering fault may have caused the accident.", "contradicted"),
    ("toll-source", "It is said that three people died.", "omitted"),
    # the source says otherwise, or the opposite
    ("toll-source", "The coastguard said that five passengers died.", "contradicted"),
    ("fault-source", "The captain confirmed that a steering fault may have caused the accident.", "contradicted"),
    ("fault-source", "The captain did not say that a steering fault may have caused the accident.", "contradicted"),
]


@pytest.mark.parametrize(("fact", "summary", "expected"), SAYINGS)
def test_attribution_gets_its_verdict(fact: str, summary: str, expected: str) -> None:
    found = verdict(fact, summary)
    assert found.verdict == expected, found.reason


def test_contradiction_spans_the_wrong_speaker() -> None:
    summary = "A ferry ran aground. Three people died, according to Mayor Inger Holst."
    span = verdict("toll-source", summary).summary_span
    assert span is not None
    assert summary[slice(*span)] == "Mayor Inger Holst"


def test_wrong_content_spans_its_words() -> None:
    summary = "The coastguard said that five passengers died."
    span = verdict("toll-source", summary).summary_span
    assert span is not None
    assert summary[slice(*span)] == "five"


def test_sentence_of_the_article_is_never_an_error() -> None:
    article = "Captain Ove Brandal told Lomvik Tidende that a steering fault may have caused the accident."
    found = matcher().match(f"Three passengers died. {article}").facts
    assert [v.id for v in found if v.verdict == "contradicted"] == []
