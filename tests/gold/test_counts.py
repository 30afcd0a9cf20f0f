"""Which fact a number states or goes against, worked out by hand on a small made-up gold."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from writing import write_project

from harness.articles import load_article
from harness.files.project import Project
from harness.gold.load import load_gold
from harness.gold.matching import Matcher
from harness.gold.verdicts import FactVerdict

ARTICLE = """---
id: plant
title: Plant
event: plant
outlet: The Post
published: {date: 2030-10-10}
language: en
original: {file: plant.md, sha256: "0000000000000000000000000000000000000000000000000000000000000000"}
invented: true
---

Norval is to cut about 1,150 of its more than 9,500 jobs. Operating profit fell 22 percent. Revenue rose 6 percent
to 842 million euros; Europe brought in 530 million euros and Asia 312 million euros. Savings will be at least 80
million euros a year. About 25,000 households were left without heat. An explosion killed 14 workers and injured
39. Between a third and a half of the staff may strike. Lena Aust left in the 58th minute of the meeting.
"""
GOLD = """gold: 1
article: plant
names:
  norval: {name: Norval, kind: body}
  aust: {name: Lena Aust, also: [Aust], kind: person}
facts:
- id: jobs
  statement: Norval is to cut about 1,150 jobs.
  count: {value: 1150, bound: about, unit: jobs, who: norval, did: cut}
  evidence: Norval is to cut about 1,150
- id: staff
  statement: Norval has more than 9,500 jobs.
  count: {value: 9500, bound: more than, unit: jobs, who: norval, did: have}
  evidence: of its more than 9,500 jobs
- id: profit
  statement: Operating profit fell 22 percent.
  count: {value: 22%, unit: operating profit, did: fall}
  evidence: Operating profit fell 22 percent
- id: revenue-rise
  statement: Revenue rose 6 percent.
  count: {value: 6%, unit: revenue, did: rise}
  evidence: Revenue rose 6 percent
- id: europe
  statement: 530 million euros of revenue came from Europe.
  count: {value: 530 million, unit: euros, who: Europe, did: bring in, terms: [[Europe, European]]}
  evidence: Europe brought in 530 million euros
- id: asia
  statement: 312 million euros of revenue came from Asia.
  count: {value: 312 million, unit: euros, who: Asia, did: bring in, terms: [[Asia, Asian]]}
  evidence: Asia 312 million euros
- id: savings
  statement: Savings will be at least 80 million euros a year.
  count: {value: 80 million, bound: at least, unit: euros a year, did: save}
  evidence: Savings will be at least 80 million euros a year
- id: heat
  statement: About 25,000 households were left without heat.
  count: {value: 25000, bound: about, unit: households, did: be without heat}
  evidence: About 25,000 households were left without heat
- id: killed
  statement: An explosion killed 14 workers.
  count: {value: 14, unit: workers, did: kill}
  evidence: An explosion killed 14 workers
- id: injured
  statement: The explosion injured 39 workers.
  count: {value: 39, unit: workers, did: injure}
  evidence: injured 39
- id: strike
  statement: Between a third and a half of the staff may strike.
  count: {value: 1/3 to 1/2, unit: staff, did: strike, certainty: possible}
  evidence: Between a third and a half of the staff may strike
- id: minute
  statement: Lena Aust left in the 58th minute of the meeting.
  count: {value: 58, unit: minute of the meeting, who: aust, did: leave}
  evidence: Lena Aust left in the 58th minute of the meeting
"""


@cache
def matcher(root: Path) -> Matcher:
    project = Project(write_project(root, {"seeds/plant.md": ARTICLE, "gold/plant.yaml": GOLD}))
    article = load_article(project, project.root / "seeds" / "plant.md")
    return Matcher(load_gold(project, project.root / "gold" / "plant.yaml", {"plant": article}), [article])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plant")


def verdict(root: Path, fact: str, summary: str) -> FactVerdict:
    return next(v for v in matcher(root).match(summary).facts if v.id == fact)


CASES = [
    # the number tells what it is of, in whatever words
    ("jobs", "Around 1,150 posts will go at Norval.", "supported"),
    ("heat", "25k HOMES STILL WITHOUT HEAT, says Norval", "supported"),
    ("staff", "Norval is to cut about 1,150 jobs out of more than 9,500.", "supported"),
    ("staff", "Norval is to cut about 1,150 jobs out of fewer than 9,500.", "contradicted"),
    ("killed", "The city has 14 schools.", "omitted"),
    ("minute", "Aust walked out in minute 58.", "supported"),
    ("minute", "Aust walked out in the 58th minute.", "supported"),
    # a list line
    ("europe", "- Of which Europe €530m, Asia €312m\n- Profit: down 22%", "supported"),
    ("profit", "- Of which Europe €530m, Asia €312m\n- Operating profit: -22%", "supported"),
    # exchanged numbers are two errors
    ("europe", "Europe brought in 312 million euros and Asia 530 million.", "contradicted"),
    ("asia", "Europe brought in 312 million euros and Asia 530 million.", "contradicted"),
    ("killed", "An explosion killed 39 workers and injured 14.", "contradicted"),
    ("injured", "An explosion killed 39 workers and injured 14.", "contradicted"),
    # another number, unit, currency, people, direction, bound
    ("killed", "An explosion killed 17 workers.", "contradicted"),
    ("heat", "About 25,000 people were left without heat.", "contradicted"),
    ("europe", "Europe brought in 530 million dollars.", "contradicted"),
    ("revenue-rise", "Revenue: down 6%.", "contradicted"),
    # exchanged between sentences
    ("europe", "Europe brought in 312 million euros. Asia brought in 530 million euros.", "contradicted"),
    ("asia", "Europe brought in 312 million euros. Asia brought in 530 million euros.", "contradicted"),
    ("asia", "Europe brought in 530 million euros. Asia brought in 312 million euros.", "supported"),
    ("savings", "Norval will save at most 80 million euros a year.", "contradicted"),
    ("savings", "Norval will save no less than €80m annually.", "supported"),
    ("strike", "A third of the staff or less may strike.", "contradicted"),
    ("strike", "A third of the staff or more may strike.", "omitted"),
    # what is no number of the fact's
    ("killed", "An explosion killed 3 more workers than the last one.", "omitted"),
    ("killed", "In all, 53 workers were killed or injured.", "omitted"),
    ("injured", "In all, 53 workers were killed or injured.", "omitted"),
    ("killed", "Did an explosion kill 14 workers?", "omitted"),
    ("killed", "If it killed 14 workers, that is terrible.", "omitted"),
    ("killed", "It is false that an explosion killed 14 workers.", "contradicted"),
    ("jobs", "Nobody asked the union about the cut of 1,150 jobs at Norval.", "supported"),
]


@pytest.mark.parametrize(("fact", "summary", "expected"), CASES)
def test_number_goes_to_the_fact_that_it_is_of(root: Path, fact: str, summary: str, expected: str) -> None:
    found = verdict(root, fact, summary)
    assert found.verdict == expected, found.reason


@pytest.mark.parametrize(
    ("fact", "summary", "words"),
    [
        ("savings", "Norval will save at most 80 million euros a year.", "at most 80 million"),
        ("asia", "Europe brought in 312 million euros and Asia 530 million.", "530 million"),
        ("killed", "Fire broke out. An explosion killed 17 workers.", "17"),
    ],
)
def test_contradiction_spans_the_number_with_its_bound(root: Path, fact: str, summary: str, words: str) -> None:
    found = verdict(root, fact, summary)
    assert found.summary_span is not None
    assert summary[slice(*found.summary_span)] == words


def test_article_goes_against_none_of_its_own_counts(root: Path) -> None:
    found = matcher(root).match(ARTICLE.rsplit("---\n", maxsplit=1)[-1]).facts
    assert [v.id for v in found if v.kind == "count" and v.verdict == "contradicted"] == []
