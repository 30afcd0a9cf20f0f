from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from runner_fakes import NOON, FakeBackend, FakeTime, KeptProgress, LengthScorer, make_article, make_task

from harness.backends.base import Answer, Backend, Finish, Request
from harness.errors import BackendError, RunError, ScorerError, UsageError
from harness.results.models import AnswerRecord, ScoreRow
from harness.results.schemas import schema_text
from harness.results.store import RunFolder
from harness.runner.conditions import Conditions
from harness.runner.evaluate import Run, evaluate
from harness.runner.journal import Journal
from harness.scorers.base import Scorer
from harness.tasks.models import Task
from harness.tasks.samples import Sample

FILES = ["answers.jsonl", "articles", "manifest.json", "scores.jsonl", "summary.json"]


def run_evaluate(
    results: Path,
    *,
    tasks: Sequence[Task] | None = None,
    backends: Sequence[Backend] | None = None,
    scorers: Mapping[str, Sequence[Scorer]] | None = None,
    **options: Any,
) -> Run:
    return asyncio.run(
        evaluate(
            [make_task()] if tasks is None else tasks,
            [FakeBackend()] if backends is None else backends,
            scorers={"rivers": [LengthScorer()]} if scorers is None else scorers,
            results_dir=results,
            clock=FakeTime().clock,
            **options,
        )
    )


def scores_of(run: Run) -> list[ScoreRow]:
    return list(RunFolder(run.folder).scores())


def answering(*answers: tuple[str, Finish]) -> FakeBackend:
    left = list(answers)

    async def reply(_: Request) -> Answer:
        text, finish = left.pop(0)
        return Answer(text=text, finish=finish)

    return FakeBackend(reply=reply)


def broken(*, retry_after: float | None) -> FakeBackend:
    async def reply(request: Request) -> Answer:
        if request.sample == "rivers/elbe":
            raise BackendError("no such model.", retry_after=retry_after)
        return Answer(text="It rose.")

    return FakeBackend(reply=reply)


def test_a_run_leaves_a_folder_with_all_its_files(tmp_path: Path) -> None:
    run = run_evaluate(tmp_path / "results", epochs=2)

    assert re.fullmatch(r"20261122-120000-[0-9a-f]{4}", run.id)
    assert run.folder == tmp_path / "results" / run.id
    assert sorted(path.name for path in run.folder.iterdir()) == FILES
    assert [path.name for path in (tmp_path / "results").iterdir()] == [run.id]
    folder = RunFolder(run.folder)
    assert (folder.manifest(), folder.summary()) == (run.manifest, run.summary)
    assert run.counts.model_dump() == {"planned": 4, "answered": 4, "no_answer": 0, "errors": 0, "cached": 0}
    assert run.exit_code == 0


def test_the_manifest_says_what_is_needed_to_repeat_the_run(tmp_path: Path) -> None:
    run = run_evaluate(tmp_path, tasks=[make_task(with_gold=True)], epochs=2, limit=1, seed=7)
    manifest = run.manifest
    task = manifest.tasks[0]

    assert (manifest.seed, manifest.epochs, manifest.limit, manifest.planned) == (7, 2, 1, 2)
    assert [(backend.name, backend.parameters) for backend in manifest.backends] == [("fake/one", {"temperature": 0.0})]
    assert [(sample.id, sample.articles) for sample in task.samples] == [("rivers/oder", ("oder",))]
    assert (task.gold, task.words, task.prompt.name) == ({"oder": "0" * 64}, 50, "short")
    assert [(scorer.name, scorer.signatures) for scorer in task.scorers] == [("length", ("length|v:1|lang:en",))]
    assert [(article.id, article.event) for article in manifest.articles] == [("oder", "flood")]
    assert (manifest.volatile.started, manifest.volatile.finished) == ("2026-11-22T12:00:00Z", "2026-11-22T12:00:00Z")


def test_the_articles_can_be_read_without_the_project(tmp_path: Path) -> None:
    run = run_evaluate(tmp_path)

    for article in run.manifest.articles:
        stored = RunFolder(run.folder).article(article.sha256)
        assert (stored.title, stored.text) == (make_article(article.id).title, make_article(article.id).text)
        assert stored.sha256 == make_article(article.id).sha256


def test_articles_of_one_text_are_stored_once(tmp_path: Path) -> None:
    task = make_task()
    twin = task.articles[0].model_copy(update={"id": "twin"})
    run = run_evaluate(tmp_path, tasks=[task.model_copy(update={"articles": (task.articles[0], twin)})])

    assert [article.id for article in run.manifest.articles] == ["oder", "twin"]
    assert len(list((run.folder / "articles").iterdir())) == 1


def test_the_same_run_twice_gives_the_same_bytes_but_for_id_and_times(tmp_path: Path) -> None:
    runs = [run_evaluate(tmp_path, epochs=3, conditions=Conditions.connections(connections)) for connections in (1, 5)]
    summaries = [run.summary.model_copy(update={"run": ""}) for run in runs]

    assert (runs[0].folder / "scores.jsonl").read_bytes() == (runs[1].folder / "scores.jsonl").read_bytes()
    assert summaries[0] == summaries[1]


def test_every_answer_is_scored_by_every_scorer_of_its_task(tmp_path: Path) -> None:
    run = run_evaluate(
        tmp_path,
        tasks=[make_task("rivers", ["oder"]), make_task("lakes", ["como"])],
        scorers={"rivers": [LengthScorer("length"), LengthScorer("again")], "lakes": [LengthScorer("length")]},
        epochs=2,
    )

    assert [(row.sample, row.epoch, row.scorer) for row in scores_of(run)] == [
        ("rivers/oder", 1, "length"),
        ("rivers/oder", 1, "again"),
        ("lakes/como", 1, "length"),
        ("rivers/oder", 2, "length"),
        ("rivers/oder", 2, "again"),
        ("lakes/como", 2, "length"),
    ]
    assert {row.outcome for row in scores_of(run)} == {"score"}
    assert scores_of(run)[0].values == {"words": 4.0}
    assert scores_of(run)[0].signature == "length|v:1|lang:en"


@pytest.mark.parametrize(
    ("text", "finish", "reason"),
    [
        ("", "stop", "the answer is empty"),
        (" \n\t\u00a0\u200b\ufeff\0", "unknown", "the answer is empty"),
        ("I cannot help with that.", "refused", "the model refused"),
        ("The Oder rose by", "length", "the answer is cut off at the token limit"),
    ],
)
def test_an_answer_without_a_summary_is_no_answer_with_its_reason(
    tmp_path: Path, text: str, finish: Finish, reason: str
) -> None:
    run = run_evaluate(
        tmp_path, backends=[answering((text, finish), ("It rose.", "unknown"))], conditions=Conditions.connections(1)
    )

    assert [(row.outcome, row.reason, row.values) for row in scores_of(run)] == [
        ("no answer", reason, {}),
        ("score", "the words of rivers/elbe", {"words": 2.0}),
    ]
    assert run.counts.model_dump() == {"planned": 2, "answered": 1, "no_answer": 1, "errors": 0, "cached": 0}
    assert run.exit_code == 3


def test_an_error_is_no_answer_and_counted_apart(tmp_path: Path) -> None:
    run = run_evaluate(tmp_path, backends=[broken(retry_after=None)])

    assert [(row.outcome, row.reason) for row in scores_of(run)] == [
        ("score", "the words of rivers/oder"),
        ("no answer", "error: no such model."),
    ]
    assert run.counts.model_dump() == {"planned": 2, "answered": 1, "no_answer": 0, "errors": 1, "cached": 0}
    assert run.exit_code == 3


def test_a_scorer_that_cannot_score_leaves_unscored(tmp_path: Path) -> None:
    scorer = LengthScorer(fault=ScorerError("knows no Frisian.", where="length"))
    run = run_evaluate(tmp_path, scorers={"rivers": [scorer]})

    assert [(row.outcome, row.reason) for row in scores_of(run)] == [("unscored", "length: knows no Frisian.")] * 2
    metric = run.summary.rows[0].metrics["length"]
    assert (metric.value, metric.scored, metric.unscored) == (None, 0, 2)
    assert run.exit_code == 0


def test_a_scorer_is_not_asked_where_the_sample_lacks_what_it_needs(tmp_path: Path) -> None:
    scorer = LengthScorer(needs=frozenset({"gold", "references"}), fault=ZeroDivisionError())
    run = run_evaluate(tmp_path, scorers={"rivers": [scorer]})

    found = {(row.outcome, row.reason, row.signature) for row in scores_of(run)}
    assert found == {("unscored", "the sample has no gold and no references", None)}


def test_a_fault_of_a_scorer_surfaces_and_the_answers_are_kept(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        run_evaluate(tmp_path, scorers={"rivers": [LengthScorer(fault=ZeroDivisionError())]})

    backend = FakeBackend()
    run = run_evaluate(tmp_path, backends=[backend], resume="latest")
    assert backend.requests == []
    assert run.counts.answered == 2
    assert sorted(path.name for path in run.folder.iterdir()) == FILES


def test_backends_are_closed_whatever_happens(tmp_path: Path) -> None:
    good, bad = FakeBackend(), FakeBackend()
    run_evaluate(tmp_path, backends=[good])
    with pytest.raises(UsageError):
        run_evaluate(tmp_path, backends=[bad], limit=0)

    assert (good.is_closed, bad.is_closed) == (True, True)


@pytest.mark.parametrize(
    "bad",
    [
        {"limit": 0},
        {"epochs": 0},
        {"tasks": []},
        {"backends": []},
        {"backends": [FakeBackend(), FakeBackend()]},
        {"backends": [FakeBackend(parameters={"temperature": float("inf")})]},
        {"scorers": {"rivers": [LengthScorer(), LengthScorer()]}},
    ],
)
def test_bad_input_leaves_nothing_behind(tmp_path: Path, bad: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        run_evaluate(tmp_path / "results", **bad)

    assert list(tmp_path.iterdir()) == []


def test_a_signature_that_cannot_be_made_costs_no_request(tmp_path: Path) -> None:
    class Unsigned(LengthScorer):
        def signature(self, sample: Sample) -> str:
            raise ScorerError(f"cannot sign {sample.id}")

    backend = FakeBackend()
    with pytest.raises(ScorerError):
        run_evaluate(tmp_path / "results", backends=[backend], scorers={"rivers": [Unsigned()]})

    assert backend.requests == []
    assert list(tmp_path.iterdir()) == []


def test_a_results_folder_that_is_a_file_is_a_run_error(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("", encoding="utf-8")

    with pytest.raises(RunError, match="results"):
        run_evaluate(tmp_path / "results")


def test_resuming_asks_what_is_missing_and_what_may_pass(tmp_path: Path) -> None:
    first = run_evaluate(tmp_path, backends=[broken(retry_after=0.0)])
    backend, progress = FakeBackend(), KeptProgress()
    second = run_evaluate(tmp_path, backends=[backend], resume=first.id, progress=progress)

    assert [request.sample for request in backend.requests] == ["rivers/elbe"]
    assert progress.started == (2, 1)
    assert progress.is_finished
    assert (first.exit_code, second.exit_code) == (3, 0)
    assert second.counts.model_dump() == {"planned": 2, "answered": 2, "no_answer": 0, "errors": 0, "cached": 0}
    assert len(scores_of(second)) == 2
    assert second.folder == first.folder


def test_resuming_does_not_ask_again_for_what_failed_for_good(tmp_path: Path) -> None:
    first = run_evaluate(tmp_path, backends=[broken(retry_after=None)])
    backend = FakeBackend()
    second = run_evaluate(tmp_path, backends=[backend], resume=first.id)

    assert backend.requests == []
    assert second.counts.errors == 1


def test_resuming_scores_with_the_scorers_of_now(tmp_path: Path) -> None:
    run_evaluate(tmp_path)
    run = run_evaluate(tmp_path, resume="latest", scorers={"rivers": [LengthScorer("size")]})

    assert {row.scorer for row in scores_of(run)} == {"size"}
    assert [scorer.name for scorer in RunFolder(run.folder).manifest().tasks[0].scorers] == ["size"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"epochs": 2}, "epochs: 1 then, 2 now"),
        ({"limit": 1}, "limit: none then, 1 now; samples of the task 'rivers': 2 then, 1 now; the article 'elbe' is"),
        ({"backends": [FakeBackend("a/1")]}, "the backend 'fake/one' is missing now; the backend 'a/1' is new"),
        (
            {"backends": [FakeBackend(parameters={"temperature": 1.0})]},
            "temperature of the backend 'fake/one': 0.0 then, 1.0 now",
        ),
        ({"tasks": [make_task("lakes")]}, "the task 'rivers' is missing now; the task 'lakes' is new"),
        ({"tasks": [make_task().model_copy(update={"limit": None})]}, "word limit of the task 'rivers': 50 then, none"),
    ],
)
def test_another_plan_is_refused_with_the_difference_in_words(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    run = run_evaluate(tmp_path)
    before = (run.folder / "manifest.json").read_bytes()

    with pytest.raises(RunError) as caught:
        run_evaluate(tmp_path, resume=run.id, **change)

    assert str(caught.value).startswith(
        f"{run.id}: cannot be resumed, for what is asked now is something else: {words}"
    )
    assert (run.folder / "manifest.json").read_bytes() == before


def test_a_changed_article_is_named(tmp_path: Path) -> None:
    run = run_evaluate(tmp_path)
    task = make_task()
    article = task.articles[0].model_copy(update={"text": "The Oder fell."})

    with pytest.raises(RunError, match=r"text of the article 'oder': [0-9a-f]{8} then, [0-9a-f]{8} now"):
        run_evaluate(tmp_path, tasks=[task.model_copy(update={"articles": (article, task.articles[1])})], resume=run.id)


def test_answers_to_other_requests_are_refused(tmp_path: Path) -> None:
    run = run_evaluate(tmp_path)
    with Journal(RunFolder(run.folder).journal) as journal:
        journal.append(
            AnswerRecord(id="f" * 16, sample="s", backend="b", epoch=1, answer=Answer(text="x"), error=None, at="")
        )

    with pytest.raises(RunError, match="1 of its answers are to requests that are not planned now"):
        run_evaluate(tmp_path, resume=run.id)


def test_a_run_that_does_not_exist_cannot_be_resumed(tmp_path: Path) -> None:
    run = run_evaluate(tmp_path)

    with pytest.raises(RunError, match=f"Did you mean '{run.id}'"):
        run_evaluate(tmp_path, resume="20261122-120000-zzzz")
    with pytest.raises(RunError, match="there is no run ''"):
        run_evaluate(tmp_path, resume="")
    assert [path.name for path in tmp_path.iterdir()] == [run.id]


def test_a_run_in_use_cannot_be_resumed(tmp_path: Path) -> None:
    run = run_evaluate(tmp_path)

    with Journal(RunFolder(run.folder).journal), pytest.raises(RunError, match="is in use"):
        run_evaluate(tmp_path, resume=run.id)


def test_what_is_written_is_ascii_and_holds_no_path_of_this_machine(tmp_path: Path) -> None:
    run = run_evaluate(tmp_path, backends=[answering(("Ein Fluß \u2028 stieg.", "stop"), ("\U0001f30a!", "stop"))])

    files = [path for path in run.folder.rglob("*") if path.is_file()]
    assert len(files) == 6
    for path in files:
        assert path.read_bytes().isascii()
        assert str(tmp_path) not in path.read_text(encoding="utf-8")


def test_run_ids_sort_by_time(tmp_path: Path) -> None:
    run = run_evaluate(tmp_path)

    assert run.id.startswith(NOON.strftime("%Y%m%d-%H%M%S-"))
    assert json.loads((run.folder / "manifest.json").read_text(encoding="utf-8"))["run"] == run.id


def test_every_file_of_a_run_fits_its_schema(tmp_path: Path) -> None:
    run = run_evaluate(tmp_path, backends=[broken(retry_after=None)])
    files = [path for path in run.folder.rglob("*") if path.is_file()]

    for path in files:
        schema = "articles" if path.parent.name == "articles" else path.stem
        validator = Draft202012Validator(json.loads(schema_text(schema)))
        text = path.read_text(encoding="utf-8")
        for part in text.splitlines() if path.suffix == ".jsonl" else [text]:
            validator.validate(json.loads(part))
