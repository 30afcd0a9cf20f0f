"""What of a text is said again, and what only looks so."""

from __future__ import annotations

import pytest

from harness.text.repeats import without_repeats
from harness.text.sentences import split_sentences


def once(text: str) -> str:
    found = without_repeats(text, split_sentences(text))
    assert len(found) == len(text)
    return " ".join(found.split())


def test_a_repeated_sentence_is_blanked() -> None:
    assert once("Three people died. Rain fell. Three  people died.") == "Three people died. Rain fell."


@pytest.mark.parametrize(
    "text",
    [
        "Three people died. Three people drowned.",
        "Ada Brandt spoke. She was calm then. Jan Kost spoke. She was calm then.",  # another she
        "[1] Rain fell. Three people died. [2] Wind rose. Three people died.",  # another article
        "Not so. Rain fell there. Not so.",
        "",
    ],
)
def test_what_may_say_something_else_stays(text: str) -> None:
    assert once(text) == text
