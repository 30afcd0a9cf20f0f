"""From files of labelled rows to a head in a file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from harness.cli.outputs import check_outputs, show_output, write_outputs
from harness.metaeval.fitting.fit import fit_rows
from harness.metaeval.fitting.report import show_fitted
from harness.metaeval.labelled.load import labelled_files, load_labelled
from harness.results.disk import to_json


def fit_files(data: Sequence[Path], out: Path, layout: str | None) -> str:
    """Fit a head on the rows of files, write it, and return the report on it; nothing is written where that fails.

    Raises TaskError for data that cannot be read, UsageError for too little of it, UsageError or RunError, before the
    work, where the head cannot be written or would overwrite the data.
    """
    check_outputs([out], labelled_files(data, layout))
    fitted = asyncio.run(fit_rows(load_labelled(data, layout)))
    write_outputs({out: to_json(fitted.head, indent=1) + "\n"})
    return show_fitted(fitted, show_output(out))
