"""`harness task edit` on a real terminal: each key does what it says, in the file at once and nowhere else in it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from writing import ONE, SET, changed, write_project

from harness.cli.app import app
from harness.tasks.load import load_task

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
if sys.platform != "win32":
    from terminal import Terminal

DRAFTS = """\
# what nobody has looked at
- id: mayor-says   # rests on the next
  draft: true
  statement: The mayor says how many left.
  says: {who: mayor, what: [left]}
  evidence: the mayor believes
- id: left
  draft: true
  statement: "About 400 people left their homes."
  count: {value: 400, unit: people, did: leave}
  evidence: About 400 people left
"""
GOLD = "gold/flood.yaml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path, changed(ONE, GOLD, "groups:\n", f"{DRAFTS}groups:\n"))


def text_of(project: Path) -> str:
    return (project / GOLD).read_text("utf-8")


def test_drafts_are_accepted_what_others_rest_on_first(project: Path) -> None:
    before = text_of(project)
    terminal = Terminal(project, "task", "edit", "river")

    shown = terminal.expect("q quit > ")
    assert "1 of 2 · left · supporting · draft" in shown
    assert "agency said. [About 400 people left] their homes in Lebus." in " ".join(shown.split())
    assert "count.value: 400" in shown
    terminal.send("a")
    assert "2 of 2 · mayor-says" in terminal.expect("q quit > ")
    terminal.send("a")
    terminal.expect("No draft is left.")

    assert terminal.end() == 0
    assert text_of(project) == before.replace("  draft: true\n", "")
    assert [fact.id for fact in load_task("river", cwd=project).gold[0].facts][-2:] == ["mayor-says", "left"]


def test_a_rejected_draft_takes_what_rests_on_it_alone(project: Path) -> None:
    before = text_of(project)
    terminal = Terminal(project, "task", "edit", "river")
    terminal.expect("q quit > ")
    terminal.send("r")
    terminal.expect("With it went what rests on it: mayor-says.")
    terminal.expect("No draft is left.")

    assert terminal.end() == 0
    mayor = next(line for line in before.splitlines(keepends=True) if line.startswith("  mayor:"))
    assert text_of(project) == before.replace(DRAFTS.partition("\n")[2], "").replace(mayor, "")


def test_a_rejected_draft_leaves_the_hash_of_what_counts(project: Path) -> None:
    before = load_task("river", cwd=project).gold[0].sha256
    terminal = Terminal(project, "task", "edit", "river")
    terminal.expect("q quit > ")
    terminal.send("r")
    terminal.expect("No draft is left.")

    assert terminal.end() == 0
    assert load_task("river", cwd=project).gold[0].sha256 == before


def test_words_values_and_importance_are_changed_in_place(project: Path) -> None:
    before = text_of(project)
    terminal = Terminal(project, "task", "edit", "river")
    terminal.expect("q quit > ")
    terminal.send("c")
    terminal.expect("adds a key): ")
    terminal.send("count.bound\n")
    terminal.expect("new: ")
    terminal.send("about\n")
    terminal.expect("Changed.")
    terminal.expect("q quit > ")
    terminal.send("i")
    terminal.expect("d detail > ")
    terminal.send("k")
    terminal.expect("q quit > ")
    terminal.send("q")
    terminal.expect("2 drafts left")

    assert terminal.end() == 0
    wanted = before.replace(
        "{value: 400, unit: people, did: leave}", "{value: 400, unit: people, did: leave, bound: about}"
    )
    wanted = wanted.replace("About 400 people left\n", "About 400 people left\n  importance: key\n")
    assert text_of(project) == wanted


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("evidence", "Some 400 people left", "stands nowhere in the article"),
        ("count.value", "4,00", "Not done: 'value': '4,00' is no amount."),
        ("count.bund", "about", "unknown key 'bund'"),
    ],
)
def test_a_change_that_would_break_the_file_is_not_made(key: str, value: str, said: str, project: Path) -> None:
    before = text_of(project)
    terminal = Terminal(project, "task", "edit", "river")
    terminal.expect("q quit > ")
    terminal.send("c")
    terminal.expect("adds a key): ")
    terminal.send(f"{key}\n")
    terminal.expect("new: ")
    terminal.send(f"{value}\n")
    terminal.expect(said)
    terminal.expect("q quit > ")
    terminal.send("q")

    assert terminal.end() == 0
    assert text_of(project) == before


def test_skipping_going_back_and_other_keys_change_nothing(project: Path) -> None:
    before = text_of(project)
    terminal = Terminal(project, "task", "edit", "river", "--all")
    terminal.expect("1 of 7 · left")
    for key, seen in (("x", "q quit > "), ("s", "2 of 7 · mayor-says"), ("b", "1 of 7 · left"), ("s", "2 of 7")):
        terminal.send(key)
        terminal.expect(seen)
    terminal.send("a")
    terminal.expect("Not done: 'left' is a draft, and this rests on it.")
    terminal.send("s")
    terminal.expect("3 of 7 · rose · key · counts")
    terminal.send("r")
    terminal.expect("Not done: 'rose-when' counts and rests on 'rose'.")
    terminal.expect("q quit > ")  # the terminal takes an end of input from one who waits for a key, and drops it before
    terminal.send("\x04")

    assert terminal.end() == 0
    assert text_of(project) == before


def test_ctrl_c_ends_and_what_was_decided_stays(project: Path) -> None:
    terminal = Terminal(project, "task", "edit", "river")
    terminal.expect("q quit > ")
    terminal.send("a")
    terminal.expect("2 of 2")
    terminal.expect("q quit > ")
    terminal.interrupt()
    terminal.expect("Interrupted.")

    assert terminal.end() == 130
    assert text_of(project).count("draft: true") == 1


def test_line_ends_and_a_byte_order_mark_stay(project: Path) -> None:
    path = project / GOLD
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    terminal = Terminal(project, "task", "edit", "river")
    terminal.expect("q quit > ")
    terminal.send("a")
    terminal.expect("2 of 2")
    terminal.expect("q quit > ")
    terminal.send("q")
    terminal.end()

    at = before.rindex(b"  draft: true\r\n")
    assert path.read_bytes() == before[:at] + before[at + len(b"  draft: true\r\n") :]


def test_a_quote_cannot_steer_the_terminal(tmp_path: Path) -> None:
    files = changed(ONE, "seeds/flood.md", "the mayor believes.", "the mayor \u202ebe\x1b[31mlieves.")
    files = changed(
        files,
        GOLD,
        "groups:\n",
        DRAFTS.partition("- id: left")[0]
        .replace("evidence: the mayor believes", 'evidence: "may have saved it"')
        .replace("[left]", "[rose]")
        + "groups:\n",
    )
    terminal = Terminal(write_project(tmp_path, files), "task", "edit", "river")
    terminal.expect("q quit > ")
    terminal.send("q")
    terminal.end()

    assert "\x1b[31m" not in terminal.shown
    assert "be\\x1b[31mlieves" in terminal.shown


def test_the_disputes_of_a_set_are_walked_through_too(tmp_path: Path) -> None:
    files = changed(SET, "gold/both.yaml", "- id: how-high\n", "- id: how-high\n  draft: true\n")
    project = write_project(tmp_path, files)
    terminal = Terminal(project, "task", "edit", "both")
    shown = terminal.expect("q quit > ")
    assert "flood/rose: The Oder rose by three metres." in shown
    assert "relation: conflict" in shown
    terminal.send("a")
    terminal.expect("No draft is left.")
    terminal.end()

    assert (project / "gold/both.yaml").read_text("utf-8") == SET["gold/both.yaml"]


def test_without_a_terminal_it_ends_with_2(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    done = CliRunner().invoke(app, ["task", "edit", "river"], prog_name="harness")

    assert (done.exit_code, done.stderr) == (2, "'task edit' needs a terminal. Elsewhere, edit the gold file itself.\n")
