"""The cache's file, its keys, and what is kept. Its processes are real, and some are killed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runner_fakes import FakeBackend, child_environment, make_article, make_task

from harness.backends.base import Answer, Finish, Usage
from harness.errors import RunError
from harness.gold.models import Reference
from harness.runner.cache import AnswerCache, is_cached, is_good
from harness.runner.cache_keys import Parts, differences, key_of, parts_of
from harness.runner.plan import Planned, make_plan
from harness.tasks.models import Limit, Prompt, Task
from harness.tasks.samples import samples_of

NOON = "2026-11-22T12:00:00Z"
ANSWER = Answer(
    text="It rose 🌊\x00\u2028.",
    finish="length",
    model="m-1",
    usage=Usage(input_tokens=11, output_tokens=7, cached_input_tokens=3),
    seconds=1.5,
    request_id="r-1",
)


def plan(task: Task | None = None, epochs: int = 1, **backend: Any) -> Sequence[Planned]:
    return make_plan(samples_of(task or make_task()), [FakeBackend(**backend)], epochs)


def only(task: Task, **backend: Any) -> Planned:
    return plan(task, **backend)[0]


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[AnswerCache]:
    with AnswerCache(tmp_path / "deep" / "answers.sqlite") as opened:
        yield opened


def put(cache: AnswerCache, planned: Planned, *, cost: float | None = 0.25, at: str = NOON, text: str = "") -> str:
    parts = parts_of(planned)
    answer = ANSWER.model_copy(update={"text": text}) if text else ANSWER
    cache.put(parts.key, parts, answer, cost, at)
    return parts.key


TASK = make_task(articles=["oder"], with_gold=True)
GOLD = TASK.gold[0]


def with_prompt(text: str) -> Task:
    return TASK.model_copy(update={"prompt": Prompt(name="short", version=1, text=text)})


@pytest.mark.parametrize(
    "other",
    [
        only(TASK, name="fake/two"),
        only(TASK, parameters={"temperature": 0.5}),
        only(TASK, parameters={"temperature": 0.0, "base_url": "http://other/v1"}),
        only(TASK, parameters={"temperature": 0.0, "revision": "abc"}),
        only(TASK, parameters={}),
        only(with_prompt("Retell in {words} words:\n\n{articles}")),
        only(TASK.model_copy(update={"limit": Limit(words=51)})),
        only(TASK.model_copy(update={"limit": None, "prompt": Prompt(name="p", version=1, text="{articles}")})),
        only(TASK.model_copy(update={"articles": (make_article("elbe"),)})),
        only(TASK, needs_references=True),
        plan(TASK, epochs=2)[1],
    ],
)
def test_whatever_can_change_an_answer_is_in_the_key(other: Planned) -> None:
    assert key_of(other) != key_of(only(TASK))


@pytest.mark.parametrize(
    "same",
    [
        only(TASK.model_copy(update={"name": "renamed"})),
        only(TASK.model_copy(update={"version": 2, "description": "Other."})),
        only(TASK.model_copy(update={"gold": ()})),
        only(with_prompt(TASK.prompt.text).model_copy(update={"prompt": TASK.prompt.model_copy(update={"name": "x"})})),
        plan(TASK, epochs=2)[0],
    ],
)
def test_what_cannot_change_an_answer_is_not(same: Planned) -> None:
    assert key_of(same) == key_of(only(TASK))


def test_references_are_in_the_key_where_they_are_sent() -> None:
    other = GOLD.__class__(**{**vars(GOLD), "references": (Reference(id="a", focus="all", text="Other."),)})
    changed = TASK.model_copy(update={"gold": (other,)})
    assert key_of(only(changed)) == key_of(only(TASK))
    assert key_of(only(changed, needs_references=True)) != key_of(only(TASK, needs_references=True))


def test_the_order_of_parameters_does_not_matter() -> None:
    one, other = {"a": 1, "b": [1, {"c": 2, "d": 3}]}, {"b": [1, {"d": 3, "c": 2}], "a": 1}
    assert key_of(only(TASK, parameters=one)) == key_of(only(TASK, parameters=other))


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [
        ("openai/gpt", True),
        ("hf/model", True),
        ("first/40", True),
        ("extractive/lead-3", False),
        ("saved/a.jsonl", False),
        ("command/tail -n 1", False),
        ("python/module:function", False),
    ],
)
def test_only_what_costs_and_hangs_on_the_request_alone_is_kept(name: str, *, is_kept: bool) -> None:
    assert is_cached(name) is is_kept


@pytest.mark.parametrize(
    ("text", "finish", "is_kept"),
    [
        ("It rose.", "stop", True),
        ("It ro", "length", True),
        ("I will not.", "refused", False),
        ("It rose.", "unknown", False),
        (" \n", "stop", False),
        ("", "length", False),
    ],
)
def test_only_good_answers_are_kept(text: str, finish: Finish, *, is_kept: bool) -> None:
    assert is_good(Answer(text=text, finish=finish)) is is_kept


def test_an_answer_comes_back_as_it_was(cache: AnswerCache) -> None:
    key = put(cache, only(TASK), cost=0.000123)
    hit = cache.get(key)
    assert hit
    assert (hit.answer, hit.cost, hit.at) == (ANSWER, 0.000123, NOON)
    assert cache.get(key_of(plan(TASK, epochs=2)[1])) is None


def test_a_second_answer_takes_the_place_of_the_first(cache: AnswerCache) -> None:
    put(cache, only(TASK), text="Old.")
    hit = cache.get(put(cache, only(TASK), text="New."))
    assert hit
    assert hit.answer.text == "New."
    assert [found.entries for found in cache.backends()] == [1]


def test_what_is_kept_outlives_its_process_and_says_what_it_saved(tmp_path: Path) -> None:
    first, second = plan(TASK, epochs=2)
    with AnswerCache(tmp_path / "c") as cache:
        key = put(cache, first, cost=0.25)
        put(cache, second, cost=None, at="2026-11-23T12:00:00Z")
        put(cache, only(TASK, name="fake/two"), cost=2.0)
    with AnswerCache(tmp_path / "c") as cache:
        assert cache.get(key)
        assert cache.get(key)
        assert cache.get(key, is_counted=False)
        assert cache.get(key_of(second))
        assert cache.get("00" * 32) is None
    with AnswerCache(tmp_path / "c", is_made=False) as cache:
        one, two = cache.backends()
    assert one.model_dump() == {
        "backend": "fake/one",
        "entries": 2,
        "oldest": NOON,
        "newest": "2026-11-23T12:00:00Z",
        "hits": 3,
        "saved": 0.5,
    }
    assert (two.backend, two.hits, two.saved) == ("fake/two", 0, 0.0)


@pytest.mark.parametrize(
    ("backend", "before", "left"),
    [
        (None, None, []),
        ("fake/one", None, ["fake/two"]),
        (None, "2026-11-23T00:00:00Z", ["fake/one"]),
        ("fake/two", "2026-11-23T00:00:00Z", ["fake/one", "fake/one"]),
        ("fake/one", "2026-11-22T12:00:00Z", ["fake/one", "fake/one", "fake/two"]),
    ],
)
def test_entries_are_removed_by_backend_and_by_age(
    cache: AnswerCache, backend: str | None, before: str | None, left: list[str]
) -> None:
    first, second = plan(TASK, epochs=2)
    put(cache, first)
    put(cache, second, at="2026-11-23T12:00:00Z")
    put(cache, only(TASK, name="fake/two"))
    assert cache.clear(backend, before) == (3 - len(left), 3)
    assert [found.backend for found in cache.backends() for _ in range(found.entries)] == left
    put(cache, first, text="Again.")
    assert cache.get(key_of(first))


def nearest(cache: AnswerCache, asked: Planned) -> list[str]:
    parts = parts_of(asked)
    return min((list(differences(there, parts)) for there in cache.near(parts)), key=len)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (plan(TASK, epochs=3)[2], ["it is of epoch 1"]),
        (only(TASK, name="fake/two"), ["it is of fake/one"]),
        (only(TASK, parameters={"temperature": 0.5}), ["its temperature is 0.0, not 0.5"]),
        (only(TASK, parameters={"temperature": 0.0, "top_p": 0.5}), ["its top_p is none, not 0.5"]),
        (only(TASK, parameters={}), ["its temperature is 0.0, not none"]),
        (only(with_prompt("Retell in {words} words:\n\n{articles}")), ["message 1 (user) is another"]),
        (
            only(TASK.model_copy(update={"limit": Limit(words=51)})),
            ["message 1 (user) is another", "its word limit is 50, not 51"],
        ),
        (
            only(TASK.model_copy(update={"articles": (make_article("elbe"),)})),
            ["it is of other articles"],
        ),
        (only(TASK, needs_references=True), ["it has other references"]),
    ],
)
def test_what_the_nearest_entry_has_otherwise_is_told(cache: AnswerCache, asked: Planned, told: list[str]) -> None:
    put(cache, only(make_task(articles=["rhine"]), name="fake/two", parameters={}))
    put(cache, only(TASK))
    assert nearest(cache, asked) == told


@given(st.text(max_size=5), st.text(max_size=5), st.integers(1, 9), st.integers(1, 9))
def test_parts_differ_just_where_something_is_told(one: str, other: str, first: int, second: int) -> None:
    parts = parts_of(only(TASK))
    there = replace(parts, backend=one, epoch=first)
    asked = replace(parts, backend=other, epoch=second)
    assert (there.key == asked.key) == (list(differences(there, asked)) == [])


def test_nothing_is_near_in_an_empty_cache(cache: AnswerCache) -> None:
    assert cache.near(parts_of(only(TASK))) == []


@pytest.mark.parametrize(
    "content", [b"not SQLite at all, and long enough to be read as a head of a file " * 9, b"short"]
)
def test_another_file_is_refused_and_left_as_it_was(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "c").write_bytes(content)
    with pytest.raises(RunError, match=r"c: is no cache of this program\. Name another file\."):
        AnswerCache(tmp_path / "c")
    assert (tmp_path / "c").read_bytes() == content


def test_anothers_database_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "c") as db:
        db.execute("CREATE TABLE answers (mine TEXT)")
    db.close()
    with pytest.raises(RunError, match="is no cache of this program"):
        AnswerCache(tmp_path / "c")


def test_another_version_is_refused(tmp_path: Path) -> None:
    AnswerCache(tmp_path / "c").close()
    with sqlite3.connect(tmp_path / "c") as db:
        db.execute("PRAGMA user_version = 2")
    db.close()
    with pytest.raises(RunError, match="is a cache of version 2; this version of the harness reads 1"):
        AnswerCache(tmp_path / "c")


def test_a_cache_that_is_missing_is_not_made_to_be_looked_at(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"there is no cache\. Make one with 'harness eval --cache'"):
        AnswerCache(tmp_path / "c", is_made=False)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_entry_is_told(cache: AnswerCache) -> None:
    key = put(cache, only(TASK))
    with sqlite3.connect(cache.path) as db:
        db.execute("UPDATE answers SET answer = '{'")
    db.close()
    with pytest.raises(RunError, match=r"is damaged\. Empty it with 'harness cache clear'"):
        cache.get(key)


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from test_cache import ANSWER, NOON, TASK, only
from harness.runner.cache import AnswerCache
from harness.runner.cache_keys import parts_of

first, step = map(int, sys.argv[2:])
parts = parts_of(only(TASK))
with AnswerCache(Path(sys.argv[1])) as cache:
    print("open", flush=True)
    for epoch in range(first, 400, step):
        one = replace(parts, epoch=epoch)
        cache.put(one.key, one, ANSWER, 0.5, NOON)
        assert cache.get(one.key)
        print(epoch, flush=True)
"""


def writer(path: Path, first: int, step: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), str(first), str(step)]
    return subprocess.Popen(command, env=child_environment(), stdout=subprocess.PIPE, text=True, encoding="utf-8")


def epochs_in(path: Path) -> set[int]:
    parts = parts_of(only(TASK))
    with AnswerCache(path) as cache:
        return {epoch for epoch in range(400) if cache.get(replace(parts, epoch=epoch).key)}


def test_processes_write_to_one_file_at_once(tmp_path: Path) -> None:
    processes = [writer(tmp_path / "c", first, 3) for first in range(3)]
    for process in processes:
        assert process.stdout
        process.stdout.read()
        assert process.wait() == 0
        process.stdout.close()
    assert epochs_in(tmp_path / "c") == set(range(400))


def test_a_process_that_is_killed_leaves_the_file_whole_and_loses_nothing(tmp_path: Path) -> None:
    path, told = tmp_path / "c", set[int]()
    for killed_after in (1, 2, 7, 40):
        with writer(path, killed_after, 1) as process:
            assert process.stdout
            lines = [line.strip() for line in islice(process.stdout, killed_after)]
            process.kill()
            lines += [line.strip() for line in process.stdout]
        told |= {int(line) for line in lines if line.isdecimal()}
        assert told <= epochs_in(path)
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


def test_parts_are_plain_texts_and_hold_no_prompt() -> None:
    parts = parts_of(only(TASK))
    assert Parts(parts.backend, parts.parameters, parts.content, parts.epoch) == parts
    assert "metres" not in parts.content
