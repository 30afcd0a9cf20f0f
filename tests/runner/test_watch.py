from __future__ import annotations

from dataclasses import dataclass

from runner_fakes import FakeBackend, make_task

from harness.runner.clock import Clock
from harness.runner.plan import choose_samples, make_plan
from harness.runner.watch import Watch

PLAN = make_plan(choose_samples([make_task()]), [FakeBackend("a/1"), FakeBackend("b/2")])


@dataclass
class Hand:
    """A clock that is set by hand."""

    seconds: float = 0.0

    @property
    def clock(self) -> Clock:
        return Clock(seconds=lambda: self.seconds)


def test_it_says_what_is_waited_for_after_half_a_minute_and_then_less_and_less_often() -> None:
    hand = Hand()
    watch = Watch(hand.clock)
    said: list[tuple[float, str]] = []
    for planned in (PLAN[0], PLAN[1], PLAN[2]):
        watch.begin(planned)
    for second in range(300):
        hand.seconds = float(second)
        line = watch.beat(lambda name: "held back by --rpm" if name == "b/2" else "")
        if line:
            said.append((second, line))

    assert [second for second, _ in said] == [30, 60, 120, 240]
    assert said[0][1] == (
        "Nothing has finished for 30 s. Waiting for a/1 (2 under way), b/2 (1 under way; held back by --rpm). "
        "The longest: rivers/oder (30 s), rivers/elbe (30 s), rivers/oder (30 s)."
    )


def test_whatever_finishes_starts_the_half_minute_anew() -> None:
    hand = Hand()
    watch = Watch(hand.clock)
    watch.begin(PLAN[0])
    watch.begin(PLAN[1])
    hand.seconds = 29.0
    watch.end(PLAN[0])

    hand.seconds = 58.0
    assert watch.beat(lambda _: "") is None
    hand.seconds = 59.0
    assert watch.beat(lambda _: "") == (
        "Nothing has finished for 30 s. Waiting for a/1 (1 under way). The longest: rivers/elbe (59 s)."
    )


def test_nothing_under_way_is_nothing_to_say() -> None:
    hand = Hand()
    watch = Watch(hand.clock)
    watch.begin(PLAN[0])
    watch.end(PLAN[0])
    hand.seconds = 1000.0

    assert watch.beat(lambda _: "") is None
    assert watch.longest() == ""
