"""An answer of a page: its text with every verdict on it, packed.

A verdict on a fact is a letter (`LETTERS`), at the fact's place among its sample's. Lists are used in the place of keys
where there are thousands of them; the functions say what stands where, and `js/model.js` reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harness.gold.verdicts import Claim, DisputeVerdict, FactVerdict, SentenceSupport
from harness.results.models import AnswerRecord, ScoreRow
from harness.results.report.offsets import Offsets
from harness.results.report.samples import PageSample
from harness.results.report.tables import Tables

LETTERS = {"supported": "s", "contradicted": "c", "omitted": "o"}
ABSENT = "."
"""The letter of a fact that this answer was not graded on."""

_VALUES = {"facts": ("recall", "accuracy"), "rouge": ("rouge1", "rougeL"), "shape": ("words",)}
"""Values of one answer that the page shows; of other scorers all."""


def pack_answer(
    record: AnswerRecord, rows: Sequence[ScoreRow], sample: PageSample, side: int, tables: Tables
) -> dict[str, Any]:
    """Return an answer with its scores; what is empty has no key."""
    text = record.answer.text if record.answer else ""
    packer = _Packer(sample, Offsets(text), tables)
    scored = [row for row in rows if row.outcome == "score"]
    claims = dict.fromkeys(claim for row in scored for claim in row.claims)
    graded = next((row for row in scored if row.facts), None)
    packed = {
        "side": side,
        "sample": sample.place,
        "epoch": record.epoch,
        "text": text,
        "none": record.why_nothing_to_score,
        "unscored": [f"{row.scorer}: {row.reason}" for row in rows if row.outcome == "unscored"],
        "signature": tables.text(graded.signature) if graded else None,
        **packer.facts([fact for row in scored for fact in row.facts]),
        "disputes": [packer.dispute(one) for row in scored for one in row.disputes],
        "claims": [packer.claim(claim) for claim in claims],
        "sentences": [packer.sentence(one) for row in scored for one in row.sentences],
        "values": dict(_values(scored)),
        "cost": None if record.cached else record.cost,
    }
    return {name: value for name, value in packed.items() if value not in (None, [], {})}


@dataclass(frozen=True)
class _Packer:
    """Packs the verdicts on one text."""

    sample: PageSample
    offsets: Offsets
    tables: Tables

    def facts(self, facts: Iterable[FactVerdict]) -> dict[str, Any]:
        """Return `verdicts`, a letter a fact; `reasons`, for each that is graded; and `told`, more of some.

        One of `told` is: the fact's place, start and end in the text (-1: nowhere), expected, found, and perhaps a
        mark.
        """
        letters, reasons, told = {}, {}, []
        for fact in facts:
            place = self.sample.hear(fact)
            letters[place], reasons[place] = LETTERS[fact.verdict], self.tables.text(fact.reason)
            if fact.verdict != "omitted" or fact.summary_span:
                expected = "" if fact.expected == self.sample.facts[place].says else fact.expected
                marks = [self.tables.text(fact.mark)] if fact.mark else []
                span = self.offsets.span(fact.summary_span) if fact.summary_span else [-1, -1]
                told.append([place, *span, self.tables.text(expected), self.tables.text(fact.found), *marks])
        if not letters:
            return {}
        verdicts = "".join(letters.get(place, ABSENT) for place in range(max(letters) + 1))
        return {"verdicts": verdicts, "reasons": [reasons[place] for place in sorted(reasons)], "told": told}

    def dispute(self, verdict: DisputeVerdict) -> list[Any]:
        """Return the dispute's place, verdict, reason; and if it is touched: lesser faults, values, spans."""
        place = self.sample.dispute(verdict.id)
        head = [place, self.tables.text(verdict.verdict), self.tables.text(verdict.reason)]
        if verdict.verdict == "omitted":
            return head
        also, values = ([self.tables.text(text) for text in many] for many in (verdict.also, verdict.values))
        return [*head, also, values, [self.offsets.span(span) for span in verdict.spans]]

    def claim(self, claim: Claim) -> list[Any]:
        """Return start, end, verdict, type, severity, reason, evidence."""
        texts = (claim.verdict, claim.type, claim.severity, claim.reason)
        evidence = self.tables.evidence.place(self.sample.evidence(claim.evidence))
        return [*self.offsets.span(claim.span), *map(self.tables.text, texts), evidence]

    def sentence(self, sentence: SentenceSupport) -> list[Any]:
        """Return start, end, groundedness, evidence."""
        evidence = self.tables.evidence.place(self.sample.evidence(sentence.evidence))
        return [*self.offsets.span(sentence.span), round(sentence.groundedness, 3), evidence]


def _values(rows: Iterable[ScoreRow]) -> Iterator[tuple[str, float]]:
    for row in rows:
        for name, value in row.values.items():
            if value is not None and name in _VALUES.get(row.scorer, row.values):
                yield (name if row.scorer in _VALUES else f"{row.scorer}.{name}"), round(value, 4)
