"""The grammar of gates: `fact_recall.diff < -0.02`, `lost_facts(key) > 0`, `fairness(task=flood) < 0.5 if defined`.

    gate    = term ( operator number [ "%" ] | "is" verdict ) [ "if defined" ]
    term    = name [ "." part ] [ "(" filter { "," filter } ")" ]
    filter  = ( "backend" | "task" | "kind" | "importance" ) "=" value | kind | importance
    operator = "<" | "<=" | ">" | ">=" | "==" | "!="

A gate fails where its condition holds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from harness.errors import UsageError, did_you_mean, shown
from harness.gold.models import Importance
from harness.results.comparing.models import ChangeName, Word
from harness.results.figures import FIGURES, KINDS, figures_of_kind

Of = Literal["run", "comparison"]
"""What a gate is on: the results of a run, or a comparison of two sides."""

Operator = Literal["<", "<=", ">", ">=", "==", "!=", "is"]

RUN_PARTS = ("value", "low", "high")
COMPARISON_PARTS = ("a", "b", "diff", "low", "high", "lowest", "highest", "p")
COUNTS = ("answered", "answered_share", "no_answer", "errors", "unscored", "cost")
"""What a gate on a run may name beside its figures."""

CHANGES: Mapping[str, ChangeName] = {
    "gained_facts": "gained",
    "lost_facts": "lost",
    "newly_contradicted_facts": "newly contradicted",
    "no_longer_contradicted_facts": "no longer contradicted",
}
"""What a gate on a comparison may name beside its figures."""

IMPORTANCES: tuple[Importance, ...] = get_args(Importance)
WORDS: tuple[Word, ...] = get_args(Word)
_FIGURES = frozenset(one.name for figures in (FIGURES, *map(figures_of_kind, KINDS)) for one in figures)
_KEYS = ("backend", "task", "kind", "importance")
_TOO_CLOSE = 1e-9
"""Nearer than this, two figures are the same: 0.30 - 0.32 is -0.02, though its last bit says otherwise."""

_NAME = re.compile(r"[A-Za-z]\w*(?:[.-]\w+)*")
_WORD = re.compile(r"[A-Za-z]\w*")
_VALUE = re.compile(r'"([^"]*)"|\'([^\']*)\'|([^,()"\']+)')
_OPERATOR = re.compile(r"<=|>=|==|!=|<|>")
_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})")


@dataclass(frozen=True)
class Condition:
    """A gate, read. `text` is as it was written; `part` None is the figure itself.

    `limit` is a number, or for the operator `is` a comparison's verdict. `if_defined`: a figure that is undefined, or
    has no data, does not fail it.
    """

    text: str
    name: str
    operator: Operator
    limit: float | Word
    part: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    if_defined: bool = False

    def holds(self, value: float | Word) -> bool:
        """Whether the gate fails at a value: a number, or a word for `is`. Differences below 1e-9 are none."""
        if isinstance(value, str) or isinstance(self.limit, str):
            return value == self.limit
        beyond = value - self.limit
        same = abs(beyond) < _TOO_CLOSE
        return {
            "<": beyond < 0 and not same,
            "<=": beyond < 0 or same,
            ">": beyond > 0 and not same,
            ">=": beyond > 0 or same,
            "==": same,
            "!=": not same,
        }[self.operator]


def read_gate(text: str, of: Of) -> Condition:
    """Return a gate on a run or on a comparison; raise UsageError, with the column from 1, where it is none."""
    return _Reader(text, of).gate()


def read_gates(texts: Collection[str], of: Of) -> tuple[Condition, ...]:
    """Return gates, each as `read_gate` does."""
    return tuple(read_gate(text, of) for text in texts)


class _Reader:
    """Reads one gate from left to right."""

    def __init__(self, text: str, of: Of) -> None:
        self._text = text
        self._of = of
        self._place = 0

    def gate(self) -> Condition:
        name, part = self._term()
        start = self._place
        filters = self._filters()
        self._check_filters(name, filters, start)
        operator, limit = self._bound(name, part)
        if_defined = self._ending()
        return Condition(self._text, name, operator, limit, part, filters, if_defined)

    def _term(self) -> tuple[str, str | None]:
        start = self._skip()
        name = self._take(_NAME)
        if name is None:
            raise self._fault("a figure's name is missing.", "Write, for example, fact_recall < 0.5.")
        head, _, tail = name.rpartition(".")
        known = RUN_PARTS if self._of == "run" else COMPARISON_PARTS
        if head in (*CHANGES, *COUNTS):
            raise self._fault(f"{head} has no parts.", f"Write {head}.", start)
        if head and tail in known:
            self._check_name(head, start)
            return head, tail
        if head and tail in (*RUN_PARTS, *COMPARISON_PARTS):
            which = "'harness compare'" if self._of == "run" else "'harness eval' and 'harness results show'"
            raise self._fault(f"the part {tail!r} is for gates of {which}.", f"Known here: {', '.join(known)}.", start)
        if head in _FIGURES:
            raise self._fault(f"{head} has no part {tail!r}.", did_you_mean(tail, known), start + len(head) + 1)
        self._check_name(name, start)
        return name, None

    def _check_name(self, name: str, start: int) -> None:
        """Refuse what belongs to gates of the other kind; figures of plug-in scorers are only known later."""
        if self._of == "run" and name in CHANGES:
            raise self._fault(
                f"{name} is for gates of 'harness compare'.", "A run alone gains and loses nothing.", start
            )
        if self._of == "comparison" and name in COUNTS:
            raise self._fault(
                f"{name} is for gates of 'harness eval' and 'harness results show'.", "Name a figure.", start
            )

    def _filters(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if not self._take_sign("("):
            return found
        while True:
            start = self._skip()
            key, value = self._filter()
            if key in found:
                raise self._fault(f"{key} is named twice.", "Write two gates.", start)
            found[key] = value
            if self._take_sign(")"):
                return found
            if not self._take_sign(","):
                raise self._fault("a ) or a comma is missing.", "Close the parenthesis.")

    def _filter(self) -> tuple[str, str]:
        start = self._skip()
        word = self._take(_WORD)
        if word and self._take_sign("="):
            if word not in _KEYS:
                raise self._fault(f"there is no filter {word!r}.", did_you_mean(word, _KEYS), start)
            at = self._skip()
            match = _VALUE.match(self._text, self._place)
            value = next((part for part in match.groups() if part is not None), "").strip() if match else ""
            if match is None or not value:
                raise self._fault(f"the value of {word} is missing.", f"Write, for example, {word}=NAME.")
            self._place = match.end()
            self._check_value(word, value, at)
            return word, value
        if word in KINDS:
            return "kind", word
        if word in IMPORTANCES:
            return "importance", word
        known = ", ".join((*KINDS, *IMPORTANCES))
        raise self._fault(
            f"{shown(word or self._rest())} is no filter.", f"Write backend=…, task=…, or one of {known}.", start
        )

    def _check_value(self, key: str, value: str, at: int) -> None:
        known = {"kind": KINDS, "importance": IMPORTANCES}.get(key)
        if known and value not in known:
            raise self._fault(f"there is no {key} {value!r}.", did_you_mean(value, known), at)

    def _check_filters(self, name: str, filters: Mapping[str, str], start: int) -> None:
        if name in CHANGES:
            if "task" in filters:
                raise self._fault(f"{name} is not counted by task.", "Leave the task out.", start)
        elif "importance" in filters:
            mend = f"Only {', '.join(CHANGES)} are."
            raise self._fault(f"{name} is not counted by importance.", mend, start)
        elif "kind" in filters and "task" in filters:
            raise self._fault("figures are by task or by kind of fact, not by both.", "Leave one out.", start)
        elif "kind" in filters and name in COUNTS:
            raise self._fault(f"{name} is not counted by kind of fact.", "Leave the kind out.", start)

    def _bound(self, name: str, part: str | None) -> tuple[Operator, float | Word]:
        start = self._skip()
        if self._take_word("is"):
            if self._of == "run" or part is not None or name in CHANGES:
                raise self._fault("'is' asks for the verdict on a figure of a comparison.", "Write < or > here.", start)
            return "is", self._verdict()
        operator = self._take(_OPERATOR)
        if operator is None:
            what = f"one of < <= > >= == != is missing, found {shown(self._rest())}." if self._rest() else ""
            raise self._fault(what or "one of < <= > >= == != is missing.", f"Write, for example, {name} < 0.5.")
        number = self._take(_NUMBER)
        if number is None:
            raise self._fault("a number is missing.", f"Write one behind {operator}, such as 0.5 or 5%.")
        limit = float(number) / (100 if self._take_sign("%") else 1)
        return operator, limit  # type: ignore[return-value]  # the pattern has no others

    def _verdict(self) -> Word:
        self._skip()
        rest = self._text[self._place :]
        for word in sorted(WORDS, key=len, reverse=True):
            if re.match(rf"{word}(?!\w)", rest):
                self._place += len(word)
                return word
        raise self._fault(f"{shown(rest)} is no verdict.", f"Known: {', '.join(WORDS)}.")

    def _ending(self) -> bool:
        if_defined = False
        if self._take_word("if"):
            if not self._take_word("defined"):
                raise self._fault("only 'if defined' may follow.", "Write it, or nothing.")
            if_defined = True
        self._skip()
        if self._rest():
            mend = "Write each gate with a --fail-if of its own."
            raise self._fault(f"nothing may follow here, found {shown(self._rest())}.", mend)
        return if_defined

    def _skip(self) -> int:
        while self._place < len(self._text) and self._text[self._place].isspace():
            self._place += 1
        return self._place

    def _rest(self) -> str:
        return self._text[self._place :].strip()

    def _take(self, pattern: re.Pattern[str]) -> str | None:
        self._skip()
        match = pattern.match(self._text, self._place)
        if match is None:
            return None
        self._place = match.end()
        return match[0]

    def _take_sign(self, sign: str) -> bool:
        self._skip()
        found = self._text.startswith(sign, self._place)
        self._place += found * len(sign)
        return found

    def _take_word(self, word: str) -> bool:
        return self._take(re.compile(rf"{word}\b")) is not None

    def _fault(self, what: str, mend: str, place: int | None = None) -> UsageError:
        column = (self._place if place is None else place) + 1
        return UsageError(what, where=f"--fail-if {shown(self._text, 120)}, column {column}", mend=mend)
