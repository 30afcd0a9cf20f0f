"""Files written whole: what stands in the place, what is written straight, and that nothing half done is left."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_project import child_environment

from harness.errors import RunError, UsageError
from harness.results.disk import check_writable, replacing, write_all, write_whole

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
NOT_ROOT = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def umask() -> Iterator[int]:
    before = os.umask(0o027)
    yield 0o027
    os.umask(before)


@POSIX
@pytest.mark.usefixtures("umask")
def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    write_whole(tmp_path / "new", "x")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o666])
def test_a_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_whole(path, "new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", mode)


@POSIX
def test_what_a_link_leads_to_is_written_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    target, link, far = tmp_path / "kept" / "head.json", tmp_path / "link", tmp_path / "far"
    target.write_bytes(b"old")
    link.symlink_to("kept/head.json")
    far.symlink_to(link)
    write_whole(far, "new")
    assert (link.is_symlink(), far.is_symlink(), target.read_bytes()) == (True, True, b"new")
    assert names(tmp_path / "kept") == ["head.json"]


@POSIX
def test_a_link_that_leads_to_nothing_yet_gets_its_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("later")
    write_whole(tmp_path / "link", "new")
    assert (tmp_path / "later").read_bytes() == b"new"
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(RunError, match="circle: "):
        write_whole(tmp_path / "circle", "new")


@POSIX
def test_a_device_stays_a_device() -> None:
    check_writable(Path(os.devnull))
    write_whole(Path(os.devnull), "x" * 100_000)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@POSIX
def test_a_named_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    check_writable(pipe)  # and does not wait for a reader
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, "all of it" * 10_000)
    reader.join()
    assert read == [b"all of it" * 10_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@FULL
def test_a_device_that_takes_no_more_is_told() -> None:
    with pytest.raises(RunError, match=r"/dev/full: No space left on device\."):
        write_whole(Path("/dev/full"), "x")
    with pytest.raises(RunError, match=r"/dev/full: No space left on device\."):
        write_whole(Path("/dev/full"), "x" * 1_000_000)


@POSIX
def test_a_file_that_standard_output_goes_to_gets_both(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom harness.results.disk import write_whole\n"
        "print('before')\nwrite_whole(Path('out'), 'within\\n')\nprint('after')"
    )
    with (tmp_path / "out").open("wb") as out:
        command = [sys.executable, "-c", code]
        subprocess.run(command, cwd=tmp_path, env=child_environment(), stdout=out, check=True)
    assert (tmp_path / "out").read_bytes() == b"before\nwithin\nafter\n"
    assert names(tmp_path) == ["out"]


def test_no_file_of_the_users_own_is_touched(tmp_path: Path) -> None:
    (tmp_path / "head.json.part").write_bytes(b"mine")
    write_whole(tmp_path / "head.json", "new")
    assert (tmp_path / "head.json.part").read_bytes() == b"mine"
    assert names(tmp_path) == ["head.json", "head.json.part"]


def test_the_longest_name_that_there_can_be_is_written(tmp_path: Path) -> None:
    write_whole(tmp_path / ("x" * 255), "new")
    assert (tmp_path / ("x" * 255)).read_bytes() == b"new"


def test_two_that_write_one_file_at_a_time_both_end_well_and_leave_one_of_the_two(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with replacing(path) as first:
        first("first, ")
        with replacing(path) as second:
            second("second, whole")
        assert path.read_bytes() == b"second, whole"
        first("whole")
    assert path.read_bytes() == b"first, whole"
    assert names(tmp_path) == ["out"]


@contextmanager
def writer(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in the middle of writing `out`."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom harness.cli.streams import clean_up_on_sigterm\n"
        "from harness.results.disk import replacing\nclean_up_on_sigterm()\n"
        "with replacing(Path('out')) as write:\n    write('new')\n    print(flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=folder,
        env=child_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        yield child


@POSIX
@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT])
def test_a_process_that_is_ended_leaves_what_was_there_and_nothing_else(tmp_path: Path, way: signal.Signals) -> None:
    (tmp_path / "out").write_bytes(b"old")
    with writer(tmp_path) as child:
        assert len(names(tmp_path)) == 2
        child.send_signal(way)
        assert child.wait() == (143 if way == signal.SIGTERM else -signal.SIGINT)
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out").read_bytes() == b"old"


@POSIX
def test_a_process_that_is_killed_leaves_what_was_there_and_a_hidden_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"old")
    with writer(tmp_path) as child:
        child.kill()
        child.wait()
    left, out = names(tmp_path)
    assert (left[0], out, (tmp_path / "out").read_bytes()) == (".", "out", b"old")
    write_whole(tmp_path / "out", "new")
    assert (tmp_path / "out").read_bytes() == b"new"


@FULL
def test_of_several_files_all_or_none_are_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    folder = tmp_path / "folder"
    with pytest.raises(RunError, match="/dev/full"):
        write_all({tmp_path / "a": "new", Path("/dev/full"): "x", folder / "b": "new"}, folder)
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"
    write_all({tmp_path / "a": "new", folder / "b": "too"}, folder)
    assert ((tmp_path / "a").read_bytes(), (folder / "b").read_bytes()) == (b"new", b"too")


@POSIX
def test_nothing_goes_into_a_pipe_before_all_files_can_be_written(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(RunError, match="nowhere"):
        write_all({pipe: "x", tmp_path / "nowhere" / "a": "x"})
    assert os.read(reader, 10) == b""
    os.close(reader)


def test_a_folder_that_was_there_stays_where_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(RunError):
        write_all({tmp_path / "folder" / "nowhere" / "a": "x"}, tmp_path / "folder")
    assert names(tmp_path) == ["folder"]


def test_what_cannot_be_written_is_told_before_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere: there is no such folder\. Make it"):
        check_writable(tmp_path / "nowhere" / "out")
    with pytest.raises(UsageError, match=r"is a folder, not a file\. Name a file\."):
        check_writable(tmp_path)
    with pytest.raises(RunError, match="File name too long"):
        check_writable(tmp_path / ("x" * 256))
    check_writable(tmp_path / "out")
    (tmp_path / "old").write_bytes(b"old")
    check_writable(tmp_path / "old")
    assert names(tmp_path) == ["old"]
    assert (tmp_path / "old").read_bytes() == b"old"


@NOT_ROOT
def test_a_file_that_is_write_protected_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"old")
    path.chmod(0o444)
    for write in (check_writable, lambda path: write_whole(path, "new")):
        with pytest.raises(RunError, match=r"old: Permission denied\."):
            write(path)
    assert path.read_bytes() == b"old"
