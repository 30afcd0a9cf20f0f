"""Mending what can be mended safely in files that people wrote: the text is changed at its marks, and nowhere else.

A fix that would change what a file means in any other way is not made. Line ends and a byte order mark stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml
from rapidfuzz.distance import Levenshtein

from harness.articles.load import load_article
from harness.articles.models import Article
from harness.errors import Problem, TaskError, shown
from harness.files.project import Project
from harness.files.source import Source
from harness.files.yaml import parse_yaml
from harness.results.disk import write_whole
from harness.text.fold import fold

_ENOUGH = 3
"""Words that count from which a quote is long enough to be found again."""

_ROUNDS = 5
_LONG = 6
"""Letters from which a word with one letter changed is taken for the same word, spelt otherwise."""

_WORD = re.compile(r"[\w%$€£]+(?:['.,]\w+)*")
_LITTLE = frozenset(
    {"a", "an", "the", "of", "to", "that", "this", "these", "had", "has", "have", "its", "their", "and"}
)
"""Words that may come and go in a quote without a change of what it says."""


@dataclass(frozen=True)
class Fix:
    """A change of a file: the line, from 1, the code of the problem (none for formatting), and what was done."""

    file: str
    line: int
    code: str
    what: str

    def __str__(self) -> str:
        code = f" [{self.code}]" if self.code else ""
        return str(Problem(self.file, self.line, 0, f"mended: {self.what}")) + code


@dataclass(frozen=True)
class _Patch:
    start: int
    end: int
    new: str
    code: str
    what: str


Faults = Callable[[], Iterable[Problem]]
"""Finds the faults of the files as they are now."""


def fix_files(files: Mapping[str, tuple[Project, Path]], find: Faults) -> Iterator[Fix]:
    """Mend files, given by what problems call them, until nothing more can be; yield what was done.

    Each file is written at once, whole, after its changes were seen to be readable. Raises RunError where a file
    cannot be written.
    """
    for name, (project, path) in files.items():
        if path.suffix == ".yaml":
            yield from _write(project, path, name, _formatting)
    for _ in range(_ROUNDS):
        faults: dict[str, list[Problem]] = {}
        for fault in find():
            faults.setdefault(fault.file, []).append(fault)
        done: list[Fix] = []
        for name in sorted(set(faults) & set(files)):
            done += _write(*files[name], name, partial(_patches, faults=faults[name], project=files[name][0]))
        yield from done
        if not done:
            return


def _write(project: Project, path: Path, name: str, find: Callable[[Source], Iterable[_Patch]]) -> list[Fix]:
    try:
        source = project.read(path)
    except TaskError:
        return []
    patches = _apart(find(source))
    text = _applied(source.text, patches)
    if not patches or text == source.text:
        return []
    raw = path.read_bytes()
    mark = "\ufeff" if raw.startswith(b"\xef\xbb\xbf") else ""
    write_whole(path, mark + text.replace("\n", "\r\n" if b"\r\n" in raw else "\n"))
    return [Fix(name, source.position(patch.start)[0], patch.code, patch.what) for patch in patches]


def _apart(patches: Iterable[_Patch]) -> list[_Patch]:
    kept: list[_Patch] = []
    for patch in sorted(patches, key=lambda patch: (patch.start, patch.end)):
        if not kept or patch.start >= kept[-1].end:
            kept.append(patch)
    return kept


def _applied(text: str, patches: Iterable[_Patch]) -> str:
    for patch in reversed(list(patches)):
        text = text[: patch.start] + patch.new + text[patch.end :]
    return text


def _formatting(source: Source) -> list[_Patch]:
    """Blanks at line ends, and one line end at the file's end, where the data stays the same."""
    patches = [
        _Patch(match.start(), match.end(), "", "", "blanks at the end of the line")
        for match in re.compile(r"[ \t]+(?=\n)").finditer(source.text)
    ]
    tail = re.compile(r"\s*\Z").search(source.text)
    if tail and tail[0] != "\n" and source.text.strip():
        patches = [patch for patch in patches if patch.end <= tail.start()]
        patches.append(_Patch(tail.start(), tail.end(), "\n", "", "one line end at the file's end"))
    return patches if _same_data(source, _applied(source.text, _apart(patches))) else []


def _same_data(source: Source, text: str) -> bool:
    try:
        return bool(parse_yaml(source).data == parse_yaml(Source(source.name, text, "")).data)
    except TaskError:
        return False


def _patches(source: Source, faults: Iterable[Problem], project: Project) -> Iterator[_Patch]:
    for fault in faults:
        mend = _MENDS.get(fault.code)
        patch = mend(source, _offset(source, fault), fault, project) if mend else None
        if patch:
            yield patch


def _offset(source: Source, fault: Problem) -> int:
    lines = source.text.split("\n")
    return sum(len(line) + 1 for line in lines[: max(0, fault.line - 1)]) + max(0, fault.column - 1)


def _flag(source: Source, at: int, fault: Problem, _: Project) -> _Patch | None:
    found = re.compile(r"(?i)(yes|on|no|off|true|false)(?=[ \t]*(?:[,}\]#\n]|\Z))").match(source.text, at)
    if not found:
        return None
    new = "true" if found[1].lower() in ("yes", "on", "true") else "false"
    return _Patch(at, found.end(), new, fault.code, f"{found[1]} is {new}")


def _whole(source: Source, at: int, fault: Problem, _: Project) -> _Patch | None:
    found = re.compile(r"0+([0-9]+)(?=[ \t]*(?:[,}\]#\n]|\Z))").match(source.text, at)
    return _Patch(at, found.end(), found[1], fault.code, f"{found[0]} is {found[1]}") if found else None


def _comma(source: Source, at: int, fault: Problem, _: Project) -> _Patch | None:
    """A number that a comma splits; where it may be two numbers, only its author knows."""
    found = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![\w.,])").match(source.text, at)
    if not found or "two numbers" in fault.mend or not fault.mend.startswith("Write "):
        return None
    new = found[0].replace(",", "")
    return _Patch(at, found.end(), new, fault.code, f"{found[0]} is {new}")


def _cut(source: Source, at: int, fault: Problem, _: Project) -> _Patch | None:
    """A text that ' #' cuts: quoted to the line's end, as it is read already."""
    start = source.text.rfind("\n", 0, at) + 1
    end = source.text.find("\n", at)
    line = source.text[start : end if end >= 0 else None]
    found = re.match(r"[ ]*(?:- )*(?:[\w-]+:[ ]+)?(?![\"'\[{|>])(\S.*?)[ ]*$", line)
    if not found or start + found.start(1) >= at:
        return None
    new = json.dumps(found[1], ensure_ascii=False)
    patch = _Patch(start + found.start(1), start + found.end(1), new, fault.code, "the text is in quotes")
    return patch if _same_data(source, _applied(source.text, [patch])) else None


def _order(source: Source, at: int, fault: Problem, _: Project) -> _Patch | None:
    """The articles of a set, in the order of its gold."""
    wanted = re.search(r"'articles: (\[[^\]\n]*\])'", fault.mend)
    found = re.compile(r"^articles:[ ]*(\[[^\]\n#]*\])", re.MULTILINE).search(source.text)
    if not wanted or not found or at < found.end():
        return None
    return _Patch(found.start(1), found.end(1), wanted[1], fault.code, "the articles are in the order of their gold")


def _quote(source: Source, at: int, fault: Problem, project: Project) -> _Patch | None:
    """A quote of a passage that was edited in the article since, where its words are the same but for little ones."""
    node = next((node for node in _scalars(source) if node.start_mark.index == at), None)
    article = _article(source, project)
    if node is None or article is None or node.style in ("|", ">"):
        return None
    new = find_again(node.value, article)
    if new is None:
        return None
    written = new if not node.style and _is_plain(new) else json.dumps(new, ensure_ascii=False)
    return _Patch(at, node.end_mark.index, written, fault.code, f"the quote is now {shown(new, 90)}")


def _scalars(source: Source) -> Iterator[yaml.ScalarNode]:
    root = yaml.compose(source.text, Loader=yaml.SafeLoader)
    todo: list[yaml.Node] = [root] if root else []
    while todo:
        node = todo.pop()
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.MappingNode):
            todo.extend(part for pair in node.value for part in pair)
        elif isinstance(node, yaml.SequenceNode):
            todo.extend(node.value)


def _article(source: Source, project: Project) -> Article | None:
    try:
        name = parse_yaml(source).at(("article",))
        return load_article(project, project.path("article", str(name)))
    except (TaskError, ValueError):
        return None


def _is_plain(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z][^:#,\[\]{}\"'\n&*!|>%@`]*", text)) and text == text.strip()


def find_again(quote: str, article: Article) -> str | None:
    """Return the passage of an article that a quote became when the article was edited; None where none is sure.

    The passage has the words of the quote in their order; little words may have come and gone, marks may differ, and a
    long word may have one letter changed. Numbers, denials, bounds and names are words like others: where one came,
    went or was exchanged, the fact may have changed with it. It is not sure either where there are two such passages,
    or where it stands twice.
    """
    every = [(match[0].lower(), *match.span()) for match in _WORD.finditer(article.folded.text)]
    words = [word for word in every if word[0] not in _LITTLE]
    quoted = [match[0].lower() for match in _WORD.finditer(fold(quote))]
    wanted = [word for word in quoted if word not in _LITTLE]
    if len(wanted) < _ENOUGH:
        return None
    places = [i for i in range(len(words) - len(wanted) + 1) if _fits(wanted, words, i)]
    if len(places) != 1:
        return None
    start, end = words[places[0]][1], words[places[0] + len(wanted) - 1][2]
    before = next((word for word in reversed(every) if word[2] <= start), None)
    if quoted[0] in _LITTLE and before and before[0] in _LITTLE:
        start = before[1]
    first, last = article.folded.span(start, end)
    new = " ".join(article.text[first:last].split())
    return new if article.folded.text.count(fold(new).strip()) == 1 else None


def _fits(wanted: Sequence[str], words: Sequence[tuple[str, int, int]], at: int) -> bool:
    return all(_is_same_word(word, words[at + i][0]) for i, word in enumerate(wanted))


def _is_same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if not (one.isalpha() and other.isalpha()):
        return False
    return min(len(one), len(other)) >= _LONG and Levenshtein.distance(one, other) == 1


_MENDS: dict[str, Callable[[Source, int, Problem, Project], _Patch | None]] = {
    "V108": _flag,
    "V109": _whole,
    "Y104": _cut,
    "Y125": _comma,
    "T109": _order,
    "G301": _quote,
}
MENDED = tuple(_MENDS)
"""The codes that `--fix` may mend."""
