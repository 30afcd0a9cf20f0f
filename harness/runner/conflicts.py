"""What cannot be asked of one run at once; told before anything is asked, or counted by a dry run."""

from __future__ import annotations

from collections.abc import Sequence

from harness.backends.base import Backend
from harness.backends.batches import batches_of
from harness.errors import UsageError
from harness.runner.conditions import Conditions


def refuse_conflicts(backends: Sequence[Backend], conditions: Conditions) -> None:
    """Raise UsageError where one condition of a run cannot hold beside another, or beside its backends."""
    if conditions.batches:
        _check_batches(backends, conditions)
    if conditions.record and conditions.replay:
        raise UsageError("a run is either recorded or replayed.", mend="Leave --record or --replay out.")
    if conditions.cache and (conditions.record or conditions.replay):
        what = "what comes from the cache could be neither recorded nor replayed."
        raise UsageError(what, mend="Leave --cache out, or --record and --replay.")


def _check_batches(backends: Sequence[Backend], conditions: Conditions) -> None:
    for backend in backends:
        batches_of(backend)
    given = {"--budget": conditions.budget, "--cache": conditions.cache}
    given |= {"--record": conditions.record, "--replay": conditions.replay}
    for option, value in given.items():
        if value is not None:
            raise UsageError(f"{option} does not hold for batches.", mend=f"Leave {option} or --batch out.")
