"""Scoring a run's answers anew, with the tasks, gold and scorers of now; nobody is asked.

The scores that it had are kept: `earlier/TIME/` in the run's folder holds manifest.json, scores.jsonl and summary.json
as they were, and can be read as a run. They are there before anything is replaced, and the new files are whole on the
disk before the first of them takes its place.
"""

from __future__ import annotations

import hashlib
import platform
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import harness
from harness.errors import RunError, UsageError
from harness.results.aggregate import ResultsTable
from harness.results.clean import how_many
from harness.results.comparing.compare import Entrant
from harness.results.comparing.models import ChangeCount, Move, Rescored, Side
from harness.results.comparing.moves import find_moves
from harness.results.disk import Output, parse_json, to_json, to_record, translate_os_errors
from harness.results.models import AnswerRecord, Manifest, ScorerRecord, TaskRecord
from harness.results.store import MANIFEST, SCORES, SUMMARY, RunFolder, open_run
from harness.runner.clock import Clock
from harness.runner.journal import Journal
from harness.runner.manifest import scorer_record
from harness.runner.scoring import ScorersOf, Turns, score_answer
from harness.tasks.models import Task
from harness.tasks.samples import Sample, samples_of

EARLIER = "earlier"
_KEPT = (MANIFEST, SCORES, SUMMARY)
_ANEW = "Start a new run: these answers are to something else."


async def rescore(
    run: str | Path,
    tasks: Sequence[Task],
    *,
    scorers: ScorersOf,
    results_dir: Path,
    clock: Clock | None = None,
) -> Rescored:
    """Score all answers of a run with the present tasks and scorers, and return what that has changed.

    Raises UsageError where a task is missing, or asks for something else than the answers are to (articles, prompt,
    limit); RunError for a run that is not finished, in use or damaged. Nothing is written then.
    """
    folder = open_run(run, results_dir)
    with Journal(folder.journal) as journal:
        manifest = folder.manifest()
        samples = _samples(manifest, tasks)
        if len(journal.standing) < manifest.planned:
            what = (
                f"is not finished: {len(journal.standing)} of {how_many(manifest.planned, 'request')} have an answer."
            )
            raise RunError(what, where=manifest.run, mend="Resume it first.")
        places = {name: place for name, (place, _) in journal.standing.items()}
        renewed = _renewed(manifest, tasks, scorers, samples)
        is_same = renewed.tasks == manifest.tasks
        changed = await _write(folder, renewed, samples, scorers, places, clock or Clock(), is_same=is_same)
    return _told(folder, renewed, changed, len(places))


def _samples(manifest: Manifest, tasks: Sequence[Task]) -> dict[str, Sample]:
    """Return the samples of a run as they are now; raise UsageError where they are not what was asked."""
    by_name = {task.name: task for task in tasks}
    texts = {article.id: article.sha256 for article in manifest.articles}
    found: dict[str, Sample] = {}
    for record in manifest.tasks:
        task = by_name.get(record.name)
        if task is None:
            raise UsageError(f"the task {record.name!r} is missing now.", where=manifest.run, mend="Name its file.")
        now = {sample.id: sample for sample in samples_of(task)}
        for sample in record.samples:
            if why := _why_another(record, now.get(sample.id), [texts[article] for article in sample.articles]):
                raise UsageError(f"{sample.id}: {why}.", where=manifest.run, mend=_ANEW)
            found[sample.id] = now[sample.id]
    return found


def _why_another(record: TaskRecord, sample: Sample | None, texts: list[str]) -> str:
    if sample is None:
        return "the task has no such sample now"
    if [article.sha256 for article in sample.articles] != texts:
        return "the text of its articles has changed"
    prompt = hashlib.sha256(sample.prompt.text.encode()).hexdigest()
    if (prompt, sample.words) != (record.prompt.sha256, record.words):
        return "its prompt or word limit has changed"
    return ""


def _renewed(manifest: Manifest, tasks: Sequence[Task], scorers: ScorersOf, samples: Mapping[str, Sample]) -> Manifest:
    """Return the manifest with what grades its answers now."""
    by_name = {task.name: task for task in tasks}

    def renew(record: TaskRecord) -> TaskRecord:
        own = [samples[sample.id] for sample in record.samples]
        graders: tuple[ScorerRecord, ...] = tuple(scorer_record(one, own) for one in scorers.get(record.name, ()))
        gold = {sample.gold.name: sample.gold.sha256 for sample in own if sample.gold}
        return record.model_copy(update={"version": by_name[record.name].version, "gold": gold, "scorers": graders})

    return manifest.model_copy(
        update={
            "harness": harness.__version__,
            "python": platform.python_version(),
            "tasks": tuple(renew(record) for record in manifest.tasks),
        }
    )


async def _write(
    folder: RunFolder,
    manifest: Manifest,
    samples: Mapping[str, Sample],
    scorers: ScorersOf,
    places: Mapping[str, int],
    clock: Clock,
    *,
    is_same: bool,
) -> tuple[Path | None, int]:
    """Write scores, summary and manifest; return where the earlier ones are, and how many answers' scores changed."""
    table, turns = ResultsTable(manifest), Turns()
    old = _Old(folder.path / SCORES)
    with ExitStack() as stack:
        files = {name: stack.enter_context(Output(folder.path / name)) for name in (SCORES, SUMMARY, MANIFEST)}
        for record in _answers(folder, manifest, places):
            rows = await score_answer(record, samples[record.sample], scorers)
            lines = [to_json(row) + "\n" for row in rows]
            old.compare(record.id, lines)
            files[SCORES].write("".join(lines))
            table.add(record, rows)
            await turns.give()
        if is_same and not old.changed and not old.is_missing:
            return None, 0
        files[SUMMARY].write(to_json(table.summary(), indent=1) + "\n")
        files[MANIFEST].write(to_json(manifest, indent=1) + "\n")
        for file in files.values():
            file.settle()
        kept = None if old.is_missing else _keep(folder, clock)
        for file in files.values():
            file.publish()
    return kept, old.changed


def _answers(folder: RunFolder, manifest: Manifest, places: Mapping[str, int]) -> Iterator[AnswerRecord]:
    """Yield what stands for each request in the order of the plan: by backend, epoch and sample."""
    backends = {backend.name: number for number, backend in enumerate(manifest.backends)}
    samples = {sample.id: n for n, sample in enumerate(sample for task in manifest.tasks for sample in task.samples)}
    with translate_os_errors(folder.journal), folder.journal.open("rb") as file:

        def read(place: int) -> AnswerRecord:
            file.seek(place)
            return to_record(parse_json(file.readline()), AnswerRecord, str(folder.journal))

        order = []
        for place in places.values():
            record = read(place)
            if record.backend not in backends or record.sample not in samples:
                raise RunError(
                    "has an answer that its manifest does not name.", where=str(folder.path), mend="Mend the manifest."
                )
            order.append((backends[record.backend], record.epoch, samples[record.sample], place))
        for *_, place in sorted(order):
            yield read(place)


class _Old:
    """The scores that a run had, read along: by the answer, a hash of its lines."""

    def __init__(self, path: Path) -> None:
        self.is_missing = not path.is_file()
        self.changed = 0
        self._hashes: dict[str, bytes] = {}
        if self.is_missing:
            return
        with translate_os_errors(path), path.open("rb") as file:
            for line in file:
                name = str((parse_json(line) or {}).get("id"))
                self._hashes[name] = hashlib.sha256(self._hashes.get(name, b"") + line).digest()

    def compare(self, name: str, lines: Sequence[str]) -> None:
        """Count an answer whose lines are others now."""
        digest = b""
        for line in lines:
            digest = hashlib.sha256(digest + line.encode("ascii")).digest()
        self.changed += digest != self._hashes.get(name, b"")


def _keep(folder: RunFolder, clock: Clock) -> Path:
    """Copy the scores that are there to a folder of their own; it appears whole or not at all."""
    stamp = f"{clock.now():%Y%m%d-%H%M%S}"
    home = folder.path / EARLIER
    target = next(
        path for n in range(1, 1_000_000) if not (path := home / (stamp if n == 1 else f"{stamp}-{n}")).exists()
    )
    part = home / f".{target.name}.part"
    try:
        with translate_os_errors(target):
            part.mkdir(parents=True)
            for name in _KEPT:
                if (folder.path / name).is_file():
                    shutil.copyfile(folder.path / name, part / name)
            part.rename(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return target


def _told(folder: RunFolder, manifest: Manifest, written: tuple[Path | None, int], answers: int) -> Rescored:
    kept, changed = written
    moves: list[Move] = []
    changes: dict[str, tuple[ChangeCount, ...]] = {}
    before = RunFolder(kept) if kept else None
    for backend in [backend.name for backend in manifest.backends] if before else ():
        sides = [
            Entrant(Side(run=manifest.run, backend=backend), one, one.manifest()) for one in (before, folder) if one
        ]
        found, counts = find_moves(sides[0], sides[1])
        moves += found
        changes[backend] = counts
    return Rescored(
        run=manifest.run,
        earlier=str(kept) if kept else None,
        answers=answers,
        changed=changed,
        moves=tuple(moves),
        changes={name: counts for name, counts in changes.items() if counts},
    )
