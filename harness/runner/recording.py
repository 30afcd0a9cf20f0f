"""Recording a run's HTTP, and playing it again without the servers.

`with recording(record=FILE) as tape` keeps all that backends send and are answered while the block runs, whichever of
the HTTP clients that vcrpy knows they use; `with recording(replay=FILE) as tape` answers from the file instead, and no
connection can be opened. Backends are asked through the tape (`tape.taped`), by which it knows for which request of
the run each HTTP request is: so two epochs never swap their answers, in whatever order they come.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from harness.backends.base import Answer, Backend, Request
from harness.backends.keys import without_keys
from harness.backends.quoting import quote_line
from harness.errors import BackendError, RunError, UsageError
from harness.runner.clock import Clock
from harness.runner.conditions import Conditions, Terms
from harness.runner.offline import no_connections
from harness.runner.plan import Planned
from harness.runner.scrubbing import Sent
from harness.runner.tape import Player, Recorder

_MEND = "Ask for what the recording was made with, or record anew."


@dataclass
class _Asked:
    """The request of the run that is being asked, and why its reply is not in the recording, or could not be kept."""

    request: Request
    backend: str
    missing: BackendError | None = None
    not_kept: RunError | None = None


_asked: ContextVar[_Asked | None] = ContextVar("asked", default=None)


@dataclass(frozen=True)
class Tape:
    """What a run needs of its recording; without one, nothing is changed by it."""

    recorder: Recorder | None = None
    player: Player | None = None

    def learn(self, plan: Iterable[Planned]) -> None:
        """Take note of which requests there are, for the replies of others are of no use."""
        if self.player:
            self.player.known = frozenset(planned.id for planned in plan)

    def taped(self, backend: Backend) -> Backend:
        """Return a backend that is asked through the tape."""
        return _Taped(backend) if self.recorder or self.player else backend

    def clock(self, clock: Clock) -> Clock:
        """Return the clock to ask by: what is played waits for nothing."""
        if not self.player:
            return clock
        skipping = _Skipping(clock.seconds)
        return replace(clock, sleep=skipping.sleep, seconds=skipping.seconds)

    def conditions(self, conditions: Conditions) -> Conditions:
        """Return the conditions to ask under: what is played has no rate limit, and is never late."""
        if not self.player:
            return conditions
        terms = {name: _unhurried(terms) for name, terms in conditions.terms.items()}
        return replace(conditions, terms=terms, default=_unhurried(conditions.default), deadline=math.inf)

    def last_words(self) -> str:
        """Return what is to be said of the recording when all has been asked; nothing where nothing is."""
        if self.recorder and self.recorder.is_new and not self.recorder.count:
            return f"{self.recorder.path}: not written, for no backend sent anything over HTTP."
        if self.player and (unplayed := self.player.unplayed):
            return f"{self.player.path}: {unplayed} of {self.player.count} recorded replies were not played."
        return ""


@contextmanager
def recording(record: Path | None = None, replay: Path | None = None, *, goes_on: bool = False) -> Iterator[Tape]:
    """Record into a file, or play one, while the block runs; neither where no file is given.

    With `goes_on`, a file that exists is recorded on; else it is refused. Raises UsageError for that, for a file that
    is no recording, and for two files; RunError for one that cannot be read or written.
    """
    if record and replay:
        raise UsageError("a run is either recorded or replayed.", mend="Leave --record or --replay out.")
    with ExitStack() as stack:
        tape = Tape(Recorder(record, goes_on=goes_on) if record else None, Player(replay) if replay else None)
        if tape.recorder:
            stack.callback(tape.recorder.close)
            _patch(stack, _Recording(tape.recorder))
        if tape.player:
            stack.enter_context(without_keys())
            stack.enter_context(no_connections(_refuse_connection))
            _patch(stack, _Playing(tape.player))
        yield tape


def _patch(stack: ExitStack, cassette: _Recording | _Playing) -> None:
    """Have the HTTP clients that are installed ask the cassette first, until the stack is closed."""
    from vcr.patch import CassettePatcherBuilder  # noqa: PLC0415  (vcrpy takes a tenth of a second)

    for patcher in CassettePatcherBuilder(cassette).build():
        stack.enter_context(patcher)


class _Recording:
    """What vcrpy's clients ask of a cassette, where it is being recorded."""

    write_protected = False
    custom_patches = ()

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._path = recorder.path  # vcrpy names its classes after it

    def can_play_response_for(self, request: Sent) -> bool:  # noqa: ARG002  (vcrpy's signature)
        return False

    def filter_request(self, request: Sent) -> Sent:
        return request

    def append(self, request: Sent, response: Mapping[str, Any]) -> None:
        asked = _asked.get()
        try:
            self._recorder.add(request, response, asked.request.id if asked else "")
        except RunError as error:
            if asked:
                asked.not_kept = error
            raise


class _Playing:
    """What vcrpy's clients ask of a cassette, where it is being played."""

    write_protected = True
    custom_patches = ()

    def __init__(self, player: Player) -> None:
        self._player = player
        self._path = player.path  # vcrpy names its classes after it

    def can_play_response_for(self, request: Sent) -> bool:
        asked = _asked.get()
        if not self._player.has(request, asked.request.id if asked else ""):
            raise self._missing(request)
        return True

    def play_response(self, request: Sent) -> Mapping[str, Any]:
        asked = _asked.get()
        interaction = self._player.take(request, asked.request.id if asked else "")
        if interaction is None:  # another thread was quicker
            raise self._missing(request)
        return interaction.response

    def _missing(self, request: Sent) -> BackendError:
        return _no_reply(str(self._player.path), self._player.explain(request))


def _no_reply(where: str, why: str) -> BackendError:
    """Return the error of a request without a recorded reply, which is kept as the reason of what follows from it."""
    asked = _asked.get()
    if asked is None:
        return BackendError(quote_line(f"has no reply: {why}."), where=where, mend=_MEND)
    what = f"the recording has no reply for sample {asked.request.sample!r} in epoch {asked.request.epoch}: {why}."
    asked.missing = BackendError(what, where=asked.backend, mend=_MEND)
    return asked.missing


def _refuse_connection(host: str) -> BaseException:
    why = f"a run that is replayed opens no connection, and {quote_line(host)} was to be reached"
    _no_reply("--replay", why)
    return ConnectionRefusedError(f"{why}.")


@dataclass(frozen=True)
class _Taped:
    """A backend that is asked through a tape."""

    backend: Backend = field(repr=False)

    @property
    def name(self) -> str:
        return self.backend.name

    @property
    def needs_references(self) -> bool:
        return self.backend.needs_references

    @property
    def parameters(self) -> Mapping[str, Any]:
        return self.backend.parameters

    async def complete(self, request: Request) -> Answer:
        """Ask the backend; whatever it makes of a reply that is missing, or could not be kept, the error says so.

        Raises RunError where it could not be kept: the next one could not either, and would be paid for all the same.
        """
        asked = _Asked(request, self.name)
        token = _asked.set(asked)
        try:
            answer = await self.backend.complete(request)
        except Exception:
            fault = asked.not_kept or asked.missing
            if fault is None:
                raise
        else:
            fault = asked.not_kept
            if fault is None:
                return answer
        finally:
            _asked.reset(token)
        raise fault

    async def close(self) -> None:
        await self.backend.close()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (whatever else a backend has)
        return getattr(self.backend, name)


@dataclass
class _Skipping:
    """A clock that skips what is waited for, so that who waits until some time arrives there."""

    _seconds: Callable[[], float]
    _skipped: float = 0.0

    def seconds(self) -> float:
        return self._seconds() + self._skipped

    async def sleep(self, seconds: float) -> None:
        until = self.seconds() + seconds
        await asyncio.sleep(0)
        self._skipped += max(until - self.seconds(), 0.0)


def _unhurried(terms: Terms) -> Terms:
    return terms.model_copy(update={"limits": terms.limits.model_copy(update={"rpm": None, "tpm": None})})
