"""`harness task new`."""

from __future__ import annotations

from typing import Any, BinaryIO

import click

from harness.cli.parameters import model_options


@click.command("new", epilog="Example: harness task new article.txt --published 2031-05-14 --outlet 'Veldmoor Courier'")
@click.argument("article", type=click.File("rb"), metavar="[FILE]", required=False)
@click.option("--name", metavar="NAME", help="The task's name, and its files'; the title's words where it is left out.")
@click.option("--title", metavar="TEXT", help="The headline; the text's first line where it is left out.")
@click.option("--event", metavar="NAME", help="What the article is about; articles on one event share the word.")
@click.option("--outlet", metavar="TEXT", help="Who published it.")
@click.option("--published", metavar="DATE", help="When: 2031-05-14, 2031-05; 'Monday' is read against it.")
@click.option("--language", metavar="CODE", help="ISO 639 code; en where it is left out.")
@click.option("--invented", is_flag=True, help="The article was made up.")
@click.option("--words", type=click.IntRange(min=1), default=100, show_default=True, help="The summaries' word limit.")
@click.option("--prompt", default="brief", show_default=True, help="A prompt in tasks/prompts.")
@click.option("--no-input", is_flag=True, help="Ask nothing, on a terminal either.")
@click.option("--backend", metavar="B", help="Ask this model, once, to propose more facts.")
@model_options
def command(
    *,
    article: BinaryIO | None,
    words: int,
    prompt: str,
    no_input: bool,
    backend: str | None,
    **given: Any,  # noqa: ANN401  (click's values)
) -> None:
    """Make a task of an article, with candidates for its gold.

    The article comes from FILE, from standard input where FILE is -, or is pasted on a terminal; what it says of itself
    in front matter is kept. Every count, date and attribution that the reader finds becomes a draft in gold/NAME.yaml,
    with its evidence. Drafts do not count: look at each, and remove its 'draft: true', correct it, or delete it;
    'harness task edit' walks through them. A model's proposals (--backend) are drafts too, and only those whose
    evidence stands in the article word for word. Nothing is overwritten.
    """
    from harness.cli.new_task import make_task  # noqa: PLC0415  (heavy)

    make_task(article, given, words=words, prompt=prompt, is_asking=not no_input, backend=backend)
