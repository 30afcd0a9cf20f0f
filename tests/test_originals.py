"""The built-in retellings against the reports that they stand for, for those who have them (HARNESS_ORIGINALS)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.articles import Article, load_article
from harness.files.project import builtin_project
from harness.gold import Gold, load_gold
from harness.text.known_names import KnownWords
from harness.text.names import find_names
from harness.text.reading import Reading
from harness.text.words import split_words

ORIGINALS = os.environ.get("HARNESS_ORIGINALS")
ARTICLES = ("pullback-explainer", "relayed-interview", "relayed-broadcast", "short-report", "tabloid-digest")

pytestmark = pytest.mark.skipif(not ORIGINALS, reason="HARNESS_ORIGINALS names no folder with the source reports")


def load(name: str, *, original: bool) -> tuple[Article, Gold]:
    project = builtin_project()
    folder = Path(ORIGINALS or "") if original else None
    article = load_article(project, project.path("article", name), originals=folder)
    return article, load_gold(project, project.path("gold", name), {article.id: article})


def numbers(text: str) -> set[tuple[float, float, bool]]:
    """Every number that counts something. `one of` is an article to the reader, and list marks count nothing."""
    plain = "\n".join(line.lstrip("#0123456789. ") if line[:1] in "#0123456789" else line for line in text.split("\n"))
    return {(round(q.amount.low, 4), round(q.amount.high, 4), q.amount.is_share) for q in Reading(plain).quantities}


def times(text: str) -> set[object]:
    """Every date and every length of time; vague ones by their unit, since 'for weeks' is 'several weeks' retold."""
    found: set[object] = set()
    for mention in Reading(text).times:
        if mention.period:
            found.add((mention.period.earliest, mention.period.latest))
        elif mention.duration:
            found.add(mention.duration.unit if mention.is_vague else (mention.duration.low, mention.duration.high))
    return found


def unknown_names(text: str, known: str) -> set[str]:
    """The words of names in a text that another text carries in no form (demonym, capital, acronym)."""
    prose = "\n".join(line for line in text.split("\n") if line.rstrip("\"' ").endswith((".", "!", "?")))
    words = KnownWords([known])
    # The first word of a sentence has its capital for another reason.
    mentions = ((m.words[1:] if m.starts_sentence else m.words) for m in find_names(Reading(prose)))
    return {word for mention in mentions for word in words.missing(mention)}


@pytest.mark.parametrize("name", ARTICLES)
def test_numbers_are_those_of_the_report(name: str) -> None:
    report, retelling = load(name, original=True)[0], load(name, original=False)[0]
    assert numbers(retelling.text) == numbers(report.text)


@pytest.mark.parametrize("name", ARTICLES)
def test_dates_and_durations_are_those_of_the_report(name: str) -> None:
    report, retelling = load(name, original=True)[0], load(name, original=False)[0]
    assert times(retelling.text) == times(report.text)


@pytest.mark.parametrize("name", ARTICLES)
def test_people_and_outlets_are_those_of_the_report(name: str) -> None:
    report, gold = load(name, original=True)
    retelling, _ = load(name, original=False)
    words = {text: {word.lower for word in split_words(text)} for text in (report.text, retelling.text)}
    for key, entry in gold.names_of(name).items():
        if entry.kind in ("person", "outlet", "body") and entry.name and entry.name[0].isupper():
            parts = {word.lower for word in split_words(entry.name) if word.is_capital}
            assert (parts <= words[report.text]) == (parts <= words[retelling.text]), key


@pytest.mark.parametrize("name", ARTICLES)
def test_retelling_names_nobody_else(name: str) -> None:
    report, retelling = load(name, original=True)[0], load(name, original=False)[0]
    assert unknown_names(retelling.text, report.text) == set()


@pytest.mark.parametrize("name", ARTICLES)
def test_report_names_nobody_whom_the_retelling_leaves_out(name: str) -> None:
    report, retelling = load(name, original=True)[0], load(name, original=False)[0]
    assert unknown_names(report.text, f"{retelling.title}. {retelling.text}") == set()


@pytest.mark.parametrize("name", ARTICLES)
def test_spans_into_the_report_carry_their_quotes(name: str) -> None:
    report, gold = load(name, original=True)
    for fact in gold.facts:
        assert fact.fact.evidence, fact.id
        for quote in fact.fact.evidence:
            assert quote.original, (fact.id, quote.quote)
            start, end = quote.original
            span = report.text[start:end]
            assert 0 <= start < end <= len(report.text), fact.id
            assert not (report.text[start - 1 : start].isalnum() and span[:1].isalnum()), (fact.id, span)
            assert not (report.text[end : end + 1].isalnum() and span[-1:].isalnum()), (fact.id, span)
            assert span == span.strip(), (fact.id, span)
            if fact.kind == "count":
                assert numbers(quote.quote) & numbers(span) or not numbers(quote.quote), (fact.id, span)
            ours, theirs = ({w.lemma for w in split_words(t) if len(w.lemma) > 3} for t in (quote.quote, span))
            assert ours & theirs or min(len(ours), len(theirs)) <= 2, (fact.id, quote.quote, span)
