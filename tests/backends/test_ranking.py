from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.backends.ranking import best_first, content_words, lexrank_scores, stop_words, textrank_scores

WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=6)


def test_textrank_of_a_chain() -> None:
    # A-B and B-C are linked by 1 / (2 ln 2); A and C are not.
    # A = C = 0.15 + 0.85 B / 2 and B = 0.15 + 0.85 (A + C), hence B = 0.405 / 0.2775
    middle = 0.405 / 0.2775
    end = 0.15 + 0.425 * middle

    assert textrank_scores([["a", "b"], ["b", "c"], ["c", "d"]]) == pytest.approx([end, middle, end])


def test_textrank_links_long_sentences_less() -> None:
    # in units of 1 / ln 2: A-B is 2 / (1 + 1) = 1, A-C and B-C are 1 / (1 + 2) = 1/3.
    # A = B = 0.15 + 0.85 (3/4 B + 1/2 C) and C = 0.15 + 0.85 (1/4 A + 1/4 B), hence A = 0.21375 / 0.181875
    first = 0.21375 / 0.181875

    scores = textrank_scores([["a", "b"], ["a", "b"], ["a", "c", "d", "e"]])

    assert scores == pytest.approx([first, first, 0.15 + 0.425 * first])


def test_textrank_counts_a_shared_word_once() -> None:
    assert textrank_scores([["a", "a", "b"], ["a", "a", "c"], ["a", "d", "e"]]) == pytest.approx([1, 1, 1])


def test_textrank_gives_a_sentence_that_shares_nothing_the_least() -> None:
    assert textrank_scores([["a", "b"], ["c"], ["a", "b"]]) == pytest.approx([1, 0.15, 1])


def test_textrank_does_not_link_two_sentences_of_one_word() -> None:
    assert textrank_scores([["a"], ["a"]]) == pytest.approx([0.15, 0.15])


def test_lexrank_of_a_chain() -> None:
    # idf of the shared words x and y: ln(3/2); of p and q, which one sentence has: ln 3
    shared, single = math.log(3 / 2) ** 2, math.log(3) ** 2
    cosine = shared / math.sqrt((shared + single) * (shared + shared))
    # A = 0.05 + 0.85 (A / (1 + cosine) + B cosine / (1 + 2 cosine)), C = A, and B = 1 - 2 A
    to_itself, from_middle = 0.85 / (1 + cosine), 0.85 * cosine / (1 + 2 * cosine)
    end = (0.05 + from_middle) / (1 - to_itself + 2 * from_middle)

    scores = lexrank_scores([["x", "p"], ["x", "y"], ["y", "q"]])

    assert scores == pytest.approx([end, 1 - 2 * end, end])


def test_lexrank_of_words_that_all_sentences_have_is_even() -> None:
    assert lexrank_scores([["a"], ["a", "a"], ["a"], []]) == pytest.approx([0.25] * 4)


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_lexrank_shares_out_one(sentences: list[list[str]]) -> None:
    scores = lexrank_scores(sentences)

    assert sum(scores) == pytest.approx(1)
    assert min(scores) > 0.15 / len(sentences) - 1e-9


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_the_order_of_sentences_does_not_move_their_scores(sentences: list[list[str]]) -> None:
    reverse = sentences[::-1]

    for score in (textrank_scores, lexrank_scores):
        assert score(reverse)[::-1] == pytest.approx(score(sentences))


def test_equal_scores_keep_their_order_though_rounding_parts_them() -> None:
    assert best_first([0.3, 0.5, 0.1 + 0.2, 0.3]) == [1, 0, 2, 3]


def test_content_words_of_english_have_no_stop_words_and_are_stemmed() -> None:
    assert content_words("The soldiers weren't withdrawn from 2 of the regions.", "en") == [
        "soldier",
        "withdrawn",
        "2",
        "region",
    ]


def test_content_words_of_other_languages_are_as_they_stand() -> None:
    assert content_words("Die Soldaten zogen ab.", "de") == ["die", "soldaten", "zogen", "ab"]


def test_stop_words_are_words_as_texts_are_cut_into() -> None:
    assert all(word.isascii() and word.isalpha() and word.islower() for word in stop_words())
    assert {"the", "of", "weren", "t"} <= stop_words()
    assert "denied" not in stop_words()
