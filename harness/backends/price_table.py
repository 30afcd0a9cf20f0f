"""The table of prices: `prices.yaml`, and files of one's own in the same form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field

from harness.backends.prices import Price
from harness.errors import shown
from harness.files.records import Number, Positive, Record, Text, fault
from harness.files.source import read_source
from harness.files.validate import read_record
from harness.files.yaml import parse_yaml

BUILTIN = Path(__file__).parent / "prices.yaml"

FREE = frozenset({"command", "extractive", "hf", "python", "saved"})
"""Providers that bill nothing: what they cost is the user's own machine, or known to the user alone."""

_WRAPPERS = {"litellm": {"gemini": "google", "together_ai": "together"}}
"""Providers that stand before another one's name, and what they call some of them."""

_SNAPSHOT = re.compile(r"(.+?)[-@](?:20\d\d-\d\d-\d\d|20\d{6}|latest)")


def _read_day(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise fault(f"wants a day, found {shown(value)}.", "Write it as in 2026-11-22.") from None
    return value


Share = Annotated[Number, Field(ge=0, lt=1)]
Day = Annotated[dt.date, BeforeValidator(_read_day)]


class ModelPrice(Price):
    """A model's line of the table."""

    context: Positive | None = Field(
        default=None, description="Tokens that input and answer may have together.", examples=[128000]
    )
    max_output: Positive | None = Field(default=None, description="Tokens that an answer may have.", examples=[16384])
    batch_discount: Share | None = Field(
        default=None, description="Share of the price that a batch request is cheaper by.", examples=[0.5]
    )


class ProviderPrices(Record):
    """A provider's models; `batch_discount` is for those that do not say their own."""

    host: Text | None = Field(
        default=None,
        description="Its server: these prices hold where a base URL names it.",
        examples=["api.openai.com"],
    )
    source: Text = Field(description="Where the prices stand.", examples=["our contract"])
    as_of: Day = Field(description="When they stood there.", examples=["2026-11-22"])
    batch_discount: Share | None = Field(default=None, examples=[0.5])
    models: Mapping[str, ModelPrice] = Field(examples=[{"gpt-4o": {"input": 2.5, "output": 10}}])


class PriceTable(Record):
    """Prices by provider and model, as one file has them."""

    providers: Mapping[str, ProviderPrices] = Field(
        examples=[{"openai": {"source": "our contract", "as_of": "2026-11-22", "models": {}}}]
    )


PriceTables = tuple[PriceTable, ...]
"""Tables in the order in which they are looked into."""


class ModelTerms(Record):
    """What is known of a model's price and size, since when, and from where."""

    price: Price
    context: int | None = None
    max_output: int | None = None
    batch_discount: float = 0.0
    as_of: dt.date
    source: str


@cache
def builtin_prices() -> PriceTable:
    """Return the table that comes with this package."""
    return _read(BUILTIN, BUILTIN.name)


def load_prices(path: Path | None = None) -> PriceTables:
    """Return a file's table, where one is named, and behind it the one that comes with this package.

    Raises TaskError with every fault of the file, each at its line and column.
    """
    return (builtin_prices(),) if path is None else (_read(path, str(path)), builtin_prices())


def find_price(backend: str, base_url: str | None, tables: PriceTables) -> ModelTerms | None:
    """Return what is known of `provider/model`; None where no table has a line for it.

    An exact name of any table comes first, then the name without its date, then the longest `…*`. With a base URL, the
    prices are those of the provider whose host it names: the same model may cost something else at another server.
    """
    provider, _, model = backend.partition("/")
    if provider in _WRAPPERS:
        inner, _, rest = model.partition("/")
        provider, model = (
            (_WRAPPERS[provider].get(inner, inner), rest) if rest else (_only_provider(inner, tables), inner)
        )
    if base_url is not None:
        provider = _provider_at(base_url, tables)
    lists = [table.providers[provider] for table in tables if provider in table.providers]
    for name_in in (_exact, _without_date, _beginning):
        for prices in lists:
            name = name_in(model, prices.models)
            if name is not None:
                return _terms(prices, prices.models[name])
    return None


def is_free(backend: str) -> bool:
    """Return whether nobody bills for a backend, by its `provider/model`."""
    return backend.partition("/")[0] in FREE


def _read(path: Path, name: str) -> PriceTable:
    return read_record(parse_yaml(read_source(path, name)), PriceTable)


def _terms(prices: ProviderPrices, line: ModelPrice) -> ModelTerms:
    discount = prices.batch_discount if line.batch_discount is None else line.batch_discount
    return ModelTerms(
        price=Price(**{name: getattr(line, name) for name in Price.model_fields}),
        context=line.context,
        max_output=line.max_output,
        batch_discount=discount or 0.0,
        as_of=prices.as_of,
        source=prices.source,
    )


def _provider_at(base_url: str, tables: PriceTables) -> str:
    """Return the provider whose server a URL names, nothing where it is nobody's that is known."""
    url = urlsplit(base_url)
    hosts = {prices.host: name for table in reversed(tables) for name, prices in table.providers.items() if prices.host}
    return hosts.get(url.netloc.lower()) or hosts.get(url.hostname or "") or ""


def _only_provider(model: str, tables: PriceTables) -> str:
    """Return the one provider that lists a model, nothing where several do, or none."""
    names = {name for table in tables for name, prices in table.providers.items() if model in prices.models}
    return names.pop() if len(names) == 1 else ""


def _exact(model: str, lines: Mapping[str, ModelPrice]) -> str | None:
    return model if model in lines else None


def _without_date(model: str, lines: Mapping[str, ModelPrice]) -> str | None:
    snapshot = _SNAPSHOT.fullmatch(model)
    return snapshot[1] if snapshot and snapshot[1] in lines else None


def _beginning(model: str, lines: Mapping[str, ModelPrice]) -> str | None:
    starts = [name for name in lines if name.endswith("*") and model.startswith(name[:-1])]
    return max(starts, key=len, default=None)
