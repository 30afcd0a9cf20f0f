from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from asking import ask, request

from harness.backends.base import BackendOptions
from harness.backends.registry import (
    BUILTIN,
    DEFAULT_BACKENDS,
    create_backend,
    create_backends,
    list_backends,
)
from harness.errors import UsageError

ROOT = Path(__file__).parents[2]
OPTIONS = BackendOptions()
KNOWN = "anthropic, command, extractive, google, hf, litellm, openai, python, saved"


@pytest.fixture
def plug_ins(tmp_path: Path) -> Iterator[Path]:
    """A folder of packages as an installer leaves them; put on the path for one test."""
    sys.path.insert(0, str(tmp_path))
    yield tmp_path
    sys.path.remove(str(tmp_path))


def install(folder: Path, name: str, entry_points: str, code: str) -> None:
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[harness.backends]\n{entry_points}\n", encoding="utf-8")
    (folder / f"{name.replace('-', '_')}.py").write_text(code, encoding="utf-8")


@pytest.mark.parametrize("spec", DEFAULT_BACKENDS)
def test_each_default_backend_answers_without_key_or_network(spec: str) -> None:
    backend = create_backend(spec, OPTIONS)

    answer = ask(backend, request("One fell here. Two rose there. Three came. Four went.", references=("Two rose.",)))

    assert backend.name == spec
    assert answer.text


@pytest.mark.parametrize("spec", ["openai/gpt-4o-mini", "openai/org/model", "command/./summarize.sh --short a/b"])
def test_all_after_the_first_slash_is_the_model(spec: str) -> None:
    assert create_backend(spec, OPTIONS).name == spec


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("extractive/laed-3", "Did you mean 'lead-3'?"),
        ("extractive/lexrnk-5", "Did you mean 'lexrank-5'?"),
        ("extractive/lead", "N from 1 to 100, as in extractive/lead-3"),
        ("extractive/lead-03", "N from 1 to 100"),
        ("leed-3", "Did you mean 'extractive/lead-3'?"),
        ("gpt-4o", "Did you mean 'openai/gpt-4o-mini'?"),
        ("extractve/lead-3", "Did you mean 'extractive/lead-3'?"),
        ("opneai/gpt-4.1", "Did you mean 'openai/gpt-4.1'?"),
        ("openai", "Write openai/MODEL, such as openai/gpt-4o-mini."),
        ("openai/", "Write openai/MODEL, such as openai/gpt-4o-mini."),
        ("opnai", "Write openai/MODEL, such as openai/gpt-4o-mini."),
        ("bedrok/claude", f"Known: {KNOWN}."),
        ("", f"Known: {KNOWN}."),
        ("/", f"Known: {KNOWN}."),
    ],
)
def test_a_name_that_is_unknown_is_refused_with_the_nearest(spec: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        create_backend(spec, OPTIONS)

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_built_in_entry_points_are_those_of_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["entry-points"]["harness.backends"] == BUILTIN


def test_each_built_in_backend_is_listed_with_an_example_that_its_pattern_fits() -> None:
    listed = [info for info in list_backends() if info.provider in BUILTIN]

    assert {info.provider for info in listed} == set(BUILTIN)
    assert all(info.example.startswith(f"{info.provider}/") and info.what for info in listed)
    assert [info.pattern for info in listed if "upper bound" in info.what] == ["extractive/oracle-N"]
    assert [info.pattern for info in listed if info.needs == "key"] == [
        "openai/MODEL",
        "anthropic/MODEL",
        "google/MODEL",
        "litellm/PROVIDER/MODEL",
    ]


def test_listing_imports_no_heavy_package() -> None:
    code = (
        "import sys; from harness.backends.registry import list_backends; list_backends();"
        "print([name for name in ('numpy', 'aiohttp', 'pydantic', 'rouge_score', 'simplemma') if name in sys.modules])"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8", cwd=ROOT)

    assert run.stdout.strip() == "[]"


def test_creating_backends_imports_no_heavy_package() -> None:
    code = (
        "import sys; from harness.backends.base import BackendOptions;"
        "from harness.backends.registry import create_backend;"
        "[create_backend(spec, BackendOptions()) for spec in ('openai/m', 'extractive/lexrank-3', 'command/true')];"
        "print([name for name in ('numpy', 'aiohttp', 'rouge_score', 'simplemma') if name in sys.modules])"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8", cwd=ROOT)

    assert run.stdout.strip() == "[]"


def test_a_plug_in_is_found_listed_and_made(plug_ins: Path) -> None:
    code = (
        "def create(model, options):\n    return type('Echo', (), {'name': f'echo/{model}', 'seed': options.seed})()\n"
    )
    install(plug_ins, "echo-backend", "echo = echo_backend:create", code)

    made = create_backend("echo/loud", BackendOptions(seed=3))

    assert (made.name, vars(type(made))["seed"]) == ("echo/loud", 3)
    assert ("echo/…", "from the package echo-backend") in [(info.pattern, info.what) for info in list_backends()]


def test_a_missing_package_is_named_with_the_extra_that_brings_it(plug_ins: Path) -> None:
    install(plug_ins, "deep-backend", "deep = deep_backend:create [gpu]", "import no_such_package.inner\n")

    with pytest.raises(UsageError) as caught:
        create_backend("deep/model", OPTIONS)

    assert "needs the package 'no_such_package'" in str(caught.value)
    assert 'pip install "deep-backend[gpu]"' in str(caught.value)


def test_a_package_that_is_missed_while_a_backend_is_made_is_named_as_well(plug_ins: Path) -> None:
    code = "def create(model, options):\n    import no_such_package\n"
    install(plug_ins, "lazy-backend", "lazy = lazy_backend:create", code)

    with pytest.raises(UsageError, match=r'no_such_package.*pip install "lazy-backend\[lazy\]"'):
        create_backend("lazy/model", OPTIONS)


def test_a_package_that_cannot_be_imported_is_said_to_be_broken(plug_ins: Path) -> None:
    code = "def create(model, options):\n    from json import no_such_name\n"
    install(plug_ins, "old-backend", "old = old_backend:create", code)

    with pytest.raises(UsageError, match=r"the backend 'old' of old-backend cannot be loaded: cannot import name"):
        create_backend("old/model", OPTIONS)


@pytest.mark.parametrize(
    ("spec", "module", "package"),
    [("anthropic/m", "anthropic", "anthropic"), ("google/m", "google.genai", "google-genai")],
)
def test_a_missing_client_package_is_told_with_its_extra(
    monkeypatch: pytest.MonkeyPatch, spec: str, module: str, package: str
) -> None:
    monkeypatch.setattr(sys, "meta_path", [_Missing(module), *sys.meta_path])
    for name in [name for name in sys.modules if name == module or name.startswith(f"{module}.")]:
        monkeypatch.delitem(sys.modules, name)
    google: Any = sys.modules.get("google")
    if google is not None and hasattr(google, "genai"):
        monkeypatch.delattr(google, "genai")

    with pytest.raises(UsageError) as caught:
        create_backend(spec, BackendOptions(max_tokens=9))

    extra = spec.partition("/")[0]
    assert f"the backend '{extra}' needs the package '{package}', which is not installed." in str(caught.value)
    assert f'pip install "summary-harness[{extra}]"' in str(caught.value)


class _Missing:
    """Hides a module, as if it were not installed."""

    def __init__(self, module: str) -> None:
        self.module = module

    def find_spec(self, name: str, *_: object) -> None:
        if name == self.module:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@pytest.mark.parametrize("value", ["torn_backend:made", "torn_backend.inner:create"])
def test_a_plug_in_without_what_it_promises_is_said_to_be_broken(plug_ins: Path, value: str) -> None:
    install(plug_ins, "torn-backend", f"torn = {value}", "")

    with pytest.raises(UsageError, match="'torn' of torn-backend cannot be loaded"):
        create_backend("torn/model", OPTIONS)


def test_a_plug_in_cannot_take_a_built_in_name_and_with_it_the_key(plug_ins: Path) -> None:
    install(plug_ins, "evil-backend", "openai = evil_backend:create", "def create(model, options): ...\n")

    with pytest.raises(UsageError, match="evil-backend and summary-harness both provide the backend 'openai'"):
        create_backend("openai/gpt-4o", OPTIONS)


def test_the_same_entry_point_found_twice_is_one(plug_ins: Path) -> None:
    install(plug_ins, "copy-of-harness", f"saved = {BUILTIN['saved']}", "")

    assert EntryPoint("saved", BUILTIN["saved"], "harness.backends").load()
    with pytest.raises(UsageError, match=r"must end in \.jsonl or \.csv"):
        create_backend("saved/file.txt", OPTIONS)


def test_backends_of_one_run_are_each_given_the_options_that_they_read() -> None:
    options = BackendOptions(temperature=0, max_tokens=50, seed=4)

    lead, model = create_backends(["extractive/random-2", "openai/m"], options)

    assert lead.parameters["seed"] == 4
    assert (model.parameters["temperature"], model.parameters["max_tokens"]) == (0, 50)


def test_an_option_that_no_backend_of_a_run_reads_is_refused() -> None:
    with pytest.raises(UsageError, match="no backend of this run reads the option --temperature"):
        create_backends(["extractive/lead-3", "command/cat"], BackendOptions(temperature=0))


@pytest.mark.parametrize("spec", ["extractive/lead-3", "command/cat", "saved/file.jsonl"])
@pytest.mark.parametrize(
    "options",
    [
        BackendOptions(temperature=0),
        BackendOptions(max_tokens=9),
        BackendOptions(base_url="http://localhost"),
        BackendOptions(key_env="KEY"),
    ],
)
def test_a_backend_refuses_an_option_that_it_does_not_read(spec: str, options: BackendOptions) -> None:
    with pytest.raises(UsageError, match="has no use for"):
        create_backend(spec, options)
