"""`harness task add-article`."""

from __future__ import annotations

from typing import Any, BinaryIO

import click


@click.command("add-article", epilog="Example: harness task add-article floods evening.txt --published 2031-05-15")
@click.argument("task")
@click.argument("article", type=click.File("rb"), metavar="[FILE]", required=False)
@click.option("--name", metavar="NAME", help="The article's name, and its files'.")
@click.option("--title", metavar="TEXT", help="The headline; the text's first line where it is left out.")
@click.option("--event", metavar="NAME", help="The set's event where it is left out.")
@click.option("--outlet", metavar="TEXT", help="Who published it.")
@click.option("--published", metavar="DATE", help="When: 2031-05-14, 2031-05; 'Monday' is read against it.")
@click.option("--language", metavar="CODE", help="ISO 639 code; en where it is left out.")
@click.option("--invented", is_flag=True, help="The article was made up.")
@click.option("--no-input", is_flag=True, help="Ask nothing, on a terminal either.")
def command(*, task: str, article: BinaryIO | None, no_input: bool, **given: Any) -> None:  # noqa: ANN401  (click's values)
    """Add an article to a set, with what disagrees.

    TASK takes its articles together. The article comes from FILE, from standard input where FILE is -, or is pasted on
    a terminal; an article of the project that has gold already is taken with that. What it counts and dates otherwise
    than the set's articles becomes disputes in the set's gold. Its candidates and the disputes are drafts: 'harness
    task edit' walks through them. Of the set's own files only the places change where something is added.
    """
    from harness.cli.new_task import add_article  # noqa: PLC0415  (heavy)

    add_article(task, article, given, is_asking=not no_input)
