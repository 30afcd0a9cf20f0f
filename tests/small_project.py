"""A small made-up project for tests, and a plug-in scorer whose verdicts hang on single words."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

FLOOD = """\
---
id: flood
title: "The Oder rises"
event: oder-flood
published: {date: "2026-05-04"}
language: en
invented: true
---
The Oder rose by 3 metres on Monday. About 1,200 people left their homes in Lebus, the mayor said. Two bridges were
closed, and trains to Frankfurt stood still for a day.
"""

BRIDGES = """\
---
id: bridges
title: "Bridges closed"
event: oder-flood
language: en
invented: true
---
Two bridges over the Oder were closed on Monday. A third stayed open to lorries, the police said.
"""

GOLD = """\
gold: 1
article: flood
names:
  mayor: {name: the mayor of Lebus, also: [the mayor], kind: person}
facts:
- id: left
  importance: key
  statement: About 1,200 people left their homes.
  count: {value: 1200, bound: about, unit: people, did: leave}
  evidence: "About 1,200 people left their homes"
- id: closed
  statement: Two bridges were closed.
  count: {value: 2, unit: bridges, did: close}
  evidence: "Two bridges were"
references:
- id: short
  focus: "people"
  text: "The Oder rose by 3 metres, and 1,200 people left their homes in Lebus."
"""

PROMPT = """\
---
prompt: plain
version: 1
---
Summarize in {words} words:

{articles}
"""

TASK = """\
task: flood
version: 1
description: "A river rises."
articles: [flood]
gold: flood
prompt: plain
limit: {words: 50}
scorers: [told, rouge]
"""

TWO = """\
task: two
version: 3
articles: [flood, bridges]
prompt: plain
limit: {words: 50}
scorers: shape
"""

SCORER = """
from harness.gold.gold import Evidence
from harness.gold.verdicts import Claim, DisputeVerdict, FactVerdict
from harness.scorers.base import Score

EVIDENCE = (Evidence(article="flood", start=37, end=72),)


class Told:
    name = "told"
    needs = frozenset()

    def signature(self, sample):
        return f"told|v:1|words:{sample.words}"

    async def score(self, sample, summary):
        if "crash" in summary:
            raise ZeroDivisionError("crash [bold]\\x1b[31m")
        if "interrupt" in summary:
            raise KeyboardInterrupt
        verdict, span = "omitted", None
        for word, said in (("1,200", "supported"), ("2,000", "contradicted")):
            if word in summary:
                verdict, span = said, (summary.index(word), summary.index(word) + len(word))
        fact = FactVerdict(
            id="left", kind="count", verdict=verdict, summary_span=span, evidence=EVIDENCE, reason=f"It is {verdict}."
        )
        return Score(
            values={"facts": float(verdict == "supported"), "odd": None},
            reason="Told.",
            facts=(fact,),
            disputes=(DisputeVerdict(id="dead", verdict="omitted", reason="Not touched."),),
            claims=tuple(claims(summary)),
            consistent=verdict != "contradicted",
        )


def claims(summary):
    for word in ("NATO", "\\x1b[31m"):
        if word in summary:
            span = (summary.index(word), summary.index(word) + len(word))
            reason = f"{word} is in no article."
            yield Claim(span=span, type="name", verdict="unsupported", severity="hard", reason=reason)


def create(options):
    return Told()
"""


def make_project(root: Path, files: Mapping[str, str] | None = None) -> Path:
    """Write the project below a folder; `files` replace or add some, by their path from the root."""
    written = {
        "seeds/flood.md": FLOOD,
        "seeds/bridges.md": BRIDGES,
        "gold/flood.yaml": GOLD,
        "tasks/prompts/plain.md": PROMPT,
        "tasks/flood.yaml": TASK,
        "tasks/two.yaml": TWO,
        **(files or {}),
    }
    for name, text in written.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return root


def install_plugin(folder: Path, *, name: str = "told", target: str = "told_scorer:create", code: str = SCORER) -> Path:
    """Write a package with one scorer to a folder, as it would be installed; the folder goes onto the search path."""
    info = folder / f"{name}_plugin-1.0.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    metadata = f"Metadata-Version: 2.1\nName: {name}-plugin\nVersion: 1.0\n"
    (info / "METADATA").write_text(metadata, encoding="utf-8", newline="\n")
    (info / "entry_points.txt").write_text(f"[harness.scorers]\n{name} = {target}\n", encoding="utf-8", newline="\n")
    module = target.partition(":")[0]
    if code:
        (folder / f"{module}.py").write_text(code, encoding="utf-8", newline="\n")
    return folder


def child_environment(*folders: Path, **more: str) -> dict[str, str]:
    """Return the environment of a child process that finds the package and the folders' packages."""
    names = ("PYTHONIOENCODING", "PYTHONUTF8", "NO_COLOR", "COLUMNS")
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, *folders))), **more}
