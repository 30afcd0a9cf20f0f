"""Whatever stands in a file, checking it ends soon, in problems with a place, and writes nothing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from fuzzing import DATA, FILES, cases, fault_of, stamps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NUMBER = int(os.environ.get("HARNESS_FUZZ", "300"))
"""Files by random changes; benchmarks/mutations.py tries 20,000."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "flood")
    return tmp_path / "flood"


def test_files_with_random_changes(root: Path) -> None:
    wrong = [(name, data, fault) for name, data in cases(NUMBER, seed=1) if (fault := fault_of(root, name, data))]
    assert wrong == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(FILES)), data=st.data())
def test_files_with_any_text_in_them(root: Path, name: str, data: st.DataObject) -> None:
    text = FILES[name]
    start = data.draw(st.integers(0, len(text)))
    middle = data.draw(st.one_of(st.binary(max_size=30), st.text(max_size=30).map(str.encode), st.just(b"")))
    end = data.draw(st.integers(start, min(len(text), start + 60)))
    assert fault_of(root, name, text[:start] + middle + text[end:]) == ""


def test_the_project_itself_has_no_fault_and_a_written_file_would_be_seen(root: Path) -> None:
    name = "gold/flood.yaml"
    assert fault_of(root, name, FILES[name]) == ""
    before = stamps(root)
    (root / "gold" / "new.yaml").write_bytes(b"")
    assert stamps(root) != before
