"""What each code of a problem means: its text in `codes.yaml`, for `harness explain` and for reports.

A code is a letter and three digits, and is never given to another fault: F is for files, Y for YAML, V for keys and
values, A, P and T for articles, prompts and tasks, S for scorers, G for gold.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, model_validator

from harness.errors import UsageError, did_you_mean
from harness.files.records import Record, Text, fault
from harness.files.source import read_source
from harness.files.validate import read_record
from harness.files.yaml import parse_yaml

_FILE = Path(__file__).with_name("codes.yaml")
_WARNINGS = "G5"

Shape = Literal["folder", "long", "latin-1", "link", "originals", "twin", "alone", "whole"]
"""How a bad example differs from a good one where no replaced text can show it."""


class Explained(Record):
    """A code's meaning. An example is a piece of `file`; there is none where the fault is of what is installed."""

    model_config = ConfigDict(str_strip_whitespace=False)

    what: Text
    why: Text
    file: str = ""
    bad: str = ""
    good: str = ""
    place: str = ""
    shape: Shape | None = None

    @model_validator(mode="after")
    def _has_whole_example(self) -> Explained:
        if bool(self.bad) != bool(self.file) or bool(self.good) != bool(self.file):
            raise fault("an example has 'file', 'bad' and 'good'.", "Write all of them or none.")
        return self


class _File(Record):
    codes: dict[str, Explained]


@cache
def explanations() -> Mapping[str, Explained]:
    """Return what each code means, in the order of the page."""
    document = parse_yaml(read_source(_FILE, _FILE.name))
    return {code: read_record(document, _File).codes[code] for code in read_record(document, _File).codes}


def level_of(code: str) -> Literal["problem", "warning"]:
    """Return whether a code is that of a warning, which may be as it should be, or of a problem."""
    return "warning" if code.startswith(_WARNINGS) else "problem"


def explain(code: str) -> str:
    """Return what a code means, why it matters, and its examples, as lines.

    Raises UsageError where there is none of that name.
    """
    known = explanations()
    name = code.strip().upper()
    if name not in known:
        raise UsageError(
            f"there is no code {code!r}.", mend=did_you_mean(name, known) or "'harness explain' lists all."
        )
    found = known[name]
    lines = [f"{name} ({level_of(name)}): {found.what}", "", found.why]
    for title, example in (("Bad", found.bad), ("Good", found.good)):
        if example:
            shown = (_printable(line) for line in example.strip("\n").split("\n"))
            lines += ["", f"{title}, in {found.file}:", "", *(f"    {line}".rstrip() for line in shown)]
    return "\n".join(lines) + "\n"


def list_codes() -> str:
    """Return a line for each code."""
    return "".join(f"{code}  {found.what}\n" for code, found in explanations().items())


def _printable(line: str) -> str:
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in line)
