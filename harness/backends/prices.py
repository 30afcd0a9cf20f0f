"""What models cost."""

from __future__ import annotations

from pydantic import Field

from harness.files.records import Record

MILLION = 1_000_000


class Price(Record):
    """US dollars for a million tokens."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)
    cached_input: float | None = Field(default=None, ge=0, description="Where the provider had the input cached.")
