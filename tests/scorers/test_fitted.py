"""The fitted scorer: what it returns, whose heads it takes, and that it grades no document that it was fitted on."""

from __future__ import annotations

import asyncio
import json
import math
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import ScorerError, SeenDocumentError
from harness.gold.verdicts import Claim, SentenceSupport
from harness.results.disk import to_json
from harness.scorers.base import Need, NoAnswer, Outcome, Score, Scorer, Unscored
from harness.scorers.features import FEATURES, features_of
from harness.scorers.fitted import FittedScorer, fitted_scorer, refuse_seen
from harness.scorers.grade import grade
from harness.scorers.grounding import GroundingScorer
from harness.scorers.head import Head, document_hashes, document_sha256, group_sha256, load_head
from harness.scorers.pairs import bare_signature, grade_pair
from harness.tasks.samples import Sample, sample_of

SEEN = "The river rose by 3 metres.\nTwo bridges were closed."
UNSEEN = "The river rose by 4 metres."
CROSS_VALIDATION = {
    "folds": 6,
    "rows": 12,
    "consistent": 6,
    "inconsistent": 6,
    "documents": 6,
    "auc": 0.75,
    "balanced_accuracy": 0.75,
    "right": 9,
    "untrained_auc": 0.5,
    "untrained_balanced_accuracy": 0.5,
    "untrained_right": 6,
    "documents_better": 3,
    "documents_worse": 0,
}
FIELDS: dict[str, Any] = {
    "scorer": bare_signature(GroundingScorer()),
    "intercept": 1.0,
    "features": [
        {"name": "hard quantity", "weight": -2.0, "mean": 0.5, "scale": 0.25},
        {"name": "groundedness lowest", "weight": 0.5, "mean": 0.6, "scale": 0.2},
    ],
    "penalty": 3.0,
    "threshold": 0.6,
    "cross_validation": CROSS_VALIDATION,
    "documents": [document_sha256(SEEN)],
}


def alone(*documents: str) -> list[tuple[list[str], None]]:
    """Rows of one document each, without a group."""
    return [([document], None) for document in documents]


def head(**more: object) -> Head:
    return Head.model_validate({**FIELDS, **more})


def claim(kind: str, verdict: str, severity: str) -> Claim:
    return Claim.model_validate({"span": (0, 1), "type": kind, "verdict": verdict, "severity": severity, "reason": "."})


CLAIMS = (
    claim("quantity", "unsupported", "hard"),
    claim("quantity", "contradicted", "hard"),
    claim("quantity", "supported", "hard"),
    claim("date", "contradicted", "warning"),
    claim("name", "unverifiable", "hard"),
)
SENTENCES = (SentenceSupport(span=(0, 3), groundedness=0.4), SentenceSupport(span=(4, 9), groundedness=0.8))
FOUND = Score(
    values={"score": 0.2, "groundedness": 0.6, "violations": 2.0, "warnings": 1.0},
    reason="2 violations.",
    claims=CLAIMS,
    sentences=SENTENCES,
    consistent=False,
)


@dataclass(frozen=True)
class Base:
    """A scorer below the head, with one outcome."""

    outcome: Outcome = FOUND
    name: str = "grounding"
    needs: frozenset[Need] = frozenset()

    def signature(self, sample: Sample) -> str:
        del sample
        return "base|v:1"

    async def score(self, sample: Sample, summary: str) -> Outcome:
        del sample, summary
        return self.outcome


def test_features_count_violations_and_warnings_by_type_and_measure_support_and_length() -> None:
    found = features_of(FOUND, "One two three.")
    assert list(found) == list(FEATURES)
    known = {
        "hard quantity": 2.0,
        "warning date": 1.0,
        "groundedness mean": 0.6,
        "groundedness lowest": 0.4,
        "words": math.log1p(3),
        "sentences": math.log1p(2),
    }
    assert {name: value for name, value in found.items() if value != 0.0} == known


def test_what_cannot_be_measured_is_none_and_never_zero() -> None:
    found = features_of(Score(values={"groundedness": None}, reason="."), "")
    assert (found["groundedness mean"], found["groundedness lowest"], found["words"]) == (None, None, 0.0)


def test_the_probability_is_the_logistic_function_of_the_weighted_features() -> None:
    """1 - 2 * (2 - 0.5) / 0.25 + 0.5 * (0.4 - 0.6) / 0.2 = -11.5; without the second, which counts as its mean, -11."""
    features = features_of(FOUND, "x")
    assert head().probability(features) == pytest.approx(1 / (1 + math.exp(11.5)))
    assert head().probability({**features, "groundedness lowest": None}) == pytest.approx(1 / (1 + math.exp(11)))
    assert head().probability({**features, "hard quantity": 0.0, "groundedness lowest": 0.6}) == pytest.approx(
        1 / (1 + math.exp(-5))
    )


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.floats(0, 1e6))
def test_a_probability_is_never_out_of_range(weight: float, mean: float, scale: float, value: float) -> None:
    feature = {"name": "words", "weight": weight, "mean": mean, "scale": scale}
    found = head(features=[feature]).probability({"words": value})
    assert 0 <= found <= 1


def test_the_score_is_the_probability_with_the_claims_passed_on() -> None:
    scorer = FittedScorer(head(scorer="base|v:1", features=[], intercept=0.0, threshold=0.5), Base())
    found = asyncio.run(scorer.score(sample_of([UNSEEN]), "x"))
    assert isinstance(found, Score)
    assert found.values == {"score": 0.5, "groundedness": 0.6, "violations": 2.0, "warnings": 1.0}
    assert (found.claims, found.sentences) == (CLAIMS, SENTENCES)
    assert found.consistent is True, "the threshold itself is enough"
    assert found.reason == "probability of being consistent 0.50, threshold 0.50; 2 violations."
    stricter = FittedScorer(head(scorer="base|v:1", features=[], intercept=0.0, threshold=0.51), Base())
    other = asyncio.run(stricter.score(sample_of([UNSEEN]), "x"))
    assert isinstance(other, Score)
    assert other.consistent is False


@pytest.mark.parametrize("outcome", [Unscored(reason="why"), NoAnswer(reason="why")])
def test_what_has_no_score_gets_no_probability(outcome: Outcome) -> None:
    scorer = FittedScorer(head(scorer="base|v:1"), Base(outcome))
    assert asyncio.run(scorer.score(sample_of([UNSEEN]), "x")) == outcome


def test_the_signature_names_the_head_and_the_scorer_below() -> None:
    scorer = FittedScorer(head())
    signature = scorer.signature(sample_of([UNSEEN]))
    assert signature.startswith("fitted|v:1|head:")
    assert signature.endswith(f"|{FIELDS['scorer']}")
    other = FittedScorer(head(threshold=0.61))
    assert other.signature(sample_of([UNSEEN])) != signature
    assert (scorer.name, scorer.needs) == ("fitted", frozenset())


@pytest.mark.parametrize(
    "document",
    [
        SEEN,
        SEEN.replace("\n", " \r\n "),
        f"  {SEEN}\n\n",
        SEEN.replace(" ", "\u00a0"),
        SEEN.upper(),
        SEEN.replace(".", " !"),
        SEEN.replace(".", ""),
        SEEN.replace("bridges", "brid-ges"),
        f"\ufeff{SEEN}\u202e",
        *(SEEN.replace("e", f"e{sign}") for sign in "\u200b\u200d\u00ad\u2060\ufe0f\u180b\U000e0100"),
        SEEN.replace("3", "\uff13").replace("b", "\uff42"),
        SEEN.replace("3", "\u0663"),
        "\u201c" + SEEN.replace(" ", " \u2013 ") + "\u201d",
    ],
)
def test_a_document_that_it_was_fitted_on_is_not_graded_however_it_is_typed(document: str) -> None:
    with pytest.raises(SeenDocumentError, match=r"the head was fitted on the document\."):
        asyncio.run(grade_pair(FittedScorer(head()), [document], "The river rose by 3 metres."))


def test_nor_is_a_set_with_such_a_document_in_it() -> None:
    with pytest.raises(SeenDocumentError, match="fitted on 1 of the 2 documents"):
        asyncio.run(grade(sample_of([UNSEEN, SEEN]), "It rose.", [Base(), FittedScorer(head())]))


def _writes_nothing(sign: str) -> bool:
    """Whether a sign is neither letter nor digit, nor is one in a ring or in brackets."""
    return not any(part.isalnum() or unicodedata.combining(part) for part in unicodedata.normalize("NFKC", sign))


SIGNS = st.characters(exclude_categories=["L", "M", "N"]).filter(_writes_nothing)


@given(st.text(SIGNS, max_size=5), st.integers(0, len(SEEN)))
def test_nothing_but_letters_and_digits_makes_it_another_document(more: str, place: int) -> None:
    assert document_sha256(SEEN[:place] + more + SEEN[place:]) == document_sha256(SEEN)


@pytest.mark.parametrize(
    "other", [UNSEEN, SEEN.replace("3", "4"), SEEN.replace("Two", "Ten"), f"{SEEN} x", SEEN[1:], ""]
)
def test_other_letters_or_digits_do(other: str) -> None:
    assert document_sha256(other) != document_sha256(SEEN)


def test_signs_alone_are_a_document_too() -> None:
    assert len({document_sha256(text) for text in ("", "\U0001f600", "\U0001f601", "\u2026")}) == 4


def test_nor_are_its_parts_as_several_documents_or_several_that_were_graded_together_as_one() -> None:
    with pytest.raises(SeenDocumentError, match=r"fitted on 2 of the 2 documents\."):
        FittedScorer(head()).refuse(SEEN.split("\n"))
    together = head(documents=sorted(document_hashes(SEEN.split("\n"))))
    with pytest.raises(SeenDocumentError, match=r"fitted on the document\."):
        FittedScorer(together).refuse([SEEN])
    with pytest.raises(SeenDocumentError, match=r"fitted on 1 of the 2 documents\."):
        FittedScorer(together).refuse([UNSEEN, SEEN.partition("\n")[0]])


@pytest.mark.parametrize(("documents", "summary"), [([SEEN], ""), ([SEEN], "\u200b \n"), (["", SEEN], "It rose.")])
def test_a_summary_or_another_document_that_is_empty_opens_no_way_round(documents: list[str], summary: str) -> None:
    with pytest.raises(SeenDocumentError):
        asyncio.run(grade_pair(FittedScorer(head()), documents, summary))
    if all(documents):
        with pytest.raises(SeenDocumentError):
            asyncio.run(grade(sample_of(documents), summary, [FittedScorer(head())]))


def test_nor_is_a_row_of_a_group_that_it_was_fitted_on() -> None:
    scorer = FittedScorer(head(groups=[group_sha256("Oder")]))
    asyncio.run(grade_pair(scorer, [UNSEEN], "It rose.", "Elbe"))
    with pytest.raises(SeenDocumentError) as raised:
        asyncio.run(grade_pair(scorer, [UNSEEN], "It rose.", " Oder "))
    assert str(raised.value) == (
        "the head was fitted on rows of the group ' Oder '. Grade other documents, or fit a head without these. "
        "Where it is a group of other documents, name it otherwise."
    )
    refuse_seen([scorer], [([UNSEEN], "Elbe"), ([UNSEEN], None)])
    with pytest.raises(SeenDocumentError, match="fitted on rows of 1 of the groups to be graded, such as 'Oder'"):
        refuse_seen([scorer], [([UNSEEN], "Elbe"), ([UNSEEN], "Oder")])


def test_another_document_is_graded() -> None:
    found = asyncio.run(grade_pair(FittedScorer(head()), [UNSEEN], "The river rose by 4 metres."))
    assert isinstance(found, Score)
    assert found.consistent is not None


def test_an_evaluation_is_refused_with_how_many_documents_it_was_fitted_on() -> None:
    scorers: list[Scorer] = [GroundingScorer(), FittedScorer(head())]
    refuse_seen(scorers, alone(UNSEEN, "Rain."))
    refuse_seen([GroundingScorer()], alone(SEEN))
    with pytest.raises(SeenDocumentError) as raised:
        refuse_seen(scorers, alone(UNSEEN, SEEN, f"{SEEN}\n", SEEN, "Rain."))
    assert str(raised.value) == (
        "the head of 'fitted' was fitted on 1 of the 3 documents to be graded. "
        "Grade other documents, or fit a head without these."
    )


def test_a_head_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "head.json"
    path.write_text(to_json(head(scorer="grounding|v:0|lang:en")), "utf-8")
    with pytest.raises(ScorerError) as raised:
        fitted_scorer(path)
    assert str(raised.value) == (
        f"{path}: the head was fitted with 'grounding|v:0|lang:en', and the scorer is now {FIELDS['scorer']!r}. "
        "Fit it again: 'harness fit'."
    )


def test_a_head_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "head.json"
    path.write_bytes(b"\xef\xbb\xbf" + to_json(head(), indent=1).replace("\n", "\r\n").encode())
    assert load_head(path) == head()
    assert fitted_scorer(path) == FittedScorer(head())


def damaged(**more: object) -> bytes:
    return json.dumps({**FIELDS, **more}).encode()


FEATURE = FIELDS["features"][0]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", ":1:1: this is not JSON: "),
        (b'{\n "scorer": x}', ":2:12: this is not JSON: "),
        (b"\xff", ": is no JSON text that can be read."),
        (b"[" * 100_000, ": is no JSON text that can be read."),
        (b"[]", ": is no head ("),
        (b"{}", ": is no head (scorer: Field required)"),
        (
            damaged(schema_version=1),
            ": is a head of schema version 1; this version of the harness reads 2. Fit it again",
        ),
        (damaged(schema_version=None), ": is a head of schema version null; this version of the harness reads 2."),
        (damaged(schema_version=True), ": is a head of schema version true; this version of the harness reads 2."),
        (damaged(schema_version="2"), ": is a head of schema version '2'; this version of the harness reads 2."),
        (damaged(more=1), ": is no head (more: "),
        (damaged(threshold=1.5), ": is no head (threshold: "),
        (damaged(intercept=math.nan), ": is no head (intercept: "),
        (damaged(intercept=1e300), ": is no head (intercept: "),
        (damaged(penalty=0), ": is no head (penalty: "),
        (damaged(documents=["x"]), ": is no head (documents.0: "),
        (damaged(features=[{**FEATURE, "scale": 0}]), ": is no head (features.0.scale: "),
        (damaged(features=[{**FEATURE, "name": "luck"}]), ": is no head (there is no feature 'luck')"),
        (damaged(features=[FEATURE, FEATURE]), ": is no head (the feature 'hard quantity' stands there twice)"),
    ],
)
def test_a_damaged_head_is_refused_in_one_line(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "head.json"
    path.write_bytes(data)
    with pytest.raises(ScorerError) as raised:
        fitted_scorer(path)
    assert str(raised.value).startswith(f"{path}{told}")
    assert "\n" not in str(raised.value)


def test_a_head_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScorerError, match=r"nowhere\.json: cannot be read: "):
        fitted_scorer(tmp_path / "nowhere.json")
    with pytest.raises(ScorerError, match="cannot be read: "):
        load_head(tmp_path)
