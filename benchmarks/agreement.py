"""How far two independent annotations of the same articles agree, fact by fact.

    python benchmarks/agreement.py [--first DIR] [--second DIR]

Default: `gold/` and `gold/second/`. Compared are the files that both folders have under one name. Prints, as Markdown
tables, how many facts were found by both or by one, whether the typed values of those found by both are equal, and how
far their importance agrees; then every fact that only one has, and every value that differs.

Facts are aligned as `harness.exchange.alignment` says.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from harness.articles.load import load_article
from harness.articles.models import Article
from harness.exchange.alignment import KINDS, Alignment, Pair, align, differing_keys, shown_value
from harness.exchange.reliability import f1, kappa
from harness.files.project import Project
from harness.gold.gold import Gold
from harness.gold.load import load_gold
from harness.gold.models import WEIGHTS

CLASSES = tuple(WEIGHTS)


def read_gold(path: Path, project: Project, articles: Mapping[str, Article]) -> Gold:
    """Return the gold of one file, which may lie outside the project; raise TaskError where it has faults."""
    path = path.resolve()
    is_inside = path.is_relative_to(project.root.resolve())
    return load_gold(project if is_inside else Project(path.parent), path, articles)


def tables(alignments: Sequence[Alignment]) -> Iterator[str]:
    """Yield the lines of the tables, in Markdown."""
    yield from _facts_table(alignments)
    yield ""
    yield from _values_table([pair for alignment in alignments for pair in alignment.pairs])
    yield ""
    yield from _importance_table(alignments)


def _facts_table(alignments: Sequence[Alignment]) -> Iterator[str]:
    yield from _head("facts", "kind", "both", "only first", "only second", "F1")
    for alignment in alignments:
        yield from (_facts_row(alignment.article, kind, [alignment]) for kind in (*KINDS, "all"))
    yield from (_facts_row("in all", kind, alignments) for kind in (*KINDS, "all"))


def _facts_row(label: str, kind: str, alignments: Iterable[Alignment]) -> str:
    counts = [0, 0, 0]
    for alignment in alignments:
        both = [pair.first for pair in alignment.pairs]
        for i, facts in enumerate((both, alignment.only_first, alignment.only_second)):
            counts[i] += sum(kind in ("all", fact.kind) for fact in facts)
    return _row(label, kind, *counts, _figure(f1(*counts)))


def _values_table(pairs: Sequence[Pair]) -> Iterator[str]:
    yield from _head("typed values of facts found by both", "pairs", "equal")
    for kind in KINDS:
        found = [pair for pair in pairs if pair.first.kind == kind]
        for key in found[0].equal if found else ():
            yield _row(f"{kind}: {key}", len(found), sum(pair.equal[key] for pair in found))
        yield _row(f"{kind}: all of these", len(found), sum(all(pair.equal.values()) for pair in found))


def _importance_table(alignments: Sequence[Alignment]) -> Iterator[str]:
    yield from _head("importance of facts found by both", "pairs", "equal", "share", "kappa")
    together: list[tuple[str, str]] = []
    for alignment in alignments:
        pairs = [(pair.first.fact.importance, pair.second.fact.importance) for pair in alignment.pairs]
        together += pairs
        yield _importance_row(alignment.article, pairs)
    yield _importance_row("in all", together)
    yield ""
    yield from _head("first / second", *CLASSES)
    cells = Counter(together)
    yield from (_row(a, *(cells[a, b] for b in CLASSES)) for a in CLASSES)


def _importance_row(label: str, pairs: Sequence[tuple[str, str]]) -> str:
    equal = sum(a == b for a, b in pairs)
    return _row(label, len(pairs), equal, _figure(equal / len(pairs) if pairs else None), _figure(kappa(pairs)))


def _head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield _row("---", *("---:" for _ in cells[1:]))


def _row(*cells: object) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"


def _figure(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.2f}"


def differences(alignment: Alignment) -> Iterator[str]:
    """Yield one line for each fact that only one has, and for each pair that differs."""
    for label, facts in (("only first", alignment.only_first), ("only second", alignment.only_second)):
        for fact in facts:
            yield f"{alignment.article}: {label}: {fact.id} ({fact.kind}): {fact.fact.statement}"
    for pair in alignment.pairs:
        keys = differing_keys(pair)
        if keys:
            values = ", ".join(
                f"{key} {shown_value(pair.first, key)} / {shown_value(pair.second, key)}" for key in keys
            )
            yield f"{alignment.article}: differ: {pair.first.id} / {pair.second.id}: {values}"


def main() -> None:
    """Compare two folders and print the tables and differences."""
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--first", type=Path, default=root / "gold", help="folder of the first annotations")
    parser.add_argument("--second", type=Path, default=root / "gold" / "second", help="folder of the second ones")
    arguments = parser.parse_args()
    project = Project(root)
    paths = [path for path in sorted((root / "seeds").glob("*.md")) if path.name != "README.md"]
    articles = {article.id: article for article in (load_article(project, path) for path in paths)}
    alignments = [
        align(*(read_gold(folder / path.name, project, articles) for folder in (arguments.first, arguments.second)))
        for path in sorted(arguments.second.glob("*.yaml"))
        if (arguments.first / path.name).is_file()
    ]
    print("\n".join(tables(alignments)))
    for alignment in alignments:
        print("", *differences(alignment), sep="\n")


if __name__ == "__main__":
    main()
