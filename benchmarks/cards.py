"""Make the packaged cards of the built-in scorers: how far each agrees with labels.

    python benchmarks/cards.py FOLDER

FOLDER holds labelled data, which is not in this project: `summedits-news.jsonl`, `summedits-ectsum.jsonl` and
`bump-task1.jsonl`, rows as docs/labelled-data.md describes them. Their documents that rules may be tuned on and those
that are only counted are reported apart, as `harness metaeval --split 0.6` parts them. `grounding`, `rouge` and `shape`
are measured on these and on the held-out part of the labelled suite, whose rows are only counted; `facts`, which needs
gold, on that part too; `facts` and `grounding` by the self-test of the built-in tasks. The cards go to
harness/scorers/cards/, and what they say into docs/scorers.md.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator
from pathlib import Path

from suite import article_of, load_rows

from harness import __version__
from harness.api import load_tasks
from harness.metaeval import cards
from harness.metaeval.labelled import ErrorSpan, LabelledSummary
from harness.metaeval.run import selftest_tasks
from harness.metaeval.selftest import Matrix
from harness.metaeval.trust.run import make_scorers, metaeval_files, run_metaeval
from harness.results.table import merge_signatures
from harness.scorers.cards import Card, Measurement
from harness.scorers.grade import signature_of
from harness.scorers.registry import create_scorer
from harness.tasks.models import ScorerSpec
from harness.tasks.samples import samples_of

SHARE = 0.6
"""The share of each dataset's documents that rules may be tuned on; the others are only counted."""

FILES = ("summedits-news.jsonl", "summedits-ectsum.jsonl", "bump-task1.jsonl")
WITHOUT_GOLD = ("grounding", "rouge", "shape")
FOLDER = Path(cards.__file__).resolve().parents[1] / "scorers" / "cards"
SUITE = "labelled suite, held out"


def suite_rows() -> list[LabelledSummary]:
    """Return the held-out part of the suite as labelled rows; twins are pairs."""
    rows = load_rows("heldout")
    twins = {row.twin for row in rows if row.twin}
    return [
        LabelledSummary(
            id=row.id,
            dataset=SUITE,
            documents=(article_of(row.article).full_text,),
            summary=row.text,
            label=1 if row.consistent else 0,
            error_types=() if row.consistent else (row.error,),
            spans=tuple(ErrorSpan(start=start, end=end) for start, end in row.spans),
            group=row.article,
            pair=row.twin or (row.id if row.id in twins else None),
            pair_type=row.error if row.twin else None,
        )
        for row in rows
    ]


def facts_card(matrix: Matrix) -> Card:
    """Return the card of `facts`: the self-test, and the held-out part of the suite with its gold."""
    rows = load_rows("heldout")
    on_suite = cards.verdict_measurement(
        SUITE, [row.is_flagged for row in rows], [int(row.consistent) for row in rows], [row.article for row in rows]
    )
    measured = (cards.selftest_measurement(matrix, "facts"), on_suite)
    return Card(scorer="facts", signature=facts_signature(), harness=__version__, measured=measured)


def facts_signature() -> str:
    """Return the signature of `facts` on the built-in tasks."""
    scorer = create_scorer(ScorerSpec(name="facts"))
    samples = (sample for task in load_tasks() for sample in samples_of(task))
    found = dict.fromkeys(signature for sample in samples if (signature := signature_of(scorer, sample)))
    return merge_signatures(tuple(found))


async def make_cards(folder: Path) -> Iterator[Card]:
    """Return the cards of all built-in scorers."""
    matrix = await selftest_tasks(load_tasks(), ("facts", "grounding"))
    labelled = await metaeval_files([folder / name for name in FILES], WITHOUT_GOLD, share=SHARE)
    suite = await run_metaeval(suite_rows(), make_scorers(WITHOUT_GOLD))
    on_suite = {card.scorer: card.measured for card in cards.cards_of(suite)}
    extra: dict[str, tuple[Measurement, ...]] = {"grounding": (cards.selftest_measurement(matrix, "grounding"),)}
    made = [
        card.model_copy(
            update={"measured": (*card.measured, *on_suite.get(card.scorer, ()), *extra.get(card.scorer, ()))}
        )
        for card in cards.cards_of(labelled)
    ]
    return iter([*made, facts_card(matrix)])


def main() -> None:
    """Write the cards, and the manual's section on them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder of the labelled data")
    for card in asyncio.run(make_cards(parser.parse_args().folder)):
        cards.write_card(card, FOLDER / f"{card.scorer}.json")
    cards.main(["docs"])


if __name__ == "__main__":
    main()
