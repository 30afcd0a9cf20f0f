"""The facts scorer: from verdicts to figures, on a small made-up article."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pydantic import ValidationError

from harness.gold.matching import Matching
from harness.gold.verdicts import Claim, DisputeVerdict, FactVerdict
from harness.scorers.base import Outcome, Score, Unscored
from harness.scorers.facts import Facts, counted_length, create, is_consistent
from harness.scorers.readable import LONGEST
from harness.tasks import Sample, load_tasks, samples_of

DATA = Path(__file__).parent.parent / "data" / "ferry"


def sample(task: str = "ferry-morning") -> Sample:
    return samples_of(load_tasks([f"tasks/{task}.yaml"], cwd=DATA)[0])[0]


def outcome(summary: str, of: Sample | None = None) -> Outcome:
    return asyncio.run(create({}).score(of or sample(), summary))


def score(summary: str, task: str = "ferry-morning") -> Score:
    found = outcome(summary, sample(task))
    assert isinstance(found, Score)
    return found


def test_recall_is_the_share_of_weights() -> None:
    # Weights: aboard 3, injured 3, died 3, toll-source 2, in-service 1, fault 2, fault-source 2, no-comment 2,
    # rescue-time 2, rescued 2: 22 in all. Stated: aboard and died, 6.
    values = score("About 240 people were on board. Three passengers died.").values
    assert values["weight_total"] == 22
    assert values["weight_supported"] == 6
    assert values["recall"] == pytest.approx(6 / 22)


def test_accuracy_leaves_out_what_is_omitted() -> None:
    values = score("About 340 people were on board. Three passengers died.").values
    assert (values["supported"], values["contradicted"], values["accuracy"]) == (1, 1, 0.5)


def test_accuracy_is_undefined_where_no_fact_is_stated() -> None:
    found = score("A ferry was in trouble.")
    assert found.values["accuracy"] is None
    assert found.values["recall"] == 0


def test_group_counts_once_with_its_greatest_weight() -> None:
    # Groups: died (3), fault (2), injured (3); the five facts that are not in a group are not of the set.
    values = score("Three people died, says the coastguard [1]; five, says the hospital [2].", "ferry").values
    assert values["weight_total"] == 8
    assert values["weight_supported"] == 3
    assert (values["disputes_touched"], values["disputes_fair"]) == (1, 1)


@pytest.mark.parametrize(
    ("summary", "consistent"),
    [
        ("About 240 people were on board.", True),
        ("About 340 people were on board.", False),
        ("A ship from Bergen was in trouble.", False),  # Bergen is in no article
        ("It was a bad day.", None),  # nothing to check
    ],
)
def test_consistent_is_no_violation_found(summary: str, consistent: bool | None) -> None:
    assert score(summary).consistent is consistent


def test_every_figure_of_a_summary() -> None:
    """By hand: `aboard` (3) and `died` (3) are stated, `injured` is contradicted; a name and a number are nobody's."""
    found = score("About 240 people were on board. Three passengers died, 19 were injured. A ship came from Bergen.")
    kinds = {"count": (2, 1, 1), "date": (0, 0, 2), "attribution": (0, 0, 2), "statement": (0, 0, 2)}
    verdicts = ("supported", "contradicted", "omitted")
    by_kind = {f"{v}_{kind}": n for kind, listed in kinds.items() for v, n in zip(verdicts, listed, strict=True)}
    assert found.values == {
        "recall": 6 / 22,
        "accuracy": 2 / 3,
        "weight_supported": 6,
        "weight_total": 22,
        "supported": 2,
        "contradicted": 1,
        "omitted": 7,
        "unsupported": 2,
        "disputes_touched": 0,
        "disputes_fair": 0,
        **by_kind,
    }
    assert found.reason == "2 facts stated, 1 contradicted, 7 left out; 2 unsupported claims."


@pytest.mark.parametrize(
    ("summary", "verdict", "figures", "reason"),
    [
        (
            "Three people died, says the coastguard [1]; five, says the hospital [2].",
            "fair",
            (1, 1),
            "1 fact stated, 0 contradicted, 2 left out; 0 unsupported claims; 1 of 1 disputes told fairly.",
        ),
        (
            "Three people died.",
            "flattened",
            (1, 0),
            "1 fact stated, 0 contradicted, 2 left out; 0 unsupported claims; 0 of 1 disputes told fairly.",
        ),
        (
            "A ferry was in trouble.",
            "omitted",
            (0, 0),
            "0 facts stated, 0 contradicted, 3 left out; 0 unsupported claims.",
        ),
    ],
)
def test_disputes_are_counted_where_they_are_touched(
    summary: str, verdict: str, figures: tuple[int, int], reason: str
) -> None:
    found = score(summary, "ferry")
    assert [(d.id, d.verdict) for d in found.disputes] == [("died", verdict), ("fault", "omitted")]
    assert (found.values["disputes_touched"], found.values["disputes_fair"]) == figures
    assert found.reason == reason


def test_a_group_with_a_contradicted_member_is_not_supported() -> None:
    summary = (
        "A steering fault may have caused the accident, says the captain [1]. "
        "A steering fault did not cause the accident, says the operator [2]."
    )
    found = score(summary, "ferry")
    verdicts = {fact.id: fact.verdict for fact in found.facts}
    assert (verdicts["ferry-morning/fault"], verdicts["ferry-evening/fault"]) == ("supported", "contradicted")
    assert (found.values["supported"], found.values["contradicted"], found.values["accuracy"]) == (0, 1, 0)
    assert found.values["weight_supported"] == 0


def test_what_may_be_the_readers_fault_is_no_unsupported_claim() -> None:
    found = score("About 240 people were on board. It was a \u201cdisaster\u201d.")
    assert [claim.severity for claim in found.claims if claim.verdict == "unsupported"] == ["warning"]
    assert found.values["unsupported"] == 0
    assert found.consistent is True


def fact(verdict: str) -> FactVerdict:
    return FactVerdict.model_validate({"id": "a", "kind": "count", "verdict": verdict, "reason": ""})


def dispute(verdict: str, *also: str) -> DisputeVerdict:
    return DisputeVerdict.model_validate({"id": "a", "verdict": verdict, "also": also, "reason": ""})


def claim(verdict: str, severity: str) -> Claim:
    return Claim.model_validate(
        {"span": (0, 1), "type": "name", "verdict": verdict, "severity": severity, "reason": ""}
    )


CONSISTENT: list[tuple[Matching, bool | None]] = [
    # false on a contradicted fact, a hard claim that nobody carries, or a dispute told wrongly
    (Matching((fact("supported"), fact("contradicted")), (), ()), False),
    (Matching((fact("supported"),), (), (claim("unsupported", "hard"),)), False),
    (Matching((fact("supported"),), (), (claim("contradicted", "hard"),)), False),
    (Matching((fact("supported"),), (), (claim("supported", "hard"), claim("unsupported", "hard"))), False),
    *((Matching((), (dispute(verdict),), ()), False) for verdict in ("misattributed", "blended", "fabricated")),
    (Matching((), (dispute("fabricated", "misattributed"), dispute("fair")), ()), False),
    (Matching((), (dispute("misattributed", "blended", "one-sided"),), ()), False),
    # else true where something was checked
    (Matching((fact("supported"),), (), ()), True),
    (Matching((fact("supported"),), (dispute("flattened", "one-sided"),), ()), True),
    (Matching((fact("omitted"), fact("supported")), (dispute("fair"),), ()), True),
    (Matching((fact("omitted"),), (), (claim("supported", "hard"),)), True),
    (Matching((), (), (claim("unsupported", "warning"),)), True),
    (Matching((), (), (claim("contradicted", "warning"),)), True),
    (Matching((), (), (claim("unverifiable", "hard"),)), True),
    # and open where nothing was
    (Matching((), (), ()), None),
    (Matching((fact("omitted"),), (dispute("omitted"),), ()), None),
]


@pytest.mark.parametrize(("matching", "expected"), CONSISTENT)
def test_consistency_follows_from_the_verdicts(matching: Matching, expected: bool | None) -> None:
    assert is_consistent(matching) is expected


def test_text_past_the_limit_earns_no_recall() -> None:
    filler = "The weather was calm and the sea was grey and wide. " * 5  # 55 words; the limit is 40 and 10%
    assert score(f"{filler}Three passengers died.").values["supported"] == 0
    assert score(f"Three passengers died. {filler}").values["supported"] == 1


def test_counted_length_ends_after_the_last_word_that_counts() -> None:
    assert counted_length("one two three", 10) is None
    assert counted_length("one - two three four", 2) == len("one - two")  # a dash is no word; 2 plus 10% is 2
    assert counted_length("a b", None) is None


@pytest.mark.parametrize(("limit", "allowed"), [(1, 1), (2, 2), (10, 11), (40, 44), (45, 49), (100, 110)])
def test_a_tenth_more_than_the_limit_counts(limit: int, allowed: int) -> None:
    words = [f"w{i}" for i in range(allowed)]
    assert counted_length(" ".join(words), limit) is None
    assert counted_length(" ".join([*words, "w"]), limit) == len(" ".join(words))


@pytest.mark.parametrize(
    "summary",
    [
        "Паром сел на мель у берега, три человека погибли, двенадцать ранены.",
        "Eine Fähre mit zweihundert Menschen lief vor Lomvik auf Grund, drei Menschen starben, zwölf wurden verletzt.",
    ],
)
def test_language_that_the_reader_does_not_know_is_unscored(summary: str) -> None:
    found = outcome(summary)
    assert isinstance(found, Unscored)
    assert found.reason == "The summary is in a language or script that the reader does not know."


@pytest.mark.parametrize(
    "summary",
    [
        "Om Lomvik, to menschen.",  # too few words to tell a language by
        "drei menschen",
        "Marit Aas, \u041b\u043e\u043c\u0432\u0438\u043a: ferry aground.",  # one name in other letters
        "The ship ran aground and was towed.",
        "Sundfjord, Lomvik, Brandal, Tidende, Aas.",  # names are of no language
        "240 + 12 = 252",
    ],
)
def test_what_is_not_clearly_another_language_is_scored(summary: str) -> None:
    assert isinstance(outcome(summary), Score)


@pytest.mark.parametrize(
    "summary",
    [
        "drei menschen starben",  # three words tell enough
        (
            "gestern abend lief eine alte f\u00e4hre with vielen leuten vor der stadt auf grund, drei menschen "
            "starben, zw\u00f6lf wurden dabei verletzt, sagte heute die k\u00fcstenwache."
        ),  # one English word among 25
        "Ferry: \u043f\u0430\u0440\u043e\u043c \u0441\u0435\u043b",
    ],
)
def test_what_is_clearly_another_language_is_unscored(summary: str) -> None:
    assert isinstance(outcome(summary), Unscored)


def test_a_sample_without_gold_is_unscored() -> None:
    bare = sample().model_copy(update={"gold": None, "words": None})
    assert outcome("Three passengers died.", bare) == Unscored(reason="The sample has no gold.")
    assert Facts().signature(bare) == "facts|v:9|lang:en|gold:none|limit:none"


def test_a_sample_in_another_language_is_unscored() -> None:
    article = sample().articles[0].model_copy(update={"language": "de"})
    german = sample().model_copy(update={"articles": (article,)})
    assert outcome("Three passengers died.", german) == Unscored(reason="The reader knows English, not 'de'.")
    assert "|lang:de|" in Facts().signature(german)


def test_a_summary_is_read_up_to_its_greatest_length() -> None:
    text = "Three passengers died."
    assert outcome(text.ljust(LONGEST)) == outcome(text)
    found = outcome(text.ljust(LONGEST + 1))
    assert found == Unscored(
        reason="The summary has 60,001 characters, more than 60,000: no summary, so it is not read."
    )


def test_one_scorer_grades_several_samples() -> None:
    scorer, text = Facts(), "Three passengers died."
    morning, both = sample(), sample("ferry")
    found = [asyncio.run(scorer.score(of, text)) for of in (morning, both, morning)]
    assert found == [score(text), score(text, "ferry"), score(text)]


def test_unknown_option_is_refused() -> None:
    with pytest.raises(ValidationError):
        create({"strict": "true"})


def test_signature_names_gold_and_limit() -> None:
    gold = sample().gold
    assert gold is not None
    assert Facts().signature(sample()) == f"facts|v:9|lang:en|gold:{gold.sha256[:12]}|limit:40+10%"


def test_same_summary_same_score() -> None:
    text = "About 240 people were on board, said the mayor. Three passengers died in 2031."
    assert score(text) == score(text)
