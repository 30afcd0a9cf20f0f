"""ROUGE against reference summaries: how many words, word runs and subsequences a summary shares with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, Field, StringConstraints

from harness.files.records import Flag, Record, one_or_many
from harness.scorers.base import Need, Outcome, Score, Unscored
from harness.tasks.samples import Sample
from harness.text import sentences
from harness.text.overlap import Overlap, Tokenizer, Tokens, measure, tokenizer_for

VERSION = 1
"""Raise it with every change that moves a figure."""

_KEPT_REFERENCES = 1024
_KEPT_LONG, _LONG = 4, 20_000
"""Of references of more characters than hand-written ones have, such as whole documents, only the last few are kept."""

Kind = Annotated[str, StringConstraints(pattern="^rouge([1-9]|L|Lsum)$")]


def _each_once(kinds: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(kinds)) < len(kinds):
        raise ValueError("each type is asked for once.")
    return kinds


class RougeOptions(Record):
    """What a task may set."""

    types: Annotated[tuple[Kind, ...], one_or_many, AfterValidator(_each_once), Field(min_length=1)] = Field(
        default=("rouge1", "rouge2", "rougeL", "rougeLsum"), description="rouge1 to rouge9, rougeL, rougeLsum."
    )
    stemmer: Flag = Field(default=True, description="Compare stems of English words, not the words as written.")
    engine: Literal["harness", "rouge-score"] = Field(
        default="harness", description="rouge-score computes the same figures with the package of that name, slower."
    )


class Prepared(NamedTuple):
    """A text with a line for each sentence, and its words."""

    lines: str
    tokens: Tokens


class Agreement(NamedTuple):
    """A summary's agreement with the best of the references, which is number `best`, from 0; shares, 0 to 1."""

    precision: float
    recall: float
    fmeasure: float
    best: int


@dataclass(frozen=True)
class Rouge:
    """Grades a summary by its overlap with the references; of several, the best by F-measure counts, for each type."""

    options: RougeOptions = field(default_factory=RougeOptions)

    @property
    def name(self) -> str:
        """`rouge`."""
        return "rouge"

    @property
    def needs(self) -> frozenset[Need]:
        """Reference summaries."""
        return frozenset({"references"})

    def signature(self, sample: Sample) -> str:
        """Return version, engine, tokenizer, stemmer, types, sentence splitter and how many references there are."""
        tokenizer = self._tokenizer(sample)
        parts = [
            f"rouge|v:{VERSION}",
            f"engine:{_engine_name(self.options.engine)}",
            f"tokenizer:{tokenizer.name}",
            f"stemmer:{'yes' if tokenizer.is_stemmed else 'no'}",
            f"types:{','.join(kind.removeprefix('rouge') for kind in self.options.types)}",
        ]
        if "rougeLsum" in self.options.types:
            parts.append(f"split:harness-{sentences.VERSION}")
        return "|".join([*parts, f"refs:{len(sample.references)}-max"])

    async def score(self, sample: Sample, summary: str) -> Outcome:
        """Return F-measures as `TYPE`, with `TYPE_precision` and `TYPE_recall`: shares, 0 to 1.

        Unscored where the sample has no reference or the summary no word.
        """
        if not sample.references:
            return Unscored(reason="ROUGE: the sample has no reference summary.")
        tokenizer = self._tokenizer(sample)
        prepared = _prepare(summary, tokenizer)
        if not prepared.tokens.words:
            return Unscored(reason=f"ROUGE: the summary has no word that the tokenizer {tokenizer.name} reads.")
        references = [_prepare_reference(text, tokenizer) for text in sample.references]
        compute = _compute if self.options.engine == "harness" else _compute_with_package
        found = {kind: compute(kind, references, prepared, tokenizer) for kind in self.options.types}
        values: dict[str, float | None] = {}
        for kind, agreement in found.items():
            values[kind] = agreement.fmeasure
            values[f"{kind}_precision"] = agreement.precision
            values[f"{kind}_recall"] = agreement.recall
        kind, agreement = next(iter(found.items()))
        overlap = measure(kind, references[agreement.best].tokens, prepared.tokens)
        return Score(values=values, reason=_explain(kind, overlap, sample, agreement.best))

    def _tokenizer(self, sample: Sample) -> Tokenizer:
        return tokenizer_for(sample.language, is_stemmed=self.options.stemmer)


def create(options: Mapping[str, Any]) -> Rouge:
    """Return the scorer; raise pydantic's ValidationError where an option is unknown or wrong."""
    return Rouge(RougeOptions.model_validate(dict(options)))


def _prepare(text: str, tokenizer: Tokenizer) -> Prepared:
    lines = "\n".join(" ".join(text[start:end].split()) for start, end in sentences.split_sentences(text))
    return Prepared(lines, Tokens.of(lines, tokenizer))


_prepare_short = lru_cache(maxsize=_KEPT_REFERENCES)(_prepare)
_prepare_long = lru_cache(maxsize=_KEPT_LONG)(_prepare)


def _prepare_reference(text: str, tokenizer: Tokenizer) -> Prepared:
    """The same references are compared with the summaries of every backend and epoch."""
    return _prepare_long(text, tokenizer) if len(text) > _LONG else _prepare_short(text, tokenizer)


def _compute(kind: str, references: Sequence[Prepared], summary: Prepared, _: Tokenizer) -> Agreement:
    """Return the agreement with the best reference by our own arithmetic; the first of equals is the best."""
    overlaps = [measure(kind, reference.tokens, summary.tokens) for reference in references]
    return _best([Agreement(o.precision, o.recall, o.fmeasure, number) for number, o in enumerate(overlaps)])


def _compute_with_package(
    kind: str, references: Sequence[Prepared], summary: Prepared, tokenizer: Tokenizer
) -> Agreement:
    """Return the agreement with the best reference as the rouge-score package computes it."""
    scorer = _package_scorer(kind, tokenizer)
    scores = [scorer.score(reference.lines, summary.lines)[kind] for reference in references]
    return _best([Agreement(float(p), float(r), float(f), number) for number, (p, r, f) in enumerate(scores)])


@lru_cache
def _package_scorer(kind: str, tokenizer: Tokenizer) -> Any:  # noqa: ANN401  (the package is untyped)
    from rouge_score.rouge_scorer import RougeScorer  # noqa: PLC0415  (loads nltk and numpy)

    # Its own tokenizer where it has one, so that nothing of ours is in the figure.
    own = None if tokenizer.name == "rouge-score-en" else tokenizer
    return RougeScorer([kind], use_stemmer=tokenizer.is_stemmed, tokenizer=own)


def _best(agreements: Sequence[Agreement]) -> Agreement:
    return max(agreements, key=lambda agreement: agreement.fmeasure)


def _engine_name(engine: str) -> str:
    if engine == "harness":
        return engine
    from importlib.metadata import version  # noqa: PLC0415  (seldom wanted, slow to load)

    return f"{engine}-{version(engine)}"


_UNITS = {"rouge1": "words", "rouge2": "pairs of words", "rougeL": "words", "rougeLsum": "words"}
_RELATIONS = {
    "rougeL": "stand in the same order among",
    "rougeLsum": "stand in the same order, sentence by sentence, among",
}


def _explain(kind: str, overlap: Overlap, sample: Sample, best: int) -> str:
    units = _UNITS.get(kind, f"runs of {kind.removeprefix('rouge')} words")
    name = f"reference {sample.gold.references[best].id}" if sample.gold else "the reference"
    count = len(sample.references)
    return (
        f"ROUGE-{kind.removeprefix('rouge')}: {overlap.shared} of the summary's {overlap.in_summary} {units} "
        f"{_RELATIONS.get(kind, 'are among')} the {overlap.in_reference} of {name}"
        f"{f' (best of {count})' if count > 1 else ''}."
    )
