"""The terms of a run's backends, filled in from the table of prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from harness.backends.base import Backend
from harness.backends.price_table import ModelTerms, PriceTables, find_price, is_free
from harness.runner.conditions import Conditions, Terms

_NO_MODELS = frozenset({"extractive", "saved"})
"""Providers that answer without a model; no context limits them."""


def fill_terms(
    backends: Sequence[Backend],
    conditions: Conditions,
    tables: PriceTables,
) -> Conditions:
    """Return conditions that hold the price and the size of each backend, where they are given or known.

    What the conditions say goes before the table.
    """
    filled = {
        backend.name: _fill(conditions.terms_of(backend.name), conditions.spec_of(backend.name), backend, tables)
        for backend in backends
    }
    return replace(conditions, terms={**conditions.terms, **filled})


def _fill(given: Terms, spec: str, backend: Backend, tables: PriceTables) -> Terms:
    provider = spec.partition("/")[0]
    if provider in _NO_MODELS:
        return given.model_copy(update={"is_free": True, "takes_tokens": False, "context": None})
    if is_free(spec) and given.price is None:
        return given.model_copy(update={"is_free": True})
    base_url = backend.parameters.get("base_url")
    known = find_price(spec, base_url if isinstance(base_url, str) else None, tables)
    return _with_known(given, known) if known else given


def _with_known(given: Terms, known: ModelTerms) -> Terms:
    update: dict[str, object] = {
        "max_output": given.max_output or known.max_output,
        "context": given.context or known.context,
    }
    if given.price is None:
        update["price"] = known.price
        update["priced_by"] = f"{known.source}, as of {known.as_of}"
        update["batch_discount"] = known.batch_discount
    return given.model_copy(update=update)
