"""Comparing runs that were scored otherwise: both are graded anew, beside their folders, and the rest is told apart."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from harness.api import rescore
from harness.errors import HarnessError
from harness.results.comparing.compare import Entrant, Terms, compare_pairs
from harness.results.comparing.models import Comparison, NotCompared
from harness.results.comparing.splitting import split_differences
from harness.results.store import MANIFEST, SCORES, SUMMARY, RunFolder

_NEEDED = (MANIFEST, "answers.jsonl", SCORES, SUMMARY)
_MEND = (
    "The tasks are looked for by name, where the command is called: call it in the project that they are of, with the "
    "articles and prompts of the runs."
)


def compare_split(pairs: Sequence[tuple[Entrant, Entrant]], terms: Terms) -> Iterator[Comparison]:
    """Yield each comparison of both sides as they are graded now, with what the differences before come from.

    Where answers cannot be graded now, they are compared as they were scored, and a note says why. Raises what
    `compare_pairs` raises.
    """
    with tempfile.TemporaryDirectory(prefix="harness-") as given:
        folders = list(dict.fromkeys(one.folder.path for both in pairs for one in both))
        try:
            anew = {path: _graded_anew(RunFolder(path), Path(given) / str(n)) for n, path in enumerate(folders)}
        except HarnessError as error:
            yield from _unsplit(pairs, terms, error)
            return
        renewed = [(_in(a, anew[a.folder.path]), _in(b, anew[b.folder.path])) for a, b in pairs]
        for before, now, found in zip(pairs, renewed, compare_pairs(renewed, terms), strict=True):
            split = split_differences(before, now, terms.across)
            yield found.model_copy(update={"graded_anew": True, "split": split})


def _graded_anew(folder: RunFolder, target: Path) -> RunFolder:
    """Return a copy of a run, without its articles, that is scored with present tasks."""
    target.mkdir()
    for name in _NEEDED:
        if (folder.path / name).is_file():
            shutil.copyfile(folder.path / name, target / name)
    tasks = [task.name for task in folder.manifest().tasks]
    rescore(target, tasks)
    return RunFolder(target)


def _in(entrant: Entrant, folder: RunFolder) -> Entrant:
    return replace(entrant, folder=folder, manifest=folder.manifest())


def _unsplit(pairs: Sequence[tuple[Entrant, Entrant]], terms: Terms, error: HarnessError) -> Iterator[Comparison]:
    why = f"cannot be split into gold, scorer and model: {error} {_MEND}"
    try:
        for found in compare_pairs(pairs, terms):
            note = NotCompared(what="differences", a="", b="", reason=why.rstrip("."))
            yield found.model_copy(update={"not_compared": (*found.not_compared, note)})
    except HarnessError as other:
        raise type(other)(f"{other} Nor can they be graded alike: {error}", mend=_MEND) from error
