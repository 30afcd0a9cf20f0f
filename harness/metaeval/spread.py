"""Checking many gold files in as many processes as there are processors."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from harness.metaeval.check import Part, Result, check_in_turn

_WORTH = {True: 60_000, False: 2_000_000}
"""Bytes of gold, with and without the self-test, from which a second process saves more than its start takes."""

_GARBAGE = 100_000
"""Objects made from which a worker looks for circles among them; Python's own 700 cost a fifth of the time."""

_CHUNKS = 8
"""Chunks for each process, so that none waits long for the last."""


def check_parts(parts: Sequence[Part], *, is_tried: bool) -> Iterator[Result]:
    """Yield what came of each part, in their order, in one process or several."""
    workers = min(os.cpu_count() or 1, sum(bool(part.gold) for part in parts) or 1)
    if workers == 1 or _size(parts) < _WORTH[is_tried]:
        yield from check_in_turn(parts, is_tried=is_tried)
        return
    units = [unit for part in parts for unit in _split(part)]
    length = max(1, len(units) // (workers * _CHUNKS))
    chunks = [units[start : start + length] for start in range(0, len(units), length)]
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), gc.set_threshold, (_GARBAGE,)) as pool:
        for results in pool.map(_check_all, chunks, [is_tried] * len(chunks)):
            yield from results


def _check_all(parts: Sequence[Part], is_tried: bool) -> list[Result]:  # noqa: FBT001  (`map` has no keywords)
    return list(check_in_turn(parts, is_tried=is_tried))


def _split(part: Part) -> Iterator[Part]:
    """Yield a part for each gold file, as one file may take seconds; the task's name is told with the first."""
    if not part.gold:
        yield part
    for i, gold in enumerate(part.gold):
        yield Part(part.project, part.task, (gold,), is_first=not i)


def _size(parts: Sequence[Part]) -> int:
    total = 0
    for part in parts:
        for path in part.gold:
            try:
                total += path.stat().st_size
            except OSError:  # loading tells of it
                continue
    return total
