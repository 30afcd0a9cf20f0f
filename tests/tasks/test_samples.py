"""Samples: their ids, and the prompt that a model is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from writing import DYKE_ARTICLE, DYKE_GOLD, ONE, PROMPT, SET, changed, write_project

from harness.articles import Article
from harness.tasks import Limit, Prompt, ScorerSpec, Task, load_task, samples_of
from harness.tasks.samples import render_articles


def article(name: str, text: str, *, event: str = "event", language: str = "en") -> Article:
    return Article(id=name, title=f"Title of {name}", event=event, text=text, language=language)


def task(prompt: str, *articles: Article, together: bool = False, words: int | None = None) -> Task:
    return Task(
        name="task",
        version=3,
        description=None,
        articles=articles,
        together=together,
        gold=(),
        prompt=Prompt(name="prompt", version=1, text=prompt),
        limit=Limit(words=words) if words else None,
        scorers=(ScorerSpec(name="shape"),),
        file="tasks/task.yaml",
    )


def test_a_task_has_a_sample_for_each_article_in_order() -> None:
    first, second = samples_of(task("{articles}", article("b", "Bees."), article("a", "Ants."), words=9))

    assert (first.id, second.id) == ("task/b", "task/a")
    assert (first.task, first.task_version, first.words, first.gold) == ("task", 3, 9, None)
    assert first.articles == (article("b", "Bees."),)
    assert first.references == ()


def test_articles_together_are_one_sample() -> None:
    articles = (article("b", "Bees.", event="x"), article("a", "Ants.", event="y"), article("c", "Cats.", event="x"))
    (sample,) = samples_of(task("{articles}", *articles, together=True))

    assert sample.id == "task/set"
    assert sample.articles == articles
    assert sample.events == ("x", "y")
    assert sample.words is None


def test_the_gold_of_an_article_goes_with_its_sample(tmp_path: Path) -> None:
    files = {**ONE, "seeds/dyke.md": DYKE_ARTICLE, "gold/dyke.yaml": DYKE_GOLD}
    files = changed(files, "tasks/river.yaml", "articles: [flood]\ngold: flood", "articles: [flood, dyke]\ngold: dyke")

    without, with_gold = samples_of(load_task("river", cwd=write_project(tmp_path, files)))

    assert (without.id, without.gold) == ("river/flood", None)
    assert with_gold.gold is not None
    assert (with_gold.id, with_gold.gold.name) == ("river/dyke", "dyke")


def test_the_gold_of_a_set_goes_with_its_sample(tmp_path: Path) -> None:
    (sample,) = samples_of(load_task("both", cwd=write_project(tmp_path, SET)))

    assert sample.gold is not None
    assert (sample.id, sample.gold.name) == ("both/set", "both")


def test_references_are_those_of_the_gold(tmp_path: Path) -> None:
    (sample,) = samples_of(load_task("river", cwd=write_project(tmp_path, ONE)))

    assert sample.references == ("The Oder rose by three metres.",)


def test_the_language_is_that_of_the_first_article() -> None:
    articles = (article("a", "Ameisen.", language="de"), article("b", "Bees."))

    assert samples_of(task("{articles}", *articles, together=True))[0].language == "de"


def test_one_article_is_shown_with_its_title_and_without_a_number() -> None:
    assert render_articles((article("a", "Ants."),)) == "Title of a\n\nAnts."


def test_several_articles_are_numbered() -> None:
    shown = render_articles((article("a", "Ants."), article("b", "Bees."), article("c", "Cats.")))

    assert shown == "[1] Title of a\n\nAnts.\n\n[2] Title of b\n\nBees.\n\n[3] Title of c\n\nCats."


def test_a_prompt_has_its_slots_filled() -> None:
    (sample,) = samples_of(task("At most {words} words ({words}!):\n{articles}", article("a", "Ants."), words=50))

    assert sample.prompt_text == "At most 50 words (50!):\nTitle of a\n\nAnts."


@pytest.mark.parametrize(
    "text", ["{words}", "{articles}", "a {words} {articles} b", "{{words}}", "\\1 \\g<0>", "{0} %s"]
)
def test_what_an_article_says_in_braces_is_left_alone(text: str) -> None:
    (sample,) = samples_of(task("{words}: {articles}", article("a", text), words=50))

    assert sample.prompt_text == f"50: Title of a\n\n{text}"


def test_what_a_prompt_says_in_other_braces_is_left_alone() -> None:
    (sample,) = samples_of(task('Answer with {"summary": "…"} {} { } {1}. {articles}', article("a", "Ants.")))

    assert sample.prompt_text == 'Answer with {"summary": "…"} {} { } {1}. Title of a\n\nAnts.'


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip))
def test_the_articles_stand_in_the_prompt_word_for_word(first: str, second: str) -> None:
    articles = (article("a", first), article("b", second))
    (sample,) = samples_of(task("<{articles}|{articles}>", *articles, together=True))

    shown = render_articles(articles)
    assert sample.prompt_text == f"<{shown}|{shown}>"


def test_a_prompt_of_the_project_is_rendered(tmp_path: Path) -> None:
    (sample,) = samples_of(load_task("both", cwd=write_project(tmp_path, SET)))

    assert "{articles}" in PROMPT
    assert sample.prompt_text.startswith(
        "Summarize in at most 50 words.\n\n[1] A river floods\n\nThe Oder rose by three"
    )
    assert "\n\n[2] The dyke holds\n\nThe Oder rose by four metres" in sample.prompt_text
