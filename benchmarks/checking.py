"""How long 'harness task check --quick' takes for many gold files, and how its time grows.

    python benchmarks/checking.py [--files N,N,...] [--tried N]

Writes projects of that many tasks, each with an article and a gold file of five facts, to a temporary folder, and runs
the command on each as a process. `--tried` checks so many with the trial on sentences too. Exits with status 1 where
5,000 files take more than `LIMIT` seconds, or the largest project more than `MOST_GROWTH` times the time per file of
the one before it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FLOOD = Path(__file__).resolve().parents[1] / "tests" / "data" / "flood"
LIMIT = 20.0
FILES = 5_000
MOST_GROWTH = 1.5


def write_project(root: Path, files: int) -> None:
    """Write a project of so many tasks, no two of which share an article or a gold file."""
    for folder in ("seeds", "gold", "tasks/prompts"):
        (root / folder).mkdir(parents=True)
    read = {
        name: (FLOOD / name).read_text("utf-8") for name in ("seeds/flood.md", "gold/flood.yaml", "tasks/river.yaml")
    }
    prompt = (FLOOD / "tasks/prompts/plain.md").read_text("utf-8")
    (root / "tasks/prompts/plain.md").write_text(prompt, "utf-8")
    for i in range(files):
        seed = read["seeds/flood.md"].replace("id: flood", f"id: flood-{i}").replace("three", str(i + 3))
        gold = read["gold/flood.yaml"].replace("article: flood", f"article: flood-{i}").replace("three", str(i + 3))
        task = read["tasks/river.yaml"].replace("task: river", f"task: flood-{i}").replace("[flood]", f"[flood-{i}]")
        (root / f"seeds/flood-{i}.md").write_text(seed, "utf-8")
        (root / f"gold/flood-{i}.yaml").write_text(gold.replace("value: 3", f"value: {i + 3}"), "utf-8")
        (root / f"tasks/flood-{i}.yaml").write_text(task.replace("gold: flood", f"gold: flood-{i}"), "utf-8")


def measure(files: int, *options: str) -> float:
    """Return the seconds that checking a project of so many gold files takes, the start of Python included."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_project(root, files)
        command = [sys.executable, "-m", "harness", "task", "check", *options]
        environment = {**os.environ, "PYTHONPATH": str(FLOOD.parents[2])}
        start, before = time.perf_counter(), sum(os.times()[2:4])
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - start
        used = sum(os.times()[2:4]) - before
    last = done.stdout.splitlines()[-1:]
    if done.returncode > 1 or not last or not last[0].startswith(f"{files} gold files: 0 problems"):
        raise SystemExit(done.stderr or done.stdout)
    each = 1000 * seconds / files
    shown = " ".join(options)
    print(f"{files:>7,} gold files  {seconds:7.2f} s  {each:6.2f} ms each  {used:6.2f} s of CPU  {shown}")
    return seconds


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", default="1250,2500,5000")
    parser.add_argument("--tried", type=int, default=0)
    options = parser.parse_args()
    sizes = [int(size) for size in options.files.split(",")]
    print(f"{os.cpu_count()} processors")
    times = {size: measure(size, "--quick") for size in sizes}
    if options.tried:
        measure(options.tried)
    each = [times[size] / size for size in sizes]
    is_slow = times.get(FILES, 0.0) > LIMIT
    return int(is_slow or (len(each) > 1 and each[-1] > MOST_GROWTH * each[-2]))


if __name__ == "__main__":
    sys.exit(main())
