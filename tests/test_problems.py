"""Problems print as one line; errors say where, what and how to mend it; a near name is proposed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import Problem, TaskError, UsageError, did_you_mean, nearest, shown


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem("a.yaml", 3, 7, "no.", "Mend it."), "a.yaml:3:7: no. Mend it."),
        (Problem("a.yaml", 3, 0, "no."), "a.yaml:3: no."),
        (Problem("a.yaml", 0, 0, "no."), "a.yaml: no."),
        (Problem("a\nb.yaml", 1, 1, "no.\r\n\x1b[31mno."), "a\\nb.yaml:1:1: no.\\r\\n\\x1b[31mno."),
        (Problem("a.yaml", 1, 1, "\u202eevil\u2028\u200b\ud800."), "a.yaml:1:1: \\u202eevil\\u2028\\u200b\\ud800."),
        (Problem("a.yaml", 1, 1, "Größe 😀 ist gut."), "a.yaml:1:1: Größe 😀 ist gut."),
    ],
)
def test_a_problem_is_one_printable_line(problem: Problem, line: str) -> None:
    assert str(problem) == line


@given(file=st.text(), what=st.text(), mend=st.text())
def test_no_text_can_break_or_colour_the_line(file: str, what: str, mend: str) -> None:
    line = str(Problem(file, 1, 1, what, mend))

    assert line.splitlines() == [line]
    assert "\x1b" not in line


def test_a_long_line_is_cut_in_the_middle_and_its_advice_is_whole() -> None:
    line = str(Problem("a.yaml", 1, 1, "x" * 10_000, "Mend it."))

    assert len(line) < 700
    assert line.startswith("a.yaml:1:1: xxx")
    assert line.endswith("xxx Mend it.")


def test_task_error_sorts_its_problems_by_place_and_tells_each_once() -> None:
    first, second, third = Problem("a", 2, 1, "x."), Problem("a", 10, 1, "x."), Problem("b", 1, 1, "x.")

    error = TaskError([third, second, first, second])

    assert error.problems == (first, second, third)
    assert str(error) == "a:2:1: x.\na:10:1: x.\nb:1:1: x."
    assert error.exit_code == 2


def test_an_error_says_where_what_and_how_to_mend_it() -> None:
    assert str(UsageError("no such thing.", where="--task", mend="Name one.")) == "--task: no such thing. Name one."
    assert str(UsageError("no such thing.")) == "no such thing."


@pytest.mark.parametrize(
    ("name", "known", "said"),
    [
        ("promt", ["prompt", "limit"], "Did you mean 'prompt'?"),
        ("xyz", ["prompt", "limit"], "Known: limit, prompt."),
        ("xyz", [], ""),
        ("xyz", [f"abc{i}" for i in range(25)], ""),
        ("p\u0433ompt", ["prompt"], "Did you mean 'prompt'? Yours holds U+0433 (cyrillic small letter ghe)."),
        ("b\u00fccher", ["b\u00fccherei"], "Did you mean 'b\u00fccherei'?"),
    ],
)
def test_the_nearest_known_name_is_proposed(name: str, known: list[str], said: str) -> None:
    assert did_you_mean(name, known) == said


def test_among_many_names_those_that_begin_alike_are_compared() -> None:
    many = [f"fact-{i}" for i in range(5000)]

    assert nearest("fact-12x", many) in many
    assert nearest("act-12", many) is None


def test_shown_quotes_a_text_and_cuts_a_long_one() -> None:
    assert shown("a\nb") == r"'a\nb'"
    assert shown("x" * 100, 10) == "'xxxxxxxxx…'"
