"""A folder of one's own to begin with: what stands in it, with an example that works at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from harness.authoring.new_task import PROMPT_TEXT
from harness.errors import UsageError
from harness.results.disk import translate_os_errors, write_all

_README = """\
# Our tasks

Which models keep the facts of our articles? Measured with summary-harness.

    harness eval                     # let summarizing programs answer, and grade them
    harness task new article.txt     # make a task of an article, with candidates for its gold
    harness task edit NAME           # look at the candidates, one by one
    harness task check               # what in the gold contradicts itself

`seeds/` holds articles, `gold/` what each says, `tasks/` the tasks. Runs land in `results/`, which git leaves out.
"""

_IGNORED = """\
results/*
!results/README.md
.venv/
"""

_RESULTS = """\
# Results

Each run of `harness eval` puts a folder here. `harness results show latest` shows the last one.
"""

_WORKFLOW = """\
name: gold
on: [push, pull_request]
permissions: {contents: read}
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {python-version: "3.13"}
      - run: python -m pip install summary-harness  # from where you have it: a path or an address will do
      - run: harness task check
      - run: harness eval
"""

_ARTICLE = """\
---
id: example
title: "Kelburgh swimming pool to close for repairs to its roof"
event: kelburgh-pool
outlet: Kelburgh Echo
published: {date: 2031-09-03}
language: en
invented: true
---

The swimming pool in Kelburgh will close on Monday because its roof lets in water, the town said on Wednesday. About 900
people use the pool each week.

The repairs will take four months and cost 350,000 euros, said Petra Hollin, who runs the pool. She did not rule out
that they may take longer.
"""

_GOLD = """\
gold: 1
article: example

names:
  pool: {name: the swimming pool, also: [the pool, Kelburgh's pool], kind: other}
  hollin: {name: Petra Hollin, also: [Hollin], kind: person}

facts:
- id: closes
  importance: key
  statement: The swimming pool will close.
  states: {who: pool, did: close, terms: [[close, shut, closure]]}
  evidence: The swimming pool in Kelburgh will close on Monday
  accepts: [The pool is to be closed., The pool will be shut., Kelburgh's pool is closing.]
  rejects: [The swimming pool will not close.]
- id: closes-when
  statement: The swimming pool will close on Monday, 8 September 2031.
  date: {when: 2031-09-08, of: closes}
  evidence: will close on Monday
  accepts: [The pool will close on 8 September 2031.]
  rejects: [The pool will close on 9 September 2031.]
- id: users
  statement: About 900 people use the pool each week.
  count: {value: 900, bound: about, unit: people, did: use}
  evidence: About 900 people use the pool each week
  accepts: [The pool is used by some 900 people each week.]
  rejects: [About 90 people use the pool each week.]
- id: cost
  statement: The repairs will cost 350,000 euros.
  count: {value: 350000, unit: euros, did: cost}
  evidence: cost 350,000 euros
  accepts: The repairs cost 350,000 euros.
  rejects: The repairs will cost 530,000 euros.
- id: cost-source
  importance: detail
  statement: Petra Hollin says that the repairs will cost 350,000 euros.
  says: {who: hollin, what: [cost]}
  evidence: The repairs will take four months and cost 350,000 euros, said Petra Hollin
  accepts: ["The repairs will cost 350,000 euros, according to Petra Hollin."]
  rejects: ["The repairs will cost 350,000 euros, the mayor says."]

references:
- id: short
  focus: the closure
  text: Kelburgh's swimming pool will close on Monday. Repairs to its roof will cost 350,000 euros, says Petra Hollin.
"""

_TASK = """\
task: example
version: 1
description: An invented article to look at. Delete it when you have a task of your own.
articles: example
gold: example
prompt: brief
limit: {words: 50}
scorers: [facts, rouge, shape]
"""

FILES: Mapping[str, str] = {
    "README.md": _README,
    ".gitignore": _IGNORED,
    ".github/workflows/gold.yml": _WORKFLOW,
    "seeds/example.md": _ARTICLE,
    "gold/example.yaml": _GOLD,
    "tasks/example.yaml": _TASK,
    "tasks/prompts/brief.md": PROMPT_TEXT,
    "results/README.md": _RESULTS,
}
"""Every file of a new project, by its path."""

_EXAMPLE = frozenset({"seeds/example.md", "gold/example.yaml", "tasks/example.yaml"})


def start_project(root: Path) -> tuple[list[str], list[str]]:
    """Write the files of a project that are missing; return their paths, and those that were there and stay.

    In a folder that has tasks already the example is left out. Raises UsageError where a file stands in the way of a
    folder, and RunError where something cannot be written; then nothing was.
    """
    has_tasks = any((root / "tasks").glob("*.yaml"))
    wanted = [name for name in FILES if not (has_tasks and name in _EXAMPLE)]
    there = [name for name in wanted if (root / name).exists() or (root / name).is_symlink()]
    missing = [name for name in wanted if name not in there]
    for name in missing:
        _check_way(root, name)
    with translate_os_errors(root):
        for name in missing:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
    write_all({root / name: FILES[name] for name in missing})
    return missing, there


def _check_way(root: Path, name: str) -> None:
    """Raise UsageError where a file stands where a folder is needed, or a link leads out of the project."""
    for folder in ((root / name).parent, *(root / name).parent.parents):
        if folder.exists() and not folder.is_dir():
            raise UsageError("is a file, and a folder is needed there.", where=str(folder), mend="Name another folder.")
        if folder == root:
            return
        if folder.is_symlink() and not folder.resolve().is_relative_to(root.resolve()):
            raise UsageError("is a link that leads out of the folder.", where=str(folder), mend="Name another folder.")
