"""Files that lines are added to: one writer at a time, and a line is whole or not there."""

from __future__ import annotations

import os
import sys
from io import RawIOBase
from pathlib import Path

from harness.errors import RunError

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    _LOCKED_BYTE = 2**31 - 2  # far past the end: a lock there keeps nobody from reading

    def _lock(descriptor: int) -> None:
        place = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, place, os.SEEK_SET)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def take_lock(file: RawIOBase, path: Path, use: str, mend: str) -> None:
    """Lock an open file for as long as it is open; raise RunError, which says its `use`, where another has it."""
    try:
        _lock(file.fileno())
    except (BlockingIOError, PermissionError) as error:
        raise RunError(f"is in use: another process {use}.", where=str(path), mend=mend) from error
    except OSError as error:
        what = f"cannot be locked: {error.strerror or error}."
        raise RunError(what, where=str(path), mend="Keep it on another file system.") from error


def write_line(file: RawIOBase, line: bytes, end: int) -> None:
    """Write all of a line at the end of an unbuffered file, which is `end` bytes long.

    Raises OSError; what was written of it is cut off then, so that the next is not glued to it.
    """
    rest = memoryview(line)
    try:
        while rest:
            rest = rest[file.write(rest) or 0 :]
    except OSError:
        file.truncate(end)
        file.seek(end)
        raise
