"""Reading prompt files: Markdown with front matter, in whose text two slots are replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from harness.errors import Problem, TaskError, nearest
from harness.files.front_matter import split_front_matter
from harness.files.project import Project
from harness.files.source import Source
from harness.files.validate import check_record
from harness.files.yaml import parse_yaml
from harness.tasks.models import SLOTS, Prompt, PromptFile

_SLOT = re.compile(r"\{(\s*([A-Za-z]\w*)\s*)\}")


def load_prompt(project: Project, path: Path) -> Prompt:
    """Read a prompt; raise TaskError with every fault: of its front matter, its name, and its slots."""
    source = project.read(path)
    head, start = split_front_matter(source, "'prompt: NAME', 'version: 1'")
    document = parse_yaml(head)
    front, problems = check_record(document, PromptFile)
    for place, name in document.text(("prompt",)):
        if name != path.stem:
            what = f"the prompt is named {name!r} but its file {path.name!r}."
            problems.append(
                document.problem(place, what, f"Write 'prompt: {path.stem}', or rename the file.", code="P101")
            )
    problems.extend(_check_slots(source, start))
    if problems or front is None:
        raise TaskError(problems)
    return Prompt(name=front.prompt, version=front.version, text=source.text[start:].strip())


def _check_slots(source: Source, start: int) -> Iterator[Problem]:
    """Yield a problem for each `{word}` that nothing replaces, and for a missing `{articles}`."""
    found = list(_SLOT.finditer(source.text, start))
    wrong = [match for match in found if match[1] not in SLOTS]
    for match in wrong:
        yield source.problem(match.start(), f"'{match[0]}' is not replaced by anything.", _mend(match[2]), code="P102")
    if not any(_slot_meant(match[2]) == "articles" for match in found):
        yield source.problem(start, "the prompt lacks '{articles}'.", "Put it where the articles go.", code="P103")


def _slot_meant(name: str) -> str | None:
    return nearest(name.lower(), SLOTS, cutoff=0.7)


def _mend(name: str) -> str:
    meant = _slot_meant(name)
    return f"Did you mean '{{{meant}}}'?" if meant else f"Known: {', '.join(SLOTS)}."
