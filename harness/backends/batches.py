"""Batches: many requests handed to a provider at once, to be answered within a day, at a lower price.

A backend that has them also has a method `batches()`. Nothing here waits, and nothing is asked again: both are the
runner's work.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from harness.backends.base import Backend, Request, Result
from harness.errors import BackendError, UsageError


@dataclass(frozen=True)
class BatchLimits:
    """How large a provider lets one batch be. `size` is in bytes, over all rows with their line ends."""

    requests: int
    size: int


@dataclass(frozen=True)
class Portion:
    """The requests of one batch: their rows, one a line, stand in a file. `key` is the batch's own in its run."""

    run: str
    key: str
    ids: tuple[str, ...]
    path: Path


@dataclass(frozen=True)
class Sought:
    """A batch of which it is not known whether it was submitted: `count` requests, not before `since`."""

    run: str
    key: str
    count: int
    since: datetime


@dataclass(frozen=True)
class BatchState:
    """How far a batch is. `rest` is the error of the requests that it has no result for once it has ended."""

    ended: bool
    done: int
    total: int
    rest: BackendError


class Batches(Protocol):
    """One provider's batches. Every method but `row` raises BackendError, retryable where trying again may help."""

    @property
    def limits(self) -> BatchLimits:
        """How large a batch may be."""
        ...

    def row(self, request: Request, key: str) -> bytes:
        """Return a request as a row of the batch of this key: JSON in one line, without the line end."""
        ...

    async def submit(self, portion: Portion) -> str:
        """Hand a portion over, and return the provider's id of the batch.

        After an error that is retryable the batch may be there all the same: `find` tells.
        """
        ...

    async def find(self, sought: Sought) -> str | None:
        """Return the id of a batch that may have been submitted; None where it was not.

        A retryable error means that it cannot be told yet.
        """
        ...

    async def state(self, batch: str) -> BatchState:
        """Return how far a batch is."""
        ...

    def collect(self, batch: str) -> AsyncIterator[tuple[str, Result]]:
        """Yield the id and the result of each request that an ended batch has a result for, in any order."""
        ...

    async def cancel(self, batch: str) -> None:
        """Ask the provider to answer no further request of a batch; what was answered can still be collected."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class BatchBackend(Backend, Protocol):
    """A backend whose provider takes batches."""

    def batches(self) -> Batches:
        """Return the door to them; whoever opens it closes it."""
        ...


def batches_of(backend: Backend) -> Batches:
    """Return a backend's batches; raise UsageError where it has none."""
    make = getattr(backend, "batches", None)
    if make is None:
        raise UsageError("this backend has no batches.", where=backend.name, mend="Leave --batch out.")
    batches: Batches = make()
    return batches
