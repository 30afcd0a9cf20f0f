"""How many tokens a text has at most, without a tokenizer.

An upper estimate, meant never to be below what the model's own tokenizer counts: money and contexts are reckoned with
it. English news comes out at about 1.9 times the real count, other scripts at two to five times. It was held against
eleven tokenizers (`whole_words.txt` names them) on articles, other scripts, code and random signs; a margin of 35% on
top is for tokenizers that are not published.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from harness.backends.base import Request

MARGIN = 1.35
"""What is put on top: the newer models of one provider are said to count up to 1.35 times as many as the older."""

TOKENS_OF_A_MESSAGE = 12
"""What a message costs besides its text: its role and the signs around it. Counted once more for the request."""

LETTERS_OF_A_TOKEN = 1.75
"""With the margin 1.3: no tokenizer was found to make more tokens of letters drawn by chance."""

_COMMON = r"[\u00c0-\u00ff\u0370-\u03ff\u0400-\u045f\u05d0-\u05ea\u0621-\u064a]+"
_PIECE = re.compile(rf" ?[A-Za-z]+|{_COMMON}| +|[\s\S]")
"""A word with the blank before it, letters of a common script, blanks, or any one sign."""

_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "ers", "y")
_LETTER = 1.5
"""Tokens of a letter of the scripts that have two bytes to a letter and are common: Greek, Cyrillic, Hebrew, Arabic."""


def estimate_tokens(text: str) -> int:
    """Return at least as many tokens as a text has, 0 for an empty one.

    Words that every tokenizer keeps whole count 1, and up to 2 with an ending; other ASCII letters 1 for every 1.75;
    digits and signs 1 each; common letters of two bytes 1.5; any other character as many as it has bytes in UTF-8; on
    all that the margin. No tokenizer makes more tokens than bytes, so the bytes are the limit.
    """
    if not text:
        return 0
    if text.isascii():
        return _estimate(text)
    return max(_estimate(text), _estimate(unicodedata.normalize("NFKC", text)))  # what some tokenizers do first


def estimate_request(request: Request, parameters: Mapping[str, Any]) -> tuple[int, int | None]:
    """Return the tokens of a request's input, at most, and of its output: `max_tokens`, None where it is not set.

    `parameters` are the backend's; their `system` is a message of its own, their `extra_body` is counted as text.
    """
    texts = [message.content for message in request.messages]
    system, extra = parameters.get("system"), parameters.get("extra_body")
    if system:
        texts.append(str(system))
    total = sum(estimate_tokens(text) + TOKENS_OF_A_MESSAGE for text in texts) + TOKENS_OF_A_MESSAGE
    if extra:
        total += estimate_tokens(json.dumps(extra, ensure_ascii=False, default=str))
    most = parameters.get("max_tokens")
    return total, most if isinstance(most, int) else None


def _estimate(text: str) -> int:
    total = sum(map(_tokens_of, _PIECE.findall(text)))
    return min(math.ceil(MARGIN * total), len(text.encode("utf-8", "surrogatepass")) + 1)


@lru_cache(maxsize=1 << 16)
def _tokens_of(piece: str) -> float:
    word = piece.lstrip(" ")
    if not word:
        return 1 + len(piece) // 8
    if word[0].isascii() and word[0].isalpha():
        return _tokens_of_word(word, is_after_blank=word != piece)
    if piece.isascii():
        return 1
    return _LETTER * len(piece) if re.match(_COMMON, piece) else len(piece.encode("utf-8", "surrogatepass"))


@cache
def _whole_words() -> frozenset[str]:
    text = (Path(__file__).parent / "whole_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _tokens_of_word(word: str, *, is_after_blank: bool) -> float:
    most = math.ceil(len(word) / LETTERS_OF_A_TOKEN)
    if word in _whole_words():
        return 1 if is_after_blank else min(2, most)
    small = word[:1].lower() + word[1:]
    if small in _whole_words():
        return min(1.5, most)
    if any(small.endswith(ending) and small[: -len(ending)] in _whole_words() for ending in _ENDINGS):
        return min(2, most)
    return most
