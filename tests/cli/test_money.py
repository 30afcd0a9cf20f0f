"""`harness eval` with prices, budgets, contexts and a file of backends, against a server on this machine."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from servers import ModelServer, completion

SUMMARY = "About 1,200 people left."
PRICES = """\
providers:
  house:
    host: {host}
    source: our contract
    as_of: 2026-11-22
    models:
      m: {{input: 1000, output: 10000}}
"""


Call = Callable[..., Result]


@pytest.fixture
def run(call: Call, project: Path, model_server: ModelServer) -> Call:
    """Calls `harness eval`; the server's prices stand in prices.yaml."""
    host = model_server.url.removeprefix("http://").partition("/")[0]
    (project / "prices.yaml").write_text(PRICES.format(host=host), encoding="utf-8")
    model_server.script = completion(SUMMARY)
    return partial(call, "eval")


def asking(server: ModelServer, *more: str) -> tuple[str, ...]:
    return ("--backend", "openai/m", "--base-url", server.url, "--max-tokens", "50", "--prices", "prices.yaml", *more)


def test_a_dry_run_asks_nobody_and_writes_nothing(run: Call, project: Path, model_server: ModelServer) -> None:
    done = run(*asking(model_server, "--dry-run"))

    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].split() == ["backend", "requests", "input", "tokens", "output", "tokens", "cost"]
    assert "Prices: our contract, as of 2026-11-22." in done.stdout
    assert "Nobody was asked." in done.stdout
    assert model_server.received == []
    assert not (project / "results").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--batch", "--cache"), "--cache does not hold for batches. Leave --cache or --batch out."),
        (("--batch", "--backend", "extractive/lead-3"), "extractive/lead-3: this backend has no batches."),
        (("--record", "a.yaml", "--replay", "b.yaml"), "a run is either recorded or replayed."),
        (("--record", "a.yaml", "--cache"), "what comes from the cache could be neither recorded nor replayed."),
    ],
)
def test_a_dry_run_refuses_what_the_run_would_refuse(
    run: Call, options: tuple[str, ...], said: str, model_server: ModelServer
) -> None:
    real = run(*asking(model_server, *options))
    dry = run(*asking(model_server, *options, "--dry-run"))
    assert said in real.stderr
    assert (dry.exit_code, dry.stderr) == (real.exit_code, real.stderr) == (2, real.stderr)


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "md"])
def test_a_dry_run_in_every_format(run: Call, form: str, model_server: ModelServer) -> None:
    out = run(*asking(model_server, "--dry-run", "--format", form, "--epochs", "2")).stdout

    row: dict[str, Any]
    if form == "json":
        (row,) = json.loads(out)["rows"]
    elif form == "jsonl":
        row = json.loads(out.splitlines()[0])
    elif form == "csv":
        row = next(csv.DictReader(io.StringIO(out)))
    else:
        assert out.startswith("| backend | requests | input tokens | output tokens | cost |\n| --- | ---: |")
        return
    assert row["backend"] == "openai/m"
    assert int(row["output_tokens"]) == 50 * int(row["requests"])
    assert float(row["cost"]) == pytest.approx(
        (int(row["input_tokens"]) * 1000 + int(row["output_tokens"]) * 1e4) / 1e6
    )


def test_what_is_unknown_is_said(run: Call, model_server: ModelServer) -> None:
    out = run("--backend", "openai/m", "--base-url", model_server.url, "--dry-run").stdout

    assert "openai/m: no price is known. Give one with --prices FILE." in out
    assert "openai/m: nothing limits the length of its answers. Give --max-tokens." in out
    assert out.splitlines()[1].split()[-2:] == ["unknown", "unknown"]


@pytest.mark.parametrize(("budget", "said"), [("1000", "covers all of it."), ("0.01", "may not cover all of it")])
def test_a_dry_run_says_whether_the_budget_covers_it(
    run: Call, budget: str, said: str, model_server: ModelServer
) -> None:
    assert said in " ".join(run(*asking(model_server, "--dry-run", "--budget", budget)).stdout.split())


def test_a_budget_without_a_price_or_a_limit_is_refused(run: Call, project: Path, model_server: ModelServer) -> None:
    done = run("--backend", "openai/m", "--base-url", model_server.url, "--budget", "5")

    assert done.exit_code == 2
    assert [line.partition(": ")[2] for line in done.stderr.splitlines()] == [
        "--budget needs a price, and none is known for it. Give one with --prices FILE.",
        "--budget needs a limit of the answers' length. Give one with --max-tokens.",
    ]
    assert model_server.received == []
    assert not (project / "results").exists()


@pytest.mark.parametrize("budget", ["0", "-1", "nan", "inf", "five"])
def test_a_budget_is_a_number_of_dollars(run: Call, budget: str) -> None:
    assert run("--backend", "extractive/lead-3", "--budget", budget).exit_code == 2


def test_what_nobody_bills_for_needs_no_price(run: Call) -> None:
    assert run("--backend", "extractive/lead-3", "--budget", "1").exit_code == 0


def test_a_prompt_that_is_too_long_is_refused_and_can_be_cut(
    run: Call, project: Path, model_server: ModelServer
) -> None:
    refused = run(*asking(model_server, "--context", "120"))
    assert refused.exit_code == 2
    assert "the model takes 120" in refused.stderr
    assert model_server.received == []

    cut = run(*asking(model_server, "--context", "220", "--truncate", "end"))
    (manifest,) = (json.loads(path.read_text("utf-8")) for path in (project / "results").glob("*/manifest.json"))
    assert cut.exit_code == 0
    assert manifest["truncate"] == "end"
    assert all(0 < one["kept"] < one["whole"] for one in manifest["cuts"])


def test_faults_of_the_files_are_told_with_their_places(run: Call, project: Path) -> None:
    (project / "models.yaml").write_text("backends:\n  - {name: openai/m, lable: x}\n", encoding="utf-8")
    (project / "wrong.yaml").write_text("providers: {a: {as_of: 2026-11-22}}\n", encoding="utf-8")

    found = run("--backends", "models.yaml").stderr
    assert found == "models.yaml:2:22: unknown key 'lable'. Did you mean 'label'? [V101]\n"
    assert "wrong.yaml:1:16: the key 'models' is missing." in run("--prices", "wrong.yaml").stderr
    assert run("--backends", "none.yaml").exit_code == 2


def test_a_file_of_backends_is_asked_beside_others(run: Call, project: Path, model_server: ModelServer) -> None:
    entries = [
        {"name": "openai/m", "base_url": model_server.url, "label": label, "parameters": {"temperature": t}}
        for label, t in (("cold", 0), ("hot", 1))
    ]
    (project / "models.yaml").write_text(json.dumps({"backends": entries}), encoding="utf-8")

    done = run("--backends", "models.yaml", "--backend", "extractive/lead-3", "--format", "jsonl")

    assert done.exit_code == 0, done.stderr
    assert [json.loads(line)["backend"] for line in done.stdout.splitlines()] == ["extractive/lead-3", "cold", "hot"]
    assert {request.body["temperature"] for request in model_server.received} == {0, 1}
