"""How central each sentence is among the others: TextRank and LexRank, on words that carry content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from harness.text.overlap import tokenizer_for
from harness.text.stems import stem

if TYPE_CHECKING:  # numpy is imported where it is used: `harness --help` needs none
    import numpy as np
    from numpy.typing import NDArray

Words = Sequence[str]
"""The content words of one sentence, in order."""

FOLLOWED = 0.85
"""The chance that the random walk follows a link instead of starting anew: TextRank's; LexRank allows 0.8 to 0.9."""

_CLOSE_ENOUGH = 1e-12
_MOST_STEPS = 1000
_DIGITS = 9
"""Decimals of a score that count when sentences are put in order: those after them differ between machines."""


def content_words(text: str, language: str) -> list[str]:
    """Return the words of a sentence; of an English one without stop words, and stemmed."""
    words = tokenizer_for(language, is_stemmed=False).tokenize(text)
    return [stem(word) for word in words if word not in stop_words()] if language == "en" else words


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Return the English words that `stopwords.txt` lists."""
    text = resources.files("harness.backends").joinpath("stopwords.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def hash_stop_words() -> str:
    """Return the first 12 digits of the stop words' SHA-256."""
    return hashlib.sha256("\n".join(sorted(stop_words())).encode()).hexdigest()[:12]


def best_first(scores: Sequence[float]) -> list[int]:
    """Return positions by falling score; equal scores keep their order."""
    return sorted(range(len(scores)), key=lambda place: (-round(scores[place], _DIGITS), place))


def textrank_scores(sentences: Sequence[Words]) -> list[float]:
    """Return each sentence's weight, at least 0.15.

    Mihalcea & Tarau, TextRank: Bringing Order into Texts, 2004, sections 2.2 and 4.1: two sentences are linked by the
    number of different words they share, divided by the sum of the logarithms of their lengths in words; a sentence's
    weight is `0.15 + 0.85 * sum(weight(other) * link / sum(links of other))`. Lengths count content words. Where both
    have one word, and the divisor is 0, there is no link.
    """
    import numpy as np  # noqa: PLC0415

    shared = _share_counts(sentences)
    lengths = np.log([max(len(words), 1) for words in sentences])
    divisor = lengths[:, None] + lengths[None, :]
    links = np.divide(shared, divisor, out=np.zeros_like(shared), where=divisor > 0)
    np.fill_diagonal(links, 0.0)
    return _walk(links, start=1.0)


def lexrank_scores(sentences: Sequence[Words]) -> list[float]:
    """Return each sentence's centrality; they sum to 1.

    Erkan & Radev, LexRank: Graph-based Lexical Centrality as Salience in Text Summarization, 2004: the continuous
    variant (section 3.3) on the idf-modified cosine (section 3.1), with each sentence linked to itself by 1. The idf
    of a word is `log(sentences / sentences with it)` over the sentences given. The centrality is
    `0.15 / sentences + 0.85 * sum(centrality(other) * link / sum(links of other))`.
    """
    import numpy as np  # noqa: PLC0415

    counts = _count_words(sentences)
    idf = np.log(len(sentences) / np.maximum((counts > 0).sum(axis=0), 1))
    vectors = counts * idf
    norms = np.linalg.norm(vectors, axis=1)
    divisor = norms[:, None] * norms[None, :]
    links = np.divide(vectors @ vectors.T, divisor, out=np.zeros_like(divisor), where=divisor > 0)
    np.fill_diagonal(links, 1.0)
    return _walk(links, start=1.0 / len(sentences))


def _count_words(sentences: Sequence[Words]) -> NDArray[np.float64]:
    """Return how often each sentence (row) has each word (column)."""
    import numpy as np  # noqa: PLC0415

    columns = _number(word for words in sentences for word in words)
    counts = np.zeros((len(sentences), len(columns)))
    for row, words in enumerate(sentences):
        for word in words:
            counts[row, columns[word]] += 1
    return counts


def _number(words: Iterable[str]) -> dict[str, int]:
    return {word: number for number, word in enumerate(dict.fromkeys(words))}


def _share_counts(sentences: Sequence[Words]) -> NDArray[np.float64]:
    """Return how many different words each two sentences share."""
    import numpy as np  # noqa: PLC0415

    has = (_count_words(sentences) > 0).astype(np.float64)
    return np.asarray(has @ has.T)


def _walk(links: NDArray[np.float64], start: float) -> list[float]:
    """Return how often a random walk over the links is at each sentence, by power iteration.

    Weights begin at `start`. A sentence without links passes nothing on, so the weights may lose some of their sum.
    """
    import numpy as np  # noqa: PLC0415

    sums = links.sum(axis=1, keepdims=True)
    steps = np.divide(links, sums, out=np.zeros_like(links), where=sums > 0).T * FOLLOWED
    weights = np.full(len(links), start)
    for _ in range(_MOST_STEPS):
        before = weights
        weights = (1 - FOLLOWED) * start + steps @ before
        if np.abs(weights - before).max(initial=0.0) < _CLOSE_ENOUGH:
            break
    return [float(weight) for weight in weights]
