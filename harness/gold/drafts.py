"""Drafts in a gold file: facts and groups that nobody has looked at yet. They are read and checked, and do not count.

What is kept of a file is what it would hold if its drafts were deleted, its hash with it: adding a draft, or deleting
one, moves no figure and no signature. A name that drafts speak of, and no fact that is kept, goes with them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator

from harness.errors import Problem
from harness.files.document import Document, Path
from harness.files.patch import patched, removal
from harness.gold.links import facts_meant
from harness.gold.models import Fact, GoldFile, NameEntry
from harness.text.fold import fold


def is_draft(document: Document, item: Path) -> bool:
    """Whether a fact or a group of a file is a draft."""
    return bool(document.at((*item, "draft")) == "true")


def draft_facts(document: Document) -> set[str]:
    """Return the ids of a file's facts that are drafts."""
    return {
        name
        for fact in document.items(("facts",))
        if is_draft(document, fact)
        for _, name in document.text((*fact, "id"))
    }


def count_drafts(file: GoldFile) -> int:
    """Return how many facts and groups of a file are drafts."""
    return sum(fact.draft for fact in file.facts) + sum(group.draft for group in file.groups)


def check_drafts(document: Document, drafts: Collection[str] | None = None) -> Iterator[Problem]:
    """Yield each place where what is kept rests on a draft. `drafts` are those of the files that a set includes."""
    known = draft_facts(document) if drafts is None else drafts
    if not known:
        return
    kept = [item for key in ("facts", "groups") for item in document.items((key,)) if not is_draft(document, item)]
    for item in kept:
        meant = document.texts((*item, "members")) if item[0] == "groups" else facts_meant(document, item)
        for path, name in meant:
            if name in known:
                mend = "Look at that one first, and remove its 'draft: true'."
                yield document.problem(path, f"{name!r} is a draft, and this rests on it.", mend, code="G214")


def kept_of(file: GoldFile) -> GoldFile:
    """Return a file without its drafts, and without the names that only they speak of."""
    if not count_drafts(file):
        return file
    facts = tuple(fact for fact in file.facts if not fact.draft)
    groups = tuple(group for group in file.groups if not group.draft)
    left = _left_out(file)
    names = {key: entry for key, entry in file.names.items() if key not in left}
    return file.model_copy(update={"facts": facts, "groups": groups, "names": names})


def kept_sha256(document: Document, file: GoldFile) -> str:
    """Return the hash of a file's text as it would be without its drafts."""
    if not count_drafts(file):
        return document.source.sha256
    drafts = [item for key in ("facts", "groups") for item in document.items((key,)) if is_draft(document, item)]
    names: list[Path] = [("names", key) for key in sorted(_left_out(file))]
    text = patched(document.source.text, [removal(document, path) for path in [*drafts, *names]])
    return hashlib.sha256(text.encode()).hexdigest()


def _left_out(file: GoldFile) -> set[str]:
    """Return the keys of the names that drafts speak of, and no fact that is kept."""
    return spoken_of_only(file, {fact.id for fact in file.facts if fact.draft})


def spoken_of_only(file: GoldFile, facts: Collection[str]) -> set[str]:
    """Return the keys of the names that facts, by their ids, speak of, and no other fact of the file does."""
    spoken: dict[bool, set[str]] = {True: set(), False: set()}
    for fact in file.facts:
        spoken[fact.id in facts] |= _names_in(fact, file)
    return spoken[True] - spoken[False]


def _names_in(fact: Fact, file: GoldFile) -> set[str]:
    """Return the keys of the names that a fact speaks of: by key, or by a spelling in its statement."""
    happening = fact.date.of if fact.date and not isinstance(fact.date.of, str) else None
    keys = {who for one in (fact.count, fact.states, happening) if one and (who := one.who)}
    if fact.says:
        keys |= {*fact.says.who.keys, *fact.says.via}
    statement = fold(fact.statement).lower()
    keys |= {key for key, entry in file.names.items() if any(text in statement for text in _spellings(entry))}
    joint = {member for key in keys if key in file.names for member in file.names[key].all}
    return (keys | joint) & set(file.names)


def _spellings(entry: NameEntry) -> list[str]:
    return [fold(text).lower() for text in (entry.name, *entry.also) if text]
