"""How a run is carried out: limits, prices, money and memory. Nothing here can change an answer, or a request's id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import Field

from harness.backends.prices import Price
from harness.files.records import Record

Truncate = Literal["end"]
"""How prompts that are too long for their model may be cut."""


class Limits(Record):
    """How fast a backend is asked."""

    rpm: float | None = Field(default=None, gt=0, description="Requests a minute.")
    tpm: float | None = Field(default=None, gt=0, description="Tokens a minute, of prompts and answers together.")
    max_connections: int = Field(default=8, ge=1, description="Requests at once.")


class Terms(Record):
    """What holds between a run and one backend."""

    limits: Limits = Limits()
    price: Price | None = Field(default=None, description="None where it is not known, or nothing is paid.")
    priced_by: str | None = Field(default=None, description="Where the price stands, and since when.")
    is_free: bool = Field(default=False, description="Whether nobody bills for it.")
    takes_tokens: bool = Field(default=True, description="Whether a model reads the prompt and writes the answer.")
    batch_discount: float = Field(default=0.0, ge=0, lt=1, description="What a batch request is cheaper by.")
    context: int | None = Field(default=None, ge=1, description="Tokens that prompt and answer may have together.")
    max_output: int | None = Field(default=None, ge=1, description="Tokens that the model can write at most.")


@dataclass(frozen=True)
class Conditions:
    """The terms of each backend, by its name (`default` for the others), and what holds for the run as a whole.

    `budget` is in US dollars, over all sittings of the run. `truncate` says what happens to prompts that do not fit
    their model: with None they are refused, with "end" the articles lose sentences from their end. `cache` is the file
    of earlier answers. `deadline` is how long a sample may take with all its attempts, in seconds. `record` is the file
    that all HTTP of the run is kept in, `replay` the file of an earlier run's, which is then asked in place of the
    servers. `batches` hands the requests over in batches, and waits for them or leaves them. `specs` are the
    `provider/model` of backends that have a name of their own, by that name.
    """

    terms: Mapping[str, Terms] = field(default_factory=dict)
    default: Terms = field(default_factory=Terms)
    budget: float | None = None
    truncate: Truncate | None = None
    cache: Path | None = None
    deadline: float = 3600.0
    record: Path | None = None
    replay: Path | None = None
    batches: Literal["wait", "leave"] | None = None
    specs: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def connections(cls, most: int) -> Conditions:
        """Return the conditions of at most so many requests at once to each backend, and nothing else."""
        return cls(default=Terms(limits=Limits(max_connections=most)))

    def terms_of(self, backend: str) -> Terms:
        """Return what holds for a backend."""
        return self.terms.get(backend, self.default)

    def spec_of(self, backend: str) -> str:
        """Return the `provider/model` of a backend by its name, which it is where nothing else is known."""
        return self.specs.get(backend, backend)
