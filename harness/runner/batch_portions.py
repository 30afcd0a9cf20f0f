"""Requests cut into batches that their provider takes."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from harness.backends.batches import Batches, Portion
from harness.errors import BackendError
from harness.runner.plan import Planned

KEY_LENGTH = 16
"""Hex digits."""


def new_key(run: str, backend: str, number: int) -> str:
    """Return the key of a run's batch with this number, among all that were ever planned."""
    return hashlib.sha256(f"{run}\0{backend}\0{number}".encode()).hexdigest()[:KEY_LENGTH]


def portions(
    plan: Iterable[Planned], door: Batches, folder: Path, *, run: str, key: Callable[[], str]
) -> Iterator[Portion | tuple[str, BackendError]]:
    """Yield the requests in portions within the provider's limits; their order is kept.

    A portion's file stands in `folder`, and is gone when the next portion is asked for. A request that is too large by
    itself is yielded as its id and a final error.
    """
    queue = deque(plan)
    while queue:
        name = key()
        path = folder / name
        ids: list[str] = []
        size = 0
        with path.open("wb") as file:
            while queue and len(ids) < door.limits.requests:
                row = door.row(queue[0].request, name) + b"\n"
                if len(row) > door.limits.size:
                    yield _too_large(queue.popleft(), len(row), door.limits.size)
                    continue
                if size + len(row) > door.limits.size:
                    break
                file.write(row)
                size += len(row)
                ids.append(queue.popleft().id)
        if ids:
            yield Portion(run, name, tuple(ids), path)
        path.unlink()


def _too_large(planned: Planned, size: int, limit: int) -> tuple[str, BackendError]:
    what = f"the request of the sample {planned.sample.id!r} has {size:,} bytes; a batch takes {limit:,}."
    return planned.id, BackendError(what, where=planned.backend.name)
