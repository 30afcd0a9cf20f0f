"""`command/COMMAND`: a shell command that reads the prompt on stdin and writes the summary on stdout, both in UTF-8.

What stands after the first slash is run by the system's shell exactly as it was typed. The command finds the sample's
id in HARNESS_SAMPLE and the word limit, empty where there is none, in HARNESS_WORDS. The command line is part of the
backend's name, which results show: a key does not belong in it. Keys that the environment holds are masked in what the
command writes.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from harness.backends.base import Answer, BackendOptions, Request
from harness.backends.keys import find_keys, mask_keys, remove_keys
from harness.backends.options import refuse_options
from harness.backends.quoting import quote_line
from harness.errors import BackendError, UsageError

MAX_OUTPUT = 1_000_000
"""Bytes that a summary may have."""

_STDOUT = 1
_KEPT_STDERR = 16_384
_SECONDS_TO_DIE = 5.0


@dataclass(frozen=True)
class Command:
    """Answers with what a shell command makes of the prompt."""

    name: str
    command: str
    timeout: float
    needs_references: bool = False

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The command line; what the command itself depends on cannot be known."""
        return {"command": self.command}

    async def complete(self, request: Request) -> Answer:
        """Run the command on the request's prompt.

        Raises a final BackendError where it fails, takes longer than the timeout, or writes what is no summary: over
        1 MB, or not UTF-8. A command that is cancelled or too slow is killed with all the processes it started.
        """
        started = time.perf_counter()
        talk = await self._run(request)
        seconds = time.perf_counter() - started
        if talk.status:
            raise self._error(_describe_failure(talk.status, bytes(talk.stderr)))
        return Answer(text=self._decode(bytes(talk.stdout)), seconds=seconds)

    async def close(self) -> None:
        """Do nothing: each process ends with its request."""

    async def _run(self, request: Request) -> _Talk:
        transport, talk = await self._start(request)
        try:
            await asyncio.wait([talk.ended], timeout=self.timeout)
        finally:
            has_ended = talk.ended.done()
            await _stop(transport, talk)
        if not has_ended:
            what = f"the command took longer than {self.timeout:g} seconds and was stopped."
            raise self._error(what, "Raise --timeout.")
        if talk.is_too_long:
            raise self._error(f"the command wrote over {MAX_OUTPUT:,} bytes.", "A summary alone belongs on stdout.")
        return talk

    async def _start(self, request: Request) -> tuple[asyncio.SubprocessTransport, _Talk]:
        """Start the process. A cancellation waits until it runs: only then can it be killed with its children."""
        words = "" if request.words is None else str(request.words)
        starting = asyncio.ensure_future(
            asyncio.get_running_loop().subprocess_shell(
                lambda: _Talk(request.prompt.encode()),
                self.command,
                env={**os.environ, "HARNESS_SAMPLE": request.sample, "HARNESS_WORDS": words},
                start_new_session=os.name == "posix",
            )
        )
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            await _stop(*await starting)
            raise
        except OSError as error:
            raise self._error(f"the command cannot be started: {error.strerror or error}.") from error

    def _decode(self, output: bytes) -> str:
        try:
            text = output.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            what = f"byte {error.start + 1:,} of the output, 0x{output[error.start]:02x}, is not UTF-8."
            raise self._error(what, "Let the command write UTF-8.") from error
        return remove_keys(text)

    def _error(self, what: str, mend: str = "") -> BackendError:
        return BackendError(what, where=quote_line(self.name), mend=mend)


def create(model: str, options: BackendOptions) -> Command:
    """Return the backend of a shell command; raise UsageError where there is none."""
    name = f"command/{model}"
    refuse_options(name, options)
    if not model.strip() or "\0" in model:
        raise UsageError("this is no shell command.", where=quote_line(name), mend="Write command/COMMAND.")
    return Command(name, model, options.timeout)


class _Talk(asyncio.SubprocessProtocol):
    """One conversation with a process: feeds the prompt and gathers what comes back.

    `ended` is done when all of the output has come or too much of it, `exited` when the process is gone, `closed`
    when the pipes are closed as well.
    """

    def __init__(self, prompt: bytes) -> None:
        loop = asyncio.get_running_loop()
        self.stdout = bytearray()
        self.stderr = bytearray()
        self.status: int | None = None
        self.ended: asyncio.Future[None] = loop.create_future()
        self.exited: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()
        self._prompt = prompt
        self._transport: asyncio.SubprocessTransport | None = None

    @property
    def is_too_long(self) -> bool:
        return len(self.stdout) > MAX_OUTPUT

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.SubprocessTransport):
            self._transport = transport
            stdin = transport.get_pipe_transport(0)
            if isinstance(stdin, asyncio.WriteTransport):
                stdin.write(self._prompt)  # where the command reads none of it, this pipe is lost and nothing else
                stdin.close()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if fd != _STDOUT:
            self.stderr = (self.stderr + data)[-_KEPT_STDERR:]
        elif not self.is_too_long:
            self.stdout += data
        if self.is_too_long:
            _settle(self.ended)

    def process_exited(self) -> None:
        if self._transport:
            self.status = self._transport.get_returncode()
        _settle(self.exited)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  (the protocol's signature)
        _settle(self.ended)
        _settle(self.closed)


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


async def _stop(transport: asyncio.SubprocessTransport, talk: _Talk) -> None:
    """Kill what still runs of a process and its children, wait until it is gone, and let go of the pipes."""
    if not talk.closed.done():
        _kill(transport)
        # closing the transport of a process whose status is unknown would take the status from asyncio
        await asyncio.wait([talk.exited], timeout=_SECONDS_TO_DIE)
    transport.close()
    await asyncio.wait([talk.closed], timeout=_SECONDS_TO_DIE)


def _kill(transport: asyncio.SubprocessTransport) -> None:
    """Kill the process group, whose leader the shell is; where there are no groups, the shell alone."""
    with suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(transport.get_pid(), signal.SIGKILL)
        else:
            transport.kill()


def _describe_failure(status: int, stderr: bytes) -> str:
    lines = [line for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    how = f"ended with exit status {status}" if status > 0 else f"was ended by signal {-status}"
    said = f": {quote_line(mask_keys(lines[-1], *find_keys()))}" if lines else " and said nothing on stderr."
    return f"the command {how}{said}"
