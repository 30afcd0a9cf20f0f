"""A fitted head: a small logistic regression over what a scorer found, as its file holds it."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from harness.articles.models import Sha256
from harness.errors import ScorerError
from harness.files.jsonl import found
from harness.files.records import Record
from harness.scorers.features import FEATURES
from harness.text.fold import fold
from harness.text.overlap import unicode_words

Bounded = Annotated[float, Field(ge=-1e6, le=1e6)]
"""A figure so small that no sum of a few of them overflows."""

_LONGEST = 64_000_000
_MEND = "Fit it again: 'harness fit'."
_VERSION = 2
_KEPT = 8


class HeadFeature(Record):
    """One feature with its weight: the head adds weight times (value - mean) / scale; nothing where it is unknown."""

    name: str = Field(description="One of the names in docs/scorers.md.")
    weight: Bounded = Field(description="Positive: speaks for a consistent summary.")
    mean: Bounded
    scale: float = Field(ge=1e-6, le=1e6, description="Standard deviation over the rows that it was fitted on.")


class CrossValidation(Record):
    """How well heads did on documents that they were not fitted on, and the scorer itself on the same rows."""

    folds: int
    rows: int
    consistent: int
    inconsistent: int
    documents: int
    auc: float = Field(description="Share of pairs of a consistent and an inconsistent row in the right order.")
    balanced_accuracy: float
    right: int = Field(description="Verdicts that agree with the label.")
    untrained_auc: float
    untrained_balanced_accuracy: float
    untrained_right: int
    documents_better: int = Field(description="Documents on which more verdicts are right than without the head.")
    documents_worse: int


class Head(Record):
    """A head fitted by `harness fit`: what it adds up, from when on it calls a summary consistent, and on what."""

    schema_version: Literal[2] = 2
    scorer: str = Field(description="Signature of the scorer that it was fitted with.")
    intercept: Bounded
    features: tuple[HeadFeature, ...]
    penalty: float = Field(gt=0, description="Of the squared weights, halved, against the sum of the log losses.")
    threshold: float = Field(ge=0, le=1, description="The least probability that is called consistent.")
    cross_validation: CrossValidation
    documents: tuple[Sha256, ...] = Field(
        description="SHA-256 of each document that it was fitted on, and of a row's several documents as one, sorted: "
        "of the letters and digits of their words, case-folded."
    )
    groups: tuple[Sha256, ...] = Field(
        default=(), description="SHA-256 of each `group` that rows named which it was fitted on, sorted."
    )

    @model_validator(mode="after")
    def _knows_its_features(self) -> Self:
        names = Counter(feature.name for feature in self.features)
        for name, times in names.items():
            if name not in FEATURES:
                raise ValueError(f"there is no feature {name!r}.")
            if times > 1:
                raise ValueError(f"the feature {name!r} stands there twice.")
        return self

    def probability(self, features: Mapping[str, float | None]) -> float:
        """Return how probable it is that a summary with these features is consistent, 0 to 1.

        The logistic function of the intercept and the weighted features; an unknown one counts as its mean.
        """
        total = self.intercept
        for feature in self.features:
            value = features[feature.name]
            if value is not None:
                total += feature.weight * (value - feature.mean) / feature.scale
        return 1 / (1 + math.exp(-total)) if total >= 0 else math.exp(total) / (1 + math.exp(total))


@lru_cache(maxsize=_KEPT)
def document_sha256(text: str) -> str:
    """Return a document's hash, by which a head knows what it was fitted on.

    Only the letters and digits of its words count, case-folded: not case, blanks, punctuation, marks without width, or
    how words are divided. Of a text without any, all that is no blank counts.
    """
    signs = "".join(filter(str.isalnum, "".join(unicode_words(fold(text)))))
    return hashlib.sha256((signs or "".join(text.split())).encode("utf-8", "surrogatepass")).hexdigest()


def document_hashes(documents: Sequence[str]) -> tuple[str, ...]:
    """Return the hash of each of a row's documents and, where it has several, that of all of them as one text."""
    whole = [document_sha256("\n".join(documents))] if len(documents) > 1 else []
    return (*map(document_sha256, documents), *whole)


def group_sha256(name: str) -> str:
    """Return the hash of a group's name; blanks around it do not count."""
    return hashlib.sha256(name.strip().encode("utf-8", "surrogatepass")).hexdigest()


def load_head(path: Path) -> Head:
    """Read a head's file; raise ScorerError, at the line where it can be told, where there is none or it is damaged."""
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise ScorerError(f"cannot be read: {reason}.", where=str(path), mend="Check the name.") from error
    if len(data) > _LONGEST:
        raise ScorerError(f"the file is over {_LONGEST:,} bytes.", where=str(path), mend=_MEND)
    try:
        value = json.loads(data.decode("utf-8-sig"))
        _check_version(value, path)
        return Head.model_validate(value)
    except json.JSONDecodeError as error:
        where = f"{path}:{error.lineno}:{error.colno}"
        raise ScorerError(f"this is not JSON: {error.msg}.", where=where, mend=_MEND) from error
    except ValidationError as error:
        raise ScorerError(f"is no head{_first_fault(error)}.", where=str(path), mend=_MEND) from error
    except (ValueError, RecursionError) as error:  # no UTF-8; a number of thousands of digits; nesting without end
        raise ScorerError("is no JSON text that can be read.", where=str(path), mend=_MEND) from error


def _check_version(value: Any, path: Path) -> None:  # noqa: ANN401  (what JSON holds is any)
    version = value.get("schema_version", _VERSION) if isinstance(value, dict) else _VERSION
    if version != _VERSION:
        what = f"is a head of schema version {found(version)}; this version of the harness reads {_VERSION}."
        raise ScorerError(what, where=str(path), mend=_MEND)


def _first_fault(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    said = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
    return f" ({field}: {said})" if field else f" ({said})"
