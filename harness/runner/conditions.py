"""How a run is carried out: limits, prices, money and memory. Nothing here can change an answer, or a request's id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import Field

from harness.backends.prices import Price
from harness.files.records import Record


class Limits(Record):
    """How fast a backend is asked."""

    rpm: float | None = Field(default=None, gt=0, description="Requests a minute.")
    tpm: float | None = Field(default=None, gt=0, description="Tokens a minute, of prompts and answers together.")
    max_connections: int = Field(default=8, ge=1, description="Requests at once.")


class Terms(Record):
    """What holds between a run and one backend."""

    limits: Limits = Limits()
    price: Price | None = Field(default=None, description="None where it is not known, or nothing is paid.")
    context: int | None = Field(default=None, ge=1, description="Tokens that prompt and answer may have together.")


@dataclass(frozen=True)
class Conditions:
    """The terms of each backend, by its name (`default` for the others), and what holds for the run as a whole.

    `budget` is in US dollars, over all sittings of the run. `cache` is the file of earlier answers. `deadline` is how
    long a sample may take with all its attempts, in seconds. `batches` hands the requests over in batches, and waits
    for them or leaves them.
    """

    terms: Mapping[str, Terms] = field(default_factory=dict)
    default: Terms = field(default_factory=Terms)
    budget: float | None = None
    cache: Path | None = None
    deadline: float = 3600.0
    batches: Literal["wait", "leave"] | None = None

    @classmethod
    def connections(cls, most: int) -> Conditions:
        """Return the conditions of at most so many requests at once to each backend, and nothing else."""
        return cls(default=Terms(limits=Limits(max_connections=most)))

    def terms_of(self, backend: str) -> Terms:
        """Return what holds for a backend."""
        return self.terms.get(backend, self.default)
