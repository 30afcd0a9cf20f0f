"""Every code of the loader and the lint is explained, by examples that raise just it and nothing."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.errors import TaskError
from harness.metaeval.check import check_tasks
from harness.metaeval.codes import Explained, explain, explanations, level_of
from harness.tasks.load import load_tasks

ROOT = Path(__file__).resolve().parents[2]
FLOOD = ROOT / "tests" / "data" / "flood"
CODES = explanations()
WITH_EXAMPLES = [code for code, found in CODES.items() if found.file]
WITHOUT_EXAMPLES = {"S101", "S104", "S106", "S107", "S109"}  # of packages of others
FLOORS = ("files", "text", "articles", "gold", "tasks", "metaeval")
MODULES = [ROOT / "harness" / "scorers" / "registry.py"]
TWIN = "task: alone\nversion: 1\narticles: dyke\ngold: dyke\nprompt: plain\nlimit: {words: 50}\nscorers: "
NAMES = {"twin": ["tasks/river.yaml", "other/tasks/river.yaml"]}


def write_example(root: Path, found: Explained, example: str) -> list[str]:
    """Put an example into a copy of the project in which it stands; return the names of the tasks to be checked."""
    path = root / found.file
    is_bad = example == found.bad
    if found.shape == "folder":
        path.mkdir() if is_bad else path.write_text(
            (root / "tasks/river.yaml").read_text("utf-8").replace("river", "again"), "utf-8"
        )
        return []
    if found.shape == "twin":
        shutil.copytree(FLOOD, root / "other")
        return ["tasks/river.yaml", *(["other/tasks/river.yaml"] if is_bad else [])]
    if found.shape == "alone":
        (root / "tasks" / "alone.yaml").write_text(TWIN + example.rpartition("scorers: ")[2].rstrip("}"), "utf-8")
        return ["alone"]
    if found.shape == "link":
        path.symlink_to((root.parent if is_bad else root / "tasks") / ("elsewhere.yaml" if is_bad else "river.yaml"))
        return ["tasks/again.yaml"] if is_bad else ["river"]
    text = path.read_text("utf-8")
    if found.shape == "whole":
        path.write_text(example, "utf-8")
        return ["river"]
    place = found.place or found.good
    assert text.count(place) == 1, f"{place!r} stands {text.count(place)} times in {found.file}"
    new = example if found.shape != "long" or not is_bad else found.good * 40_000
    written = text.replace(place, new + ("\n" if place.endswith("\n") and not new.endswith("\n") else ""))
    path.write_bytes(written.encode("latin-1" if found.shape == "latin-1" and is_bad else "utf-8"))
    return ["river"] if found.file == "gold/flood.yaml" else []


def codes_of(root: Path, names: list[str], monkeypatch: pytest.MonkeyPatch, *, originals: bool) -> dict[str, set[str]]:
    """Return the codes that a check raises, with their messages."""
    monkeypatch.chdir(root)
    found: dict[str, set[str]] = {}
    try:
        if originals:
            load_tasks(["river"], originals=root / "originals")
        for finding in () if originals else check_tasks(names).findings:
            assert finding.level == level_of(finding.problem.code)
            found.setdefault(finding.problem.code, set()).add(str(finding))
    except TaskError as error:
        for problem in error.problems:
            found.setdefault(problem.code, set()).add(str(problem))
    return found


@pytest.mark.parametrize("code", WITH_EXAMPLES)
def test_the_bad_example_raises_its_code_alone_and_the_good_one_none(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, told = CODES[code], {}
    for name, example in (("bad", found.bad), ("good", found.good)):
        root = tmp_path / name
        shutil.copytree(FLOOD, root)
        shutil.copy(root / "tasks" / "river.yaml", tmp_path / "elsewhere.yaml")
        names = write_example(root, found, example)
        told[name] = codes_of(root, names, monkeypatch, originals=found.shape == "originals")

    assert (set(told["bad"]), told["good"]) == ({code}, {}), told


def written_codes() -> Iterator[tuple[str, str]]:
    """Yield each code in the source with the module that it stands in; an empty code where a problem has none."""
    folders = [path for floor in FLOORS for path in (ROOT / "harness" / floor).rglob("*.py")]
    for path in [*folders, *MODULES]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_code(node.value):
                yield node.value, path.name


def is_code(text: str) -> bool:
    return len(text) == 4 and text[0] in "FYVAPTSG" and text[1:].isdigit()


def test_the_codes_of_the_source_are_those_that_are_explained() -> None:
    assert {code for code, _ in written_codes()} == set(CODES)
    assert set(CODES) - set(WITH_EXAMPLES) == WITHOUT_EXAMPLES


def test_codes_stand_in_the_order_of_their_kinds() -> None:
    kinds = [code[0] for code in CODES]
    assert list(dict.fromkeys(kinds)) == list("FYVAPTSG")
    for kind in set(kinds):
        own = [code for code in CODES if code[0] == kind]
        assert own == sorted(own)


def test_an_explanation_is_printable_and_tells_what_and_how() -> None:
    for code, found in CODES.items():
        text = explain(code)
        assert text.startswith(f"{code} ({level_of(code)}): {found.what}\n\n{found.why}\n")
        assert text.replace("\n", "").isprintable()
        assert max(map(len, text.splitlines())) < 300
