"""What a sound gold file is read as; the mistakes are in tests/tasks/bad_files.txt."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from writing import ONE, SET, changed, write_project

from harness.articles import Article, load_article
from harness.errors import TaskError
from harness.files.project import Project
from harness.gold.gold import Evidence, Gold
from harness.gold.links import locate
from harness.gold.load import load_gold
from harness.gold.models import Quote, When


def load(root: Path, files: dict[str, str], name: str = "flood") -> tuple[Gold, dict[str, Article]]:
    project = Project(write_project(root, files))
    articles = [load_article(project, path) for path in sorted((root / "seeds").glob("*.md"))]
    by_id = {article.id: article for article in articles}
    return load_gold(project, root / "gold" / f"{name}.yaml", by_id), by_id


def test_facts_have_their_kind_weight_and_evidence(tmp_path: Path) -> None:
    gold, articles = load(tmp_path, ONE)
    text = articles["flood"].text

    facts = [
        (fact.id, fact.kind, fact.fact.weight, *(text[e.start : e.end] for e in fact.evidence)) for fact in gold.facts
    ]
    assert facts == [
        ("rose", "count", 3, "The Oder rose by three metres"),
        ("rose-when", "date", 2, "on Monday"),
        ("said", "attribution", 2, "the flood agency said"),
        ("held", "statement", 2, "The dyke at Lebus did not break"),
    ]


def test_a_group_weighs_as_its_heaviest_member_unless_it_says_otherwise(tmp_path: Path) -> None:
    gold, _ = load(tmp_path, ONE)
    lighter, _ = load(tmp_path, changed(ONE, "gold/flood.yaml", "point: How", "importance: detail\n  point: How"))

    assert [(group.members, group.weight, group.is_dispute) for group in gold.groups] == [(("rose", "said"), 3, False)]
    assert lighter.groups[0].weight == 1


def test_gold_of_an_article_carries_names_background_and_references(tmp_path: Path) -> None:
    gold, _ = load(tmp_path, ONE)

    assert (gold.name, gold.articles, gold.is_set) == ("flood", ("flood",), False)
    assert gold.names_of("flood")["mayor"].of == "Lebus"
    assert gold.names_of("dyke") == {}
    assert gold.background == ("The Oder is a river.",)
    assert [reference.text for reference in gold.references] == ["The Oder rose by three metres."]
    assert gold.fact("held").fact.states is not None
    with pytest.raises(KeyError):
        gold.fact("none")


@pytest.mark.parametrize("version", ["gold: 1", 'gold: "1"', "gold: '1'"])
def test_the_version_may_be_quoted(version: str, tmp_path: Path) -> None:
    assert load(tmp_path, changed(ONE, "gold/flood.yaml", "gold: 1", version))[0].name == "flood"


def test_short_forms_mean_the_same_as_long_ones(tmp_path: Path) -> None:
    short, _ = load(tmp_path, ONE)
    files = changed(ONE, "gold/flood.yaml", "evidence: The dyke at", "evidence:\n  - quote: The dyke at")
    files = changed(files, "gold/flood.yaml", "did: rise}", "did: [rise]}")
    long, _ = load(tmp_path, changed(files, "gold/flood.yaml", "who: agency", "who: {all: [agency]}"))

    assert long.facts == short.facts


def test_a_quote_may_differ_in_blanks_and_typographic_marks(tmp_path: Path) -> None:
    files = changed(
        ONE, "seeds/flood.md", "the mayor believes", "the mayor\u2019s \u201cold\u201d friend \u2013 he \u2013 believes"
    )
    files = changed(files, "gold/flood.yaml", "quote: on Monday,", 'quote: the mayor\'s "old"\n    friend - he,')

    gold, articles = load(tmp_path, files)

    (evidence,) = gold.fact("rose-when").evidence
    assert articles["flood"].text[evidence.start : evidence.end] == "the mayor\u2019s \u201cold\u201d friend \u2013 he"


TEXT = "Ferries stood still. Half of the ferries stood still, \u201chalf\u201d of them did not."
ARTICLE = Article(id="a", title="b", event="c", text=TEXT)


@given(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT)))
def test_a_quote_that_stands_once_is_found_where_it_stands(start: int, length: int) -> None:
    quote = TEXT[start : start + length].strip()
    if quote and TEXT.count(quote) == 1 and '"' not in quote and "\u201c" not in quote and "\u201d" not in quote:
        assert locate(Quote(quote=quote), ARTICLE) == Evidence(
            article="a", start=TEXT.index(quote), end=TEXT.index(quote) + len(quote)
        )


def originals(files: dict[str, str], report: str) -> dict[str, Article]:
    return {"flood": Article(id="flood", title="t", event="e", text=report, is_original=True)} if files else {}


def test_in_an_original_the_spans_are_evidence_and_quotes_are_not_looked_for(tmp_path: Path) -> None:
    project = Project(write_project(tmp_path, ONE))
    report = "x" * 30 + "on Monday"

    gold = load_gold(project, tmp_path / "gold" / "flood.yaml", originals(ONE, report))

    assert gold.fact("rose-when").evidence == (Evidence(article="flood", start=30, end=39),)
    assert gold.fact("rose").evidence == ()


def test_a_span_past_the_end_of_the_report_is_told(tmp_path: Path) -> None:
    project = Project(write_project(tmp_path, ONE))

    with pytest.raises(TaskError) as caught:
        load_gold(project, tmp_path / "gold" / "flood.yaml", originals(ONE, "x" * 38))

    assert str(caught.value) == (
        "gold/flood.yaml:17:42: 'original' ends at 39, past the end of the report (38). "
        "Count the report's code points anew."
    )


def test_a_set_has_its_members_as_facts_and_the_rest_aside(tmp_path: Path) -> None:
    gold, articles = load(tmp_path, SET, "both")

    assert (gold.articles, gold.is_set) == (("flood", "dyke"), True)
    assert [(fact.id, fact.article) for fact in gold.facts] == [("flood/rose", "flood"), ("dyke/rose", "dyke")]
    assert [fact.id for fact in gold.others] == ["flood/rose-when", "flood/said", "flood/held", "dyke/said"]
    assert [articles[e.article].text[e.start : e.end] for fact in gold.facts for e in fact.evidence] == [
        "The Oder rose by three metres",
        "The Oder rose by four metres",
    ]
    (group,) = gold.groups
    assert (group.id, group.members, group.weight, group.is_dispute) == (
        "how-high",
        ("flood/rose", "dyke/rose"),
        3,
        True,
    )


def test_a_set_knows_the_names_and_the_background_of_its_articles(tmp_path: Path) -> None:
    gold, _ = load(tmp_path, SET, "both")

    assert set(gold.names_of("flood")) == {"agency", "mayor"}
    assert gold.names_of("dyke")["mayor"].name == "the mayor of Lebus"
    assert gold.background == ("The Oder is a river.",)


def test_the_hash_of_a_set_changes_with_what_it_includes(tmp_path: Path) -> None:
    before, _ = load(tmp_path / "a", SET, "both")
    same, _ = load(tmp_path / "b", SET, "both")
    after, _ = load(tmp_path / "c", changed(SET, "gold/dyke.yaml", "The mayor says so.", "The mayor said so."), "both")

    assert before.sha256 == same.sha256 != after.sha256


def test_counts_and_dates_may_be_less_than_certain(tmp_path: Path) -> None:
    files = changed(ONE, "gold/flood.yaml", "did: rise}", "did: rise, certainty: likely}")
    gold, _ = load(tmp_path, changed(files, "gold/flood.yaml", "of: rose}", "of: rose, certainty: unconfirmed}"))

    count, date = gold.fact("rose").fact.count, gold.fact("rose-when").fact.date
    assert count is not None
    assert date is not None
    assert (count.certainty, date.certainty) == ("likely", "unconfirmed")
    assert When(when="2030", of="rose").certainty == "asserted"


@pytest.mark.parametrize("whole", ["1200", "2.7 million", "50%", "held"])
def test_a_count_is_of_a_number_or_a_fact(whole: str, tmp_path: Path) -> None:
    gold, _ = load(tmp_path, changed(ONE, "gold/flood.yaml", "did: rise}", f"did: rise, of: {whole}}}"))

    count = gold.fact("rose").fact.count
    assert count is not None
    assert count.of == whole


@pytest.mark.parametrize("end", ["published", "2030-01", "late 2029", "held"])
def test_a_duration_begins_and_ends_at_a_date_a_fact_or_publication(end: str, tmp_path: Path) -> None:
    lasting = f"{{lasting: 3 weeks, since: {end}, until: {end}, of: rose}}"
    gold, _ = load(tmp_path, changed(ONE, "gold/flood.yaml", "{when: 2030-03-04, of: rose}", lasting))

    date = gold.fact("rose-when").fact.date
    assert date is not None
    assert (date.since, date.until) == (end, end)


def test_what_an_attribution_says_in_words_is_no_fact(tmp_path: Path) -> None:
    words = "what: it rose, terms: [[rise]]}"
    gold, _ = load(tmp_path, changed(ONE, "gold/flood.yaml", "what: [rose]}", words))

    says = gold.fact("said").fact.says
    assert says is not None
    assert says.what == "it rose"


WEEK, MONTH = 7.0, 30.4375


@pytest.mark.parametrize(
    ("lasting", "low", "high", "is_vague"),
    [
        ("3 weeks", 3 * WEEK, 3 * WEEK, False),
        ("1 week", WEEK, WEEK, False),
        ("2 to 3 months", 2 * MONTH, 3 * MONTH, False),
        ("1.5 days", 1.5, 1.5, False),
        ("weeks", 2 * WEEK, 12 * WEEK, True),
        ("a few days", 2, 9, True),
        ("several weeks", 3 * WEEK, 9 * WEEK, True),
        ("many  months", 3 * MONTH, 18 * MONTH, True),
    ],
)
def test_a_duration_is_read_as_days(lasting: str, low: float, high: float, is_vague: bool) -> None:
    duration = When(lasting=lasting, of="rose").duration

    assert duration is not None
    assert (duration.low, duration.high, duration.is_vague) == (low, high, is_vague)


@pytest.mark.parametrize(
    "lasting", ["three weeks", "week", "a few", "3 to 2 weeks", "3 fortnights", "-1 day", "some days"]
)
def test_what_is_no_duration_is_refused(lasting: str) -> None:
    with pytest.raises(ValueError, match=r"is no duration|ends below its start"):
        When(lasting=lasting, of="rose")
