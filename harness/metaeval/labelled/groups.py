"""Groups: the rows of one document, which are not independent of each other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from harness.errors import UsageError
from harness.metaeval.labelled.models import LabelledSummary


def group_of(documents: Sequence[str]) -> str:
    """Return the group of documents that no one has named: a hash of their texts, in which blanks do not count."""
    folded = "\0".join(_folded(documents))
    return f"d{hashlib.sha256(folded.encode()).hexdigest()[:16]}"


def _folded(documents: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(document.split()) for document in documents)


def join_groups(rows: Sequence[LabelledSummary]) -> list[LabelledSummary]:
    """Return the rows with one group for all that share a document, wherever they come from.

    Rows that have the same `group`, or the same documents but for blanks, end in one group. It is called by the first
    of its groups' names in the order of the alphabet, so that the order of the files does not matter.
    """
    joined = _Joined()
    by_documents: dict[tuple[str, ...], str] = {}
    for row in rows:
        joined.join(row.group, by_documents.setdefault(_folded(row.documents), row.group))
    return [_in_group(row, joined.name(row.group)) for row in rows]


def _in_group(row: LabelledSummary, group: str) -> LabelledSummary:
    return row if row.group == group else row.model_copy(update={"group": group})


class _Joined:
    """Names that are said to be one, each set called by its first (union-find)."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def name(self, name: str) -> str:
        while (parent := self._parents.get(name, name)) != name:
            self._parents[name] = self._parents.get(parent, parent)
            name = parent
        return name

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.name(one), self.name(other)))
        self._parents[second] = first


def split_groups(rows: Sequence[LabelledSummary], share: float) -> tuple[list[LabelledSummary], list[LabelledSummary]]:
    """Return the rows in two parts, no document of a dataset in both; `share`, 0 to 1, is that of the first part.

    The groups of each dataset are sorted by the SHA-256, in hex, of `split:` and the group's name; the first
    round(share * number of groups) of them, a half rounded to the even number, are the first part. So the division
    depends on nothing but the groups' names. A document that is in two datasets may be in both parts. Rows keep their
    order. Raises UsageError for a share outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise UsageError(f"the share {share} is not between 0 and 1.", mend="Give it as a fraction, such as 0.5.")
    groups: dict[str, set[str]] = {}
    for row in rows:
        groups.setdefault(row.dataset, set()).add(row.group)
    first = {(dataset, group) for dataset, names in groups.items() for group in _first(names, share)}
    return (
        [row for row in rows if (row.dataset, row.group) in first],
        [row for row in rows if (row.dataset, row.group) not in first],
    )


def _first(groups: set[str], share: float) -> list[str]:
    return sorted(groups, key=_order)[: round(share * len(groups))]


def _order(group: str) -> tuple[str, str]:
    return hashlib.sha256(f"split:{group}".encode()).hexdigest(), group
