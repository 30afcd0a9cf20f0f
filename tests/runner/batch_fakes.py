"""Backends with batches, for the batch server of tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.backends.anthropic_batch import AnthropicBatches, message_server
from harness.backends.base import Answer, BackendOptions, Request
from harness.backends.batches import Batches, BatchLimits
from harness.backends.openai import create
from harness.backends.openai_batch import OpenAIBatches

BIG = BatchLimits(requests=1000, size=1_000_000)


@dataclass
class BatchFake:
    """A backend of one of the two protocols; it can be asked in batches alone."""

    name: str
    url: str
    limits: BatchLimits = BIG
    parameters: Mapping[str, Any] = field(default_factory=dict)
    needs_references: bool = False

    async def complete(self, request: Request) -> Answer:
        raise AssertionError(f"asked alone: {request.id}")

    async def close(self) -> None:
        pass

    def batches(self) -> Batches:
        if self.name.startswith("openai"):
            made = create("stub", BackendOptions(base_url=self.url, temperature=0)).batches()
            assert isinstance(made, OpenAIBatches)
            return OpenAIBatches(made.server, made.body, self.limits)
        server = message_server(self.name, base_url=self.url, key_env=None, timeout=20.0)
        return AnthropicBatches(server, _body, self.limits)


def _body(request: Request) -> Mapping[str, Any]:
    return {"model": "stub", "max_tokens": 100, "messages": [one.model_dump() for one in request.messages]}
