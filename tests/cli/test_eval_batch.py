"""`harness eval --batch`, on the small project and a provider on a loopback port."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from batch_server import BatchServer
from click.testing import Result

Call = Callable[..., Result]


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with BatchServer() as made:
        yield made


def test_batches_are_left_and_collected_by_the_same_command_with_resume(
    call: Call, project: Path, server: BatchServer
) -> None:
    command = ("eval", "flood", "--backend", "openai/stub", "--base-url", server.openai, "--batch", "--no-wait")

    left = call(*command)
    (folder,) = (project / "results").iterdir()
    done = call(*command, "--resume", "latest")

    assert (left.exit_code, left.stdout) == (3, "")
    assert f"'--resume {folder.name}'" in left.stderr.splitlines()[-1]
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines()[2].split()[:2] == ["openai/stub", "1/1"]
    assert [len(batch.rows) for batch in server.batches] == [1]


def test_a_backend_without_batches_is_wrong_usage(call: Call, project: Path) -> None:
    result = call("eval", "flood", "--backend", "extractive/lead-3", "--batch")

    assert result.exit_code == 2
    assert result.stderr == "extractive/lead-3: this backend has no batches. Leave --batch out.\n"
    assert not (project / "results").exists()


def test_no_wait_alone_is_wrong_usage(call: Call) -> None:
    result = call("eval", "flood", "--no-wait")

    assert result.exit_code == 2
    assert "--no-wait goes with --batch only." in result.stderr
