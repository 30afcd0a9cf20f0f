"""Words that a gold file adds to the lexicon: they count for it alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from writing import ONE, SET, changed, write_project

from harness.articles import load_article
from harness.files.project import Project
from harness.gold.gold import Gold
from harness.gold.load import load_gold
from harness.gold.matching import Matcher
from harness.text.words import lexicon


def load(root: Path, files: dict[str, str], name: str) -> tuple[Gold, Matcher]:
    project = Project(write_project(root, files))
    articles = {a.id: a for a in (load_article(project, path) for path in sorted((root / "seeds").glob("*.md")))}
    gold = load_gold(project, root / "gold" / f"{name}.yaml", articles)
    return gold, Matcher(gold, [articles[article] for article in gold.articles])


def verdict(matcher: Matcher, fact: str, summary: str) -> str:
    return next(v.verdict for v in matcher.match(summary).facts if v.id == fact)


def with_words(words: str, files: dict[str, str] = ONE) -> dict[str, str]:
    return changed(files, "gold/flood.yaml", "background:\n", f"{words}\nbackground:\n")


@pytest.mark.parametrize(
    ("words", "fact", "summary", "plain", "extended"),
    [
        ("words: {increase: [puff up]}", "rose", "The Oder puffed up six metres.", "omitted", "contradicted"),
        ("words: {increase: balloons}", "rose", "The Oder ballooned six metres.", "omitted", "contradicted"),
        ("words: {break: crumple}", "held", "The dyke crumpled.", "omitted", "contradicted"),
        ("words: {break: [go glurk]}", "held", "The dam did not go glurk.", "omitted", "supported"),
        ("words: {break: [go glurk]}", "held", "The dam stood.", "omitted", "omitted"),
    ],
)
def test_a_word_of_the_golds_own_is_found_with_it_only(
    words: str, fact: str, summary: str, plain: str, extended: str, tmp_path: Path
) -> None:
    _, without = load(tmp_path / "plain", ONE, "flood")
    _, matcher = load(tmp_path / "own", with_words(words), "flood")

    assert verdict(without, fact, summary) == plain
    assert verdict(matcher, fact, summary) == extended
    assert verdict(without, fact, summary) == plain


def test_own_opposites_keep_a_merged_number_from_its_count(tmp_path: Path) -> None:
    summary = "The Oder blobbed or rose three metres."
    _, without = load(tmp_path / "plain", ONE, "flood")
    _, matcher = load(
        tmp_path / "own", with_words("words: {balloon: [blob]}\nopposites: [[increase, balloon]]"), "flood"
    )

    assert verdict(without, "rose", summary) == "supported"
    assert verdict(matcher, "rose", summary) == "omitted"


def test_a_set_has_the_words_of_all_its_gold_files(tmp_path: Path) -> None:
    files = with_words("words: {increase: [balloon], bank: [mound]}", SET)
    files = changed(files, "gold/dyke.yaml", "names:\n", "words: {increase: [spate]}\nnames:\n")
    files = changed(
        files, "gold/both.yaml", "groups:\n", "words: {bank: [berm]}\nopposites: [[bank, drone]]\ngroups:\n"
    )

    gold, matcher = load(tmp_path, files, "both")

    assert gold.words == {"bank": ("berm", "mound"), "increase": ("balloon", "spate")}
    assert gold.opposites == (("bank", "drone"),)
    assert verdict(matcher, "flood/rose", "The Oder ballooned three metres.") == "supported"
    assert verdict(matcher, "dyke/rose", "The Oder ballooned four metres.") == "supported"


def test_gold_without_words_of_its_own_is_read_with_the_lexicon_itself(tmp_path: Path) -> None:
    gold, matcher = load(tmp_path, ONE, "flood")

    assert (gold.words, gold.opposites) == ({}, ())
    assert matcher.stage.lexicon is lexicon()
