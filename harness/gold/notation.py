"""How gold files write values: amounts, durations and spans as text, and the short forms of quotes and sources."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints

from harness.errors import shown
from harness.files.records import Record, Shorthand, Text, Whole, fault, not_empty, one_or_many
from harness.text.amounts import parse_amount
from harness.text.dates import parse_duration
from harness.text.words import as_phrase

VERSION = "1"
"""The version of this format; others are not read."""


def check_version(value: Any) -> Any:  # noqa: ANN401
    """Return the format's version where it is the one that is read."""
    if value == VERSION:
        return value
    raise fault(
        f"version {shown(str(value))} of the gold format is not read.", f"This release reads {VERSION}.", code="G108"
    )


def _check_amount(value: str) -> str:
    parse_amount(value)
    return value


def _check_duration(value: str) -> str:
    parse_duration(value)
    return value


def _read_quote(value: Any) -> Any:  # noqa: ANN401
    return {"quote": value} if isinstance(value, str) else value


def _or_text(full: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": ["string", "number", "boolean"], "minLength": 1}, full]}


def _read_names(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        keys = ", ".join(str(item) for item in value)
        raise fault(
            "several names need a word before them.", f"Write '{{all: [{keys}]}}' or '{{any: [{keys}]}}'.", code="G109"
        )
    return {"all": [value]} if isinstance(value, str) else value


def _check_phrase(value: str) -> str:
    if as_phrase(value):
        return value
    raise fault(f"{shown(value)} has no word.", "Write a word or several, as in 'high water'.", code="G110")


def _check_phrases(value: tuple[str, ...]) -> tuple[str, ...]:
    if value:
        return value
    raise fault("is empty.", "Write what states the same, as in '[high water, spate]'.", code="V106")


def _read_pair(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, (list, tuple)) and len(value) == 2 and value[0] != value[1]:  # noqa: PLR2004
        return value
    raise fault(
        "wants the names of two families of words.",
        "Write '- [flood, drought]', one such line for each pair.",
        code="G111",
    )


def _read_span(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, (list, tuple)) and len(value) == 2:  # noqa: PLR2004
        return value
    raise fault("wants a start and an end.", "Write 'original: [120, 160]'.", code="G112")


def _check_span(value: tuple[int, int]) -> tuple[int, int]:
    if value[0] >= value[1]:
        raise fault(
            f"{list(value)} ends before it starts.", "Write the start first; the end is exclusive.", code="G113"
        )
    return value


def form_of(value: Any) -> str:  # noqa: ANN401
    """Which of a union's forms a value has: a mapping, a list, or a text."""
    if isinstance(value, (dict, Record)):
        return "a mapping"
    return "a list" if isinstance(value, (list, tuple)) else "a text"


AmountText = Annotated[Text, Field(max_length=60), AfterValidator(_check_amount)]
DurationText = Annotated[Text, Field(max_length=60), AfterValidator(_check_duration)]
Texts = Annotated[tuple[Text, ...], one_or_many]
Terms = Annotated[
    tuple[Annotated[tuple[Text, ...], not_empty, one_or_many], ...],
    Field(
        description="Groups of alternative words: each group must be met for the content to count as stated.",
        examples=[[["flood", "high water"], ["cause", "trigger"]]],
    ),
]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_check_phrase)]
"""A word or several."""

Phrases = Annotated[tuple[Phrase, ...], AfterValidator(_check_phrases), not_empty, one_or_many]
"""Words or phrases, one or more."""

Pair = Annotated[tuple[Text, Text], BeforeValidator(_read_pair)]
"""Two families of words, by their names."""

Span = Annotated[tuple[Whole, Whole], AfterValidator(_check_span), BeforeValidator(_read_span)]

bare_quote = Shorthand(_read_quote, _or_text)
"""Reads a text as a quote without an original."""

bare_name = Shorthand(_read_names, _or_text)
"""Reads a name's key as the only one of joint sources."""


def one_of(*choices: tuple[str, ...]) -> ConfigDict:
    """Say in the JSON Schema of a record that just one of several sets of keys stands."""
    return ConfigDict(json_schema_extra={"oneOf": [{"required": list(keys)} for keys in choices]})
