from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from harness.errors import RunError
from harness.results.disk import replacing, to_json, write_whole
from harness.results.models import Manifest, StoredArticle, Volatile
from harness.results.store import ARTICLES, RunFolder, create_run, open_run, write_manifest

RIVER = StoredArticle(sha256="ab" * 32, title="The Oder", text="It rose.")


def manifest_of(run: str) -> Manifest:
    return Manifest(
        run=run,
        harness="0.1.0",
        python="3.11.7",
        seed=0,
        epochs=1,
        limit=None,
        tasks=(),
        articles=(),
        backends=(),
        planned=0,
        plan="0" * 64,
        volatile=Volatile(started="2026-11-22T12:00:00Z", platform="Linux"),
    )


@pytest.fixture
def results(tmp_path: Path) -> Path:
    for run in ("20261122-120000-aaaa", "20261123-120000-bbbb", "20261123-130000-cccc", "zebra"):
        create_run(tmp_path, manifest_of(run), [RIVER])
    (tmp_path / "notes").mkdir()
    (tmp_path / ".20261124-120000-dddd.part").mkdir()
    write_manifest(RunFolder(tmp_path / ".20261124-120000-dddd.part"), manifest_of("20261124-120000-dddd"))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "run"),
    [
        ("20261122-120000-aaaa", "20261122-120000-aaaa"),
        ("20261122", "20261122-120000-aaaa"),
        ("20261123-13", "20261123-130000-cccc"),
        ("latest", "20261123-130000-cccc"),
        ("zebra", "zebra"),
    ],
)
def test_a_run_is_found_by_id_prefix_or_as_the_latest(results: Path, name: str, run: str) -> None:
    assert open_run(name, results).path == results / run
    assert open_run(name, results).manifest().run == run


def test_a_run_is_found_by_its_path(results: Path) -> None:
    path = results / "zebra"

    assert open_run(path, Path("elsewhere")).path == path
    assert open_run(str(path), Path("elsewhere")).path == path


def test_an_id_that_begins_another_is_not_ambiguous(results: Path) -> None:
    create_run(results, manifest_of("zebra-2"), [])

    assert open_run("zebra", results).path.name == "zebra"


@pytest.mark.parametrize("last", ["20261123-130000-0000", "20261123-130000-ffff"])
def test_of_runs_of_one_second_the_latest_was_made_last(results: Path, last: str) -> None:
    shutil.copytree(results / "20261123-130000-cccc", results / last)
    for number, run in enumerate(("20261123-130000-cccc", last)):
        (results / run / ARTICLES).mkdir(exist_ok=True)
        os.utime(results / run / ARTICLES, ns=(number, number))
    assert open_run("latest", results).path.name == last


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("20261123", "'20261123' begins the names of 2 runs: 20261123-120000-bbbb, 20261123-130000-cccc. Write more"),
        ("zebar", "there is no run 'zebar'. Did you mean 'zebra'?"),
        ("lastest", "there is no run 'lastest'. Did you mean 'latest'?"),
        ("", "there is no run ''"),
        ("notes", "there is no run 'notes'"),
        (".2026", "there is no run '.2026'"),
        ("a/b", "a/b: is no run folder: it holds no manifest.json"),
        ("..", "there is no run '..'"),
    ],
)
def test_a_name_that_means_no_run_is_refused(results: Path, name: str, message: str) -> None:
    with pytest.raises(RunError) as caught:
        open_run(name, results)
    assert message in str(caught.value)


def test_a_path_that_is_no_run_is_refused(results: Path) -> None:
    with pytest.raises(RunError, match=r"it holds no manifest\.json"):
        open_run(results / "notes", results)


def test_a_results_folder_without_runs_says_so(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(RunError, match="there are no runs"):
            open_run("latest", folder)
    create_run(tmp_path, manifest_of("zebra"), [])
    with pytest.raises(RunError, match="there is no run 'latest'"):
        open_run("latest", tmp_path)


def test_a_run_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    def articles_that_fail() -> list[StoredArticle]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        create_run(tmp_path, manifest_of("zebra"), (article for _ in [0] for article in articles_that_fail()))
    assert list(tmp_path.iterdir()) == []


def test_a_run_folder_is_not_made_over_another(results: Path) -> None:
    with pytest.raises(RunError, match="zebra"):
        create_run(results, manifest_of("zebra"), [])
    assert not list(results.glob(".zebra*"))
    assert open_run("zebra", results).article(RIVER.sha256) == RIVER


def test_a_file_that_is_missing_or_damaged_is_named(results: Path) -> None:
    folder = open_run("zebra", results)
    with pytest.raises(RunError, match=r"summary\.json: No such file or directory\. Resume the run"):
        folder.summary()
    with pytest.raises(RunError, match=r"scores\.jsonl: No such file or directory\. Resume the run"):
        list(folder.scores())
    write_whole(folder.path / "scores.jsonl", "{}\n")
    with pytest.raises(RunError, match=r"scores\.jsonl:1: is damaged \(id: Field required\)"):
        list(folder.scores())
    write_whole(folder.path / "manifest.json", "{")
    with pytest.raises(RunError, match=r"manifest\.json: is damaged"):
        folder.manifest()


def test_a_manifest_of_another_version_is_refused_in_words(results: Path) -> None:
    folder = open_run("zebra", results)
    text = to_json(manifest_of("zebra")).replace('"schema_version": 1', '"schema_version": 2')
    write_whole(folder.path / "manifest.json", text)

    with pytest.raises(RunError, match="has schema version 2; this version of the harness reads 1"):
        folder.manifest()


def test_a_file_is_replaced_whole_or_kept(tmp_path: Path) -> None:
    path = tmp_path / "summary.json"
    write_whole(path, "old")
    with pytest.raises(ZeroDivisionError), replacing(path) as write:
        write("new" * (1 // 0))

    assert path.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["summary.json"]  # noqa: PTH208  (hidden files too, by name)


def test_a_file_that_cannot_be_written_is_a_run_error(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"summary\.json: No such file or directory"):
        write_whole(tmp_path / "nowhere" / "summary.json", "new")
