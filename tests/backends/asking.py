"""Requests for tests, and what backends make of them."""

from __future__ import annotations

import asyncio
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pytest

from harness.articles.models import Article
from harness.backends.base import Answer, Backend, Message, Request


def article(text: str, number: int = 1, **more: Any) -> Article:
    return Article(id=f"article-{number}", title="A title", event="an-event", text=text, **more)


def request(*texts: str, sample: str = "task/article-1", prompt: str = "Summarize.", **more: Any) -> Request:
    return Request(
        id="0123456789abcdef",
        sample=sample,
        epoch=more.pop("epoch", 1),
        messages=(Message(role="user", content=prompt),),
        articles=tuple(article(text, number) for number, text in enumerate(texts or ("One. Two.",), 1)),
        **more,
    )


def ask(backend: Backend, *requests: Request) -> Answer:
    """Return the answer to the last of the requests, which are made one after the other."""

    async def ask_all() -> Answer:
        try:
            answers = [await backend.complete(each) for each in requests or (request(),)]
        finally:
            await backend.close()
        return answers[-1]

    return asyncio.run(ask_all())


def needs(package: str) -> None:
    """Skip a test where a distribution is not installed; importing it here might reach for the network."""
    try:
        version(package)
    except PackageNotFoundError:
        pytest.skip(f"the package {package} is not installed")
