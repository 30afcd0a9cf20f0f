"""Checks 20,000 files with random changes, and lists those that end in anything but problems with a place.

    python benchmarks/mutations.py [--files N] [--seed N]

No file may end in a traceback, take more than 2 s, or lead to a file being written. Exits with status 1 where one does.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "tasks"))

from fuzzing import DATA, cases, fault_of


def main() -> int:
    """Try the files, print what went wrong, and return the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()
    wrong, slowest, start = 0, 0.0, time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "flood"
        shutil.copytree(DATA, root)
        for name, data in cases(options.files, options.seed):
            before = time.perf_counter()
            fault = fault_of(root, name, data)
            slowest = max(slowest, time.perf_counter() - before)
            if fault:
                wrong += 1
                print(f"{name}: {fault}\n    {data!r}"[:3000])
    seconds = time.perf_counter() - start
    print(f"{options.files:,} files in {seconds:.0f} s, the slowest in {slowest:.2f} s: {wrong} wrong.")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
