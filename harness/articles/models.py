"""What an article is."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator
from typing_extensions import Self

from harness.files.records import Flag, Name, Record, Text
from harness.text.dates import parse_period
from harness.text.fold import FoldedText


def _check_date(value: str) -> str:
    parse_period(value)
    return value


PeriodText = Annotated[Text, AfterValidator(_check_date)]
"""A date or period in the EDTF subset of `docs/formats.md`, such as `2025-01`, `mid 2025-01`, `2024-10/..`."""


class Published(Record):
    """When the article came out."""

    date: PeriodText = Field(
        description="An EDTF date, as precise as the article supports: 2025-02-05, 2025-02, early 2025-02."
    )
    inferred: Flag = Field(default=False, description="true where the date is not printed in the article.")


class Original(Record):
    """The report that a retelling stands for, for those who have it."""

    file: Text = Field(description="File name in the folder given by --originals.")
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the file's UTF-8 text with LF line ends.")


class FrontMatter(Record):
    """The keys at the head of an article file."""

    id: Name = Field(description="The article's name; the file is seeds/ID.md.")
    title: Text = Field(description="The headline; part of what a model is shown.")
    event: Name = Field(
        description="What the article is about; articles of one event are one cluster in the statistics."
    )
    outlet: Text | None = Field(default=None, description="Who published it, where known.")
    published: Published | None = Field(
        default=None, description="When it came out; relative dates are read against it."
    )
    language: str = Field(default="en", pattern="^[a-z]{2,3}$", description="ISO 639 code.")
    original: Original | None = Field(default=None, description="The report that this is a retelling of.")
    invented: Flag = Field(default=False, description="true where the article was made up.")


class Article(Record):
    """One source text with its metadata; what a summary must be faithful to.

    Offsets into `text` count code points, end exclusive.
    """

    id: str
    title: str
    event: str
    text: str
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

    @cached_property
    def sha256(self) -> str:
        """Hash of the title and text, which is what a model is shown."""
        return hashlib.sha256(f"{self.title}\n\n{self.text}".encode()).hexdigest()

    @cached_property
    def folded(self) -> FoldedText:
        """The text with blanks and typographic marks made one, for finding quotes."""
        return FoldedText(self.text)
