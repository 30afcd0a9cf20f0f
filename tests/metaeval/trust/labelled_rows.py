"""Small labelled rows and scorers that say what a test wants, for tests of trust."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from harness.metaeval.labelled import LabelledSummary
from harness.scorers.base import Need, Outcome, Score
from harness.tasks.samples import Sample


def make_row(name: str, label: int | None = 1, group: str = "d", **more: Any) -> LabelledSummary:
    """Return a row; its document is named by its group."""
    given = {"dataset": "small", "documents": (f"Document {group}.",), "summary": f"Summary {name}.", **more}
    return LabelledSummary(id=name, label=label, group=group, **given)


@dataclass
class FakeScorer:
    """Grades by a function of the summary, and notes what it was shown."""

    name: str
    of: Callable[[str], Outcome]
    needs: frozenset[Need] = frozenset()
    shown: list[tuple[tuple[str, ...], tuple[str, ...], str]] = field(default_factory=list)

    def signature(self, sample: Sample) -> str:
        return f"{self.name}|v:1|lang:{sample.language}"

    async def score(self, sample: Sample, summary: str) -> Outcome:
        self.shown.append((tuple(article.text for article in sample.articles), sample.references, summary))
        return self.of(summary)


def scored(value: float | None, *, consistent: bool | None = None, **values: float | None) -> Score:
    return Score(values={"score": value, **values}, reason="", consistent=consistent)
