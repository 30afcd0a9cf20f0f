"""Changing YAML at its marks: what is around a change stays, and what is written is read as what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.files.document import Document, Path
from harness.files.patch import Patch, addition, flow, patched, removal, replacement, scalar
from harness.files.source import Source
from harness.files.yaml import parse_yaml

BLOCK = """\
# the head
facts:
# of the first
- id: first   # a name
  text: >
    folded
    text

  more: [a, b]
# of the second
- id: second
  more: {x: 1, y: 2}

- {id: third, more: [1, 2]}
tail: end
"""


def parsed(text: str) -> Document:
    return parse_yaml(Source("a.yaml", text, ""))


def without(text: str, *paths: Path) -> str:
    document = parsed(text)
    return patched(text, [removal(document, path) for path in paths])


def test_an_item_goes_with_its_lines_and_the_comments_above_it_stay() -> None:
    left = without(BLOCK, ("facts", 0))

    assert left == BLOCK.replace("- id: first   # a name\n  text: >\n    folded\n    text\n\n  more: [a, b]\n", "")


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        (("facts", 1), "- id: second\n  more: {x: 1, y: 2}\n"),
        (("facts", 2), "- {id: third, more: [1, 2]}\n"),
        (("facts", 0, "text"), "  text: >\n    folded\n    text\n"),
        (("facts", 0, "id"), "id: first   # a name\n  "),
        (("facts", 1, "more", "x"), "x: 1, "),
        (("facts", 1, "more", "y"), ", y: 2"),
        (("facts", 0, "more", 0), "a, "),
        (("tail",), "tail: end\n"),
    ],
)
def test_a_value_goes_with_what_belongs_to_it_alone(path: Path, gone: str) -> None:
    assert BLOCK.count(gone) == 1
    assert without(BLOCK, path) == BLOCK.replace(gone, "")


def test_all_items_in_brackets_can_go_at_once() -> None:
    assert parsed(without("a: [x, y, z]\n", ("a", 1), ("a", 2))).data == {"a": ["x"]}
    assert parsed(without("a: [x, y]\n", ("a", 0), ("a", 1))).data == {"a": []}


def test_a_value_is_replaced_and_its_comment_stays() -> None:
    document = parsed(BLOCK)
    done = patched(BLOCK, [replacement(document, ("facts", 0, "id"), "yes: no")])

    assert done == BLOCK.replace("id: first   # a name", 'id: "yes: no"   # a name')


def test_a_key_is_added_behind_the_last_one() -> None:
    document = parsed(BLOCK)
    paths: list[Path] = [("facts", 0), ("facts", 1), ("facts", 2)]
    done = patched(BLOCK, [addition(document, path, "draft", "true") for path in paths])

    assert "  more: [a, b]\n  draft: true\n# of the second" in done
    assert "  more: {x: 1, y: 2}\n  draft: true\n" in done
    assert "- {id: third, more: [1, 2], draft: true}\n" in done
    assert addition(parsed("a: {}"), ("a",), "b", "1") == Patch(4, 4, "b: 1")


def test_a_file_without_a_last_line_end_is_changed_too() -> None:
    assert without("a:\n- x\n- y", ("a", 1)) == "a:\n- x\n"
    document = parsed("a:\n- b: 1")
    assert patched("a:\n- b: 1", [addition(document, ("a", 0), "c", "2")]) == "a:\n- b: 1\n  c: 2"


_VALUES = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.sampled_from(["yes", "", "a, b", "12:30", "# x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3),
    max_leaves=8,
)


@given(_VALUES)
def test_what_is_written_is_read_as_it_was(value: object) -> None:
    assert parsed(f"key: {flow(value)}\n").data == {"key": value}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_text_in_a_line_of_its_own_is_read_as_it_was(text: str) -> None:
    written = scalar(text)

    assert parsed(f"key: {written}\nnext: one\n").data == {"key": text, "next": "one"}
    assert "\n" not in written
    assert written.isprintable()


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True, min_size=1), st.data())
def test_what_is_left_is_what_was_there_without_the_removed(names: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(range(len(names)))))
    block = "k:\n" + "".join(f"# of {name}\n- id: {name}\n  x: [1, 2]\n\n" for name in names)
    braces = "k: [" + ", ".join(f"{{id: {name}, x: [1, 2]}}" for name in names) + "]\n"
    kept = [{"id": name, "x": ["1", "2"]} for i, name in enumerate(names) if i not in gone]

    for text in (block, braces):
        assert (parsed(without(text, *(("k", i) for i in gone))).data["k"] or []) == kept
