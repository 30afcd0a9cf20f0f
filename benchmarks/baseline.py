"""Make results/baseline anew: the run of all extractive backends on the built-in tasks.

    python benchmarks/baseline.py

To be done whenever a scorer, a task or a backend changes what it says; `git diff` then shows what moved.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import harness

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "results" / "baseline"


def main() -> None:
    """Run, and put the run in its place under its own name."""
    with tempfile.TemporaryDirectory() as temporary:
        run = harness.evaluate(str(ROOT / "tasks"), results_dir=temporary)
        for name in ("manifest.json", "summary.json"):
            path = run.folder / name
            record = json.loads(path.read_text(encoding="utf-8")) | {"run": FOLDER.name}
            path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8", newline="\n")
        shutil.rmtree(FOLDER, ignore_errors=True)
        shutil.copytree(run.folder, FOLDER)
    print(f"{FOLDER.relative_to(ROOT)}: {run.counts.answered} of {run.counts.planned} answered")


if __name__ == "__main__":
    main()
