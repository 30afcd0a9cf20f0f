"""Tasks and backends as records and as pages."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from harness.articles.models import Article
from harness.backends.check import Checked
from harness.backends.registry import BackendInfo
from harness.gold.gold import Gold
from harness.results.clean import clean_line, escape_controls, how_many, safe_log
from harness.results.rows import Cell
from harness.results.runs import RunLine
from harness.results.spending import show_dollars
from harness.results.table import WIDTH
from harness.tasks.models import Task
from harness.tasks.samples import samples_of

KINDS = ("count", "date", "attribution", "statement")


def describe_tasks(tasks: Iterable[Task]) -> list[dict[str, Cell]]:
    """Return a record of each task: name, version, and how many articles, facts and samples it has."""
    return [
        {
            "name": task.name,
            "version": task.version,
            "articles": len(task.articles),
            "facts": sum(len(gold.facts) for gold in task.gold),
            "samples": len(samples_of(task)),
        }
        for task in tasks
    ]


def export_prompts(tasks: Iterable[Task]) -> str:
    """Return a line of ASCII JSON for each sample: its id, its prompt, and its word limit or null."""
    samples = [sample for task in tasks for sample in samples_of(task)]
    rows = ({"sample": sample.id, "prompt": sample.prompt_text, "words": sample.words} for sample in samples)
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def show_task(task: Task) -> str:
    """Return a page on a task: samples, limit, scorers, articles, facts by kind, disputes, prompt."""
    return "\n".join(_task_lines(task)) + "\n"


def _task_lines(task: Task) -> Iterator[str]:
    yield f"{task.name}, version {task.version}"
    if task.description:
        yield from _wrap(task.description)
    yield ""
    yield from _wrap(f"Samples: {', '.join(sample.id for sample in samples_of(task))}", hanging="  ")
    yield f"Limit:   {how_many(task.limit.words, 'word')}" if task.limit else "Limit:   none"
    yield f"Scorers: {', '.join(spec.name for spec in task.scorers)}"
    yield from ("", "Articles")
    for article in task.articles:
        yield from _article_lines(article)
    for gold in task.gold:
        yield from _gold_lines(gold)
    yield from ("", f"Prompt {task.prompt.name}, version {task.prompt.version}")
    for line in escape_controls(task.prompt.text).split("\n"):
        yield from _wrap(line, "  ") if line.strip() else [""]


def _article_lines(article: Article) -> Iterator[str]:
    about = [how_many(len(article.text.split()), "word"), f"on {article.event}"]
    if article.outlet:
        about.append(article.outlet)
    if article.published:
        about.append(article.published.date)
    yield from _wrap(f"{article.id}: {article.title} ({', '.join(about)})", "  ", "    ")


def _gold_lines(gold: Gold) -> Iterator[str]:
    left = f", {how_many(gold.drafts, 'draft')} left" if gold.drafts else ""
    counts = f"{how_many(len(gold.facts), 'fact')}, {how_many(len(gold.references), 'reference')}{left}"
    yield from ("", f"Gold {gold.name}: {counts}")
    for kind in KINDS:
        facts = [fact for fact in gold.facts if fact.kind == kind]
        if facts:
            yield f"  {kind}: {len(facts)}"
        for fact in facts:
            importance = "" if fact.fact.importance == "supporting" else f" ({fact.fact.importance})"
            yield from _wrap(f"{fact.id}{importance}: {fact.fact.statement}", "    ", "      ")
    disputes = [group for group in gold.groups if group.is_dispute]
    if disputes:
        yield f"  disputes: {len(disputes)}"
    for group in disputes:
        yield from _wrap(f"{group.id} ({group.group.relation}): {group.group.point}", "    ", "      ")


def describe_backends(backends: Iterable[BackendInfo]) -> list[dict[str, Cell]]:
    """Return a record of each backend: how it is named, what it needs, an example, and what it does."""
    return [
        {"backend": info.pattern, "needs": info.needs, "example": info.example, "what": info.what} for info in backends
    ]


def show_backends(backends: Sequence[BackendInfo]) -> str:
    """Return a page on backends, in 80 columns."""
    lines: list[str] = []
    for info in backends:
        needs = {"none": "", "key": " Needs a key.", "extra": " Needs an extra package."}.get(info.needs, "")
        lines += [clean_line(info.pattern), *_wrap(f"{info.what}.{needs}", "    ")]
        if info.example and info.example != info.pattern:
            example = f'"{info.example}"' if " " in info.example else info.example  # quoted so in every shell
            lines += _wrap(f"--backend {example}", "    ")
    return "\n".join(lines) + "\n"


def _wrap(text: str, indent: str = "", hanging: str | None = None) -> list[str]:
    return textwrap.wrap(
        clean_line(text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_on_hyphens=False,
    )


def show_check(checked: Checked) -> str:
    """Return a page on a check: a line for each finding, marked where it is not as it should be."""
    marks = {"good": "ok", "bad": "NO", "unknown": "-"}
    lines = [clean_line(checked.backend.name)]
    lines += [f"  {marks[one.state]:<3} {one.what:<11} {clean_line(one.said)}" for one in checked.findings]
    return "\n".join([*lines, "It works." if checked.is_good else "It does not work."]) + "\n"


def describe_check(checked: Checked) -> list[dict[str, Cell]]:
    """Return a record of each finding of a check."""
    return [{"what": one.what, "state": one.state, "said": one.said} for one in checked.findings]


def describe_runs(runs: Iterable[RunLine]) -> list[dict[str, Cell]]:
    """Return a record of each run, flat: tasks and backends are parted by a comma and a blank."""
    return [{**run.model_dump(), "tasks": ", ".join(run.tasks), "backends": ", ".join(run.backends)} for run in runs]


def show_runs(runs: Sequence[RunLine]) -> str:
    """Return a page on runs: three lines each at least, in 80 columns."""
    if not runs:
        return "No runs.\n"
    lines: list[str] = []
    for run in runs:
        started = run.started.replace("T", " ").replace("Z", " UTC") if run.started else ""
        lines.append(" · ".join(clean_line(part) for part in (run.run, run.state, started) if part))
        if run.planned is not None:
            lines += _wrap(f"{how_many(run.samples or 0, 'sample')} of {', '.join(run.tasks)}", "    ", "      ")
            lines += _wrap(f"asked of {', '.join(run.backends)}", "    ", "      ")
            lines += _wrap(_counts(run), "    ", "      ")
    return "\n".join(safe_log(line) for line in lines) + "\n"


def _counts(run: RunLine) -> str:
    epochs = f" in {run.epochs} epochs" if run.epochs and run.epochs > 1 else ""
    if run.answered is None:
        return f"{how_many(run.planned or 0, 'request')} planned{epochs}"
    parts = [f"{run.answered} of {how_many(run.planned or 0, 'request')} answered{epochs}"]
    parts += [f"{run.no_answer} empty, refused or cut off"] if run.no_answer else []
    parts += [how_many(run.errors, "error")] if run.errors else []
    parts += [show_dollars(run.cost)] if run.cost is not None else []
    return ", ".join(parts)
