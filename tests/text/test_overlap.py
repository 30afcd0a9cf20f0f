from __future__ import annotations

import random
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_score.rouge_scorer import RougeScorer

from harness.text.overlap import (
    Overlap,
    Tokenizer,
    Tokens,
    count_words,
    longest_common,
    measure,
    tokenizer_for,
    unicode_words,
)

PLAIN = tokenizer_for("en", is_stemmed=False)
STEMMED = tokenizer_for("en", is_stemmed=True)
KINDS = ["rouge1", "rouge2", "rouge3", "rouge9", "rougeL", "rougeLsum"]


def overlap(kind: str, reference: str, summary: str, tokenizer: Tokenizer = PLAIN) -> Overlap:
    return measure(kind, Tokens.of(reference, tokenizer), Tokens.of(summary, tokenizer))


# Hand-worked.


def test_rouge1_counts_shared_words_as_often_as_both_have_them() -> None:
    # Shared: the (2 of 3 and 2), army, left. 4 of the summary's 6 words, 4 of the reference's 5.
    found = overlap("rouge1", "The army left the town.", "The army of the north left.")
    assert found == Overlap(shared=4, in_summary=6, in_reference=5)
    assert (found.precision, found.recall) == (4 / 6, 4 / 5)
    assert found.fmeasure == pytest.approx(2 * 4 / (6 + 5))


def test_rouge2_counts_shared_pairs() -> None:
    # Summary: the army, army of, of the, the north. Reference: the army, army left, left the, the north.
    found = overlap("rouge2", "the army left the north", "the army of the north")
    assert found == Overlap(shared=2, in_summary=4, in_reference=4)
    assert found.fmeasure == 0.5


def test_rouge_l_counts_the_longest_common_subsequence() -> None:
    # a c e is common in order; b stands before a in the summary.
    found = overlap("rougeL", "a b c d e", "b a c e")
    assert found == Overlap(shared=3, in_summary=4, in_reference=5)


def test_rouge_lsum_unites_the_subsequences_of_a_reference_line() -> None:
    # The example of the paper's section 3.2: w1 w2 and w1 w3 w5 unite to w1 w2 w3 w5, 4 of 5 words.
    found = overlap("rougeLsum", "w1 w2 w3 w4 w5", "w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5")
    assert found == Overlap(shared=4, in_summary=10, in_reference=5)
    assert found.recall == 4 / 5


def test_rouge_lsum_counts_a_word_at_most_as_often_as_the_summary_has_it() -> None:
    # Both reference lines match "a b", but the summary has them once.
    assert overlap("rougeLsum", "a b\na b", "a b") == Overlap(shared=2, in_summary=2, in_reference=4)


def test_rouge_lsum_takes_the_subsequence_that_the_walk_back_through_the_table_takes() -> None:
    # In line 1, "c h" and "c g" are both longest. The walk starts at g and h, goes up a row where both ways are as
    # good, and meets h: {c, h}, united with {g} of line 2. Through "c g" the union would be {c, g} only.
    assert overlap("rougeLsum", "c h g", "c g h\ng") == Overlap(shared=3, in_summary=4, in_reference=3)


def test_stems_agree_where_words_do_not() -> None:
    assert overlap("rouge1", "troops withdrew", "the troop withdrawing", PLAIN).shared == 0
    assert overlap("rouge1", "troops withdrawing", "troop withdraws", STEMMED).shared == 2


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_shared_with_a_text_without_words(kind: str) -> None:
    found = overlap(kind, "", "the army left")
    assert (found.shared, found.precision, found.recall, found.fmeasure) == (0, 0, 0, 0)
    assert overlap(kind, "!", "?").fmeasure == 0


# Equal to the package.


@cache
def package(is_stemmed: bool) -> Any:
    return RougeScorer(KINDS, use_stemmer=is_stemmed)


def assert_as_package(reference: str, summary: str) -> None:
    for is_stemmed in (False, True):
        tokenizer = tokenizer_for("en", is_stemmed=is_stemmed)
        ours = {kind: overlap(kind, reference, summary, tokenizer) for kind in KINDS}
        theirs = package(is_stemmed).score(reference, summary)
        assert {kind: (o.precision, o.recall, o.fmeasure) for kind, o in ours.items()} == theirs, (reference, summary)


VOCABULARIES = [
    ["a", "b"],
    ["a", "b", "c"],
    list("abcdefgh"),
    ["run", "running", "runs", "the", "é", "Ko\u0308ln", "\u212a9", "DON'T", "\u0130x", "--", "", "\t"],
    [
        "troops",
        "troop",
        "withdrew",
        "withdrawal",
        "withdrawing",
        "of",
        "the",
        "Korean",
        "Koreans",
        "11,000",
        "U.S.",
        "\u2014",
    ],
]


def random_pair(rng: random.Random) -> tuple[str, str]:
    words = rng.choice(VOCABULARIES)
    lines = [[rng.choices(words, k=rng.randint(0, 14)) for _ in range(rng.randint(0, 6))] for _ in range(2)]
    reference, summary = ("\n".join(map(" ".join, text)) for text in lines)
    return reference, summary


@pytest.mark.parametrize("seed", range(8))
def test_figures_are_those_of_the_package_bit_for_bit_on_texts_full_of_ties(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(250):
        assert_as_package(*random_pair(rng))


texts = st.text(alphabet="abA1 \n.é\u0130", max_size=40)


@given(texts, texts)
def test_figures_are_those_of_the_package_bit_for_bit_on_any_text(reference: str, summary: str) -> None:
    assert_as_package(reference, summary)


@given(st.text(), st.text())
def test_figures_are_those_of_the_package_bit_for_bit_in_any_script(reference: str, summary: str) -> None:
    assert_as_package(reference, summary)


# What always holds.

words = st.lists(st.sampled_from("abcde"), min_size=1, max_size=30).map(" ".join)


@given(words)
def test_a_text_overlaps_fully_with_itself(text: str) -> None:
    for kind in ("rouge1", "rougeL", "rougeLsum"):
        assert overlap(kind, text, text).fmeasure == 1


@given(words, words)
def test_the_longest_common_subsequence_is_that_of_the_textbook(first: str, second: str) -> None:
    table: dict[tuple[int, int], int] = {}
    one, two = first.split(), second.split()
    for i in range(len(one)):
        for j in range(len(two)):
            longest = max(table.get((i - 1, j), 0), table.get((i, j - 1), 0))
            table[i, j] = table.get((i - 1, j - 1), 0) + 1 if one[i] == two[j] else longest
    tokens = [Tokens.of(text, PLAIN) for text in (first, second)]
    assert longest_common(*tokens) == longest_common(*tokens[::-1]) == table[len(one) - 1, len(two) - 1]


# Words.


def test_english_words_are_runs_of_ascii_letters_and_digits() -> None:
    assert PLAIN.tokenize("Don't: 11,000 Köln-Süd") == ["don", "t", "11", "000", "k", "ln", "s", "d"]


def test_only_english_words_are_stemmed() -> None:
    assert tokenizer_for("en", is_stemmed=True) == Tokenizer("rouge-score-en", is_stemmed=True)
    assert tokenizer_for("de", is_stemmed=True) == Tokenizer("unicode-words", is_stemmed=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die Straße, 11.000 Mann!", ["die", "strasse", "11", "000", "mann"]),
        ("Köln Ko\u0308ln", ["köln", "köln"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("Kim\u2019s l'armée U.S.", ["kim", "s", "l", "armée", "u", "s"]),
        ("co\u00adop zero\u200bwidth", ["coop", "zerowidth"]),
        ("snake_case \U0001f642 — ", ["snake", "case"]),
        ("", []),
    ],
)
def test_words_of_other_languages_are_letters_marks_and_numbers(text: str, expected: list[str]) -> None:
    assert unicode_words(text) == expected
    assert tokenizer_for("xx", is_stemmed=True).tokenize(text) == expected


def test_words_are_counted_as_a_reader_counts_them() -> None:
    assert count_words("- Kim\u2019s U.S. trip — of 11,000 km — ended.") == 7
    assert count_words(" \n") == 0
