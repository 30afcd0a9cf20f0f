"""The mistakes of `bad_files.txt` and what is said of them. Run as a program, it writes the messages anew."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = map(str, Path(__file__).resolve().parents[1:3])

from writing import ONE, SET, changed, write_project  # noqa: E402  (the path above is for the program)

from harness.errors import TaskError  # noqa: E402  (the same)
from harness.tasks import load_tasks  # noqa: E402  (the same)

TABLE = Path(__file__).with_name("bad_files.txt")


@dataclass(frozen=True)
class Mistake:
    """A piece of a file replaced by another; `old` is None where the file is replaced as a whole."""

    title: str
    file: str
    old: str | None
    new: str
    messages: tuple[str, ...]

    def files(self) -> dict[str, str]:
        project = ONE if self.file in ONE else SET
        if self.old is None:
            return {**project, self.file: self.new}
        return changed(dict(project), self.file, self.old, self.new)

    def lines(self) -> Iterator[str]:
        yield f"= {self.title}"
        yield f"@ {self.file}"
        if self.old is not None:
            yield f"- {escaped(self.old)}"
        yield f"+ {escaped(self.new)}".rstrip()
        yield from (f"> {message}" for message in self.messages)


def escaped(text: str) -> str:
    return text.encode("unicode_escape").decode("ascii")


def unescaped(text: str) -> str:
    return text.encode("ascii").decode("unicode_escape")


def read_blocks() -> Iterator[str]:
    yield from TABLE.read_text(encoding="utf-8").rstrip("\n").split("\n\n")


def read_mistake(block: str) -> Mistake:
    parts = [(line[0], line[2:]) for line in block.split("\n")]
    single = {sign: text for sign, text in parts if sign != ">"}
    return Mistake(
        title=single["="],
        file=single["@"],
        old=unescaped(single["-"]) if "-" in single else None,
        new=unescaped(single["+"]),
        messages=tuple(text for sign, text in parts if sign == ">"),
    )


def read_mistakes() -> list[Mistake]:
    return [read_mistake(block) for block in read_blocks() if block.startswith("=")]


def messages_of(root: Path, *, with_codes: bool = False) -> list[str]:
    """Return the lines that loading a project is answered with; none where all is well."""
    try:
        load_tasks(cwd=root)
    except TaskError as error:
        return (error.with_codes if with_codes else str(error)).split("\n")
    return []


def renewed(block: str) -> str:
    if not block.startswith("="):
        return block
    mistake = read_mistake(block)
    with tempfile.TemporaryDirectory() as folder:
        messages = messages_of(write_project(Path(folder), mistake.files()), with_codes=True)
    return "\n".join(Mistake(mistake.title, mistake.file, mistake.old, mistake.new, tuple(messages)).lines())


if __name__ == "__main__":
    TABLE.write_text("\n\n".join(map(renewed, read_blocks())) + "\n", encoding="utf-8", newline="\n")
