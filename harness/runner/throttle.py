"""The rate that a backend's "too many requests" teach: cut to what it really took, then raised again, slowly."""

from __future__ import annotations

from dataclasses import dataclass

from harness.runner.clock import Clock

LONGEST_PAUSE = 120.0
"""Seconds that all requests of a backend wait at most for one "too many requests"."""

_TOLERATED = 0.03
"""Share of replies that may be "too many requests" before the rate is cut."""
_MEMORY = 1 / 64
_CUT = 0.95
_TELLING = 2.0
"""Seconds between two refusals that tell the rate without the pause that the first of them asked for."""
_DEEPEST_CUT = 0.5
_RECOVERY = 0.10
_NEAR = 0.9
_PROBING = 0.005
_IMPATIENCE = 2e-5
"""How the rate grows, `s` seconds after a cut: by a tenth a second up to nine tenths of the rate that was too high, and
then by 0.005 s + 0.00002 s^3 of it: slowly where the limit was met, and fast where there is none any more."""


@dataclass
class Throttle:
    """How fast requests may go out, as far as the server has shown. It allows anything until the server objects.

    A server that refuses a request has used up what it allowed; so the requests that it took since it last refused one,
    over the time between the two, are its rate. Increase and decrease are in the manner of Chiu and Jain (1989), with
    the decrease measured instead of fixed, and a cubic increase as in Ha, Rhee and Xu (2008).
    """

    clock: Clock
    paused_until: float = 0.0
    cuts: int = 0
    _rate: float | None = None
    _too_high: float = 0.0
    _since: float | None = None
    _sent: int = 0
    _refused: int = 0
    _share: float = 0.0
    _replies: int = 0
    _changed: float = 0.0
    _grows_from: float = 0.0

    def sent(self) -> float:
        """Count a request that goes out; return when that was, for what becomes of it."""
        now = self.clock.seconds()
        if self._since is None:
            self._since = now
        self._sent += 1
        return now

    def taken(self) -> None:
        """Count a reply other than "too many requests"."""
        self._count(refused=False)

    def refused(self, sent_at: float, retry_after: float) -> None:
        """Take note of a "too many requests": everything waits as long as it asks, and the rate may be cut.

        `retry_after` is in seconds. A request that was sent before the last cut says nothing new.
        """
        now = self.clock.seconds()
        wait = min(max(retry_after, 0.0), LONGEST_PAUSE)
        self.paused_until = max(self.paused_until, now + wait)
        self._count(refused=True)
        if sent_at < self._changed:
            return
        self._refused += 1
        if self._share_refused() < _TOLERATED:
            return
        since = self._since if self._since is not None else now
        if now - self._grows_from >= _TELLING:
            since = max(since, self._grows_from)  # what a pause would have saved up beyond a burst was lost
        # until the first refusal a server may have given what it had saved up: its pause is part of the time then
        span = max(now - since + (wait if self._rate is None else 0.0), 1e-3)
        took = max(self._sent - self._refused, 1) / span
        before = self.rate()
        self._too_high = took if before is None else before
        self._rate = took * _CUT if before is None else min(before * _CUT, max(took, before * _DEEPEST_CUT))
        self._since, self._sent, self._refused = now, 0, 0
        self._changed, self._grows_from = now, now + wait
        self.cuts += 1

    def rate(self) -> float | None:
        """Return the requests a second that may go out now; None where nothing limits them."""
        if self._rate is None:
            return None
        seconds = max(self.clock.seconds() - self._grows_from, 0.0)
        near = self._too_high * _NEAR
        grown = self._rate
        if grown < near:
            grown = min(near, self._rate * (1 + _RECOVERY) ** seconds)
        if grown >= near:
            grown = max(self._rate, near) + self._too_high * (_PROBING * seconds + _IMPATIENCE * seconds**3)
        return grown

    def _count(self, *, refused: bool) -> None:
        self._replies += 1
        self._share += _MEMORY * (refused - self._share)

    def _share_refused(self) -> float:
        """Return the share of the last replies that were refusals, each older one counting a little less."""
        return self._share / (1 - (1 - _MEMORY) ** self._replies)
