"""Lines that are written whole or not at all, by one writer at a time."""

from __future__ import annotations

import errno
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from harness.errors import RunError
from harness.runner.lines import write_line
from harness.runner.tape import HEAD, Recorder


class Disk(io.RawIOBase):
    """A file on a disk that takes so many bytes at once, and has room for so many."""

    def __init__(self, at_once: int, room: int) -> None:
        self.at_once, self.room, self.data, self.place = at_once, room, bytearray(), 0

    def write(self, data: bytes) -> int:  # type: ignore[override]
        taken = min(len(data), self.at_once, self.room - self.place)
        if not taken:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.data[self.place : self.place + taken] = data[:taken]
        self.place += taken
        return taken

    def truncate(self, size: int | None = None) -> int:
        assert size is not None
        del self.data[size:]
        return size

    def seek(self, offset: int, whence: int = 0) -> int:
        assert whence == 0
        self.place = offset
        return offset


def test_a_line_that_the_system_takes_in_parts_is_written_whole() -> None:
    disk = Disk(at_once=3, room=100)
    write_line(disk, b"one line\n", 0)
    assert disk.data == b"one line\n"


def test_of_a_line_without_room_nothing_is_left_and_the_next_is_whole() -> None:
    disk = Disk(at_once=100, room=12)
    write_line(disk, b"one\n", 0)
    with pytest.raises(OSError, match="No space"):
        write_line(disk, b"much too long\n", 4)
    assert disk.data == b"one\n"
    write_line(disk, b"two\n", 4)
    assert disk.data == b"one\ntwo\n"


@dataclass
class _Request:
    method: str = "POST"
    uri: str = "http://127.0.0.1/v1"
    body: bytes = b"{}"
    headers: Mapping[str, Any] = field(default_factory=dict)


def test_a_reply_without_room_is_told_and_leaves_no_part_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.yaml"
    recorder = Recorder(path)
    recorder.close()  # what follows is written to a disk of the test's own
    disk = Disk(at_once=1000, room=len(HEAD) + 700)
    disk.write(HEAD)
    monkeypatch.setattr(recorder, "_file", disk)
    short, long = ({"status": {"code": 200}, "headers": {}, "body": {"string": b"x" * n}} for n in (5, 900))
    recorder.add(_Request(), short, "1")
    whole = bytes(disk.data)
    with pytest.raises(RunError, match="No space left"):
        recorder.add(_Request(), long, "2")
    assert bytes(disk.data) == whole
    recorder.add(_Request(), short, "3")
    assert disk.data.startswith(whole)
    assert disk.data.count(b"\n- ") == disk.data.count(b"}\n") - 1 == 2
    recorder.close()


def test_two_do_not_record_into_one_file(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    with path.open("wb") as file:
        file.write(HEAD)
    first = Recorder(path, goes_on=True)
    with pytest.raises(RunError, match="is in use: another process records into it"):
        Recorder(path, goes_on=True)
    first.close()
    Recorder(path, goes_on=True).close()
    assert path.read_bytes() == HEAD
