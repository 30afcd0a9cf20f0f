"""A summary with everything that was decided of it: made just now, or read from a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.errors import RunError, did_you_mean
from harness.results.models import AnswerRecord, ScoreRow, TaskRecord
from harness.results.rows import GradedSummary, make_row
from harness.results.store import RunFolder
from harness.scorers.base import NoAnswer, Outcome, Score, Unscored


@dataclass(frozen=True)
class Graded:
    """A summary of a sample, the outcome and signature of each scorer, and the articles' texts by id."""

    task: str
    sample: str
    summary: str
    outcomes: Mapping[str, Outcome]
    signatures: Mapping[str, str | None]
    articles: Mapping[str, str]
    words: int | None = None
    by: str = ""
    backend: str = ""

    def row(self, given: str | int) -> GradedSummary:
        """Return it as a row for other programs, under the id that it was given with."""
        return make_row(given, self.task, self.sample, self.outcomes, self.signatures)


def graded_of_run(folder: RunFolder, sample: str, backend: str | None = None) -> Iterator[tuple[str, Graded]]:
    """Yield a sample's summaries in a run, each with its answer's id: of one backend, or of all.

    `sample` is a full id or its last part where only one sample ends in it. Raises RunError where the run has no
    such sample or backend.
    """
    manifest = folder.manifest()
    task, found = _find_sample(folder, manifest.tasks, sample)
    _check_backend(folder, [record.name for record in manifest.backends], backend)
    shas = {article.id: article.sha256 for article in manifest.articles}
    parts = next(record.articles for record in task.samples if record.id == found)
    articles = {article: folder.article(shas[article]).text for article in parts}
    scores = _scores_of(folder, found, backend)
    for record in folder.answers():
        if record.sample == found and backend in (None, record.backend):
            rows = scores.get(record.id, [])
            yield record.id, _graded(task, record, rows, articles, many_epochs=manifest.epochs > 1)


def _graded(
    task: TaskRecord, record: AnswerRecord, rows: list[ScoreRow], articles: Mapping[str, str], *, many_epochs: bool
) -> Graded:
    return Graded(
        task=task.name,
        sample=record.sample,
        summary=record.answer.text if record.answer else "",
        outcomes={row.scorer: outcome_of(row) for row in rows},
        signatures={row.scorer: row.signature for row in rows},
        articles=articles,
        words=task.words,
        by=f"{record.backend}, epoch {record.epoch}" if many_epochs else record.backend,
        backend=record.backend,
    )


def outcome_of(row: ScoreRow) -> Outcome:
    """Return a line of scores.jsonl as the outcome that it was made of."""
    if row.outcome == "score":
        return Score(**{name: getattr(row, name) for name in Score.model_fields})
    return Unscored(reason=row.reason) if row.outcome == "unscored" else NoAnswer(reason=row.reason)


def _scores_of(folder: RunFolder, sample: str, backend: str | None) -> dict[str, list[ScoreRow]]:
    found: dict[str, list[ScoreRow]] = {}
    for row in folder.scores():
        if row.sample == sample and backend in (None, row.backend):
            found.setdefault(row.id, []).append(row)
    return found


def _find_sample(folder: RunFolder, tasks: tuple[TaskRecord, ...], name: str) -> tuple[TaskRecord, str]:
    ids = {record.id: task for task in tasks for record in task.samples}
    found = match_sample(name, ids)
    if len(found) == 1:
        return ids[found[0]], found[0]
    where = str(folder.path)
    if found:
        raise RunError(f"{name!r} may be the sample {' or '.join(found)}.", where=where, mend="Write the full id.")
    raise RunError(f"the run has no sample {name!r}.", where=where, mend=suggest_sample(name, ids))


def match_sample(name: str, ids: Mapping[str, object]) -> list[str]:
    """Return the ids that a sample's name may mean: itself, or all that end in `/name`."""
    return [name] if name in ids else [known for known in ids if known.rpartition("/")[2] == name]


def suggest_sample(name: str, ids: Iterable[str]) -> str:
    """Return what a misspelt sample may mean: an id, or the last part of one."""
    known = list(ids)
    return did_you_mean(name, [*known, *(name.rpartition("/")[2] for name in known)])


def _check_backend(folder: RunFolder, known: list[str], name: str | None) -> None:
    if name is not None and name not in known:
        raise RunError(f"the run has no backend {name!r}.", where=str(folder.path), mend=did_you_mean(name, known))
