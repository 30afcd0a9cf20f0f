from __future__ import annotations

import asyncio
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest
from asking import ask, request

from harness.backends.base import BackendOptions
from harness.backends.command import MAX_OUTPUT, Command, create
from harness.errors import BackendError, UsageError

POSIX = pytest.mark.skipif(os.name != "posix", reason="process groups are POSIX's")


def python(code: str) -> str:
    """Return a shell command that runs Python code."""
    words = [sys.executable, "-c", code]
    return shlex.join(words) if os.name == "posix" else subprocess.list2cmdline(words)


def backend(command: str, timeout: float = 60) -> Command:
    return create(command, BackendOptions(timeout=timeout))


def failure(command: str, timeout: float = 60) -> str:
    with pytest.raises(BackendError) as caught:
        ask(backend(command, timeout))
    assert not caught.value.is_retryable
    return caught.value.what


def test_the_prompt_goes_in_and_the_summary_comes_out_in_utf_8() -> None:
    code = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read().upper() + 'Größe: 大'.encode())"

    assert ask(backend(python(code)), request(prompt="Sum up: é")).text == "SUM UP: éGröße: 大"


def test_the_command_is_run_by_the_shell_as_typed() -> None:
    assert ask(backend("echo one && echo two")).text.split() == ["one", "two"]


def test_the_name_is_the_command_as_typed() -> None:
    made = backend("./summarize.sh --short a/b")

    assert made.name == "command/./summarize.sh --short a/b"
    assert made.parameters == {"command": "./summarize.sh --short a/b"}


def test_a_bom_and_carriage_returns_are_no_part_of_the_summary() -> None:
    assert ask(backend(python(r"import sys; sys.stdout.buffer.write(b'\xef\xbb\xbfA\r\nB')"))).text == "A\nB"


def test_sample_and_word_limit_are_in_the_environment() -> None:
    code = "import os; print(os.environ['HARNESS_SAMPLE'], '<' + os.environ['HARNESS_WORDS'] + '>')"

    assert ask(backend(python(code)), request(sample="t/a", words=120)).text == "t/a <120>"
    assert ask(backend(python(code)), request(sample="t/a")).text == "t/a <>"


def test_a_command_that_does_not_read_a_long_prompt_still_answers() -> None:
    long = "x" * 5_000_000

    assert ask(backend(python("print('short')")), request(prompt=long)).text == "short"
    assert ask(backend(python("import os; os.close(0); print('closed')")), request(prompt=long)).text == "closed"


def test_a_long_prompt_and_a_long_summary_do_not_wait_for_each_other() -> None:
    code = "import sys\nfor line in sys.stdin: sys.stdout.write(line); sys.stderr.write(line)"

    assert ask(backend(python(code)), request(prompt="a line\n" * 100_000)).text.count("a line") == 100_000


def test_no_output_is_an_empty_answer() -> None:
    assert ask(backend(python("pass"))).text == ""


def test_the_latency_is_kept() -> None:
    assert (ask(backend("echo hi")).seconds or 0) > 0


def test_a_failure_tells_the_exit_status_and_the_last_line_of_stderr() -> None:
    code = r"import sys; sys.stderr.write('first\n\x1b[31mred\x07 \u202eevil\n\n'); sys.exit(3)"

    assert failure(python(code)) == "the command ended with exit status 3: [31mred evil"


def test_keys_of_the_environment_are_masked_in_what_a_command_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "planted123456789")
    monkeypatch.setenv("OTHER_TOKEN", "planted123456789-and-more")
    monkeypatch.setenv("SHORT_KEY", "short")
    say = "import os; words = [os.environ[n] for n in ('SOME_API_KEY', 'OTHER_TOKEN', 'SHORT_KEY')]; "

    said = failure(python(f"{say}import sys; sys.exit(' '.join([*words, words[0][3:]]))"))

    assert said == "the command ended with exit status 1: [key] [key] short [key]"
    assert ask(backend(python(f"{say}print(*words)"))).text.strip() == "[key] [key] short"


def test_a_failure_without_a_word_is_told_as_such() -> None:
    assert failure(python("raise SystemExit(4)")) == "the command ended with exit status 4 and said nothing on stderr."


def test_a_long_complaint_is_shortened() -> None:
    said = failure(python("import sys; sys.exit('no ' * 100_000)"))

    assert len(said) < 250
    assert said.endswith("…")


def test_a_command_that_does_not_exist_fails_for_good() -> None:
    assert "no-such-command-here" in failure("no-such-command-here")


@POSIX
def test_a_command_that_is_killed_tells_the_signal() -> None:
    assert "signal 9" in failure("kill -9 $$")


def test_output_that_is_not_utf_8_is_refused() -> None:
    said = failure(python(r"import sys; sys.stdout.buffer.write(b'abc\xff')"))

    assert said == "byte 4 of the output, 0xff, is not UTF-8."


def test_too_much_output_is_refused_without_waiting_for_the_end() -> None:
    code = "import sys\nwhile True: sys.stdout.write('x' * 65536)"

    assert failure(python(code)) == f"the command wrote over {MAX_OUTPUT:,} bytes."


def test_as_much_output_as_is_allowed_is_taken() -> None:
    assert len(ask(backend(python(f"print('x' * {MAX_OUTPUT - 2}, end='!!')"))).text) == MAX_OUTPUT


def test_a_command_over_its_time_is_stopped() -> None:
    assert failure(python("import time; time.sleep(600)"), 0.5) == (
        "the command took longer than 0.5 seconds and was stopped."
    )


@POSIX
def test_a_child_that_left_the_group_holds_nothing_up(lifeline: socket.socket) -> None:
    child = python(f"import os; os.setsid(); {hold_on_to(lifeline)}")

    assert "longer than" in failure(f"{child} & echo started", 1)


@pytest.fixture
def lifeline() -> Iterator[socket.socket]:
    """A socket that processes of a test hold on to; what they hold ends when they do, and they end with it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


def hold_on_to(lifeline: socket.socket) -> str:
    return f"import socket; socket.create_connection({lifeline.getsockname()!r}).recv(1)"


async def cancel_once_held(command: str, lifeline: socket.socket) -> None:
    """Cancel a command when its process has taken hold, and see the hold end."""
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(backend(command).complete(request()))
    held, _ = await loop.sock_accept(lifeline)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with held, suppress(ConnectionResetError):
        assert await loop.sock_recv(held, 1) == b""


def test_cancelling_kills_the_command(lifeline: socket.socket) -> None:
    asyncio.run(asyncio.wait_for(cancel_once_held(python(hold_on_to(lifeline)), lifeline), 30))


@POSIX
def test_cancelling_kills_the_children_of_the_command(lifeline: socket.socket) -> None:
    command = f"{python(hold_on_to(lifeline))} & wait"

    asyncio.run(asyncio.wait_for(cancel_once_held(command, lifeline), 30))


def test_cancelling_before_the_command_runs_leaves_nothing_behind() -> None:
    async def cancel_at_once(turns: int) -> None:
        task = asyncio.create_task(backend(python("import time; time.sleep(600)")).complete(request()))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    for turns in range(8):
        asyncio.run(asyncio.wait_for(cancel_at_once(turns), 30))


def test_many_commands_run_at_once() -> None:
    async def run_all() -> list[str]:
        made = backend(python("import os; print(os.environ['HARNESS_SAMPLE'])"))
        answers = await asyncio.gather(*(made.complete(request(sample=f"t/{n}")) for n in range(20)))
        return [answer.text for answer in answers]

    assert asyncio.run(run_all()) == [f"t/{n}" for n in range(20)]


@pytest.mark.parametrize("command", ["", "  ", "echo \0"])
def test_what_is_no_command_is_refused(command: str) -> None:
    with pytest.raises(UsageError, match="no shell command"):
        backend(command)
