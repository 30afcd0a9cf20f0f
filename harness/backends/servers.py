"""Which server a request goes to, and which key it may be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from harness import __version__
from harness.backends.base import BackendOptions
from harness.backends.quoting import quote_line
from harness.errors import UsageError

USER_AGENT = f"summary-harness/{__version__}"

_VARIABLE = re.compile("[A-Z_][A-Z0-9_]{0,63}")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Server:
    """A server that is asked, and the environment variable of the key that it is shown; None where it gets none.

    `base_url` is empty where only the package that asks knows it.
    """

    base_url: str
    key_env: str | None
    path: str
    is_own: bool
    """Whether it is the provider's own host, over TLS."""

    @property
    def url(self) -> str:
        """Where requests go."""
        return f"{self.base_url}{self.path}"

    @property
    def host(self) -> str:
        """The host, with its port where that is named: how messages call the server."""
        return urlsplit(self.base_url).netloc or "the provider"

    def is_at(self, url: str) -> bool:
        """Whether a URL is of this server: the same scheme, host and port."""
        return not self.base_url or _origin(urlsplit(url)) == _origin(urlsplit(self.base_url))


@dataclass(frozen=True)
class Provider:
    """A provider's own server, and the variable that its key stands in."""

    base_url: str
    key_env: str
    path: str = ""

    def choose(self, name: str, options: BackendOptions) -> Server:
        """Return the server that is meant; the provider's key goes to the provider's own host alone.

        Raises UsageError where the base URL or the name of the key's variable cannot be used; neither is quoted.
        """
        base_url = self.base_url if options.base_url is None else self._check(options.base_url)
        is_own = _origin(urlsplit(base_url)) == _origin(urlsplit(self.base_url))
        own_key_env = self.key_env if is_own else None
        return Server(base_url, check_key_env(name, options.key_env) or own_key_env, self.path, is_own)

    def _check(self, base_url: str) -> str:
        example = f"http://localhost:8000{urlsplit(self.base_url).path}"
        return check_base_url(base_url, self.path, example=example)


def check_key_env(name: str, variable: str | None) -> str | None:
    """Return the name of a key's variable; raise UsageError, without quoting it, where it can be none."""
    if variable is not None and not _VARIABLE.fullmatch(variable):
        # not quoted: it may be the key itself
        what = "--key-env wants the name of an environment variable, in capitals."
        raise UsageError(what, where=quote_line(name))
    return variable


def check_base_url(text: str, path: str = "", *, example: str = "http://localhost:8000/v1") -> str:
    """Return a base URL without a slash at its end; raise UsageError, without quoting it, where it is none.

    `path` is what the harness puts after it.
    """
    fault = _find_fault(text, path)
    if fault:
        raise UsageError(fault, where="--base-url", mend=f"Write it as in {example}.")
    return text.rstrip("/")


def _find_fault(text: str, path: str) -> str:
    """Return what is wrong with a base URL; nothing where it can be used."""
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, half an IPv6 address
        is_whole = False
    if not is_whole or "\\" in text or not text.isprintable() or " " in text:
        return "this is no URL that begins with http:// or https://."
    if parts.username is not None or parts.password is not None:
        return "a URL must not hold a name or a password."
    if parts.query or parts.fragment:
        return "a base URL has no '?' and no '#'."
    doubled = next((begin for begin in _beginnings(path) if f"{parts.path.rstrip('/')}/".endswith(f"{begin}/")), "")
    if doubled:
        return f"'{path}' is put after the base URL, and does not belong in it."
    return ""


def _beginnings(path: str) -> list[str]:
    """Return the paths that a path begins with, itself among them: /v1 and /v1/messages."""
    steps = path.split("/")[1:]
    return ["/" + "/".join(steps[: count + 1]) for count in range(len(steps))]


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port or _PORTS.get(url.scheme)
