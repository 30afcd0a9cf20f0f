"""Markdown files that begin with YAML between two lines of `---`."""

from __future__ import annotations

import re
from dataclasses import replace

from harness.errors import TaskError
from harness.files.source import Source

_OPENING = re.compile(r"---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)


def split_front_matter(source: Source, example: str) -> tuple[Source, int]:
    """Return a file's front matter, with positions as in the file, and the offset at which its body starts.

    `example` shows keys of such a front matter. Raises TaskError where there is none.
    """
    opening = _OPENING.match(source.text)
    if not opening:
        what = "the file does not begin with front matter."
        raise TaskError([source.problem(0, what, f"Begin with the lines '---', {example} and '---'.", code="F106")])
    closing = _CLOSING.search(source.text, opening.end())
    if not closing:
        what = "the front matter that begins here does not end."
        raise TaskError([source.problem(0, what, "End it with a line '---'.", code="F107")])
    blanks = " " * (opening.end() - 1)
    return replace(source, text=f"{blanks}\n{source.text[opening.end() : closing.start()]}"), closing.end()
