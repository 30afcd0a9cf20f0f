"""YAML as people write it: plain data with the place of every key and value, and every fault said at its place.

Scalars stay text until a typed field reads them, so `no`, `010`, `12:30` and `2025-02-05` are what the author wrote.
Aliases, tags, anchors, depth over 50 and files over 1 MB are refused before a node is built.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from harness.errors import Problem, TaskError, did_you_mean
from harness.files.source import Source

MAX_DEPTH = 50
NULLS = frozenset({"", "~", "null", "Null", "NULL"})

Path = tuple[str | int, ...]
"""Where a value stands in a document: keys and list positions from the root."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ModelT = TypeVar("_ModelT", bound=BaseModel)


@dataclass
class Document:
    """A parsed file: plain data (dicts, lists, text, None) and the offset of each value and key by path."""

    source: Source
    data: Any
    values: dict[Path, int] = field(default_factory=dict)
    keys: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def offset(self, path: Path) -> int:
        """Return where the value at a path starts, or the nearest value around it that stands in the file."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.values:
                return self.values[path[:end]]
        return 0

    def problem(self, path: Path, what: str, mend: str = "") -> Problem:
        """Return a problem at the value of a path."""
        return self.source.problem(self.offset(path), what, mend)


def parse_yaml(source: Source) -> Document:
    """Return a file's data with positions; raise TaskError, with every fault found, where it cannot be used."""
    text = source.text
    try:
        _guard(source)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise TaskError([_syntax_problem(source, error)]) from error
    except yaml.reader.ReaderError as error:
        offset = error.position if isinstance(error.position, int) else 0
        bad = next((m.start() for m in re.finditer(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]", text)), offset)
        what = "a control character that YAML does not allow."
        raise TaskError([source.problem(min(bad, len(text)), what, "Delete it.")]) from error
    document = Document(source, None)
    if node is not None:
        document.data = _Builder(document).build(node, ())
    if document.problems:
        raise TaskError(document.problems)
    return document


def _guard(source: Source) -> None:
    """Walk the events up to the first that is refused; libyaml crashes on deep nesting, so nothing is built before."""
    depth = 0
    for event in yaml.parse(source.text, Loader=_Loader):
        refusal = mend = ""
        place = event.start_mark.index if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            refusal = f"the alias '*{event.anchor}' is not read."
            mend = "Write the value out, or quote text that starts with '*'."
        elif isinstance(event, yaml.NodeEvent) and event.anchor:
            refusal = f"the anchor '&{event.anchor}' is not read."
            mend = "Write the value out, or quote text that starts with '&'."
        elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag:
            refusal = f"the tag {event.tag!r} is not read."
            mend = "Delete it, or quote text that starts with '!'."
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                refusal, mend = f"nested deeper than {MAX_DEPTH} levels.", "Write it flatter."
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent) and event.explicit and place > 0:
            before = source.text[:place]
            if any(line.strip() and not line.lstrip().startswith("#") for line in before.splitlines()):
                refusal, mend = "a second document starts here.", "Keep one document in a file."
        if refusal:
            raise TaskError([source.problem(place, refusal, mend)])


def _syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    """Return libyaml's complaint in our words, where we know the usual cause."""
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index, len(source.text)) if mark else 0
    said = (error.problem or error.context or "not YAML").strip()
    line_start = source.text.rfind("\n", 0, offset) + 1
    line = source.text[line_start : source.text.find("\n", offset) if "\n" in source.text[offset:] else None]
    indent = re.match(r" *(\t)", line)
    if indent:
        return source.problem(line_start + indent.start(1), "a tab is used as indentation.", "Indent with spaces.")
    if "mapping values are not allowed" in said:
        return source.problem(offset, "a ':' inside unquoted text starts a new key here.", "Put the text in quotes.")
    if "could not find expected ':'" in said:
        return source.problem(
            offset, "a key without ':' before this place.", "Add ': ' after the key, or quote the text."
        )
    if "cannot start any token" in said and "\t" in line:
        return source.problem(offset, "a tab stands where YAML allows none.", "Use spaces.")
    if "cannot start any token" in said:
        return source.problem(offset, f"{said}.", "Put the text in quotes.")
    if "did not find expected key" in said or "block end" in said:
        return source.problem(
            offset,
            "the indentation, or a quotation mark before this place, is not closed.",
            "Compare with the lines above.",
        )
    return source.problem(offset, f"{said}.")


class _Builder:
    """Makes plain data of nodes, and notes positions and faults on the way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.source.text

    def build(self, node: yaml.Node, path: Path) -> Any:  # noqa: ANN401
        self.document.values[path] = node.start_mark.index
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            self._check_split_numbers(node)
            return [self.build(item, (*path, i)) for i, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and node.style is None:
            self._check_cut_text(node)
            if node.value in NULLS:
                return None
        return node.value

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        if node.flow_style:
            self._check_split_mapping(node)
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = key_node.start_mark.index
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(place, "a key must be plain text.", "Quote text that starts with '[', '{' or '?'.")
                continue
            key = key_node.value
            if key in result:
                line, _ = self.document.source.position(self.document.keys[(*path, key)])
                self._fault(place, f"the key {key!r} stands twice (first in line {line}).", "Keep one.")
                continue
            self.document.keys[(*path, key)] = place
            result[key] = self.build(value_node, (*path, key))
        return result

    def _fault(self, offset: int, what: str, mend: str) -> None:
        self.document.problems.append(self.document.source.problem(offset, what, mend))

    def _check_split_numbers(self, node: yaml.SequenceNode) -> None:
        """`[11,000]` is two items to YAML: say so rather than read 11 and 0."""
        if not node.flow_style:
            return
        for left, right in zip(node.value, node.value[1:], strict=False):
            between = self.text[left.end_mark.index : right.start_mark.index]
            if between == "," and _is_number_part(left) and re.match(r"\d{3}(?!\d)", right.value):
                self._split_fault(left, right.value)

    def _check_split_mapping(self, node: yaml.MappingNode) -> None:
        """`{value: 11,000}` gives the key `000` to YAML."""
        for (_, left), (key, value) in zip(node.value, node.value[1:], strict=False):
            between = self.text[left.end_mark.index : key.start_mark.index]
            is_empty = isinstance(value, yaml.ScalarNode) and value.style is None and not value.value
            if between == "," and is_empty and _is_number_part(left) and re.match(r"\d{3}(?!\d)", key.value):
                self._split_fault(left, key.value)

    def _split_fault(self, left: yaml.ScalarNode, right: str) -> None:
        number = f"{left.value},{right}"
        mend = f"Write {number.replace(',', '')}, or quote it."
        self._fault(left.start_mark.index, f"a comma splits the number {number} in two here.", mend)

    def _check_cut_text(self, node: yaml.ScalarNode) -> None:
        """`What it did #3 of 7` ends at ` #` for YAML; a real comment has a blank after its `#`."""
        end = node.end_mark.index
        line_end = self.text.find("\n", end)
        rest = self.text[end : line_end if line_end >= 0 else None]
        cut = re.match(r"[ \t]+#(?=[^\s#!])", rest)
        if node.value and cut:
            self._fault(
                end + cut.end() - 1,
                "the text is cut here: ' #' starts a comment.",
                "Quote the text, or put a blank after '#'.",
            )


def _is_number_part(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style is None and bool(re.fullmatch(r"[-+]?\d{1,3}", node.value))


def read_record(document: Document, model: type[_ModelT], *, prefix: Path = ()) -> _ModelT:
    """Return a document's data as a record; raise TaskError with every fault, each at its line and column."""
    if not isinstance(document.data, dict):
        found = "nothing" if document.data is None else "a list" if isinstance(document.data, list) else "text"
        raise TaskError([document.problem((), f"wants 'key: value' lines, found {found}.", "See docs/formats.md.")])
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise TaskError(_validation_problems(document, model, error, prefix)) from error


def _validation_problems(
    document: Document, model: type[BaseModel], error: ValidationError, prefix: Path
) -> Iterator[Problem]:
    for fault in error.errors(include_url=False):
        loc: Path = fault["loc"]
        path = (*prefix, *loc)
        kind = fault["type"]
        if kind == "extra_forbidden":
            known = _known_keys(model, loc[:-1])
            offset = document.keys.get(path, document.offset(path))
            if _looks_like_cut_text(str(loc[-1])):
                mend = "If it is text, its ':' makes it a key: put the text in quotes."
            else:
                mend = did_you_mean(str(loc[-1]), known)
            yield document.source.problem(offset, f"unknown key {loc[-1]!r}.", mend)
            continue
        name = _field_name(loc)
        if kind == "missing":
            yield document.problem(path[:-1], f"the key {str(loc[-1])!r} is missing.")
        elif kind in ("value_error", "assertion_error"):
            yield document.problem(path, f"{name}{fault['ctx']['error']}" if "ctx" in fault else fault["msg"])
        else:
            yield document.problem(path, f"{name}{_explain(kind, fault)}", _mend(kind, fault))


def _looks_like_cut_text(key: str) -> bool:
    return " " in key.strip()


def _field_name(loc: Path) -> str:
    for step in reversed(loc):
        if isinstance(step, str):
            return f"'{step}': "
    return ""


def _found(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "keys and values"
    if isinstance(value, list):
        return "a list"
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "...'"  # noqa: PLR2004


_WANTED: dict[str, str] = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "keys with values",
    "mapping_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
}


def _explain(kind: str, fault: Any) -> str:  # noqa: ANN401
    context = fault.get("ctx", {})
    found = _found(fault["input"])
    if kind in _WANTED:
        return f"wants {_WANTED[kind]}, found {found}."
    if kind in ("literal_error", "enum"):
        return f"{found} is not one of {context['expected']}."
    if kind == "string_pattern_mismatch":
        return f"{found} is no name: lower-case ASCII letters, digits, '-', '_' and '.' only."
    if kind in ("string_too_short", "too_short"):
        return "is empty."
    if kind in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        limit = next(iter(context.values()))
        return f"{found} is out of range (limit {limit})."
    message = str(fault["msg"])
    return message if message.endswith(".") else f"{message}."


def _mend(kind: str, fault: Any) -> str:  # noqa: ANN401
    if kind == "string_type" and isinstance(fault["input"], dict):
        return "If it is one sentence, its ':' makes it a key: put the text in quotes."
    if kind == "string_type" and isinstance(fault["input"], list):
        return "Text that starts with '[' needs quotes."
    if kind in ("literal_error", "enum") and isinstance(fault["input"], str):
        near = did_you_mean(fault["input"], re.findall(r"'([^']+)'", str(fault["ctx"]["expected"])))
        return near if near.startswith("Did") else ""
    return ""


def _known_keys(model: type[BaseModel], loc: Path) -> set[str]:
    """Return the keys that a record at a place below a model may have."""
    models: set[type[BaseModel]] = {model}
    for step in loc:
        if isinstance(step, int):
            continue
        annotations = [m.model_fields[step].annotation for m in models if step in m.model_fields]
        found = {inner for annotation in annotations for inner in _records_in(annotation)}
        models = found or models
    return {name for m in models for name in m.model_fields}


def _records_in(annotation: Any) -> Iterable[type[BaseModel]]:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _records_in(argument)


def gather(steps: Iterable[Callable[[], object]]) -> None:
    """Run every step; raise one TaskError with the problems of all that failed."""
    problems: list[Problem] = []
    for step in steps:
        try:
            step()
        except TaskError as error:
            problems.extend(error.problems)
    if problems:
        raise TaskError(problems)
