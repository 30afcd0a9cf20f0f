"""The command line. Version and help are told from here; everything else is loaded when it is called."""

from __future__ import annotations

import sys

from harness import __version__
from harness.cli.commands import PAGE


def main() -> None:
    """Run the command line on the process's arguments, and end the process; `PAGE` says with which exit codes."""
    match sys.argv[1:]:
        case ["--version"]:
            _tell(f"harness {__version__}\n")
        case ["-h"] | ["--help"]:
            _tell(PAGE)
        case _:
            from harness.cli.app import run  # noqa: PLC0415  (it loads click)

            run()


def _tell(text: str) -> None:
    try:
        print(text, end="", flush=True)  # noqa: T201  (this is what it is for)
    except BrokenPipeError:
        from harness.cli.streams import leave_quietly  # noqa: PLC0415  (seldom needed)

        leave_quietly()
