from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import ValidationError
from rouge_score.rouge_scorer import RougeScorer

from harness.articles.load import load_article
from harness.articles.models import Article
from harness.files.project import builtin_project
from harness.gold.gold import Gold
from harness.gold.models import Reference
from harness.scorers.base import Outcome, Score, Scorer, Unscored
from harness.scorers.rouge import Rouge, create
from harness.tasks.models import Prompt
from harness.tasks.samples import Sample

TYPES = ["rouge1", "rouge2", "rougeL", "rougeLsum"]


def sample_with(references: Sequence[str], language: str = "en") -> Sample:
    gold = Gold(
        name="a",
        sha256="0" * 64,
        articles=("a",),
        facts=(),
        references=tuple(Reference(id=f"ref-{i}", focus="all", text=text) for i, text in enumerate(references, 1)),
    )
    return Sample(
        id="t/a",
        task="t",
        task_version=1,
        articles=(Article(id="a", title="Title", event="e", text="Some text.", language=language),),
        gold=gold if references else None,
        prompt=Prompt(name="p", version=1, text="{articles}"),
    )


def score(references: Sequence[str], summary: str, language: str = "en", **options: Any) -> Outcome:
    return asyncio.run(create(options).score(sample_with(references, language), summary))


def values(references: Sequence[str], summary: str, language: str = "en", **options: Any) -> dict[str, float | None]:
    outcome = score(references, summary, language, **options)
    assert isinstance(outcome, Score)
    return dict(outcome.values)


def test_it_is_a_scorer_that_needs_references() -> None:
    scorer: Scorer = create({})
    assert (scorer.name, scorer.needs) == ("rouge", frozenset({"references"}))


def test_each_type_has_its_f_measure_precision_and_recall() -> None:
    # Words: 3 of 4 and 3 of 5. Pairs: "the army" of 3 and 4. In order: the army left, 3. F = 2 * shared / (4 + 5).
    found = values(["The army left the town."], "The army has left.")
    assert found == pytest.approx(
        {
            "rouge1": 6 / 9,
            "rouge1_precision": 3 / 4,
            "rouge1_recall": 3 / 5,
            "rouge2": 2 / 7,
            "rouge2_precision": 1 / 3,
            "rouge2_recall": 1 / 4,
            "rougeL": 6 / 9,
            "rougeL_precision": 3 / 4,
            "rougeL_recall": 3 / 5,
            "rougeLsum": 6 / 9,
            "rougeLsum_precision": 3 / 4,
            "rougeLsum_recall": 3 / 5,
        }
    )


def test_the_best_reference_counts_for_each_type_by_itself() -> None:
    # Words: 4 of 4 with the first, 3 with the second. Pairs: none with the first, 2 of 3 with the second.
    found = values(["d c b a", "a b c x"], "a b c d", types=["rouge1", "rouge2"])
    assert found["rouge1"] == 1
    assert found["rouge2"] == pytest.approx(2 / 3)


def test_the_best_reference_is_the_best_by_f_measure() -> None:
    # "a" is recalled whole, F = 2 * 1 / (1 + 4); of "a b c d e f", half is, F = 2 * 3 / (6 + 4).
    found = values(["a", "a b c d e f"], "a b c x", types="rouge1")
    assert found == {"rouge1": pytest.approx(6 / 10), "rouge1_precision": 3 / 4, "rouge1_recall": 3 / 6}


def test_the_reason_names_the_best_reference_and_the_shared_counts() -> None:
    outcome = score(["They stayed.", "The army left the town."], "The army has left.")
    assert outcome.reason == "ROUGE-1: 3 of the summary's 4 words are among the 5 of reference ref-2 (best of 2)."


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("rouge2", "ROUGE-2: 1 of the summary's 3 pairs of words are among the 4 of reference ref-1."),
        ("rouge3", "ROUGE-3: 0 of the summary's 2 runs of 3 words are among the 3 of reference ref-1."),
        ("rougeL", "ROUGE-L: 3 of the summary's 4 words stand in the same order among the 5 of reference ref-1."),
    ],
)
def test_the_reason_is_of_the_first_type(kind: str, reason: str) -> None:
    assert score(["The army left the town."], "The army has left.", types=[kind, "rouge1"]).reason == reason


def test_rouge_lsum_takes_sentences_for_lines() -> None:
    # The sentences are swapped: each is found whole in the other text, so 6 of 6, where the order of all gives 3 of 6.
    found = values(["The army left. Gen. Kim stayed."], "Gen. Kim stayed. The army left.")
    assert (found["rougeLsum"], found["rougeL"]) == (1, 3 / 6)


def test_words_are_stemmed_unless_told_not_to() -> None:
    assert values(["troops withdrawing"], "troop withdraws")["rouge1"] == 1
    assert values(["troops withdrawing"], "troop withdraws", stemmer="false")["rouge1"] == 0


def test_words_of_other_languages_are_read_whole() -> None:
    # In English, "für" would be the word r and both texts would share it.
    assert values(["Für Köln"], "Über Köln", "de")["rouge1"] == 1 / 2


@pytest.mark.parametrize("summary", ["...", "—", "\U0001f642", "他们走了。"])
def test_a_summary_without_a_word_is_unscored(summary: str) -> None:
    outcome = score(["The army left."], summary)
    assert isinstance(outcome, Unscored)
    assert "no word that the tokenizer rouge-score-en reads" in outcome.reason


def test_a_sample_without_references_is_unscored() -> None:
    assert isinstance(score([], "The army left."), Unscored)


def test_a_reference_without_a_word_never_wins() -> None:
    assert values(["—", "The army left."], "The army left.")["rouge1"] == 1
    assert values(["—"], "The army left.")["rouge1"] == 0


def test_the_signature_names_all_that_can_move_a_figure() -> None:
    two = sample_with(["A.", "B."])
    assert create({}).signature(two) == (
        "rouge|v:1|engine:harness|tokenizer:rouge-score-en|stemmer:yes|types:1,2,L,Lsum|split:harness-1|refs:2-max"
    )
    assert create({"types": "rouge1", "stemmer": "false"}).signature(sample_with(["A."], "de")) == (
        "rouge|v:1|engine:harness|tokenizer:unicode-words|stemmer:no|types:1|refs:1-max"
    )
    assert "|engine:rouge-score-0.1." in create({"engine": "rouge-score"}).signature(two)


def test_the_signature_says_no_stemmer_for_a_language_without_one() -> None:
    assert "|stemmer:no|" in create({"stemmer": "true"}).signature(sample_with(["A."], "de"))


@pytest.mark.parametrize(
    "options",
    [
        {"types": []},
        {"types": ["rouge0"]},
        {"types": ["rouge10"]},
        {"types": ["rougeW"]},
        {"types": ["rouge1", "rouge1"]},
        {"stemmer": "yes"},
        {"engine": "perl"},
        {"tokenizer": "words"},
    ],
)
def test_wrong_options_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        create(options)


def test_options_are_read_as_yaml_has_them() -> None:
    assert create({"types": "rougeL", "stemmer": "true"}) == create({"types": ["rougeL"], "stemmer": True})
    assert create({}) == Rouge()


def pieces_of_articles() -> list[str]:
    project = builtin_project()
    paths = sorted(path for path in (project.root / "seeds").glob("*.md") if path.name != "README.md")
    return [piece for path in paths for piece in load_article(project, path).text.split(". ")]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("stemmer", ["true", "false"])
def test_both_engines_give_the_same_figures_and_reason(stemmer: str, language: str) -> None:
    rng = random.Random(11)
    pieces = pieces_of_articles()
    for count in (1, 2, 3):
        references = [". ".join(rng.choices(pieces, k=4)) + "." for _ in range(count)]
        summary = "- " + ".\n- ".join(rng.sample(references[-1].split(". "), 2) + rng.choices(pieces, k=2))
        ours = score(references, summary, language, stemmer=stemmer)
        theirs = score(references, summary, language, stemmer=stemmer, engine="rouge-score")
        assert ours == theirs


def test_the_figures_are_those_that_the_package_gives_for_several_references() -> None:
    # Lines for sentences are already there, so that the package sees what we see.
    references = ["The army left.\nKim stayed in the town.", "Kim stayed.\nThe army left for the north."]
    summary = "The army has left the town.\nKim stays."
    found = values(references, summary)
    package = RougeScorer(TYPES, use_stemmer=True).score_multi(references, summary)
    for kind in TYPES:
        assert (found[f"{kind}_precision"], found[f"{kind}_recall"], found[kind]) == tuple(package[kind])
