"""A fitted head for people: what it was fitted on, what it is worth on other documents, and what weighs in it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from harness.metaeval.fitting.fit import Fitted
from harness.results.clean import clean_line, how_many
from harness.results.table import WIDTH, wrap_signature
from harness.scorers.head import CrossValidation, Head

_SHOWN_WEIGHTS = 6
_FIRST = 20
_COLUMN = 11
_FEW_DOCUMENTS = 20


def show_fitted(fitted: Fitted, file: str) -> str:
    """Return the report on a head that was written to a file, in 80 columns."""
    found = fitted.head.cross_validation
    rows = f"{how_many(found.rows, 'row')} of {how_many(found.documents, 'document')}"
    lines = [
        f"Fitted on {rows}: {found.consistent} consistent, {found.inconsistent} inconsistent.",
        *_left_out(fitted),
        "",
        *_table(found),
        "",
        *_judgement(found),
        "",
        *_wrap(f"Weighs most: {_weights(fitted.head)}."),
        *wrap_signature(fitted.head.scorer),
        f"Written: {clean_line(file)}",
    ]
    return "\n".join(lines) + "\n"


def _left_out(fitted: Fitted) -> Iterator[str]:
    if fitted.unlabelled:
        yield f"Left out: {how_many(fitted.unlabelled, 'row')} without a label."
    if fitted.unscored:
        yield from _wrap(f"Left out: {how_many(fitted.unscored, 'row')} unscored; first {fitted.why_unscored}.")


def _table(found: CrossValidation) -> Iterator[str]:
    yield from _wrap(f"On documents left out, in {found.folds} folds, beside the scorer itself on the same rows:")
    yield ""
    yield _line("", "fitted", "untrained")
    yield _line("AUC", f"{found.auc:.2f}", f"{found.untrained_auc:.2f}")
    yield _line("balanced accuracy", f"{found.balanced_accuracy:.2f}", f"{found.untrained_balanced_accuracy:.2f}")
    yield _line("right verdicts", f"{found.right}/{found.rows}", f"{found.untrained_right}/{found.rows}")


def _line(name: str, *cells: str) -> str:
    return f"{name:<{_FIRST}}{''.join(cell.rjust(_COLUMN) for cell in cells)}".rstrip()


def _judgement(found: CrossValidation) -> Iterator[str]:
    same = found.documents - found.documents_better - found.documents_worse
    yield from _wrap(
        f"More verdicts are right on {how_many(found.documents_better, 'document')}, fewer on "
        f"{found.documents_worse}, as many on {same}."
    )
    if worse := _figures_not_better(found):
        are = "is" if len(worse) == 1 and "verdicts" not in worse[0] else "are"
        yield from _wrap(f"Warning: the head does not help: {_listed(worse)} {are} no better than without it.")
    if found.documents < _FEW_DOCUMENTS:
        yield from _wrap(
            f"Warning: {found.documents} documents are few, and rows of one document are alike: on others the figures "
            "may be quite different."
        )


def _figures_not_better(found: CrossValidation) -> list[str]:
    worse = []
    if found.auc <= found.untrained_auc:
        worse.append("AUC")
    if found.balanced_accuracy <= found.untrained_balanced_accuracy:
        worse.append("balanced accuracy")
    if found.documents_better <= found.documents_worse:
        worse.append("the verdicts on most documents")
    return worse


def _listed(names: list[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _weights(head: Head) -> str:
    """Return the greatest weights, of standardised features, in words."""
    by_weight = sorted(head.features, key=lambda feature: (-abs(feature.weight), feature.name))
    return ", ".join(f"{one.name} {one.weight:+.2f}" for one in by_weight[:_SHOWN_WEIGHTS]) or "nothing"


def _wrap(text: str) -> list[str]:
    return textwrap.wrap(clean_line(text), WIDTH, subsequent_indent="  ", break_on_hyphens=False)
