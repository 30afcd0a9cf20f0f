"""Fixtures for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings
from servers import ModelServer

settings.register_profile("untimed", deadline=None)  # a busy machine must not turn a test red
settings.load_profile("untimed")


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """A chat completions server on a loopback port."""
    with ModelServer() as server:
        yield server
