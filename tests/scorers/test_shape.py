from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from harness.articles.models import Article
from harness.scorers.base import Score, Scorer
from harness.scorers.shape import Runs, copied_pieces, create, novel_share
from harness.tasks.models import Prompt
from harness.tasks.samples import Sample


def sample_of(*texts: str, words: int | None = None, title: str = "Title") -> Sample:
    articles = tuple(Article(id=f"a{i}", title=title, event="e", text=text) for i, text in enumerate(texts))
    prompt = Prompt(name="p", version=1, text="{articles}")
    return Sample(id="t/set", task="t", task_version=1, articles=articles, gold=None, prompt=prompt, words=words)


def score(sample: Sample, summary: str) -> Score:
    outcome = asyncio.run(create({}).score(sample, summary))
    assert isinstance(outcome, Score)
    return outcome


def values(sample: Sample, summary: str) -> dict[str, float | None]:
    return dict(score(sample, summary).values)


ARTICLE = "North Korean troops have left the Kursk region, Kyiv says. The troops may come back."


def test_it_is_a_scorer_that_needs_nothing_but_articles() -> None:
    scorer: Scorer = create({})
    assert (scorer.name, scorer.needs) == ("shape", frozenset())


def test_the_figures_of_a_summary_are_those_worked_by_hand() -> None:
    # Copied: "Kyiv says" (2), "the troops" (2), "have left" (2), "Kursk" (1) of 8 words; "that" is the summary's own.
    # Density: (4 + 4 + 4 + 1) / 8. Article: 15 words and a title of 1; compression 16 / 8.
    # Pairs: kyiv says, the troops, troops have, have left stand there, 3 of 7 do not. Runs of 3: only troops have left
    # stands there, 5 of 6 do not. (From the front, "the troops" is taken before "troops have left" can be.)
    found = values(sample_of(ARTICLE, words=100), "Kyiv says that the troops have left Kursk.")
    assert found == pytest.approx(
        {
            "words": 8,
            "over_limit": 0,
            "compression": 16 / 8,
            "coverage": 7 / 8,
            "density": 13 / 8,
            "novel_1": 1 / 8,
            "novel_2": 3 / 7,
            "novel_3": 5 / 6,
        }
    )


def test_a_copied_sentence_is_one_piece() -> None:
    found = values(sample_of(ARTICLE), "The troops may come back!")
    assert (found["coverage"], found["density"], found["novel_3"]) == (1, 25 / 5, 0)


def test_a_copied_headline_is_not_novel() -> None:
    assert values(sample_of(ARTICLE, title="Kim reconsiders"), "Kim reconsiders")["density"] == 4 / 2


def test_no_piece_or_run_reaches_from_one_article_into_the_next() -> None:
    # "b" ends one article and "c" begins the next; with the titles between, but the same without them.
    found = values(sample_of("a b", "c d", title="-"), "a b c d")
    assert (found["coverage"], found["density"]) == (1, (4 + 4) / 4)
    assert (found["novel_1"], found["novel_2"], found["novel_3"]) == (0, 1 / 3, 1)


def test_the_longest_run_is_taken_where_a_shorter_one_overlaps_it() -> None:
    # Letters stand for words. At the first "aba" of the article only 3 match; the 4 begin inside it.
    runs = Runs(["xababac"])
    assert list(copied_pieces("abac", runs)) == [4]


def test_pieces_are_taken_from_the_front() -> None:
    # "a b" leaves "c d" behind, although "b c d" is longer.
    runs = Runs(["ab", "bcd"])
    assert list(copied_pieces("abcd", runs)) == [2, 2]


@pytest.mark.parametrize(("count", "expected"), [(10, 0.0), (11, 0.0), (12, 1.0)])
def test_a_summary_is_over_the_limit_beyond_ten_percent_more(count: int, expected: float) -> None:
    assert values(sample_of(ARTICLE, words=10), "word " * count)["over_limit"] == expected


def test_without_a_limit_there_is_nothing_to_be_over() -> None:
    assert values(sample_of(ARTICLE), "word")["over_limit"] is None


def test_list_marks_and_dashes_are_no_words() -> None:
    assert values(sample_of(ARTICLE), "- The U.S. troops — 11,000 — left.")["words"] == 5


def test_figures_without_anything_to_count_are_undefined() -> None:
    found = values(sample_of(ARTICLE, words=10), "...")
    assert found == {
        "words": 0,
        "over_limit": 0,
        **dict.fromkeys(["compression", "coverage", "density", "novel_1", "novel_2", "novel_3"]),
    }
    short = values(sample_of(ARTICLE), "They left.")
    assert (short["novel_2"], short["novel_3"]) == (1, None)


def test_the_reason_says_what_was_counted() -> None:
    assert score(sample_of(ARTICLE, words=100), "Kyiv says that the troops have left Kursk.").reason == (
        "8 words (limit 100); 7 of 8 stand in the articles, in 4 copied pieces, the longest of 2 words."
    )
    assert score(sample_of(ARTICLE), "...").reason == "0 words: nothing to compare with the articles."


def test_the_signature_names_the_limit() -> None:
    expected = "shape|v:1|length:blanks|words:unicode-words|against:titles,texts|limit:"
    assert create({}).signature(sample_of("a", words=100)) == expected + "100+10%"
    assert create({}).signature(sample_of("a")) == expected + "none"


def test_unknown_options_are_refused() -> None:
    with pytest.raises(ValidationError):
        create({"limit": "100"})


# Against the definition, word for word.

word_lists = st.lists(st.sampled_from("abc"), max_size=12)
sources = st.lists(word_lists, max_size=3)


def stands(run: Sequence[str], texts: Sequence[Sequence[str]]) -> bool:
    return any(list(run) == list(text[i : i + len(run)]) for text in texts for i in range(len(text) - len(run) + 1))


def pieces_by_search(words: Sequence[str], texts: Sequence[Sequence[str]]) -> list[int]:
    pieces, start = [], 0
    while start < len(words):
        longest = max(n for n in range(len(words) - start + 1) if n == 0 or stands(words[start : start + n], texts))
        pieces += [longest] * (longest > 0)
        start += max(longest, 1)
    return pieces


@given(word_lists, sources)
def test_pieces_are_those_of_a_plain_search(words: list[str], texts: list[list[str]]) -> None:
    assert list(copied_pieces(words, Runs(texts))) == pieces_by_search(words, texts)


@given(word_lists, sources, st.integers(1, 3))
def test_novel_runs_are_those_of_a_plain_search(words: list[str], texts: list[list[str]], n: int) -> None:
    runs = [words[i : i + n] for i in range(len(words) - n + 1)]
    expected: Any = sum(not stands(run, texts) for run in runs) / len(runs) if runs else None
    assert novel_share(words, Runs(texts), n) == expected


@given(st.text(alphabet="ab .", max_size=30), st.text(alphabet="abc .", max_size=30))
def test_a_word_is_novel_or_covered(article: str, summary: str) -> None:
    found = values(sample_of(article + "x"), summary)
    if found["coverage"] is not None and found["novel_1"] is not None and found["density"] is not None:
        assert found["coverage"] + found["novel_1"] == pytest.approx(1)
        assert found["coverage"] <= found["density"]


@pytest.mark.parametrize("unit", ["a ", "a b ", "a b a c ", "a " * 500 + "b "])
def test_repetition_costs_no_more_than_its_length(unit: str) -> None:
    # Comparing every place with every other would take minutes here.
    text = unit * (200_000 // len(unit))
    found = values(sample_of(text), text[: len(text) // 2] + " z " + text[: len(text) // 3])
    assert found["novel_1"] is not None
    assert 0 < found["novel_1"] < 0.001
