"""No connection: while a recording is played, the process may open none."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn


@contextmanager
def no_connections(refuse: Callable[[str], BaseException]) -> Iterator[None]:
    """Refuse what connects a socket to a host, or looks a host's name up, in the whole process while the block runs.

    `refuse` makes the exception of what was tried, such as `api.example.org:443`. Sockets of the file system, by which
    processes of one machine talk, are left alone.
    """
    from unittest import mock  # noqa: PLC0415  (few runs are replayed)

    def connect(self: socket.socket, address: Any) -> None:  # noqa: ANN401  (its kind depends on the family)
        _check(self, address)
        return real_connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:  # noqa: ANN401  (the same)
        _check(self, address)
        return real_connect_ex(self, address)

    def getaddrinfo(host: Any, port: Any, *_: Any, **__: Any) -> NoReturn:  # noqa: ANN401  (the same)
        raise refuse(f"{host}:{port}")

    def _check(sock: socket.socket, address: Any) -> None:  # noqa: ANN401  (the same)
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            raise refuse(":".join(map(str, address[:2])))

    real_connect, real_connect_ex = socket.socket.connect, socket.socket.connect_ex
    with (
        mock.patch.object(socket.socket, "connect", connect),
        mock.patch.object(socket.socket, "connect_ex", connect_ex),
        mock.patch.object(socket, "getaddrinfo", getaddrinfo),
    ):
        yield
