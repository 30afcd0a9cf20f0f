"""Gold files as text: candidates laid out for an author to keep, correct or delete."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from harness.authoring.names import Named
from harness.files.patch import flow, scalar
from harness.gold.models import Fact, NameEntry
from harness.text.fold import fold

_KINDS = ("count", "date", "says", "states")
_HEAD = """\
# Candidates found in the article, each a draft: it counts once you have looked at it and removed its 'draft: true'.
# Correct what is wrong and delete what is no fact. 'harness task edit {task}' walks through them one by one.
gold: 1
article: {article}
"""


def gold_text(article: str, facts: Sequence[Fact], named: Sequence[Named], *, task: str | None = None) -> str:
    """Return a gold file of drafts. Names that no draft speaks of stand in it as comments: they count nowhere."""
    spoken = {one.key for one in named if _is_spoken_of(one, facts)}
    used = [f"  {scalar(one.key)}: {flow(name_value(one.entry))}\n" for one in named if one.key in spoken]
    others = [f"#   {scalar(one.key)}: {flow(name_value(one.entry))}\n" for one in named if one.key not in spoken]
    names = ["\nnames:\n", *used] if used else []
    rest = ["# Also named in the article:\n", *others] if others else []
    head = _HEAD.format(task=task or article, article=scalar(article))
    return "".join(
        [head, *names, *(rest if used else ["\n", *rest] if rest else []), "\nfacts:\n", *map(fact_text, facts)]
    )


def _is_spoken_of(one: Named, facts: Iterable[Fact]) -> bool:
    spellings = [fold(text).lower() for text in (one.name, *one.also)]
    for fact in facts:
        keys = (*fact.says.who.keys, *fact.says.via) if fact.says else ()
        if one.key in keys or any(text in fold(fact.statement).lower() for text in spellings):
            return True
    return False


def fact_text(fact: Fact) -> str:
    """Return a fact as an item of a gold file's list, in lines of their own."""
    return "- " + "\n  ".join(_lines(fact)) + "\n"


def _lines(fact: Fact) -> Iterator[str]:
    yield f"id: {scalar(fact.id)}"
    if fact.draft:
        yield "draft: true"
    if fact.importance != "supporting":
        yield f"importance: {fact.importance}"
    yield f"statement: {scalar(fact.statement)}"
    for kind in _KINDS:
        value = getattr(fact, kind)
        if value is not None:
            yield f"{kind}: {flow(short_value(value.model_dump(exclude_defaults=True)))}"
    quotes = [quote.quote for quote in fact.evidence]
    yield f"evidence: {scalar(quotes[0]) if len(quotes) == 1 else flow(quotes)}"


def short_value(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a typed value in its short forms: one word for a list of one, a name for a source."""
    short = {key: _short(key, item) for key, item in value.items()}
    who = short.get("who")
    if isinstance(who, dict) and len(who.get("all", ())) == 1:
        short["who"] = who["all"][0]
    return short


def _short(key: str, item: Any) -> Any:  # noqa: ANN401  (what a record holds)
    if isinstance(item, Mapping):
        return short_value(item) if key == "of" else {name: list(one) for name, one in item.items()}
    if key in ("did", "via") and isinstance(item, tuple) and len(item) == 1:
        return item[0]
    return item


def name_value(entry: NameEntry) -> dict[str, Any]:
    """Return a name's entry without what it leaves out."""
    return dict(entry.model_dump(exclude_defaults=True))


def front_matter(keys: Mapping[str, Any], text: str) -> str:
    """Return an article's file: keys between two lines of `---`, then the text, in LF line ends."""
    lines = [f"{key}: {flow(value)}" for key, value in keys.items() if value is not None]
    body = re.sub(r"\r\n?", "\n", text).strip()
    return "\n".join(["---", *lines, "---", "", body]) + "\n"
