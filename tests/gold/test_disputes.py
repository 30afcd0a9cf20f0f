"""Disputes: where a summary says that a value is from, and what it does with versions that differ."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from harness.gold.matching import Matcher
from harness.gold.matching.bindings import bind, standing
from harness.gold.matching.disputes import DisputeJudge
from harness.gold.matching.origins import OriginFinder
from harness.gold.matching.passage import Passage
from harness.gold.matching.scene import Scene
from harness.gold.matching.tellings import TellingFinder
from harness.tasks import load_tasks, samples_of
from harness.text.reading import Reading

DATA = Path(__file__).parent.parent / "data" / "ferry"


@cache
def ferry() -> Matcher:
    """The morning paper has three dead from the coastguard, the evening's radio five from the hospital."""
    (task,) = load_tasks(["tasks/ferry.yaml"], cwd=DATA)
    (sample,) = samples_of(task)
    assert sample.gold is not None
    return Matcher(sample.gold, sample.articles)


def read(text: str) -> Scene:
    return Scene(ferry().passage(text), ferry().stage.kinds)


NUMBERED = [
    ("Three died [1].", {1}),
    ("Three died [1, 2].", {1, 2}),
    ("Three died (2).", {2}),
    ("Article 2 has five dead.", {2}),
    ("Articles 1 and 2 differ.", {1, 2}),
    ("Reports 1 to 2 differ.", {1, 2}),
    ("The second report has five dead.", {2}),
    ("Three died, says the first; the second gives five.", {1, 2}),
    ("The first and second reports differ.", {1, 2}),
    ("All reports agree.", {1, 2}),
    ("Article 1 has three dead, the other one five.", {1, 2}),
    ("Radio Kyst has five dead.", {2}),
    ("The ferry evening counts five dead.", {2}),
    ("Three died in 2 minutes.", set()),
    ("Article 9 has nine dead.", set()),
    ("The first warning came late.", set()),
    ("Three died for the second time.", set()),
]


@pytest.mark.parametrize(("text", "articles"), NUMBERED)
def test_article_is_named_by_number_place_or_outlet(text: str, articles: set[int]) -> None:
    scene = read(text)
    (named,) = OriginFinder(ferry().stage).find(scene.passage).named
    assert set().union(*(origin.articles for origin in named)) == articles


def test_speaker_is_an_origin_and_a_word_like_him_an_unsure_one() -> None:
    scene = read("The coastguard counts three, hospitals five.")
    (named,) = OriginFinder(ferry().stage).find(scene.passage).named
    assert [(scene.words(scene.passage.span(o.first, o.last)), o.is_sure) for o in named] == [
        ("coastguard", True),
        ("hospitals", False),
    ]


def test_number_in_brackets_holds_until_the_next_that_opens_a_sentence() -> None:
    scene = read("[1] A ferry ran aground. Three died. Article 2 has five. Twelve were hurt. [2] Five died. None fled.")
    held = OriginFinder(ferry().stage).find(scene.passage).held
    assert [sorted(n for o in origins for n in o.articles) for origins in held] == [[], [1], [], [1], [], [2]]


BOUND = [
    # (text, standing of each number of dead, in order)
    ("Three died, the coastguard says.", ["own"]),
    ("The coastguard says that three died.", ["own"]),
    ("Three died.", ["none"]),
    ("The hospital says that three died.", ["other"]),
    ("Three people died (coastguard), five died (hospital).", ["own", "own"]),
    ("Three people died (hospital), five died (coastguard).", ["other", "other"]),
    ("The coastguard says three died, the hospital says five died.", ["own", "own"]),
    ("The hospital says three died, the coastguard says five died.", ["other", "other"]),
    ("The hospital says three died and the coastguard says five died.", ["other", "other"]),
    ("Three died, says the coastguard; five died, says the hospital.", ["own", "own"]),
    ("Three died [1]; five died [2].", ["own", "own"]),
    ("Three died [2]; five died [1].", ["other", "other"]),
    # an article's number does not make up for a rival's source that is said to speak
    ("The hospital says that three died [1].", ["other"]),
]


@pytest.mark.parametrize(("text", "standings"), BOUND)
def test_value_is_bound_to_its_nearest_source(text: str, standings: list[str]) -> None:
    scene, stage = read(text), ferry().stage
    points = DisputeJudge(stage).points
    point = next(point for point in points if point.id == "died")
    origins = OriginFinder(stage).find(scene.passage)
    tellings = TellingFinder(stage, points).find(scene, origins)["died"]
    found = []
    for telling in tellings:
        versions = [point.versions[i] for i in telling.versions]
        rivals = [version for version in point.versions if version not in versions]
        found.append(standing(versions, rivals, bind(scene.passage, telling, tellings, origins)))
    assert found == standings


VERDICTS = [
    ("died", "Article 1 has three dead, article 2 has five.", "fair"),
    ("died", "The dead: 3 (coastguard), 5 (hospital).", "fair"),
    ("died", "Three people died; the hospital counts five dead.", "fair"),
    ("died", "The reports differ: three or five people died.", "fair"),
    ("died", "Estimates of the dead lie between three and five.", "fair"),
    ("died", "The first report has three dead.", "one-sided"),
    ("died", "Three people died. The accident happened on Tuesday.", "flattened"),
    ("died", "The second report has three dead.", "misattributed"),
    ("died", "In all, eight people died.", "blended"),
    ("died", "All reports agree that three people died.", "blended"),
    ("died", "The hospital says that eight people died.", "fabricated"),
    ("died", "The coastguard says that nine people died.", "fabricated"),
    ("died", "Two reports describe the accident.", "omitted"),
    ("died", "How many people died is disputed.", "omitted"),
    ("fault", "A steering fault caused the accident, Sundfjord Lines said.", "one-sided"),
    ("fault", "A steering fault caused the accident.", "flattened"),
    ("fault", "A steering fault may be the cause of the accident [1]; it is the cause, says the operator [2].", "fair"),
    ("fault", "All reports agree that a steering fault caused the accident.", "blended"),
]


@pytest.mark.parametrize(("dispute", "text", "verdict"), VERDICTS)
def test_dispute_gets_the_verdict_that_it_deserves(dispute: str, text: str, verdict: str) -> None:
    found = next(d for d in ferry().match(text).disputes if d.id == dispute)
    assert found.verdict == verdict, (found.reason, found.also)


def test_verdict_shows_the_values_and_their_words() -> None:
    text = "Three people died, the hospital says."
    found = next(d for d in ferry().match(text).disputes if d.id == "died")
    assert found.values == ("3 passengers",)
    assert [text[start:end] for start, end in found.spans] == ["Three"]


@pytest.mark.parametrize("blank", [" ", "\n", "  \n "])
def test_blanks_change_no_verdict(blank: str) -> None:
    text = "Three people died, says the coastguard. Five people died, says the hospital."
    verdicts = [d.verdict for d in ferry().match(text.replace(" ", blank, 3)).disputes]
    assert verdicts == [d.verdict for d in ferry().match(text).disputes]


def test_text_without_words_names_nobody() -> None:
    passage = Passage(Reading("..."), ferry().stage.names)
    assert not any(OriginFinder(ferry().stage).find(passage).named)
