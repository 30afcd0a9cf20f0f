"""Exported tables: their columns are those of the manual, their rows those of the run, whatever reads them."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import Result
from small_project import ROOT

from harness.errors import RunError
from harness.results.exporting.export import export, lines_of, rows_of
from harness.results.exporting.tables import TABLES, TableName, manual
from harness.results.exporting.writers import Format, latex_text, to_csv
from harness.results.store import RunFolder

Call = Callable[..., Result]
BASELINE = RunFolder(ROOT / "results" / "baseline")
NAMES: tuple[TableName, ...] = tuple(TABLES)


def test_the_manual_has_the_columns() -> None:
    page = (ROOT / "docs" / "exporting.md").read_text(encoding="utf-8")
    assert page.endswith(manual()), "renew the end with: python -m harness.results.exporting.tables"


def test_the_columns_stay() -> None:
    """Columns are only added, at the end: extend this, never change it."""
    answer = ["run", "backend", "task", "sample", "epoch", "answer", "scorer"]
    kept = {
        "scores": [*answer, "signature", "outcome", "reason", "consistent", "name", "value"],
        "facts": [*answer, "fact", "kind", "importance", "verdict", "mark", "summary_start", "summary_end"],
        "claims": [*answer, "type", "verdict", "severity", "check", "summary_start", "summary_end", "evidence"],
        "table": ["run", "backend", "upper_bound", "task", "kind", "figure", "value", "low", "high", "scored"],
        "answers": [*answer[:6], "text", "finish", "model", "seconds", "error", "input_tokens", "output_tokens"],
    }
    for name, columns in kept.items():
        assert list(TABLES[name].names)[: len(columns)] == columns  # type: ignore[index]


def rows(name: TableName) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in rows_of(TABLES[name], [BASELINE])]


@pytest.mark.parametrize("name", NAMES)
def test_every_row_has_every_column_and_its_type(name: TableName) -> None:
    types = {"text": str, "int": int, "float": (int, float), "bool": bool}
    found = rows(name)
    assert found
    for row in found:
        for value, column in zip(row, TABLES[name].columns, strict=True):
            assert value is None or isinstance(value, types[column.type]), column.name  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_json_lines_and_csv_hold_what_the_run_does(name: TableName) -> None:
    lines = [json.loads(line) for line in lines_of(name, [BASELINE], "jsonl")]
    assert [tuple(line.values()) for line in lines] == rows(name)
    head, *cells = csv.reader(io.StringIO("".join(lines_of(name, [BASELINE], "csv"))))
    assert tuple(head) == TABLES[name].names
    assert len(cells) == len(lines)
    assert [row[0] for row in cells] == [line["run"] for line in lines]


@pytest.mark.parametrize("name", NAMES)
def test_parquet_holds_what_the_run_does(name: TableName, tmp_path: Path) -> None:
    file = tmp_path / "a b'c.parquet"
    export(name, [BASELINE], "parquet", file)
    assert duckdb.read_parquet(str(file)).fetchall() == rows(name)
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_missing_extra_is_one_line(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("eval", "flood", "--backend", "extractive/lead-1").exit_code == 0
    monkeypatch.setitem(sys.modules, "duckdb", None)
    result = call("results", "export", "latest", "-o", "a.parquet")
    assert (result.exit_code, result.stdout) == (2, "")
    told = "Parquet needs DuckDB, which is not installed. Install it with: pip install 'summary-harness[sql]'\n"
    assert result.stderr == told
    assert not list(Path.cwd().glob("*.parquet"))


def damaged(folder: Path, name: str, line: str) -> RunFolder:
    for file in ("manifest.json", "answers.jsonl", "scores.jsonl", "summary.json"):
        folder.mkdir(exist_ok=True)
        (folder / file).write_bytes((BASELINE.path / file).read_bytes())
    with (folder / name).open("a", encoding="utf-8") as file_:
        file_.write(line)
    return RunFolder(folder)


def test_a_damaged_run_is_told_by_every_way(tmp_path: Path) -> None:
    run = damaged(tmp_path / "run", "scores.jsonl", "{nonsense}\n")
    out = tmp_path / "out.csv"
    out.write_text("kept", encoding="utf-8")
    forms: tuple[Format, ...] = ("csv", "parquet")
    for form in forms:
        with pytest.raises(RunError, match="is damaged"):
            export("scores", [run], form, out)
    assert out.read_text(encoding="utf-8") == "kept"
    assert {path.name for path in tmp_path.iterdir()} == {"run", "out.csv"}


def test_commands(call: Call, project: Path) -> None:
    assert call("eval", "flood", "--backend", "extractive/lead-1").exit_code == 0
    for end, start in ((".csv", "run,"), (".jsonl", '{"run"'), (".md", "| run"), (".tex", "\\begin"), (".txt", "run,")):
        assert call("results", "export", "latest", "latest", "-o", f"x{end}").exit_code == 0
        assert (project / f"x{end}").read_text(encoding="utf-8").startswith(start)
    printed = call("results", "export", "latest", "-o", "-", "--format", "jsonl")
    assert {json.loads(line)["task"] for line in printed.stdout.splitlines()} == {"flood"}
    assert call("results", "export", "latest", "-o", "-", "--format", "parquet").exit_code == 2


def test_listing(call: Call, project: Path) -> None:
    assert call("results", "list").exit_code == 2
    assert call("eval", "flood", "two", "--backend", "extractive/lead-1", "--epochs", "2").exit_code == 0
    (run,) = json.loads(call("results", "list", "--format", "json").stdout)
    assert run["state"] == "finished"
    assert (run["tasks"], run["backends"]) == ("flood, two", "extractive/lead-1")
    assert (run["samples"], run["epochs"], run["planned"], run["answered"], run["errors"]) == (3, 2, 6, 6, 0)
    shown = call("results", "list").stdout
    assert "6 of 6 requests answered in 2 epochs" in shown
    folder = project / "results" / run["run"]
    (folder / "summary.json").unlink()
    (unfinished,) = json.loads(call("results", "list", "--format", "json").stdout)
    assert (unfinished["state"], unfinished["answered"]) == ("unfinished", None)
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    damaged_ = call("results", "list", "--format", "json")
    assert json.loads(damaged_.stdout)[0]["state"] == "damaged"
    assert "manifest.json" in damaged_.stderr


def test_no_text_is_a_latex_command_or_a_formula() -> None:
    text = r"\input{/etc/passwd} $x^2_1$ 50% & #1 ~ -- ?` ^^41"
    shown = latex_text(text)
    assert shown.startswith(r"\textbackslash{}input\{/etc/passwd\} \$x\textasciicircum{}2\_1\$ 50\% \& \#1")
    assert "^^" not in shown
    assert "--" not in shown
    table = TABLES["facts"]
    for start in "=+-@\t\r":
        row = [f"{start}cmd|' /C calc'!A0", *[None] * (len(table.columns) - 1)]
        _, line = to_csv(table, [row])
        assert line.lstrip('"').startswith("'")
