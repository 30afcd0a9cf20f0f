"""Transcripts: what one speaker says may not be given to another."""

import pytest

from harness.articles import Article
from harness.grounding import Grounder

CALL = """Operator: Welcome to the call of Orrin Labs.

Anna Kowal, Chief Executive: Thank you. The order from our largest customer has moved twice already, I'd remind you.

Bram Ostrow: On tariffs, we assume a hit of four million in the fourth quarter.

Operator: The next question, please.

Anna Kowal: On deals, never say never, but we're not in talks with anyone today."""


@pytest.fixture(scope="module")
def grounder() -> Grounder:
    """Return a grounder of the call."""
    return Grounder([Article(id="call", title="", event="call", text=CALL)])


@pytest.mark.parametrize(
    "summary",
    [
        "Anna Kowal pointed out that the order from the largest customer has moved twice already.",
        '"Never say never," said Anna Kowal.',
        "Ostrow said the firm assumes a hit of four million from tariffs.",
        "Orrin Labs reported that the order from its largest customer has moved twice already.",
    ],
)
def test_words_of_the_speaker_are_right(grounder: Grounder, summary: str) -> None:
    assert [v.reason for v in grounder.ground(summary).violations] == []


@pytest.mark.parametrize(
    ("summary", "check"),
    [
        ('"Never say never," said Bram Ostrow.', "quoted"),
        ("Kowal said the firm assumes a hit of four million from tariffs in the fourth quarter.", "attribution"),
    ],
)
def test_words_of_another_speaker_are_found(grounder: Grounder, summary: str, check: str) -> None:
    assert check in {v.check for v in grounder.ground(summary).violations}
