from __future__ import annotations

import pytest

from harness.errors import TaskError
from harness.files.front_matter import split_front_matter
from harness.files.source import decode


@pytest.mark.parametrize(
    ("text", "head", "body"),
    [
        ("---\na: b\n---\ntext\n", "   \na: b\n", "text\n"),
        ("---  \na: b\n--- \ntext\n", "     \na: b\n", "text\n"),
        ("---\na: b\n---", "   \na: b\n", ""),
        ("---\n---\ntext", "   \n", "text"),
        ("---\na: b\n---\none\n---\ntwo\n", "   \na: b\n", "one\n---\ntwo\n"),
        ("---\na: --- b\n  ---\n---\ntext", "   \na: --- b\n  ---\n", "text"),
    ],
)
def test_front_matter_keeps_its_lines_and_the_rest_is_the_body(text: str, head: str, body: str) -> None:
    source = decode("a", text.encode())

    found, start = split_front_matter(source, "'a: b'")

    assert found.text == head
    assert source.text[start:] == body
    assert (found.name, found.sha256) == (source.name, source.sha256)


@pytest.mark.parametrize("text", ["", "text\n", "\n---\na: b\n---\n", " ---\na: b\n---\n", "----\na: b\n---\n"])
def test_a_file_that_begins_otherwise_is_told_how_to_begin(text: str) -> None:
    with pytest.raises(TaskError, match=r"^a:1:1: the file does not begin .* Begin with the lines '---', 'a: b' and"):
        split_front_matter(decode("a", text.encode()), "'a: b'")


@pytest.mark.parametrize("text", ["---\n", "---", "---\na: b\n", "---\na: b\n ---\n", "---\na: b\n----\n"])
def test_front_matter_without_an_end_is_told(text: str) -> None:
    with pytest.raises(TaskError, match=r"^a:1:1: the front matter that begins here does not end. End it with a line"):
        split_front_matter(decode("a", text.encode()), "'a: b'")
