"""Every command with all that it takes, as a page of the manual. `python -m harness.cli.reference` writes it."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

import click

from harness.cli.app import module_of
from harness.cli.commands import COMMANDS

FILE = Path(__file__).resolve().parents[2] / "docs" / "commands.md"
_WIDTH = 88
_HEAD = """\
# Every command

What `--help` prints of each. `harness --debug COMMAND …` shows the traceback of an error. Exit codes: 0 done; 1 a gate
failed; 2 wrong usage or bad input, and nothing was written; 3 finished or stopped, but not every sample has an answer;
70 a fault of the harness itself; 130 interrupted; 143 terminated.
"""


def page() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *map(_section, COMMANDS)])


def _section(path: str) -> str:
    command: click.Command = import_module(f"harness.cli.{module_of(path)}").command
    context = click.Context(
        command,
        info_name=f"harness {path}",
        terminal_width=_WIDTH,
        max_content_width=_WIDTH,
        help_option_names=["-h", "--help"],
    )
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    shown = re.sub(r"\n{3,}", "\n\n", text)
    return f"## harness {path}\n\n```\n{shown}\n```\n"


if __name__ == "__main__":
    (Path(sys.argv[1]) if len(sys.argv) > 1 else FILE).write_text(page(), encoding="utf-8", newline="\n")
