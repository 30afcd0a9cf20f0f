"""The manual is true: its links lead somewhere, its commands run and print what it shows, its mistakes are told.

Rules for who writes a page. Every `sh` block is run, in the order of the page, in a folder that was empty at first; a
`text` block right below it is what it prints, with `…` for what is left out; `text figures-vary` leaves its figures
unchecked. A path alone in a line, in backquotes, names the file that the block below it is; it is written before the
commands after it run, and a package (`pyproject.toml`) is installed. A `diff` block is a mistake made in one of the
page's files, and the `text` block below it what it is answered with. What cannot be run has `<!-- not run: why -->`
above it; `<!-- exit 3 -->` says how a block ends, and `<!-- keys: a r q -->` which keys are
pressed at its prompts, on a terminal.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner
from pydantic import BaseModel
from servers import ModelServer, completion
from terminal import Terminal

from harness.cli.app import app
from harness.results.schemas import SCHEMAS

ROOT = Path(__file__).resolve().parents[2]
MANUAL = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", *MANUAL]
SERVER = "http://localhost:8000/v1"
SUMMARY = "The footbridge in Veldmoor was closed on Monday, after three of its eight cables were found to be cracked."

_RUN_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
_FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`([\w./-]+\.\w+)`")
_EXIT = re.compile(r"<!-- exit (\d+) -->")
_KEYS = re.compile(r"<!-- keys: (.+) -->")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: what stands behind its opening fence, its text, and the line above it."""

    language: str
    text: str
    above: str

    @property
    def file(self) -> str | None:
        match = _FILE.fullmatch(self.above)
        return match[1] if match else None

    @property
    def is_run(self) -> bool:
        return self.language == "sh" and self.file is None and not self.above.startswith("<!-- not run")

    @property
    def is_output(self) -> bool:
        return self.language in ("text", "text figures-vary") and self.above == "```"

    @property
    def keys(self) -> list[str]:
        match = _KEYS.fullmatch(self.above)
        return match[1].split() if match else []

    @property
    def exit_code(self) -> int:
        match = _EXIT.fullmatch(self.above)
        return int(match[1]) if match else 0


def blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for match in _FENCE.finditer(text):
        above = text[: match.start()].rstrip().rpartition("\n")[2]
        yield Block(match[1], match[2], above)


def names_of(pages: list[Path]) -> list[str]:
    return [page.relative_to(ROOT).as_posix() for page in pages]


def write_file(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def matches(printed: str, shown: str) -> bool:
    """Whether a block shows what was printed: `…` alone stands for any lines, within a line for anything there."""
    lines = [
        r"(?:.*\n)*?" if line.strip() == "…" else r".*?".join(map(re.escape, line.split("…"))) + r"\n"
        for line in _RUN_ID.sub("RUN", shown).splitlines()
    ]
    return bool(re.fullmatch("".join(lines), _RUN_ID.sub("RUN", printed)))


def without_figures(text: str) -> str:
    """Return text with a sign for each figure, and blanks, which follow the figures' widths, made one."""
    return re.sub(" +", " ", re.sub(r"(?<![\w.-])(\d+(\.\d+)?|-)(?![\w.-])", "0", text))


def install(package: Path) -> None:
    """Make a package's entry points known to whoever has its folder on the search path."""
    project = tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = f"{package.name}/{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    groups = [
        "\n".join([f"[{group}]", *(f"{name} = {target}" for name, target in entries.items())])
        for group, entries in project["entry-points"].items()
    ]
    write_file(package.parent, f"{info}/METADATA", metadata)
    write_file(package.parent, f"{info}/entry_points.txt", "\n".join(groups))


def environment(*packages: Path, **more: str) -> Mapping[str, str]:
    """Return the environment of a child that finds this package and others, without what the tests' user has set."""
    kept = {name: value for name, value in os.environ.items() if not re.match("OPENAI|PYTHON|NO_COLOR|COLUMNS", name)}
    return {**kept, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, *packages))), "PYTHONUTF8": "1", **more}


@dataclass(frozen=True)
class Reader:
    """Someone who follows a page in a folder."""

    folder: Path
    bin: Path
    server: str

    def follow(self, page: Path) -> int:
        """Write the page's files and run its commands; return how many blocks were run."""
        done, run = None, 0
        for block in blocks_of(page):
            if block.file:
                write_file(self.folder, block.file, block.text.replace(SERVER, self.server))
            if block.file and block.file.endswith("/pyproject.toml"):
                install((self.folder / block.file).parent)
            if block.is_output and done:
                self.compare(done, block)
            done = self.run(block) if block.is_run else None
            run += block.is_run
        return run

    def run(self, block: Block) -> subprocess.CompletedProcess[str]:
        if block.keys:
            return self.type(block)
        command = block.text.replace(SERVER, self.server)
        path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        packages = [file.parent for file in self.folder.glob("*/pyproject.toml")]
        done = subprocess.run(
            ["sh", "-e", "-c", command],
            cwd=self.folder,
            env=environment(*packages, PATH=path, LOCAL_KEY="secret-of-nobody"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == block.exit_code, f"{block.text}\nends with {done.returncode}:\n{done.stderr}"
        return done

    def type(self, block: Block) -> subprocess.CompletedProcess[str]:
        """Run a block's one command on a terminal, and press a key at each of its prompts."""
        terminal = Terminal(self.folder, *shlex.split(block.text)[1:])
        for key in block.keys:
            terminal.expect(" > ")
            terminal.send(key)
        code = terminal.end()
        assert code == block.exit_code, terminal.plain
        return subprocess.CompletedProcess([block.text], code, terminal.plain, "")

    def compare(self, done: subprocess.CompletedProcess[str], block: Block) -> None:
        """Compare what a command printed, on either stream or on both, with what is shown."""
        mask = without_figures if block.language.endswith("figures-vary") else str
        printed = done.stderr + done.stdout
        is_so = any(matches(mask(text), mask(block.text)) for text in (done.stdout, done.stderr, printed))
        assert is_so, f"{done.args[-1]}\nprints\n{printed}\nand not\n{block.text}"


@pytest.fixture
def reader(tmp_path: Path, model_server: ModelServer) -> Reader:
    folder, bin_folder = tmp_path / "project", tmp_path / "bin"
    folder.mkdir()
    for name, call in (("harness", "-m harness"), ("python", "")):
        write_file(bin_folder, name, f'#!/bin/sh\nexec "{sys.executable}" {call} "$@"\n')
        (bin_folder / name).chmod(0o755)
    model_server.script = completion(SUMMARY)
    return Reader(folder, bin_folder, model_server.url)


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("sh"), reason="the manual's commands are for sh")
@pytest.mark.parametrize("name", names_of([page for page in MANUAL if any(block.is_run for block in blocks_of(page))]))
def test_commands_run_and_print_what_the_page_shows(name: str, reader: Reader) -> None:
    assert reader.follow(ROOT / name)


def mistakes_of(page: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each mistake of a page: the right line, the wrong one, and what is said of it."""
    blocks = list(blocks_of(page))
    for block, answer in pairwise(blocks):
        if block.language == "diff":
            right, wrong = (line[1:] for line in block.text.splitlines())
            assert answer.language == "text", f"nothing is said below {block.text}"
            yield right, wrong, answer.text


@pytest.mark.parametrize(("right", "wrong", "said"), list(mistakes_of(ROOT / "docs" / "add-a-task.md")))
def test_a_mistake_gets_the_message_that_the_page_shows(
    right: str, wrong: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {block.file: block.text for block in blocks_of(ROOT / "docs" / "add-a-task.md") if block.file}
    (name,) = (name for name, text in files.items() if f"{right}\n" in text)
    for file, text in files.items():
        write_file(tmp_path, file, text.replace(f"{right}\n", f"{wrong}\n", 1) if file == name else text)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["eval"], prog_name="harness")
    assert (done.stderr, done.exit_code) == (said, 2)
    assert not (tmp_path / "results").exists()


def anchors_of(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ +(.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def links_of(page: Path) -> Iterator[str]:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    yield from (link for link in _LINK.findall(text) if not re.match(r"[a-z]+:", link))


def resolves(link: str, page: Path) -> bool:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors_of(target))


@pytest.mark.parametrize("name", names_of(PAGES))
def test_relative_links_resolve(name: str) -> None:
    assert [link for link in links_of(ROOT / name) if not resolves(link, ROOT / name)] == []


def fields_of(model: type[BaseModel]) -> Iterator[str]:
    """Yield the names of a record's fields, and of the records in it."""
    for name, field in model.model_fields.items():
        yield name
        for inner in records_in(field.annotation):
            yield from fields_of(inner)


def records_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from records_in(part)


@pytest.mark.parametrize("record", SCHEMAS.values())
def test_every_field_of_a_run_folder_is_explained(record: type[BaseModel]) -> None:
    page = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
    assert [name for name in fields_of(record) if f"`{name}`" not in page] == []


def test_the_index_lists_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    listed = {link.partition("#")[0] for link in links_of(index)}
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert pages <= listed
