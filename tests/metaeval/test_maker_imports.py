"""What makes the test's sentences shares nothing with what reads them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import harness

ROOT = Path(harness.__file__).parent
READERS = ("harness.gold.matching", "harness.gold.compare", "harness.text", "harness.scorers")
MAKERS = ("corruptions", "rewordings")


def imports_of(module: str) -> Iterator[str]:
    path = ROOT.parent / f"{module.replace('.', '/')}.py"
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield str(node.module)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_the_makers_import_nothing_of_the_matcher_or_the_readers() -> None:
    waiting = [f"harness.metaeval.{name}" for name in MAKERS]
    seen: set[str] = set()
    while waiting:
        module = waiting.pop()
        found = set(imports_of(module))
        assert not [name for name in found if name.startswith(READERS)], module
        inner = {name for name in found if name.startswith("harness.metaeval.")} - seen
        seen |= inner
        waiting.extend(inner)
    assert {"harness.metaeval.slots", "harness.metaeval.written", "harness.metaeval.tone_errors"} <= seen
