from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from runner_fakes import FakeBackend, child_environment, make_task

from harness.errors import UsageError
from harness.runner.plan import choose_samples, make_plan

SAMPLES = choose_samples([make_task()])


def test_an_id_is_the_same_on_every_machine() -> None:
    plan = make_plan(SAMPLES, [FakeBackend()])

    assert [planned.id for planned in plan] == ["9b2e42f28d9ca371", "880278d178a1bd9b"]


def test_an_id_does_not_depend_on_the_process() -> None:
    code = (
        "from runner_fakes import *; from harness.runner.plan import *;"
        "print(make_plan(choose_samples([make_task()]), [FakeBackend()], 3).hash)"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=child_environment(PYTHONHASHSEED=seed),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert found == {make_plan(SAMPLES, [FakeBackend()], 3).hash}


def test_the_plan_is_backends_by_epochs_by_samples() -> None:
    plan = make_plan(SAMPLES, [FakeBackend("a/1"), FakeBackend("b/2")], epochs=2)

    assert [(planned.backend.name, planned.epoch, planned.sample.id) for planned in plan] == [
        ("a/1", 1, "rivers/oder"),
        ("a/1", 1, "rivers/elbe"),
        ("a/1", 2, "rivers/oder"),
        ("a/1", 2, "rivers/elbe"),
        ("b/2", 1, "rivers/oder"),
        ("b/2", 1, "rivers/elbe"),
        ("b/2", 2, "rivers/oder"),
        ("b/2", 2, "rivers/elbe"),
    ]
    assert len({planned.id for planned in plan}) == 8


def test_everything_that_a_backend_is_given_moves_the_id() -> None:
    task = make_task(articles=["oder"])
    article = task.articles[0]
    others = [
        task.model_copy(update={"name": "brooks"}),
        task.model_copy(update={"prompt": task.prompt.model_copy(update={"text": "Sum up: {articles}"})}),
        task.model_copy(update={"limit": None}),
        task.model_copy(update={"articles": (article.model_copy(update={"text": "The Oder fell."}),)}),
    ]
    plans = [make_plan(choose_samples([one]), [FakeBackend()]) for one in (task, *others)]
    plans.append(make_plan(choose_samples([task]), [FakeBackend(parameters={"temperature": 0.5})]))
    plans.append(make_plan(choose_samples([task]), [FakeBackend("fake/two")]))

    assert len({plan[0].id for plan in plans}) == len(plans)


def test_gold_is_in_no_request_and_references_only_where_they_are_needed() -> None:
    samples = choose_samples([make_task(with_gold=True)])
    contestant, oracle = make_plan(samples, [FakeBackend("a/1"), FakeBackend("b/oracle", needs_references=True)])[::2]

    assert contestant.request.references == ()
    assert oracle.request.references == ("The oder rose.",)
    assert "gold" not in contestant.request.model_dump()


def test_references_move_the_ids_of_those_who_are_given_them_alone() -> None:
    bare, golden = choose_samples([make_task()]), choose_samples([make_task(with_gold=True)])
    oracle, contestant = FakeBackend("b/oracle", needs_references=True), FakeBackend()

    assert make_plan(bare, [contestant])[0].id == make_plan(golden, [contestant])[0].id
    assert make_plan(bare, [oracle])[0].id != make_plan(golden, [oracle])[0].id


def test_a_request_carries_prompt_articles_and_limit() -> None:
    request = make_plan(SAMPLES, [FakeBackend()])[0].request

    assert request.prompt == "Summarize in 50 words:\n\nAbout oder\n\nThe oder rose by 3 metres on Monday."
    assert (request.sample, request.epoch, request.words) == ("rivers/oder", 1, 50)
    assert [article.id for article in request.articles] == ["oder"]


def test_the_limit_counts_samples_over_all_tasks() -> None:
    samples = choose_samples([make_task("one"), make_task("two")], limit=3)

    assert [sample.id for sample in samples] == ["one/oder", "one/elbe", "two/oder"]


def test_the_plan_hash_does_not_depend_on_the_order() -> None:
    backends = [FakeBackend("a/1"), FakeBackend("b/2")]

    assert make_plan(SAMPLES, backends).hash == make_plan(SAMPLES[::-1], backends[::-1]).hash


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_under_one_is_refused(limit: int) -> None:
    with pytest.raises(UsageError, match=f"the limit is {limit}; it must be 1 or more"):
        choose_samples([make_task()], limit)


def test_what_cannot_be_planned_is_refused() -> None:
    with pytest.raises(UsageError, match="no task"):
        choose_samples([])
    with pytest.raises(UsageError, match="two tasks are named 'rivers'"):
        choose_samples([make_task(), make_task()])
    with pytest.raises(UsageError, match="no backend"):
        make_plan(SAMPLES, [])
    with pytest.raises(UsageError, match="two backends are named 'fake/one'"):
        make_plan(SAMPLES, [FakeBackend(), FakeBackend(parameters={})])
    with pytest.raises(UsageError, match="the number of epochs is 0"):
        make_plan(SAMPLES, [FakeBackend()], 0)


@pytest.mark.parametrize("value", [float("nan"), object()])
def test_parameters_that_are_no_plain_data_are_refused(value: object) -> None:
    with pytest.raises(UsageError, match="fake/one: the parameters are not plain data"):
        make_plan(SAMPLES, [FakeBackend(parameters={"temperature": value})])


def test_parameters_may_hold_what_json_can_say() -> None:
    plans = [
        make_plan(SAMPLES, [FakeBackend(parameters={"since": since, "stop": stop})])
        for since, stop in ((date(2026, 1, 1), ("a", "b")), ("2026-01-01", ["a", "b"]))
    ]

    assert plans[0][0].id == plans[1][0].id


def test_a_digit_too_many_in_the_epochs_is_told_before_it_fills_the_memory() -> None:
    with pytest.raises(UsageError, match="20,000,000,000,000 requests are more than a run can have: 10,000,000"):
        make_plan(SAMPLES, [FakeBackend()], 10**13)
