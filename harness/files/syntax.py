"""libyaml's complaints in our words: where the usual cause lies, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from harness.errors import Problem
from harness.files.source import Source

SECOND_DOCUMENT = ("a second YAML document starts here.", "Keep one in a file: delete '---' and '...'.", "Y116")
_QUOTE_IT = "Put the text in quotes."
_CLOSE_IT = "Close it, or put text that holds brackets in quotes."
_STRAY_COLON = ("a ':' inside unquoted text starts a new key here.", _QUOTE_IT, "Y106")
_CUT = re.compile(r"(?:^|[ \t])#(?P<next>[^\s#!])?")


@dataclass(frozen=True)
class _Complaint:
    """What libyaml says, at which offset, and (`start`) where what it was reading began."""

    source: Source
    said: str
    context: str
    offset: int
    start: int

    @property
    def char(self) -> str:
        return self.source.text[self.offset : self.offset + 1]

    @property
    def before(self) -> str:
        """The text of the line before the place."""
        column = self.source.position(self.offset)[1]
        return self.source.line_at(self.offset)[: column - 1]

    @property
    def is_in_flow(self) -> bool:
        return "flow" in self.context

    def problem(self, what: str, mend: str, code: str, *, at: int | None = None) -> Problem:
        return self.source.problem(self.offset if at is None else at, what, mend, code)


def syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    """Return a syntax error at the place of its likely cause."""
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index, len(source.text)) if mark else 0
    complaint = _Complaint(
        source=source,
        said=(error.problem or error.context or "this is not YAML").strip(),
        context=error.context or "",
        offset=offset,
        start=min(error.context_mark.index, offset) if error.context_mark else offset,
    )
    for rule in _RULES:
        problem = rule(complaint)
        if problem:
            return problem
    return complaint.problem(f"{complaint.said}.", "Compare with the lines above, or put text in quotes.", code="Y100")


def _tab(complaint: _Complaint) -> Problem | None:
    source, offset = complaint.source, complaint.offset
    start = offset - len(complaint.before)
    indent = re.match(r"[ -]*(\t)", source.line_at(offset))
    if indent and ("token" in complaint.said or "tab" in complaint.said or "indentation" in complaint.said):
        return complaint.problem(
            "a tab is used as indentation.", "Indent with spaces.", at=start + indent.start(1), code="Y101"
        )
    return None


def _open_quote(complaint: _Complaint) -> Problem | None:
    if "quoted scalar" not in complaint.context or "unexpected" not in complaint.said:
        return None
    mend = "Close it; for a quotation mark inside, use the other kind around it."
    return complaint.problem(
        "the quotation mark that opens here is never closed.", mend, at=complaint.start, code="Y102"
    )


def _escape(complaint: _Complaint) -> Problem | None:
    if "quoted scalar" not in complaint.context:
        return None
    place = complaint.source.text.rfind("\\", 0, complaint.offset + 1)
    mend = r"Write '\\' for a backslash, or put the text in single quotes."
    return complaint.problem("no such escape: in double quotes a '\\' starts one.", mend, at=max(place, 0), code="Y103")


def _cut_text(complaint: _Complaint) -> Problem | None:
    """A text that ` #` has cut leaves what follows without its beginning."""
    if not any(sign in complaint.said for sign in ("expected key", "expected '-'", "expected ','", "expected ':'")):
        return None
    text = complaint.source.text
    place = complaint.start if "expected ':'" in complaint.said else complaint.offset
    this_line = _line_start(text, place)
    first = _line_start(text, complaint.start) if complaint.is_in_flow else _line_above(text, this_line)
    for line in re.compile(r"[^\n]+").finditer(text, first, this_line):
        cut = _CUT.search(line[0])
        if cut and cut["next"]:
            what = "the text is cut here: ' #' starts a comment."
            mend = "Quote the text, or put a blank after '#'."
            return complaint.problem(what, mend, at=line.start() + cut.start("next") - 1, code="Y104")
    return None


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _line_above(text: str, start: int) -> int:
    """Return where the last line that is not blank begins, before the line that begins at `start`."""
    return _line_start(text, len(text[:start].rstrip()))


def _after_end(complaint: _Complaint) -> Problem | None:
    """Something stands in the line behind the end of a quoted text or a bracket."""
    before = complaint.before.rstrip()
    if "did not find expected" not in complaint.said or not before.endswith(("'", '"', "]", "}")):
        return None
    if not complaint.char.strip() or (complaint.is_in_flow and before.endswith(("]", "}"))):
        return None
    what = f"the line goes on after its closing {before[-1]}."
    mend = "Put all of the text in quotes; for a quotation mark inside, use the other kind around it."
    return complaint.problem(what, mend, code="Y105")


def _colon(complaint: _Complaint) -> Problem | None:
    if "unexpected ':'" in complaint.said:
        return complaint.problem(*_STRAY_COLON)
    if "mapping values are not allowed" not in complaint.said:
        return None
    if ":" in complaint.before or not complaint.before.strip(" -"):
        return complaint.problem(*_STRAY_COLON)
    return _unspaced_colon(complaint) or _wrong_indent(complaint)


def _unspaced_colon(complaint: _Complaint) -> Problem | None:
    """`version:1` is text to YAML, and what follows has no key to belong to."""
    start = _line_above(complaint.source.text, complaint.offset - len(complaint.before))
    line = complaint.source.line_at(start)
    bare = line.lstrip(" -")
    match = re.match(r"[\w-]+:(?=\S)", bare)
    if not match:
        return None
    colon = start + len(line) - len(bare) + match.end() - 1
    return complaint.problem("a blank is missing after ':'.", "Write 'key: value'.", at=colon, code="Y107")


def _wrong_indent(complaint: _Complaint) -> Problem:
    start = complaint.offset - len(complaint.before)
    start += len(complaint.before) - len(complaint.before.lstrip(" "))
    what = "the line's indentation fits no line above it."
    return complaint.problem(
        what, "Begin keys that belong together in one column, and quote text.", at=start, code="Y108"
    )


def _no_key(complaint: _Complaint) -> Problem | None:
    if "expected key" in complaint.said and complaint.char == ":":
        return complaint.problem(
            "a key is missing before ':'.", "Write 'key: value', or put text in quotes.", code="Y109"
        )
    if ("expected key" in complaint.said or "expected '-'" in complaint.said) and not complaint.before.strip(" -"):
        return _wrong_indent(complaint)
    if "could not find expected ':'" not in complaint.said:
        return None
    what = "the line is neither 'key: value' nor '- item'."
    return complaint.problem(
        what, "Add ':' and a blank after the key; indent text that goes on.", at=complaint.start, code="Y110"
    )


def _flow(complaint: _Complaint) -> Problem | None:
    if not complaint.is_in_flow:
        return None
    opening = complaint.source.text[complaint.start : complaint.start + 1]
    if complaint.char == ":" and _indent(complaint, complaint.offset) > _indent(complaint, complaint.start):
        return complaint.problem(*_STRAY_COLON)
    if not complaint.source.text[complaint.offset :].strip():
        what = f"the {opening!r} that opens here is never closed." if opening.strip() else "the file ends in brackets."
        return complaint.problem(what, _CLOSE_IT, at=complaint.start, code="Y111")
    line, _ = complaint.source.position(complaint.offset)
    if complaint.source.position(complaint.start)[0] == line:
        if complaint.char == ":":
            return complaint.problem(*_STRAY_COLON)
        return complaint.problem(
            "',' or a closing bracket is missing here.", "Add it, or put text in quotes.", code="Y112"
        )
    what = f"the {opening!r} that opens here is not closed before line {line}."
    return complaint.problem(what, _CLOSE_IT, at=complaint.start, code="Y111")


def _indent(complaint: _Complaint, offset: int) -> int:
    line = complaint.source.line_at(offset)
    return len(line) - len(line.lstrip(" -"))


def _first_sign(complaint: _Complaint) -> Problem | None:
    """Text whose first sign means something else to YAML."""
    said = complaint.said
    if "cannot start any token" in said or "expected node content" in said:
        what = f"text cannot start with {complaint.char!r}." if complaint.char.strip() else "a value is missing here."
        return complaint.problem(
            what, _QUOTE_IT if complaint.char.strip() else "Write it, or delete the comma.", code="Y113"
        )
    if "block sequence entries" in said or "mapping keys are not allowed" in said:
        return complaint.problem(
            f"{complaint.char!r} cannot stand here.", "Begin a new line, or put text in quotes.", code="Y114"
        )
    if "block scalar" in complaint.context:
        sign = complaint.source.text[complaint.start : complaint.start + 1]
        what = f"after {sign!r} the text begins in the next line, indented."
        return complaint.problem(what, "Move it there, or put it in quotes.", at=complaint.start, code="Y115")
    if re.search("scanning an? (tag|alias|anchor)", complaint.context):
        sign = complaint.source.text[complaint.start : complaint.start + 1]
        return complaint.problem(f"text cannot start with {sign!r}.", _QUOTE_IT, at=complaint.start, code="Y113")
    return None


def _second_document(complaint: _Complaint) -> Problem | None:
    return complaint.problem(*SECOND_DOCUMENT) if "document start" in complaint.said else None


_RULES: tuple[Callable[[_Complaint], Problem | None], ...] = (
    _tab,
    _open_quote,
    _escape,
    _cut_text,
    _after_end,
    _colon,
    _flow,
    _no_key,
    _first_sign,
    _second_document,
)
