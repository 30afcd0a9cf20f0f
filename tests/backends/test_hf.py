"""`hf/…` on tiny models that the tests make themselves. All but the first tests need torch and transformers."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from asking import ask, request
from tiny_models import DEAF, TEMPLATE, USER_ONLY, make_bart, make_gpt2, make_llama, make_t5

from harness.backends.base import Answer, BackendOptions, Request
from harness.backends.hf import HuggingFace, create
from harness.backends.registry import create_backend
from harness.errors import BackendError, UsageError

ROOT = Path(__file__).parents[2]
PROMPTS = ("The river rose.", "Two bridges were closed on Monday, and trains stood still.", "é")

needs_torch = pytest.mark.skipif(
    not (find_spec("torch") and find_spec("transformers")), reason="torch or transformers is missing"
)


@pytest.fixture(autouse=True)
def one_thread() -> None:
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_llama(tmp_path_factory.mktemp("llama"))


@pytest.fixture(scope="module")
def bart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_bart(tmp_path_factory.mktemp("bart"))


def local(folder: Path, **options: Any) -> HuggingFace:
    return create(str(folder), BackendOptions(**{"max_tokens": 12, **options}))


def prompted(*prompts: str) -> list[Request]:
    return [request(prompt=prompt).model_copy(update={"id": f"id-{prompt}"}) for prompt in prompts]


def ask_at_once(backend: HuggingFace, requests: Sequence[Request]) -> list[Any]:
    async def ask_all() -> list[Answer | BaseException]:
        try:
            return await asyncio.gather(*map(backend.complete, requests), return_exceptions=True)
        finally:
            await backend.close()

    return asyncio.run(ask_all())


def failure(backend: HuggingFace, prompt: str = "Sum up.") -> BackendError:
    with pytest.raises(BackendError) as caught:
        ask(backend, request(prompt=prompt))
    assert caught.value.where == backend.name
    return caught.value


def without_time(answer: Answer) -> Answer:
    return answer.model_copy(update={"seconds": None})


# without the library


def hide(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    for package in packages:
        monkeypatch.setitem(sys.modules, package, None)


def test_a_missing_library_is_named_with_the_extra_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hide(monkeypatch, "torch", "transformers")

    with pytest.raises(UsageError) as caught:
        create_backend(f"hf/{tmp_path}", BackendOptions())

    assert str(caught.value) == (
        "the backend 'hf' needs the package 'transformers', which is not installed. "
        'Install it: pip install "summary-harness[hf]"'
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"reasoning_effort": "high"}, "no use for --reasoning-effort"),
        ({"extra_body": {"top_k": 3}}, "no use for --extra-body"),
        ({"base_url": "http://localhost/v1"}, "no use for --base-url"),
        ({"key_env": "KEY"}, "no use for --key-env"),
        ({"top_p": 0.9}, "--top-p has no effect without a temperature"),
        ({"top_p": 0.9, "temperature": 0}, "--top-p has no effect without a temperature"),
    ],
)
def test_what_a_local_model_cannot_be_asked_with_is_refused(options: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=said):
        create(str(tmp_path), BackendOptions(**options))


# finding a model


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough of the packages to look for a folder."""
    monkeypatch.setattr("harness.backends.hf.find_spec", lambda name: name)


def write_model(folder: Path, weights: bytes = b"\1\2\3\4", more: Mapping[str, str] | None = None) -> Path:
    header = json.dumps({"a": {"dtype": "U8", "shape": [4], "data_offsets": [0, 4]}}).encode()
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + weights)
    for name, text in {"config.json": "{}", **(more or {})}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.usefixtures("packages")
def test_a_folder_is_known_by_its_contents_wherever_it_stands(tmp_path: Path) -> None:
    one, same = write_model(tmp_path / "one"), write_model(tmp_path / "same", more={"README.md": "About."})
    other, tuned = write_model(tmp_path / "other", b"\1\2\3\5"), write_model(tmp_path / "tuned", more={"a.json": "{}"})

    marks = [local(folder).parameters["sha256"] for folder in (one, same, other, tuned)]

    assert marks[0] == marks[1]
    assert len(set(marks)) == 3
    assert local(one).parameters == {"sha256": marks[0], "max_tokens": 12, "temperature": 0.0}
    assert str(tmp_path) not in json.dumps(local(one).parameters)


@pytest.mark.usefixtures("packages")
def test_defaults_are_parameters(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "one")

    greedy = create(str(folder), BackendOptions(model_seed=7)).parameters
    drawn = create(str(folder), BackendOptions(temperature=0.5)).parameters

    assert {name: greedy.get(name) for name in ("max_tokens", "temperature", "model_seed")} == {
        "max_tokens": 512,
        "temperature": 0.0,
        "model_seed": None,
    }
    assert drawn["model_seed"] == 0


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"model.safetensors": "x"}, "the folder has no config.json"),
        ({"config.json": "{}", "pytorch_model.bin": "x"}, "weights in other formats may run code, and are not loaded"),
        ({"config.json": "{}", "model.safetensors": "x"}, "model.safetensors is no safetensors file"),
        ({"config.json": "{}", "model.safetensors": "\1\0\0\0\0\0\0\0[]"}, "model.safetensors is no safetensors file"),
        ({"config.json": "{}", "adapter_config.json": "{}", "model.safetensors": "x"}, "the folder holds an adapter"),
    ],
)
def test_a_folder_without_a_model_is_refused_at_once(files: dict[str, str], said: str, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match=said):
        local(tmp_path)


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("model", ["./none", "../none", "/none/there", "~none/x", "a/b/c", "a b"])
def test_a_path_that_leads_nowhere_is_not_looked_up_on_the_hub(model: str) -> None:
    with pytest.raises(UsageError, match=r"there is no such folder\. Check the path\."):
        create(model, BackendOptions())


# answers


@needs_torch
@pytest.mark.parametrize("options", [{}, {"temperature": 1.0, "top_p": 0.9, "model_seed": 5}])
@pytest.mark.parametrize("make", [make_llama, make_gpt2, make_bart, make_t5])
def test_a_batch_holds_the_answers_that_each_request_gets_alone(
    make: Any, options: dict[str, Any], tmp_path: Path
) -> None:
    folder = make(tmp_path / "model", repetition_penalty=1.3)

    together = ask_at_once(local(folder, **options), prompted(*PROMPTS))
    alone = [ask(local(folder, **options), one) for one in prompted(*PROMPTS)]

    assert list(map(without_time, together)) == list(map(without_time, alone))
    assert len({answer.text for answer in together}) > 1
    assert [answer.usage.input_tokens for answer in together] == [len(prompt.encode()) for prompt in PROMPTS]


@needs_torch
def test_padding_is_unseen_and_brings_no_token_that_the_prompt_lacks(llama: Path, bart: Path) -> None:
    before, after = local(llama)._load(), local(bart)._load()
    assert not isinstance(before, BackendError)
    assert not isinstance(after, BackendError)

    assert before._pad((5, 6), 4) == ([5, 5, 5, 6], [0, 0, 1, 1])
    assert after._pad((5, 6), 4) == ([5, 6, 5, 5], [1, 1, 0, 0])


@needs_torch
def test_an_answer_says_what_it_took(llama: Path) -> None:
    answer = ask(local(llama), request(prompt="Sum up."))

    assert (answer.finish, answer.model) == ("length", llama.name)
    assert answer.usage
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (7, 12)
    assert (answer.seconds or 0) > 0


def written_by_the_library(folder: Path, prompt: str, count: int) -> list[int]:
    """The tokens that the library itself makes of a prompt, the likeliest each time."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder)
    tokens = tokenizer(prompt, return_tensors="pt")
    made = model.generate(**tokens, max_new_tokens=count, min_new_tokens=count, do_sample=False)
    return list(made[0, tokens["input_ids"].shape[1] :].tolist())


def set_generation(folder: Path, **settings: Any) -> None:
    file = folder / "generation_config.json"
    file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), **settings}), encoding="utf-8")


@needs_torch
def test_the_likeliest_tokens_are_those_of_the_library(llama: Path) -> None:
    from transformers import AutoTokenizer

    tokens = written_by_the_library(llama, "Sum up.", 12)

    assert ask(local(llama), request(prompt="Sum up.")).text == AutoTokenizer.from_pretrained(llama).decode(
        tokens, skip_special_tokens=True
    )


@needs_torch
def test_an_answer_ends_at_the_end_token_while_its_neighbour_goes_on(tmp_path: Path) -> None:
    folder = make_llama(tmp_path / "model")
    tokens, other = (written_by_the_library(folder, prompt, 12) for prompt in PROMPTS[:2])
    place, end = next((place, token) for place, token in enumerate(tokens) if token not in other)
    set_generation(folder, eos_token_id=[end])

    first, second = ask_at_once(local(folder), prompted(*PROMPTS[:2]))

    assert (first.finish, first.usage.output_tokens) == ("stop", place + 1)
    assert (second.finish, second.usage.output_tokens) == ("length", 12)


@needs_torch
def test_an_answer_ends_before_the_first_stop_text(llama: Path) -> None:
    whole = ask(local(llama, max_tokens=40), request(prompt="Sum up."))
    stop = next(whole.text[at : at + 2] for at in range(6, 30) if "\ufffd" not in whole.text[at : at + 2])

    cut, other = ask_at_once(local(llama, max_tokens=40, stop=("none such", stop)), prompted("Sum up.", "é"))

    assert cut.text == whole.text[: whole.text.index(stop)].strip()
    assert cut.finish == "stop"
    assert cut.usage.output_tokens < 40
    assert other.finish == "length" or stop not in other.text


@needs_torch
def test_what_is_drawn_hangs_on_the_seed_and_the_request_alone(llama: Path) -> None:
    def texts(**options: Any) -> list[str]:
        backend = local(llama, temperature=1.5, **options)
        return [answer.text for answer in ask_at_once(backend, prompted("Sum up.", "Sum up. ", "é"))]

    first = texts(model_seed=1)

    assert texts(model_seed=1) == first
    assert texts(model_seed=2) != first
    again = local(llama, temperature=1.5, model_seed=1)
    (other_id,) = ask_at_once(again, [request(prompt="Sum up.").model_copy(update={"id": "another"})])
    assert other_id.text != first[0]


@needs_torch
def test_drawing_follows_the_distribution_and_keeps_to_its_nucleus() -> None:
    import torch

    from harness.backends.hf_steps import Draw

    shares = torch.tensor([[0.15, 0.5, 0.05, 0.3]])
    drawn = [
        int(Draw([seed], temperature=1.0, top_p=top_p)(None, shares.log()).argmax())
        for top_p in (None, 0.7)
        for seed in range(2000)
    ]
    whole, nucleus = drawn[:2000], drawn[2000:]

    assert [round(whole.count(token) / 2000, 1) for token in range(3)] == pytest.approx([0.15, 0.5, 0.05], abs=0.06)
    assert set(nucleus) == {1, 3}
    assert nucleus.count(1) / 2000 == pytest.approx(0.5 / 0.8, abs=0.05)


# prompts


def seen(backend: HuggingFace, *requests: Request) -> list[str]:
    """The prompts as the model is shown them."""
    model = backend._load()
    assert not isinstance(model, BackendError), model
    return [model.tokenizer.decode(model._tokenize(one)) for one in requests]


@needs_torch
def test_a_chat_template_is_filled_and_without_one_the_prompt_is_plain(llama: Path, tmp_path: Path) -> None:
    chat = make_llama(tmp_path / "chat", template=TEMPLATE)

    assert seen(local(chat), *prompted("Sum up.")) == ["[user]Sum up.[answer]"]
    assert seen(local(chat, system="Be brief."), *prompted("Sum up.")) == ["[system]Be brief.[user]Sum up.[answer]"]
    assert seen(local(llama), *prompted("Sum up.")) == ["Sum up."]
    assert seen(local(llama, system="Be brief."), *prompted("Sum up.")) == ["Be brief.\n\nSum up."]


@needs_torch
@pytest.mark.parametrize(
    ("template", "said"),
    [(USER_ONLY, "its chat template refuses it: no system role"), (DEAF, "its chat template leaves the system prompt")],
)
def test_a_template_without_a_system_prompt_refuses_one(template: str, said: str, tmp_path: Path) -> None:
    folder = make_llama(tmp_path / "model", template=template)

    error = failure(local(folder, system="Be brief."))

    assert said in error.what
    assert (error.mend, error.is_retryable, error.cause) == ("Leave --system out.", False, "denied")
    assert seen(local(folder), *prompted("Sum up.")) == ["[user]Sum up.[answer]"]


@needs_torch
def test_a_prompt_beyond_the_context_is_an_error_with_both_lengths_and_its_neighbour_is_answered(
    tmp_path: Path,
) -> None:
    folder = make_gpt2(tmp_path / "model", context=64)

    long, short = ask_at_once(local(folder), [request(prompt="x" * 64), request(prompt="Sum up.")])

    assert str(long) == (
        f"hf/{folder}: the prompt of the sample 'task/article-1' has 64 tokens; the model has room, the answer "
        "included, for 64. Shorten its articles, or take another model."
    )
    assert long.retry_after is None
    assert short.finish == "length"


@needs_torch
def test_an_answer_ends_at_the_context_and_its_neighbours_go_on(tmp_path: Path) -> None:
    folder = make_gpt2(tmp_path / "model", context=64)
    requests = prompted("x" * 60, "x" * 63, "Sum up.")

    answers = ask_at_once(local(folder, max_tokens=50), requests)

    assert [(answer.finish, answer.usage.output_tokens) for answer in answers] == [
        ("length", 4),
        ("length", 1),
        ("length", 50),
    ]


@needs_torch
def test_an_encoder_reads_as_much_as_it_has_room_for(tmp_path: Path) -> None:
    folder = make_bart(tmp_path / "model", context=32)

    fits, long = ask_at_once(local(folder, max_tokens=100), prompted("x" * 32, "x" * 33))

    assert (fits.usage.input_tokens, fits.usage.output_tokens) == (32, 31)
    assert "has 33 tokens; the model reads 32." in long.what


# faults


@needs_torch
def test_a_batch_that_does_not_fit_the_memory_is_halved(llama: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch
    from transformers import LlamaForCausalLM

    generate, sizes = LlamaForCausalLM.generate, []

    def scarce(self: Any, input_ids: Any, **more: Any) -> Any:
        sizes.append(len(input_ids))
        if len(input_ids) > 1 or input_ids.shape[1] > 20:
            raise torch.OutOfMemoryError("no room")
        return generate(self, input_ids=input_ids, **more)

    monkeypatch.setattr(LlamaForCausalLM, "generate", scarce)
    answers = ask_at_once(local(llama), prompted("a", "b", "c" * 30))

    assert sizes == [3, 1, 2, 1, 1]
    assert [getattr(answer, "finish", None) for answer in answers] == ["length", "length", None]
    assert "not enough memory for the sample 'task/article-1'" in answers[2].what
    assert not answers[2].is_retryable


@needs_torch
def test_a_model_that_fails_is_told_with_what_it_said(llama: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from transformers import LlamaForCausalLM

    def broken(*_: Any, **__: Any) -> None:
        raise IndexError("out\nof range")

    monkeypatch.setattr(LlamaForCausalLM, "generate", broken)

    assert failure(local(llama)).what == "the model failed: IndexError: out of range"


@needs_torch
@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"model_type": "none-such"}, "the model cannot be loaded: "),
        ({"model_type": "mine", "auto_map": {"AutoConfig": "mine.Mine"}}, "the model cannot be loaded: "),
        ({"model_type": "llama", "_attn_implementation": "some/kernel"}, "code from the hub, which is not run"),
    ],
)
def test_a_model_that_the_library_does_not_know_runs_no_code(config: dict[str, Any], said: str, tmp_path: Path) -> None:
    folder = make_llama(tmp_path / "model")
    known = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps({**known, **config}), encoding="utf-8")
    mark = tmp_path / "ran"
    (folder / "mine.py").write_text(f"open({str(mark)!r}, 'w').close()\nclass Mine: pass\n", encoding="utf-8")

    error = failure(local(folder))

    assert said in error.what
    assert error.cause == "denied"
    assert not mark.exists()


@needs_torch
def test_a_cancelled_request_ends_the_generation(llama: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from transformers import LlamaForCausalLM

    forward, steps = LlamaForCausalLM.forward, []

    async def cancel() -> None:
        backend = local(llama, max_tokens=400)
        loop = asyncio.get_running_loop()
        under_way = asyncio.Event()

        def counted(self: Any, *args: Any, **more: Any) -> Any:
            steps.append(1)
            if len(steps) == 3:
                asyncio.run_coroutine_threadsafe(cancelled(), loop).result()
            return forward(self, *args, **more)

        async def cancelled() -> None:
            task.cancel()
            await asyncio.wait([task])
            under_way.set()

        monkeypatch.setattr(LlamaForCausalLM, "forward", counted)
        task = asyncio.create_task(backend.complete(request()))
        await under_way.wait()
        await backend.close()

    asyncio.run(cancel())

    assert len(steps) == 3


ALONE = """
import asyncio, socket, sys

def refuse(*_):
    print("CONNECTS")
    raise OSError("no network")

socket.socket.connect = socket.getaddrinfo = refuse
from harness.api import evaluate
from harness.backends.base import BackendOptions

run = evaluate("short-report", "hf/" + sys.argv[1], results_dir=sys.argv[2], options=BackendOptions(max_tokens=5))
print(run.exit_code, run.counts.answered + run.counts.no_answer)
"""


@needs_torch
def test_a_run_on_a_folder_connects_to_nothing(tmp_path: Path) -> None:
    folder = make_llama(tmp_path / "model", context=8192)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}

    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(folder), str(tmp_path / "results")],
        env={**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "HF_HOME": str(tmp_path / "home")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.stdout == "3 1\n", done.stderr  # cut off at five tokens, so no answer


ON_HUB = """
import sys
from asking import ask, request
from harness.backends.base import BackendOptions
from harness.backends.hf import create

backend = create(sys.argv[1], BackendOptions(max_tokens=5))
print(backend.parameters["model"], backend.parameters["commit"], ask(backend, request()).model)
"""


@needs_torch
@pytest.mark.parametrize("revision", ["", "@main", "@0123456789abcdef0123456789abcdef01234567"])
def test_a_model_of_the_hub_is_taken_from_the_cache_at_its_commit(revision: str, tmp_path: Path) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    cached = tmp_path / "home" / "hub" / "models--org--tiny"
    make_llama(cached / "snapshots" / commit)
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text(commit, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", ON_HUB, f"org/tiny{revision}"],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(Path(__file__).parent)]),
            "HF_HOME": str(tmp_path / "home"),
            "HF_HUB_OFFLINE": "1",
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.stdout == f"org/tiny {commit} org/tiny@{commit[:12]}\n", done.stderr


@needs_torch
def test_a_model_that_the_cache_lacks_is_a_usage_error(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "harness", "eval", "short-report", "--backend", "hf/org/none"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.startswith("hf/org/none: the hub has no such model, or it cannot be reached: ")
    assert len(done.stderr.splitlines()) == 1
