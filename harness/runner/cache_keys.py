"""Which request a cached answer belongs to: the key, what it is made of, and how two requests differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.runner.plan import Planned, parameters_of

VERSION = 1
"""Of the cache's file and of the keys in it; another version's file is not read."""

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Parts:
    """What a key is made of; texts are there by their hashes.

    `parameters` is the backend's, `content` what a request holds for any backend; both are JSON.
    """

    backend: str
    parameters: str
    content: str
    epoch: int

    @property
    def key(self) -> str:
        """The key: SHA-256, in hex."""
        return digest(_to_json([VERSION, self.backend, self.parameters, self.content, self.epoch])).hex()

    @property
    def articles(self) -> str:
        """The hashes of the articles, as JSON."""
        return _to_json(json.loads(self.content)["articles"])


def key_of(planned: Planned, spec: str = "") -> str:
    """Return the key of a request: SHA-256, in hex.

    It is made of the backend's `provider/model` (`spec`, where its name is another) and parameters, the messages, the
    articles, the word limit, the references where they are sent, and the epoch. The sample's id is not in it: the same
    text under another name is the same request.
    """
    return parts_of(planned, spec).key


def parts_of(planned: Planned, spec: str = "") -> Parts:
    """Return what a request's key is made of; `spec` is the backend's `provider/model`, where its name is another."""
    request = planned.request
    content = {
        "messages": [[message.role, _hash(message.content)] for message in request.messages],
        "articles": [article.sha256 for article in request.articles],
        "references": [_hash(text) for text in request.references],
        "words": request.words,
    }
    return Parts(
        spec or planned.backend.name, _to_json(parameters_of(planned.backend)), _to_json(content), planned.epoch
    )


def differences(there: Parts, asked: Parts) -> Iterator[str]:
    """Yield what differs between the parts of an entry and of a request, in words."""
    if there.backend != asked.backend:
        yield f"it is of {there.backend}"
    else:
        yield from _changed(json.loads(there.parameters), json.loads(asked.parameters))
    yield from _changed_content(json.loads(there.content), json.loads(asked.content))
    if there.epoch != asked.epoch:
        yield f"it is of epoch {there.epoch}"


def digest(text: str) -> bytes:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _changed_content(there: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[str]:
    if there["articles"] != asked["articles"]:
        yield "it is of other articles"
    elif len(there["messages"]) != len(asked["messages"]):
        yield f"it has {len(there['messages'])} messages, not {len(asked['messages'])}"
    else:
        pairs = zip(there["messages"], asked["messages"], strict=True)
        yield from (f"message {n} ({new[0]}) is another" for n, (old, new) in enumerate(pairs, 1) if old != new)
    if there["references"] != asked["references"]:
        yield "it has other references"
    if there["words"] != asked["words"]:
        yield f"its word limit is {_said(there['words'])}, not {_said(asked['words'])}"


def _changed(there: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[str]:
    for name in {**there, **asked}:
        if there.get(name) != asked.get(name):
            yield f"its {name} is {_said(there.get(name))}, not {_said(asked.get(name))}"


def _said(value: object) -> str:
    text = "none" if value is None else value if isinstance(value, str) else _to_json(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _hash(text: str) -> str:
    return digest(text).hex()


def _to_json(value: Any) -> str:  # noqa: ANN401  (plain data)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
