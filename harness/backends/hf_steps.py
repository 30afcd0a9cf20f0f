"""What happens between two tokens of a batch: drawing by each request's own seed, and ending rows one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

Tensor = Any
"""A torch tensor: torch is not there where types are checked."""


class Draw:
    """Turns scores into drawn scores, whose greatest is a draw from the distribution (the Gumbel-max trick).

    Each row has a generator of its own, so what is drawn for a request does not depend on its neighbours.
    """

    def __init__(self, seeds: Sequence[int], temperature: float, top_p: float | None) -> None:
        import torch  # noqa: PLC0415

        self._generators = [torch.Generator().manual_seed(seed) for seed in seeds]
        self._temperature = temperature
        self._top_p = top_p

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        """Return scores of shape (rows, vocabulary) with noise; those that may not be drawn are minus infinity."""
        import torch  # noqa: PLC0415

        del input_ids
        scores = scores.float() / self._temperature
        if self._top_p is not None:
            scores = keep_nucleus(scores, self._top_p)
        size = scores.shape[-1]
        drawn = [torch.empty(size).exponential_(generator=generator) for generator in self._generators]
        return scores - torch.stack(drawn).log().to(scores.device)


def keep_nucleus(scores: Tensor, top_p: float) -> Tensor:
    """Return scores in which only the likeliest tokens are left that together have the probability `top_p`."""
    ordered, order = scores.sort(dim=-1, descending=True)
    shares = ordered.softmax(dim=-1)
    before = shares.cumsum(dim=-1) - shares
    is_out = (before >= top_p).scatter(-1, order, before >= top_p)
    return scores.masked_fill(is_out, float("-inf"))


def seed_of(model_seed: int, request: str) -> int:
    """Return the seed of one request, 0 to 2**63 - 1: the same on every machine."""
    digest = hashlib.sha256(f"{model_seed}\0{request}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


class Ends:
    """Ends rows at a stop text, or when nobody waits for them; `lengths` says after how many tokens each ended."""

    def __init__(
        self,
        prompt_length: int,
        stop: Sequence[str],
        decode: Callable[[Sequence[int]], str],
        dropped: Sequence[Callable[[], bool]],
    ) -> None:
        self._prompt_length = prompt_length
        self._stop = stop
        self._decode = decode
        self._dropped = dropped
        # a token is a byte at least; a few more, for tokens that are shown as nothing
        self._tail = max((len(text.encode()) for text in stop), default=0) + 8
        self.lengths: list[int | None] = [None] * len(dropped)

    def __call__(self, input_ids: Tensor, scores: Tensor, **_: Any) -> Tensor:  # noqa: ANN401  (the library's signature)
        """Return for each row whether it has ended."""
        import torch  # noqa: PLC0415

        del scores
        written = input_ids[:, self._prompt_length :]
        for row, length in enumerate(self.lengths):
            if length is None and (self._dropped[row]() or self._has_stop(written[row, -self._tail :])):
                self.lengths[row] = written.shape[1]
        return torch.tensor([length is not None for length in self.lengths], device=input_ids.device)

    def _has_stop(self, tail: Tensor) -> bool:
        if not self._stop:
            return False
        text = self._decode(tail.tolist())
        return any(stop in text for stop in self._stop)


def cut_at_stop(text: str, stop: Sequence[str]) -> tuple[str, bool]:
    """Return text up to the first stop text in it, and whether there was one."""
    places = [place for one in stop if (place := text.find(one)) >= 0]
    return (text[: min(places)], True) if places else (text, False)
