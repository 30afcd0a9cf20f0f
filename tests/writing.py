"""A small valid project, and how tests write it, whole or with a mistake in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FLOOD_ARTICLE = """\
---
id: flood
title: "A river floods"
event: flood-2030
published: {date: 2030-03-04}
invented: true
---

The Oder rose by three metres on Monday, the flood agency said. About 400 people left their homes in Lebus.

The dyke at Lebus did not break. Frost may have saved it, the mayor believes.
"""

DYKE_ARTICLE = """\
---
id: dyke
title: "The dyke holds"
event: flood-2030
invented: true
---

The Oder rose by four metres, the mayor of Lebus told reporters.
"""

FLOOD_GOLD = """\
gold: 1
article: flood
names:
  agency: {name: the flood agency, kind: body}
  mayor: {name: the mayor, kind: person, of: Lebus}
background:
- The Oder is a river.
facts:
- id: rose
  importance: key
  statement: The Oder rose by three metres.
  count: {value: 3, unit: metres, who: the Oder, did: rise}
  evidence: The Oder rose by three metres
- id: rose-when
  statement: The Oder rose on Monday.
  date: {when: 2030-03-04, of: rose}
  evidence: {quote: on Monday, original: [30, 39]}
- id: said
  statement: The agency says that the Oder rose.
  says: {who: agency, what: [rose]}
  evidence: [the flood agency said]
- id: held
  statement: The dyke did not break.
  states: {who: the dyke, did: break, polarity: negative, terms: [[dyke, dam], [break]]}
  evidence: The dyke at Lebus did not break
groups:
- id: how-high
  point: How far did the Oder rise?
  members: [rose, said]
references:
- {id: short, focus: all, text: The Oder rose by three metres.}
"""

DYKE_GOLD = """\
gold: 1
article: dyke
names:
  mayor: {name: the mayor of Lebus, kind: person}
facts:
- id: rose
  statement: The Oder rose by four metres.
  count: {value: 4, unit: metres, who: the Oder, did: rise}
  evidence: The Oder rose by four metres
- id: said
  importance: detail
  statement: The mayor says so.
  says: {who: mayor, what: [rose]}
  evidence: the mayor of Lebus told reporters
"""

SET_GOLD = """\
gold: 1
includes: [flood, dyke]
groups:
- id: how-high
  point: How far did the Oder rise?
  relation: conflict
  members: [flood/rose, dyke/rose]
  examples:
  - {text: "It rose by three metres [1] or four [2].", verdict: fair}
"""

PROMPT = """\
---
prompt: plain
version: 1
---

Summarize in at most {words} words.

{articles}
"""

FLOOD_TASK = """\
task: river
version: 1
description: A flood.
articles: [flood]
gold: flood
prompt: plain
limit: {words: 50}
scorers: [facts, rouge]
"""

SET_TASK = """\
task: both
version: 1
articles: [flood, dyke]
together: true
gold: both
prompt: plain
limit: {words: 50}
scorers: [facts]
"""

ONE = {
    "seeds/flood.md": FLOOD_ARTICLE,
    "gold/flood.yaml": FLOOD_GOLD,
    "tasks/prompts/plain.md": PROMPT,
    "tasks/river.yaml": FLOOD_TASK,
}
"""A project of one task with one article."""

SET = {
    **{name: text for name, text in ONE.items() if name != "tasks/river.yaml"},
    "seeds/dyke.md": DYKE_ARTICLE,
    "gold/dyke.yaml": DYKE_GOLD,
    "gold/both.yaml": SET_GOLD,
    "tasks/both.yaml": SET_TASK,
}
"""A project of one task with a set of two articles."""


def write_project(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder and return the folder. Text is written as it stands, line ends included."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def changed(files: Mapping[str, str], name: str, old: str, new: str) -> dict[str, str]:
    """Return files with one piece of one of them replaced, which must stand there just once."""
    assert files[name].count(old) == 1, f"{old!r} stands {files[name].count(old)} times in {name}"
    return {**files, name: files[name].replace(old, new)}
