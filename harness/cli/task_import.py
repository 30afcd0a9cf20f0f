"""`harness task import`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command("import", epilog="Example: harness task import articles.csv --title headline --reference highlights")
@click.argument("source", metavar="FILE")
@click.option("--text", metavar="FIELD", default="text", show_default=True, help="The articles' texts.")
@click.option("--title", metavar="FIELD", help="Their titles; the text's first words where it is left out.")
@click.option(
    "--reference", "references", metavar="FIELD", multiple=True, help="A summary, or a list of them; repeatable."
)
@click.option("--id", metavar="FIELD", help="The articles' names; the task's name and the row's number without it.")
@click.option("--event", metavar="FIELD", help="What each is about; articles on one event share the word.")
@click.option("--outlet", metavar="FIELD", help="Who published it.")
@click.option("--published", metavar="FIELD", help="When, as 2031-05-14 or 2031-05.")
@click.option("--language", metavar="CODE", default="en", show_default=True, help="ISO 639 code of all of them.")
@click.option("--name", metavar="NAME", help="The task's name; FILE's where it is left out.")
@click.option("--words", type=click.IntRange(min=1), default=100, show_default=True, help="The summaries' word limit.")
@click.option("--prompt", metavar="NAME", default="brief", show_default=True, help="A prompt in tasks/prompts.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N rows.")
@click.option("--config", metavar="NAME", help="Of a dataset of Hugging Face: its configuration.")
@click.option("--split", metavar="NAME", help="Of a dataset of Hugging Face: its split.")
def command(
    *,
    source: str,
    name: str | None,
    words: int,
    prompt: str,
    language: str,
    limit: int | None,
    config: str | None,
    split: str | None,
    **fields: Any,  # noqa: ANN401  (click's values)
) -> None:
    """Make a task of articles in a table, with reference summaries.

    FILE is CSV, JSON lines or Parquet (which needs the extra 'sql'); or a folder that the library 'datasets' saved, or
    hf/NAME, a dataset of the Hugging Face hub (the extra 'datasets'). Each row becomes an article in seeds/, its
    references gold without facts in gold/. All files are written or none, and nothing is overwritten.
    """
    from harness.exchange.articles import Fields, Wanted, name_of, task_files  # noqa: PLC0415  (heavy)
    from harness.exchange.new_files import project_here, write_new  # noqa: PLC0415  (the same)
    from harness.exchange.rows import read_rows  # noqa: PLC0415  (the same)
    from harness.results.clean import how_many  # noqa: PLC0415  (the same)

    project = project_here()
    rows = read_rows(source, config=config, split=split, limit=limit)
    wanted = Wanted(name or name_of(Path(source).stem, "articles"), Fields(**fields), words, prompt, language)
    texts = task_files(project, rows, wanted)
    write_new(texts, "Choose another --name or --id.")
    gold = sum(path.parent.name == "gold" for path in texts)
    click.echo(f"wrote tasks/{wanted.name}.yaml: {how_many(len(rows), 'article')}, {gold} with references")
