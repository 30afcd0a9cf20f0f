"""What the manual's site needs besides its pages: those that stand beside data elsewhere in the project."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = {
    "seeds/README.md": "seeds.md",
    "gold/README.md": "gold.md",
    "tests/data/suite/README.md": "labelled-suite.md",
}
"""Pages outside of this folder, and their names on the site."""

_FENCE_NOTE = re.compile(r"^(```\w+) [^\n`]+$", re.MULTILINE)
"""What stands behind a block's language is for the test that runs it."""

_LINK = re.compile(r"(?<=\]\()([^)\s#]+)(?=[)#])")


def on_files(files: Files, *, config: Any) -> Files:  # noqa: ANN401  (mkdocs has its own kind of mapping)
    """Add the pages that stand elsewhere."""
    for path, name in ELSEWHERE.items():
        files.append(File.generated(config, name, content=(ROOT / path).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:  # noqa: ANN401  (as above)
    """Lead links to and from those pages to where they are on the site, and those to folders to their first file."""
    name = page.file.src_uri
    home = next((Path(path).parent for path, there in ELSEWHERE.items() if there == name), Path("docs"))
    return _LINK.sub(lambda found: _on_site(home, found[1]), _FENCE_NOTE.sub(r"\1", markdown))


def _on_site(home: Path, link: str) -> str:
    if ":" in link:
        return link
    target = (ROOT / home / link).resolve()
    if not target.is_relative_to(ROOT):
        return link
    path = target.relative_to(ROOT).as_posix()
    if path == "docs/schemas":
        return "formats.md"
    return ELSEWHERE.get(path, path.removeprefix("docs/") if path.startswith("docs/") else link)
