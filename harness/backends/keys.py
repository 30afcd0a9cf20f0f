"""Keys of model providers: read from the environment when used, shown by nothing, masked in what servers say."""

from __future__ import annotations

import os
import re

from harness.errors import BackendError

MASK = "[key]"

_KEY_LIKE = re.compile(r"\b(?:sk|pk|rk|gsk|xai|key)[-_][\w*.-]{5,}[\w*]|\b[Bb]earer\s+[^\s\"']+")
_KEY_ENDINGS = ("KEY", "_TOKEN", "_SECRET")
"""How the names of environment variables end that hold keys."""

_TELLING = 8
"""Characters of a key, in a row, that are too many to show; a shorter key is a placeholder such as `EMPTY`."""


class Key:
    """A key. `str()` and `repr()` of it do not show it."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def __repr__(self) -> str:
        return "Key(…)"

    @property
    def headers(self) -> dict[str, str]:
        """The HTTP header that shows the key to a server."""
        return {"Authorization": f"Bearer {self._secret}"}

    def reveal(self) -> str:
        """Return the key itself, for a header or a client that wants it bare; it is not to be kept."""
        return self._secret

    def remove_from(self, text: str) -> str:
        """Return text with the whole key masked; a model's answer is changed by nothing less."""
        return text.replace(self._secret, MASK) if len(self._secret) >= _TELLING else text

    def parts_in(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of a text that hold eight or more characters of the key in a row."""
        parts = {self._secret[i : i + _TELLING] for i in range(len(self._secret) - _TELLING + 1)}
        starts = [i for i in range(len(text) - _TELLING + 1) if text[i : i + _TELLING] in parts]
        return _join_spans([(start, start + _TELLING) for start in starts])


def read_key(variable: str, where: str) -> Key:
    """Return the key that an environment variable holds; raise a final BackendError where it holds none."""
    secret = os.environ.get(variable, "").strip()
    if not secret:
        raise BackendError(f"the environment variable {variable} holds no key.", where=where, mend="Set it.")
    if not secret.isascii() or not secret.isprintable():
        what = f"the environment variable {variable} holds characters that no key has."
        raise BackendError(what, where=where, mend="Copy the key again.")
    return Key(secret)


def find_keys() -> tuple[Key, ...]:
    """Return the keys that the environment holds, the longest first: what a command may print, asked to or not.

    A key is the value, of eight characters or more, of a variable whose name ends in KEY, _TOKEN or _SECRET.
    """
    values = {value.strip() for name, value in os.environ.items() if name.upper().endswith(_KEY_ENDINGS)}
    return tuple(
        Key(value) for value in sorted(values, key=lambda value: (-len(value), value)) if len(value) >= _TELLING
    )


def mask_keys(text: str, *keys: Key | None) -> str:
    """Return text with the keys, longer parts of them, and all that looks like a key replaced by `[key]`."""
    for key in keys:
        for start, end in reversed(key.parts_in(text) if key else []):
            text = text[:start] + MASK + text[end:]
    return _KEY_LIKE.sub(MASK, text)


def _join_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
