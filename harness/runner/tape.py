"""The file of a recording: a cassette of vcrpy in YAML, one request with its reply a line, each line JSON.

A line is with the operating system before its reply is used, so that a run that is killed keeps what it had recorded. A
last line that was cut off is passed over. Beside vcrpy's own fields, a line has `id`, of the request of the run that
was being asked, and `match`, a hash of what the HTTP request holds.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from harness.errors import RunError, UsageError
from harness.results.disk import translate_os_errors
from harness.runner.lines import take_lock, write_line
from harness.runner.scrubbing import Sent, digest_of, keys_shown, scrub_request, scrub_response, text_of

HEAD = b'version: 1\nmetadata: {"recording": 1}\ninteractions:\n'
_ITEM = b"- "
_COMPARED = 200
"""How many recorded requests are looked at to say what a missing one has otherwise."""
_NOT_PLAIN = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What YAML does not take as it is inside quotation marks, though JSON does."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """A recorded request with its reply, both as vcrpy's cassettes have them."""

    id: str
    match: str
    request: Mapping[str, Any]
    response: Mapping[str, Any]


class Recorder:
    """A recording that is being made. Safe among threads."""

    def __init__(self, path: Path, *, goes_on: bool = False) -> None:
        """Make the file, or with `goes_on` open one that exists.

        Raises UsageError where it exists already, or is to be gone on with and is no recording; RunError where it
        cannot be written, or another process records into it.
        """
        self.path = path
        self.count = 0
        self._lock = threading.Lock()
        self.is_new = not (goes_on and path.exists())
        with translate_os_errors(path):
            try:
                self._file = path.open("xb" if self.is_new else "r+b", buffering=0)
            except FileExistsError as error:
                what = "exists already, and a recording is never overwritten."
                raise UsageError(what, where=str(path), mend="Name another file, or delete it.") from error
        try:
            take_lock(self._file, path, "records into it", "Wait for its end, or name another file.")
            with translate_os_errors(path):
                if self.is_new:
                    write_line(self._file, HEAD, 0)
                    self._end = len(HEAD)
                else:
                    self._end = self._cut_torn_line()
        except BaseException:
            self._file.close()
            if self.is_new:
                path.unlink(missing_ok=True)
            raise

    def add(self, request: Sent, response: Mapping[str, Any], asked: str) -> None:
        """Write a request and its reply, without secrets. Raises RunError where there is no room."""
        keys = keys_shown(request)
        item = {
            "id": asked,
            "match": digest_of(request),
            "request": scrub_request(request, keys),
            "response": scrub_response(response, keys),
        }
        line = _ITEM + _to_yaml(item) + b"\n"
        with self._lock, translate_os_errors(self.path):
            write_line(self._file, line, self._end)
            self._end += len(line)
            self.count += 1

    def close(self) -> None:
        """Close the file; one that was made for nothing is removed."""
        self._file.close()
        if self.is_new and not self.count:
            self.path.unlink(missing_ok=True)

    def _cut_torn_line(self) -> int:
        """Leave the file at the end of its last whole line; return where that is, in bytes."""
        end = sum(len(line) for line in _whole_lines(self._file, self.path))
        self._file.truncate(end)
        return self._file.seek(end)


class Player:
    """A recording that is played: each reply once, in the order in which the replies to one request came.

    Safe among threads.
    """

    def __init__(self, path: Path) -> None:
        """Read the file. Raises RunError where it cannot be read, UsageError where it is no recording."""
        self.path = path
        self.known: Collection[str] = frozenset()
        self._lock = threading.Lock()
        self._matches: Counter[str] = Counter()
        self._samples: list[tuple[str, Mapping[str, Any]]] = []
        self._unplayed: defaultdict[str, dict[str, deque[Interaction]]] = defaultdict(dict)
        for interaction in read_recording(path):
            self._matches[interaction.match] += 1
            self._unplayed[interaction.match].setdefault(interaction.id, deque()).append(interaction)
            if len(self._samples) < _COMPARED:
                self._samples.append((interaction.request["uri"], _fields(interaction.request["body"])))

    @property
    def count(self) -> int:
        """How many replies the recording has."""
        return self._matches.total()

    @property
    def unplayed(self) -> int:
        """How many of them were not played."""
        return sum(len(queue) for queues in self._unplayed.values() for queue in queues.values())

    def has(self, request: Sent, asked: str) -> bool:
        """Whether there is a reply to a request that was not played yet."""
        with self._lock:
            return bool(self._find(request, asked))

    def take(self, request: Sent, asked: str) -> Interaction | None:
        """Return the next reply to a request, which is played then; None where there is none.

        It is one that was recorded for `asked`, else one for none of the `known` requests: those have to get theirs.
        """
        with self._lock:
            queue = self._find(request, asked)
            return queue.popleft() if queue else None

    def explain(self, request: Sent) -> str:
        """Return why there is no reply to a request: what the nearest of the first recorded requests has otherwise."""
        if times := self._matches[digest_of(request)]:
            its = "its recorded reply is" if times == 1 else f"its {times} recorded replies are"
            return f"{its} played already, or another request's"
        fields, place = _fields(text_of(request.body)), request.uri.partition("?")[0]
        bodies = [body for uri, body in self._samples if uri.partition("?")[0] == place]
        if not bodies:
            return f"nothing that was sent to {place} was recorded"
        return f"the nearest request that was recorded has another {_nearest(fields, bodies)}"

    def _find(self, request: Sent, asked: str) -> deque[Interaction] | None:
        queues = self._unplayed.get(digest_of(request), {})
        others = (queue for one, queue in queues.items() if queue and one not in self.known)
        return queues.get(asked) or next(others, None)


def read_recording(path: Path) -> Iterator[Interaction]:
    """Yield what was recorded. Raises RunError where the file cannot be read, UsageError where it is no recording."""
    with translate_os_errors(path, "Check the name."), path.open("rb") as file:
        for number, line in enumerate(_whole_lines(file, path), 1):
            if number > HEAD.count(b"\n"):
                yield _to_interaction(line, f"{path}:{number}")


def _whole_lines(file: BinaryIO, path: Path) -> Iterator[bytes]:
    """Yield the lines that have an end; only the last can lack it. Raises UsageError where the head is missing."""
    head = file.read(len(HEAD))
    if head != HEAD:
        raise UsageError("is no recording of this program.", where=str(path), mend="Name a file made with --record.")
    yield from head.splitlines(keepends=True)
    yield from (line for line in file if line.endswith(b"\n"))


def _to_interaction(line: bytes, where: str) -> Interaction:
    try:
        item = json.loads(line.removeprefix(_ITEM))
        text = item["response"]["body"]["string"].encode()
        response = {**item["response"], "body": {"string": text}}
        return Interaction(str(item["id"]), str(item["match"]), item["request"], response)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise RunError("is damaged.", where=where, mend="Record anew.") from error


def _to_yaml(item: Mapping[str, Any]) -> bytes:
    text = json.dumps(item, ensure_ascii=False, allow_nan=False)
    return _NOT_PLAIN.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode("utf-8")


def _fields(body: str) -> Mapping[str, Any]:
    """Return what a JSON body holds; any other has one field, its text."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        fields = None
    return fields if isinstance(fields, dict) else {"body": body}


def _nearest(fields: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> str:
    """Return the names of the fields in which the nearest of others differs."""
    differing = [[name for name in {**fields, **other} if fields.get(name) != other.get(name)] for other in others]
    fewest = min(differing, key=len)
    return " and another ".join(fewest)
