from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from asking import article, ask, request
from hypothesis import given
from hypothesis import strategies as st

from harness.backends.base import BackendOptions
from harness.backends.extractive import Extractive, create, find_sentences
from harness.errors import BackendError, UsageError

ROOT = Path(__file__).parents[2]
FIVE = "One fell. Two rose. Three came. Four went. Five stayed."
METHODS = ("lead", "random", "textrank", "lexrank", "oracle")


def backend(model: str, seed: int = 0) -> Extractive:
    return create(model, BackendOptions(seed=seed))


def text_of(model: str, *texts: str, seed: int = 0, **more: Any) -> str:
    return ask(backend(model, seed), request(*texts, **more)).text


def test_lead_takes_the_first_sentences() -> None:
    assert text_of("lead-2", FIVE) == "One fell. Two rose."


def test_lead_takes_from_several_articles_in_turn_and_keeps_their_order() -> None:
    texts = ("A one. A two. A three.", "B one.", "C one. C two.")

    assert text_of("lead-2", *texts) == "A one. B one."
    assert text_of("lead-5", *texts) == "A one. A two. B one. C one. C two."


@pytest.mark.parametrize("method", METHODS)
def test_an_article_shorter_than_asked_for_is_taken_whole(method: str) -> None:
    assert text_of(f"{method}-100", "One fell. Two rose.", references=("One fell. Two rose.",)) == "One fell. Two rose."


def test_headings_are_no_sentences() -> None:
    text = "## 1. What happened\n\nOne fell. Two rose.\n\nWhat might explain it\n\nThree came."

    assert [sentence.text for sentence in find_sentences([article(text)])] == ["One fell.", "Two rose.", "Three came."]


def test_a_long_line_without_a_final_stop_is_a_sentence() -> None:
    words = " ".join(["word"] * 15)

    assert [sentence.text for sentence in find_sentences([article(f"{words}\n\n{words} more\n\nOne fell.")])] == [
        f"{words} more",
        "One fell.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '"One fell," he said. "Two rose."',
        "One fell. Two rose!)",
        "One fell.\n\nTwo rose…",
        "One fell.[1]\n\nTwo rose.[2][13]",
    ],
)
def test_a_final_stop_may_stand_before_closing_marks(text: str) -> None:
    assert len(find_sentences([article(text)])) == 2


def test_the_rest_of_a_line_without_a_final_stop_is_a_sentence() -> None:
    assert len(find_sentences([article("One fell. Two rose")])) == 2


def test_an_article_of_headings_only_is_not_without_sentences() -> None:
    assert text_of("lead-3", "No stop here") == "No stop here"


def test_line_breaks_inside_a_sentence_become_blanks() -> None:
    text = "The first of these lines is long enough to be\nwrapped by hand. Two rose."

    assert text_of("lead-1", text) == "The first of these lines is long enough to be wrapped by hand."


def test_a_word_limit_ends_the_summary_before_the_sentence_that_would_pass_it() -> None:
    text = "One two three. Four five six seven. Eight."

    assert text_of("lead-3", text, words=7) == "One two three. Four five six seven."
    assert text_of("lead-3", text, words=6) == "One two three."
    assert text_of("lead-3", text, words=1) == "One two three."


def test_a_dash_is_no_word_of_the_limit() -> None:
    assert text_of("lead-2", "One - two. Three.", words=3) == "One - two. Three."


def test_random_draws_the_same_on_every_machine() -> None:
    # the two lowest of the hashes that `printf "0\\ntask/article-1\\n1\\n$PLACE" | sha256sum` prints, and so for seed 1
    assert text_of("random-2", FIVE, seed=0) == "One fell. Four went."
    assert text_of("random-2", FIVE, seed=1) == "Two rose. Four went."


def test_random_differs_by_seed_epoch_and_sample() -> None:
    long = " ".join(f"Number {number} came." for number in range(60))

    drawn = {
        text_of("random-5", long, seed=seed, epoch=epoch, sample=sample)
        for seed in (0, 1)
        for epoch in (1, 2)
        for sample in ("task/a", "task/b")
    }

    assert len(drawn) == 8


def test_random_neither_reads_nor_moves_the_global_generator() -> None:
    random.seed(1)
    state = random.getstate()
    first = text_of("random-2", FIVE)
    assert random.getstate() == state
    random.seed(2)
    assert text_of("random-2", FIVE) == first


def test_random_draws_every_sentence_about_as_often() -> None:
    drawn = [text_of("random-1", FIVE, seed=seed) for seed in range(500)]

    assert all(70 <= drawn.count(sentence) <= 130 for sentence in set(drawn))
    assert len(set(drawn)) == 5


@pytest.mark.parametrize("method", ["textrank", "lexrank"])
def test_graph_methods_take_the_sentence_that_the_others_are_like(method: str) -> None:
    text = (
        "The weather stayed mild and dry. Soldiers left the Kursk front. Officials say soldiers suffered heavy losses. "
        "Heavy losses made soldiers leave Kursk. Trains ran late."
    )

    assert text_of(f"{method}-1", text) == "Heavy losses made soldiers leave Kursk."


@pytest.mark.parametrize("method", ["textrank", "lexrank"])
def test_graph_methods_rank_over_all_articles(method: str) -> None:
    texts = ("Trains ran late. Soldiers left Kursk.", "Soldiers left Kursk under heavy fire. Heavy fire fell nightly.")

    assert text_of(f"{method}-1", *texts) == "Soldiers left Kursk under heavy fire."


@pytest.mark.parametrize("method", ["lead", "textrank", "lexrank", "oracle"])
def test_of_equal_sentences_the_first_is_taken(method: str) -> None:
    text = "Same words stand. Same words stand. Other things differ. Other things differ."

    assert text_of(f"{method}-1", text, references=("Same words. Other things.",)) == "Same words stand."


def test_the_oracle_takes_what_the_reference_says() -> None:
    text = "It rained. Some 4,000 soldiers were killed. Trains ran late. The rest withdrew in January."

    summary = text_of("oracle-3", text, references=("4,000 soldiers killed; the rest withdrew",))

    assert summary == "Some 4,000 soldiers were killed. The rest withdrew in January."


def test_the_oracle_counts_stems_as_the_scorer_does() -> None:
    text = "It rained. A soldier retreated. Trains ran."

    assert text_of("oracle-1", text, references=("soldiers retreating",)) == "A soldier retreated."


def test_the_oracle_alone_needs_references_and_says_that_it_is_an_upper_bound() -> None:
    backends = [backend(f"{method}-3") for method in METHODS]

    assert [each.method for each in backends if each.needs_references] == ["oracle"]
    assert [each.method for each in backends if each.parameters.get("upper_bound")] == ["oracle"]


def test_the_oracle_fails_for_good_where_there_is_no_reference() -> None:
    with pytest.raises(BackendError, match="'task/article-1' has no reference summary") as caught:
        text_of("oracle-3", FIVE)

    assert not caught.value.is_retryable


def test_parameters_are_plain_and_hold_what_moves_the_choice() -> None:
    parameters = {method: backend(f"{method}-3", seed=7).parameters for method in METHODS}

    assert json.loads(json.dumps(parameters)) == parameters
    assert all(each["sentences"] == 3 and each["version"] for each in parameters.values())
    assert [method for method in METHODS if "seed" in parameters[method]] == ["random"]
    assert parameters["lexrank"]["variant"] == "continuous"


@pytest.mark.parametrize(
    "model", ["lead-0", "lead-101", "lead-03", "lead-3.5", "lead--3", "lead-٣", "LEAD-3", "mid-3", ""]
)
def test_only_methods_with_a_whole_number_up_to_100_are_known(model: str) -> None:
    with pytest.raises(UsageError, match=re.escape(f"extractive/{model}: this is no METHOD-N.")):
        backend(model)


@given(
    st.sampled_from(METHODS),
    st.integers(1, 6),
    st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4), min_size=1, max_size=8),
    st.none() | st.integers(1, 15),
)
def test_a_summary_is_sentences_of_the_article_in_order(
    method: str, count: int, words: list[list[str]], limit: int | None
) -> None:
    sentences = [f"N{number} {' '.join(each)}." for number, each in enumerate(words)]

    summary = text_of(f"{method}-{count}", " ".join(sentences), words=limit, references=("a b c d",))
    taken = re.findall(r"N\d+[^.]*\.", summary)

    assert " ".join(taken) == summary
    assert 1 <= len(taken) <= count
    assert [sentences.index(each) for each in taken] == sorted({sentences.index(each) for each in taken})
    assert limit is None or len(taken) == 1 or len(summary.split()) <= limit


def test_answers_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "import sys, asyncio; sys.path[:0] = ['tests/backends']; from asking import ask, request;"
        "from harness.backends.base import BackendOptions; from harness.backends.extractive import create;"
        "text = open('seeds/pullback-explainer.md', encoding='utf-8').read();"
        "print([ask(create(m + '-3', BackendOptions()), request(text, references=('a withdrawal from Kursk',))).text"
        " for m in ('random', 'textrank', 'lexrank', 'oracle')])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(said) == 1
