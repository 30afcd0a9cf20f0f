"""How long SQL over runs takes, and how much memory, by the number of rows of scores.

    python benchmarks/sql.py [ROWS …]

A run of so many rows of scores is made (ROUGE's twelve values each); a process of its own then loads it and aggregates
every metric by backend. Seconds are of the whole process from a cold start, and of the query alone, once loaded.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
METRICS = [f"{kind}{part}" for kind in ("rouge1", "rouge2", "rougeL", "rougeLsum") for part in ("", "_p", "_r")]
SQL = "SELECT backend, metric, avg(value) AS mean, count(*) AS n FROM metrics GROUP BY ALL"


def write_run(folder: Path, rows: int) -> None:
    """Write a run folder with so many rows of scores."""
    manifest = json.loads((ROOT / "results" / "baseline" / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with (folder / "scores.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for number in range(rows):
            values = {name: (number * 7 + place) % 100 / 100 for place, name in enumerate(METRICS)}
            row = {
                "id": f"{number:016x}",
                "task": "load",
                "sample": f"load/a{number % 1000}",
                "backend": f"openai/m{number % 5}",
                "epoch": 1,
                "scorer": "rouge",
                "signature": "rouge|v:1|stemmer:yes",
                "outcome": "score",
                "reason": "ROUGE-1: 21 of the summary's 40 words are among the 38 of the reference.",
                "values": values,
                "facts": [],
                "disputes": [],
                "claims": [],
                "consistent": None,
            }
            file.write(json.dumps(row) + "\n")


QUERY = """import sys, time
from pathlib import Path
from harness.results.query import query
from harness.results.store import RunFolder
started = time.perf_counter()
rows = query(sys.argv[2], [RunFolder(Path(sys.argv[1]))])
print(len(rows), time.perf_counter() - started)
"""


def main() -> None:
    """Measure and print."""
    sizes = [int(size) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    print("rows of scores   megabytes   process s   load and query s   memory MB")
    for size in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            write_run(folder, size)
            megabytes = (folder / "scores.jsonl").stat().st_size / 1e6
            before = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", QUERY, temporary, SQL], check=True, capture_output=True, encoding="utf-8"
            )
            process = time.perf_counter() - before
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"{size:14,} {megabytes:11.0f} {process:11.2f} {float(done.stdout.split()[1]):18.2f} {memory:11.0f}")


if __name__ == "__main__":
    main()
