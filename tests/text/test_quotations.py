"""Quotations: which words stand in quotation marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.quotations import find_quotations


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('He said "we lost" and left.', ["we lost"]),
        ("He said \u201cwe lost\u201d and \u00abwe won\u00bb.", ["we lost", "we won"]),
        ("\u201eWir gehen\u201c, said Kim.", ["Wir gehen"]),
        ("\u2018We don\u2019t know,\u2019 he said.", ["We don\u2019t know,"]),
        ("\u2018The soldiers\u2019 boots leak,\u2019 he said.", ["The soldiers\u2019 boots leak,"]),
        ("\u2018These are the soldiers\u2019 he said.", ["These are the soldiers"]),
        ("\u201cHe told me \u2018go\u2019 and I went.\u201d", ["He told me \u2018go\u2019 and I went."]),
        ('"One\nline on" and on.', ["One\nline on"]),
        ('"One paragraph\n\nand another" has none.', []),
        ("\u201cIt rained.\n\n\u201cIt snowed.\u201d", ["It rained.", "It snowed."]),
        ('A 5" pipe, "so to say", of 6" length.', ["so to say"]),
        ("He is 6'2\" tall.", []),
        ("The boys\u2019 and girls\u2019 teams.", []),
        ('("In brackets") and \u2014"after a dash"\u2014 too', ["In brackets", "after a dash"]),
        ('"""', []),
        ('""', []),
        ("", []),
    ],
)
def test_quotations_are_found(text: str, words: list[str]) -> None:
    assert quoted(text) == words


@given(st.text(alphabet="ab s\n\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb.,", max_size=60))
def test_quotations_are_in_order_and_do_not_overlap(text: str) -> None:
    spans = find_quotations(text)
    assert all(0 < start <= end < len(text) + 1 for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
