"""Phrasal verbs: `turned out` is no turn."""

import pytest

from harness.gold.matching.features import FeatureKinds, Features
from harness.gold.matching.passage import NameBook, Passage
from harness.text.reading import Reading


@pytest.mark.parametrize(
    ("text", "has_turn"),
    [
        ("It turned out well.", False),
        ("They turned to a court.", False),
        ("The court turned the result.", True),
        ("It could turn.", True),
    ],
)
def test_a_verb_with_a_particle_is_another_verb(text: str, *, has_turn: bool) -> None:
    names = NameBook({})
    features = Features(Passage(Reading(text), names), FeatureKinds(names))
    assert ("turn" in features.places) is has_turn
