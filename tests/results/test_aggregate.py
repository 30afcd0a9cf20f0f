from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.backends.base import Answer, Finish
from harness.errors import RunError
from harness.results.aggregate import aggregate, describe_interval
from harness.results.models import (
    AnswerError,
    AnswerRecord,
    ArticleRecord,
    BackendRecord,
    Counts,
    Kind,
    Manifest,
    Metric,
    OutcomeName,
    PromptRecord,
    SampleRecord,
    ScoreRow,
    ScorerRecord,
    Summary,
    SummaryRow,
    TaskRecord,
    Volatile,
)
from harness.results.statistics.sums import NO_RATE

Values = Mapping[str, float | None]


def task_of(name: str, samples: Sequence[str], scorers: Sequence[str]) -> TaskRecord:
    return TaskRecord(
        name=name,
        version=1,
        samples=tuple(SampleRecord(id=f"{name}/{sample}", articles=(sample,)) for sample in samples),
        gold={},
        prompt=PromptRecord(name="short", version=1, sha256="0" * 64),
        words=50,
        scorers=tuple(ScorerRecord(name=scorer, signatures=(f"{scorer}|v:1", f"{name}|v:1")) for scorer in scorers),
    )


def manifest_of(
    tasks: Mapping[str, Sequence[str]], *, scorers: Sequence[str] = ("facts", "shape"), epochs: int = 1, events: int = 1
) -> Manifest:
    articles = sorted({sample for samples in tasks.values() for sample in samples})
    return Manifest(
        run="r",
        harness="0.1.0",
        python="3.11.7",
        seed=0,
        epochs=epochs,
        limit=None,
        tasks=tuple(task_of(name, samples, scorers) for name, samples in tasks.items()),
        articles=tuple(ArticleRecord(id=a, sha256=a, event=f"e{i % events}") for i, a in enumerate(articles)),
        backends=(BackendRecord(name="m", parameters={}),),
        planned=0,
        plan="0" * 64,
        volatile=Volatile(started="", platform=""),
    )


def row(
    sample: str, scorer: str, values: Values | None = None, *, outcome: OutcomeName = "score", epoch: int = 1
) -> ScoreRow:
    return ScoreRow(
        id=f"{sample}-{epoch}",
        task=sample.partition("/")[0],
        sample=sample,
        backend="m",
        epoch=epoch,
        scorer=scorer,
        signature=None,
        outcome=outcome,
        reason="",
        values=values or {},
    )


def facts(sample: str, *, epoch: int = 1, **values: float | None) -> ScoreRow:
    zeros = dict.fromkeys(("supported", "contradicted", "unsupported", "disputes_touched", "disputes_fair"), 0.0)
    return row(sample, "facts", {**zeros, "recall": 0.0, **values}, epoch=epoch)


def answer(
    sample: str, *, epoch: int = 1, text: str = "It rose.", finish: Finish = "stop", **more: Any
) -> AnswerRecord:
    fields = {"answer": Answer(text=text, finish=finish), "error": None, **more}
    return AnswerRecord(id=f"{sample}-{epoch}", sample=sample, backend="m", epoch=epoch, at="", **fields)


def find(summary: Summary, *, task: str | None = None, kind: Kind | None = None) -> SummaryRow:
    (found,) = [row for row in summary.rows if (row.task, row.kind) == (task, kind)]
    return found


def metrics_of(scores: Sequence[ScoreRow], manifest: Manifest | None = None) -> Mapping[str, Metric]:
    return without_reasons(aggregate(manifest or manifest_of({"t": ["a", "b", "c"]}), [], scores).rows[0].metrics)


def without_reasons(metrics: Mapping[str, Metric]) -> Mapping[str, Metric]:
    apart = {"spread": None, "why_no_interval": None}  # see statistics/
    return {name: metric.model_copy(update=apart) for name, metric in metrics.items()}


def test_recall_is_the_mean_over_samples_of_the_means_over_epochs() -> None:
    scores = [
        facts("t/a", recall=0.25, epoch=1),
        facts("t/a", recall=0.75, epoch=2),
        facts("t/b", recall=1.0, epoch=1),
    ]

    assert metrics_of(scores)["fact_recall"] == Metric(value=(0.5 + 1.0) / 2, scored=3)


def test_accuracy_is_a_ratio_of_sums_and_undefined_where_nothing_is_stated() -> None:
    scores = [
        facts("t/a", supported=1.0, contradicted=0.0),
        facts("t/b", supported=2.0, contradicted=3.0),
        facts("t/c", supported=0.0, contradicted=0.0),
    ]

    assert metrics_of(scores)["fact_accuracy"] == Metric(value=3 / 6, scored=2, undefined=1)
    assert metrics_of(scores[2:])["fact_accuracy"] == Metric(value=None, scored=0, undefined=1)


def test_contradicted_and_unsupported_are_sums_and_per_hundred_words() -> None:
    scores = [
        facts("t/a", contradicted=1.0, unsupported=0.0),
        row("t/a", "shape", {"words": 40.0, "over_limit": 0.0}),
        facts("t/b", contradicted=2.0, unsupported=1.0),
        row("t/b", "shape", {"words": 80.0, "over_limit": 1.0}),
    ]
    found = metrics_of(scores)

    assert found["contradicted"].value == 3
    assert found["contradicted_per_100_words"].value == pytest.approx(100 * 3 / 120)
    assert found["unsupported"].value == 1
    assert found["unsupported_per_100_words"].value == pytest.approx(100 * 1 / 120)
    assert found["over_limit"] == Metric(value=1, scored=2)
    assert found["words"].value == 60


def test_per_hundred_words_counts_only_answers_that_both_scorers_scored() -> None:
    scores = [
        facts("t/a", contradicted=1.0),
        row("t/a", "shape", {"words": 50.0}),
        facts("t/b", contradicted=9.0),
        row("t/b", "shape", outcome="unscored"),
        row("t/c", "facts", outcome="no answer"),
        row("t/c", "shape", outcome="no answer"),
    ]
    found = metrics_of(scores)

    assert found["contradicted_per_100_words"] == Metric(value=2, scored=1, unscored=1, no_answer=1)
    assert found["contradicted"] == Metric(value=10, scored=2, no_answer=1)


def test_fairness_is_fair_disputes_by_touched_ones() -> None:
    scores = [
        facts("t/a", disputes_touched=4.0, disputes_fair=1.0),
        facts("t/b", disputes_touched=1.0, disputes_fair=1.0),
        facts("t/c"),
    ]

    assert metrics_of(scores)["fairness"] == Metric(value=2 / 5, scored=2, undefined=1)
    assert metrics_of([facts("t/c")])["fairness"] == Metric(value=None, scored=0, undefined=1)


def test_unscored_and_no_answer_are_counted_and_never_averaged_in() -> None:
    scores = [
        facts("t/a", recall=0.5),
        row("t/b", "facts", outcome="unscored"),
        row("t/c", "facts", outcome="no answer"),
    ]

    assert metrics_of(scores)["fact_recall"] == Metric(value=0.5, scored=1, unscored=1, no_answer=1)


def test_rouge_and_other_scorers_are_averaged_value_by_value() -> None:
    scores = [
        row("t/a", "rouge", outcome="no answer"),
        row("t/a", "fluency", {"grade": 3.0}),
        row("t/b", "rouge", {"rouge1": 0.25, "rougeL": None}),
        row("t/b", "fluency", {"grade": 4.0}),
        row("t/c", "rouge", {"rouge1": 0.75, "rougeL": 0.3}),
        row("t/c", "fluency", outcome="unscored"),
    ]
    found = metrics_of(scores)

    assert list(found) == ["fluency.grade", "rouge1", "rougeL"]
    assert found["rouge1"] == Metric(value=0.5, scored=2, no_answer=1)
    assert found["rougeL"] == Metric(value=0.3, scored=1, undefined=1, no_answer=1)
    assert found["fluency.grade"] == Metric(value=3.5, scored=2, unscored=1)


def test_values_of_shape_without_a_figure_are_averaged_and_those_of_facts_are_not() -> None:
    scores = [
        row("t/a", "shape", {"words": 4.0, "coverage": 0.25}),
        row("t/b", "shape", {"words": 6.0, "coverage": 0.75}),
    ]

    assert {name: metric.value for name, metric in metrics_of(scores).items()} == {
        "words": 5,
        "over_limit": None,
        "shape.coverage": 0.5,
    }
    assert "facts.recall" not in metrics_of([facts("t/a")])


def test_a_scorer_that_never_scored_is_shown_all_the_same() -> None:
    found = metrics_of([row("t/a", "rouge", outcome="no answer"), row("t/b", "rouge", outcome="unscored")])

    assert found == {"rouge": Metric(value=None, scored=0, unscored=1, no_answer=1)}


def test_only_what_was_asked_for_has_figures() -> None:
    assert metrics_of([row("t/a", "shape", {"words": 4.0, "over_limit": 0.0})]).keys() == {"words", "over_limit"}


def test_rows_are_by_backend_then_task_then_kind() -> None:
    summary = aggregate(manifest_of({"t": ["a"], "u": ["b"]}), [], [facts("t/a", recall=0.2), facts("u/b", recall=0.6)])

    assert [(row.task, row.kind) for row in summary.rows] == [
        (None, None),
        ("t", None),
        ("u", None),
        (None, "count"),
        (None, "date"),
        (None, "attribution"),
        (None, "statement"),
    ]
    assert find(summary).metrics["fact_recall"].value == pytest.approx(0.4)
    assert find(summary, task="t").metrics["fact_recall"].value == 0.2
    assert find(summary, task="u").metrics["fact_recall"].value == 0.6


def test_by_kind_facts_are_counted() -> None:
    scores = [
        facts("t/a", supported_count=1.0, contradicted_count=1.0, omitted_count=2.0),
        facts("t/b", supported_count=1.0, contradicted_count=0.0, omitted_count=0.0),
        facts("t/c", supported_count=0.0, contradicted_count=0.0, omitted_count=0.0),
    ]
    summary = aggregate(manifest_of({"t": ["a", "b", "c"]}), [], scores)

    assert without_reasons(find(summary, kind="count").metrics) == {
        "supported_share": Metric(value=2 / 5, scored=2, undefined=1),
        "fact_accuracy": Metric(value=2 / 3, scored=2, undefined=1),
        "supported": Metric(value=2, scored=3),
        "contradicted": Metric(value=1, scored=3),
        "omitted": Metric(value=2, scored=3),
    }
    assert without_reasons(find(summary, kind="date").metrics)["fact_accuracy"] == Metric(
        value=None, scored=0, undefined=3
    )


def test_counts_tell_answers_from_no_answers_from_errors() -> None:
    failed: dict[str, Any] = {"answer": None, "error": AnswerError(what="503", retryable=True)}
    answers = [
        answer("t/a", cached=True),
        answer("t/a", epoch=2, text=" "),
        answer("t/b", finish="refused"),
        answer("t/b", epoch=2, finish="length"),
        answer("u/c", **failed),
    ]
    summary = aggregate(manifest_of({"t": ["a", "b"], "u": ["c"]}, epochs=2), answers, [])

    assert summary.counts == Counts(planned=6, answered=1, no_answer=3, errors=1, cached=1)
    assert find(summary).counts == summary.counts
    assert find(summary, task="t").counts == Counts(planned=4, answered=1, no_answer=3, errors=0, cached=1)
    assert find(summary, task="u").counts == Counts(planned=2, answered=0, no_answer=0, errors=1)


def test_signatures_of_all_tasks_are_told() -> None:
    summary = aggregate(manifest_of({"u": ["b"], "t": ["a"]}, scorers=["facts"]), [], [])

    assert summary.signatures == {"facts": ("facts|v:1", "t|v:1", "u|v:1")}


@pytest.mark.parametrize(
    ("articles", "events", "words"),
    [
        (1, 1, "1 article on 1 event is one cluster: no interval can be given"),
        (5, 1, "5 articles on 1 event are one cluster: no interval can be given"),
        (7, 5, "7 articles on 5 events are 5 clusters: an interval needs 6, so none is given"),
        (7, 6, "7 articles on 6 events are 6 clusters"),
    ],
)
def test_an_interval_is_said_to_need_events(articles: int, events: int, words: str) -> None:
    assert describe_interval(articles, events) == words


def test_events_and_articles_are_counted_once() -> None:
    summary = aggregate(manifest_of({"t": ["a", "b", "c"], "u": ["a", "b"]}, events=2), [], [])

    assert (summary.articles, summary.events) == (3, 2)


def test_a_figure_has_an_interval_over_events_or_says_why_not() -> None:
    samples = "abcdefg"
    scores = [facts(f"t/{s}", recall=0.1 * i, supported=float(s in "abc")) for i, s in enumerate(samples)]
    summary = aggregate(manifest_of({"t": samples, "u": "ab"}, events=7), [], [*scores, facts("u/a", recall=0.0)])
    whole, alone = find(summary).metrics, find(summary, task="u").metrics

    assert whole["fact_recall"].interval is not None
    assert whole["fact_recall"].interval.events == 7
    assert whole["fact_recall"].why_no_interval is None
    assert whole["fact_accuracy"].interval is None
    assert whole["fact_accuracy"].why_no_interval == "an interval needs 6 events, and there are 3"
    assert whole["contradicted"].why_no_interval == NO_RATE
    assert alone["fact_recall"].why_no_interval == "an interval needs 6 events, and there is 1"


def test_scores_that_do_not_stand_together_are_refused() -> None:
    scores = [facts("t/a"), facts("t/b"), row("t/a", "shape", {"words": 3.0})]

    with pytest.raises(RunError, match="the scores of the answer t/a-1 do not stand together"):
        metrics_of(scores)


FIGURE = st.none() | st.floats(0, 1e6)
ROW = st.builds(
    row,
    st.sampled_from(["t/a", "t/b", "t/c"]),
    st.just("facts"),
    st.fixed_dictionaries({"recall": FIGURE, "supported": FIGURE, "contradicted": FIGURE, "disputes_touched": FIGURE}),
    outcome=st.sampled_from(["score", "unscored", "no answer"]),
    epoch=st.integers(1, 3),
)


@given(st.lists(ROW, unique_by=lambda row: row.id))
def test_figures_are_finite_and_every_outcome_is_counted_in_each(scores: list[ScoreRow]) -> None:
    for metric in metrics_of(scores).values():
        assert metric.scored + metric.undefined + metric.unscored + metric.no_answer == len(scores)
        assert metric.value is None or math.isfinite(metric.value)
        assert (metric.value is None) == (metric.scored == 0)


@given(st.lists(ROW, unique_by=lambda row: row.id), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(scores: list[ScoreRow], chance: Any) -> None:
    shuffled = list(scores)
    chance.shuffle(shuffled)
    before, after = metrics_of(scores), metrics_of(shuffled)

    assert before.keys() == after.keys()
    for name, metric in before.items():
        assert after[name].scored == metric.scored
        assert after[name].value == (metric.value if metric.value is None else pytest.approx(metric.value))
