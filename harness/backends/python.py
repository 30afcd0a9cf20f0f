"""`python/MODULE:FUNCTION`: a function of the user's own, from the prompt's text, or the whole request, to the summary.

The function may be a coroutine function; another runs in a thread of its own, several at once. It is given the Request
where its first parameter is annotated with that or named `request`, and returns a text or an Answer. Such a backend
runs the code that it names, so it is named on the command line or in Python, never in a file.
"""

from __future__ import annotations

import asyncio
import contextvars
import hashlib
import importlib
import inspect
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from harness.backends.base import Answer, BackendOptions, Request
from harness.backends.keys import find_keys, mask_keys
from harness.backends.options import refuse_options
from harness.backends.quoting import mend_surrogates, quote_line
from harness.errors import BackendError, UsageError, did_you_mean

_NAME = re.compile(r"(?P<module>[^\W\d]\w*(?:\.[^\W\d]\w*)*):(?P<function>[^\W\d]\w*(?:\.[^\W\d]\w*)*)")


@dataclass(frozen=True)
class Python:
    """Answers with what a function returns."""

    name: str
    function: Callable[[Any], Any]
    wants_request: bool
    timeout: float
    sha256: str | None = None
    needs_references: bool = False

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The function's name, and the hash of its module's file; what else it depends on cannot be known."""
        return {"function": self.name.partition("/")[2], **({"sha256": self.sha256} if self.sha256 else {})}

    async def complete(self, request: Request) -> Answer:
        """Call the function.

        Raises a final BackendError where it raises, takes longer than the timeout, or returns something else than a
        text or an Answer; a BackendError that the function itself raises is passed on.
        """
        given = request if self.wants_request else request.prompt
        started = time.perf_counter()
        failure: BackendError | None = None
        limit = asyncio.timeout(self.timeout)
        try:
            async with limit:
                returned = await self._call(given)
        except BackendError:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001  (it is the user's own code; all of it is told)
            failure = self._explain(error, is_late=limit.expired())
        if failure:
            raise failure  # not from the error, which may hold anything
        return self._read(returned, time.perf_counter() - started)

    async def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    async def _call(self, given: Request | str) -> object:
        if inspect.iscoroutinefunction(self.function):
            return await self.function(given)
        returned = await _in_thread(partial(self.function, given))
        return await returned if inspect.isawaitable(returned) else returned

    def _read(self, returned: object, seconds: float) -> Answer:
        if isinstance(returned, Answer):
            return returned if returned.seconds is not None else returned.model_copy(update={"seconds": seconds})
        if not isinstance(returned, str):
            what = f"the function returned {type(returned).__name__}; a summary is text."
            raise BackendError(what, where=quote_line(self.name))
        text = mend_surrogates(returned)
        for key in find_keys():
            text = key.remove_from(text)
        return Answer(text=text, seconds=seconds)

    def _explain(self, error: BaseException, *, is_late: bool) -> BackendError:
        if is_late:
            what, mend = f"the function took longer than {self.timeout:g} seconds.", "Raise --timeout."
        else:
            frames = traceback.extract_tb(error.__traceback__)
            place = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
            said = quote_line(mask_keys(f"{type(error).__name__}: {error}", *find_keys()))
            what, mend = f"the function failed: {said}{place}", ""
        return BackendError(what, where=quote_line(self.name), mend=mend)


async def _in_thread(work: Callable[[], object]) -> object:
    """Return what a function returns, run in a thread that no process waits for: it may never end."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[object] = loop.create_future()

    def settle(returned: object, error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error:
            done.set_exception(error)
        else:
            done.set_result(returned)

    def run() -> None:
        returned: object = None
        failure: BaseException | None = None
        try:
            returned = work()
        except StopIteration as error:  # which no future can hold
            failure = RuntimeError(f"StopIteration: {error}")
        except BaseException as error:  # noqa: BLE001  (it is raised where it is waited for)
            failure = error
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, returned, failure)

    threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True).start()
    return await done


def create(model: str, options: BackendOptions) -> Python:
    """Return the backend of a function; raise UsageError where there is none that can be called with one argument."""
    name = f"python/{model}"
    refuse_options(name, options)
    match = _NAME.fullmatch(model)
    if not match:
        raise UsageError(
            "this names no function.",
            where=quote_line(name),
            mend="Write python/MODULE:FUNCTION, as in python/mine:lead.",
        )
    module = _import(name, match["module"])
    function = _find(name, module, match["function"])
    return Python(name, function, _wants_request(name, function), options.timeout, _hash(module))


def _import(name: str, module: str) -> ModuleType:
    """Return a module, of the current folder too; raise UsageError where it cannot be imported."""
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    failure: UsageError | None = None
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        own = error.name is not None and (module == error.name or module.startswith(f"{error.name}."))
        if own:
            what = f"there is no module {module!r}."
            mend = "Call harness in the folder that it is in, or install it."
        else:
            what, mend = f"the module {module!r} needs {error.name!r}, which is not installed.", "Install it."
        failure = UsageError(what, where=name, mend=mend)
    except (Exception, SystemExit) as error:  # noqa: BLE001  (any code may stand there)
        said = quote_line(mask_keys(f"{type(error).__name__}: {error}", *find_keys()))
        failure = UsageError(f"the module {module!r} cannot be imported: {said}", where=name)
    raise failure


def _find(name: str, module: ModuleType, path: str) -> Callable[[Any], Any]:
    found: Any = module
    for step in path.split("."):
        if not hasattr(found, step):
            known = [other for other in vars(module) if callable(vars(module)[other]) and not other.startswith("_")]
            what = f"the module {module.__name__!r} has no function {path!r}."
            raise UsageError(what, where=name, mend=did_you_mean(path, known))
        found = getattr(found, step)
    if not callable(found):
        raise UsageError(f"{path!r} of {module.__name__!r} is no function.", where=name)
    function: Callable[[Any], Any] = found
    return function


def _wants_request(name: str, function: Callable[[Any], Any]) -> bool:
    """Whether the first parameter is to be the request; raise UsageError where one argument is not what it takes."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # a built-in that does not tell
        return False
    try:
        signature.bind("a prompt")
    except TypeError:
        what = "the function must take one argument: the prompt, or the request."
        raise UsageError(what, where=name, mend="Give its other parameters defaults.") from None
    first = next(iter(signature.parameters.values()))
    annotation = first.annotation
    called = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
    return first.name == "request" or called.rpartition(".")[2] == "Request"


def _hash(module: ModuleType) -> str | None:
    """Return the SHA-256 of a module's source; None where it has none."""
    try:
        return hashlib.sha256(inspect.getsource(module).encode()).hexdigest()
    except (OSError, TypeError):
        return None
