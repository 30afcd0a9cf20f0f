"""What holds of grounding whatever the summary, and on several articles."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.articles import Article
from harness.gold.verdicts import Claim
from harness.grounding import Grounder, Grounding

ONE = """\
The ferry Aldane left Tolm harbour at noon with 212 passengers, the port office said. It reached Varde on Wednesday \
evening after a storm had held it up for six hours. Captain Runa Eldevik denied that the engine had failed."""
TWO = "The line's owner, Kvist Ferries, put the number of passengers at 240. The engine had failed twice, it said."


def article(text: str, name: str = "1") -> Article:
    return Article(id=name, title="", event="e", text=text)


GROUNDER = Grounder([article(ONE)])
SENTENCES = [
    "The ferry left with 212 passengers.",
    "The ferry left with 300 passengers.",
    "Captain Runa Eldevik denied that the engine had failed.",
    "It reached Tolm on Friday.",
    "Captain Brisk Olund did not say a word.",
]


def words_of(found: Grounding, summary: str) -> list[tuple[str, str]]:
    return [(claim.type, summary[slice(*claim.span)]) for claim in found.violations]


def test_each_sentence_has_its_support_and_the_sentence_that_carries_it() -> None:
    summary = "The ferry reached Varde on Wednesday evening. Penguins danced wildly."
    found = GROUNDER.ground(summary)
    first, second = found.sentences
    assert summary[slice(*first.span)] == "The ferry reached Varde on Wednesday evening."
    assert first.groundedness > 0.6
    assert second.groundedness < 0.2
    (evidence,) = first.evidence
    assert ONE[evidence.start : evidence.end].startswith("It reached Varde")
    assert second.evidence == ()


def test_the_article_itself_is_wholly_grounded_and_has_no_violation() -> None:
    found = GROUNDER.ground(ONE)
    assert found.groundedness == pytest.approx(1.0)
    assert found.violations == ()
    assert found.score == pytest.approx(1.0)


def test_a_violation_outweighs_any_groundedness() -> None:
    loose = GROUNDER.ground("Something about a boat, maybe.")
    wrong = GROUNDER.ground(ONE.replace("212", "213"))
    assert not loose.violations
    assert len(wrong.violations) == 1
    assert (wrong.groundedness or 0) > (loose.groundedness or 0)
    assert wrong.score < loose.score


def grounding_of(violations: int, groundedness: float | None) -> Grounding:
    wrong = Claim(span=(0, 1), type="name", verdict="unsupported", severity="hard", reason="-")
    return Grounding(claims=(wrong,) * violations, sentences=(), groundedness=groundedness)


SHARES = st.floats(min_value=0, max_value=1)


@given(st.integers(0, 500), SHARES, st.integers(1, 500), SHARES)
def test_fewer_violations_rank_first_whatever_the_groundedness(n: int, mine: float, more: int, other: float) -> None:
    fewer, wrong = grounding_of(n, mine), grounding_of(n + more, other)
    assert 1 >= fewer.score > wrong.score > 0
    assert 1 / (n + 2) < fewer.score <= 1 / (n + 1)


@given(st.integers(0, 500), SHARES, SHARES)
def test_as_many_violations_rank_by_groundedness(n: int, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert grounding_of(n, low).score <= grounding_of(n, high).score
    if high - low > 1e-6:
        assert grounding_of(n, low).score < grounding_of(n, high).score


@pytest.mark.parametrize(
    ("violations", "groundedness", "score"),
    [(0, 1.0, 1.0), (0, 0.0, 1 / 1.99), (1, 1.0, 0.5), (1, 0.0, 1 / 2.99), (2, 0.5, 1 / 3.495), (0, None, 1 / 1.99)],
)
def test_the_ranking_score_is_that_of_the_formula(violations: int, groundedness: float | None, score: float) -> None:
    assert grounding_of(violations, groundedness).score == pytest.approx(score)


def test_a_number_is_carried_by_the_article_that_has_it_and_by_no_sum_over_several() -> None:
    both = Grounder([article(ONE), article(TWO, "2")])
    summary = "The owner speaks of 240 passengers, the port office of 212."
    carried = [claim for claim in both.ground(summary).claims if claim.type == "quantity"]
    assert [claim.verdict for claim in carried] == ["supported", "supported"]
    assert [[evidence.article for evidence in claim.evidence] for claim in carried] == [["2"], ["1"]]
    assert words_of(both.ground("452 passengers were on board."), "452 passengers were on board.") == [
        ("quantity", "452")
    ]


def test_spans_are_those_of_the_summary_as_it_was_given() -> None:
    summary = "**Summary:**\n- The ferry left with **300** passengers."
    assert words_of(GROUNDER.ground(summary), summary) == [("quantity", "300")]


@pytest.mark.parametrize("summary", ["", " ", "\u200b", "?!", "- - -", "…"])
def test_a_summary_without_words_has_no_sentence_and_no_groundedness(summary: str) -> None:
    found = GROUNDER.ground(summary)
    assert (found.sentences, found.groundedness, found.violations) == ((), None, ())


@settings(deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), st.sampled_from(["\n", "  ", "\t", "\u00a0"]))
def test_blanks_between_words_change_no_verdict(sentences: list[str], blank: str) -> None:
    plain = " ".join(sentences)
    spread = plain.replace(" ", f" {blank}" if blank.isspace() and blank != "\n" else " ")
    expected = [kind for kind, _ in words_of(GROUNDER.ground(plain), plain)]
    assert [kind for kind, _ in words_of(GROUNDER.ground(spread), spread)] == expected


@settings(deadline=None)
@given(st.permutations(SENTENCES))
def test_the_order_of_sentences_changes_no_verdict(sentences: list[str]) -> None:
    summary = " ".join(["The ferry is late.", *sentences])
    assert sorted(words_of(GROUNDER.ground(summary), summary)) == sorted(
        found for sentence in SENTENCES for found in words_of(GROUNDER.ground(sentence), sentence) if found[1] != "It"
    )


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_any_text_is_read_and_figures_stay_in_their_range(summary: str) -> None:
    for found in (GROUNDER.ground(summary), GROUNDER.ground(f"{ONE} {summary}")):
        assert found.groundedness is None or 0 <= found.groundedness <= 1
        assert 0 <= found.score <= 1
        assert all(0 <= s.groundedness <= 1 for s in found.sentences)


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=300).filter(lambda text: text.strip()))
def test_any_article_is_read_and_carries_itself(text: str) -> None:
    found = Grounder([article(text)]).ground(text)
    assert found.groundedness is None or found.groundedness == pytest.approx(1.0)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_unicode_normalisation_changes_no_verdict(form: Literal["NFC", "NFD", "NFKC"]) -> None:
    text = "Señora Ólafsdóttir of Čáslav said on Tuesday that 1,900 litres had leaked."
    grounder = Grounder([article(text)])
    for summary in ("Ólafsdóttir spoke of 1,900 litres.", "Ólafsdóttir spoke of 1,950 litres."):
        told = unicodedata.normalize(form, summary)
        kinds = [kind for kind, _ in words_of(grounder.ground(summary), summary)]
        assert [kind for kind, _ in words_of(grounder.ground(told), told)] == kinds
