from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.backends.base import Usage
from harness.backends.price_table import ModelTerms, PriceTables, builtin_prices, find_price, is_free, load_prices
from harness.backends.prices import LongPrompt, Price, cost_of
from harness.errors import TaskError

OWN = """\
providers:
  openai:
    source: our contract
    as_of: 2026-12-01
    models:
      gpt-4o: {input: 1, output: 2}
      gpt-*: {input: 8, output: 9}
      gpt-4o-audio*: {input: 40, output: 80}
  house:
    host: models.house.example:8443
    source: the house
    as_of: 2026-12-02
    batch_discount: 0.25
    models:
      small: {input: 0.5, output: 0.5, batch_discount: 0}
      large: {input: 2, output: 3, context: 9000}
"""


@pytest.fixture
def tables(tmp_path: Path) -> PriceTables:
    file = tmp_path / "own.yaml"
    file.write_text(OWN, encoding="utf-8")
    return load_prices(file)


def found(backend: str, base_url: str | None = None, tables: PriceTables | None = None) -> ModelTerms:
    terms = find_price(backend, base_url, tables or load_prices())
    assert terms is not None
    return terms


def test_a_model_costs_what_its_provider_says() -> None:
    terms = found("openai/gpt-4o-mini")

    assert (terms.price.input, terms.price.cached_input, terms.price.output) == (0.15, 0.075, 0.6)
    assert (terms.context, terms.max_output, terms.batch_discount) == (128_000, 16_384, 0.5)
    assert terms.source.startswith("https://")


def test_a_dated_name_is_its_family_unless_it_is_listed_itself() -> None:
    assert found("openai/gpt-4o-2024-08-06") == found("openai/gpt-4o")
    assert found("anthropic/claude-haiku-4-5-20251001") == found("anthropic/claude-haiku-4-5")
    assert found("openai/gpt-4o-2024-05-13").price.input == 5


@pytest.mark.parametrize(
    "name",
    ["openai/gpt-4o-audio-preview", "openai/ft:gpt-4o-mini:us", "openai/", "nobody/gpt-4o", "openai/gpt-4o-2024", "x"],
)
def test_another_model_of_a_like_name_has_no_price(name: str) -> None:
    assert find_price(name, None, load_prices()) is None


def test_the_host_is_part_of_the_price() -> None:
    assert find_price("openai/gpt-4o", "http://localhost:8000/v1", load_prices()) is None
    assert find_price("openai/gpt-4o", "https://api.openai.com.evil.example/v1", load_prices()) is None
    assert found("openai/gpt-4o", "https://API.openai.com/v1") == found("openai/gpt-4o")
    assert found("openai/deepseek-flash", "https://api.deepseek.com/v1").price.output == 1.2
    assert find_price("openai/gpt-4o", "https://api.deepseek.com/v1", load_prices()) is None


def test_names_of_a_provider_that_stands_before_others() -> None:
    assert found("litellm/gemini/gemini-2.5-flash") == found("google/gemini-2.5-flash")
    assert found("litellm/gpt-4o") == found("openai/gpt-4o")
    assert find_price("litellm/openai/gpt-oss-120b", None, load_prices()) is None
    assert found("litellm/groq/openai/gpt-oss-120b") == found("groq/openai/gpt-oss-120b")


def test_a_file_of_ones_own_comes_first_and_adds(tables: PriceTables) -> None:
    assert found("openai/gpt-4o", None, tables).source == "our contract"
    assert found("openai/gpt-4o-2024-08-06", None, tables).price.input == 1
    assert found("openai/gpt-4.1", None, tables) == found("openai/gpt-4.1")
    assert found("house/large", None, tables).context == 9000
    assert found("openai/large", "https://models.house.example:8443/v1", tables).price.output == 3
    assert find_price("openai/large", "https://models.house.example/v1", tables) is None


def test_an_exact_name_of_any_table_is_before_a_beginning_and_the_longest_beginning_wins(tables: PriceTables) -> None:
    assert found("openai/gpt-4o-2024-05-13", None, tables).price.input == 5
    assert found("openai/gpt-4o-audio-preview", None, tables).price.input == 40
    assert found("openai/gpt-9", None, tables).price.input == 8


def test_a_models_own_batch_discount_is_before_its_providers(tables: PriceTables) -> None:
    assert found("house/small", None, tables).batch_discount == 0
    assert found("house/large", None, tables).batch_discount == 0.25


def test_the_faults_of_a_file_are_told_at_their_places(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "providers:\n  openai:\n    source: us\n    as_of: soon\n    models:\n"
        "      a: {inpt: 2, output: x}\n      b: {input: 1, output: 1, long_prompt: {over: 3, input: 0, output: 1}}\n",
        encoding="utf-8",
    )

    with pytest.raises(TaskError) as caught:
        load_prices(file)

    assert [f"{one.line}:{one.column} {one.what} {one.mend}" for one in caught.value.problems] == [
        "4:12 'as_of': wants a day, found 'soon'. Write it as in 2026-11-22.",
        "6:11 unknown key 'inpt'. Did you mean 'input'?",
        "6:28 'output': wants a number, found 'x'. Write it in digits, such as 0.5.",
        "7:10 a long prompt costs less than a short one. Check the two.",
    ]


@pytest.mark.parametrize("provider", builtin_prices().providers)
def test_the_table_holds_together(provider: str) -> None:
    prices = builtin_prices().providers[provider]

    assert prices.source.startswith("https://")
    for name, model in prices.models.items():
        assert 0 < (model.cached_input or model.input) <= model.input <= model.output, name
        assert model.max_output is None or model.context is None or model.max_output <= model.context, name
        assert model.cache_write is None or model.cache_write == pytest.approx(1.25 * model.input), name
        assert model.long_prompt is None or model.long_prompt.over < (model.context or math.inf), name


def test_who_bills_nothing() -> None:
    assert is_free("extractive/lead-3")
    assert is_free("command/sh x")
    assert not is_free("openai/gpt-4o")
    assert not is_free("plugin/x")


PRICE = Price(input=2, output=10, cached_input=0.5)


def test_cost_worked_by_hand() -> None:
    used = Usage(input_tokens=1_000_000, output_tokens=200_000)

    assert cost_of(used, PRICE) == pytest.approx(2 + 2)
    assert cost_of(used, PRICE, batch_discount=0.5) == pytest.approx(2)
    cached = used.model_copy(update={"cached_input_tokens": 400_000})
    assert cost_of(cached, PRICE) == pytest.approx(0.6 * 2 + 0.4 * 0.5 + 2)
    assert cost_of(cached, Price(input=2, output=10)) == pytest.approx(4)


def test_writing_to_the_cache_is_charged_where_it_costs_more() -> None:
    price = PRICE.model_copy(update={"cache_write": 2.5})
    used = Usage(input_tokens=1_000_000, output_tokens=0, cached_input_tokens=200_000)

    assert cost_of(used, price) == pytest.approx(0.8 * 2.5 + 0.2 * 0.5)


def test_a_long_prompt_is_charged_at_its_own_rates_from_the_first_token_over() -> None:
    price = Price(input=1, output=2, long_prompt=LongPrompt(over=1000, input=4, output=8))

    assert cost_of(Usage(input_tokens=1000, output_tokens=100), price) == pytest.approx(0.0012)
    assert cost_of(Usage(input_tokens=1001, output_tokens=100), price) == pytest.approx((4004 + 800) / 1e6)


@pytest.mark.parametrize("usage", [Usage(), Usage(input_tokens=5), Usage(output_tokens=5)])
def test_half_a_count_has_no_cost(usage: Usage) -> None:
    assert cost_of(usage, PRICE) is None


@given(st.integers(0, 10**7), st.integers(0, 10**6), st.integers(0, 10**8))
def test_what_was_cached_never_makes_it_dearer_nor_negative(read: int, written: int, cached: int) -> None:
    full = cost_of(Usage(input_tokens=read, output_tokens=written), PRICE)
    part = cost_of(Usage(input_tokens=read, output_tokens=written, cached_input_tokens=cached), PRICE)

    assert full is not None
    assert part is not None
    assert 0 <= part <= full + 1e-12


def test_a_price_is_plain_data() -> None:
    assert json.loads(PRICE.model_dump_json())["long_prompt"] is None
