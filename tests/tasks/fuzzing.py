"""Files of the example project with random changes, by pieces of YAML and by bytes, and what checking them comes to."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

from harness.errors import HarnessError, TaskError, UsageError
from harness.metaeval.check import find_all
from harness.metaeval.codes import explanations

DATA = Path(__file__).resolve().parents[1] / "data" / "flood"
FILES = {
    path.relative_to(DATA).as_posix(): path.read_bytes()
    for path in sorted(DATA.rglob("*"))
    if path.suffix in (".md", ".yaml")
}
PIECES = [
    b"\t", b"  ", b"- ", b": ", b":", b"#", b" #x", b"[", b"]", b"{", b"}", b",", b"'", b'"', b"|", b">",
    b"&a ", b"*a", b"!t ", b"? ", b"---\n", b"...\n", b"%YAML 1.2\n", b"\n", b"\r\n", b"\r", b"\x00", b"\x85",
    b"\xff", b"\xc3", b"\xe2\x80\xa8", b"\xf0\x9f\x98\x80", b"null", b"~", b"true", b"no", b"0", b"-1",
    b"1e999", b".nan", b"11,000", b"2030-02-30", b"[[[[[[[[", b"<<: {a: b}\n", b"__proto__", b"\\", b"\\x",
    b"flood", b"id: rose\n", b"a" * 5000, b"[" * 300, b"9" * 400, b"- " * 60,
]  # fmt: skip
SLOW = 2.0
"""Seconds that no file may take."""


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return data with one to four changes: bytes put in, taken out, doubled, exchanged, or a line moved."""
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randint(0, len(data)), chance.choice([0, 1, 1, 2, 5, 20, 80])
        kind = chance.randrange(6)
        if kind == 0:
            data = data[:at] + chance.choice(PIECES) + data[at + length :]
        elif kind == 1:
            data = data[:at] + data[at + length :]
        elif kind == 2:
            data = data[:at] + chance.randbytes(chance.randint(1, 4)) + data[at + length :]
        elif kind == 3:
            data = data[:at] + data[at : at + length] * 2 + data[at + length :]
        elif kind == 4 and data:
            at = min(at, len(data) - 1)
            data = data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
        else:
            lines = data.split(b"\n")
            lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
            data = b"\n".join(lines)
    return data


def cases(number: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield the name of a file and what it holds instead, so many times."""
    chance = random.Random(seed)
    names = list(FILES)
    for _ in range(number):
        name = chance.choice(names)
        yield name, mutated(FILES[name], chance)


def fault_of(root: Path, name: str, data: bytes) -> str:
    """Check a project in which one file holds other data; return what went wrong, nothing where all went well.

    The file is written back. Nothing may be raised but what bad input is answered with, nothing may be written, every
    problem has a code that is explained, and a place unless the whole file is meant.
    """
    path = root / name
    path.write_bytes(data)
    before = stamps(root)
    start = time.perf_counter()
    try:
        checked = find_all([str(root)], is_tried=False)
    except UsageError:
        checked = None
    except (TaskError, HarnessError) as error:
        return f"raised {error!r}"
    except Exception as error:  # noqa: BLE001  (what is looked for)
        return f"raised {error!r}"
    finally:
        seconds = time.perf_counter() - start
        after = stamps(root)
        path.write_bytes(FILES[name])
    if seconds > SLOW:
        return f"took {seconds:.1f} s"
    if after != before:
        return "wrote a file"
    found = [*checked.faults, *(finding.problem for finding in checked.findings)] if checked else []
    for problem in found:
        is_placed = problem.line >= 1 and problem.column >= 1
        if (
            not problem.file
            or problem.code not in explanations()
            or not (is_placed or problem.code in ("F102", "F103"))
        ):
            return f"no place or code: {problem!r}"
    return ""


def stamps(root: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in root.rglob("*")}
