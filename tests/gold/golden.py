"""What the matcher makes of some summaries of the suite, written down to see what a change of it changes.

python tests/gold/golden.py    # write the file anew; read its difference before committing it
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from harness.articles import load_article
from harness.files.project import Project, builtin_project
from harness.gold.load import load_gold
from harness.gold.matching import Matcher
from harness.gold.matching.matcher import Matching

SUITE = Path(__file__).parent.parent / "data" / "suite"
GOLDEN = Path(__file__).parent.parent / "data" / "golden" / "matching.jsonl"
EVERY = 3
"""Of the summaries of an article one in so many is kept."""


@cache
def matcher_of(name: str) -> Matcher:
    """Return the matcher of an article or a set, of the suite or built in."""
    project = Project(SUITE) if (SUITE / "gold" / f"{name}.yaml").exists() else builtin_project()
    seeds = (path for path in (project.root / "seeds").glob("*.md") if path.stem != "README")
    articles = {path.stem: load_article(project, path) for path in sorted(seeds)}
    gold = load_gold(project, project.root / "gold" / f"{name}.yaml", articles)
    return Matcher(gold, [articles[article] for article in gold.articles])


def cases() -> list[dict[str, Any]]:
    """Return the rows of the suite whose reading is written down, in order; none is of the held-out part."""
    found = []
    for part in ("dev", "sets-dev"):
        lines = (SUITE / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
        found += [json.loads(line) for line in lines][::EVERY]
    return found


def read(row: dict[str, Any]) -> dict[str, Any]:
    """Return what the matcher makes of a row: facts by verdict with their words, faults, disputes."""
    text = row["text"]
    found: Matching = matcher_of(row.get("article") or row["gold"]).match(text)
    told = [v for v in found.facts if v.verdict != "omitted"]
    return {
        "id": row["id"],
        "facts": {v.id: [v.verdict, _words(text, v.summary_span), v.mark or "", v.reason] for v in told},
        "claims": [
            [c.type, c.verdict, c.severity, _words(text, c.span)] for c in found.claims if c.verdict != "supported"
        ],
        "disputes": {
            d.id: [d.verdict, *d.also, *(_words(text, span) for span in d.spans)]
            for d in found.disputes
            if d.verdict != "omitted"
        },
    }


def _words(text: str, span: tuple[int, int] | None) -> str:
    return text[slice(*span)] if span else ""


def main() -> None:
    """Write the golden file."""
    lines = [json.dumps(read(row), ensure_ascii=False) for row in cases()]
    GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lines)} summaries\n")


if __name__ == "__main__":
    main()
