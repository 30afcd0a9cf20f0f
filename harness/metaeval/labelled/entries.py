"""A record of a file of labelled data before it is a row: its fields read one by one, each fault with its place."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from harness.errors import Problem, TaskError
from harness.files.jsonl import found
from harness.metaeval.labelled.models import LabelledSummary

_T = TypeVar("_T")
_MOST = 10
"""So many faults are told; the rest are counted."""


@dataclass(frozen=True)
class Placed:
    """A row, and where it comes from: file and line, 0 where there is none."""

    row: LabelledSummary
    file: str
    line: int

    @property
    def place(self) -> str:
        """The place as messages name it."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class Entry:
    """A record as it stands in a file. `line` counts from 1; `within` says which part of the record at that line."""

    file: str
    line: int
    data: Mapping[str, Any]
    within: str = ""

    def fault(self, what: str, mend: str = "") -> TaskError:
        """Return the error that says what is wrong here."""
        return TaskError([Problem(self.file, self.line, 0, f"{self.within}{what}", mend)])

    def placed(self, row: LabelledSummary) -> Placed:
        """Return a row as one of this place."""
        return Placed(row, self.file, self.line)

    def has(self, field: str) -> bool:
        """Whether a field is there and not null."""
        return self.data.get(field) is not None

    def text(self, field: str) -> str:
        """Return a text as it stands; raise TaskError where it is missing or no text."""
        value = self._needed(field)
        if not isinstance(value, str):
            raise self._wrong(field, "text", value)
        return value

    def filled(self, field: str) -> str:
        """Return a text as it stands; raise TaskError where it is missing, no text or blank."""
        value = self.text(field)
        if not value.strip():
            raise self.fault(f"{field!r} is blank.", "Write its text, or delete the record.")
        return value

    def optional(self, field: str) -> str | None:
        """Return a text or a whole number as text, None where it is missing, null or blank."""
        value = self.data.get(field)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        return self.id(field)

    def id(self, field: str) -> str:
        """Return a name without blanks around it; a whole number is one too. Raises TaskError where there is none."""
        value = self._needed(field)
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise self._wrong(field, "text or a whole number", value)
        if not str(value).strip():
            raise self.fault(f"{field!r} is blank.", "Give each record a name of its own.")
        return str(value).strip()

    def whole(self, field: str) -> int:
        """Return a whole number, a CSV cell's too; raise TaskError where it is none."""
        value = self._needed(field)
        number = _to_number(value)
        if number is None or not number.is_integer():
            raise self._wrong(field, "a whole number", value)
        return int(number)

    def number(self, field: str) -> float | None:
        """Return a finite number, a CSV cell's too; None where it is missing, null or an empty cell."""
        value = self.data.get(field)
        if value is None or value == "":
            return None
        number = _to_number(value)
        if number is None:
            raise self._wrong(field, "a finite number", value, "Leave out what has no value.")
        return number

    def label(self, field: str) -> Literal[0, 1]:
        """Return a label: 1 where a summary is consistent, 0 where it is not; raise TaskError where it is neither."""
        value = self._needed(field)
        number = None if isinstance(value, bool) else _to_number(value)
        if number not in (0.0, 1.0):
            raise self._wrong(field, "0 or 1", value, "Write 1 where the summary is consistent, 0 where it is not.")
        return 1 if number else 0

    def numbers(self, field: str) -> dict[str, float]:
        """Return finite numbers by name, without those that are null; nothing where the field is missing."""
        inner = self.record(field) if self.has(field) else Entry(self.file, self.line, {})
        found = ((name, inner.number(name)) for name in inner.data)
        return {name: value for name, value in found if value is not None}

    def texts(self, field: str) -> tuple[str, ...]:
        """Return a list of texts, nothing where it is missing."""
        return tuple(Entry(self.file, self.line, {field: v}, self.within).text(field) for v in self._list(field))

    def record(self, field: str) -> Entry:
        """Return the record that a field holds; raise TaskError where it holds none."""
        return self._inner(self._needed(field), field, field)

    def records(self, field: str) -> list[Entry]:
        """Return the records of a list; nothing where the field is missing."""
        return [self._inner(value, field, f"{field}, item {i}") for i, value in enumerate(self._list(field), 1)]

    def _inner(self, value: object, field: str, within: str) -> Entry:
        if not isinstance(value, dict):
            raise self._wrong(field, "fields with values", value)
        return Entry(self.file, self.line, value, f"{self.within}{within}: ")

    def _list(self, field: str) -> list[Any]:
        value = self.data.get(field)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._wrong(field, "a list", value)
        return value

    def _needed(self, field: str) -> Any:  # noqa: ANN401  (what JSON holds is any)
        if field not in self.data:
            known = ", ".join(list(self.data)[:12]) or "none"
            raise self.fault(f"the field {field!r} is missing.", f"Add it; the fields here: {known}.")
        return self.data[field]

    def _wrong(self, field: str, wanted: str, value: object, mend: str = "") -> TaskError:
        return self.fault(f"{field!r} wants {wanted}, found {_found(value)}.", mend)


def _to_number(value: object) -> float | None:
    """Return a finite number, None for anything else: NaN, infinity, a number that no float holds, true and false."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str) and "_" in value:
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _found(value: object) -> str:
    return "fields with values" if isinstance(value, dict) else found(value)


def read_each(entries: Iterable[_T], read: Callable[[_T], Iterable[Placed]]) -> list[Placed]:
    """Return the rows of all records; raise TaskError with the faults of all that are wrong."""
    rows: list[Placed] = []
    problems: list[Problem] = []
    for entry in entries:
        try:
            rows.extend(read(entry))
        except TaskError as error:
            problems.extend(error.problems)
    raise_all(problems)
    return rows


def raise_all(problems: Sequence[Problem]) -> None:
    """Raise TaskError with the problems, of which the first ten are told; do nothing where there are none.

    What many records of a file have alike is told once, at the first of them, with how many they are.
    """
    alike: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.file, problem.what, problem.mend), []).append(problem)
    told = [_with_count(same) for same in alike.values()]
    if len(told) > _MOST:
        told = [Problem(told[0].file, 0, 0, f"{len(problems):,} faults, the first {_MOST}:"), *told[:_MOST]]
    if told:
        raise TaskError(told)


def _with_count(alike: Sequence[Problem]) -> Problem:
    first, more = alike[0], len(alike) - 1
    return replace(first, what=f"{first.what} (And {more:,} more like it.)") if more else first


def with_own_ids(rows: Iterable[Placed]) -> Iterator[Placed]:
    """Yield rows with ids of their own: a repeat word for word is left out, another row of the same id gets `#2`.

    It is for published files, whose own ids are not all unique.
    """
    seen: dict[str, list[LabelledSummary]] = {}
    for placed in rows:
        same = seen.setdefault(placed.row.id, [])
        if placed.row in same:
            continue
        same.append(placed.row)
        if len(same) == 1:
            yield placed
        else:
            yield replace(placed, row=_renamed(placed.row, len(same)))


def _renamed(row: LabelledSummary, number: int) -> LabelledSummary:
    return row.model_copy(update={"id": f"{row.id}#{number}"})
