"""`--backends FILE.yaml`: several models at once, each with its parameters, limits and price.

What runs code (`command/`, `python/`) is refused in a file, and so is a key: a file says in which environment variable
it is.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field

from harness.backends.base import Backend, BackendOptions
from harness.backends.keys import mask_keys
from harness.backends.prices import Price
from harness.backends.registry import create_backend
from harness.errors import Problem, TaskError, UsageError
from harness.files.document import Document
from harness.files.document import Path as Place
from harness.files.records import Number, Positive, Record, Text, Whole, fault, not_empty, one_or_many
from harness.files.source import read_source
from harness.files.validate import check_record
from harness.files.yaml import parse_yaml
from harness.runner.conditions import Limits, Terms

RUNS_CODE = frozenset({"command", "python"})

_LABEL = 60
_KEY_NAMES = re.compile(r"(api|access|secret)?[-_]?(key|token|secret|password|authorization)", re.IGNORECASE)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def _check_name(value: str) -> str:
    provider, _, model = value.partition("/")
    if not provider or not model:
        raise fault("a backend is named provider/model.", "Write it as in openai/gpt-4o-mini.")
    if provider in RUNS_CODE:
        raise fault(f"'{provider}/…' runs code, and no file may name it.", "Give it with --backend.")
    return value


def _check_label(value: str) -> str:
    if "/" in value or not value.isprintable() or len(value) > _LABEL:
        raise fault(f"a label has no '/', and at most {_LABEL} characters.", "Write it as in 'gpt-4o-mini, hot'.")
    return value


def _check_variable(value: str) -> str:
    if not re.fullmatch("[A-Z_][A-Z0-9_]{0,63}", value):  # not quoted: it may be the key itself
        raise fault("wants the name of an environment variable, in capitals.", "Write it as in OPENAI_API_KEY.")
    return value


class Parameters(Record):
    """What a model is asked with; what is left out is the model's own."""

    model_config = ConfigDict(str_strip_whitespace=False)  # a system prompt or a stop text may end in a line end

    temperature: Annotated[Number, Field(ge=0)] | None = Field(default=None, examples=[0])
    top_p: Annotated[Number, Field(gt=0, le=1)] | None = Field(default=None, examples=[0.9])
    max_tokens: Positive | None = Field(default=None, description="At most so many tokens an answer.", examples=[400])
    model_seed: Whole | None = Field(default=None, description="Seed that is sent to the model.", examples=[7])
    stop: Annotated[tuple[Annotated[str, Field(min_length=1)], ...], not_empty, one_or_many] | None = Field(
        default=None, description="Texts at which the answer ends.", examples=[["END"]]
    )
    system: Annotated[str, Field(min_length=1)] | None = Field(default=None, examples=["You write for a news desk."])
    reasoning_effort: Text | None = Field(default=None, examples=["low"])
    extra_body: Mapping[str, Any] | None = Field(
        default=None, description="Further fields of the request's body.", examples=[{"top_k": 40}]
    )


class GivenLimits(Record):
    """How fast a backend is asked; what is left out is as for the others of the run."""

    rpm: Annotated[Number, Field(gt=0)] | None = Field(default=None, description="Requests a minute.", examples=[500])
    tpm: Annotated[Number, Field(gt=0)] | None = Field(
        default=None, description="Tokens a minute, of prompts and answers together.", examples=[200000]
    )
    max_connections: Positive | None = Field(default=None, description="Requests at once.", examples=[8])


class BackendEntry(Record):
    """A backend as a file names it."""

    name: Annotated[Text, AfterValidator(_check_name)] = Field(
        description="provider/model.", examples=["openai/gpt-4o-mini"]
    )
    label: Annotated[Text, AfterValidator(_check_label)] | None = Field(
        default=None, description="Its name in the results, where that is to be another one.", examples=["mini, hot"]
    )
    base_url: Text | None = Field(default=None, examples=["http://localhost:8000/v1"])
    key_env: Annotated[Text, AfterValidator(_check_variable)] | None = Field(
        default=None, description="The environment variable that holds its key.", examples=["LOCAL_KEY"]
    )
    parameters: Parameters = Field(default=Parameters(), examples=[{"temperature": 0}])
    limits: GivenLimits = Field(default=GivenLimits(), examples=[{"rpm": 500}])
    price: Price | None = Field(
        default=None, description="US dollars for a million tokens.", examples=[{"input": 0.15, "output": 0.6}]
    )
    context: Positive | None = Field(
        default=None, description="Tokens that prompt and answer may have together.", examples=[128000]
    )
    timeout: Annotated[Number, Field(gt=0)] | None = Field(
        default=None, description="Seconds for one request.", examples=[120]
    )

    @property
    def shown_name(self) -> str:
        """Its name in the results."""
        return self.label or self.name

    def create(self, given: BackendOptions) -> Backend:
        """Return the backend; of the run's options it takes the seed, the samples, and the timeout if it has none."""
        options = BackendOptions(
            base_url=self.base_url,
            key_env=self.key_env,
            seed=given.seed,
            samples=given.samples,
            timeout=self.timeout or given.timeout,
            **self.parameters.model_dump(),
        )
        return _named(create_backend(self.name, options), self.shown_name)

    def terms(self, default: Terms) -> Terms:
        """Return what holds between the run and this backend; what it does not say is as by default."""
        limits = Limits(**{**default.limits.model_dump(), **self.limits.model_dump(exclude_none=True)})
        given: dict[str, object] = {"limits": limits, "context": self.context or default.context}
        if self.price:
            given |= {"price": self.price, "priced_by": "the file of backends"}
        return default.model_copy(update=given)


class BackendsFile(Record):
    """The file of `--backends`."""

    backends: Annotated[tuple[BackendEntry, ...], not_empty] = Field(examples=[[{"name": "openai/gpt-4o-mini"}]])


def load_backends(path: Path) -> tuple[BackendEntry, ...]:
    """Return a file's backends; raise TaskError with every fault, each at its line and column."""
    document = parse_yaml(read_source(path, str(path)))
    leaks = list(_leaks(document))
    if leaks:
        raise TaskError(leaks)  # and nothing else: another message might quote the key
    for item in document.items(("backends",)):
        _type_extra_body(document, item)
    found, problems = check_record(document, BackendsFile)
    problems.extend(_same_names(document))
    if problems or found is None:
        raise TaskError(problems)
    return found.backends


def _named(backend: Backend, name: str) -> Backend:
    if name == backend.name:
        return backend
    if dataclasses.is_dataclass(backend) and not isinstance(backend, type):
        return dataclasses.replace(backend, name=name)
    raise UsageError("this backend can have no label.", where=backend.name, mend="Leave the label out.")


def _leaks(document: Document) -> Iterator[Problem]:
    """Yield a problem, which does not quote it, for each text that looks like a key, and for a place made for one."""
    mend = "Put it in an environment variable, and name that with 'key_env'."
    for place, value in _texts(document.data, ()):
        if mask_keys(value) != value:
            yield document.problem(place, "this looks like a key; a file must hold none.", mend)
        elif place and isinstance(place[-1], str) and _KEY_NAMES.fullmatch(place[-1]):
            yield document.key_problem(place, f"{place[-1]!r} has no place here: a file must hold no key.", mend)


def _texts(data: Any, place: Place) -> Iterator[tuple[Place, str]]:  # noqa: ANN401  (plain data of any shape)
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*place, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _texts(value, (*place, number))
    elif isinstance(data, str):
        yield place, data


def _same_names(document: Document) -> Iterator[Problem]:
    lines: dict[str, int] = {}
    for item in document.items(("backends",)):
        key = "label" if document.at((*item, "label")) else "name"
        for place, name in document.text((*item, key)):
            line, _ = document.source.position(document.offset(place))
            if name in lines:
                what = f"the backend of line {lines[name]} is named {name!r} too."
                yield document.problem(place, what, "Give each a 'label' of its own.")
            lines.setdefault(name, line)


def _type_extra_body(document: Document, item: Place) -> None:
    """Read the numbers and truth values of an `extra_body`, which are texts as long as no field says what they are."""
    parameters = document.at((*item, "parameters"))
    if isinstance(parameters, dict) and isinstance(parameters.get("extra_body"), dict):
        parameters["extra_body"] = _typed(document, (*item, "parameters", "extra_body"), parameters["extra_body"])


def _typed(document: Document, place: Place, value: Any) -> Any:  # noqa: ANN401  (plain data of any shape)
    if isinstance(value, dict):
        return {key: _typed(document, (*place, key), inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_typed(document, (*place, number), inner) for number, inner in enumerate(value)]
    is_quoted = document.source.text[document.offset(place) :][:1] in ("'", '"', "|", ">")
    if isinstance(value, str) and not is_quoted and (value in ("true", "false") or _NUMBER.fullmatch(value)):
        return json.loads(value)
    return value
