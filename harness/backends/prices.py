"""What models cost, and what a request has cost."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from harness.backends.base import Usage
from harness.files.records import Number, Positive, Record, fault

MILLION = 1_000_000

Dollars = Annotated[Number, Field(ge=0)]


class Rates(Record):
    """US dollars for a million tokens."""

    input: Dollars = Field(examples=[0.15])
    output: Dollars = Field(examples=[0.6])
    cached_input: Dollars | None = Field(
        default=None, description="Where the provider had the input cached.", examples=[0.075]
    )
    cache_write: Dollars | None = Field(
        default=None,
        description="Where the provider puts input into its cache of its own accord, and charges for it.",
        examples=[0.2],
    )

    @property
    def highest_input(self) -> float:
        """What input costs at most: no provider tells how much of what was not cached it has written to the cache."""
        return max(self.input, self.cache_write or 0.0)

    def cost(self, input_tokens: int, output_tokens: int, cached: int = 0) -> float:
        """Return the dollars for so many tokens; `cached` of the input were in the provider's cache."""
        cheaper = self.input if self.cached_input is None else self.cached_input
        dollars = (input_tokens - cached) * self.highest_input + cached * cheaper + output_tokens * self.output
        return dollars / MILLION


class LongPrompt(Rates):
    """What all tokens of a request cost whose input is over so many tokens."""

    over: Positive = Field(description="Tokens of the input.", examples=[200000])


class Price(Rates):
    """US dollars for a million tokens, and for those of requests with a long input."""

    long_prompt: LongPrompt | None = Field(default=None, examples=[{"over": 200000, "input": 0.3, "output": 0.9}])

    @model_validator(mode="after")
    def _is_dearer_when_long(self) -> Self:
        long = self.long_prompt
        if long and (long.input < self.input or long.output < self.output):
            raise fault("a long prompt costs less than a short one.", "Check the two.")
        return self

    def rates_of(self, input_tokens: int) -> Rates:
        """Return the rates of a request with so long an input."""
        return self.long_prompt if self.long_prompt and input_tokens > self.long_prompt.over else self


def cost_of(usage: Usage, price: Price, batch_discount: float = 0.0) -> float | None:
    """Return the dollars for what a provider has counted, None where it does not say how much went in and came out.

    Never below the bill: input that was not cached is charged as if it had been written to the cache, where that costs
    more. `batch_discount` is the share of the price that a batch request is cheaper by.
    """
    if usage.input_tokens is None or usage.output_tokens is None:
        return None
    cached = min(usage.cached_input_tokens or 0, usage.input_tokens)
    rates = price.rates_of(usage.input_tokens)
    return rates.cost(usage.input_tokens, usage.output_tokens, cached) * (1 - batch_discount)
