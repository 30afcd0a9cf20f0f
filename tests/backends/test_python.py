from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest
from asking import ask, request

from harness.backends.base import Answer, BackendOptions
from harness.backends.python import Python, create
from harness.backends.registry import is_allowed_in_file
from harness.errors import BackendError, UsageError

KEY = "sk-planted-4f9a1c77e2d84b06"

MODULE = """
import asyncio, threading
from harness.backends.base import Answer, Request
from harness.errors import BackendError

def upper(prompt: str) -> str:
    return prompt.upper()

async def patient(prompt):
    await asyncio.sleep(0)
    return "waited"

def whole(request):
    return f"{request.sample} {len(request.articles)}"

def typed(asked: Request) -> Answer:
    return Answer(text=asked.articles[0].text, finish="length", model="mine", seconds=2.0)

class Model:
    def summarize(self, prompt, *, words=3):
        return " ".join(prompt.split()[:words])
    async def __call__(self, prompt):
        return "called"

model = Model()
thread_of = lambda prompt: threading.current_thread().name
number = lambda prompt: 3
nothing = lambda prompt: None
two = lambda prompt, other: ""
half = lambda prompt: "A\\ud83d."
leak = lambda prompt: "sk-planted-4f9a1c77e2d84b06"
constant = "text"

def fails(prompt):
    raise ValueError("no luck\\nwith sk-planted-4f9a1c77e2d84b06")

def leaves(prompt):
    raise SystemExit(3)

def ends(prompt):
    raise StopIteration("all")

def late(prompt):
    raise TimeoutError("theirs")

def busy(prompt):
    raise BackendError("try later", retry_after=7.0, cause="rate limit")

never = threading.Event()
def hangs(prompt):
    never.wait()

async def hangs_too(prompt):
    await asyncio.Event().wait()

barrier = threading.Barrier(40)
def together(prompt):
    barrier.wait(60)
    return prompt
"""


@pytest.fixture(autouse=True)
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module of its own for each test, in the current folder."""
    name = f"mine_{tmp_path.name}"
    (tmp_path / f"{name}.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOME_KEY", KEY)
    return name


def backend(module: str, function: str, timeout: float = 60) -> Python:
    return create(f"{module}:{function}", BackendOptions(timeout=timeout))


def error_of(made: Python) -> BackendError:
    with pytest.raises(BackendError) as caught:
        ask(made)
    return caught.value


@pytest.mark.parametrize(
    ("function", "text"),
    [
        ("upper", "SUM UP THIS"),
        ("patient", "waited"),
        ("whole", "task/article-1 1"),
        ("typed", "One. Two."),
        ("model.summarize", "Sum up this"),
        ("model", "called"),
        ("half", "A\ufffd."),
        ("leak", "[key]"),
    ],
)
def test_a_function_of_any_kind_answers(module: str, function: str, text: str) -> None:
    assert ask(backend(module, function), request(prompt="Sum up this")).text == text


def test_an_answer_that_the_function_makes_is_kept_as_it_is(module: str) -> None:
    assert ask(backend(module, "typed")) == Answer(text="One. Two.", finish="length", model="mine", seconds=2.0)


def test_a_plain_function_runs_in_a_thread_and_many_run_at_once(module: str) -> None:
    assert ask(backend(module, "thread_of")).text != threading.current_thread().name

    async def ask_all() -> list[str]:
        made = backend(module, "together")
        answers = await asyncio.gather(*(made.complete(request(prompt=str(n))) for n in range(40)))
        return [answer.text for answer in answers]

    assert asyncio.run(ask_all()) == [str(n) for n in range(40)]


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("fails", "the function failed: ValueError: no luck with [key] ("),
        ("leaves", "the function failed: SystemExit: 3 ("),
        ("ends", "the function failed: RuntimeError: StopIteration: all"),
        ("late", "the function failed: TimeoutError: theirs ("),
        ("number", "the function returned int; a summary is text."),
        ("nothing", "the function returned NoneType; a summary is text."),
    ],
)
def test_what_goes_wrong_is_a_final_error_with_its_kind_and_place(module: str, function: str, said: str) -> None:
    error = error_of(backend(module, function))

    assert error.what.startswith(said)
    assert f"{module}.py, line " in error.what or not said.endswith("(")
    assert not error.is_retryable
    assert error.__cause__ is None
    assert error.__context__ is None


def test_a_backend_error_of_the_function_says_what_it_means(module: str) -> None:
    error = error_of(backend(module, "busy"))

    assert (error.what, error.retry_after, error.cause) == ("try later", 7.0, "rate limit")


@pytest.mark.parametrize("function", ["hangs", "hangs_too"])
def test_a_function_that_never_ends_is_left_after_the_timeout(module: str, function: str) -> None:
    started = time.monotonic()

    error = error_of(backend(module, function, timeout=0.3))

    assert str(error) == f"python/{module}:{function}: the function took longer than 0.3 seconds. Raise --timeout."
    assert time.monotonic() - started < 30


def test_what_the_answers_depend_on_changes_with_the_modules_text(module: str, tmp_path: Path) -> None:
    parameters = backend(module, "upper").parameters
    (tmp_path / "other.py").write_text(MODULE + "\n", encoding="utf-8")
    other = backend("other", "upper").parameters

    assert parameters["function"] == f"{module}:upper"
    assert len(parameters["sha256"]) == 64
    assert parameters["sha256"] != other["sha256"]


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("mine", "this names no function. Write python/MODULE:FUNCTION, as in python/mine:lead."),
        ("mine:", "this names no function."),
        ("mine.py:lead", "there is no module 'mine.py'."),
        ("../mine:lead", "this names no function."),
        ("no_such_module:lead", "there is no module 'no_such_module'. Call harness in the folder that it is in"),
        ("THIS:uper", "has no function 'uper'. Did you mean 'upper'?"),
        ("THIS:constant", "'constant' of 'THIS' is no function."),
        ("THIS:two", "the function must take one argument: the prompt, or the request."),
        ("broken:lead", "the module 'broken' cannot be imported: ZeroDivisionError: [key]"),
        ("torn:lead", "the module 'torn' cannot be imported: SyntaxError: "),
        ("needy:lead", "the module 'needy' needs 'no_such_package', which is not installed. Install it."),
    ],
)
def test_a_name_that_cannot_be_called_is_refused(module: str, tmp_path: Path, spec: str, said: str) -> None:
    (tmp_path / "broken.py").write_text(f"raise ZeroDivisionError('{KEY}')\n", encoding="utf-8")
    (tmp_path / "torn.py").write_text("def lead(:\n", encoding="utf-8")
    (tmp_path / "needy.py").write_text("import no_such_package\n", encoding="utf-8")

    with pytest.raises(UsageError) as caught:
        create(spec.replace("THIS", module), BackendOptions())

    assert said.replace("THIS", module) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_function_takes_no_parameter_of_a_model(module: str) -> None:
    with pytest.raises(UsageError, match="has no use for --temperature"):
        create(f"{module}:upper", BackendOptions(temperature=0))


def test_no_file_may_name_a_function() -> None:
    assert not is_allowed_in_file("python")
    assert is_allowed_in_file("openai")
    assert is_allowed_in_file("unknown")
