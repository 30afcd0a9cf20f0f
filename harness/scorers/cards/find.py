"""Where cards are found: in this package, and in the folder `cards/` of a project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from harness.errors import ScorerError
from harness.files.project import find_project
from harness.scorers.cards.models import Card

PACKAGED = Path(__file__).resolve().parent
OWN = "cards"
"""A project's folder of cards."""

_MEND = "Make it anew: harness metaeval DATA --scorer NAME --save cards"


def find_cards(start: Path | None = None) -> tuple[Card, ...]:
    """Return the packaged cards and those of the project around a folder, or of that folder where there is none.

    Raises ScorerError for a file of the project that is no card.
    """
    packaged = _packaged()
    if start is None:
        return packaged
    project = find_project(start)
    return (*packaged, *read_cards((project.root if project else start) / OWN))


def read_cards(folder: Path) -> tuple[Card, ...]:
    """Return the cards of a folder, by name of their files; none where there is no such folder."""
    return tuple(read_card(path) for path in sorted(folder.glob("*.json")))


def read_card(path: Path) -> Card:
    """Return the card that a file holds; raise ScorerError where it is none."""
    try:
        return Card.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ScorerError(f"{error.strerror or error}.", where=str(path)) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        what = f"is no card ({f'{field}: ' if field else ''}{first['msg']})."
        raise ScorerError(what, where=str(path), mend=_MEND) from error


@lru_cache(maxsize=1)
def _packaged() -> tuple[Card, ...]:
    return read_cards(PACKAGED)


def is_calibrated(scorer: str, signatures: Sequence[str], cards: Iterable[Card]) -> bool:
    """Whether there is a card for each of a scorer's signatures."""
    listed = list(cards)
    return all(any(card.covers(scorer, signature) for card in listed) for signature in signatures)
