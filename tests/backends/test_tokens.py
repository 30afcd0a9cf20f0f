"""The estimate is held against counts that eleven tokenizers made of the same texts (`data/token-counts.jsonl`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.backends.base import Message, Request
from harness.backends.tokens import TOKENS_OF_A_MESSAGE, estimate_request, estimate_tokens

COUNTED = Path(__file__).resolve().parents[1] / "data" / "token-counts.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in COUNTED.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_no_tokenizer_counts_more_than_the_estimate(row: dict[str, Any]) -> None:
    assert estimate_tokens(row["text"]) >= row["most"]


@pytest.mark.parametrize("row", [row for row in ROWS if row["name"].startswith(("seed", "suite"))], ids=str)
def test_english_news_is_estimated_within_twice_the_highest_count(row: dict[str, Any]) -> None:
    assert estimate_tokens(row["text"]) <= 2 * row["most"]


@given(st.text())
def test_the_estimate_lies_between_nothing_and_the_bytes(text: str) -> None:
    estimate = estimate_tokens(text)

    assert (estimate > 0) == bool(text)
    assert estimate >= len(text) / 16


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_has_at_most_a_token_a_byte_and_one_more(text: str) -> None:
    assert estimate_tokens(text) <= len(text) + bool(text)


@given(st.text(), st.text())
def test_a_longer_text_is_never_much_cheaper(text: str, more: str) -> None:
    """A blank that joins words may save a token or two, and a word that grows may become a common one."""
    assert estimate_tokens(f"{text}\n{more}") >= estimate_tokens(text) - 1


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        (" the", 2),  # 1 token, with the margin 1.35
        (" the marchers", 5),  # 1 + 2: a common word with an ending
        (" the Soldiers", 4),  # 1 + 1.5: a common word with a capital
        (" the xqzvkkq", 7),  # 1 + 7 / 1.75
        ("2024", 5),  # the bytes and one more
        ("\u6c34", 4),  # three bytes and one more
        ("\ufdfa", 34),  # some tokenizers write the ligature out: 15 letters of two bytes, 3 blanks, and one more
    ],
)
def test_worked_by_hand(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens


def request(*contents: str) -> Request:
    messages = tuple(Message(role="user", content=content) for content in contents)
    return Request(id="a", sample="t/a", epoch=1, messages=messages, articles=())


def test_a_request_costs_its_messages_and_what_stands_around_them() -> None:
    around = TOKENS_OF_A_MESSAGE

    assert estimate_request(request("Sum up."), {}) == (estimate_tokens("Sum up.") + 2 * around, None)
    assert estimate_request(request("a", "b"), {"max_tokens": 90}) == (4 + 3 * around, 90)


def test_the_system_prompt_and_further_fields_are_counted() -> None:
    bare, _ = estimate_request(request("Sum up."), {})
    told, _ = estimate_request(request("Sum up."), {"system": "Be brief."})
    extra, _ = estimate_request(request("Sum up."), {"extra_body": {"grammar": "x" * 400}})

    assert told == bare + estimate_tokens("Be brief.") + TOKENS_OF_A_MESSAGE
    assert extra > bare + 200
