from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_score.tokenizers import porter

from harness.files.project import builtin_project
from harness.text.stems import stem

SEEDS = builtin_project().root / "seeds"
SUFFIXES = (
    "tional enci anci izer bli abli alli entli eli ousli ization ation ator alism iveness fulness ousness aliti "
    "iviti biliti fulli logi icate ative alize iciti ical ful ness al ance ence er ic able ible ant ement ment ent ion "
    "sion tion ou ism ate iti ous ive ize ed ing eed ied ies s ss sses y ational ll lli ly ity ally ology at bl"
)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("run", "run"),  # up to three letters stay
        ("was", "was"),
        ("troops", "troop"),
        ("casualties", "casualti"),
        ("dies", "die"),  # four letters keep the e
        ("died", "die"),
        ("relational", "relat"),
        ("hopping", "hop"),
        ("hoping", "hope"),
        ("falling", "fall"),
        ("agreed", "agre"),
        ("happy", "happi"),
        ("enjoy", "enjoy"),  # y stays after a vowel
        ("radically", "radic"),
        ("dying", "die"),  # irregular
        ("11000", "11000"),
    ],
)
def test_a_word_is_cut_to_its_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


def by_nltk(word: str) -> str:
    """What rouge-score makes of a word."""
    return str(porter.PorterStemmer().stem(word)) if len(word) > 3 else word


def random_words() -> list[str]:
    rng = random.Random(7)
    suffixes = SUFFIXES.split(" ")
    stems = ["".join(rng.choices("aeiouybcdlstwxz9", k=rng.randint(0, 6))) for _ in range(20_000)]
    return [base + "".join(rng.choices(suffixes, k=rng.randint(0, 2))) for base in stems]


def test_stems_are_those_of_nltk_for_random_words_with_every_suffix() -> None:
    words = set(random_words()) - {""}
    assert [word for word in words if stem(word) != by_nltk(word)] == []


def test_stems_are_those_of_nltk_for_the_words_of_the_articles() -> None:
    words = {word for path in SEEDS.glob("*.md") for word in re.findall("[a-z0-9]+", path.read_text("utf-8").lower())}
    assert len(words) > 500
    assert [word for word in words if stem(word) != by_nltk(word)] == []


@given(st.text(alphabet="aeiouybcdlstwxz", min_size=1, max_size=12))
def test_stems_are_those_of_nltk_for_any_letters(word: str) -> None:
    assert stem(word) == by_nltk(word)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=1))
def test_no_stem_is_empty(word: str) -> None:
    assert stem(word)
