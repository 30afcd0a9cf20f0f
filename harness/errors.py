"""The errors of this package: one family, each saying where, what, and how to mend it.

HarnessError
├── TaskError      what people write is wrong: YAML, articles, gold, prompts
├── UsageError     a command or function was called with something it cannot use
├── BackendError   a model's backend failed, for now (retryable) or for good
├── ScorerError    a scorer cannot be made or run as asked
└── RunError       a run folder cannot be written, read or resumed
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a file that someone wrote. Line and column count from 1; 0 where there is none."""

    file: str
    line: int
    column: int
    what: str
    mend: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        return f"{place}: {self.what}" + (f" {self.mend}" if self.mend else "")


class HarnessError(Exception):
    """Root of the family; `str()` of it is what a user reads."""

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.where = where
        self.what = what
        self.mend = mend
        super().__init__(f"{where}: {what}" if where else what)

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} {self.mend}" if self.mend else text


class TaskError(HarnessError):
    """Faults in tasks, gold, articles or prompts: all of them, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(HarnessError):
    """A name, an option or a file that a caller gave cannot be used."""


class BackendError(HarnessError):
    """A backend could not answer. `retry_after` is in seconds; None means that asking again will not help."""

    exit_code = 3

    def __init__(self, what: str, *, where: str = "", mend: str = "", retry_after: float | None = None) -> None:
        super().__init__(what, where=where, mend=mend)
        self.retry_after = retry_after

    @property
    def is_retryable(self) -> bool:
        """Whether the same request may succeed later."""
        return self.retry_after is not None


class ScorerError(HarnessError):
    """A scorer does not exist, or its options are wrong."""


class RunError(HarnessError):
    """A run folder is missing, damaged, in use, or does not fit what is asked of it."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return "Did you mean 'x'?" for the nearest known name, else the list of known names, else nothing."""
    names = sorted(set(known))
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]!r}?"
    if names and len(names) <= 24:  # noqa: PLR2004  (a longer list is no help in one line)
        return f"Known: {', '.join(names)}."
    return ""
