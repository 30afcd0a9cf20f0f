from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from yaml import safe_load

from harness.backends.base import BackendOptions
from harness.backends.openai import OpenAI
from harness.backends.price_table import BUILTIN
from harness.backends.prices import Price
from harness.errors import TaskError, UsageError
from harness.runner.backends_file import BackendEntry, load_backends
from harness.runner.conditions import Limits, Terms
from harness.runner.plan import make_plan
from harness.runner.schemas import SCHEMAS, schema_text
from harness.tasks.schemas import FOLDER

FULL = """\
backends:
  - name: openai/gpt-4o-mini
  - name: openai/gpt-4o-mini
    label: mini, hot
    parameters:
      temperature: 1
      top_p: 0.9
      max_tokens: 400
      model_seed: 7
      stop: END
      system: "You write for a news desk.\\n"
      reasoning_effort: low
      extra_body: {top_k: 40, mirostat: true, user: "7", logit: [1.5, x, null]}
    limits: {rpm: 500, tpm: 200000, max_connections: 3}
    price: {input: 0.1, output: 0.2, cached_input: 0.05}
    context: 8000
    timeout: 30
  - name: openai/llama3
    base_url: http://localhost:8000/v1
    key_env: LOCAL_KEY
"""


def load(folder: Path, text: str) -> tuple[BackendEntry, ...]:
    file = folder / "backends.yaml"
    file.write_text(text, encoding="utf-8")
    return load_backends(file)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(TaskError) as caught:
        load(folder, text)
    return [f"{one.line}:{one.column} {one.what} {one.mend}".rstrip() for one in caught.value.problems]


def made(entry: BackendEntry, **given: Any) -> OpenAI:
    backend = entry.create(BackendOptions(**given))
    assert isinstance(backend, OpenAI)
    return backend


def test_a_full_entry_is_read(tmp_path: Path) -> None:
    plain, hot, local = load(tmp_path, FULL)

    assert (made(plain).name, made(plain).parameters["model"]) == ("openai/gpt-4o-mini", "gpt-4o-mini")
    backend = made(hot)
    assert backend.name == "mini, hot"
    assert {name: value for name, value in backend.parameters.items() if name != "base_url"} == {
        "model": "gpt-4o-mini",
        "temperature": 1,
        "top_p": 0.9,
        "max_tokens": 400,
        "model_seed": 7,
        "stop": ("END",),
        "system": "You write for a news desk.\n",
        "reasoning_effort": "low",
        "extra_body": {"top_k": 40, "mirostat": True, "user": "7", "logit": [1.5, "x", None]},
    }
    assert backend.timeout == 30
    server = made(local).server
    assert (server.base_url, server.key_env) == ("http://localhost:8000/v1", "LOCAL_KEY")


def test_the_run_gives_what_an_entry_leaves_out(tmp_path: Path) -> None:
    plain, hot, _ = load(tmp_path, FULL)

    assert made(plain, timeout=77, seed=3).timeout == 77
    assert made(hot, timeout=77, temperature=0.3).parameters["temperature"] == 1


def test_limits_price_and_context_are_terms_of_the_run(tmp_path: Path) -> None:
    plain, hot, _ = load(tmp_path, FULL)
    default = Terms(limits=Limits(rpm=9, max_connections=5), context=111)

    assert plain.terms(default) == default
    terms = hot.terms(default)
    assert terms.limits == Limits(rpm=500, tpm=200_000, max_connections=3)
    assert (terms.price, terms.context) == (Price(input=0.1, output=0.2, cached_input=0.05), 8000)
    assert terms.priced_by


def test_two_configurations_of_one_model_are_two_backends(tmp_path: Path) -> None:
    cold, hot = load(
        tmp_path,
        "backends:\n- {name: openai/m, label: cold, parameters: {temperature: 0}}\n"
        "- {name: openai/m, label: hot, parameters: {temperature: 1}}\n",
    )

    assert [made(one).name for one in (cold, hot)] == ["cold", "hot"]
    assert {made(one).parameters["model"] for one in (cold, hot)} == {"m"}
    assert len(make_plan([], [made(cold), made(hot)])) == 0


def test_a_backend_without_a_model_can_have_a_label_too(tmp_path: Path) -> None:
    (entry,) = load(tmp_path, "backends: [{name: extractive/lead-3, label: the start}]\n")

    assert entry.create(BackendOptions()).name == "the start"


def test_what_a_provider_lacks_is_refused_when_the_backend_is_made(tmp_path: Path) -> None:
    (entry,) = load(tmp_path, "backends: [{name: extractive/lead-3, parameters: {temperature: 0}}]\n")

    with pytest.raises(UsageError, match="no use for --temperature"):
        entry.create(BackendOptions())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("backends: []", "1:11 'backends': is empty."),
        ("backends: [{name: gpt-4o}]", "1:19 'name': a backend is named provider/model."),
        ("backends: [{name: command/rm -rf x}]", "1:19 'name': 'command/…' runs code, and no file may name it."),
        ("backends: [{name: python/x.py}]", "1:19 'name': 'python/…' runs code, and no file may name it."),
        ("backends: [{name: openai/m, lable: x}]", "1:29 unknown key 'lable'. Did you mean 'label'?"),
        ("backends: [{name: openai/m, label: a/b}]", "1:36 'label': a label has no '/', and at most 60 characters."),
        ("backends: [{name: openai/m, label: ''}]", "1:36 'label': is empty."),
        ("backends:\n- {name: openai/m}\n- {name: openai/m}", "3:10 the backend of line 2 is named 'openai/m' too."),
        (
            "backends:\n- {name: a/b, label: x}\n- {name: a/c, label: x}",
            "3:22 the backend of line 2 is named 'x' too.",
        ),
        (
            "backends: [{name: openai/m, parameters: {seed: 3}}]",
            "1:42 unknown key 'seed'. Known: ",
        ),
        (
            "backends: [{name: openai/m, parameters: {temperature: warm}}]",
            "1:55 'temperature': wants a number, found 'warm'.",
        ),
        (
            "backends: [{name: openai/m, parameters: {max_tokens: 0}}]",
            "1:54 'max_tokens': wants at least 1, found '0'.",
        ),
        ("backends: [{name: openai/m, limits: {rpm: 0}}]", "1:43 'rpm': "),
        (
            "backends: [{name: openai/m, price: {input: -1, output: 2}}]",
            "1:44 'input': wants at least 0, found '-1'.",
        ),
        ("backends: [{name: openai/m, price: {input: 1}}]", "1:36 the key 'output' is missing. Add 'output: 0.6'."),
    ],
)
def test_a_fault_is_told_at_its_place(text: str, said: str, tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, f"{text}\n")

    assert fault.startswith(said)


SECRET = "sk-proj-abcdefghijklmnop1234567890"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"backends: [{{name: openai/m, key_env: {SECRET}}}]", "1:38"),
        (f"backends: [{{name: openai/m, api_key: {SECRET}}}]", "1:38"),
        (f"backends: [{{name: openai/m, parameters: {{extra_body: {{user: {SECRET}}}}}}}]", "1:61"),
        (f"backends: [{{name: openai/m, temperature: {SECRET}}}]", "1:42"),
        ("backends: [{name: openai/m, api_key: plainsecret}]", "1:29"),
        ("backends: [{name: openai/m, parameters: {extra_body: {token: plainsecret}}}]", "1:55"),
        ("backends: [{name: openai/m, key_env: plainsecret}]", "1:38"),
    ],
)
def test_a_key_is_refused_and_not_quoted(text: str, place: str, tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, f"{text}\n")

    assert fault.startswith(f"{place} ")
    assert SECRET not in fault
    assert "plainsecret" not in fault
    assert "environment variable" in fault


def test_several_faults_come_together(tmp_path: Path) -> None:
    assert len(faults(tmp_path, "backends:\n- {name: x}\n- {name: openai/m, kontext: 3}\n- {name: command/x}\n")) == 3


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_that_of_the_record(name: str) -> None:
    committed = (FOLDER / f"{name}.json").read_text(encoding="utf-8")

    assert committed == schema_text(name), "renew with: python -m harness.runner.schemas"
    Draft202012Validator.check_schema(json.loads(committed))


def test_the_schemas_take_what_the_harness_takes() -> None:
    Draft202012Validator(json.loads(schema_text("backends"))).validate(safe_load(FULL))
    table = json.loads(json.dumps(safe_load(BUILTIN.read_text(encoding="utf-8")), default=str))
    Draft202012Validator(json.loads(schema_text("prices"))).validate(table)
    wrong = Draft202012Validator(json.loads(schema_text("backends")))
    assert not wrong.is_valid({"backends": [{"name": "openai/m", "lable": "x"}]})
