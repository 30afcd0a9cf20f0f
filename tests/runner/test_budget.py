"""Budgets under every order of answers: no sum of costs passes the cap, and what is left is asked once it is raised."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runner_fakes import FakeBackend

from harness.backends.base import Answer
from harness.backends.prices import Price
from harness.errors import UsageError
from harness.results.models import AnswerError, AnswerRecord
from harness.results.spending import show_dollars
from harness.runner.budget import Budget, refuse_blind_budget, spent_in, used_up
from harness.runner.conditions import Conditions, Terms

Request = tuple[str, float, float]
"""An id, the most that it may cost, and what it costs, in dollars."""


@dataclass
class Office:
    """Asks for everything with so many workers; each answer takes a random number of turns of the loop."""

    budget: Budget
    chance: random.Random
    paid: dict[str, float] = field(default_factory=dict)
    most_spent: float = 0.0

    async def run(self, requests: Sequence[Request], workers: int) -> None:
        queue = iter(requests)
        await asyncio.gather(*(self._work(queue) for _ in range(workers)))

    async def _work(self, queue: object) -> None:
        for name, most, cost in queue:  # type: ignore[attr-defined]
            if not await self.budget.reserve(most):
                return
            for _ in range(self.chance.randrange(5)):
                await asyncio.sleep(0)
            self.paid[name] = cost
            self.budget.settle(most, cost)
            self.most_spent = max(self.most_spent, self.budget.spent)


@st.composite
def planned(draw: st.DrawFn) -> list[Request]:
    mosts = draw(st.lists(st.floats(0, 2, allow_nan=False), max_size=120))
    shares = draw(st.lists(st.floats(0, 1), min_size=len(mosts), max_size=len(mosts)))
    return [(str(i), most, most * share) for i, (most, share) in enumerate(zip(mosts, shares, strict=True))]


def sit(requests: Sequence[Request], cap: float, before: float, *, workers: int, seed: int) -> Office:
    office = Office(Budget(cap, before), random.Random(seed))
    asyncio.run(asyncio.wait_for(office.run(requests, workers), 30))
    return office


@settings(max_examples=60, deadline=None)
@given(planned(), st.floats(0.01, 30), st.sampled_from([1, 2, 7, 64]), st.integers(0, 99))
def test_no_order_of_answers_passes_the_cap(requests: list[Request], cap: float, workers: int, seed: int) -> None:
    office = sit(requests, cap, 0.0, workers=workers, seed=seed)

    assert office.most_spent <= cap
    assert sum(office.paid.values()) <= cap + 1e-9
    assert office.budget.spent >= sum(office.paid.values()) - 1e-9
    if not office.budget.is_used_up:
        assert len(office.paid) == len(requests)


@settings(max_examples=40, deadline=None)
@given(planned(), st.floats(0.01, 10), st.sampled_from([1, 5, 64]), st.integers(0, 99))
def test_a_raised_cap_asks_exactly_the_rest(requests: list[Request], cap: float, workers: int, seed: int) -> None:
    first = sit(requests, cap, 0.0, workers=workers, seed=seed)
    rest = [request for request in requests if request[0] not in first.paid]
    enough = sum(most for _, most, _ in requests) + cap + 1

    second = sit(rest, enough, first.budget.spent, workers=workers, seed=seed + 1)

    assert set(second.paid) == {name for name, _, _ in rest}
    assert not second.budget.is_used_up
    assert second.budget.spent >= first.budget.spent


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 200), st.integers(0, 99))
def test_what_was_set_aside_and_not_spent_is_lent_again(count: int, seed: int) -> None:
    """Each may cost the whole budget, and costs a thousandth: all are asked, one after the other."""
    requests = [(str(i), 1.0, 0.001) for i in range(count)]

    office = sit(requests, 1.0 + 0.001 * count, 0.0, workers=64, seed=seed)

    assert len(office.paid) == count


def test_it_waits_for_those_under_way_and_is_told_at_once_what_can_never_be_had() -> None:
    async def scenario() -> None:
        budget = Budget(1.0)
        assert await budget.reserve(0.8)
        waiting = asyncio.ensure_future(budget.reserve(0.5))
        await asyncio.sleep(0)
        assert not waiting.done()
        budget.settle(0.8, 0.1)
        assert await waiting
        budget.settle(0.5, 0.5)
        assert not await budget.reserve(0.41)
        assert budget.is_used_up

    asyncio.run(scenario())


def test_after_the_first_refusal_nothing_that_costs_is_let_through_and_nobody_waits_for_ever() -> None:
    async def scenario() -> None:
        budget = Budget(1.0)
        assert await budget.reserve(0.9)
        waiting = [asyncio.ensure_future(budget.reserve(amount)) for amount in (0.5, 0.2)]
        await asyncio.sleep(0)
        assert not await budget.reserve(2.0)
        assert await asyncio.gather(*waiting) == [False, False]
        assert not await budget.reserve(0.01)
        assert await budget.reserve(0.0)
        budget.settle(0.9, 0.9)
        assert budget.spent == 0.9

    asyncio.run(scenario())


def test_a_request_that_is_cancelled_while_it_waits_leaves_nothing_behind() -> None:
    async def scenario() -> None:
        budget = Budget(1.0)
        assert await budget.reserve(1.0)
        waiting = asyncio.ensure_future(budget.reserve(1.0))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        budget.settle(1.0, 0.0)
        assert await budget.reserve(1.0)

    asyncio.run(scenario())


def test_many_small_costs_add_up_exactly() -> None:
    budget = Budget(1.0)
    for _ in range(10):
        budget.settle(0.0, 0.1)

    assert budget.spent == 1.0


def test_a_cost_above_its_reservation_still_counts() -> None:
    budget = Budget(1.0)
    budget.settle(0.0, 1.5)

    assert budget.spent == 1.5
    assert not asyncio.run(budget.reserve(0.000001))


def test_a_budget_may_be_larger_than_all_the_money() -> None:
    assert asyncio.run(Budget(1e308).reserve(1e12))


@pytest.mark.parametrize("cap", [0.0, -1.0, float("nan"), float("inf")])
def test_a_budget_of_nothing_is_refused(cap: float) -> None:
    with pytest.raises(UsageError, match="buys nothing"):
        Budget(cap)


@pytest.mark.parametrize("cost", [-0.1, float("nan"), float("inf")])
def test_a_cost_is_a_number_from_nothing(cost: float) -> None:
    with pytest.raises(ValueError, match="are no cost"):
        Budget(1.0).settle(0.0, cost)


def record(*, cost: float | None, cached: bool = False, error: bool = False) -> AnswerRecord:
    return AnswerRecord(
        id="a",
        sample="t/a",
        backend="m",
        epoch=1,
        answer=None if error else Answer(text="x"),
        error=AnswerError(what="broke off", retryable=True) if error else None,
        at="",
        cost=cost,
        cached=cached,
    )


def test_what_was_spent_counts_failures_and_not_what_another_run_paid() -> None:
    lines = [record(cost=0.5), record(cost=0.25, error=True), record(cost=None), record(cost=9.0, cached=True)]

    assert spent_in(lines) == 0.75


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0, "$0.00"), (5, "$5.00"), (1234.5, "$1,234.50"), (0.1, "$0.10"), (0.0123, "$0.012"), (0.00004, "$0.000040")],
)
def test_dollars_are_shown_so_that_small_ones_are_seen(amount: float, shown: str) -> None:
    assert show_dollars(amount) == shown


def test_the_stop_says_how_far_it_came() -> None:
    assert used_up(Budget(5), 12, 3400) == "the budget of $5.00 is used up: 12 of 3,400 requests are answered."


PRICED = Terms(price=Price(input=1, output=2))


def test_a_budget_wants_a_price_and_a_limit_of_every_backend_that_is_paid() -> None:
    backends = [
        FakeBackend("a/x", parameters={"max_tokens": 100}),
        FakeBackend("a/y", parameters={}),
        FakeBackend("a/z", parameters={"max_tokens": 100, "extra_body": {"generation": {"n": 5}}}),
        FakeBackend("free/w", parameters={}),
        FakeBackend("a/ok", parameters={"max_tokens": 100, "extra_body": {"top_k": 5}}),
    ]
    conditions = Conditions(
        terms={"a/y": PRICED, "a/z": PRICED, "a/ok": PRICED, "free/w": Terms(is_free=True)}, budget=5.0
    )

    with pytest.raises(UsageError) as caught:
        refuse_blind_budget(backends, conditions)

    assert str(caught.value).splitlines() == [
        "a/x: --budget needs a price, and none is known for it. Give one with --prices FILE.",
        "a/y: --budget needs a limit of the answers' length. Give one with --max-tokens.",
        "a/z: with --budget, extra_body cannot set 'n': it may change what is billed.",
    ]


def test_without_a_budget_nothing_is_asked_of_anybody() -> None:
    refuse_blind_budget([FakeBackend()], Conditions())
