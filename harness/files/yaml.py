"""YAML as people write it: plain data with the place of every key and value, and every fault said at its place.

Scalars stay text until a typed field reads them, so `no`, `010`, `12:30` and `2025-02-05` are what the author wrote.
Aliases, tags, anchors, directives, depth over 50 and files over 1 MB are refused before a node is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import yaml

from harness.errors import Problem, TaskError, shown
from harness.files.document import Document, Path
from harness.files.source import Source
from harness.files.syntax import SECOND_DOCUMENT, syntax_problem

MAX_DEPTH = 50
NULLS = frozenset({"", "~", "null", "Null", "NULL"})

_KEPT = 64
"""Documents."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_CLOSING = re.compile(r"(?:[\s,]|#[^\n]*)*[\]}]")
"""What may stand between the last value in brackets and the bracket."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


@lru_cache(maxsize=_KEPT)
def parse_yaml(source: Source) -> Document:
    """Return a file's data with positions; raise TaskError where nothing can be made of it.

    Duplicate keys, numbers split by a comma and texts cut by `#` are noted in the document's `problems`. The last
    documents are kept, as several tasks name one file: change nothing in them.
    """
    node = _compose(source)
    document = Document(source, None)
    if node is not None:
        document.data = _Builder(document).build(node, ())
    return document


def _compose(source: Source) -> yaml.Node | None:
    problems: list[Problem] = []
    events: list[yaml.Event] = []
    try:
        problems.extend(_control_characters(source))
        if not problems:
            problems.extend(_refusals(source, events))
    except yaml.MarkedYAMLError as error:
        raise TaskError([*problems, syntax_problem(source, error)]) from error
    if problems:
        raise TaskError(problems)
    return next(_nodes(iter(events)), None)


def _nodes(events: Iterator[yaml.Event]) -> Iterator[yaml.Node]:
    """Yield the nodes that events are of, up to the end of the collection that they are in.

    PyYAML's own composer would read the file a second time, and look for a type of each scalar that nobody asks for.
    """
    for event in events:
        start: Any = event.start_mark
        end: Any = event.end_mark
        if isinstance(event, yaml.ScalarEvent):
            yield yaml.ScalarNode("", event.value, start, end, event.style)
        elif isinstance(event, yaml.SequenceStartEvent):
            yield yaml.SequenceNode("", list(_nodes(events)), start, end, event.flow_style)
        elif isinstance(event, yaml.MappingStartEvent):
            inner = list(_nodes(events))
            yield yaml.MappingNode("", list(zip(inner[::2], inner[1::2], strict=True)), start, end, event.flow_style)
        elif isinstance(event, yaml.CollectionEndEvent):
            return


def _control_characters(source: Source) -> Iterator[Problem]:
    found = list(_CONTROL.finditer(source.text))
    if found:
        times = "" if len(found) == 1 else f" ({len(found)} such characters in the file)"
        what = f"the control character U+{ord(found[0][0]):04X} is not allowed in YAML{times}."
        yield source.problem(found[0].start(), what, "Delete it.", code="Y117")


def _refusals(source: Source, events: list[yaml.Event]) -> Iterator[Problem]:
    """Yield what is refused, up to the first thing after which reading on is unsafe; put the events read into a list.

    libyaml crashes on deep nesting and takes quadratic time on it and on directives, so events are looked at one by
    one, and nothing is built before all of them have passed.
    """
    directive = _DIRECTIVE.search(source.text)
    if directive:
        yield source.problem(
            directive.start(), "a line that starts with '%' is not read.", "Delete or indent it.", code="Y118"
        )
        return
    depth = documents = 0
    for event in yaml.parse(source.text, Loader=_Loader):
        events.append(event)
        place = event.start_mark.index if event.start_mark else 0
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if depth > MAX_DEPTH:
            yield source.problem(place, f"nested deeper than {MAX_DEPTH} levels.", "Write it flatter.", code="Y119")
            return
        if documents > 1:
            yield source.problem(place, *SECOND_DOCUMENT)
            return
        yield from _refused_node(source, event, place)


def _refused_node(source: Source, event: yaml.Event, place: int) -> Iterator[Problem]:
    if isinstance(event, yaml.AliasEvent):
        mend = "Write the value out, or quote text that starts with '*'."
        yield source.problem(place, f"the alias {shown(f'*{event.anchor}')} is not read.", mend, code="Y120")
    elif isinstance(event, yaml.NodeEvent) and event.anchor:
        mend = "Write the value out where it is needed, or quote text that starts with '&'."
        yield source.problem(place, f"the anchor {shown(f'&{event.anchor}')} is not read.", mend, code="Y121")
    elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag:
        written = source.text[place : place + 60].split()[0]
        mend = "Delete it, or quote text that starts with '!'."
        yield source.problem(place, f"the tag {written!r} is not read.", mend, code="Y122")


class _Builder:
    """Makes plain data of nodes, and notes positions and faults on the way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.source.text
        self._end = 0
        """Where what was built last ends."""

    def build(self, node: Any, path: Path) -> Any:  # noqa: ANN401
        self.document.values[path] = node.start_mark.index
        if isinstance(node, (yaml.MappingNode, yaml.SequenceNode)):
            data = self._mapping(node, path) if isinstance(node, yaml.MappingNode) else self._sequence(node, path)
            self.document.ends[path] = self._end = self._closed(node)
            return data
        self.document.ends[path] = self._end = self._end_of_scalar(node)
        if node.style:
            return node.value
        text = self._whole_text(node)
        return None if text in NULLS else text

    def _end_of_scalar(self, node: yaml.ScalarNode) -> int:
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(self.text[start:end].rstrip()) if node.style in ("|", ">") else end

    def _closed(self, node: yaml.CollectionNode) -> int:
        """Return where a collection ends: with its last value, in brackets with the bracket behind that."""
        end = self._end if node.value else node.start_mark.index + 1
        bracket = _CLOSING.match(self.text, end) if node.flow_style else None
        return bracket.end() if bracket else end

    def _sequence(self, node: yaml.SequenceNode, path: Path) -> list[Any]:
        result: list[Any] = []
        for run in self._runs([(item, item) for item in node.value]):
            value = self.build(run[0][0], (*path, len(result)))
            parts = [item for item, _ in run]
            is_pair = len(node.value) == 2  # noqa: PLR2004
            result.append(self._joined(parts, path, is_pair=is_pair) if len(run) > 1 else value)
        return result

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for run in self._runs(node.value):
            key_node, value_node = run[0]
            key = self._key(key_node, result, path)
            if key is None:
                continue
            self.document.keys[(*path, key)] = key_node.start_mark.index
            value = self.build(value_node, (*path, key))
            parts = [value_node, *(part for part, _ in run[1:])]
            result[key] = self._joined(parts, (*path, key)) if len(run) > 1 else value
        return result

    def _key(self, node: yaml.Node, earlier: dict[str, Any], path: Path) -> str | None:
        """Return a key's text, None where it cannot be one."""
        if not isinstance(node, yaml.ScalarNode):
            self._fault(node, "a key must be plain text.", "Quote text that starts with '[', '{' or '?'.", code="Y123")
            self.document.mended.add(path)
            return None
        key: str = node.value
        if key in earlier:
            line, _ = self.document.source.position(self.document.keys[(*path, key)])
            self._fault(node, f"the key {shown(key)} stands twice (first in line {line}).", "Keep one.", code="Y124")
            return None
        return key

    def _fault(self, node: yaml.Node, what: str, mend: str, code: str) -> None:
        self.document.problems.append(self.document.source.problem(node.start_mark.index, what, mend, code))

    def _runs(self, pairs: Sequence[tuple[yaml.Node, yaml.Node]]) -> list[list[tuple[yaml.Node, yaml.Node]]]:
        """Return the pairs of a collection with those put together that a comma has split in a number.

        To YAML `[11,000]` is two items, and `{value: 11,000}` has the key `000`.
        """
        runs: list[list[tuple[yaml.Node, yaml.Node]]] = []
        for pair in pairs:
            if runs and self._is_split(_last_node(runs[-1][-1]), *pair):
                runs[-1].append(pair)
            else:
                runs.append([pair])
        return runs

    def _is_split(self, left: yaml.Node, key: yaml.Node, value: yaml.Node) -> bool:
        if not (_is_plain(left) and _is_plain(key) and (key is value or _is_empty(value))):
            return False
        between = self.text[left.end_mark.index : key.start_mark.index]
        is_number = re.search(r"(?<![\w.,])\d{1,3}$", left.value) and re.match(r"\d{3}(?!\w)", key.value)
        return between == "," and bool(is_number)

    def _joined(self, parts: list[yaml.Node], path: Path, *, is_pair: bool = False) -> str:
        """Return the parts of a split number as one, and note the fault at the path of what it changes."""
        self.document.mended.add(path)
        written = ",".join(part.value for part in parts)
        whole = "".join(part.value for part in parts)
        if not whole.isdecimal():
            self._fault(
                parts[0], f"a comma splits {shown(written)} in two here.", "Put the text in quotes.", code="Y125"
            )
            return whole
        mend = f"Write {whole}, or " + (f"'{written.replace(',', ', ')}' for two numbers." if is_pair else "quote it.")
        self._fault(parts[0], f"a comma splits the number {written} in two here.", mend, code="Y125")
        return whole

    def _whole_text(self, node: yaml.ScalarNode) -> str:
        """Return a plain scalar's text; where ` #` has cut it (`Attack #3 of 7`), the rest of the line as well.

        A real comment has a blank after its `#`.
        """
        end = node.end_mark.index
        cut = re.compile(r"[ \t]+(#[^\s#!][^\n]*)").match(self.text, end)
        if not cut:
            return str(node.value)
        what = "the text is cut here: ' #' starts a comment."
        mend = "Quote the text, or put a blank after '#'."
        self.document.problems.append(self.document.source.problem(cut.start(1), what, mend, code="Y104"))
        return f"{node.value} {cut[1]}".strip()


def _is_plain(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style


def _is_empty(node: yaml.Node) -> bool:
    return _is_plain(node) and not node.value


def _last_node(pair: tuple[yaml.Node, yaml.Node]) -> yaml.Node:
    key, value = pair
    return key if _is_empty(value) else value
