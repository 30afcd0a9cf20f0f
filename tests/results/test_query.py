"""SQL over runs: what the tables hold, and that a query reaches nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from harness.cli.app import app
from harness.errors import RunError, UsageError
from harness.results.exporting.tables import TABLES as EXPORTED
from harness.results.query import TABLES, query
from harness.results.store import RunFolder, open_run

pytest.importorskip("duckdb")

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def baseline() -> RunFolder:
    return open_run("baseline", ROOT / "results")


def test_tables_hold_what_the_files_hold(baseline: RunFolder) -> None:
    scores = [json.loads(line) for line in (baseline.path / "scores.jsonl").read_bytes().splitlines()]
    facts = [(row["id"], fact["id"], fact["verdict"]) for row in scores for fact in row["facts"]]
    found = query("SELECT id, fact, verdict FROM facts", [baseline])
    assert [(row["id"], row["fact"], row["verdict"]) for row in found] == facts
    (row,) = query("SELECT count(*) AS n, avg(value) AS mean FROM metrics WHERE metric = 'recall'", [baseline])
    recalls = [row["values"]["recall"] for row in scores if row["scorer"] == "facts"]
    assert row["n"] == len(recalls)
    assert row["mean"] == pytest.approx(sum(recalls) / len(recalls))
    (row,) = query("SELECT count(*) AS n FROM claims", [baseline])
    assert row["n"] == sum(len(row["claims"]) for row in scores)
    (row,) = query("SELECT run, planned FROM runs", [baseline])
    assert row == {"run": "baseline", "planned": 75}


def test_the_last_line_of_an_answer_stands_and_runs_are_told_apart(tmp_path: Path, baseline: RunFolder) -> None:
    folder = tmp_path / "[a]*"
    folder.mkdir()
    manifest = json.loads((baseline.path / "manifest.json").read_text("utf-8")) | {"run": "other"}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    lines = (baseline.path / "answers.jsonl").read_text("utf-8").splitlines()[:2]
    later = json.loads(lines[0])
    later["answer"]["text"] = "said later"
    (folder / "answers.jsonl").write_text("\n".join([*lines, json.dumps(later)]) + "\n", encoding="utf-8")
    found = query(
        "SELECT run, count(*) AS n, max(text) AS t FROM answers GROUP BY run ORDER BY n", [RunFolder(folder), baseline]
    )
    assert [(row["run"], row["n"]) for row in found] == [("other", 2), ("baseline", 75)]
    assert found[0]["t"] == "said later"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{secret}')",
        "SELECT * FROM '{secret}'",
        "COPY (SELECT 1) TO '{out}'",
        "ATTACH '{out}' AS other",
        "EXPORT DATABASE '{out}'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_csv('https://example.org/x.csv')",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "SELECT * FROM scores; COPY scores TO '{out}'",
        "SELECT * FROM hidden",
        "SELECT getenv('HOME')",
    ],
)
def test_a_query_reaches_nothing_else(baseline: RunFolder, tmp_path: Path, sql: str) -> None:
    secret, out = tmp_path / "secret.csv", tmp_path / "out"
    secret.write_text("word\nhush\n", encoding="utf-8")
    hidden = [{"word": "hush"}]  # a variable of this process, which DuckDB would find by its name
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UsageError, match="SQL"):
        query(sql.format(secret=secret, out=out), [baseline])
    assert sorted(tmp_path.iterdir()) == before
    assert hidden


def test_a_mistake_is_one_line_that_names_the_tables() -> None:
    done = CliRunner().invoke(app, ["results", "sql", "SELECT vedict FROM facts", str(ROOT / "results" / "baseline")])
    assert done.exit_code == 2
    assert all(table in done.output for table in TABLES)
    assert "Traceback" not in done.output


def test_lists_are_json_and_no_figure_is_nan(baseline: RunFolder) -> None:
    (row,) = query("SELECT [1, 2] AS a, 'nan'::DOUBLE AS b, DATE '2026-11-22' AS c, {'x': 1} AS d", [baseline])
    assert row == {"a": "[1, 2]", "b": "nan", "c": "2026-11-22", "d": '{"x": 1}'}


def copied(baseline: RunFolder, folder: Path, name: str, more: str) -> RunFolder:
    folder.mkdir()
    for file in ("manifest.json", "answers.jsonl", "scores.jsonl"):
        (folder / file).write_bytes((baseline.path / file).read_bytes())
    with (folder / name).open("a", encoding="utf-8") as journal:
        journal.write(more)
    return RunFolder(folder)


def test_a_torn_last_line_is_passed_over(tmp_path: Path, baseline: RunFolder) -> None:
    run = copied(baseline, tmp_path / "run", "answers.jsonl", '{"id": "to')
    in_order = "SELECT * FROM answers ORDER BY id"
    assert query(in_order, [run]) == query(in_order, [baseline])


def test_damage_is_told_in_a_line(tmp_path: Path, baseline: RunFolder) -> None:
    run = copied(baseline, tmp_path / "run", "scores.jsonl", "{nonsense}\n")
    with pytest.raises(RunError, match=r"scores\.jsonl:226: is damaged"):
        query("SELECT * FROM facts", [run])


def scored(baseline: RunFolder, folder: Path, values: list[dict[str, float | None]]) -> RunFolder:
    folder.mkdir()
    (folder / "manifest.json").write_bytes((baseline.path / "manifest.json").read_bytes())
    row = json.loads((baseline.path / "scores.jsonl").read_bytes().splitlines()[0])
    lines = [json.dumps(row | {"id": f"{number:016x}", "values": one}) for number, one in enumerate(values)]
    (folder / "scores.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return RunFolder(folder)


@pytest.mark.parametrize(
    "values",
    [
        [{"b": 0.5, "a": None}, {"b": None, "a": 1.0}],
        [{"a": 0.5}, {"a": None}, {}, {"b": 1.0, "a": 2.0}],
        [{'it\'s "x", {values} $path': 0.25}],
        [{"rougeL": 0.25, "rougel": 0.5}],
        [{"é": 0.5, "": 1.0}],
        [{}, {}],
        [],
    ],
)
@pytest.mark.parametrize("name", ["run", 'it\'s "a" [b]*? {c} $path', "ü; --"])
def test_each_value_is_a_row_and_null_is_one_too(
    tmp_path: Path, baseline: RunFolder, values: list[dict[str, float | None]], name: str
) -> None:
    run = scored(baseline, tmp_path / name, values)
    found = query("SELECT id, metric, value FROM metrics", [run, baseline, run])
    once = [(f"{number:016x}", *pair) for number, one in enumerate(values) for pair in one.items()]
    rows = [(row["id"], row["metric"], row["value"]) for row in found]
    assert rows[: len(once)] == once
    assert rows[len(rows) - len(once) :] == once
    (row,) = query("SELECT count(*) AS n FROM metrics", [baseline])
    assert len(rows) == 2 * len(once) + int(str(row["n"]))


def test_damage_in_a_value_is_told_in_a_line(tmp_path: Path, baseline: RunFolder) -> None:
    run = scored(baseline, tmp_path / "run", [{"a": 1.0}])
    lines = (run.path / "scores.jsonl").read_text("utf-8")
    (run.path / "scores.jsonl").write_text(lines + lines.replace("1.0", '"high"'), encoding="utf-8")
    with pytest.raises(RunError, match=r"scores\.jsonl:2: "):
        query("SELECT count(*) FROM metrics", [run])


def columns(baseline: RunFolder, table: str) -> set[str]:
    return {str(row["column_name"]) for row in query(f"DESCRIBE {table}", [baseline])}


def test_columns_are_those_of_an_export_but_for_the_ones_the_manual_lists(baseline: RunFolder) -> None:
    span = {"summary_start", "summary_end"}
    scores, answers = columns(baseline, "scores"), columns(baseline, "answers")
    assert set(EXPORTED["scores"].names) - {"answer", "name", "value"} == scores - {"id"}
    head = {"run", "id", "task", "sample", "backend", "epoch", "scorer"}
    assert columns(baseline, "metrics") == head | {"metric", "value"}
    assert set(EXPORTED["facts"].names) - {"answer"} - span == columns(baseline, "facts") - {"id", "summary_span"}
    assert set(EXPORTED["claims"].names) - {"answer"} - span == columns(baseline, "claims") - {"id", "span"}
    assert set(EXPORTED["answers"].names) - {"answer", "task"} == answers - {"id", "request_id", "retryable"}
