"""Facts that a model proposes for gold: each has evidence that stands in the article word for word, or is refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from harness.articles.models import Article
from harness.authoring.names import Named, kind_of, slug, unused
from harness.authoring.passages import Passages
from harness.backends.base import BackendOptions, Message, Request
from harness.backends.registry import create_backend
from harness.errors import shown
from harness.gold.models import Fact
from harness.text.fold import fold

_ASK = """\
List the facts that the article below asserts, for people who check summaries of it. Answer with a JSON array alone.
Each item has "statement" (the fact in one plain sentence), "evidence" (the shortest words of the article that carry
it, copied letter by letter), "importance" ("key", "supporting" or "detail"), and one of these:
"count": {{"value": "1200", "unit": "people", "bound": "exact", "did": "leave"}}, where bound is one of exact, about,
at least, at most, more than, fewer than, up to;
"date": {{"when": "2031-05-12", "of": {{"did": "close", "what": "the bridge"}}}}, or "lasting": "6 weeks" for "when";
"says": {{"who": "Ilva Torrend", "how": "says", "what": "nobody was in danger", "terms": [["nobody"], ["danger"]]}},
where who is named as the article names the speaker;
"states": {{"who": "the bridge", "did": "close", "terms": [["close"]]}}, with "polarity": "negative" for what is not
so, and "certainty": "possible" for what only may be so.
State each fact once. Add nothing that the article does not say.

ARTICLE

{article}
"""
_KEYS = frozenset({"statement", "evidence", "importance", "count", "date", "says", "states"})
_MOST = 200
"""Facts of one answer that are read."""


@dataclass(frozen=True)
class Proposals:
    """What came of a model's answer: drafts, the sources that they name anew, and why others were refused."""

    facts: tuple[Fact, ...] = ()
    sources: tuple[Named, ...] = ()
    refused: tuple[str, ...] = ()


async def ask_for_facts(
    spec: str, options: BackendOptions, article: Article, facts: Sequence[Fact], named: Sequence[Named]
) -> Proposals:
    """Ask a backend once for facts of an article, and return those that hold.

    Raises UsageError where there is no such backend, and BackendError where it does not answer.
    """
    backend = create_backend(spec, options)
    prompt = _ASK.format(article=article.full_text)
    request = Request(
        id="facts", sample=article.id, epoch=1, messages=(Message(role="user", content=prompt),), articles=(article,)
    )
    try:
        answer = await backend.complete(request)
    finally:
        await backend.close()
    return read_proposals(answer.text, article, facts, named)


def read_proposals(answer: str, article: Article, facts: Iterable[Fact], named: Iterable[Named]) -> Proposals:
    """Return the facts of an answer whose evidence stands once in the article, that gold can hold, and that are new."""
    items = _items(answer)
    if items is None:
        return Proposals(refused=("the answer holds no JSON array.",))
    reader = _Reader(article, facts, named)
    for item in items[:_MOST]:
        reader.read(item)
    rest = len(items) - _MOST
    more = (f"{rest} more than are read.",) if rest > 0 else ()
    return Proposals(tuple(reader.facts), tuple(reader.sources), (*reader.refused, *more))


def _items(answer: str) -> list[Any] | None:
    start, end = answer.find("["), answer.rfind("]")
    try:
        found = json.loads(answer[start : end + 1], parse_constant=lambda _: None) if 0 <= start < end else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


class _Reader:
    def __init__(self, article: Article, facts: Iterable[Fact], named: Iterable[Named]) -> None:
        self.facts: list[Fact] = []
        self.sources: list[Named] = []
        self.refused: list[str] = []
        self._passages = Passages(article)
        self._text = article.folded.text
        known = list(facts)
        self._ids = {fact.id for fact in known}
        self._known = {_gist(fact) for fact in known}
        self._statements = {fact.statement for fact in known}
        self._named = list(named)

    def read(self, item: object) -> None:
        """Take an item over as a draft, or note why not."""
        if not isinstance(item, Mapping) or not isinstance(item.get("statement"), str):
            self.refused.append("an item without a statement.")
            return
        statement = " ".join(item["statement"].split())
        why = self._refusal(item, statement)
        if why:
            self.refused.append(f"{shown(statement)}: {why}")

    def _refusal(self, item: Mapping[str, Any], statement: str) -> str:
        evidence = item.get("evidence")
        wanted = fold(evidence).strip() if isinstance(evidence, str) else ""
        if not wanted or wanted not in self._text:
            return "its evidence stands nowhere in the article."
        if self._text.find(wanted, self._text.find(wanted) + 1) >= 0:
            return "its evidence stands more than once in the article."
        values = {key: item[key] for key in sorted(_KEYS & set(item)) if item[key] is not None}
        says = values.get("says")
        source = self._source(says) if isinstance(says, Mapping) else None
        if isinstance(says, Mapping):
            if source is None:
                return "its source is not named in the article."
            values["says"] = {**says, "who": source.key, "via": []}
        name = unused(slug(" ".join(statement.split()[:4]), "-") or "fact", self._ids)
        try:
            fact = Fact.model_validate(_as_written({**values, "id": name, "draft": True, "statement": statement}))
        except ValidationError as error:
            return str(error.errors(include_url=False)[0]["msg"])
        return self._kept(fact, source)

    def _kept(self, fact: Fact, source: Named | None) -> str:
        if fact.says and isinstance(fact.says.what, tuple):
            return "what is said must be in words."
        if (fact.date and isinstance(fact.date.of, str)) or (fact.count and fact.count.of in self._ids):
            return "it must not name other facts."
        if _gist(fact) in self._known or fact.statement in self._statements:
            return "it is among the candidates."
        self.facts.append(fact)
        self._ids.add(fact.id)
        self._known.add(_gist(fact))
        self._statements.add(fact.statement)
        if source and source not in self._named:
            self._named.append(source)
            self.sources.append(source)
        return ""

    def _source(self, says: Mapping[str, Any]) -> Named | None:
        """Return whom an attribution names: a known name, or words of the article."""
        who = says.get("who")
        if not isinstance(who, str) or not who.strip() or fold(who).strip().lower() not in self._text.lower():
            return None
        who = " ".join(who.split())
        known = (one for one in self._named if who.lower() in (text.lower() for text in (one.name, *one.also)))
        key = unused(slug(who) or "source", (one.key for one in self._named))
        return next(known, None) or Named(key, who, kind_of(who), place=self._text.lower().find(who.lower()))


def _as_written(value: Any) -> Any:  # noqa: ANN401  (what JSON holds)
    """Return JSON as a gold file would hold it: numbers are texts there."""
    if isinstance(value, Mapping):
        return {str(key): _as_written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_written(item) for item in value]
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _gist(fact: Fact) -> tuple[object, ...]:
    """Return what two candidates for one fact have in common: their kind and typed value, and where they stand."""
    if fact.count:
        return ("count", fact.count.amount, fact.count.bound, fact.count.unit)
    if fact.date:
        return ("date", fact.date.when, fact.date.lasting, str(fact.date.of))
    return (fact.kind, fold(fact.statement).lower())
