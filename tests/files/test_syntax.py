"""Where YAML breaks, the place of the likely cause is told, and what to do about it."""

from __future__ import annotations

import pytest

from harness.errors import TaskError
from harness.files.source import decode
from harness.files.yaml import parse_yaml

COLON = "a ':' inside unquoted text starts a new key here. Put the text in quotes."
CUT = "the text is cut here: ' #' starts a comment. Quote the text, or put a blank after '#'."
TAB = "a tab is used as indentation. Indent with spaces."
INDENT = "the line's indentation fits no line above it. Begin keys that belong together in one column, and quote text."
NO_KEY = "the line is neither 'key: value' nor '- item'. Add ':' and a blank after the key; indent text that goes on."
OTHER_KIND = "for a quotation mark inside, use the other kind around it."
OPEN_QUOTE = f"the quotation mark that opens here is never closed. Close it; {OTHER_KIND}"
ALL_QUOTED = f"Put all of the text in quotes; {OTHER_KIND}"
ESCAPE = (
    r"no such escape: in double quotes a '\' starts one. Write '\\' for a backslash, or put the text in single quotes."
)
BLOCK = "the text begins in the next line, indented. Move it there, or put it in quotes."
CLOSE = "Close it, or put text that holds brackets in quotes."
QUOTE = "Put the text in quotes."
NEW_LINE = "Begin a new line, or put text in quotes."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: He said: no\n", f"1:11: {COLON}"),
        ("a: b\nc: {d: He said: no, e: f}\n", f"2:15: {COLON}"),
        ("a: {b: c,\n  d: He said: no}\n", f"2:13: {COLON}"),
        ("a: [x: y: z]\n", f"1:9: {COLON}"),
        ("a: [b, c:]\n", f"1:9: {COLON}"),
        ("a: : b\n", f"1:4: {COLON}"),
        ("a: 😀😀 x: y\n", f"1:8: {COLON}"),
        (" " * 100_000 + "a: b: c\n", f"1:100005: {COLON}"),
        ("a: The #3 says\n  so.\nb: c\n", f"1:8: {CUT}"),
        ("a: The #3 says\nso.\nb: c\n", f"1:8: {CUT}"),
        ("a: {b: the #1, c: d}\ne: f\n", f"1:12: {CUT}"),
        ("a: [the #1,\n x]\nb: c\n", f"1:9: {CUT}"),
        ("# see #1 of it\na: [b\nc: d\n", f"2:4: the '[' that opens here is not closed before line 3. {CLOSE}"),
        ("\ta: b\n", f"1:1: {TAB}"),
        ("a:\n\tb: c\n", f"2:1: {TAB}"),
        ("a:\n  \tb: c\n  d: e\n", f"2:3: {TAB}"),
        ("a: >-\n\tb\n", f"2:1: {TAB}"),
        ("a: b\n\tc\nd: e\n", f"2:1: {TAB}"),
        ("-\ta: b\n\tc: d\n", f"1:2: {TAB}"),
        ("a:\n- b: c\n   d: e\n", f"3:4: {INDENT}"),
        ("a:\n  - b: c\n d: e\n", f"3:2: {INDENT}"),
        ("a: b\n  c: d\n", f"2:3: {INDENT}"),
        ("a:\n  - b\n - c\n", f"3:2: {INDENT}"),
        ("a: >-\n    b\n  c\nd: e\n", f"3:3: {INDENT}"),
        ("a:b\nc: d\n", "1:2: a blank is missing after ':'. Write 'key: value'."),
        ("- a:b\n  c: d\n", "1:4: a blank is missing after ':'. Write 'key: value'."),
        ("a: b\nfoo\nc: d\n", f"2:1: {NO_KEY}"),
        ("a: b\nfoo\n", f"2:1: {NO_KEY}"),
        ("a: b\n: c\n", "2:1: a key is missing before ':'. Write 'key: value', or put text in quotes."),
        ('a: "b\nc: d\n', f"1:4: {OPEN_QUOTE}"),
        ("a: 'b\nc: d\n", f"1:4: {OPEN_QUOTE}"),
        ("a: 'b\n---\nc: d'\n", f"1:4: {OPEN_QUOTE}"),
        ('a: "b" and c\nd: e\n', f'1:8: the line goes on after its closing ". {ALL_QUOTED}'),
        ("- 'don't'\n", f"1:8: the line goes on after its closing '. {ALL_QUOTED}"),
        ("a: {b: 'c' d}\n", f"1:12: the line goes on after its closing '. {ALL_QUOTED}"),
        ("a: [b] c\nd: e\n", f"1:8: the line goes on after its closing ]. {ALL_QUOTED}"),
        ("a: {b: c} d\ne: f\n", f"1:11: the line goes on after its closing }}. {ALL_QUOTED}"),
        (r'a: "C:\Users"' + "\n", f"1:7: {ESCAPE}"),
        (r'a: "\ud800"' + "\n", f"1:5: {ESCAPE}"),
        (r'a: "\q"' + "\n", f"1:5: {ESCAPE}"),
        ("a: [b, c\nd: e\n", f"1:4: the '[' that opens here is not closed before line 2. {CLOSE}"),
        ("a: {b: c\nd: e\n", f"1:4: the '{{' that opens here is not closed before line 2. {CLOSE}"),
        ("a: [b, c\n", f"1:4: the '[' that opens here is never closed. {CLOSE}"),
        ("a: [b,\n", f"1:7: the file ends in brackets. {CLOSE}"),
        ("a: [b {c}]\n", "1:7: ',' or a closing bracket is missing here. Add it, or put text in quotes."),
        ("a: b]\nc: ]\n", f"2:4: text cannot start with ']'. {QUOTE}"),
        ("a: %b\n", f"1:4: text cannot start with '%'. {QUOTE}"),
        ("a: @b\n", f"1:4: text cannot start with '@'. {QUOTE}"),
        ("a: `b`\n", f"1:4: text cannot start with '`'. {QUOTE}"),
        ("a: ,b\n", f"1:4: text cannot start with ','. {QUOTE}"),
        ("a: *\n", f"1:4: text cannot start with '*'. {QUOTE}"),
        ("a: & b\n", f"1:4: text cannot start with '&'. {QUOTE}"),
        ("a: !{b: c}\n", f"1:4: text cannot start with '!'. {QUOTE}"),
        ("a: > b\n", f"1:4: after '>' {BLOCK}"),
        ("a: |b\n", f"1:4: after '|' {BLOCK}"),
        ("a: - b\n", f"1:4: '-' cannot stand here. {NEW_LINE}"),
        ("a: ? b\n", f"1:4: '?' cannot stand here. {NEW_LINE}"),
    ],
)
def test_a_broken_file_is_told_at_the_likely_cause(text: str, message: str) -> None:
    with pytest.raises(TaskError) as caught:
        parse_yaml(decode("a", text.encode()))

    assert [str(problem) for problem in caught.value.problems] == [f"a:{message}"]
