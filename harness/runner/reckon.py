"""Tokens and money of planned requests: what they come to at most, and what they have come to."""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.backends.base import Answer, Usage
from harness.backends.prices import cost_of
from harness.backends.tokens import estimate_request, estimate_tokens
from harness.runner.conditions import Conditions
from harness.runner.plan import Planned


@dataclass(frozen=True)
class Tokens:
    """Tokens of one request at most; `output` is None where nothing limits the answer."""

    input: int
    output: int | None


@dataclass(frozen=True)
class Reckoner:
    """Reckons with the terms of each backend. A prompt's tokens are estimated once, however often it is asked."""

    conditions: Conditions
    _inputs: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)

    def tokens(self, planned: Planned) -> Tokens:
        """Return the tokens of a request at most; without `max_tokens`, the answer's are what the model can write."""
        terms = self.conditions.terms_of(planned.backend.name)
        if not terms.takes_tokens:
            return Tokens(0, 0)
        key = (planned.backend.name, planned.sample.id)
        if key not in self._inputs:
            self._inputs[key] = estimate_request(planned.request, planned.backend.parameters)[0]
        most = planned.backend.parameters.get("max_tokens")
        return Tokens(self._inputs[key], most if isinstance(most, int) else terms.max_output)

    def worst_cost(self, planned: Planned) -> float | None:
        """Return what sending a request once costs at most, in dollars; None where that is not known.

        0 for a backend that nobody bills for. In a run by batches, it is what the request costs in a batch.
        """
        terms = self.conditions.terms_of(planned.backend.name)
        if terms.is_free or terms.price is None:  # without a look at the prompt, which takes a while
            return 0.0 if terms.is_free else None
        cost = self._cost(planned, self.tokens(planned))
        return self._in_batch(planned, cost) if self.conditions.batches else cost

    def cost(self, planned: Planned, answer: Answer) -> float | None:
        """Return what an answer has cost, in dollars; what the provider does not tell is taken from the estimate."""
        used = answer.usage or Usage()
        terms = self.conditions.terms_of(planned.backend.name)
        if terms.is_free or terms.price is None:
            return 0.0 if terms.is_free else None
        told = cost_of(used, terms.price)
        if told is not None:
            return told
        most = self.tokens(planned)
        written = most.output if most.output is not None else estimate_tokens(answer.text)
        return self._cost(
            planned,
            Tokens(
                most.input if used.input_tokens is None else used.input_tokens,
                written if used.output_tokens is None else used.output_tokens,
            ),
        )

    def batch_cost(self, planned: Planned, answer: Answer) -> float | None:
        """Return what an answer has cost in a batch, in dollars."""
        return self._in_batch(planned, self.cost(planned, answer))

    def _in_batch(self, planned: Planned, cost: float | None) -> float | None:
        return None if cost is None else cost * (1 - self.conditions.terms_of(planned.backend.name).batch_discount)

    def _cost(self, planned: Planned, tokens: Tokens) -> float | None:
        terms = self.conditions.terms_of(planned.backend.name)
        if terms.is_free:
            return 0.0
        if terms.price is None or tokens.output is None:
            return None
        return cost_of(Usage(input_tokens=tokens.input, output_tokens=tokens.output), terms.price)
