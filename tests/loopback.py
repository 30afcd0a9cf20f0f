"""A fast chat completions server for load, faults and limits: a process of its own, which counts what it is sent.

python tests/loopback.py --latency 0.05 --faults 0.2 --rate 10

It prints its port, serves until its stdin is closed, and answers GET /stats with what it counted, as JSON. Prompts are
told apart by their text. A request that is answered well, whole, is `good`; one that comes for a prompt after that is
`again`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

SUMMARY = (
    "The river rose by two metres in the night, and the town moved three hundred people to the school on the hill."
)
FAULTS = ("limit", "error", "reset", "torn", "stall", "half", "page")
STALL = 30.0


@dataclass
class Settings:
    """What the server does: seconds before an answer, the share of faults, and requests a second with their burst."""

    latency: float = 0.0
    faults: float = 0.0
    stall: float = STALL
    rate: float = 0.0
    burst: int = 1
    seed: int = 0
    down: bool = False


@dataclass
class Counts:
    """What the server saw. `arrivals` are seconds since it started, with the tokens of each good answer."""

    requests: int = 0
    again: int = 0
    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)
    arrivals: list[float] = field(default_factory=list)
    accepted: list[tuple[float, int]] = field(default_factory=list)

    def said(self) -> dict[str, Any]:
        """Return the counts as plain data."""
        return {
            "requests": self.requests,
            "good": self.good.total(),
            "prompts": len(self.good),
            "again": self.again,
            "connections": self.connections,
            "most_at_once": self.most_at_once,
            "faults": dict(self.faults),
            "arrivals": self.arrivals,
            "accepted": self.accepted,
        }


class Bucket:
    """A token bucket: `rate` a second, at most `burst` at once."""

    def __init__(self, rate: float, burst: int) -> None:
        self.rate, self.burst, self.level, self.at = rate, burst, float(burst), time.monotonic()

    def take(self) -> float:
        """Take one; return 0, or the seconds until there is one."""
        now = time.monotonic()
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level < 1:
            return (1 - self.level) / self.rate
        self.level -= 1
        return 0.0


def answer_body(text: str, prompt: str) -> bytes:
    """Return a chat completion."""
    tokens = {"prompt_tokens": len(prompt) // 4 + 8, "completion_tokens": len(text) // 4}
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "model": "loopback-1",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
            "usage": {**tokens, "total_tokens": sum(tokens.values())},
        }
    ).encode()


def response(status: str, body: bytes, *more: str, kind: str = "application/json") -> bytes:
    """Return a whole HTTP response."""
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *more]
    return "\r\n".join([*head, "", ""]).encode() + body


class Server:
    """What all connections share."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.counts = Counts()
        self.chance = random.Random(settings.seed)
        self.bucket = Bucket(settings.rate, settings.burst) if settings.rate else None
        self.started = time.monotonic()

    def decide(self, prompt: str) -> str:
        """Count a request and return the fault that it meets, or nothing."""
        counts = self.counts
        counts.requests += 1
        counts.arrivals.append(time.monotonic() - self.started)
        counts.again += prompt in counts.good
        fault = self.chance.choice(FAULTS) if self.chance.random() < self.settings.faults else ""
        if fault:
            counts.faults[fault] += 1
        return fault


class Connection(asyncio.Protocol):
    """One connection; requests come one after the other."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.data = b""
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.server.counts.connections += 1

    def data_received(self, data: bytes) -> None:
        self.data += data
        head, end, rest = self.data.partition(b"\r\n\r\n")
        if not end:
            return
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        if len(rest) < length:
            return
        self.data = rest[length:]
        if head.startswith(b"GET /stats"):
            self.transport.write(response("200 OK", json.dumps(self.server.counts.said()).encode()))
        elif head.startswith(b"POST /settings"):
            for name, value in json.loads(rest[:length]).items():
                setattr(self.server.settings, name, value)
            self.transport.write(response("200 OK", b"{}"))
        elif head.startswith(b"POST") and b"/chat/completions " in head.split(b"\r\n")[0]:
            self.handle(json.loads(rest[:length])["messages"][-1]["content"])
        else:
            self.transport.write(response("404 Not Found", _error("there is nothing here")))

    def handle(self, prompt: str) -> None:
        server = self.server
        if server.settings.down:
            server.counts.requests += 1
            self.reset()
            return
        fault = server.decide(prompt)
        wait = server.bucket.take() if server.bucket else 0.0
        if wait:
            server.counts.faults["over"] += 1
            self.transport.write(response("429 Too Many Requests", _error("slow"), f"Retry-After: {wait:.3f}"))
            return
        server.counts.at_once += 1
        server.counts.most_at_once = max(server.counts.most_at_once, server.counts.at_once)
        act: Callable[[], None] = lambda: self.answer(prompt) if not fault else self.fail(fault, prompt)  # noqa: E731
        seconds = server.settings.stall if fault == "stall" else server.settings.latency
        asyncio.get_running_loop().call_later(seconds, self.leave, act)

    def leave(self, act: Callable[[], None]) -> None:
        self.server.counts.at_once -= 1
        if not self.transport.is_closing():
            act()

    def answer(self, prompt: str) -> None:
        body = answer_body(SUMMARY, prompt)
        counts = self.server.counts
        counts.good[prompt] += 1
        counts.accepted.append((time.monotonic() - self.server.started, len(prompt) // 4 + 8 + len(SUMMARY) // 4))
        self.transport.write(response("200 OK", body))

    def fail(self, fault: str, prompt: str) -> None:
        whole = response("200 OK", answer_body(SUMMARY, prompt))
        if fault == "limit":
            self.transport.write(response("429 Too Many Requests", _error("slow"), "Retry-After: 0.02"))
        elif fault == "error":
            self.transport.write(response("500 Internal Server Error", _error("oh")))
        elif fault == "reset":
            self.reset()
        elif fault == "torn":
            body = answer_body(SUMMARY, prompt)
            self.transport.write(response("200 OK", body[: len(body) // 2]))
        elif fault == "half":
            self.transport.write(whole[: len(whole) - 40])
            self.transport.close()
        elif fault == "page":
            self.transport.write(response("200 OK", b"<html>Welcome to the lobby</html>", kind="text/html"))
        else:
            self.transport.close()

    def reset(self) -> None:
        """Close at once, without a word."""
        self.transport.abort()


def _error(text: str) -> bytes:
    return json.dumps({"error": {"message": text, "type": "loopback", "code": None}}).encode()


async def serve(settings: Settings) -> None:
    """Serve until stdin is closed."""
    loop = asyncio.get_running_loop()
    server = Server(settings)
    listener = await loop.create_server(lambda: Connection(server), "127.0.0.1", 0, backlog=1024)
    print(listener.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    await loop.run_in_executor(None, sys.stdin.read)
    listener.close()


def main() -> None:
    """Read the settings and serve."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--faults", type=float, default=0.0)
    parser.add_argument("--stall", type=float, default=STALL)
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--burst", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    asyncio.run(serve(Settings(**vars(parser.parse_args()))))


if __name__ == "__main__":
    main()
