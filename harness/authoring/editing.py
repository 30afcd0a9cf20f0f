"""Changing a gold file fact by fact: each decision patches its text at the marks; one that would break it is refused.

An *item* is a fact or a group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harness.articles.models import Article
from harness.errors import Problem, TaskError
from harness.files.document import Document
from harness.files.document import Path as Place
from harness.files.patch import Patch, addition, appended, patched, removal, replacement
from harness.files.source import Source
from harness.files.validate import check_record
from harness.files.yaml import parse_yaml
from harness.gold.drafts import is_draft, spoken_of_only
from harness.gold.links import check_quotes, facts_meant
from harness.gold.load import check_source
from harness.gold.models import WEIGHTS, GoldFile
from harness.results.disk import write_whole

_MARK = b"\xef\xbb\xbf"
_LAST = "A gold file has one fact at least. Change this one, or delete the task's files."


class RefusedError(ValueError):
    """A change that would leave the file wrong; `str()` of it says why."""


@dataclass(frozen=True)
class Item:
    """A fact or a group of a file: where it stands, and what it is called."""

    place: Place
    name: str
    is_draft: bool


class GoldText:
    """The text of a gold file that is being changed. `check` finds the faults that only the project can see."""

    def __init__(
        self, source: Source, article: Article | None, check: Callable[[Document], Iterable[Problem]] | None = None
    ) -> None:
        """Read the text; raise TaskError where it is no YAML."""
        self._article = article
        self._check = check
        self.source = source
        self.document = parse_yaml(source)

    @property
    def items(self) -> list[Item]:
        """The facts and groups of the file, in its order."""
        places = [place for key in ("facts", "groups") for place in self.document.items((key,))]
        names = (str(self.document.at((*place, "id"))) for place in places)
        return [Item(place, name, is_draft(self.document, place)) for place, name in zip(places, names, strict=True)]

    @property
    def drafts(self) -> list[Item]:
        """The drafts, those last that rest on others: an attribution after the counts that it gives."""
        left = [item for item in self.items if item.is_draft]
        ordered: list[Item] = []
        while left:
            waiting = {item.name for item in left}
            free = [item for item in left if not waiting & set(self._rests_on(item)) - {item.name}]
            ordered += free or left
            left = [item for item in left if item not in ordered]
        return ordered

    def find(self, name: str, kind: str = "facts") -> Item:
        """Return an item by its name; raise KeyError where there is none."""
        for item in self.items:
            if item.name == name and item.place[0] == kind:
                return item
        raise KeyError(name)

    def accept(self, item: Item) -> None:
        """Make a draft count. Raises RefusedError where it rests on another draft.

        A group whose members are in part those of a group that counts goes into that one: its other members join them.
        """
        members = [name for _, name in self._links(item)] if item.place[0] == "groups" else []
        for other in self.items if members else ():
            there = [name for _, name in self._links(other)] if other.place[0] == "groups" else []
            if not other.is_draft and set(there) & set(members):
                place = (*other.place, "members")
                joining = [appended(self.document, place, name) for name in members if name not in there]
                self._apply([*joining, removal(self.document, item.place)])
                return
        self._apply([removal(self.document, (*item.place, "draft"))])

    def weigh(self, item: Item, importance: str) -> None:
        """Set the importance of an item: key, supporting or detail. Raises RefusedError for another word."""
        if importance not in WEIGHTS:
            raise RefusedError("importance is key, supporting or detail.")
        self.change(item, ("importance",), importance)

    def change(self, item: Item, keys: Place, value: str) -> None:
        """Put another text in the place of an item's value, or add a key. Raises RefusedError where it does not fit."""
        place = (*item.place, *keys)
        if self.document.has(place):
            self._apply([replacement(self.document, place, value)])
        elif self.document.has(place[:-1]):
            self._apply([addition(self.document, place[:-1], str(place[-1]), value)])
        else:
            raise RefusedError(f"there is no {'.'.join(map(str, keys[:-1]))!r} here.")

    def reject(self, item: Item) -> list[str]:
        """Delete an item, and drafts that would say nothing without it; return the names of all that went.

        The entries of `names` that only a deleted draft speaks of go with it.

        Raises RefusedError where something that counts rests on it, and for the file's last fact.
        """
        gone = self._with_dependants(item)
        facts = [one for one in self.items if one.place[0] == "facts"]
        if facts and all(one in gone for one in facts):
            raise RefusedError(_LAST)
        patches = [removal(self.document, one.place) for one in gone]
        names = {one.name for one in gone if one.place[0] == "facts"}
        for one in self.items:
            if one not in gone and one.place[0] == item.place[0]:
                patches += [removal(self.document, place) for place, name in self._links(one) if name in names]
        drafts = {one.name for one in gone if one.place[0] == "facts" and one.is_draft}
        self._apply([*patches, *self._names_patches(drafts)])
        return [one.name for one in gone]

    def _names_patches(self, facts: set[str]) -> Iterator[Patch]:
        """Yield what takes away the names that facts speak of, and nothing else of the file does."""
        file, _ = check_record(self.document, GoldFile)
        if file is None:
            return
        joint = {member for entry in file.names.values() for member in entry.all}
        gone = spoken_of_only(file, facts) - joint
        if gone and gone == set(file.names):
            yield removal(self.document, ("names",))
            return
        yield from (removal(self.document, ("names", name)) for name in gone)

    def _with_dependants(self, item: Item) -> list[Item]:
        """Return an item with the drafts that rest on it alone, directly or through others."""
        gone = [item]
        if item.place[0] != "facts":
            return gone
        for one in gone:
            for other in self.items:
                if other in gone or one.name not in self._rests_on(other):
                    continue
                rest = [name for name in self._rests_on(other) if name not in {each.name for each in gone}]
                is_enough = bool(rest) and self._is_list(other)
                if not other.is_draft and not (is_enough and other.place[0] == "facts"):
                    raise RefusedError(
                        f"{other.name!r} counts and rests on {one.name!r}. Change or reject that one first."
                    )
                if not is_enough:
                    gone.append(other)
        return gone

    def _is_list(self, item: Item) -> bool:
        keys = ("says", "what") if item.place[0] == "facts" else ("members",)
        return isinstance(self.document.at((*item.place, *keys)), list)

    def _links(self, item: Item) -> Iterator[tuple[Place, str]]:
        if item.place[0] == "groups":
            yield from self.document.texts((*item.place, "members"))
        else:
            yield from facts_meant(self.document, item.place)

    def _rests_on(self, item: Item) -> list[str]:
        return [name for _, name in self._links(item)]

    def _apply(self, patches: Sequence[Patch]) -> None:
        """Make patches where they bring no new fault; raise RefusedError with the first one that they would bring."""
        source = replace(self.source, text=patched(self.source.text, patches), sha256="")
        try:
            document = parse_yaml(source)
        except TaskError as error:
            raise RefusedError(_told(error.problems[0])) from error
        known = {(problem.code, problem.what) for problem in self._faults(self.document)}
        new = [problem for problem in self._faults(document) if (problem.code, problem.what) not in known]
        if new:
            raise RefusedError(_told(new[0]))
        self.source, self.document = source, document

    def _faults(self, document: Document) -> list[Problem]:
        _, problems = check_source(document)
        if self._article:
            problems.extend(check_quotes(document, self._article))
        return [*problems, *(self._check(document) if self._check else ())]


def _told(problem: Problem) -> str:
    return " ".join(part for part in (problem.what, problem.mend) if part)


def save(path: Path, text: str) -> None:
    """Write a changed text over its file, whole, with the line ends and the byte order mark that the file had."""
    before = path.read_bytes()
    mark = "\ufeff" if before.startswith(_MARK) else ""
    ends = "\r\n" if b"\r\n" in before else "\n"
    write_whole(path, mark + text.replace("\n", ends))


def values_of(document: Document, item: Item) -> Iterator[tuple[Place, Any]]:
    """Yield the keys of an item's texts that can be changed, and what they hold: `("count", "value"), "3"`."""
    for key in document.names(item.place):
        value = document.at((*item.place, key))
        if key in ("id", "draft", "importance"):
            continue
        if isinstance(value, dict):
            inner = ((((key, name)), item_) for name, item_ in value.items())
            yield from ((keys, one) for keys, one in inner if isinstance(one, str))
        elif isinstance(value, str):
            yield (key,), value
