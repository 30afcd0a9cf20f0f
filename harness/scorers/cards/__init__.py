"""Cards of scorers: how far each was found to agree with labels, and where cards are found."""

from harness.scorers.cards.find import find_cards, is_calibrated, read_card, read_cards
from harness.scorers.cards.models import Card, Estimate, FigureName, Measurement, version_of

__all__ = [
    "Card",
    "Estimate",
    "FigureName",
    "Measurement",
    "find_cards",
    "is_calibrated",
    "read_card",
    "read_cards",
    "version_of",
]
