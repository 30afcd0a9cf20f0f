"""The view of a graded summary: golden lines, marks, and text that cannot steer the terminal."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.cli.drawing import draw, mark_spans
from harness.gold.gold import Evidence
from harness.gold.verdicts import Claim, DisputeVerdict, FactVerdict
from harness.results.graded import Graded
from harness.scorers.base import NoAnswer, Score, Unscored

ARTICLE = "The Oder rose by 3 metres on Monday. About 1,200 people left their homes in Lebus, the mayor said."
SUMMARY = "About 2,000 people left Lebus, the mayor of Lebus told NATO. The Oder rose by three metres."


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def evidence(words: str) -> tuple[Evidence, ...]:
    start, end = span(ARTICLE, words)
    return (Evidence(article="flood", start=start, end=end),)


FACTS = Score(
    values={"recall": 0.25, "accuracy": 0.5, "supported": 1.0},
    reason="1 fact stated, 1 contradicted, 2 left out.",
    facts=(
        FactVerdict(
            id="left",
            kind="count",
            verdict="contradicted",
            summary_span=span(SUMMARY, "About 2,000"),
            evidence=evidence("About 1,200 people left their homes in Lebus"),
            reason="The summary says about 2,000, the article about 1,200 (people).",
        ),
        FactVerdict(
            id="rise",
            kind="count",
            verdict="supported",
            mark="coarser",
            summary_span=span(SUMMARY, "three metres"),
            evidence=evidence("3 metres"),
            reason="Stated: 3 for 3.",
        ),
        FactVerdict(id="day", kind="date", verdict="omitted", reason="No date is given."),
        FactVerdict(id="hour", kind="date", verdict="omitted", reason="No date is given."),
        FactVerdict(id="why", kind="statement", verdict="omitted", reason="No sentence says this."),
    ),
    disputes=(
        DisputeVerdict(
            id="dead",
            verdict="flattened",
            also=("misattributed",),
            spans=(span(SUMMARY, "the mayor"),),
            reason="One value of two.",
        ),
    ),
    claims=(
        Claim(
            span=span(SUMMARY, "NATO"),
            type="name",
            verdict="unsupported",
            severity="hard",
            reason="'nato' is named in no article.",
        ),
        Claim(span=span(SUMMARY, "three metres"), type="quantity", verdict="supported", severity="hard", reason=""),
    ),
    consistent=False,
)
GRADED = Graded(
    task="flood",
    sample="flood/flood",
    summary=SUMMARY,
    outcomes={
        "facts": FACTS,
        "rouge": Score(values={"rouge1": 0.4, "rouge1_recall": 0.1, "rougeL": None}, reason="ROUGE-1: 4 of 10 words."),
        "nli": Unscored(reason="the model hung up"),
    },
    signatures={"facts": "facts|v:1|gold:abc", "rouge": "rouge|v:1", "nli": "nli|v:1"},
    articles={"flood": ARTICLE},
    words=50,
)

PLAIN = """\
flood/flood · summary.txt

  [!About 2,000] people left Lebus, the mayor of Lebus told [?NATO]. The Oder
  rose by [+three metres].

Not consistent: 1 contradicted fact, 1 unsupported claim, a dispute
misattributed (17 words, limit 50).

Contradicted: 1 of 5 facts
! left  The summary says about 2,000, the article about 1,200 (people).
    summary "About 2,000"
    article "About 1,200 people left their homes in Lebus"

Supported: 1 of 5 facts
+ rise  Stated: 3 for 3. (coarser)
    summary "three metres"
    article "3 metres"

Left out: 3 of 5 facts
- No date is given: day, hour.
- No sentence says this: why.

Disputes: where the articles differ
· dead: flattened, misattributed  One value of two.
    summary "the mayor"

Claims beyond the articles, or against them
? unsupported name  'nato' is named in no article.
    summary "NATO"

Figures
facts   recall 0.25, accuracy 0.50
        facts|v:1|gold:abc
rouge   rouge1 0.40, rougeL -
        ROUGE-1: 4 of 10 words.
        rouge|v:1
nli     unscored: the model hung up
        nli|v:1
"""


def test_the_plain_view_is_as_it_should_look() -> None:
    assert draw(GRADED, "summary.txt") == PLAIN


def without_codes(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_colours_take_the_place_of_the_marks() -> None:
    coloured = draw(GRADED, is_colour=True)
    assert "\x1b[1;4;31mAbout 2,000\x1b[0m people" in coloured
    assert "\x1b[4;33mNATO\x1b[0m" in coloured
    assert "\x1b[32mthree metres\x1b[0m" in coloured
    assert "[!" not in coloured
    assert "About 2,000 people left Lebus" in without_codes(coloured)


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("is_colour", [False, True])
def test_no_line_is_wider_than_asked_or_ends_in_blanks(width: int, *, is_colour: bool) -> None:
    for line in without_codes(draw(GRADED, width=width, is_colour=is_colour)).splitlines():
        assert len(line) <= width
        assert line == line.rstrip()


@pytest.mark.parametrize("width", [40, 80])
def test_lines_behind_a_hanging_indent_fit_too(width: int) -> None:
    words = " ".join(["wide"] * 60)
    facts = FACTS.model_copy(update={"facts": tuple(fact.model_copy(update={"reason": words}) for fact in FACTS.facts)})
    lines = draw(replace(GRADED, outcomes={"facts": facts, "other": Unscored(reason=words)}), width=width).splitlines()
    assert max(map(len, lines)) <= width
    assert sum(line.count("wide") for line in lines) == 60 * 3 + 30


def test_a_reason_that_has_its_stop_gets_no_second() -> None:
    text = draw(replace(GRADED, outcomes={"facts": NoAnswer(reason="no key. Set it.")}))
    assert "\nNo answer: no key. Set it.\n" in text


def test_a_summary_without_violation_says_so() -> None:
    good = FACTS.model_copy(update={"consistent": True, "facts": FACTS.facts[1:], "disputes": (), "claims": ()})
    text = draw(replace(GRADED, outcomes={"facts": good}))
    assert "\nNo violation found (17 words, limit 50).\n" in text
    assert "Contradicted" not in text
    assert "Disputes" not in text
    assert "Claims" not in text


def test_where_nothing_was_checked_it_is_not_called_consistent() -> None:
    text = draw(replace(GRADED, outcomes={"rouge": GRADED.outcomes["rouge"]}, words=None))
    assert "\nNothing was checked against the articles (17 words).\n" in text


def test_no_answer_is_told_with_its_reason() -> None:
    empty = replace(GRADED, summary=" \n", outcomes={"facts": NoAnswer(reason="the summary is empty")})
    assert draw(empty).startswith("flood/flood\n\n  (nothing)\n\nNo answer: the summary is empty.\n")


def test_an_answer_that_no_scorer_could_grade_is_unscored() -> None:
    text = draw(replace(GRADED, outcomes={"facts": Unscored(reason="not English")}))
    assert "\nUnscored: not English.\n" in text


def test_with_several_articles_the_evidence_names_its_article() -> None:
    text = draw(replace(GRADED, articles={"flood": ARTICLE, "bridges": "Closed."}))
    assert '    article flood: "3 metres"\n' in text


def test_hostile_text_is_shown_and_steers_nothing() -> None:
    words = "[red]\x1b[2J\u202e"
    summary = f"{words} fell.\nSecond line\r\x07"
    fact = FactVerdict(
        id="\x1b]0;x\x07",
        kind="count",
        verdict="contradicted",
        summary_span=(0, len(words)),
        evidence=(Evidence(article="flood", start=0, end=10),),
        reason="[blink]\x9b\u2066 why",
    )
    graded = replace(
        GRADED,
        summary=summary,
        outcomes={"facts": FACTS.model_copy(update={"facts": (fact,), "disputes": (), "claims": ()})},
        articles={"flood": "\x1b[31m[b]\u2028text"},
        signatures={"facts": "facts|\x1b[0m"},
    )
    plain = draw(graded, "\x1b[1m.txt")
    assert not set(plain) & set("\x1b\x07\x9b\r\u202e\u2066\u2028")
    assert "  [![red]\\x1b[2J\\u202e] fell.\n  Second line\\r\\x07\n" in plain
    assert "[blink]\\x9b\\u2066 why" in plain
    coloured = draw(graded, is_colour=True)
    assert not set(without_codes(coloured)) & set("\x1b\x07\x9b\r\u202e\u2066\u2028")
    assert "[red]\\x1b[2J" in without_codes(coloured)


SPANS = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda pair: (min(pair), max(pair)))


@given(st.text(max_size=12), st.lists(st.tuples(SPANS, st.sampled_from(["supported", "contradicted"]))))
def test_stretches_cover_the_summary_once_and_the_worst_mark_holds(
    summary: str, found: list[tuple[tuple[int, int], str]]
) -> None:
    facts = tuple(
        FactVerdict.model_validate({"id": "f", "kind": "count", "verdict": verdict, "summary_span": span, "reason": ""})
        for span, verdict in found
    )
    stretches = mark_spans(summary, [Score(values={}, reason="", facts=facts)])
    assert "".join(summary[start:end] for _, start, end in stretches) == summary
    marks = [mark for mark, start, end in stretches for _ in range(start, end)]
    for place, mark in enumerate(marks):
        verdicts = {verdict for (start, end), verdict in found if start <= place < end}
        expected = "!" if "contradicted" in verdicts else "+" if verdicts else ""
        assert mark == expected
