"""Two annotations of one article joined: what they agree on is kept, what they do not stands side by side, as drafts.

The second's names become the first's where they share a spelling, and its facts the first's where both are one
(`harness.exchange.alignment`); whatever speaks of them follows. A fact that rests on an undecided one is undecided too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.errors import TaskError
from harness.exchange.alignment import Pair, align, differing_keys, shown_value
from harness.exchange.annotation import Annotation
from harness.exchange.from_sheet import unused
from harness.exchange.import_gold import checked_text
from harness.files.source import decode
from harness.files.validate import read_record
from harness.files.yaml import parse_yaml
from harness.gold.links import check_links, check_quotes
from harness.gold.models import Fact, GoldFile, NameEntry
from harness.results.clean import clean_line

Data = dict[str, Any]
_DRAFT: Data = {"draft": True} if "draft" in Fact.model_fields else {}


@dataclass
class Merged:
    """The joined gold file's text, and how many of its facts are agreed and how many to be decided."""

    text: str
    agreed: int
    undecided: int


@dataclass
class _Joined:
    """What is joined so far. `comments` are of facts and groups that someone has to decide on, by id."""

    facts: list[Data] = field(default_factory=list)
    groups: list[Data] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)


def merge(first: Annotation, second: Annotation) -> Merged:
    """Return two annotations of one article as one; raise TaskError where it would be no gold file."""
    ours, theirs = (read_record(one.document, GoldFile) for one in (first, second))
    pairs = {pair.first.id: pair for pair in align(first.gold, second.gold).pairs}
    names, keys = _join_names(ours.names, theirs.names)
    taken = {fact.id for fact in ours.facts}
    ids = {pair.second.id: pair.first.id for pair in pairs.values()}
    own: dict[str, str] = {}
    for fact in theirs.facts:
        own[fact.id] = (
            unused(fact.id, taken) if fact.id not in ids or differing_keys(pairs[ids[fact.id]]) else ids[fact.id]
        )
        taken.add(own[fact.id])
    ids = {**own, **ids}
    joined = _Joined()
    by_id = {fact.id: fact for fact in theirs.facts}
    for fact in ours.facts:
        _add_pair(joined, fact, pairs.get(fact.id), by_id, (first, second), (ids, keys, own))
    for fact in theirs.facts:
        if fact.id not in {pair.second.id for pair in pairs.values()}:
            data = {**_renamed(_data(fact), ids, keys), "id": own[fact.id]}
            _undecided(joined, data, f"only in {_place(second, fact.id)}")
    _add_groups(joined, ours, theirs, ids, second)
    _spread(joined)
    file = GoldFile.model_validate(
        {
            "gold": "1",
            "article": ours.article,
            "names": names,
            "background": list(dict.fromkeys([*ours.background, *theirs.background])),
            "words": _join_words(ours.words, theirs.words),
            "opposites": list(dict.fromkeys([*ours.opposites, *theirs.opposites])),
            "facts": joined.facts,
            "groups": joined.groups,
            "references": _join_references(ours, theirs),
        }
    )
    undecided = sum(fact["id"] in joined.comments for fact in joined.facts)
    return Merged(_checked(file, joined.comments, first), len(joined.facts) - undecided, undecided)


def _checked(file: GoldFile, comments: Mapping[str, str], annotation: Annotation) -> str:
    text = checked_text(file, annotation.gold.name, comments)
    document = parse_yaml(decode("the joined gold", text.encode()))
    problems = [*check_links(document), *check_quotes(document, annotation.article)]
    if problems:
        raise TaskError(problems)
    return text


def _data(fact: Fact) -> Data:
    return fact.model_dump(exclude_defaults=True)


def _place(annotation: Annotation, fact: str) -> str:
    return f"{annotation.file}:{annotation.lines.get(fact, 0)}"


def _add_pair(
    joined: _Joined,
    fact: Fact,
    pair: Pair | None,
    theirs: Mapping[str, Fact],
    sides: tuple[Annotation, Annotation],
    renames: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]],
) -> None:
    """Add a fact of the first: once where both agree, beside the second's where they differ, else as its alone."""
    first, second = sides
    ids, keys, own = renames
    data = _data(fact)
    if pair is None:
        _undecided(joined, data, f"only in {_place(first, fact.id)}")
        return
    other = theirs[pair.second.id]
    differing = differing_keys(pair)
    if not differing:
        for key in ("accepts", "rejects"):
            if texts := list(dict.fromkeys([*getattr(fact, key), *getattr(other, key)])):
                data[key] = texts
        joined.facts.append(data)
        return
    rival = {**_renamed(_data(other), ids, keys), "id": own[other.id]}
    for one, side, gold_fact, beside in (
        (data, first, pair.first, rival["id"]),
        (rival, second, pair.second, fact.id),
    ):
        values = ", ".join(f"{key} {shown_value(gold_fact, key)}" for key in differing)
        _undecided(joined, one, f"differs from {beside!r}: {values} in {_place(side, gold_fact.id)}; keep one")


def _undecided(joined: _Joined, data: Data, why: str) -> None:
    joined.facts.append({**data, **_DRAFT})
    joined.comments[data["id"]] = clean_line(why)


def _renamed(data: Data, ids: Mapping[str, str], keys: Mapping[str, str]) -> Data:
    """Return a fact's data in which facts and names have the joined file's ids and keys."""
    data = dict(data)
    for kind in ("count", "date", "says", "states"):
        if kind not in data:
            continue
        value = dict(data[kind])
        for key in ("of", "since", "until"):
            if isinstance(value.get(key), str):
                value[key] = ids.get(value[key], value[key])
        if kind == "says":
            value["who"] = {form: [keys[key] for key in names] for form, names in value["who"].items()}
            value["via"] = [keys[key] for key in value.get("via", ())]
            if not isinstance(value["what"], str):
                value["what"] = [ids[name] for name in value["what"]]
        elif "who" in value:
            value["who"] = keys.get(value["who"], value["who"])
        if isinstance(value.get("of"), dict) and "who" in value["of"]:
            value["of"] = {**value["of"], "who": keys.get(value["of"]["who"], value["of"]["who"])}
        data[kind] = value
    return data


def _join_names(
    ours: Mapping[str, NameEntry], theirs: Mapping[str, NameEntry]
) -> tuple[dict[str, Data], dict[str, str]]:
    """Return the entries of both, and for each key of the second the key that its entry has in the end."""
    names: dict[str, Data] = {key: entry.model_dump(exclude_defaults=True) for key, entry in ours.items()}
    keys: dict[str, str] = {}
    for key, entry in theirs.items():
        same = next((k for k, other in ours.items() if _spellings(other) & _spellings(entry)), None)
        if same is not None:
            also = [
                text
                for text in (entry.name, *entry.also)
                if text and text not in (names[same]["name"], *names[same].get("also", ()))
            ]
            if also:
                names[same]["also"] = [*names[same].get("also", ()), *also]
            keys[key] = same
        elif entry.name:
            keys[key] = unused(key, names)
            names[keys[key]] = entry.model_dump(exclude_defaults=True)
    for key, entry in theirs.items():
        if entry.all:
            members = [keys[member] for member in entry.all]
            same = next((k for k, other in ours.items() if set(other.all) == set(members)), None)
            keys[key] = same if same is not None else unused(key, names)
            names.setdefault(keys[key], {"all": members})
    return names, keys


def _spellings(entry: NameEntry) -> set[str]:
    return {text.lower().removeprefix("the ") for text in (entry.name, *entry.also) if text}


def _add_groups(joined: _Joined, ours: GoldFile, theirs: GoldFile, ids: Mapping[str, str], second: Annotation) -> None:
    """Add the first's groups, and those of the second that join facts otherwise, as drafts."""
    joined.groups = [group.model_dump(exclude_defaults=True) for group in ours.groups]
    known = {(frozenset(group.members), group.relation) for group in ours.groups}
    taken = {group.id for group in ours.groups}
    for group in theirs.groups:
        members = list(dict.fromkeys(ids[member] for member in group.members))
        if (frozenset(members), group.relation) in known or (not _DRAFT or (len(members) < 2 and group.is_dispute)):  # noqa: PLR2004
            continue
        name = unused(group.id, taken)
        taken.add(name)
        joined.groups.append({**group.model_dump(exclude_defaults=True), "id": name, "members": members, **_DRAFT})
        joined.comments[name] = clean_line(f"only in {second.file}")


def _spread(joined: _Joined) -> None:
    """Make what rests on something undecided undecided too."""
    is_changed = True
    while is_changed:
        is_changed = False
        for item in (*joined.facts, *joined.groups):
            if item["id"] in joined.comments and (item in joined.facts or item.get("draft")):
                continue
            rests = [name for name in _meant(item) if name in _undecided_facts(joined)]
            if rests and _DRAFT:
                item.update(_DRAFT)
                joined.comments[item["id"]] = f"rests on {rests[0]!r}, which is undecided"
                is_changed = True


def _undecided_facts(joined: _Joined) -> set[str]:
    return {fact["id"] for fact in joined.facts if fact.get("draft")}


def _meant(item: Data) -> Iterator[str]:
    yield from item.get("members", ())
    for kind in ("count", "date", "says"):
        value = item.get(kind, {})
        yield from (value[key] for key in ("of", "since", "until") if isinstance(value.get(key), str))
        yield from value.get("what", ()) if not isinstance(value.get("what"), str) else ()


def _join_words(*words: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    joined: dict[str, list[str]] = {}
    for one in words:
        for key, phrases in one.items():
            joined[key] = list(dict.fromkeys([*joined.get(key, ()), *phrases]))
    return joined


def _join_references(ours: GoldFile, theirs: GoldFile) -> list[Data]:
    references = [one.model_dump() for one in ours.references]
    for one in theirs.references:
        if one.text not in [known["text"] for known in references]:
            name = unused(one.id, {known["id"] for known in references})
            references.append({**one.model_dump(), "id": name})
    return references
