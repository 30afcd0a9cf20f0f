"""How far two annotators of one article agree, by kind of fact, and where they do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.exchange.alignment import KINDS, Alignment, Pair, align, differing_keys, shown_value
from harness.exchange.annotation import Annotation
from harness.exchange.reliability import alpha, f1, kappa
from harness.files.records import Record
from harness.gold.gold import GoldFact
from harness.results.clean import clean_line, how_many, safe_log
from harness.results.table import lay_out
from harness.text.sentences import split_sentences

_UNDEFINED = "-"


class KindAgreement(Record):
    """The agreement on facts of one kind, or of `all`. Figures that cannot be told are None.

    `f1` (0 to 1) is of facts found. `sentence_kappa` and `sentence_alpha` (-1 to 1) take each sentence of the article
    as a unit: does it bear a fact of the kind (for `all`: any fact), or not? `same_values` are the facts found by both
    whose typed values are equal. `importance_kappa` and `importance_alpha` are of importance, over facts found by both.
    """

    kind: str
    both: int
    only_first: int
    only_second: int
    f1: float | None
    sentences: int
    sentence_kappa: float | None
    sentence_alpha: float | None
    same_values: int
    importance_kappa: float | None
    importance_alpha: float | None


class Side(Record):
    """One annotator's fact: its file and line, its id and statement, and the values that differ."""

    file: str
    line: int
    id: str
    statement: str
    values: Mapping[str, str] = {}


class Disagreement(Record):
    """A fact that only one has, or that both have with other values."""

    what: str
    kind: str
    keys: tuple[str, ...] = ()
    first: Side | None = None
    second: Side | None = None


class Agreement(Record):
    """Two annotations of one article, compared."""

    schema_version: int = 1
    article: str
    first: str
    second: str
    kinds: tuple[KindAgreement, ...]
    disagreements: tuple[Disagreement, ...]


def compare(first: Annotation, second: Annotation) -> Agreement:
    """Return how far two annotations of one article agree."""
    both = _Both(first, second, align(first.gold, second.gold))
    return Agreement(
        article=first.article.id,
        first=first.file,
        second=second.file,
        kinds=tuple(both.kind(kind) for kind in (*KINDS, "all")),
        disagreements=tuple(both.disagreements()),
    )


@dataclass(frozen=True)
class _Both:
    first: Annotation
    second: Annotation
    alignment: Alignment

    def kind(self, kind: str) -> KindAgreement:
        pairs = [pair for pair in self.alignment.pairs if kind in ("all", pair.first.kind)]
        alone = [
            sum(kind in ("all", fact.kind) for fact in facts)
            for facts in (self.alignment.only_first, self.alignment.only_second)
        ]
        marks = self._sentence_marks(kind)
        importance = [(pair.first.fact.importance, pair.second.fact.importance) for pair in pairs]
        return KindAgreement(
            kind=kind,
            both=len(pairs),
            only_first=alone[0],
            only_second=alone[1],
            f1=f1(len(pairs), *alone),
            sentences=len(marks),
            sentence_kappa=kappa(marks),
            sentence_alpha=alpha(marks),
            same_values=sum(all(pair.equal.values()) for pair in pairs),
            importance_kappa=kappa(importance),
            importance_alpha=alpha(importance),
        )

    def _sentence_marks(self, kind: str) -> list[tuple[bool, bool]]:
        """Return, for each sentence of the article, whether each annotator's facts of a kind have evidence in it."""
        spans = split_sentences(self.first.article.text)
        sides = [_bearing(one.gold.facts, kind, spans) for one in (self.first, self.second)]
        return list(zip(*sides, strict=True))

    def disagreements(self) -> Iterator[Disagreement]:
        """Yield them in the order of the first file, then what only the second has."""
        pairs = {pair.first.id: pair for pair in self.alignment.pairs}
        for fact in self.first.gold.facts:
            pair = pairs.get(fact.id)
            if pair is None:
                yield Disagreement(what="only first", kind=fact.kind, first=_side(self.first, fact))
            elif keys := differing_keys(pair):
                yield self._differing(pair, keys)
        for fact in self.alignment.only_second:
            yield Disagreement(what="only second", kind=fact.kind, second=_side(self.second, fact))

    def _differing(self, pair: Pair, keys: Sequence[str]) -> Disagreement:
        return Disagreement(
            what="differ",
            kind=pair.first.kind,
            keys=tuple(keys),
            first=_side(self.first, pair.first, keys),
            second=_side(self.second, pair.second, keys),
        )


def _bearing(facts: Sequence[GoldFact], kind: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    places = [span for fact in facts if kind in ("all", fact.kind) for span in fact.evidence]
    return [any(place.start < end and start < place.end for place in places) for start, end in spans]


def _side(annotation: Annotation, fact: GoldFact, keys: Sequence[str] = ()) -> Side:
    return Side(
        file=annotation.file,
        line=annotation.lines[fact.id],
        id=fact.id,
        statement=fact.fact.statement,
        values={key: shown_value(fact, key) for key in keys},
    )


def agreement_table(agreement: Agreement) -> Iterator[str]:
    """Yield the figures as lines of a table, with what they mean below; `-` stands for what cannot be told."""
    heads = [
        ["", "", "only", "only", "", "same", "sentences", "", "importance"],
        ["kind", "both", "first", "second", "F1", "values", "kappa", "alpha", "kappa"],
    ]
    rows = [
        [
            one.kind,
            *map(str, (one.both, one.only_first, one.only_second)),
            _figure(one.f1),
            str(one.same_values),
            *map(_figure, (one.sentence_kappa, one.sentence_alpha, one.importance_kappa)),
        ]
        for one in agreement.kinds
    ]
    yield from lay_out(heads, rows, [True, *[False] * (len(heads[0]) - 1)])
    sentences = how_many(agreement.kinds[-1].sentences, "sentence")
    yield f"kappa and alpha: which of {sentences} bear a fact of the kind; 1 is full agreement, 0 what chance gives."
    if any(cell == _UNDEFINED for row in rows for cell in row):
        yield f"{_UNDEFINED} cannot be told: there is nothing to compare, or both say one and the same throughout."


def _figure(value: float | None) -> str:
    return _UNDEFINED if value is None else f"{value:.2f}"


def disagreement_lines(agreement: Agreement) -> Iterator[str]:
    """Yield the disagreements as lines to print, the texts in them made safe: what it is, then a line for each side."""
    yield f"{how_many(len(agreement.disagreements), 'disagreement')} on {agreement.article}"
    for one in agreement.disagreements:
        keys = f": {', '.join(one.keys)}" if one.keys else ""
        yield f"{one.what} ({one.kind}){keys}"
        for side in filter(None, (one.first, one.second)):
            values = ", ".join(f"{key} {value}" for key, value in side.values.items())
            yield "  " + safe_log(clean_line(f"{side.file}:{side.line}: {side.id}: {values or side.statement}"))
