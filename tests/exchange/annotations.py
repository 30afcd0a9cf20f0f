"""A small project with two annotations of its article, worked out by hand."""

from __future__ import annotations

from pathlib import Path

from writing import write_project

ARTICLE = """\
---
id: quay
title: "The quay in Sandel sinks"
event: sandel-quay
published: {date: 2031-05-06}
invented: true
---

The old quay in Sandel has sunk by 40 centimetres. About 30 boats were moved on Monday, the harbour master said.
Nobody was hurt. Repairs may last three months, the town expects.
"""

FIRST = """\
gold: 1
article: quay
names:
  master: {name: the harbour master, kind: person}
  town: {name: the town, kind: body}
facts:
- id: sank
  importance: key
  statement: The quay has sunk by 40 centimetres.
  count: {value: 40, unit: centimetres, who: the quay, did: sink}
  evidence: The old quay in Sandel has sunk by 40 centimetres
- id: moved
  statement: About 30 boats were moved.
  count: {value: 30, bound: about, unit: boats, did: move}
  evidence: About 30 boats were moved on Monday
- id: moved-source
  statement: The harbour master says that boats were moved.
  says: {who: master, what: [moved]}
  evidence: the harbour master said
- id: unhurt
  statement: Nobody was hurt.
  states: {did: hurt, polarity: negative, terms: [[hurt]]}
  evidence: Nobody was hurt
"""

SECOND = """\
gold: 1
article: quay
names:
  harbour: {name: the harbour master, kind: person}
facts:
- id: quay-sank
  importance: key
  statement: The old quay has sunk by 40 centimetres.
  count: {value: 40, unit: centimetres, who: the old quay, did: sink}
  evidence: has sunk by 40 centimetres
- id: boats
  importance: key
  statement: About 30 boats were moved.
  count: {value: 30, unit: boats, did: move}
  evidence: About 30 boats were moved
- id: boats-source
  statement: The harbour master says that about 30 boats were moved.
  says: {who: harbour, what: [boats]}
  evidence: the harbour master said
- id: boats-when
  statement: The boats were moved on Monday.
  date: {when: 2031-05-05, of: boats}
  evidence: moved on Monday
"""

PROMPT = "---\nprompt: plain\nversion: 1\n---\n\nSummarize: {articles}\n"
TASK = "task: quay\nversion: 1\narticles: quay\ngold: quay\nprompt: plain\nscorers: facts\n"

FILES = {
    "seeds/quay.md": ARTICLE,
    "gold/quay.yaml": FIRST,
    "gold/second/quay.yaml": SECOND,
    "tasks/quay.yaml": TASK,
    "tasks/prompts/plain.md": PROMPT,
}


def make_annotations(root: Path) -> Path:
    """Write the project below a folder and return the folder."""
    return write_project(root, FILES)
