"""Two runs are compared as one would by hand; what is printed of them is kept in golden files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from made_runs import (
    BACKEND,
    CASES,
    DIFFERENCE,
    FORMS,
    LOST_AND_GAINED,
    NO_DIFFERENCE,
    ONE_EVENT,
    SIGNATURES,
    UNSCORED,
    Made,
    golden_file,
    printed,
    samples,
    write_run,
)

from harness.errors import RunError, UsageError
from harness.results.comparing.compare import Terms, compare_pairs
from harness.results.comparing.models import Comparison, FigureDifference
from harness.results.comparing.show import compare_runs
from harness.results.comparing.sides import find_sides
from harness.results.schemas import FOLDER


def compared(folder: Path, sides: tuple[Made, Made], terms: Terms | None = None) -> Comparison:
    for run, made in zip("AB", sides, strict=True):
        write_run(folder / run, made)
    (found,) = compare_pairs(find_sides(["A", "B"], folder).pairs, terms)
    return found


def recall(found: Comparison) -> FigureDifference:
    row = found.figure("fact_recall")
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("name", "form"), [(name, "table") for name in CASES] + [("difference", form) for form in FORMS]
)
def test_what_is_printed_is_as_it_was(name: str, form: str, tmp_path: Path) -> None:
    assert printed(name, form, tmp_path) == golden_file(name, form).read_text(encoding="utf-8"), (
        "python tests/results/comparing/made_runs.py"
    )


def test_no_difference_is_called_none(tmp_path: Path) -> None:
    row = recall(compared(tmp_path, NO_DIFFERENCE))
    assert row.difference == pytest.approx(0.0)
    assert (row.verdict, row.p_corrected) == ("no difference shown", 1.0)
    assert row.interval
    assert row.interval.low == pytest.approx(-row.interval.high)


def test_a_difference_that_one_large_event_carries_is_not_told_of_although_the_test_sees_it(tmp_path: Path) -> None:
    """All seven events are better, which chance does once in 64; but what the other six say is half of it."""
    flood = {f"flood-{number}": "sssss" for number in range(30)}
    before = Made({**samples(*["soooo"] * 6), **dict.fromkeys(flood, "soooo")}, events=dict.fromkeys(flood, "flood"))
    after = replace(before, verdicts={**samples(*["ssooo"] * 6), **flood})
    found = compared(tmp_path, (before, after))
    row = recall(found)
    assert row.p_corrected == pytest.approx(2 / 2**7)
    assert row.interval
    assert row.interval.low < 0 < row.interval.high
    assert row.verdict == "cannot be told"
    assert row.reason.endswith("but the interval holds 0: the events are too few or too unequal")
    assert found.conclusion.startswith("Whether B is better cannot be told: p = 0.016")


def test_a_difference_is_shown_with_its_p_and_interval(tmp_path: Path) -> None:
    found = compared(tmp_path, DIFFERENCE)
    row = recall(found)
    # 2/5 against 1/5 eleven times, and 3/5 against 1/5 once: mean (11 x 0.2 + 0.4) / 12
    assert row.difference == pytest.approx(2.6 / 12)
    # every event says the same, so of 2^12 flips of signs two are as extreme; it alone is tested
    assert row.p == row.p_corrected == pytest.approx(2 / 2**12)
    # t(11) = 2.201; the deviations are 11 x (0.2 - m)^2 + (0.4 - m)^2, over 11 and 12
    error = ((11 * (0.2 - 2.6 / 12) ** 2 + (0.4 - 2.6 / 12) ** 2) / 11 / 12) ** 0.5
    assert row.interval
    assert row.interval.high == pytest.approx(2.6 / 12 + 2.200985 * error, abs=1e-6)
    assert (row.verdict, row.events, row.samples) == ("better", 12, 12)
    assert found.conclusion.startswith(
        "B is better: it states more of the gold facts (0.52 against 0.30, a difference of +0.22"
    )


def test_the_other_way_round_it_is_worse(tmp_path: Path) -> None:
    found = compared(tmp_path, (DIFFERENCE[1], DIFFERENCE[0]))
    assert recall(found).verdict == "worse"
    assert (found.count("lost"), found.count("gained")) == (13, 0)


def test_one_fact_lost_and_one_gained(tmp_path: Path) -> None:
    found = compared(tmp_path, LOST_AND_GAINED)
    ((lost,), (gained,)) = found.lost, found.gained
    assert (lost.sample, lost.fact, lost.kind, lost.importance) == ("rivers/f", "fact-0", "count", "key")
    assert (lost.before, lost.after, lost.span_before, lost.span_after) == ("supported", "omitted", (0, 5), None)
    assert (gained.fact, gained.importance, gained.reason_after) == ("fact-4", "detail", "It is supported.")
    assert found.count("lost", importance="key") == found.count("gained", kind="count") == 1
    assert found.count("lost", importance="detail") == 0


def test_unscored_samples_are_left_out_of_both_sides_and_bound_the_difference(tmp_path: Path) -> None:
    found = compared(tmp_path, UNSCORED)
    row = recall(found)
    assert [row.a, row.b] == pytest.approx([0.4, 0.6])
    assert (row.samples, row.left_out) == (8, 2)
    # A: 8 x 0.4 + 1 + 0..1, B: 8 x 0.6 + 0..1 + 1, of 10
    assert [row.lowest, row.highest] == pytest.approx([0.58 - 0.52, 0.68 - 0.42])
    (left,) = found.left_out
    assert (left.samples, left.unscored_a, left.unscored_b, left.no_answer_a, left.no_answer_b) == (2, 0, 1, 1, 0)
    # contradicted facts: the two samples have 5 facts each, any of which could have been contradicted
    wrong = found.figure("contradicted")
    assert wrong
    assert (wrong.difference, wrong.lowest, wrong.highest) == (0, -5, 5)


def test_samples_with_other_signatures_are_left_out(tmp_path: Path) -> None:
    found = compared(tmp_path, SIGNATURES)
    assert (recall(found).samples, recall(found).a, recall(found).b) == (2, 0.4, 0.5)
    (note,) = found.not_compared
    assert (note.what, note.a, note.b) == ("scorer facts", "facts|v:1|gold:aa", "facts|v:2|gold:aa")
    assert "1 of 3 samples" in note.reason
    assert found.count("gained") == 1  # the third sample's facts are not held against each other


def test_nothing_but_other_signatures_is_refused(tmp_path: Path) -> None:
    other = replace(SIGNATURES[1], signature="facts|v:3")
    with pytest.raises(UsageError, match=r"no figure can be compared.*signatures differ"):
        compared(tmp_path, (SIGNATURES[0], other))


def test_one_event_tells_nothing_beyond_itself(tmp_path: Path) -> None:
    found = compared(tmp_path, ONE_EVENT)
    row = recall(found)
    assert (row.verdict, row.p, row.interval) == ("cannot be told", None, None)
    assert found.conclusion.startswith("Whether B is better cannot be told from 1 event")
    assert [one.fact for one in found.newly_contradicted] == ["fact-4"]


def test_samples_may_be_taken_for_all_that_there_are(tmp_path: Path) -> None:
    sides = tuple(replace(side, events=dict.fromkeys("abcdefghijkl", "flood")) for side in DIFFERENCE)
    found = compared(tmp_path, (sides[0], sides[1]), Terms(cluster="sample"))
    assert (recall(found).verdict, recall(found).events, found.cluster) == ("better", 12, "sample")
    assert found.conclusion.startswith("On these samples alone")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 2}, "its version differs"),
        ({"prompt": "another"}, "its prompt differs"),
        ({"task": "lakes"}, "only A ran it"),
        ({"texts": {"a": "x", "b": "y", "c": "z"}}, "the texts of the articles differ"),
    ],
)
def test_what_is_something_else_is_refused_in_words(change: dict[str, object], said: str, tmp_path: Path) -> None:
    a = Made(samples("ssooo", "ssooo", "ssooo"))
    with pytest.raises(UsageError, match=said):
        compared(tmp_path, (a, replace(a, **change)))  # type: ignore[arg-type]


def test_another_prompt_is_compared_where_one_says_so(tmp_path: Path) -> None:
    a = Made(samples("ssooo", "ssooo"))
    found = compared(tmp_path, (a, replace(a, prompt="another")), Terms(across=frozenset({"prompt"})))
    assert recall(found).samples == 2
    assert "compared all the same" in found.not_compared[0].reason


def test_a_text_that_differs_is_left_out_alone(tmp_path: Path) -> None:
    a = Made(samples("ssooo", "ssooo", "sssss"))
    found = compared(tmp_path, (a, replace(a, texts={"c": "another"})))
    assert found.samples == 2
    assert recall(found).a == pytest.approx(0.4)


def test_epochs_that_both_have_are_compared_and_averaged_first(tmp_path: Path) -> None:
    a = Made({"a": ["ssooo", "ssooo", "sssss"], "b": ["ooooo", "ooooo", "sssss"]}, epochs=3)
    b = Made({"a": ["ssooo", "sssso"], "b": ["ooooo", "ooooo"]}, epochs=2)
    found = compared(tmp_path, (a, b))
    assert [recall(found).a, recall(found).b] == pytest.approx([0.2, 0.3])
    assert [(one.what, one.a, one.b) for one in found.not_compared] == [("epochs", "3", "2")]
    assert {one.epoch for one in found.gained} == {2}


def test_a_table_of_many_figures_cannot_show_what_a_single_one_can(tmp_path: Path) -> None:
    a, b = Made(samples(*["soooc"] * 6)), Made(samples(*["sssoo"] * 6))
    row = recall(compared(tmp_path, (a, b)))
    # 2 / 2^6 for each of three figures that differ: never below 0.05 together
    assert row.verdict == "cannot be told"
    assert row.p_corrected == pytest.approx(3 / 32)
    assert "choose fewer with --figure" in row.reason
    (only,) = compare_pairs(find_sides(["A", "B"], tmp_path).pairs, Terms(figures=frozenset({"fact_recall"})))
    assert recall(only).verdict == "better"
    assert recall(only).p_corrected == pytest.approx(1 / 32)


def test_backends_of_equal_name_are_paired_or_named(tmp_path: Path) -> None:
    one, two = Made(samples("ssooo"), backend="x/one"), Made(samples("sssoo"), backend="x/two")
    write_run(tmp_path / "both", one, two)
    write_run(tmp_path / "other", replace(one, backend="x/two"))
    (pair,) = find_sides(["both", "other"], tmp_path).pairs
    assert [side.side.backend for side in pair] == ["x/two", "x/two"]
    (pair,) = find_sides(["both:x/one", "both:two"], tmp_path).pairs
    assert [side.side.backend for side in pair] == ["x/one", "x/two"]
    (pair,) = find_sides(["both"], tmp_path).pairs
    assert [side.side.backend for side in pair] == ["x/one", "x/two"]
    with pytest.raises(UsageError, match="no backend 'thre'"):
        find_sides(["both:thre", "other"], tmp_path)
    with pytest.raises(UsageError, match="named twice"):
        find_sides(["both:one", "both:one"], tmp_path)
    write_run(tmp_path / "third", replace(one, backend="y/a"), replace(one, backend="y/b"))
    with pytest.raises(UsageError, match="A has x/one, x/two; B has y/a, y/b"):
        find_sides(["both", "third"], tmp_path)
    with pytest.raises(RunError, match="there is no run 'none'"):
        find_sides(["both", "none:x"], tmp_path)


def test_older_runs_without_importance_are_read(tmp_path: Path) -> None:
    for run, made in zip("AB", LOST_AND_GAINED, strict=True):
        path = write_run(tmp_path / run, made) / "scores.jsonl"
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for fact in [fact for row in rows for fact in row["facts"]]:
            del fact["importance"]
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    (found,) = compare_pairs(find_sides(["A", "B"], tmp_path).pairs)
    assert [one.importance for one in (*found.lost, *found.gained)] == [None, None]


def test_lines_written_otherwise_are_read_alike(tmp_path: Path) -> None:
    compact = compared(tmp_path, DIFFERENCE)
    for run in "AB":
        path = tmp_path / run / "scores.jsonl"
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        text = "".join(json.dumps(row, separators=(",", ":"), sort_keys=True) + "\n" for row in rows)
        path.write_text(text, encoding="utf-8")
    (found,) = compare_pairs(find_sides(["A", "B"], tmp_path).pairs)
    assert found == compact


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    for run, made in zip("AB", DIFFERENCE, strict=True):
        write_run(tmp_path / run, made)
    path = tmp_path / "B" / "scores.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace('"verdict": "supported"', '"verdict": "so"', 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(RunError, match=r"scores\.jsonl:4.*verdict"):
        list(compare_pairs(find_sides(["A", "B"], tmp_path).pairs))


def test_a_text_of_a_model_that_looks_like_a_fact_is_none(tmp_path: Path) -> None:
    compared(tmp_path, DIFFERENCE)
    path = tmp_path / "B" / "scores.jsonl"
    trap = '"}], "disputes": [{"id": "fact-9", "kind": "count", "importance": null, "verdict": "contradicted"'
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["reason"] = row["facts"][0]["reason"] = f', "facts": [{trap}'
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    (found,) = compare_pairs(find_sides(["A", "B"], tmp_path).pairs)
    assert (found.count("gained"), found.count("newly contradicted")) == (13, 0)
    assert recall(found).difference == pytest.approx(2.6 / 12)


def test_the_backend_of_the_made_runs_is_shown(tmp_path: Path) -> None:
    assert compared(tmp_path, ONE_EVENT).a.backend == BACKEND


def disputed(made: Made, folder: Path, disputes: dict[str, tuple[int, int, int]]) -> None:
    """Write a run whose scored answers have (disputes of the gold, of these touched, of these fair)."""
    path = write_run(folder, made) / "scores.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in [row for row in rows if row["outcome"] == "score"]:
        of_gold, touched, fair = disputes[row["sample"].removeprefix("rivers/")]
        row["values"] |= {"disputes_touched": touched, "disputes_fair": fair}
        verdicts = ["fair"] * fair + ["blended"] * (touched - fair) + ["omitted"] * (of_gold - touched)
        row["disputes"] = [
            {"id": f"d{n}", "verdict": verdict, "spans": [], "values": [], "reason": ""}
            for n, verdict in enumerate(verdicts)
        ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def test_fairness_is_bounded_by_the_disputes_of_the_gold(tmp_path: Path) -> None:
    # b has 3 disputes, as B's answer tells; A has none there, and could have told any number of them fairly
    disputed(Made({"a": "ssoo", "b": "no answer"}), tmp_path / "A", {"a": (2, 2, 1)})
    disputed(Made({"a": "ssoo", "b": "ssoo"}), tmp_path / "B", {"a": (2, 1, 1), "b": (3, 1, 0)})
    (found,) = compare_pairs(find_sides(["A", "B"], tmp_path).pairs)
    row = found.figure("fairness")
    assert row
    assert (row.a, row.b, row.left_out) == (0.5, 1.0, 1)
    # B: 1 of 2 in all. A: 1 of 2, with 0 of 3 or 3 of 3 besides: 1/5 to 4/5
    assert [row.lowest, row.highest] == pytest.approx([0.5 - 0.8, 0.5 - 0.2])


def test_what_has_no_bounds_says_why(tmp_path: Path) -> None:
    found = compared(tmp_path, UNSCORED)
    row = found.figure("unsupported")
    assert row
    assert (row.lowest, row.highest) == (None, None)
    assert row.why_no_bounds == "a summary could have any number of unsupported claims"
    told = [one for one in found.figures if one.left_out]
    assert all((one.lowest is None) == (one.why_no_bounds is not None) for one in told)
    assert not any(one.why_no_bounds for one in found.figures if not one.left_out)


def test_a_sample_that_nobody_was_scored_on_has_no_bounds_of_what_is_counted(tmp_path: Path) -> None:
    found = compared(tmp_path, (Made(samples("ssoo", "unscored")), Made(samples("ssso", "no answer"))))
    wrong = found.figure("contradicted")
    assert wrong
    assert wrong.why_no_bounds
    assert wrong.why_no_bounds.startswith("no answer to such a sample is scored")
    assert (recall(found).lowest, recall(found).highest) == pytest.approx((0.125 - 0.5, 0.125 + 0.5))


@pytest.mark.parametrize("name", CASES)
def test_what_is_printed_as_json_fits_its_schema_and_reads_back(name: str, tmp_path: Path) -> None:
    found = json.loads(printed(name, "json", tmp_path))
    Draft202012Validator(json.loads((FOLDER / "comparison.json").read_text(encoding="utf-8"))).validate(found)
    assert Comparison.model_validate(found).model_dump(mode="json") == found


def test_a_leaderboard_as_json_fits_its_schema(tmp_path: Path) -> None:
    sides = [replace(DIFFERENCE[0], backend=f"made/{name}") for name in ("one", "two", "three")]
    write_run(tmp_path / "run", *sides)
    found = json.loads(compare_runs(["run"], tmp_path, Terms(), "json"))
    Draft202012Validator(json.loads((FOLDER / "leaderboard.json").read_text(encoding="utf-8"))).validate(found)
