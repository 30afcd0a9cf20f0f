"""Keys of model providers: read from the environment when used, shown by nothing, masked in what servers say."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import quote

from harness.errors import BackendError

MASK = "[key]"

_KEY_LIKE = re.compile(r"\b(?:sk|pk|rk|gsk|xai|key)[-_][\w*.-]{5,}[\w*]|\bAIza[\w-]{8,}|\b[Bb]earer\s+[^\s\"']+")
_KEY_ENDINGS = ("KEY", "_TOKEN", "_SECRET")
"""How the names of environment variables end that hold keys."""

_TELLING = 8
"""Characters of a key, in a row, that are too many to show; a shorter key is a placeholder such as `EMPTY`."""

_PLACEHOLDER = "none"
"""What stands for a key where no server will see it; too short to be masked anywhere."""

_named: set[str] = set()
"""Names of environment variables that a user said hold keys. (Only names: no key is kept anywhere.)"""

_needs_no_key: ContextVar[bool] = ContextVar("needs_no_key", default=False)


class Key:
    """A key. `str()` and `repr()` of it do not show it."""

    __slots__ = ("_groups", "_secret")

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._groups: frozenset[str] | None = None

    def __repr__(self) -> str:
        return "Key(…)"

    @property
    def headers(self) -> dict[str, str]:
        """The HTTP header that shows the key to a server."""
        return {"Authorization": f"Bearer {self._secret}"}

    def reveal(self) -> str:
        """Return the key itself, for a header or a client that wants it bare; it is not to be kept."""
        return self._secret

    @property
    def forms(self) -> tuple[str, ...]:
        """The key as it is, and as it stands in a URL and in base64; none of a placeholder."""
        return tuple(dict.fromkeys(_forms_of(self._secret))) if len(self._secret) >= _TELLING else ()

    @property
    def groups(self) -> frozenset[str]:
        """All groups of four characters in a row of its forms, to find out quickly that a text has no part of it."""
        if self._groups is None:
            self._groups = frozenset[str]().union(*(_groups(form, 1) for form in self.forms))
        return self._groups

    def remove_from(self, text: str) -> str:
        """Return text with the whole key, in any of its forms, masked; a model's answer is changed by nothing less."""
        for form in self.forms:
            text = text.replace(form, MASK)
        return text

    def parts_in(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of a text that hold eight or more characters of a form of the key in a row."""
        parts = {form[i : i + _TELLING] for form in self.forms for i in range(len(form) - _TELLING + 1)}
        return _join_spans(sorted(span for part in parts if part in text for span in _find_all(part, text)))


@contextmanager
def without_keys() -> Iterator[None]:
    """Have `read_key` return a placeholder, whatever the environment holds: nothing is sent while the block runs."""
    token = _needs_no_key.set(True)
    try:
        yield
    finally:
        _needs_no_key.reset(token)


def read_key(variable: str, where: str) -> Key:
    """Return the key that an environment variable holds; raise a final BackendError where it holds none.

    Inside `without_keys` a placeholder is returned.
    """
    if _needs_no_key.get():
        return Key(_PLACEHOLDER)
    secret = os.environ.get(variable, "").strip()
    if not secret:
        what = f"the environment variable {variable} holds no key."
        raise BackendError(what, where=where, mend="Set it.", cause="denied")
    if not secret.isascii() or not secret.isprintable():
        what = f"the environment variable {variable} holds characters that no key has."
        raise BackendError(what, where=where, mend="Copy the key again.", cause="denied")
    return Key(secret)


def name_key(variable: str) -> None:
    """Have an environment variable taken for one that holds a key, whatever its name."""
    _named.add(variable)


def find_keys() -> tuple[Key, ...]:
    """Return the keys that the environment holds, the longest first: what a command may print, asked to or not.

    A key is the value, of eight characters or more, of a variable whose name ends in KEY, _TOKEN or _SECRET, or that a
    user named as one.
    """
    values = {
        value.strip() for name, value in os.environ.items() if name in _named or name.upper().endswith(_KEY_ENDINGS)
    }
    return tuple(
        Key(value) for value in sorted(values, key=lambda value: (-len(value), value)) if len(value) >= _TELLING
    )


def remove_keys(text: str) -> str:
    """Return text with the keys that the environment holds masked where they stand whole, in any of their forms."""
    for key in find_keys():
        text = key.remove_from(text)
    return text


def mask_parts(text: str, *keys: Key | None) -> str:
    """Return text with the keys, and parts of eight or more characters of them, replaced by `[key]`."""
    # eight characters in a row hold a group of four that begins at a multiple of five
    groups = _groups(text, 5)
    for key in keys:
        if key and not groups.isdisjoint(key.groups):
            for start, end in reversed(key.parts_in(text)):
                text = text[:start] + MASK + text[end:]
    return text


def mask_keys(text: str, *keys: Key | None) -> str:
    """Return text with the keys, longer parts of them, and all that looks like a key replaced by `[key]`."""
    return _KEY_LIKE.sub(MASK, mask_parts(text, *keys))


def _forms_of(secret: str) -> Iterator[str]:
    """Yield a key as it is, as part of a URL, and as part of base64, where it may begin at any of three bytes."""
    yield secret
    yield quote(secret, safe="")
    for before, cut in ((0, 0), (1, 2), (2, 3)):
        coded = b64encode(b"\0" * before + secret.encode()).decode("ascii")
        # the last sign before the padding, and the first ones after other bytes, hold bits of what stands beside
        whole = coded.rstrip("=")[:-1] if coded.endswith("=") else coded
        yield whole[cut:]
        yield whole[cut:].replace("+", "-").replace("/", "_")


def _groups(text: str, step: int) -> set[str]:
    return {text[start : start + _TELLING // 2] for start in range(0, len(text) - _TELLING // 2 + 1, step)}


def _find_all(part: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(part)
    while start >= 0:
        yield start, start + len(part)
        start = text.find(part, start + 1)


def _join_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
