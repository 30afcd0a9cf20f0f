"""The matrix: what is counted as found and as flagged, by verdict or by comparison, and how it is printed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass

from gold_making import count, make_gold, states
from hypothesis import given
from hypothesis import strategies as st

from harness.articles.models import Article
from harness.errors import ScorerError
from harness.gold.gold import Gold
from harness.metaeval.matrix import matrix_json, percent, show_matrix
from harness.metaeval.selftest import Matrix, run_selftest
from harness.scorers.base import Need, Outcome, Score
from harness.tasks.models import Prompt
from harness.tasks.samples import Sample

TABLE = """\
Errors: found              facts      rouge
  number                1/1 100%   1/1 100%
  certainty             0/1   0%   0/1   0%
  negation              0/1   0%   0/1   0%
  denied                0/1   0%   0/1   0%
  antonym               0/1   0%   0/1   0%
  invented              0/1   0%   0/1   0%
  all                   1/6  17%   1/6  17%

Rewordings: flagged        facts      rouge
  number format         0/1   0%   1/1 100%
  typography            0/4   0%   0/4   0%
  framing               0/8   0%   0/8   0%
  order                 0/1   0%   0/1   0%
  all                  0/14   0%  1/14   7%

rouge gives no verdict: it flags what has a lower first figure than the sentence
it was made from.
"""


@dataclass(frozen=True)
class FakeScorer:
    """Grades by a function of the text."""

    name: str
    of: Callable[[str], Outcome]
    needs: frozenset[Need] = frozenset()

    def signature(self, sample: Sample) -> str:
        return f"{self.name}|{sample.id}"

    async def score(self, sample: Sample, summary: str) -> Outcome:
        del sample
        return self.of(summary)


def judged(text: str) -> Outcome:
    """Find fault with the number 900 alone."""
    return Score(values={"recall": 0.0}, reason="Nothing.", consistent="900" not in text)


def measured(text: str) -> Outcome:
    return Score(values={"undefined": None, "words": float("300" in text)}, reason="Measured.")


def failing(text: str) -> Outcome:
    raise ScorerError(f"cannot read {len(text)}")


def matrix_of(*scorers: FakeScorer, gold: Gold | None = None) -> Matrix:
    gold = gold or make_gold(count("About 300 people died.", "300"), states("The port was opened."))
    article = Article(id="port", title="Port", event="port", text="About 300 people died.")
    sample = Sample(
        id="port/port",
        task="port",
        task_version=1,
        articles=(article,),
        gold=gold,
        prompt=Prompt(name="p", version=1, text="{articles}"),
    )
    return asyncio.run(run_selftest([(sample, scorers), (sample, scorers)]))


def test_a_scorer_with_verdicts_finds_what_it_calls_inconsistent() -> None:
    matrix = matrix_of(FakeScorer("judge", judged))
    assert matrix.judging == {"judge"}
    tally = matrix.tally("error", "judge", "number")
    assert (tally.flagged, tally.scored, tally.unscored) == (1, 1, 0)
    assert matrix.tally("error", "judge", "negation").flagged == 0


def test_a_scorer_without_verdicts_flags_what_it_gives_less_than_the_sentence_before() -> None:
    matrix = matrix_of(FakeScorer("measure", measured))
    assert matrix.judging == frozenset()
    assert matrix.tally("error", "measure", "number").flagged == 1
    assert matrix.tally("error", "measure", "certainty").flagged == 0
    assert matrix.tally("rewording", "measure", "number format").flagged == 1  # three hundred


def test_gold_that_two_samples_share_is_tried_once() -> None:
    assert matrix_of(FakeScorer("judge", judged)).tally("error", "judge", "number").total == 1


def test_what_a_scorer_cannot_grade_is_counted_apart() -> None:
    matrix = matrix_of(FakeScorer("broken", failing))
    tally = matrix.tally("error", "broken")
    assert (tally.flagged, tally.scored) == (0, 0)
    assert tally.unscored == tally.total > 0
    assert "unscored" in show_matrix(matrix)
    assert all(row["scored"] == 0 for row in json.loads(matrix_json(matrix))["rows"])


def test_an_error_in_a_dispute_is_set_beside_its_fair_example() -> None:
    examples = [
        {"text": "One says 300, another 500.", "verdict": "fair"},
        {"text": "900 died.", "verdict": "fabricated"},
        {"text": "500 died.", "verdict": "flattened"},
    ]
    group = {
        "id": "dead",
        "point": "How many?",
        "relation": "conflict",
        "members": ["fact-0", "fact-1"],
        "examples": examples,
    }
    gold = make_gold(count("300 people died.", "300"), count("500 people died.", "500"), groups=[group])
    matrix = matrix_of(FakeScorer("judge", judged), FakeScorer("measure", measured), gold=gold)
    assert matrix.tally("error", "judge", "fabricated").flagged == 1
    assert matrix.tally("error", "measure", "fabricated").flagged == 1
    assert matrix.tally("rewording", "judge", "fair").total == 1
    assert "flattened" not in (*matrix.changes("error"), *matrix.changes("rewording"))


def test_the_table_has_counts_shares_and_totals_in_80_columns() -> None:
    shown = show_matrix(matrix_of(FakeScorer("facts", judged), FakeScorer("rouge", measured)))
    assert shown == TABLE
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_misses_are_listed_with_both_sentences_and_what_was_said() -> None:
    shown = show_matrix(matrix_of(FakeScorer("judge", judged)), misses=1)
    assert (
        "\njudge, negation: not found (what is so denied, or what is not so asserted)\n"
        "  port#fact-1\n"
        "    - The port was opened.\n"
        "    + The port was not opened.\n"
        "    = Nothing.\n"
    ) in shown


def test_json_tells_the_same_as_the_table() -> None:
    matrix = matrix_of(FakeScorer("judge", judged), FakeScorer("measure", measured))
    told = json.loads(matrix_json(matrix, misses=2))
    assert told["scorers"] == [{"name": "judge", "judges": True}, {"name": "measure", "judges": False}]
    row = next(row for row in told["rows"] if (row["class"], row["scorer"]) == ("number", "judge"))
    assert row == {"group": "error", "class": "number", "scorer": "judge", "flagged": 1, "scored": 1, "unscored": 0}
    assert {miss["class"] for miss in told["misses"] if miss["scorer"] == "judge"} >= {"negation"}
    assert json.loads(matrix_json(matrix))["misses"] == []


@given(
    st.integers(min_value=1, max_value=5000).flatmap(
        lambda n: st.tuples(st.integers(min_value=0, max_value=n), st.just(n))
    )
)
def test_only_none_is_0_percent_and_only_all_is_100(counts: tuple[int, int]) -> None:
    part, whole = counts
    assert (percent(part, whole) == 0) == (part == 0)
    assert (percent(part, whole) == 100) == (part == whole)
