"""The types that files are read into: flags, whole numbers, names, one item for a list of one."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from harness.files.records import Flag, Name, Positive, Record, Text, Whole, not_empty, one_or_many
from harness.files.validate import in_flow_style

FLAG: TypeAdapter[bool] = TypeAdapter(Flag)
WHOLE: TypeAdapter[int] = TypeAdapter(Whole)
NAME: TypeAdapter[str] = TypeAdapter(Name)
TEXTS: TypeAdapter[tuple[str, ...]] = TypeAdapter(Annotated[tuple[Text, ...], not_empty, one_or_many])


@pytest.mark.parametrize(("value", "read"), [("true", True), ("false", False), (True, True), (False, False)])
def test_flag_reads_true_and_false(value: Any, read: bool) -> None:
    assert FLAG.validate_python(value) is read


@pytest.mark.parametrize(("value", "mend"), [("yes", "true"), ("On", "true"), ("no", "false"), ("OFF", "false")])
def test_flag_says_which_word_is_meant(value: str, mend: str) -> None:
    with pytest.raises(ValidationError, match=f"wants true or false, found '{value}'. Write {mend}."):
        FLAG.validate_python(value)


@pytest.mark.parametrize("value", ["True", "1", "", 1, None, [], {}])
def test_flag_refuses_all_else(value: Any) -> None:
    with pytest.raises(ValidationError, match="Write true or false"):
        FLAG.validate_python(value)


@pytest.mark.parametrize(("value", "read"), [("0", 0), ("7", 7), ("100", 100), (5, 5), ("9" * 15, 10**15 - 1)])
def test_whole_reads_digits(value: Any, read: int) -> None:
    assert WHOLE.validate_python(value) == read


@pytest.mark.parametrize(
    "value",
    ["010", "-1", "+1", "1.0", "1e3", "1_000", "1,000", "0x10", "٣", "²", "", " 7", "9" * 16, None, True, []],
)
def test_whole_refuses_what_only_looks_like_a_number(value: Any) -> None:
    with pytest.raises(ValidationError, match="wants a whole number, found "):
        WHOLE.validate_python(value)


def test_positive_begins_at_1() -> None:
    positive: TypeAdapter[int] = TypeAdapter(Positive)

    assert positive.validate_python("1") == 1
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        positive.validate_python("0")


@pytest.mark.parametrize("value", ["a", "a-b_c.d", "2030", "a" * 100])
def test_name_reads_what_can_be_a_file_anywhere(value: str) -> None:
    assert NAME.validate_python(value) == value


@pytest.mark.parametrize(
    "value", ["", "A", "a b", "ä", ".a", "-a", "a/b", "a\\b", "a:b", "a\n", "a" * 101, "..", "аbc"]
)
def test_name_refuses_what_cannot(value: str) -> None:
    with pytest.raises(ValidationError):
        NAME.validate_python(value)


def test_one_item_is_a_list_of_one() -> None:
    assert TEXTS.validate_python("a") == TEXTS.validate_python(["a"]) == ("a",)
    assert TEXTS.validate_python(["a", "b"]) == ("a", "b")


def test_an_empty_list_is_one_fault_and_a_wrong_item_too() -> None:
    for value in ([], [None], None, {"a": "b"}):
        with pytest.raises(ValidationError) as caught:
            TEXTS.validate_python(value)
        assert caught.value.error_count() == 1


def test_a_short_form_is_in_the_schema_of_what_is_written_and_not_of_what_is_kept() -> None:
    class Box(Record):
        items: Annotated[tuple[Text, ...], not_empty, one_or_many]

    text = {"minLength": 1, "type": "string"}
    many = {"items": text, "minItems": 1, "type": "array"}
    assert Box.model_json_schema(mode="validation")["properties"]["items"]["anyOf"] == [text, many]
    assert Box.model_json_schema(mode="serialization")["properties"]["items"]["type"] == "array"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"a": ["b", "c d"], "e": {"f": 1}}, "{a: [b, c d], e: {f: 1}}"),
        (True, "true"),
        ("a: b", '"a: b"'),
        ("[1]", '"[1]"'),
        ("11,000", '"11,000"'),
        ("2025-02-05", "2025-02-05"),
        ([], "[]"),
    ],
)
def test_data_is_shown_as_one_would_write_it(value: Any, written: str) -> None:
    assert in_flow_style(value) == written
