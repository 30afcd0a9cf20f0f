"""The plan: which requests a run makes. A pure function; the same inputs give the same ids on every machine."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Any, overload

from pydantic_core import PydanticSerializationError, to_jsonable_python

from harness.backends.base import Backend, Message, Request
from harness.errors import UsageError
from harness.tasks.models import Task
from harness.tasks.samples import Sample, samples_of

ID_LENGTH = 16
"""Hex digits of a request's id: 64 bits, so that among 100,000 requests two are alike once in 4 billion runs."""

MOST_REQUESTS = 10_000_000
"""More than anybody means: a digit too many in the number of epochs would fill the memory before anything is said."""

Cuts = Mapping[tuple[str, str], Sample]
"""Samples with shorter articles, by the backend that they are for and their id."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One request to be made: a sample, asked of a backend, in an epoch (from 1); `number` is its place in the plan.

    `shown` is the sample as the backend gets to see it, where its articles had to be cut.
    """

    id: str
    sample: Sample
    backend: Backend
    epoch: int
    number: int
    shown: Sample | None = None

    @property
    def request(self) -> Request:
        """What the backend is given: no gold, and references only where it needs them. Made anew at each call."""
        shown = self.shown or self.sample
        return Request(
            id=self.id,
            sample=self.sample.id,
            epoch=self.epoch,
            messages=_messages(shown),
            articles=shown.articles,
            references=_references(self.sample, self.backend),
            words=self.sample.words,
        )


class Plan(Sequence[Planned]):
    """The requests of a run: by backend, then epoch, then sample. Made one by one, for there may be very many."""

    def __init__(
        self, samples: Sequence[Sample], backends: Sequence[Backend], epochs: int, cuts: Cuts | None = None
    ) -> None:
        """Take what `make_plan` has checked."""
        self.samples = tuple(samples)
        self.backends = tuple(backends)
        self.epochs = epochs
        self._cuts = cuts or {}
        self._ids = array("Q")
        for backend in self.backends:
            asked = _digest([backend.name, parameters_of(backend)])
            contents = [_digest(_content(self._shown(backend, sample), backend)) for sample in self.samples]
            for epoch in range(1, epochs + 1):
                self._ids.extend(int(_digest([asked, content, epoch])[:ID_LENGTH], 16) for content in contents)

    def __len__(self) -> int:
        return len(self.backends) * self.epochs * len(self.samples)

    @overload
    def __getitem__(self, number: int) -> Planned: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Planned]: ...
    def __getitem__(self, number: int | slice) -> Planned | Sequence[Planned]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        rest, sample = divmod(number % len(self), len(self.samples))
        backend, epoch = divmod(rest, self.epochs)
        name = f"{self._ids[number]:0{ID_LENGTH}x}"
        whole, asked = self.samples[sample], self.backends[backend]
        return Planned(name, whole, asked, epoch + 1, number % len(self), self._cuts.get((asked.name, whole.id)))

    def __iter__(self) -> Iterator[Planned]:
        return (self[number] for number in range(len(self)))

    def numbers_of(self, backend: Backend) -> range:
        """Return the places of the requests to one backend."""
        each = self.epochs * len(self.samples)
        start = next(i for i, one in enumerate(self.backends) if one is backend) * each
        return range(start, start + each)

    def _shown(self, backend: Backend, sample: Sample) -> Sample:
        return self._cuts.get((backend.name, sample.id), sample)

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of the sorted ids, as a JSON list of them has it."""
        ids = sorted(self._ids)
        found = hashlib.sha256(b"[")
        for start in range(0, len(ids), _AT_ONCE):
            listed = ",".join(f'"{one:0{ID_LENGTH}x}"' for one in ids[start : start + _AT_ONCE])
            found.update(("," * (start > 0) + listed).encode("ascii"))
        found.update(b"]")
        return found.hexdigest()


_AT_ONCE = 1000


def choose_samples(tasks: Sequence[Task], limit: int | None = None) -> tuple[Sample, ...]:
    """Return the samples of the tasks in their order, the first `limit` of them in all where one is given.

    Raises UsageError for a limit under 1, no task, or two tasks of one name.
    """
    if limit is not None and limit < 1:
        raise UsageError(f"the limit is {limit}; it must be 1 or more.")
    if not tasks:
        raise UsageError("there is no task to run.", mend="Name one.")
    _refuse_twice((task.name for task in tasks), "two tasks are named")
    return tuple(islice(chain.from_iterable(samples_of(task) for task in tasks), limit))


def make_plan(
    samples: Sequence[Sample], backends: Sequence[Backend], epochs: int = 1, cuts: Cuts | None = None
) -> Plan:
    """Return the requests: by backend, then epoch, then sample.

    An id is a hash of the backend's name and parameters, the sample's id, the epoch, the messages, the word limit, the
    articles' hashes and, for a backend that needs them, the references. `cuts` are the samples that a backend is shown
    in part. Raises UsageError for fewer than 1 epoch, no backend, two backends of one name, parameters that are not
    plain data, or more than 10 million requests.
    """
    if epochs < 1:
        raise UsageError(f"the number of epochs is {epochs}; it must be 1 or more.")
    if not backends:
        raise UsageError("there is no backend to ask.", mend="Name one.")
    _refuse_twice((backend.name for backend in backends), "two backends are named")
    count = len(samples) * len(backends) * epochs
    if count > MOST_REQUESTS:
        what = f"{count:,} requests are more than a run can have: {MOST_REQUESTS:,}."
        raise UsageError(what, mend="Take fewer epochs, or fewer samples.")
    return Plan(samples, backends, epochs, cuts)


def parameters_of(backend: Backend) -> dict[str, Any]:
    """Return a backend's parameters as plain JSON data; raise UsageError where they are not."""
    try:
        plain = to_jsonable_python(dict(backend.parameters))
        json.dumps(plain, allow_nan=False)
    except (PydanticSerializationError, ValueError) as error:
        raise UsageError(f"the parameters are not plain data: {error}.", where=backend.name) from error
    return dict(plain)


def _content(sample: Sample, backend: Backend) -> dict[str, Any]:
    return {
        "sample": sample.id,
        "messages": [[message.role, message.content] for message in _messages(sample)],
        "articles": [article.sha256 for article in sample.articles],
        "references": _references(sample, backend),
        "words": sample.words,
    }


def _messages(sample: Sample) -> tuple[Message, ...]:
    return (Message(role="user", content=sample.prompt_text),)


def _references(sample: Sample, backend: Backend) -> tuple[str, ...]:
    return sample.references if backend.needs_references else ()


def _digest(content: Any) -> str:  # noqa: ANN401  (any plain data)
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _refuse_twice(names: Iterable[str], what: str) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise UsageError(f"{what} {name!r}.", mend="Name each once.")
