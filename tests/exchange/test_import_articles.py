"""`harness task import`: articles and references out of tables, all of them or none, as they were."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from harness.articles.load import load_article
from harness.articles.models import Article
from harness.cli.app import app
from harness.exchange.articles import Fields, Wanted, task_files
from harness.exchange.rows import Row
from harness.files.project import Project
from harness.results.disk import write_all
from harness.tasks.load import load_tasks

ROWS = [
    {"key": "A 1", "headline": "The quay, sinks", "body": "The quay\r\nhas sunk.", "sum": "The quay sank."},
    {"key": "b", "headline": '=HYPERLINK("x")', "body": "---\nNobody “was” hurt. 🙂\u202e", "sum": ""},
]
OPTIONS = ("--id", "key", "--title", "headline", "--text", "body", "--reference", "sum", "--name", "news")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tasks").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bring(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["task", "import", *arguments], prog_name="harness")


def quoted(rows: list[dict[str, str]]) -> bytes:
    table = [list(rows[0]), *(list(row.values()) for row in rows)]
    return "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table).encode()


def write_rows(root: Path, suffix: str) -> str:
    """Write the rows to a file of one kind."""
    path = root / f"news{suffix}"
    if suffix == ".csv":
        path.write_bytes(b"\xef\xbb\xbf" + quoted(ROWS))
    elif suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    else:
        duckdb = pytest.importorskip("duckdb")
        lines = write_rows(root, ".jsonl")
        duckdb.sql(f"COPY (SELECT * FROM read_json('{root / lines}')) TO '{path}' (FORMAT parquet)")
    return path.name


def files_of(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_rows_become_a_task_that_can_be_run(root: Path, suffix: str) -> None:
    done = bring(write_rows(root, suffix), *OPTIONS)
    assert (done.stdout, done.exit_code) == ("wrote tasks/news.yaml: 2 articles, 1 with references\n", 0)
    (task,) = load_tasks(["news"])
    assert [(one.id, one.title, one.text) for one in task.articles] == [
        ("a-1", "The quay, sinks", "The quay\nhas sunk."),
        ("b", '=HYPERLINK("x")', "---\nNobody “was” hurt. 🙂\u202e"),
    ]
    assert [reference.text for gold in task.gold for reference in gold.references] == ["The quay sank."]
    assert CliRunner().invoke(app, ["task", "check", "news"], prog_name="harness").exit_code == 0
    evaluated = CliRunner().invoke(app, ["eval", "news", "--backend", "extractive/lead-1"], prog_name="harness")
    assert evaluated.exit_code == 0, evaluated.output


def test_a_list_of_references_and_several_fields_are_all_kept(root: Path) -> None:
    row = {"text": "The quay has sunk.", "short": ["The quay sank.", None, "It sank."], "long": "So it was."}
    (root / "a.jsonl").write_text(json.dumps(row), "utf-8")
    assert bring("a.jsonl", "--reference", "short", "--reference", "long").exit_code == 0
    (task,) = load_tasks(["a"])
    assert [(one.id, one.focus, one.text) for one in task.gold[0].references] == [
        ("reference-1", "short", "The quay sank."), ("reference-2", "short", "It sank."),
        ("reference-3", "long", "So it was."),
    ]  # fmt: skip
    assert task.articles[0].id == "a-0001"


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ([{"txt": "x y"}], (), "a.jsonl:1: row 1: there is no field 'text'. Did you mean 'txt'?"),
        ([{"text": "a b"}, {"txt": "c d"}], (), "a.jsonl:2: row 2: there is no field 'text'."),
        ([{"text": " \n"}], (), "a.jsonl:1: row 1: 'text' has no word."),
        ([{"text": 5}], (), "a.jsonl:1: row 1: 'text' wants text, found 5."),
        ([{"text": ["x"]}], (), "a.jsonl:1: row 1: 'text' wants text, found a list."),
        ([{"text": "x", "r": 2.5}], ("--reference", "r"), "a.jsonl:1: row 1: 'r' wants text, found 2.5."),
        ([{"text": "x", "d": "May 5"}], ("--published", "d"), "a.jsonl:1: row 1: 'd': "),
        (
            [{"text": "x", "id": "A b"}, {"text": "y", "id": "a-b"}],
            ("--id", "id"),
            "a.jsonl:2: row 2: the id 'a-b' stands twice (first in row 1).",
        ),
        ([{"text": "x"}], ("--name", "../x"), "--name: '../x' is no name of a task."),
        ([{"text": "x"}], ("--prompt", "mine"), "tasks/prompts/mine.md: there is no such prompt."),
        ([{"text": "x"}], ("--split", "test"), "a.jsonl: --config and --split are for datasets of Hugging Face."),
        ([], (), "there is no row."),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(
    root: Path, rows: list[dict[str, Any]], options: tuple[str, ...], said: str
) -> None:
    (root / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    before = files_of(root)
    done = bring("a.jsonl", *options)
    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr.startswith(said), done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert files_of(root) == before


def test_a_column_that_no_row_has_is_told_once(root: Path) -> None:
    done = bring(write_rows(root, ".csv"), "--text", "boddy")
    assert done.stderr == "news.csv:2: row 1: there is no field 'boddy'. Did you mean 'body'?\n"


@pytest.mark.parametrize("there", ["seeds/b.md", "gold/a-1.yaml", "tasks/news.yaml"])
def test_nothing_is_overwritten_and_nothing_else_written(root: Path, there: str) -> None:
    name = write_rows(root, ".csv")
    (root / there).parent.mkdir(exist_ok=True)
    (root / there).write_text("mine", "utf-8")
    before = files_of(root)
    done = bring(name, *OPTIONS)
    assert done.exit_code == 2
    assert "is there already; nothing is overwritten." in done.stderr
    assert files_of(root) == before
    assert (root / there).read_text("utf-8") == "mine"


def test_folders_that_were_made_go_again_where_a_file_cannot_be_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = write_rows(root, ".csv")
    before = files_of(root)

    def fail(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("harness.exchange.new_files.write_all", fail)
    assert bring(name, *OPTIONS).exit_code == 2
    assert files_of(root) == before


def test_only_the_first_rows_are_taken(root: Path) -> None:
    assert "1 article," in bring(write_rows(root, ".jsonl"), *OPTIONS, "--limit", "1").stdout


@pytest.mark.parametrize(
    ("name", "module", "extra"), [("a.parquet", "duckdb", "sql"), ("hf/x/y", "datasets", "datasets")]
)
def test_a_missing_extra_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    done = bring(name)
    assert done.exit_code == 2
    assert done.stderr.endswith(f"Install it with: pip install 'summary-harness[{extra}]'\n")
    assert files_of(root) == {"tasks"}


def test_a_dataset_of_the_hub_is_asked_for_by_name_configuration_and_split(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def load(name: str, config: str | None, *, split: str | None) -> object:
        asked.append((name, config, split))
        return ROWS if split else {"train": ROWS, "test": ROWS}

    fake = ModuleType("datasets")
    monkeypatch.setattr(fake, "load_dataset", load, raising=False)
    monkeypatch.setitem(sys.modules, "datasets", fake)
    several = bring("hf/org/news", *OPTIONS)
    assert several.stderr == "hf/org/news: has several splits: train, test. Name one with --split.\n"
    assert bring("hf/org/news", *OPTIONS, "--config", "3.0.0", "--split", "test").exit_code == 0
    assert asked == [("org/news", None, None), ("org/news", "3.0.0", "test")]
    assert (root / "seeds/a-1.md").is_file()


def test_a_folder_that_the_library_saved_is_read(root: Path) -> None:
    datasets = pytest.importorskip("datasets")
    table = datasets.table.InMemoryTable.from_pylist(ROWS)
    rows = datasets.Dataset(table, fingerprint="rows")
    datasets.DatasetDict({"test": rows}).save_to_disk(str(root / "saved"))
    done = bring("saved", *OPTIONS, "--split", "test")
    assert done.exit_code == 0, done.stderr
    assert (root / "seeds/a-1.md").is_file()


def test_what_is_no_parquet_is_refused_in_words(root: Path) -> None:
    pytest.importorskip("duckdb")
    (root / "a.parquet").write_text("no", "utf-8")
    done = bring("a.parquet")
    assert done.exit_code == 2
    assert done.stderr.startswith("a.parquet: is no Parquet file that can be read: ")


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_comes_out_as_it_went_in(tmp_path_factory: pytest.TempPathFactory, text: str, title: str) -> None:
    text = f"Word {text} word"
    project = Project(tmp_path_factory.mktemp("project"))
    for folder in ("tasks/prompts", "seeds"):
        (project.root / folder).mkdir(parents=True)
    row = Row("a.jsonl", 1, 1, {"text": text, "title": f"T{title}T"})
    write_all(task_files(project, [row], Wanted("a", Fields("text", title="title"))))
    article = load_article(project, project.path("article", "a-0001"))
    assert isinstance(article, Article)
    plain = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if not text.isprintable() else text
    assert article.text == plain.replace("\r\n", "\n").replace("\r", "\n")
    assert article.title == " ".join(f"T{title}T".split())
