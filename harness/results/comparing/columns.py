"""The scores of a run in columns: as arrays of numbers, for a record of each of 100,000 answers would take minutes.

Lines are read as JSON; one that is no score in the form that is looked for is read as a record, which says what is
wrong with it.
"""

from __future__ import annotations

import gc
import math
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic_core import from_json

from harness.errors import RunError
from harness.gold.models import Importance
from harness.results.comparing.models import VerdictName
from harness.results.disk import parse_json, to_record, translate_os_errors
from harness.results.models import Kind, OutcomeName, ScoreRow
from harness.results.store import SCORES, RunFolder

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int8]

ABSENT = 0
OUTCOMES: dict[OutcomeName, int] = {"score": 1, "unscored": 2, "no answer": 3}
"""Codes of outcomes; 0 where there is no line of the scorer."""

VERDICTS: tuple[VerdictName, ...] = ("omitted", "supported", "contradicted")
KINDS: tuple[Kind, ...] = get_args(Kind)
IMPORTANCES: tuple[Importance | None, ...] = ("key", "supporting", "detail", None)
"""A code is a place in one of these; None: the run does not tell."""

_VERDICT_CODES: dict[str, int] = {name: code for code, name in enumerate(VERDICTS)}
_KIND_CODES: dict[str, int] = {name: code for code, name in enumerate(KINDS)}
_IMPORTANCE_CODES: dict[str | None, int] = {name: code for code, name in enumerate(IMPORTANCES)}
_MAKE_AGAIN = "Resume the run to have it made again."
_NOWHERE = -1
_MOST_EPOCHS = 2**20


class Names:
    """Numbers for texts, in the order of their coming; two sides that are compared share one."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Start with some names."""
        self._codes: dict[str, int] = {}
        self._names: list[str] = []
        for name in names:
            self.code(name)

    def code(self, name: str) -> int:
        """Return a name's number, a new one where it has none."""
        found = self._codes.get(name)
        if found is None:
            found = self._codes[name] = len(self._names)
            self._names.append(name)
        return found

    def codes(self, names: Iterable[str]) -> Ints:
        """Return the numbers of several names."""
        return np.fromiter(map(self.code, names), dtype=np.int64)

    def __getitem__(self, code: int) -> str:
        """Return a number's name."""
        return self._names[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass
class Book:
    """The numbers of all names, shared by the sides of one comparison."""

    samples: Names = field(default_factory=Names)
    signatures: Names = field(default_factory=lambda: Names([""]))  # 0: none
    facts: Names = field(default_factory=Names)


@dataclass(frozen=True)
class Graded:
    """What one scorer made of each answer: an outcome's code, a signature's number, and its values (NaN: none)."""

    outcomes: Codes
    signatures: NDArray[np.int32]
    values: Mapping[str, Floats]

    def value(self, name: str) -> Floats:
        """Return a value of all answers; NaN where there is none."""
        found = self.values.get(name)
        return np.full(len(self.outcomes), np.nan) if found is None else found


@dataclass(frozen=True)
class FactColumns:
    """Verdicts on gold facts, one each: the answer's row, the fact's number, and codes of verdict, kind, importance."""

    answers: Ints
    facts: Ints
    verdicts: Codes
    kinds: Codes
    importances: Codes


@dataclass(frozen=True)
class Columns:
    """One backend's scores in a run. Row i of every column is of the same answer; rows are in the order of the file."""

    samples: Ints
    epochs: Ints
    scorers: Mapping[str, Graded]
    facts: FactColumns
    places: Ints
    """Where the line with the answer's facts starts, in bytes; -1 where there is none."""
    disputes: Ints
    """How many disputes the gold of the answer's sample has; -1 where no line tells."""

    def __len__(self) -> int:
        return len(self.samples)

    @property
    def keys(self) -> Ints:
        """One number for each answer's sample and epoch, the same on both sides."""
        return self.samples * _MOST_EPOCHS + self.epochs


def read_columns(folder: RunFolder, backends: Iterable[str], book: Book) -> dict[str, Columns]:
    """Return the scores of some backends of a run, by the backend; the file is read once.

    Raises RunError where the file is missing or damaged, or where an answer has two scores of one scorer.
    """
    reading = {backend: _Reading(book) for backend in backends}
    with without_collection():
        _read(folder, reading)
    return {backend: side.columns() for backend, side in reading.items()}


@contextmanager
def without_collection() -> Iterator[None]:
    """Let no garbage be looked for: among a million objects that stay, each look takes a second, and finds none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(folder: RunFolder, reading: Mapping[str, _Reading]) -> None:
    path = folder.path / SCORES
    with translate_os_errors(path, _MAKE_AGAIN), path.open("rb") as file:
        place = 0
        for number, line in enumerate(file, 1):
            try:
                row, facts = _parse(line)
                side = reading.get(row["backend"])
                if side is not None:
                    side.add(row, facts, place)
            except (ValueError, KeyError, TypeError, AttributeError, IndexError):
                _add_slowly(reading, line, place, f"{path}:{number}")
            place += len(line)


def _add_slowly(reading: Mapping[str, _Reading], line: bytes, place: int, where: str) -> None:
    """Add a line by way of a record: one with lone surrogates is mended, one that is damaged raises RunError."""
    row = to_record(parse_json(line), ScoreRow, where, _MAKE_AGAIN).model_dump()
    if row["backend"] in reading:
        try:
            reading[row["backend"]].add(row, _facts_of(row), place)
        except (ValueError, KeyError, TypeError) as error:
            raise RunError(f"is damaged ({error}).", where=where, mend=_MAKE_AGAIN) from error


_FactKey = bytes | tuple[str, str, str | None, str]
"""Id, kind, importance and verdict of a fact, as they are written or read; there is none of it in runs that lack it."""

_FACTS, _BEHIND = b', "facts": [{', b'}], "disputes": ['
_FACT = re.compile(rb'\{("id": "[^"\\]+", "kind": "\w+", (?:"importance": (?:"\w+"|null), )?"verdict": "\w+")')


def _parse(line: bytes) -> tuple[dict[str, Any], Sequence[_FactKey]]:
    """Return a line without its facts, and these; ValueError or KeyError where it is no score.

    Most of a file is what is told of facts, of which four words are wanted. Where a line is written as the harness
    writes it, these are looked for and the rest is passed over: within a text each quotation mark stands behind a
    backslash, so none of the patterns can match there, and there are as many verdicts as facts.
    """
    start = line.find(_FACTS)
    if start > 0:
        end = line.rfind(_BEHIND)
        facts = _FACT.findall(line, start, end)
        if facts and len(facts) == line.count(b'"verdict":', start, end):
            return from_json(line[:start] + line[end + 2 :], allow_inf_nan=False), facts
    row = from_json(line, allow_inf_nan=False)
    return row, _facts_of(row)


def _facts_of(row: Mapping[str, Any]) -> list[_FactKey]:
    """Return the facts of a line that was read whole."""
    return [_fact_of(fact) for fact in row.get("facts") or ()]


def _fact_of(fact: Mapping[str, Any]) -> tuple[str, str, str | None, str]:
    return fact["id"], fact["kind"], fact.get("importance"), fact["verdict"]


class _Verdicts(dict[_FactKey, int]):
    """Numbers for what is read of facts, in the order of their coming; KeyError where a word is none of ours."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self.facts, self.codes = array("q"), array("b")

    def __missing__(self, key: _FactKey) -> int:
        parts = _fact_of(from_json(b"{" + key + b"}")) if isinstance(key, bytes) else key
        fact, kind, importance, verdict = parts
        if not isinstance(fact, str):
            raise TypeError(f"fact: {fact}")
        codes = (_VERDICT_CODES[verdict], _KIND_CODES[kind], _IMPORTANCE_CODES[importance])
        self.facts.append(self._book.facts.code(fact))
        self.codes.extend(codes)
        number = self[key] = len(self)
        return number


class _Reading:
    """The columns of one backend while they grow."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._rows: dict[int, int] = {}
        self._samples = array("q")
        self._epochs = array("q")
        self._places = array("q")
        self._disputes = array("q")
        self._scorers: dict[str, _Scorer] = {}
        self._verdicts = _Verdicts(book)
        self._fact_answers = array("q")
        self._facts = array("i")
        self._last: tuple[object, object, int, int] = (None, None, 0, 0)

    def add(self, row: Mapping[str, Any], facts: Iterable[_FactKey], place: int) -> None:
        """Add a line. What raises leaves nothing behind but names."""
        outcome, values = OUTCOMES[row["outcome"]], row["values"]
        signature = self._book.signatures.code(row["signature"] or "")
        scorer = self._scorers.get(row["scorer"])
        if scorer is None:
            scorer = self._scorers[row["scorer"]] = _Scorer()
        try:
            numbers = array("d", values.values())
        except TypeError:
            numbers = array("d", [math.nan if value is None else float(value) for value in values.values()])
        verdicts = [self._verdicts[key] for key in facts]
        last_sample, last_epoch, sample, answer = self._last
        if row["sample"] != last_sample or row["epoch"] != last_epoch:
            sample = self._book.samples.code(row["sample"])
            answer = self._answer(sample, row["epoch"])
            self._last = (row["sample"], row["epoch"], sample, answer)
        scorer.add(answer, outcome, signature, tuple(values), numbers)
        if verdicts and self._places[answer] == _NOWHERE:
            self._places[answer] = place
            self._disputes[answer] = len(row.get("disputes") or ())
            self._fact_answers.extend([answer] * len(verdicts))
            self._facts.extend(verdicts)

    def columns(self) -> Columns:
        """Return the columns."""
        count = len(self._samples)
        return Columns(
            samples=np.array(self._samples, dtype=np.int64),
            epochs=np.array(self._epochs, dtype=np.int64),
            scorers={name: scorer.columns(count) for name, scorer in self._scorers.items()},
            facts=self._fact_columns(),
            places=np.array(self._places, dtype=np.int64),
            disputes=np.array(self._disputes, dtype=np.int64),
        )

    def _fact_columns(self) -> FactColumns:
        answers, numbers = np.array(self._fact_answers, dtype=np.int64), np.frombuffer(self._facts, dtype=np.int32)
        facts = np.array(self._verdicts.facts, dtype=np.int64)[numbers]
        codes = np.array(self._verdicts.codes, dtype=np.int8).reshape(-1, 3)
        if _has_twice(answers * max(1, len(self._book.facts)) + facts):
            raise RunError("an answer has two verdicts on one fact.", mend=_MAKE_AGAIN)
        return FactColumns(answers, facts, *(np.ascontiguousarray(codes[:, part])[numbers] for part in range(3)))

    def _answer(self, sample: int, epoch: int) -> int:
        if not 0 < epoch < _MOST_EPOCHS:
            raise ValueError(f"epoch: {epoch}")
        row = self._rows.setdefault(sample * _MOST_EPOCHS + epoch, len(self._samples))
        if row == len(self._samples):
            self._samples.append(sample)
            self._epochs.append(epoch)
            self._places.append(_NOWHERE)
            self._disputes.append(_NOWHERE)
        return row


class _Scorer:
    """One scorer's columns while they grow; lines with the same values are kept together until the end."""

    def __init__(self) -> None:
        self._answers = array("q")
        self._outcomes = bytearray()
        self._signatures = array("i")
        self._shapes: dict[tuple[str, ...], tuple[array[int], array[float]]] = {}

    def add(self, answer: int, outcome: int, signature: int, names: tuple[str, ...], numbers: array[float]) -> None:
        self._answers.append(answer)
        self._outcomes.append(outcome)
        self._signatures.append(signature)
        if names:
            shape = self._shapes.get(names)
            if shape is None:
                shape = self._shapes[names] = (array("q"), array("d"))
            shape[0].append(answer)
            shape[1].extend(numbers)

    def columns(self, count: int) -> Graded:
        answers = np.frombuffer(self._answers, dtype=np.int64)
        if _has_twice(answers):
            raise RunError("an answer has two scores of one scorer.", mend=_MAKE_AGAIN)
        outcomes, signatures = np.full(count, ABSENT, np.int8), np.zeros(count, np.int32)
        outcomes[answers] = np.frombuffer(self._outcomes, dtype=np.int8)
        signatures[answers] = np.frombuffer(self._signatures, dtype=np.int32)
        values: dict[str, Floats] = {}
        for names, (rows, numbers) in self._shapes.items():
            table = np.frombuffer(numbers, dtype=np.float64).reshape(-1, len(names))
            for column, name in enumerate(names):
                found = values.setdefault(name, np.full(count, np.nan))
                found[np.frombuffer(rows, dtype=np.int64)] = table[:, column]
        return Graded(outcomes, signatures, values)


def _has_twice(numbers: Ints) -> bool:
    """Whether a number stands twice."""
    ordered = np.sort(numbers)
    return bool((ordered[1:] == ordered[:-1]).any())


def row_at(folder: RunFolder, place: int) -> ScoreRow:
    """Return the score whose line starts at a place, in bytes; raise RunError where the file changed meanwhile."""
    path = folder.path / SCORES
    with translate_os_errors(path, _MAKE_AGAIN), path.open("rb") as file:
        file.seek(place)
        return to_record(parse_json(file.readline()), ScoreRow, str(path), _MAKE_AGAIN)
