"""Words, their base forms, and phrases among them."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.words import PhraseFinder, WordIndex, as_phrase, lemma_of, split_words


def lowers(text: str) -> list[str]:
    return [word.lower for word in split_words(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kim's troops weren\u2019t there.", ["kim", "troops", "were", "n't", "there"]),
        ("the soldiers' boots", ["the", "soldiers", "boots"]),
        (
            "front-line R&D in the U.S. and Kim Jong-un",
            ["front-line", "r&d", "in", "the", "u.s.", "and", "kim", "jong-un"],
        ),
        ("$3.5bn, 50% of 11,000", ["$", "3.5bn", "50", "%", "of", "11", "000"]),
        ("_emphasis_ *here*", ["emphasis", "here"]),
        ("Bogota\u0301 co\u00adop", ["bogot\u00e1", "coop"]),
        ("n't", ["n't"]),
        ("", []),
    ],
)
def test_text_is_split_into_words(text: str, words: list[str]) -> None:
    assert lowers(text) == words


@given(st.text(max_size=80) | st.text(alphabet="aA '\u2019n\u0301-.t\u00ad$", max_size=30))
def test_words_stand_where_they_say(text: str) -> None:
    words = split_words(text)
    assert all(text[word.start : word.end] == word.text for word in words)
    assert all(left.end <= right.start for left, right in pairwise(words))


@given(st.lists(st.sampled_from(["Bogot\u00e1", "didn't", "\u00c5bo's", "U.S.", "11th"]), max_size=6))
def test_unicode_forms_give_the_same_words(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert lowers(unicodedata.normalize("NFD", text)) == lowers(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("soldiers", "soldier"),
        ("withdrew", "withdraw"),
        ("casualties", "casualty"),
        ("left", "leave"),
        ("lives", "life"),
        ("won", "win"),
        ("koreans", "korean"),
        ("according", "according"),
        ("missing", "missing"),
        ("us", "us"),
        ("n't", "not"),
        ("jong-un", "jong-un"),
        ("\u00e9tudes", "\u00e9tudes"),
    ],
)
def test_base_forms(word: str, lemma: str) -> None:
    assert lemma_of(word) == lemma


def test_longest_phrase_wins_and_phrases_do_not_overlap() -> None:
    finder = PhraseFinder({("more",): "a", ("more", "than"): "b", ("than", "half"): "c"}, by="lower")
    assert finder.find(split_words("More than half, or more.")) == [(0, 2, "b"), (4, 5, "a")]
    assert finder.find(split_words("No more than half"), 2) == [(2, 4, "c")]
    assert finder.find([]) == []


def test_words_are_found_by_their_place() -> None:
    words = split_words("ab cd ef")
    index = WordIndex(words)
    assert [index.at(i) for i in (0, 1, 2, 3, 7, 99)] == [0, 0, 0, 1, 2, 2]
    assert [index.first_from(i) for i in (0, 1, 3, 4, 99)] == [0, 1, 1, 2, 3]
    assert WordIndex([]).at(5) == 0


def test_phrase_is_made_of_base_forms() -> None:
    assert as_phrase("Claimed their lives") == ("claim", "their", "life")


def test_dictionary_is_loaded_only_when_a_base_form_is_asked_for() -> None:
    code = (
        "import sys, harness.text.reading, harness.text.names\n"
        "reading = harness.text.reading.Reading('In 2024 it rained for three weeks.')\n"
        "reading.sentences, reading.words, reading.quotations, reading.clauses\n"
        "assert 'simplemma' not in sys.modules\n"
        "assert reading.lemmas[2] == 'it' and 'simplemma' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
