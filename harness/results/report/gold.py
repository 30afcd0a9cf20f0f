"""What a run's folder does not hold: the sentences of gold facts, and which facts a dispute is between.

They are taken from the project's tasks, or the built-in ones, where their gold is still the run's, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from harness.errors import TaskError, UsageError
from harness.gold.gold import Gold
from harness.results.models import Manifest, TaskRecord
from harness.tasks.load import load_task
from harness.tasks.samples import samples_of


def gold_at_hand(manifest: Manifest, cwd: Path | None = None) -> tuple[dict[str, Gold], list[str]]:
    """Return the gold of a run's samples by the sample's id, and the tasks of which it is not to be had."""
    found: dict[str, Gold] = {}
    missing = []
    for task in manifest.tasks:
        gold = dict(_gold_of(task, cwd))
        found |= gold
        if task.gold and len(gold) < len(task.samples):
            missing.append(task.name)
    return found, missing


def _gold_of(record: TaskRecord, cwd: Path | None) -> Iterable[tuple[str, Gold]]:
    if not record.gold:
        return
    wanted = {sample.id for sample in record.samples}
    try:
        task = load_task(record.name, cwd=cwd)
    except (TaskError, UsageError):  # gone, or changed so that it cannot be read: the caller says so
        return
    for sample in samples_of(task):
        if sample.id in wanted and sample.gold and record.gold.get(sample.gold.name) == sample.gold.sha256:
            yield sample.id, sample.gold
