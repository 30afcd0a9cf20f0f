"""Run folders: finding one, making one, and reading what it holds."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from harness.errors import RunError, did_you_mean
from harness.results.disk import parse_json, read_record, to_json, to_record, translate_os_errors, write_whole
from harness.results.models import AnswerRecord, Manifest, ScoreRow, StoredArticle, Summary

MANIFEST = "manifest.json"
ANSWERS = "answers.jsonl"
BATCHES = "batches.jsonl"
SCORES = "scores.jsonl"
SUMMARY = "summary.json"
ARTICLES = "articles"

_RUN_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
_RANDOM = 4
"""Letters of a run's id that say nothing of when it began."""
_SHOWN = 5
_MAKE_AGAIN = "Resume the run to have it made again."
_MEND_LINE = "Delete the line, and resume the run: what it held is asked again."


@dataclass(frozen=True)
class RunFolder:
    """A run's folder. What it holds is read anew at each call; RunError where a file is missing or damaged."""

    path: Path

    @property
    def journal(self) -> Path:
        """The file of the answers."""
        return self.path / ANSWERS

    @property
    def batches(self) -> Path:
        """The file of the batches; it is there only where there were some."""
        return self.path / BATCHES

    def manifest(self) -> Manifest:
        """Return what is needed to repeat the run."""
        return read_record(self.path / MANIFEST, Manifest)

    def summary(self) -> Summary:
        """Return the results table."""
        return read_record(self.path / SUMMARY, Summary, _MAKE_AGAIN)

    @property
    def has_summary(self) -> bool:
        """Whether the results table is there: it is written when a run has ended."""
        return (self.path / SUMMARY).is_file()

    def article(self, sha256: str) -> StoredArticle:
        """Return an article as it was shown, by the hash that the manifest gives."""
        return read_record(self.path / ARTICLES / f"{sha256}.json", StoredArticle)

    def scores(self) -> Iterator[ScoreRow]:
        """Yield the scores in the order of the plan; all of one answer's stand together."""
        path = self.path / SCORES
        with translate_os_errors(path, _MAKE_AGAIN), path.open("rb") as file:
            for number, line in enumerate(file, 1):
                yield to_record(parse_json(line), ScoreRow, f"{path}:{number}", _MAKE_AGAIN)

    def answers(self) -> Iterator[AnswerRecord]:
        """Yield what stands for each request: its last line of the journal. A torn last line is passed over."""
        standing = set(self.index().values())
        with translate_os_errors(self.journal), self.journal.open("rb") as file:
            for line in read_journal(file, str(self.journal)):
                if line.start in standing:
                    yield line.record

    def answers_of(self, ids: Iterable[str]) -> Iterator[AnswerRecord]:
        """Yield what stands for these requests, in their order; ids that the journal lacks are passed over."""
        places = self.index()
        with translate_os_errors(self.journal), self.journal.open("rb") as file:
            for place in (places[request] for request in ids if request in places):
                file.seek(place)
                yield to_record(parse_json(file.readline()), AnswerRecord, str(self.journal))

    def index(self) -> dict[str, int]:
        """Return, by request id, where in the journal its last line starts, in bytes."""
        with translate_os_errors(self.journal), self.journal.open("rb") as file:
            return {line.record.id: line.start for line in read_journal(file, str(self.journal))}


class JournalLine(NamedTuple):
    """A whole line of a journal: where it starts and ends in bytes (end exclusive), and what it says."""

    start: int
    end: int
    record: AnswerRecord


def read_journal(file: BinaryIO, name: str) -> Iterator[JournalLine]:
    """Yield a journal's whole lines.

    A last line that is torn (it has no line end, or is no JSON) is passed over: the process died while it was
    written. Anything else that is no record raises RunError with the line's number.
    """
    start = torn = 0
    for number, line in enumerate(file, 1):
        if torn:
            raise RunError("is damaged.", where=f"{name}:{torn}", mend=_MEND_LINE)
        value = parse_json(line) if line.endswith(b"\n") else None
        if value is None:
            torn = number
            continue
        yield JournalLine(start, start + len(line), to_record(value, AnswerRecord, f"{name}:{number}", _MEND_LINE))
        start += len(line)


def open_run(name: str | Path, results_dir: Path) -> RunFolder:
    """Return a run by its id, a prefix that only it has, its folder's path, or `latest`; raise RunError else."""
    if str(name) and _is_run(Path(name)):
        return RunFolder(Path(name))
    if isinstance(name, Path) or len(Path(name).parts) > 1:
        raise RunError(f"is no run folder: it holds no {MANIFEST}.", where=str(name), mend="Check the path.")
    runs = runs_in(results_dir)
    found = _latest(results_dir, runs) if name == "latest" and name not in runs else _matches(name, runs)
    if len(found) == 1:
        return RunFolder(results_dir / found[0])
    where = str(results_dir)
    if found:
        shown = ", ".join(found[:_SHOWN]) + (", …" if len(found) > _SHOWN else "")
        raise RunError(
            f"{name!r} begins the names of {len(found)} runs: {shown}.", where=where, mend="Write more of it."
        )
    if not runs:
        raise RunError("there are no runs.", where=where, mend="Make one with 'harness eval', or name another folder.")
    raise RunError(f"there is no run {name!r}.", where=where, mend=did_you_mean(name, [*runs, "latest"]))


def runs_in(results_dir: Path) -> list[str]:
    """Return the names of a folder's runs, sorted; none where there is no such folder."""
    if not results_dir.is_dir():
        return []
    return sorted(path.name for path in results_dir.iterdir() if not path.name.startswith(".") and _is_run(path))


def _is_run(path: Path) -> bool:
    return (path / MANIFEST).is_file()


def _latest(results_dir: Path, runs: list[str]) -> list[str]:
    """Return the run that began last; of several that began in one second, the one that was made last."""
    begun = [run for run in runs if _RUN_ID.fullmatch(run)]
    ties = [run for run in begun if run[:-_RANDOM] == begun[-1][:-_RANDOM]]
    return ties if len(ties) < 2 else [max(ties, key=lambda run: _made(results_dir / run))]  # noqa: PLR2004


def _made(folder: Path) -> int:
    """Return when a run's articles were put into its folder, which happens once."""
    with suppress(OSError):
        return (folder / ARTICLES).stat().st_mtime_ns
    return 0


def _matches(name: str, runs: list[str]) -> list[str]:
    if name in runs:
        return [name]
    return [run for run in runs if name and run.startswith(name)]


def create_run(results_dir: Path, manifest: Manifest, articles: Iterable[StoredArticle]) -> RunFolder:
    """Make a run's folder with its manifest and articles, all at once: a folder without a manifest is never seen."""
    folder = results_dir / manifest.run
    part = results_dir / f".{manifest.run}.part"
    try:
        with translate_os_errors(folder):
            (part / ARTICLES).mkdir(parents=True)
            for article in articles:
                write_whole(part / ARTICLES / f"{article.sha256}.json", to_json(article, indent=1) + "\n")
            write_manifest(RunFolder(part), manifest)
            (part / ANSWERS).touch()
            part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return RunFolder(folder)


def write_manifest(folder: RunFolder, manifest: Manifest) -> None:
    """Write or replace a run's manifest."""
    write_whole(folder.path / MANIFEST, to_json(manifest, indent=1) + "\n")


def write_summary(folder: RunFolder, summary: Summary) -> None:
    """Write or replace a run's results table."""
    write_whole(folder.path / SUMMARY, to_json(summary, indent=1) + "\n")
