"""What is in flight, for the line that says why nothing happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from harness.runner.clock import Clock
from harness.runner.plan import Planned

QUIET_SECONDS = 30.0
_LONGEST_QUIET = 600.0
_NAMED = 3
_LONG = 10.0


@dataclass
class Watch:
    """Knows which requests are under way since when; tells where nothing finishes for 30 s, then 60, 120 and so on."""

    clock: Clock
    _under_way: dict[str, tuple[Planned, float]] = field(default_factory=dict)
    _quiet_since: float | None = None
    _patience: float = QUIET_SECONDS

    def begin(self, planned: Planned) -> None:
        """Take note that a request is being worked at."""
        self._under_way[planned.id] = (planned, self.clock.seconds())
        if self._quiet_since is None:
            self._quiet_since = self.clock.seconds()

    def end(self, planned: Planned) -> None:
        """Take note that it is done, or dropped."""
        self._under_way.pop(planned.id, None)
        self._quiet_since, self._patience = self.clock.seconds(), QUIET_SECONDS

    def beat(self, held_by: Callable[[str], str]) -> str | None:
        """Return the line that is due, if one is; `held_by` tells for a backend what holds its requests."""
        now = self.clock.seconds()
        if self._quiet_since is None or now - self._quiet_since < self._patience or not self._under_way:
            return None
        self._patience = min(self._patience * 2, self._patience + _LONGEST_QUIET)
        backends = Counter(planned.backend.name for planned, _ in self._under_way.values())
        counts = ", ".join(
            f"{name} ({count} under way{f'; {held}' if (held := held_by(name)) else ''})"
            for name, count in sorted(backends.items())
        )
        return (
            f"Nothing has finished for {now - self._quiet_since:.0f} s. Waiting for {counts}. {self.longest()}".rstrip()
        )

    def longest(self) -> str:
        """Return in words which requests have been under way for longest; nothing where none has for 10 s."""
        now = self.clock.seconds()
        first = [one for one in islice(self._under_way.values(), _NAMED) if now - one[1] >= _LONG]  # oldest first
        named = ", ".join(f"{planned.sample.id} ({now - since:.0f} s)" for planned, since in first)
        return f"The longest: {named}." if named else ""
