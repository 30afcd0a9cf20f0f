"""A text without what it was wrapped in, and the way back to where its words stood."""

from __future__ import annotations

import json
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.undress import undress

WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=30, max_size=80)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("It rains.", "It rains."),
        ("\ufeffIt \u200frain\u00ads.\u202c", "It rains."),
        ("It\r\nrains.", "It rains."),
        ("One\n\ntwo", "One\n\ntwo"),
        ("the dam broke, and\nthe water rose\n- it fell again", "the dam broke, and the water rose\n- it fell again"),
        ("Killed: 300\nWounded: 2,700", "Killed: 300\nWounded: 2,700"),
        ("A heading\nThe dam broke on Sunday.", "A heading\nThe dam broke on Sunday."),
        ("- the dam broke on Sunday\n- nobody was hurt", "- the dam broke on Sunday\n- nobody was hurt"),
        ("3 of them\n2. the dam broke", "3 of them\n2. the dam broke"),
        ('{"summary": "The dam broke.", "dead": 3}', "The dam broke.\n\ndead: 3"),
        ('["The dam broke.", "He said \\"no\\".\\nTwice."]', 'The dam broke.\n\nHe said "no".\nTwice.'),
        ('{"a": "caf\\u00e9 \\\\ b \\ud83d\\ude00"}', "café \\ b 😀"),
        ('{"no": "JSON', '{"no": "JSON'),
        ("{}", "{}"),
        ('\u200b["The dam broke."]', "The dam broke."),
        ('```json\n{"summary": "The dam broke."}\n```', "The dam broke."),
        ("```\nThe dam broke.\n```\n", "The dam broke."),
        ("The `dam` broke.", "The `dam` broke."),
    ],
)
def test_what_is_left_of_a_text(text: str, plain: str) -> None:
    assert undress(text).text == plain


@given(WORDS)
def test_a_wrapped_paragraph_is_one_line_again(words: list[str]) -> None:
    text = " ".join(words)
    assert undress(textwrap.fill(text, 60)).text == text


@given(WORDS, st.data())
def test_a_span_leads_back_to_its_words(words: list[str], data: st.DataObject) -> None:
    plain = " ".join(words)
    for dressed in (textwrap.fill(plain, 50), "\u200b".join(plain), json.dumps({"summary": plain, "n": 1})):
        found = undress(dressed)
        assert found.text.startswith(plain)
        start = data.draw(st.integers(0, len(plain) - 2))
        end = data.draw(st.integers(start + 1, len(plain)))
        left = dressed[slice(*found.span(start, end))].replace("\n", " ").replace("\u200b", "")
        assert left == plain[start:end]
