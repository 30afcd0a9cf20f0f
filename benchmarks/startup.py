"""How long the command line takes to start, beside a bare Python, and how large the core install is.

    python benchmarks/startup.py [--rounds 15]

Commands are run in turn, round after round; the medians of wall time are printed, and their ratio to `python -c pass`.
The size is that of the distributions that the core needs, as they are installed here.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import click": ["-c", "import click"],
    "harness --version": ["-m", "harness", "--version"],
    "harness --help": ["-m", "harness", "--help"],
    "harness eval --help": ["-m", "harness", "eval", "--help"],
    "harness task list": ["-m", "harness", "task", "list"],
}


def time_commands(rounds: int) -> None:
    """Print the median wall time of each command."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for round_ in range(rounds + 1):
        for name, arguments in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
            if round_:  # the first fills the caches
                times[name].append(time.perf_counter() - start)
    bare = statistics.median(times["python -c pass"])
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:22} {1000 * median:7.1f} ms  {median / bare:5.1f} x")


def needed(name: str, seen: dict[str, int]) -> None:
    """Add a distribution and all that it needs to `seen`, with its size in bytes; extras are left out."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in seen:
        return
    try:
        found = distribution(name)
    except PackageNotFoundError:  # for another platform or Python
        return
    files = [Path(str(found.locate_file(file))) for file in found.files or []]
    seen[key] = sum(file.stat().st_size for file in files if file.is_file())
    for requirement in found.requires or []:
        if "extra ==" not in requirement:
            needed(re.split(r"[\s\[<>=!~;(]", requirement, maxsplit=1)[0], seen)


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    time_commands(parser.parse_args().rounds)
    seen: dict[str, int] = {}
    needed("summary-harness", seen)
    print(f"\ncore: {len(seen)} distributions, {sum(seen.values()) / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
