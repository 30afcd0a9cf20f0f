"""JSON on disk: files that are written whole or not at all, lines that no text can break, and errors in words."""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Self, TextIO, TypeVar

from pydantic import BaseModel, ValidationError

from harness.errors import RunError, UsageError
from harness.files.jsonl import found

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_MEND_FOLDER = "Make it, or name another file."
_ModelT = TypeVar("_ModelT", bound=BaseModel)


@contextmanager
def translate_os_errors(path: Path, mend: str = "") -> Iterator[None]:
    """Turn what the system says of a file into RunError."""
    try:
        yield
    except OSError as error:
        raise RunError(f"{error.strerror or error}.", where=str(path), mend=mend) from error


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one, whole; see `replacing`."""
    write_all({path: text})


def write_all(texts: Mapping[Path, str], folder: Path | None = None) -> None:
    """Write several files, all of them or, where one of them cannot be written, none.

    Each text is on the disk before the first file is put in its place; devices and pipes are written to between the
    two. `folder` is made first where it is missing, and taken away again where nothing was written. Raises RunError.
    """
    made = _make_folder(folder)
    try:
        with ExitStack() as stack:
            outputs = [Output(path) for path in texts]
            for output in sorted(outputs, key=lambda output: output.is_straight):
                stack.enter_context(output)
                output.write(texts[output.path])
                output.settle()
            for output in outputs:
                output.publish()
    except BaseException:
        if made is not None:
            with suppress(OSError):
                made.rmdir()
        raise


def _make_folder(folder: Path | None) -> Path | None:
    """Make a folder that is missing, in one that is there; return it where it was."""
    if folder is None or folder.is_dir():
        return None
    with translate_os_errors(folder):
        folder.mkdir()
    return folder


@contextmanager
def replacing(path: Path) -> Iterator[Callable[[str], None]]:
    """Yield a function that writes text; the file appears, or is replaced, when the block ends without an error.

    The text is written to `.harness-….part` in the same folder first, which is renamed at the end and removed on any
    error, on Ctrl-C and on SIGTERM; a process that is killed (SIGKILL), or that the power leaves, may leave one behind.
    A file that is replaced keeps its mode; links are followed, and what they lead to is replaced. A device, a pipe and
    what the process already writes to (standard output, standard error) are written to straight. Raises RunError.
    """
    with Output(path) as output:
        yield output.write
        output.settle()
        output.publish()


def check_writable(path: Path) -> None:
    """Raise UsageError or RunError where a file cannot be written; nothing is written, nor is a pipe opened."""
    with translate_os_errors(path):
        if not path.parent.is_dir():
            raise UsageError("there is no such folder.", where=str(path.parent), mend=_MEND_FOLDER)
        if path.is_dir():
            raise UsageError("is a folder, not a file.", where=str(path), mend="Name a file.")
    output = Output(path)
    if not output.is_straight:
        with output:
            pass


class Output:
    """A file on its way, as `replacing` describes it: entered, written to, settled, published; what is left is removed.

    `is_straight`: it is written to where it is, so that what was written stays even where something fails later.
    """

    def __init__(self, path: Path) -> None:
        """Look at what is there; raise RunError where the system does not let one."""
        self.path = path
        with translate_os_errors(path):
            self._status = _status_of(path)
        self._descriptor = _own_descriptor(self._status)
        is_file = self._status is None or stat.S_ISREG(self._status.st_mode)
        self.is_straight = self._descriptor is not None or not is_file
        self._target = Path(os.path.realpath(path))
        self._part = self._target.with_name(f".harness-{secrets.token_hex(8)}.part")
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        """Open it; raise RunError where that cannot be."""
        try:
            with translate_os_errors(self.path):
                self._file = self._open()
        except BaseException:
            self._discard()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        """Close it, and remove what was not published."""
        self._discard()

    def write(self, text: str) -> None:
        """Write text; raise RunError where that cannot be."""
        with translate_os_errors(self.path):
            self._opened.write(text)

    def settle(self) -> None:
        """Have all that was written put where it goes, on the disk; raise RunError where that cannot be."""
        with translate_os_errors(self.path):
            self._opened.flush()
            if not self.is_straight:
                os.fsync(self._opened.fileno())
            self._opened.close()

    def publish(self) -> None:
        """Put a settled file in its place; raise RunError where that cannot be."""
        if not self.is_straight:
            with translate_os_errors(self.path):
                self._part.replace(self._target)

    @property
    def _opened(self) -> TextIO:
        if self._file is None:
            raise ValueError("it is not open.")
        return self._file

    def _open(self) -> TextIO:
        if self._descriptor is not None:
            for stream in filter(None, (sys.stdout, sys.stderr)):
                stream.flush()
            return os.fdopen(os.dup(self._descriptor), "w", encoding="utf-8", newline="\n")
        if self.is_straight:
            return self.path.open("w", encoding="utf-8", newline="\n")
        if self._status is not None and not os.access(self._target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        file = self._part.open("x", encoding="utf-8", newline="\n")
        if self._status is not None:
            self._part.chmod(stat.S_IMODE(self._status.st_mode))
        return file

    def _discard(self) -> None:
        if self._file is not None:
            with suppress(OSError):  # what could not be written was told before
                self._file.close()
        if not self.is_straight:
            self._part.unlink(missing_ok=True)


def _status_of(path: Path) -> os.stat_result | None:
    """Return what the system knows of a file, links followed; None where there is none."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _own_descriptor(status: os.stat_result | None) -> int | None:
    """Return which of standard output and standard error leads to this very file, None where neither does."""
    if status is None:
        return None
    for descriptor in (1, 2):
        with suppress(OSError):  # it is closed
            if os.path.samestat(status, os.fstat(descriptor)):
                return descriptor
    return None


def to_json(record: BaseModel, *, indent: int | None = None) -> str:
    """Return a record as ASCII JSON: every character beyond ASCII is escaped, so that no text can break a line."""
    return json.dumps(record.model_dump(), ensure_ascii=True, allow_nan=False, indent=indent)


def parse_json(data: bytes) -> Any:  # noqa: ANN401  (what JSON holds is any; the records type it)
    """Return what a line or file says, None where it is no JSON. Lone surrogates are replaced: no record holds them."""
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if b"\\ud" in data.lower():
        value = json.loads(replace_lone_surrogates(json.dumps(value, ensure_ascii=False)))
    return value


def replace_lone_surrogates(text: str) -> str:
    """Return a text with U+FFFD for each half of a surrogate pair, which is no character and cannot be encoded."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def to_record(value: Any, model: type[_ModelT], where: str, mend: str = "") -> _ModelT:  # noqa: ANN401  (as above)
    """Return parsed JSON as a record; raise RunError, with the field that is wrong, where it is none."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        how = f" ({field}: {first['msg']})" if field else ""
        raise RunError(f"is damaged{how}.", where=where, mend=mend) from error


def read_record(path: Path, model: type[_ModelT], mend: str = "") -> _ModelT:
    """Return the record that a file holds; raise RunError where it is missing, damaged or of another version."""
    with translate_os_errors(path, mend):
        value = parse_json(path.read_bytes())
    version = value.get("schema_version", 1) if isinstance(value, dict) else 1
    if "schema_version" in model.model_fields and version != 1:
        what = f"has schema version {found(version)}; this version of the harness reads 1."
        raise RunError(what, where=str(path), mend="Read it with the version that wrote it.")
    return to_record(value, model, str(path), mend)
