from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from runner_fakes import FakeBackend, FakeTime, LengthScorer, make_task

from harness.backends.base import Answer, Request, Usage
from harness.backends.price_table import load_prices
from harness.backends.prices import Price
from harness.backends.tokens import estimate_request
from harness.errors import BackendError, RunError, UsageError
from harness.runner.conditions import Conditions, Limits, Terms
from harness.runner.estimate import Estimate, estimate_run
from harness.runner.evaluate import Run, evaluate
from harness.runner.plan import make_plan
from harness.runner.reckon import Reckoner, Tokens
from harness.runner.terms import fill_terms
from harness.tasks.samples import samples_of

PRICE = Price(input=1, output=10)
PRICED = Terms(price=PRICE)


@dataclass(frozen=True)
class Judge(LengthScorer):
    """A scorer that asks a model three times a summary."""

    name: str = "judge"
    asks: int = 3


def estimate(
    results: Path, *backends: FakeBackend, conditions: Conditions | None = None, **options: object
) -> Estimate:
    return estimate_run(
        [make_task()],
        backends,
        scorers={"rivers": [LengthScorer()]},
        results_dir=results,
        conditions=conditions or Conditions(default=PRICED),
        **options,  # type: ignore[arg-type]
    )


def input_of(backend: FakeBackend) -> list[int]:
    """The tokens of each sample's prompt."""
    return [
        estimate_request(planned.request, backend.parameters)[0]
        for planned in make_plan(samples_of(make_task()), [backend])
    ]


def test_requests_tokens_and_cost_worked_by_hand(tmp_path: Path) -> None:
    backend = FakeBackend(parameters={"max_tokens": 50})

    found = estimate(tmp_path, backend, epochs=3)

    read = 3 * sum(input_of(backend))
    (row,) = found.rows
    assert (row.requests, row.answered, row.input_tokens, row.output_tokens) == (6, 0, read, 6 * 50)
    assert row.cost == pytest.approx((read * 1 + 300 * 10) / 1e6)
    assert found.total.cost == row.cost
    assert backend.requests == []
    assert list(tmp_path.iterdir()) == []


def test_the_limit_of_samples_is_kept(tmp_path: Path) -> None:
    assert estimate(tmp_path, FakeBackend(), limit=1).total.requests == 1


def test_what_is_not_known_is_none_and_so_is_every_sum_with_it(tmp_path: Path) -> None:
    conditions = Conditions(terms={"a/known": PRICED, "a/free": Terms(is_free=True, takes_tokens=False)})
    known, dear, free = (
        FakeBackend("a/known", parameters={"max_tokens": 5}),
        FakeBackend("a/dear", parameters={"max_tokens": 5}),
        FakeBackend("a/free"),
    )

    rows = estimate(tmp_path, known, dear, free, conditions=conditions)

    assert [row.cost is None for row in rows.rows] == [False, True, False]
    assert rows.total.cost is None
    assert rows.total.output_tokens == 20
    assert (rows.rows[2].cost, rows.rows[2].input_tokens) == (0.0, 0)


def test_without_a_limit_an_answer_counts_as_long_as_the_model_can_write(tmp_path: Path) -> None:
    longest = Terms(price=PRICE, max_output=1000)

    (row,) = estimate(tmp_path, FakeBackend(), conditions=Conditions(default=longest)).rows
    (blind,) = estimate(tmp_path, FakeBackend()).rows

    assert (row.output_tokens, row.is_limited) == (2000, False)
    assert (blind.output_tokens, blind.cost) == (None, None)


def test_scorers_that_ask_models_are_counted(tmp_path: Path) -> None:
    found = estimate_run(
        [make_task()], [FakeBackend()], scorers={"rivers": [Judge(), LengthScorer()]}, results_dir=tmp_path, epochs=2
    )

    assert found.asked_by_scorers == 4 * 3


def sit(results: Path, backend: FakeBackend, resume: str | None = None) -> Run:
    return asyncio.run(
        evaluate([make_task()], [backend], scorers={}, results_dir=results, clock=FakeTime().clock, resume=resume)
    )


async def fail_on_elbe(request: Request) -> Answer:
    if request.sample.endswith("elbe"):
        raise BackendError("busy.", retry_after=0)
    return Answer(text="It rose.")


def test_of_a_resumed_run_only_what_is_missing_counts(tmp_path: Path) -> None:
    run = sit(tmp_path, FakeBackend(reply=fail_on_elbe))
    before = {path: path.read_bytes() for path in run.folder.rglob("*") if path.is_file()}

    found = estimate(tmp_path, FakeBackend(), resume="latest")

    assert (found.total.requests, found.total.answered) == (1, 1)
    assert {path: path.read_bytes() for path in run.folder.rglob("*") if path.is_file()} == before
    with pytest.raises(RunError, match="epochs: 1 then, 2 now"):
        estimate(tmp_path, FakeBackend(), resume="latest", epochs=2)


def test_a_budget_that_cannot_be_kept_is_refused_as_in_a_run(tmp_path: Path) -> None:
    blind = Conditions(budget=5.0)

    with pytest.raises(UsageError, match="needs a price"):
        estimate(tmp_path, FakeBackend(), conditions=blind)
    with pytest.raises(UsageError, match="needs a price"):
        asyncio.run(evaluate([make_task()], [FakeBackend()], scorers={}, results_dir=tmp_path / "r", conditions=blind))
    assert not (tmp_path / "r").exists()


PLANNED = make_plan(samples_of(make_task()), [FakeBackend(parameters={"max_tokens": 100})])[0]


def test_an_answers_cost_is_what_was_counted_and_else_an_upper_estimate() -> None:
    reckoner = Reckoner(Conditions(default=PRICED))
    most = reckoner.tokens(PLANNED)
    told = Answer(text="x", usage=Usage(input_tokens=40, output_tokens=7))
    half = Answer(text="x", usage=Usage(output_tokens=7))

    assert reckoner.cost(PLANNED, told) == pytest.approx((40 + 70) / 1e6)
    assert reckoner.cost(PLANNED, half) == pytest.approx((most.input + 70) / 1e6)
    assert reckoner.cost(PLANNED, Answer(text="x")) == reckoner.worst_cost(PLANNED)
    assert most == Tokens(input_of(FakeBackend())[0], 100)


def test_in_a_batch_a_request_is_estimated_with_the_batchs_discount() -> None:
    half = Conditions(default=PRICED.model_copy(update={"batch_discount": 0.5}))
    at_once, in_a_batch = Reckoner(half), Reckoner(replace(half, batches="wait"))
    answer = Answer(text="x", usage=Usage(input_tokens=1000, output_tokens=100))
    whole = at_once.worst_cost(PLANNED)
    assert whole is not None
    assert in_a_batch.worst_cost(PLANNED) == whole / 2
    assert (
        in_a_batch.batch_cost(PLANNED, answer)
        == at_once.batch_cost(PLANNED, answer)
        == 0.5 * (at_once.cost(PLANNED, answer) or 0)
    )


def test_a_cost_is_unknown_without_a_price_and_nothing_where_nobody_bills() -> None:
    told = Answer(text="x", usage=Usage(input_tokens=40, output_tokens=7))

    assert Reckoner(Conditions()).cost(PLANNED, told) is None
    assert Reckoner(Conditions()).worst_cost(PLANNED) is None
    assert Reckoner(Conditions(default=Terms(is_free=True))).cost(PLANNED, told) == 0


def test_without_a_limit_an_untold_answer_is_counted_by_its_text() -> None:
    planned = make_plan(samples_of(make_task()), [FakeBackend()])[0]
    cost = Reckoner(Conditions(default=PRICED)).cost(planned, Answer(text="It rose by a metre."))

    assert cost is not None
    assert 0 < cost < 0.001


def filled(backend: FakeBackend, given: Terms | None = None, spec: str | None = None) -> Terms:
    conditions = Conditions(default=given or Terms())
    named = replace(conditions, specs={backend.name: spec} if spec else {})
    return fill_terms([backend], named, load_prices()).terms_of(backend.name)


def test_terms_come_from_the_table_unless_they_are_given() -> None:
    known = filled(FakeBackend("openai/gpt-4o", parameters={"base_url": "https://api.openai.com/v1"}))
    own = filled(FakeBackend("openai/gpt-4o"), Terms(price=PRICE, context=500, limits=Limits(rpm=5)))

    assert known.price is not None
    assert (known.price.input, known.context, known.max_output, known.batch_discount) == (2.5, 128_000, 16_384, 0.5)
    assert "as of 2026-" in (known.priced_by or "")
    assert (own.price, own.context, own.max_output, own.limits.rpm) == (PRICE, 500, 16_384, 5)


def test_a_label_keeps_the_price_of_the_model_behind_it() -> None:
    assert filled(FakeBackend("hot"), spec="openai/gpt-4o") == filled(FakeBackend("openai/gpt-4o"))
    assert filled(FakeBackend("hot")).price is None


def test_another_server_has_no_price_and_no_context() -> None:
    terms = filled(FakeBackend("openai/gpt-4o", parameters={"base_url": "http://localhost:8000/v1"}))

    assert (terms.price, terms.context) == (None, None)


@pytest.mark.parametrize("name", ["extractive/lead-3", "saved/x.jsonl", "command/cat", "hf/x", "python/x.py"])
def test_who_bills_nothing_needs_no_price(name: str) -> None:
    terms = filled(FakeBackend(name), Terms(context=100))

    assert terms.is_free
    assert terms.takes_tokens == (not name.startswith(("extractive", "saved")))
    assert terms.context == (100 if terms.takes_tokens else None)
