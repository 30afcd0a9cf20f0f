"""Whether the reader of prose can make anything of a summary and of its articles, and if not, why."""

from __future__ import annotations

from collections.abc import Sequence

from harness.articles.models import Article
from harness.text.words import split_words

LANGUAGES = frozenset({"en"})
LONGEST = 60_000
"""Characters that a summary has at most: what takes longer to read than a few seconds is no summary."""

_COMMON = frozenset(
    {"the", "and", "that", "with", "from", "this", "they", "were", "are", "has", "said", "who", "been", "their", "not"}
    | {"she", "have", "by", "which", "would", "after", "about"}
)
"""Common words of English that no neighbouring language has, or seldom."""

_MOSTLY = 0.6
_ENOUGH_WORDS = 3
_FEWEST_LETTERS = 3
"""Shorter words stand in the dictionaries of many languages."""

_FEWEST_COMMON = 0.06
_MOST_WORDS = 2000
"""How many words are looked at: a text shows its language long before its end."""


def why_unreadable(language: str, summary: str) -> str | None:
    """Return why a summary of articles in a language cannot be graded by reading it; None where it can."""
    if language not in LANGUAGES:
        return f"The reader knows English, not {language!r}."
    if len(summary) > LONGEST:
        size = f"{len(summary):,} characters"
        return f"The summary has {size}, more than {LONGEST:,}: no summary, so it is not read."
    if _looks_foreign(summary):
        return "The summary is in a language or script that the reader does not know."
    return None


def why_foreign(articles: Sequence[Article]) -> str | None:
    """Return which of a sample's articles is in a language that the reader does not know; None where none is.

    An article shows its language in its first 60,000 characters.
    """
    for article in articles:
        if article.language not in LANGUAGES or _looks_foreign(article.text[:LONGEST]):
            which = f"The article {article.id!r}" if len(articles) > 1 else "The article"
            return f"{which} is in a language or script that the reader does not know."
    return None


def _looks_foreign(text: str) -> bool:
    """Whether a text has hardly any of the commonest English words, and mostly words that no English text has."""
    letters = sum(map(str.isalpha, text))
    if sum(char.isascii() for char in filter(str.isalpha, text)) < _MOSTLY * letters:
        return True
    words = [word.lower for word in split_words(text) if word.lower.isalpha() and not word.is_capital]
    words = [word for word in words if len(word) >= _FEWEST_LETTERS][:_MOST_WORDS]
    if len(words) < _ENOUGH_WORDS or sum(word in _COMMON for word in words) >= _FEWEST_COMMON * len(words):
        return False
    import simplemma  # noqa: PLC0415  (loads a dictionary of some megabytes)

    return sum(simplemma.is_known(word, lang="en") for word in words) < _MOSTLY * len(words)
