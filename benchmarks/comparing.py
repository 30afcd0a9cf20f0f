"""How long a comparison of two runs takes, and how much memory, by the number of samples.

    python benchmarks/comparing.py [SAMPLES ...]

Makes two runs of each size in a temporary folder (three scorers, ten facts a sample, ten samples an event), and
compares them in a process of its own. Prints seconds from its start to its end, seconds of CPU, the greatest resident
memory in MB, that of the second process which reads one of two long runs, and the size of the two files of scores.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness.results.comparing.compare import Terms
from harness.results.comparing.show import compare_runs
from harness.results.disk import to_json
from harness.results.models import (
    ArticleRecord,
    BackendRecord,
    Manifest,
    PromptRecord,
    SampleRecord,
    ScorerRecord,
    TaskRecord,
    Volatile,
)

SIZES = (1_000, 10_000, 100_000)
FACTS = 10
KINDS = ("count", "date", "attribution", "statement")
VERDICTS = ("supported", "contradicted", "omitted")
WORDS = "Stated: 'the river rose by three metres on Monday' for about 1,200 people who left their homes in the town."
BACKEND = "made/up"
COMPARE = "--compare"


def manifest(run: str, size: int) -> Manifest:
    """Return the manifest of a made-up run."""
    tasks = [
        TaskRecord(
            name=f"task-{number}",
            version=1,
            samples=tuple(
                SampleRecord(id=f"task-{number}/a{i}", articles=(f"a{i}",))
                for i in range(number * 1000, min(size, number * 1000 + 1000))
            ),
            gold={},
            prompt=PromptRecord(name="plain", version=1, sha256="0" * 64),
            words=100,
            scorers=tuple(ScorerRecord(name=name, signatures=(f"{name}|v:1",)) for name in ("facts", "rouge", "shape")),
        )
        for number in range((size + 999) // 1000)
    ]
    articles = tuple(
        ArticleRecord(id=f"a{i}", sha256=hashlib.sha256(str(i).encode()).hexdigest(), event=f"e{i // 10}")
        for i in range(size)
    )
    return Manifest(
        run=run,
        harness="0",
        python="3",
        seed=0,
        epochs=1,
        limit=None,
        tasks=tuple(tasks),
        articles=articles,
        backends=(BackendRecord(name=BACKEND, parameters={}),),
        planned=size,
        plan="0" * 64,
        volatile=Volatile(started="", platform=""),
    )


def rows(size: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield its scores, as they are written."""
    rng = random.Random(seed)
    for i in range(size):
        task = f"task-{i // 1000}"
        head: dict[str, Any] = {"id": f"{i:016x}", "task": task, "sample": f"{task}/a{i}", "backend": BACKEND}
        head |= {"epoch": 1, "outcome": "score", "reason": WORDS}
        empty: dict[str, Any] = {"facts": [], "disputes": [], "claims": [], "sentences": [], "consistent": None}
        facts = [fact(i, number, rng) for number in range(FACTS)]
        yield {**head, "scorer": "facts", "signature": "facts|v:1", "values": values(facts), **empty, "facts": facts}
        rouge = {f"rouge{k}{part}": rng.random() for k in "12L" for part in ("", "_precision", "_recall")}
        yield {**head, "scorer": "rouge", "signature": "rouge|v:1", "values": rouge, **empty}
        shape = {"words": float(rng.randint(40, 120)), "over_limit": 0.0, "coverage": rng.random(), "density": 2.0}
        yield {**head, "scorer": "shape", "signature": "shape|v:1", "values": shape, **empty}


def fact(sample: int, number: int, rng: random.Random) -> dict[str, Any]:
    """Return a verdict on a fact."""
    return {
        "id": f"fact-{(sample * FACTS + number) % 5000}",
        "kind": KINDS[number % 4],
        "importance": ("key", "supporting", "detail")[number % 3],
        "verdict": rng.choices(VERDICTS, (5, 1, 4))[0],
        "mark": None,
        "summary_span": [10, 60],
        "evidence": [{"article": f"a{sample}", "start": 120, "end": 190}],
        "expected": "about 1,200",
        "found": "1,200",
        "reason": WORDS,
    }


def values(facts: list[dict[str, Any]]) -> dict[str, float | None]:
    """Return what the scorer of facts makes of verdicts."""
    by = {verdict: sum(one["verdict"] == verdict for one in facts) for verdict in VERDICTS}
    stated = by["supported"] + by["contradicted"]
    found: dict[str, float | None] = {
        "recall": by["supported"] / len(facts),
        "accuracy": by["supported"] / stated if stated else None,
        **{verdict: float(number) for verdict, number in by.items()},
        "unsupported": 0.0,
        "disputes_touched": 0.0,
        "disputes_fair": 0.0,
    }
    for kind in KINDS:
        for verdict in VERDICTS:
            number = sum(one["kind"] == kind and one["verdict"] == verdict for one in facts)
            found[f"{verdict}_{kind}"] = float(number)
    return found


def make_run(folder: Path, size: int, seed: int) -> Path:
    """Write a run of so many samples to a new folder."""
    folder.mkdir()
    (folder / "manifest.json").write_text(to_json(manifest(folder.name, size)), encoding="utf-8")
    with (folder / "scores.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for row in rows(size, seed):
            file.write(json.dumps(row) + "\n")
    return folder


def measure(a: Path, b: Path) -> tuple[float, float, float]:
    """Return seconds, seconds of CPU and the greatest resident memory, in MB, of a process that compares two runs."""
    start = time.perf_counter()
    command = [sys.executable, __file__, COMPARE, str(a), str(b)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    cpu, memory = map(float, done.stdout.split())
    return time.perf_counter() - start, cpu, memory


def compare_them(names: list[str]) -> None:
    """Compare two runs, and print seconds of CPU and the greatest resident memory in MB."""
    compare_runs(names, Path(), Terms(), "table")
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(sum(one.ru_utime + one.ru_stime for one in used), used[0].ru_maxrss / 1024)


def memory_of_reader(run: Path) -> float:
    """Return the greatest resident memory, in MB, of a process that reads a run for another."""
    code = f"from harness.results.comparing import beside; beside.answer({str(run)!r}, {BACKEND!r})"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)  # a child's own: what its parent asks of its children counts the parent too
    process.returncode = 0
    return used.ru_maxrss / 1024


def main() -> None:
    """Measure each size."""
    if sys.argv[1:2] == [COMPARE]:
        compare_them(sys.argv[2:])
        return
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    print(f"{'samples':>9} {'seconds':>8} {'CPU':>6} {'MB':>6} {'reader, MB':>11} {'files, MB':>10}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            a, b = (make_run(Path(name) / run, size, seed) for seed, run in enumerate(("a", "b")))
            seconds, cpu, memory = measure(a, b)
            reader = memory_of_reader(b)
            files = sum((run / "scores.jsonl").stat().st_size for run in (a, b)) / 1e6
        print(f"{size:>9,} {seconds:>8.2f} {cpu:>6.2f} {memory:>6.0f} {reader:>11.0f} {files:>10.0f}", flush=True)


if __name__ == "__main__":
    main()
