"""Whatever people write is answered with one line per fault, all faults of all files at once, and nothing else."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from bad_files import TABLE, Mistake, messages_of, read_blocks, read_mistakes, renewed
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from writing import ONE, SET, changed, write_project

from harness.cli.app import app
from harness.errors import Problem, TaskError
from harness.tasks import load_tasks

MISTAKES = read_mistakes()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.title.replace(" ", "-"))
def test_a_mistake_is_answered_with_its_lines(mistake: Mistake, tmp_path: Path) -> None:
    assert messages_of(write_project(tmp_path, mistake.files()), with_codes=True) == list(mistake.messages)


def test_the_table_holds_each_mistake_once_and_is_as_its_program_writes_it() -> None:
    assert len({mistake.title for mistake in MISTAKES}) == len(MISTAKES)
    assert [block for block in read_blocks() if renewed(block) != block] == []
    assert all(mistake.messages for mistake in MISTAKES), f"see {TABLE.name}"


@pytest.mark.parametrize("project", [ONE, SET])
def test_the_project_without_a_mistake_loads(project: dict[str, str], tmp_path: Path) -> None:
    assert messages_of(write_project(tmp_path, project)) == []


BAD_AT_ONCE = {
    "tasks/a.yaml": "task: a\nversion: one\narticles: [flood, nowhere]\ngold: flood\nprompt: plain\n",
    "tasks/b.yaml": "task: b\nversion: 1\narticles: *flood\n",
    "tasks/prompts/plain.md": "---\nprompt: plain\nversion: 1\n---\n{article} in {language}\n",
    "seeds/flood.md": "---\nid: flood\ntitle: A\nevnt: flood-2030\npublished: {date: now}\n---\nThe Oder rose twice.\n",
    "gold/flood.yaml": """\
gold: 1
article: flood
colour: blue
facts:
- id: rose
  statement: The Oder rose.
  count: {value: 11,000, unit: metres}
  evidence: The Oder rose
- id: rose
  importance: high
  statement: The Oder rose twice.
  says: {who: mayor, what: [rise]}
  evidence: rose twice
  evidence: rose twice
""",
}
ANSWERS = """\
gold/flood.yaml:3:1: unknown key 'colour'. Known: article, background, facts, gold, groups, includes, names, opposites, references, words.
gold/flood.yaml:7:18: a comma splits the number 11,000 in two here. Write 11000, or quote it.
gold/flood.yaml:9:7: the id 'rose' stands twice (first in line 5). Give each its own.
gold/flood.yaml:10:15: 'importance': 'high' is not one of 'key', 'supporting' or 'detail'.
gold/flood.yaml:12:15: 'mayor' is no key of 'names'. There is no key of 'names' yet.
gold/flood.yaml:12:29: 'rise' is no fact of this file. Did you mean 'rose'?
gold/flood.yaml:14:3: the key 'evidence' stands twice (first in line 13). Keep one.
seeds/flood.md:4:1: unknown key 'evnt'. Did you mean 'event'?
seeds/flood.md:5:19: 'date': 'now' is no date. Write 2025-02-05, 2025-01, mid 2025-01, late 2024, 194X, XXXX-01 or a/b.
tasks/a.yaml:1:1: the key 'scorers' is missing. Add 'scorers: [facts, rouge]'.
tasks/a.yaml:2:10: 'version': wants a whole number, found 'one'. Write it in digits only, such as 100.
tasks/a.yaml:3:19: there is no article 'nowhere' (seeds/nowhere.md). Known: flood.
tasks/b.yaml:3:11: the alias '*flood' is not read. Write the value out, or quote text that starts with '*'.
tasks/prompts/plain.md:5:1: '{article}' is not replaced by anything. Did you mean '{articles}'?
tasks/prompts/plain.md:5:14: '{language}' is not replaced by anything. Known: articles, words.
"""  # noqa: E501  (lines as they are printed)


def test_all_faults_of_all_files_are_told_at_once_in_the_order_of_their_places(tmp_path: Path) -> None:
    assert messages_of(write_project(tmp_path, BAD_AT_ONCE)) == ANSWERS.splitlines()


def test_a_fault_of_a_file_that_two_tasks_name_is_told_once(tmp_path: Path) -> None:
    files = changed(dict(ONE), "gold/flood.yaml", "who: agency", "who: agancy")
    twin = files["tasks/river.yaml"].replace("task: river", "task: twin")

    assert len(messages_of(write_project(tmp_path, {**files, "tasks/twin.yaml": twin}))) == 1


def test_the_program_prints_the_lines_and_ends_with_2_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_project(tmp_path, BAD_AT_ONCE))

    result = CliRunner().invoke(app, ["eval"], prog_name="harness")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert all(line in result.stderr for line in ANSWERS.splitlines())
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == set(BAD_AT_ONCE)


# What a table cannot hold.

DEEP = {
    "brackets": ("gold: " + "[" * 100_000, 56),
    "closed brackets": ("gold: " + "[" * 100_000 + "]" * 100_000, 56),
    "braces": ("{" * 100_000, 51),
    "keys in braces": ("{a: " * 100_000, 201),
    "items": ("- " * 100_000, 101),
    "items and keys": ("- a:\n" + "".join(f"{' ' * i}- a:\n" for i in range(2, 1000, 2)), None),
    "question marks": ("? " * 100_000, 101),
}


@pytest.mark.parametrize("nested", DEEP)
def test_deep_nesting_is_refused_at_the_51st_level(nested: str, tmp_path: Path) -> None:
    text, column = DEEP[nested]

    (message,) = messages_of(write_project(tmp_path, {**ONE, "gold/flood.yaml": text}))

    assert message.endswith("nested deeper than 50 levels. Write it flatter.")
    assert column is None or message.startswith(f"gold/flood.yaml:1:{column}: ")


def test_50_levels_are_read(tmp_path: Path) -> None:
    text = "gold: " + "[" * 49 + "]" * 49

    assert "nested" not in " ".join(messages_of(write_project(tmp_path, {**ONE, "gold/flood.yaml": text})))


def test_many_directives_are_refused_before_they_are_read(tmp_path: Path) -> None:
    text = "".join(f"%TAG !a{i}! b\n" for i in range(50_000)) + "---\ngold: 1\n"

    (message,) = messages_of(write_project(tmp_path, {**ONE, "gold/flood.yaml": text}))

    assert message == "gold/flood.yaml:1:1: a line that starts with '%' is not read. Delete or indent it."


def test_a_billion_laughs_are_not_laughed(tmp_path: Path) -> None:
    lines = ["a0: &a0 [ha, ha]", *(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 30))]

    messages = messages_of(write_project(tmp_path, {**ONE, "gold/flood.yaml": "\n".join(lines)}))

    assert len(messages) == 30 + 2 * 29
    assert messages[0].startswith("gold/flood.yaml:1:5: the anchor '&a0' is not read.")


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("seeds/flood.md", b"x" * 1_000_001, "seeds/flood.md: the file is over 1,000,000 bytes. Split it."),
        (
            "gold/flood.yaml",
            b"gold: 1\r\narticle: D\xc3\xa4 \xff",
            "gold/flood.yaml:2:13: byte 0xff is not UTF-8. Save the file as UTF-8.",
        ),
        (
            "gold/flood.yaml",
            b"\xef\xbb\xbfgold\xff: 1\n",
            "gold/flood.yaml:1:5: byte 0xff is not UTF-8. Save the file as UTF-8.",
        ),
        (
            "tasks/river.yaml",
            ONE["tasks/river.yaml"].encode("utf-16"),
            "tasks/river.yaml:1:1: byte 0xff is not UTF-8. Save the file as UTF-8.",
        ),
    ],
)
def test_bytes_that_are_no_text_are_told_at_their_place(
    file: str, content: bytes, message: str, tmp_path: Path
) -> None:
    assert messages_of(write_project(tmp_path, {**ONE, file: content})) == [message]


def test_a_megabyte_is_read(tmp_path: Path) -> None:
    text = ONE["seeds/flood.md"] + "x" * (1_000_000 - len(ONE["seeds/flood.md"]))

    assert messages_of(write_project(tmp_path, {**ONE, "seeds/flood.md": text})) == []


def test_a_huge_text_is_quoted_in_part(tmp_path: Path) -> None:
    files = changed(dict(ONE), "gold/flood.yaml", "importance: key", "importance: " + "k" * 900_000)

    (message,) = messages_of(write_project(tmp_path, files))

    assert message.startswith("gold/flood.yaml:10:15: 'importance': 'kkk")
    assert len(message) < 200


@pytest.mark.parametrize("project", [ONE, SET])
def test_a_byte_order_mark_and_crlf_are_accepted_in_every_file(project: dict[str, str], tmp_path: Path) -> None:
    plain = load_tasks(cwd=write_project(tmp_path / "plain", project))
    windows = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in project.items()}

    assert load_tasks(cwd=write_project(tmp_path / "windows", windows)) == plain


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.title.replace(" ", "-"))
def test_a_byte_order_mark_and_crlf_move_no_place(mistake: Mistake, tmp_path: Path) -> None:
    windows = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in mistake.files().items()}

    assert messages_of(write_project(tmp_path, windows), with_codes=True) == list(mistake.messages)


# Links.


def link(path: Path, target: Path, *, is_folder: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.symlink_to(target, target_is_directory=is_folder)
    except OSError:  # Windows asks for a right that few have
        pytest.skip("links cannot be made here")


@pytest.mark.parametrize("file", sorted(ONE))
def test_a_link_to_a_file_outside_is_not_followed(file: str, tmp_path: Path) -> None:
    outside = write_project(tmp_path / "outside", ONE)
    root = write_project(tmp_path / "project", {name: text for name, text in ONE.items() if name != file})
    (root / "tasks").mkdir(exist_ok=True)
    link(root / file, outside / file)

    (message,) = messages_of(root)

    assert "outside" not in message.split(": ")[0]
    assert "leads out" in message


@pytest.mark.parametrize("folder", ["seeds", "gold", "tasks/prompts", "tasks"])
def test_a_link_to_a_folder_outside_is_not_followed(folder: str, tmp_path: Path) -> None:
    outside = write_project(tmp_path / "outside", ONE)
    inside = {name: text for name, text in ONE.items() if not name.startswith(f"{folder}/")}
    root = write_project(tmp_path / "project", inside)
    link(root / folder, outside / folder, is_folder=True)

    messages = messages_of(root)

    assert messages
    assert all("leads out" in message for message in messages)


def test_a_link_inside_the_project_is_followed(tmp_path: Path) -> None:
    root = write_project(tmp_path, {name: text for name, text in ONE.items() if name != "seeds/flood.md"})
    write_project(root, {"reports/flood.md": ONE["seeds/flood.md"]})
    link(root / "seeds" / "flood.md", root / "reports" / "flood.md")

    assert messages_of(root) == []


def test_links_that_run_in_a_circle_are_no_files(tmp_path: Path) -> None:
    root = write_project(tmp_path, {name: text for name, text in ONE.items() if name != "seeds/flood.md"})
    link(root / "seeds" / "flood.md", root / "seeds" / "other.md")
    link(root / "seeds" / "other.md", root / "seeds" / "flood.md")

    (message,) = messages_of(root)

    assert message.startswith("tasks/river.yaml:4:12: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in this file system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    root = write_project(tmp_path, {name: text for name, text in ONE.items() if name != "seeds/flood.md"})
    (root / "seeds").mkdir()
    os.mkfifo(root / "seeds" / "flood.md")

    (message,) = messages_of(root)

    assert message.startswith("tasks/river.yaml:4:12: there is no article 'flood' (seeds/flood.md).")


# Properties: random bytes, and valid files with random changes.


def problems_of(root: Path) -> tuple[Problem, ...]:
    """Load a project; return its problems, and let any error but TaskError through."""
    try:
        load_tasks(cwd=root)
    except TaskError as error:
        return error.problems
    return ()


def check_places(problems: tuple[Problem, ...], files: dict[str, bytes]) -> None:
    for problem in problems:
        text = files[problem.file].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
        assert 0 <= problem.line <= len(lines), problem
        assert problem.line == 0 or 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
        assert str(problem).isprintable(), problem
        assert problem.what.endswith((".", "?")), problem
    assert list(problems) == sorted(set(problems))


SLOW_START = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@SLOW_START
@given(data=st.binary(max_size=300), name=st.sampled_from(sorted(SET)), has_head=st.booleans())
def test_random_bytes_are_told_or_read(data: bytes, name: str, has_head: bool, tmp_path: Path) -> None:
    head = SET[name].encode()[: len(SET[name]) // 2] if has_head else b""
    files = {**{file: text.encode() for file, text in SET.items()}, name: head + data}

    check_places(problems_of(write_project(tmp_path, files)), files)


SIGNS = [*"{}[],:#&*!|>'\"%@`-?.~\\\t\n\r\0\x07 0aé\u2028\ufeff😀"]
PIECES = ["- ", ": ", " #", "---\n", "...\n", "  ", "null", "no", "11,000", "<<: "]


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, str]:
    """A file of the project with up to five pieces put in, cut out or repeated."""
    name = draw(st.sampled_from(sorted(SET)))
    text = SET[name]
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        middle = draw(st.one_of(st.sampled_from(SIGNS + PIECES), st.just(text[start:end] * 2), st.text(max_size=3)))
        text = text[:start] + middle + text[end:]
    return name, text


@SLOW_START
@example(mutation=("gold/dyke.yaml", SET["gold/dyke.yaml"].replace("article: dyke", "article: {dyke: flood}")))
@example(mutation=("gold/dyke.yaml", SET["gold/dyke.yaml"].replace("- id: rose\n", "- id: \ud7fcse\n")))
@given(mutation=mutated())
def test_a_mutated_file_is_told_or_read(mutation: tuple[str, str], tmp_path: Path) -> None:
    name, text = mutation
    files = {**{file: content.encode() for file, content in SET.items()}, name: text.encode("utf-8", "surrogatepass")}

    check_places(problems_of(write_project(tmp_path, files)), files)


@SLOW_START
@given(seed=st.integers(0, 10_000))
def test_lines_left_out_or_exchanged_are_told_or_read(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    name = chance.choice(sorted(SET))
    lines = [line for line in SET[name].splitlines(keepends=True) if chance.random() > 0.1]
    i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[i], lines[j] = lines[j], lines[i]
    files = {**{file: content.encode() for file, content in SET.items()}, name: "".join(lines).encode()}

    check_places(problems_of(write_project(tmp_path, files)), files)


@SLOW_START
@given(reference=st.text(max_size=20))
def test_any_reference_is_a_file_of_the_project_or_told(reference: str, tmp_path: Path) -> None:
    quoted = "".join(f"\\U{ord(char):08x}" for char in reference if not 0xD800 <= ord(char) < 0xE000)
    text = SET["tasks/both.yaml"].replace("gold: both", f'gold: "{quoted}"')
    write_project(tmp_path, {**SET, "tasks/both.yaml": text})

    assert all(str(problem).isprintable() for problem in problems_of(tmp_path))
