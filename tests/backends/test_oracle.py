from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.backends.oracle import Lengths, choose_greedily
from harness.text.overlap import Tokens, measure, tokenizer_for

WORDS = st.lists(st.sampled_from("abcde"), max_size=5)
SENTENCES = st.lists(WORDS, min_size=1, max_size=6)
REFERENCES = st.lists(st.lists(st.sampled_from("abcde"), min_size=1, max_size=8), min_size=1, max_size=3)
TOKENIZER = tokenizer_for("en", is_stemmed=True)


def choose(sentences: Sequence[str], *references: str, limit: int | None = None) -> list[int]:
    words = [sentence.split() for sentence in sentences]
    lengths = Lengths([len(each) for each in words], limit)
    return list(choose_greedily(words, [reference.split() for reference in references], lengths))


def rouge_mean(extract: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """The mean of ROUGE-1 and ROUGE-2 F, each of its best reference, by the arithmetic that the scorer uses."""
    summary = Tokens.of(" ".join(extract), TOKENIZER)
    known = [Tokens.of(" ".join(reference), TOKENIZER) for reference in references]
    best = [max(measure(kind, reference, summary).fmeasure for reference in known) for kind in ("rouge1", "rouge2")]
    return sum(best) / 2


def test_the_sentence_with_the_most_overlap_comes_first() -> None:
    # against "a b c d" (3 pairs): "a b" has F1 4/6 and F2 2/4, mean 7/12; "c d" the same; "a c" F1 4/6, F2 0
    # "a b" and "c d" together have every word and pair
    assert choose(["a c", "c d", "a b"], "a b c d") == [1, 2]


def test_a_sentence_that_lowers_the_overlap_is_not_taken() -> None:
    assert choose(["a b", "x y z"], "a b c") == [0]


def test_pairs_across_sentences_count_as_rouge_counts_them() -> None:
    # "a b" + "c d" makes the pair (b, c) as well: F2 is 1, against 4/5 without it
    assert choose(["a b", "c d", "a b c x"], "a b c d")[0] == 2
    assert rouge_mean(["a", "b", "c", "d"], [["a", "b", "c", "d"]]) == 1


def test_of_equal_sentences_the_first_is_taken() -> None:
    assert choose(["x", "a b", "a b"], "a b") == [1]


def test_one_sentence_is_taken_where_none_shares_anything() -> None:
    assert choose(["x", "y"], "a b") == [0]


def test_each_measure_is_taken_of_the_reference_it_is_highest_with() -> None:
    assert choose(["a b", "c d e"], "x y", "c d e") == [1]


def test_a_sentence_too_long_for_the_limit_is_passed_over() -> None:
    assert choose(["a b c x y z", "a b", "c d"], "a b c d", limit=4) == [1, 2]


def test_the_best_sentence_is_taken_where_none_fits() -> None:
    assert choose(["x y z", "a b c"], "a b c d", limit=2) == [1]


@given(SENTENCES, REFERENCES)
def test_each_choice_is_the_best_by_full_recount(sentences: list[list[str]], references: list[list[str]]) -> None:
    chosen: list[int] = []
    overlap = 0.0
    for place in choose_greedily(sentences, references, Lengths([len(words) for words in sentences], None)):

        def recount(candidate: int) -> float:
            extract = [word for each in sorted([*chosen, candidate]) for word in sentences[each]]
            return rouge_mean(extract, references)

        free = [candidate for candidate in range(len(sentences)) if candidate not in chosen]
        best = max(map(recount, free))
        assert recount(place) == pytest.approx(best)
        assert not chosen or best > overlap
        overlap = best
        chosen.append(place)
    assert chosen


@given(SENTENCES, REFERENCES, st.integers(1, 12))
def test_the_limit_holds_for_all_but_a_single_sentence(
    sentences: list[list[str]], references: list[list[str]], limit: int
) -> None:
    lengths = Lengths([len(words) for words in sentences], limit)

    chosen = list(islice(choose_greedily(sentences, references, lengths), 3))

    assert len(chosen) == 1 or sum(len(sentences[place]) for place in chosen) <= limit
