"""What a run costs beside what it waits for: 1,000 requests and more, 64 at once, to a server on this machine.

python benchmarks/runner.py [--requests N …] [--latency S …] [--peer lm-eval=PYTHON] [--peer inspect=PYTHON]

Each figure is of a whole process from a cold start: articles and references are read, every request goes over HTTP,
every answer is journalled and graded with ROUGE-1, 2, L and Lsum (stemmed), the table is printed. The server
(`tests/loopback.py`) is a process of its own. *Ideal* is the time that the requests must take at this latency and
number of connections. A peer is run on the same prompts, with ROUGE-1, 2 and L through rouge-score, by the interpreter
that is named, whose environment must have it; rounds alternate, and medians are shown. Our
modules are compiled first, which installing a wheel does.
"""

from __future__ import annotations

import argparse
import compileall
import json
import math
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CONNECTIONS = 64
SAMPLES = 100
"""Articles; more requests than that are epochs."""
WORDS = [
    "the",
    "river",
    "town",
    "council",
    "people",
    "water",
    "night",
    "bridge",
    "school",
    "hill",
    "north",
    "south",
    "minister",
    "said",
    "report",
    "troops",
    "seven",
    "hundred",
    "metres",
    "rose",
    "fell",
    "moved",
    "waited",
    "opened",
    "closed",
]


@dataclass(frozen=True)
class Measured:
    """One process: seconds of the clock and of all processors, the most memory in MB, and what the server counted."""

    wall: float
    cpu: float
    memory: float
    requests: int


def write_project(folder: Path, samples: int) -> None:
    """Write a project of one task whose articles and references are made of chance."""
    chance = random.Random(1)
    for name in ("seeds", "gold", "tasks/prompts"):
        (folder / name).mkdir(parents=True)
    names = [f"a{i:05d}" for i in range(samples)]
    for name in names:
        sentences = [" ".join(chance.choices(WORDS, k=15)).capitalize() for _ in range(24)]
        head = f"---\nid: {name}\ntitle: {name}\nevent: e-{name}\ninvented: true\n---\n\n"
        (folder / "seeds" / f"{name}.md").write_text(f"{head}{'. '.join(sentences)}.\n", encoding="utf-8")
        reference = " ".join(chance.choices(WORDS, k=40)).capitalize()
        gold = (
            f'gold: 1\narticle: {name}\nreferences:\n  - {{id: r, focus: all, text: "{reference}."}}\nfacts:\n'
            "  - id: f\n    importance: key\n    statement: People moved.\n    states: {who: people, did: move}\n"
            f'    evidence: "{sentences[0]}"\n'
        )
        (folder / "gold" / f"{name}.yaml").write_text(gold, encoding="utf-8")
    listed = ", ".join(names)
    task = (
        f"task: load\nversion: 1\narticles: [{listed}]\ngold: [{listed}]\nprompt: short\n"
        "limit: {words: 100}\nscorers: [rouge]\n"
    )
    (folder / "tasks" / "load.yaml").write_text(task, encoding="utf-8")
    prompt = "---\nprompt: short\nversion: 1\n---\n\nSummarize in at most {words} words.\n\n{articles}\n"
    (folder / "tasks" / "prompts" / "short.md").write_text(prompt, encoding="utf-8")


@contextmanager
def serving(latency: float) -> Iterator[int]:
    """Run the server; yield its port."""
    command = [sys.executable, str(ROOT / "tests" / "loopback.py"), "--latency", str(latency)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if not process.stdin or not process.stdout:
            raise RuntimeError("no pipes")
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def measure(command: Sequence[str], folder: Path, port: int) -> Measured:
    """Run a command to its end."""
    before = count(port)
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "OPENAI_API_KEY": "EMPTY"},
    )
    error = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}:\n{error.decode()[-2000:]}")
    return Measured(wall, usage.ru_utime + usage.ru_stime, _megabytes(usage), count(port) - before)


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def count(port: int) -> int:
    """Return how many requests the server has had."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/stats") as reply:
        found: dict[str, Any] = json.load(reply)
    return int(found["requests"])


def our_command(port: int, requests: int) -> list[str]:
    """Return the command that asks so many requests."""
    server = ["--backend", "openai/m", "--base-url", f"http://127.0.0.1:{port}/v1"]
    many = ["--max-connections", str(CONNECTIONS), "--epochs", str(max(requests // SAMPLES, 1))]
    return [sys.executable, "-m", "harness", "eval", "load", *server, *many]


LM_EVAL_TASK = """task: load
dataset_path: json
dataset_kwargs: {{data_files: {{test: {data}}}}}
test_split: test
output_type: generate_until
doc_to_text: "{{{{prompt}}}}"
doc_to_target: "{{{{reference}}}}"
generation_kwargs: {{until: [], max_gen_toks: 200}}
process_results: !function scoring.process_results
metric_list:
  - {{metric: rouge1, aggregation: mean, higher_is_better: true}}
  - {{metric: rouge2, aggregation: mean, higher_is_better: true}}
  - {{metric: rougeL, aggregation: mean, higher_is_better: true}}
"""
LM_EVAL_SCORING = """from rouge_score.rouge_scorer import RougeScorer

SCORER = RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)


def process_results(doc, results):
    return {name: score.fmeasure for name, score in SCORER.score(doc["reference"], results[0]).items()}
"""
INSPECT_TASK = """from inspect_ai import Task, task
from inspect_ai.dataset import json_dataset, FieldSpec
from inspect_ai.scorer import Score, mean, scorer
from inspect_ai.solver import generate
from rouge_score.rouge_scorer import RougeScorer

SCORER = RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)


@scorer(metrics={"*": [mean()]})
def rouge():
    async def score(state, target):
        found = SCORER.score(target.text, state.output.completion)
        return Score(value={name: one.fmeasure for name, one in found.items()})

    return score


@task
def load():
    data = json_dataset("data.jsonl", FieldSpec(input="prompt", target="reference", id="id"))
    return Task(dataset=data, solver=generate(), scorer=rouge())
"""


def peer_command(peer: str, python: str, folder: Path, port: int, requests: int) -> list[str]:
    """Write what a peer needs into a folder, and return its command."""
    folder.mkdir(exist_ok=True)
    chance = random.Random(1)
    rows = [
        {
            "id": i,
            "prompt": f"Summarize {i}.\n\n" + ". ".join(" ".join(chance.choices(WORDS, k=15)) for _ in range(24)),
            "reference": " ".join(chance.choices(WORDS, k=40)),
        }
        for i in range(requests)
    ]
    data = folder / "data.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    url = f"http://127.0.0.1:{port}/v1"
    if peer == "inspect":
        (folder / "load.py").write_text(INSPECT_TASK, encoding="utf-8")
        options = ["--model", "openai/m", "--model-base-url", url, "--max-connections", str(CONNECTIONS)]
        options += ["-M", "responses_api=false"]
        return [python, "-m", "inspect_ai", "eval", "load.py", *options, "--display", "none"]
    (folder / "load.yaml").write_text(LM_EVAL_TASK.format(data=data), encoding="utf-8")
    (folder / "scoring.py").write_text(LM_EVAL_SCORING, encoding="utf-8")
    arguments = f"model=m,base_url={url}/chat/completions,num_concurrent={CONNECTIONS},tokenized_requests=False"
    model = ["--model", "local-chat-completions", "--model_args", arguments, "--apply_chat_template"]
    return [python, "-m", "lm_eval", *model, "--tasks", "load", "--include_path", ".", "--output_path", "out"]


def show(name: str, found: Sequence[Measured], ideal: float) -> None:
    """Print the medians of a row."""
    wall = statistics.median(one.wall for one in found)
    cpu = statistics.median(one.cpu for one in found)
    memory = statistics.median(one.memory for one in found)
    asked = {one.requests for one in found}
    print(
        f"{name:28} wall {wall:7.2f} s = {wall / ideal:5.2f} x ideal   cpu {cpu:7.2f} s"
        f"   memory {memory:6.1f} MB   requests {'/'.join(map(str, sorted(asked)))}",
        flush=True,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--latency", type=float, nargs="+", default=[0.05, 0.5])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    given = parser.parse_args()
    peers = dict(peer.split("=", 1) for peer in given.peer)
    compileall.compile_dir(ROOT / "harness", quiet=1)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_project(folder / "ours", SAMPLES)
        for latency in given.latency:
            for requests in given.requests:
                with serving(latency) as port:
                    ideal = math.ceil(requests / CONNECTIONS) * latency
                    print(f"{requests} requests at {latency:g} s, {CONNECTIONS} at once: ideal {ideal:.2f} s")
                    found: dict[str, list[Measured]] = {}
                    for _ in range(given.rounds):
                        ours = measure(our_command(port, requests), folder / "ours", port)
                        found.setdefault("harness", []).append(ours)
                        for peer, python in peers.items():
                            command = peer_command(peer, python, folder / peer, port, requests)
                            found.setdefault(peer, []).append(measure(command, folder / peer, port))
                    for name, rows in found.items():
                        show(name, rows, ideal)


if __name__ == "__main__":
    main()
