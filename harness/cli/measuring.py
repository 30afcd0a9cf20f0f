"""From files of labelled rows to figures, and to the files that hold them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from harness.cli.outputs import check_outputs, write_outputs
from harness.metaeval.cards import card_texts, cards_of, check_target, folder_of
from harness.metaeval.labelled.load import labelled_files
from harness.metaeval.trust.run import DEFAULT_SCORERS, TrustRun, metaeval_files
from harness.metaeval.trust.table import rows_jsonl


def measure_files(
    data: Sequence[Path],
    scorers: Sequence[str],
    *,
    layout: str | None,
    share: float | None,
    head: Path | None,
    save: Path | None,
    rows_file: Path | None,
) -> TrustRun:
    """Return what scorers make of labelled files, and write their cards and each row to the files that are named.

    Nothing is measured where a file cannot be written, and none is written where one of them fails. Raises as
    `metaeval_files` does, UsageError or RunError for the files.
    """
    names = [*(scorers or DEFAULT_SCORERS), *(["fitted"] if head else [])]
    outputs = [*([rows_file] if rows_file else []), *(check_target(save, names) if save else [])]
    check_outputs(outputs, chain(labelled_files(data, layout), [head] if head else []))
    run = asyncio.run(metaeval_files(data, scorers, layout, share, head))
    texts = {rows_file: rows_jsonl(run.marked_rows())} if rows_file else {}
    if save:
        texts |= card_texts(cards_of(run), save)
    write_outputs(texts, folder_of(save) if save else None)
    return run
