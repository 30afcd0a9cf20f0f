"""The errors of this package: one family, each saying where, what, and how to mend it.

HarnessError
├── TaskError      what people write is wrong: YAML, articles, gold, prompts
├── UsageError     a command or function was called with something it cannot use
├── BackendError   a model's backend failed, for now (retryable) or for good
├── ScorerError    a scorer cannot be made or run as asked
│   └── SeenDocumentError   it was fitted on what it is to grade
└── RunError       a run folder cannot be written, read or resumed
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Cause = Literal["rate limit", "unavailable", "denied", "other"]
"""Why a backend failed, as far as it concerns the requests that follow."""

_LONGEST = 600
_MANY = 200
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control characters, marks without width or that turn the writing direction, lone surrogates, line ends."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a file that someone wrote. Line and column count from 1; 0 where there is none.

    `code` names the kind of fault, such as G301, and stays the same from release to release; `harness explain` tells
    of each. It is empty for faults of files that are no part of a task.
    `str()` of it is one printable line: what cannot be printed stands there as its escape.
    """

    file: str
    line: int
    column: int
    what: str
    mend: str = ""
    code: str = field(default="", compare=False)

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        return " ".join(_one_line(part) for part in (f"{place}: {self.what}", self.mend) if part)


def _one_line(text: str) -> str:
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"
    if text.isprintable():
        return text
    return "".join(_escaped(char) for char in text)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii") if unicodedata.category(char) in _UNPRINTABLE else char


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

    @property
    def with_codes(self) -> str:
        """A line for each fault, with its code at the end, which `harness explain` explains."""
        return "\n".join(f"{fault} [{fault.code}]" if fault.code else str(fault) for fault in self.problems)


class UsageError(HarnessError):
    """A name, an option or a file that a caller gave cannot be used."""


class BackendError(HarnessError):
    """A backend could not answer. `retry_after` is in seconds; None means that asking again will not help.

    `cause` tells the runner what to do with the requests that follow: after a "rate limit" they go out more slowly,
    while the backend is "unavailable" (not reached, silent, or failing inside) they wait, and where it is "denied" (the
    key, or the model, is refused) none of them will fare better. `may_be_billed` says that the provider may have
    answered although no answer arrived.
    """

    exit_code = 3

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        mend: str = "",
        retry_after: float | None = None,
        cause: Cause = "other",
        may_be_billed: bool = False,
    ) -> None:
        super().__init__(what, where=where, mend=mend)
        self.retry_after = retry_after
        self.cause: Cause = cause
        self.may_be_billed = may_be_billed

    @property
    def is_retryable(self) -> bool:
        """Whether the same request may succeed later."""
        return self.retry_after is not None


class ScorerError(HarnessError):
    """A scorer does not exist, or its options are wrong."""


class SeenDocumentError(ScorerError):
    """A fitted scorer is to grade a document that it was fitted on; its figures there would mean nothing."""


class RunError(HarnessError):
    """A run folder is missing, damaged, in use, or does not fit what is asked of it."""


def shown(text: str, limit: int = 60) -> str:
    """Return a text in quotation marks, cut where it is longer than a message should quote."""
    return repr(text if len(text) <= limit else f"{text[: limit - 1]}…")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return "Did you mean 'x'?" for the nearest known name, else the list of known names, else nothing."""
    names = set(known)
    near = nearest(name, names)
    if near:
        return f"Did you mean {near!r}?{_odd_letter(name, near)}"
    if names and len(names) <= 24:  # noqa: PLR2004  (a longer list is no help in one line)
        return f"Known: {', '.join(name if name.isprintable() else shown(name) for name in sorted(names))}."
    return ""


def nearest(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the known name that a misspelt one most likely stands for; None where all are less alike than `cutoff`.

    Of more than 200 names only those that begin alike and are about as long are compared, for the sake of time.
    """
    names = set(known)
    if len(names) > _MANY:
        names = {other for other in names if other[:1] == name[:1] and abs(len(other) - len(name)) <= 2}  # noqa: PLR2004
    found = difflib.get_close_matches(name, sorted(names), n=1, cutoff=cutoff)
    return found[0] if found else None


def _odd_letter(name: str, near: str) -> str:
    """Name the letter that only looks like the right one, such as a Cyrillic a or a space without width."""
    odd = next((char for char in name if not char.isascii() and char not in near), None)
    if odd is None:
        return ""
    return f" Yours holds U+{ord(odd):04X} ({unicodedata.name(odd, 'no letter').lower()})."
