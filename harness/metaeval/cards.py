"""Cards made of what was measured, and the packaged ones as a section of the manual.

`python -m harness.metaeval.cards docs` writes that section into `docs/scorers.md`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from harness import __version__
from harness.errors import UsageError
from harness.metaeval.selftest import Matrix
from harness.metaeval.trust.agreement import balanced_accuracy
from harness.metaeval.trust.models import Measured, Part
from harness.metaeval.trust.run import TrustRun
from harness.metaeval.trust.shown import show_figure
from harness.results.clean import clean_line, code_span
from harness.results.disk import to_json, write_all, write_whole
from harness.results.table import merge_signatures
from harness.scorers.cards import Card, Measurement, find_cards

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scorers.md"
START, END = "<!-- cards: made by python -m harness.metaeval.cards docs -->\n", "<!-- end of cards -->\n"

TITLES: Mapping[str, str] = {
    "summedits-news": "SummEdits news",
    "summedits-ectsum": "SummEdits ectsum",
    "bump-task1": "BUMP",
}
"""Plain names of published datasets; others keep their own."""

_ORDER = ("grounding", "facts", "rouge", "shape")


def cards_of(run: TrustRun) -> list[Card]:
    """Return a card of each scorer of a run that graded any row."""
    return [
        Card(
            scorer=marks.name,
            signature=merge_signatures(marks.signatures),
            harness=__version__,
            files=run.report.files,
            measured=tuple(_measurements(run, marks.name)),
        )
        for marks in run.marks
        if marks.signatures
    ]


def _measurements(run: TrustRun, name: str) -> Iterator[Measurement]:
    for part in run.report.parts:
        for found in part.measured:
            if found.kind == "scorer" and found.name == name:
                yield _measurement(part, found)


def _measurement(part: Part, found: Measured) -> Measurement:
    title = TITLES.get(part.dataset, part.dataset)
    return Measurement(
        on=title if part.part == "all" else f"{title}, {part.part}",
        rows=part.rows,
        documents=part.documents,
        unscored=found.unscored,
        ranked_by=found.ranked_by,
        figures=found.figures,
    )


def selftest_measurement(matrix: Matrix, scorer: str) -> Measurement:
    """Return what a scorer with verdicts found of the self-test's errors, and flagged of its rewordings.

    An error counts as an inconsistent row, a rewording as a consistent one, a gold file as a document.
    """
    trials = [trial for trial in matrix.trials if trial.scorer == scorer]
    graded = [(trial.is_flagged, trial) for trial in trials if trial.is_flagged is not None]
    return verdict_measurement(
        "self-test, built-in tasks",
        [flag for flag, _ in graded],
        [int(trial.probe.group == "rewording") for _, trial in graded],
        [trial.gold for _, trial in graded],
        unscored=len(trials) - len(graded),
    )


def verdict_measurement(
    on: str, flags: Sequence[bool], labels: Sequence[int], groups: Sequence[str], unscored: int = 0
) -> Measurement:
    """Return the measurement of verdicts alone, from each row's flag, label (1 consistent, 0 not) and document."""
    return Measurement(
        on=on,
        rows=len(flags) + unscored,
        documents=len(set(groups)),
        unscored=unscored,
        figures={"verdict": balanced_accuracy(flags, labels, groups)},
    )


def check_target(target: Path, scorers: Sequence[str]) -> list[Path]:
    """Return the files that the cards of scorers go to: `target` where it ends in `.json`, else `NAME.json` in it.

    A folder that is yet to be made stands for its files. Raises UsageError where several are to go into one file, and
    where the folder is a file.
    """
    folder = folder_of(target)
    if folder is None:
        if len(scorers) > 1:
            what = f"{target.name} holds one card, and there are {len(scorers)} scorers."
            raise UsageError(what, mend="Name a folder.")
        return [target]
    if folder.exists() and not folder.is_dir():
        what = "is a file, not a folder."
        raise UsageError(what, where=str(target), mend="Name a folder, or a file that ends in '.json'.")
    return [folder / f"{name}.json" for name in scorers] if folder.is_dir() else [folder]


def folder_of(target: Path) -> Path | None:
    """Return the folder that cards are to be written to, None where the target is one card's file."""
    return None if target.suffix == ".json" else target


def card_texts(cards: Sequence[Card], target: Path) -> dict[Path, str]:
    """Return what to write to which file, as `check_target` says; raise UsageError as it does, and without any card."""
    if not cards:
        raise UsageError("there is nothing to write on a card: no scorer could grade a row.")
    folder = folder_of(target)
    if folder is None:
        check_target(target, [card.scorer for card in cards])
    return {folder / f"{card.scorer}.json" if folder else target: _text_of(card) for card in cards}


def save_cards(cards: Sequence[Card], target: Path) -> None:
    """Write the cards of scorers, all or none, to the files that `check_target` says; the folder is made.

    Raises UsageError for several cards and one file, or for none; RunError where a file cannot be written.
    """
    write_all(card_texts(cards, target), folder_of(target))


def write_card(card: Card, path: Path) -> None:
    """Write a card to a file."""
    write_whole(path, _text_of(card))


def _text_of(card: Card) -> str:
    return f"{to_json(card, indent=2)}\n"


def cards_page(cards: Sequence[Card]) -> str:
    """Return the section of the manual on cards, as Markdown."""
    known = {name: place for place, name in enumerate(_ORDER)}
    ordered = sorted(cards, key=lambda card: (known.get(card.scorer, len(known)), card.scorer))
    return "\n".join(line for card in ordered for line in _card_lines(card))


def _card_lines(card: Card) -> Iterator[str]:
    yield f"**{clean_line(card.scorer)}**, {code_span(card.signature)}, harness {clean_line(card.harness)}:"
    yield ""
    yield "| on | rows | documents | AUC | verdict | found | false alarms | threshold | pairs |"
    yield "| --- | ---: | ---: | --- | --- | ---: | ---: | --- | --- |"
    for found in card.measured:
        verdict = found.figures.get("verdict")
        counts = verdict.counts if verdict else {}
        cells = [
            clean_line(found.on).replace("|", "\\|"),
            str(found.rows),
            str(found.documents),
            show_figure(found.figures.get("auc")),
            show_figure(verdict),
            _of(counts, "inconsistent"),
            _of(counts, "consistent"),
            show_figure(found.figures.get("threshold")),
            show_figure(found.figures.get("pairs")),
        ]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _of(counts: Mapping[str, int], label: str) -> str:
    return f"{counts[f'flagged {label}']} of {counts[label]}" if label in counts else "-"


def with_cards(page: str, cards: Sequence[Card]) -> str:
    """Return a page with its section on cards made anew; raise ValueError where it has no such section."""
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError("the page has no section for cards.")
    return f"{before}{START}\n{cards_page(cards)}\n{END}{after}"


def main(arguments: Sequence[str]) -> None:
    """Write the packaged cards into the manual."""
    if list(arguments) != ["docs"]:
        sys.exit("Usage: python -m harness.metaeval.cards docs")
    page = PAGE.read_text(encoding="utf-8")
    write_whole(PAGE, with_cards(page, find_cards()))


if __name__ == "__main__":
    main(sys.argv[1:])
