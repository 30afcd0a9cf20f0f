"""Which of two summaries is the more faithful, and why: hand-worked, and the same whichever stands first."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.gold.gold import Evidence
from harness.gold.verdicts import Claim, SentenceSupport
from harness.scorers.base import NoAnswer, Outcome, Score, Unscored
from harness.scorers.preference import Rival, prefer, tell_apart

DOCUMENT = "The river rose by 3 metres, and 1,200 people left."
A = "It rose by 4 metres. Many people left."
B = "It rose by 3 metres. Few people left."


def claim(text: str, words: str, *, against: str = "", verdict: str = "contradicted", article: str = "1") -> Claim:
    start = text.index(words)
    where = DOCUMENT.index(against)
    place = Evidence(article=article, start=where, end=where + len(against))
    return Claim.model_validate(
        {
            "span": (start, start + len(words)),
            "type": "quantity",
            "verdict": verdict,
            "severity": "hard",
            "evidence": (place,) if against else (),
            "reason": "It is another.",
        }
    )


def sentence(text: str, words: str, groundedness: float) -> SentenceSupport:
    start = text.index(words)
    return SentenceSupport(span=(start, start + len(words)), groundedness=groundedness)


def score(value: float | None, claims: tuple[Claim, ...] = (), sentences: tuple[SentenceSupport, ...] = ()) -> Score:
    return Score(values={"score": value}, reason="Found.", claims=claims, sentences=sentences)


def test_the_violation_that_only_one_has_is_the_reason() -> None:
    wrong = claim(A, "4 metres", against="3 metres")
    found = prefer(Rival("a", A, score(0.4, (wrong,))), Rival("b", B, score(0.9)), [DOCUMENT])
    assert found.preferred == "b"
    assert found.why == ('a says "4 metres", the document "3 metres" (contradicted quantity): It is another.',)


def test_a_violation_of_both_is_no_reason_wherever_it_stands_and_however_it_is_cased() -> None:
    first, second = claim(A, "Many people left"), claim("x " + A.upper(), "MANY PEOPLE LEFT")
    wrong = claim(A, "4 metres")
    a = Rival("a", A, score(0.2, (first, wrong)))
    b = Rival("b", f"x {A.upper()}", score(0.3, (second,)))
    assert prefer(a, b, [DOCUMENT]).why == ('a says "4 metres" (contradicted quantity): It is another.',)


def test_a_violation_that_one_has_twice_and_the_other_once_is_told_once() -> None:
    text = "4 metres, yes, 4 metres"
    twice = (claim(text, "4 metres"), claim(f"{text} ", "4 metres"))
    found = prefer(Rival("a", text, score(0.1, twice)), Rival("b", text, score(0.2, twice[:1])), [DOCUMENT])
    assert found.why == ('a says "4 metres" (contradicted quantity): It is another.',)


def test_reasons_against_the_other_come_before_those_against_the_preferred() -> None:
    a = Rival("a", A, score(0.4, (claim(A, "4 metres"), claim(A, "Many"))))
    b = Rival("b", B, score(0.5, (claim(B, "Few"),)))
    assert [why.split(" (")[0] for why in prefer(a, b, [DOCUMENT]).why] == [
        'a says "4 metres"',
        'a says "Many"',
        'b says "Few"',
    ]


def test_a_warning_is_no_violation() -> None:
    doubt = claim(A, "Many").model_copy(update={"severity": "warning"})
    found = prefer(Rival("a", A, score(0.4, (doubt,))), Rival("b", B, score(0.9)), [DOCUMENT])
    assert found.why == ("The score of b is 0.90, that of a 0.40.",)


def test_of_several_documents_the_number_is_told_and_unknown_ones_are_passed_over() -> None:
    wrong = claim(A, "4 metres", against="3 metres", article="2")
    strange = claim(A, "Many", against="1,200", article="9")
    found = prefer(Rival("a", A, score(0.4, (wrong, strange))), Rival("b", B, score(0.9)), ["Rain.", DOCUMENT])
    assert found.why[0].startswith('a says "4 metres", document 2 "3 metres" (')
    assert found.why[1].startswith('a says "Many" (')


def test_without_violations_the_sentences_of_one_place_whose_support_differs_most_are_the_reason() -> None:
    a = Rival("a", A, score(0.6, (), (sentence(A, "It rose by 4 metres.", 0.7), sentence(A, "Many people left.", 0.9))))
    b = Rival("b", B, score(0.7, (), (sentence(B, "It rose by 3 metres.", 1.0), sentence(B, "Few people left.", 0.8))))
    why = 'The document carries a\'s "It rose by 4 metres." less (0.70) than b\'s "It rose by 3 metres." (1.00).'
    assert prefer(a, b, [DOCUMENT]).why == (why,)


def test_a_sentence_that_only_one_has_is_the_reason_where_the_rest_is_the_same() -> None:
    short = "It rose by 4 metres."
    shared = sentence(A, short, 0.7)
    a = Rival("a", A, score(0.6, (), (shared, sentence(A, "Many people left.", 0.25))))
    found = prefer(a, Rival("b", short, score(0.7, (), (shared,))), [DOCUMENT])
    assert found.why == ('Only a says "Many people left.", which the document carries to 0.25.',)


def test_a_tie_is_no_preference() -> None:
    found = prefer(Rival("a", A, score(0.5)), Rival("b", B, score(0.5)), [DOCUMENT])
    assert (found.preferred, found.why) == (None, ("Both have the same score, 0.50.",))


@pytest.mark.parametrize("outcome", [Unscored(reason="it is foreign"), NoAnswer(reason="it is empty"), score(None)])
def test_without_a_score_there_is_no_preference_and_the_reason_is_told(outcome: Outcome) -> None:
    found = prefer(Rival("a", A, outcome), Rival("b", B, score(0.5)), [DOCUMENT])
    assert (found.preferred, found.why) == (None, (f"a has no score: {outcome.reason}",))
    both = prefer(Rival("a", A, outcome), Rival("b", B, outcome), [DOCUMENT])
    assert len(both.why) == 2


def test_quotes_are_one_line_and_of_bounded_length() -> None:
    text = f"4\n\n  {'metres ' * 60}."
    found = prefer(Rival("a", text, score(0.1, (claim(text, text),))), Rival("b", B, score(0.5)), [DOCUMENT])
    (quote,) = re.findall('"(.*)"', found.why[0])
    assert quote.startswith("4 metres metres")
    assert quote.endswith("…")
    assert len(quote) <= 150


def test_figures_are_told_apart() -> None:
    assert tell_apart(0.5, 0.25) == ("0.50", "0.25")
    assert tell_apart(0.501, 0.502) == ("0.5010", "0.5020")


SPANS = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda ends: (min(ends), max(ends)))
PLACES = st.builds(Evidence, article=st.sampled_from("12"), start=st.just(0), end=st.just(5))
CLAIMS = st.lists(
    st.builds(
        Claim,
        span=SPANS,
        type=st.sampled_from(["name", "date"]),
        verdict=st.sampled_from(["supported", "contradicted", "unsupported"]),
        severity=st.sampled_from(["hard", "warning"]),
        evidence=st.tuples() | st.tuples(PLACES),
        reason=st.just("Why."),
    ),
    max_size=3,
).map(tuple)
SENTENCES = st.lists(
    st.builds(SentenceSupport, span=SPANS, groundedness=st.sampled_from([0.0, 0.5, 1.0])), max_size=3
).map(tuple)
OUTCOMES = st.builds(
    Score,
    values=st.builds(lambda value: {"score": value}, st.none() | st.sampled_from([0.0, 0.5, 1.0])),
    reason=st.just("Found."),
    claims=CLAIMS,
    sentences=SENTENCES,
) | st.just(Unscored(reason="Foreign."))


@given(st.text(max_size=20), OUTCOMES, st.text(max_size=20), OUTCOMES)
def test_exchanging_the_two_exchanges_the_preference(a: str, of_a: Outcome, b: str, of_b: Outcome) -> None:
    found = prefer(Rival("a", a, of_a), Rival("b", b, of_b), [DOCUMENT, "x"])
    turned = prefer(Rival("a", b, of_b), Rival("b", a, of_a), [DOCUMENT, "x"])
    assert turned.preferred == {"a": "b", "b": "a", None: None}[found.preferred]
    assert len(turned.why) == len(found.why)
    assert found.why
