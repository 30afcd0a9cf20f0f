"""Tables: golden layouts, and the same figures in every format."""

from __future__ import annotations

import csv
import io
import json
import shlex
from collections.abc import Mapping
from dataclasses import replace

import pytest
from tables import FIGURES, counts, manifest, summary, summary_row

from harness.backends.registry import DEFAULT_BACKENDS
from harness.results.models import Interval, Kind, Summary, SummaryRow
from harness.results.rows import Cell
from harness.results.table import FORMS, WIDTH, Report, merge_signatures, print_records, print_report, wrap_signature
from harness.scorers.cards import Card

TWO = {"extractive/lead-3": {}, "extractive/oracle-3": {"upper_bound": True}}
HOSTILE = "x/\x1b[31m\u202e|`=[b](http://a.b)[/red]"


CARDS = tuple(Card(scorer=name, signature=f"{name}|v:1|x:y", harness="0", measured=()) for name in ("facts", "rouge"))


def report(found: Summary | None = None, **more: object) -> Report:
    more.setdefault("cards", CARDS)
    rows = [summary_row("extractive/lead-3"), summary_row("extractive/oracle-3", figures={"fact_recall": 0.9})]
    return Report("20261122-120000-abcd", manifest(TWO), found or summary(rows), **more)  # type: ignore[arg-type]  # `by`


def test_the_table_is_as_it_should_look() -> None:
    assert print_report(report(), "table") == (
        "                        an-  over        accu- contra- unsup- fair- ROU- ROU-\n"
        "backend              swered limit recall  racy  dicted ported  ness GE-1 GE-L\n"
        "extractive/lead-3       6/6     1   0.50     -       2      0  1.00 0.42 0.25\n"
        "extractive/oracle-3*    6/6     -   0.90     -       -      -     -    -    -\n"
        "\n"
        "* An upper bound: it was shown the reference summaries.\n"
        "5 articles on 1 event are one cluster: no interval can be given.\n"
        "facts|v:1|gold:aa and bb\n"
        "rouge|v:1\n"
        "Reasons: harness results show 20261122-120000-abcd --sample oder\n"
    )


def with_intervals(backend: str, intervals: Mapping[str, tuple[float, float, float]]) -> SummaryRow:
    """Return a row of figures, each with the ends of its interval behind it."""
    found = summary_row(
        backend, figures={name: value for name, (value, _, _) in intervals.items()}, count=counts(600, 600)
    )
    ends = {name: Interval(low=low, high=high, events=7) for name, (_, low, high) in intervals.items()}
    metrics = {name: metric.model_copy(update={"interval": ends[name]}) for name, metric in found.metrics.items()}
    return found.model_copy(update={"metrics": metrics})


INTERVALS = {
    "fact_recall": (0.5, 0.44, 0.56),
    "fact_accuracy": (0.97, 0.918, 1.0),
    "fairness": (0.06, 0.0, 0.19),
    "rouge1": (0.5, 0.0, 1.0),
    "rougeL": (0.25, 0.2, 0.3),
}


def test_an_interval_stands_below_its_figure_and_never_goes_beyond_a_share() -> None:
    found = summary([with_intervals("extractive/lead-3", INTERVALS), summary_row("extractive/oracle-3")])
    text = print_report(report(found.model_copy(update={"interval": "9 articles on 7 events are 7 clusters"})), "table")

    assert text.splitlines()[2:5] == [
        "extractive/lead-3    600/600     -   0.50  0.97       -      -  0.06 0.50 0.25",
        "                                     ±.06  ≥.92                 ≤.19  0-1 ±.05",
        "extractive/oracle-3*     6/6     1   0.50     -       2      0  1.00 0.42 0.25",
    ]
    notes = " ".join(text.split())
    assert (
        "9 articles on 7 events are 7 clusters; ± is the 95% interval over them, ≤ one from 0 up, ≥ one up to 1, "
        "0-1 one that tells nothing." in notes
    )


def test_intervals_stand_in_every_format() -> None:
    found = report(summary([with_intervals("x/a", {"fact_recall": (0.5, 0.44, 0.56)})]))
    cells = json.loads(print_report(found, "json"))["rows"][0]
    (row,) = csv.DictReader(io.StringIO(print_report(found, "csv")))

    assert (cells["fact_recall_low"], cells["fact_recall_high"]) == (0.44, 0.56)
    assert (row["fact_recall_low"], row["fact_recall_high"]) == ("0.44", "0.56")
    assert "| 0.50 ±.06 |" in print_report(found, "md")


def test_with_intervals_the_default_backends_fit_80_columns() -> None:
    figures = dict.fromkeys((*INTERVALS, "contradicted", "unsupported", "over_limit"), (0.5, 0.0, 0.987))
    rows = [with_intervals(name, figures) for name in DEFAULT_BACKENDS]
    found = Report("20261122-120000-abcd", manifest({name: {} for name in DEFAULT_BACKENDS}), summary(rows))
    assert max(len(line) for line in print_report(found, "table").splitlines()) <= WIDTH


def test_with_the_default_backends_it_fits_80_columns() -> None:
    rows = [summary_row(name, count=counts(600, 600)) for name in DEFAULT_BACKENDS]
    found = Report("20261122-120000-abcd", manifest({name: {} for name in DEFAULT_BACKENDS}), summary(rows))
    assert max(len(line) for line in print_report(found, "table").splitlines()) <= WIDTH


def test_by_task_the_backends_stand_below_each_task() -> None:
    rows = [summary_row(name, task=task) for name in TWO for task in ("flood", "storm")]
    found = Report("r", manifest(TWO, ["flood", "storm"]), summary([summary_row("extractive/lead-3"), *rows]), "task")
    lines = print_report(found, "table").splitlines()
    assert [line.split()[0] for line in lines[2:10] if line] == [
        "flood",
        "extractive/lead-3",
        "extractive/oracle-3*",
        "storm",
        "extractive/lead-3",
        "extractive/oracle-3*",
    ]
    assert lines[-1].endswith("--sample flood/oder"), "the last part alone would be another task's sample too"


def test_by_kind_there_are_counts_and_shares_of_the_kind() -> None:
    kinds: tuple[Kind, ...] = ("count", "date")
    figures = {
        "supported_share": 0.25,
        "fact_accuracy": 0.5,
        "supported": 1.0,
        "contradicted": 1.0,
        "omitted": 2.0,
    }
    rows = [summary_row("extractive/lead-3", kind=kind, figures=figures) for kind in kinds]
    found = Report("r", manifest(TWO), summary([summary_row("extractive/lead-3"), *rows]), "kind")
    assert print_report(found, "table").startswith(
        "                     an-   sup- contra-             share accu-\n"
        "backend           swered ported  dicted omitted supported  racy\n"
        "\n"
        "count\n"
        "extractive/lead-3    6/6      1       1       2      0.25  0.50\n"
        "\n"
        "date\n"
    )


def test_what_is_in_no_figure_is_counted_below() -> None:
    rows = [summary_row("extractive/lead-3", unscored=2)]
    text = print_report(report(summary(rows, count=counts(6, 1, 3, 2))), "table")
    assert "Empty, refused or cut off: 3 of 6 answers, in no figure.\n" in text
    assert "Ended as errors: 2 of 6 requests, in no figure.\n" in text
    assert "Unscored, because a scorer could not grade them: up to 2 answers of a row.\n" in text
    assert "upper bound" not in text


def test_a_scorer_that_nothing_could_be_asked_of_says_so() -> None:
    found = report(summary([summary_row("extractive/lead-3")], signatures={"facts": ()}))
    assert "facts: no sample has what it needs\n" in print_report(found, "table")


@pytest.mark.parametrize(
    ("signatures", "told"),
    [
        (("rouge|v:1", "rouge|v:1|refs:2"), False),
        (("rouge|v:2",), True),
        (("rouge|v:1", "rouge|v:2"), True),
        ((), False),
    ],
)
def test_a_scorer_without_a_card_for_its_version_is_called_not_calibrated(
    signatures: tuple[str, ...], *, told: bool
) -> None:
    found = report(summary([summary_row("extractive/lead-3")], signatures={"rouge": signatures}))
    note = "rouge: not calibrated (no card says how far it agrees with labels)."
    assert (note in print_report(found, "table")) == told
    assert (note in print_report(found, "md")) == told


def test_figures_of_a_plugin_get_columns_and_those_of_other_scorers_do_not() -> None:
    figures = {**FIGURES, "nli.entailed": 0.125}
    found = report(summary([summary_row("extractive/lead-3", figures=figures)], signatures={"nli": ("nli|v:1",)}))
    assert [column.figure for column in found.columns] == [
        "over_limit",
        "fact_recall",
        "fact_accuracy",
        "contradicted",
        "unsupported",
        "fairness",
        "rouge1",
        "rougeL",
        "nli.entailed",
    ]
    assert print_report(found, "table").splitlines()[2].endswith("0.12")


def test_a_long_name_is_cut_in_the_middle_in_the_table_alone() -> None:
    name = f"openai/{'organization-' * 5}large"
    found = Report("r", manifest({name: {}}), summary([summary_row(name)]))
    first = print_report(found, "table").splitlines()[2]
    assert first.startswith("openai/orga…")
    assert "-large " in first
    assert name in print_report(found, "csv")


@pytest.mark.parametrize("is_bound", [False, True])
def test_a_long_name_is_cut_so_that_all_columns_fit(*, is_bound: bool) -> None:
    name = "openai/an-organization/model-17b-preview"
    row = summary_row(name, count=counts(6000, 6000))
    found = Report("r", manifest({name: {"upper_bound": is_bound}}), summary([row]))
    lines = print_report(found, "table").splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert "…" in lines[2]
    assert "-preview" in lines[2]
    assert name in print_report(found, "md")


def test_a_path_with_blanks_is_quoted_in_the_command_for_reasons() -> None:
    last = print_report(replace(report(), run="my results/r"), "table").splitlines()[-1]
    assert shlex.split(last.replace('"', "'"))[4:] == ["my results/r", "--sample", "oder"]


def test_markdown_has_the_same_columns_and_notes() -> None:
    assert print_report(report(), "md") == (
        "| backend | answered | over limit | recall | accuracy | contradicted | unsupported | fairness "
        "| ROUGE-1 | ROUGE-L |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        "| `extractive/lead-3` | 6/6 | 1 | 0.50 | - | 2 | 0 | 1.00 | 0.42 | 0.25 |\n"
        "| `extractive/oracle-3`\\* | 6/6 | - | 0.90 | - | - | - | - | - | - |\n"
        "\n"
        "\\* An upper bound: it was shown the reference summaries.<br>\n"
        "5 articles on 1 event are one cluster: no interval can be given.<br>\n"
        "`facts|v:1|gold:aa and bb`<br>\n"
        "`rouge|v:1`\n"
    )


def test_csv_has_all_figures_unrounded_and_nothing_where_undefined() -> None:
    rows = list(csv.DictReader(io.StringIO(print_report(report(), "csv"))))
    assert list(rows[0]) == [
        "backend",
        "upper_bound",
        "planned",
        "answered",
        "no_answer",
        "errors",
        "cached",
        "unscored",
        *FIGURES,
    ]
    assert (rows[0]["rouge1"], rows[0]["contradicted"], rows[0]["fact_accuracy"]) == ("0.4167", "2", "")
    assert [row["upper_bound"] for row in rows] == ["false", "true"]


def test_json_and_jsonl_have_the_same_rows() -> None:
    lines = [json.loads(line) for line in print_report(report(), "jsonl").splitlines()]
    whole = json.loads(print_report(report(), "json"))
    assert whole["rows"] == lines
    assert lines[0]["fact_accuracy"] is None
    assert whole["run"] == "20261122-120000-abcd"
    assert whole["signatures"]["facts"] == ["facts|v:1|gold:aa", "facts|v:1|gold:bb"]


def test_rows_by_task_name_the_task_in_every_format() -> None:
    rows = [summary_row("extractive/lead-3", task="flood")]
    found = Report("r", manifest(TWO), summary([summary_row("extractive/lead-3"), *rows]), "task")
    assert json.loads(print_report(found, "jsonl"))["task"] == "flood"
    assert print_report(found, "csv").splitlines()[1].startswith("extractive/lead-3,flood,false,6,6")
    assert "| `extractive/lead-3` | `flood` | 6/6 |" in print_report(found, "md")


@pytest.mark.parametrize("form", FORMS)
def test_a_hostile_name_steers_nothing(form: str) -> None:
    found = Report("r", manifest({HOSTILE: {}}), summary([summary_row(HOSTILE)]))
    text = print_report(found, form)  # type: ignore[arg-type]  # one of FORMS
    assert not {"\x1b", "\u202e"} & set(text)
    if form == "md":
        assert "``x/\\x1b[31m\\u202e\\|`=[b](http://a.b)[/red]``" in text


@pytest.mark.parametrize("cell", ["=1+1", "+SUM(A1)", "-2+3", "@x", "\tx", "\rx", " =1", "\uff1d1"])
def test_a_csv_cell_that_a_spreadsheet_would_compute_gets_an_apostrophe(cell: str) -> None:
    (row,) = csv.DictReader(io.StringIO(print_records([{"a": cell}], "csv")))
    assert row["a"].startswith("'")


@pytest.mark.parametrize("cell", ["-1", "+3.5", "-1e-05", ".5", "a=b", "", "12,5"])
def test_a_csv_cell_that_is_a_number_or_harmless_stays(cell: str) -> None:
    (row,) = csv.DictReader(io.StringIO(print_records([{"a": cell, "b": 1}], "csv")))
    assert row["a"] == cell


def test_a_negative_number_stays_a_number() -> None:
    assert print_records([{"a": -0.5, "b": -3, "c": None, "d": True}], "csv") == "a,b,c,d\n-0.5,-3,,true\n"


def test_records_are_laid_out_with_text_left_and_figures_right() -> None:
    records: list[dict[str, Cell]] = [{"name": "flood", "facts": 2}, {"name": "a", "facts": 110}]
    assert print_records(records, "table") == "name  facts\nflood     2\na       110\n"


def test_no_records_are_an_empty_list() -> None:
    assert print_records([], "json") == "[]\n"
    assert print_records([], "jsonl") == ""


@pytest.mark.parametrize(
    ("signatures", "merged"),
    [
        (["a|v:1|x:2"], "a|v:1|x:2"),
        (["a|v:1|x:2", "a|v:1|x:3"], "a|v:1|x:2 and 3"),
        (["a|v:1|x:2", "a|v:1|x:3", "a|v:1|x:4"], "a|v:1|x:3 values"),
        (["a|v:1", "a|v:1|x:3"], "a|v:1 and a|v:1|x:3"),
    ],
)
def test_signatures_of_one_scorer_are_merged_where_they_agree(signatures: list[str], merged: str) -> None:
    assert merge_signatures(signatures) == merged


def test_a_long_signature_is_cut_between_its_fields() -> None:
    fields = [f"field{n}:{n * 1000}" for n in range(12)]
    lines = wrap_signature("|".join(fields), 40, "  ")
    assert all(len(line) <= 40 for line in lines)
    assert "".join(line.strip() for line in lines) == "|".join(fields)
