"""What an article is."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from harness.errors import shown
from harness.files.records import Flag, Name, Record, Text, fault
from harness.text.dates import parse_period
from harness.text.fold import FoldedText


def _check_date(value: str) -> str:
    parse_period(value)
    return value


def _check_file_name(value: str) -> str:
    if "/" in value or "\\" in value or value in (".", ".."):
        raise fault(f"{value!r} is no file name.", "Leave the folders out; --originals names the folder.", code="A101")
    return value


def _check_language(value: str) -> str:
    if not re.fullmatch("[a-z]{2,3}", value):
        raise fault(f"{value!r} is no language code.", "Write two or three letters (ISO 639), such as en.", code="A102")
    return value


def _check_sha256(value: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", value):
        raise fault(
            f"{shown(value, 70)} is no SHA-256.",
            "Write its 64 digits 0-9 and a-f; 'sha256sum FILE' prints them.",
            code="A103",
        )
    return value


PeriodText = Annotated[Text, Field(max_length=50), AfterValidator(_check_date)]
"""A date or period in the EDTF subset of `docs/formats.md`, such as `2025-01`, `mid 2025-01`, `2024-10/..`."""

LanguageCode = Annotated[str, AfterValidator(_check_language), Field(json_schema_extra={"pattern": "^[a-z]{2,3}$"})]
Sha256 = Annotated[str, AfterValidator(_check_sha256), Field(json_schema_extra={"pattern": "^[0-9a-f]{64}$"})]


class Published(Record):
    """When the article came out."""

    date: PeriodText = Field(
        description="An EDTF date, as precise as the article supports: 2025-02-05, 2025-02, early 2025-02.",
        examples=["2025-02-05"],
    )
    inferred: Flag = Field(
        default=False, description="true where the date is not printed in the article.", examples=[True]
    )


class Original(Record):
    """The report that a retelling stands for, for those who have it."""

    file: Annotated[Text, AfterValidator(_check_file_name)] = Field(
        description="File name in the folder given by --originals.", examples=["report.txt"]
    )
    sha256: Sha256 = Field(
        description="SHA-256 of the file's UTF-8 text with LF line ends.", examples=[hashlib.sha256(b"").hexdigest()]
    )


class FrontMatter(Record):
    """The keys at the head of an article file."""

    id: Name = Field(description="The article's name; the file is seeds/ID.md.", examples=["river-flood"])
    title: Text = Field(
        description="The headline; part of what a model is shown.", examples=["The Oder floods three towns"]
    )
    event: Name = Field(
        description="What the article is about; articles of one event are one cluster in the statistics.",
        examples=["oder-flood-2030"],
    )
    outlet: Text | None = Field(
        default=None, description="Who published it, where known.", examples=["The Oder Gazette"]
    )
    published: Published | None = Field(
        default=None,
        description="When it came out; relative dates are read against it.",
        examples=[{"date": "2030-03-04"}],
    )
    language: LanguageCode = Field(default="en", description="ISO 639 code.", examples=["en"])
    original: Original | None = Field(
        default=None,
        description="The report that this is a retelling of.",
        examples=[{"file": "report.txt", "sha256": hashlib.sha256(b"").hexdigest()}],
    )
    invented: Flag = Field(default=False, description="true where the article was made up.", examples=[True])


class Article(Record):
    """One source text with its metadata; what a summary must be faithful to.

    Offsets into `text` count code points, end exclusive.
    """

    id: str
    title: str
    event: str
    text: Annotated[str, StringConstraints(strip_whitespace=False)]
    outlet: str | None = None
    published: Published | None = None
    language: str = "en"
    original: Original | None = None
    invented: bool = False
    is_original: bool = False

    @model_validator(mode="after")
    def _has_text(self) -> Self:
        if not self.text.strip():
            raise ValueError("the article has no text.")
        return self

    @property
    def full_text(self) -> str:
        """Title and text, as a model is shown them; the text alone where there is no title."""
        return f"{self.title}\n\n{self.text}" if self.title else self.text

    @cached_property
    def sha256(self) -> str:
        """Hash of the title and text, which is what a model is shown."""
        return hashlib.sha256(f"{self.title}\n\n{self.text}".encode()).hexdigest()

    @cached_property
    def folded(self) -> FoldedText:
        """The text with blanks and typographic marks made one, for finding quotes."""
        return FoldedText(self.text)
