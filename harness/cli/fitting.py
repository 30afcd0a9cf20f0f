"""From files of labelled rows to a head in a file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from harness.errors import UsageError
from harness.metaeval.fitting.fit import fit_rows
from harness.metaeval.fitting.report import show_fitted
from harness.metaeval.labelled.load import load_labelled
from harness.results.disk import to_json, write_whole


def fit_files(data: Sequence[Path], out: Path, layout: str | None) -> str:
    """Fit a head on the rows of files, write it, and return the report on it; nothing is written where that fails.

    Raises TaskError for data that cannot be read, UsageError for too little of it, RunError where the head cannot be
    written.
    """
    if not out.parent.is_dir():
        raise UsageError("there is no such folder.", where=str(out.parent), mend="Make it, or name another file.")
    fitted = asyncio.run(fit_rows(load_labelled(data, layout)))
    write_whole(out, to_json(fitted.head, indent=1) + "\n")
    return show_fitted(fitted, str(out))
