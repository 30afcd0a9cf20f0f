"""`harness task new`, `init` and `task add-article`: what they write and keep, and what is pasted on a terminal."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from servers import ModelServer, completion
from writing import ONE, SET, write_project

from harness.articles.models import Article
from harness.authoring.proposals import read_proposals
from harness.cli.app import app
from harness.tasks.load import load_task

if sys.platform != "win32":
    from terminal import Terminal

ARTICLE = """\
Bridge closed

The bridge in Veldmoor was closed on Monday. About 4,200 people cross it every day, the council said.
"""
DYKE = "The Oder rose by seven metres on Sunday, a report said. About 4,000 people left their homes."


def run(*arguments: str, data: str = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=data, prog_name="harness")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tasks").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_task_is_made_of_an_article_and_nothing_counts_yet(project: Path) -> None:
    (project / "article.txt").write_text(ARTICLE, "utf-8")
    done = run("task", "new", "article.txt", "--published", "2031-05-14", "--outlet", "The Post: late", "--invented")

    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[:4] == [
        "wrote seeds/bridge-closed.md",
        "wrote gold/bridge-closed.yaml",
        "wrote tasks/bridge-closed.yaml",
        "wrote tasks/prompts/brief.md",
    ]
    assert "3 drafts: 1 date, 1 count, 1 attribution. None counts yet." in done.stdout
    task = load_task("bridge-closed")
    article = task.articles[0]
    assert (article.title, article.outlet, article.invented) == ("Bridge closed", "The Post: late", True)
    assert article.text == ARTICLE.partition("\n\n")[2].strip()
    assert (task.gold[0].facts, task.gold[0].drafts) == ((), 3)
    assert run("task", "check").stdout == "1 gold file: 0 problems, 0 warnings, 3 drafts left.\n"
    assert "0 facts, 0 references, 3 drafts left" in run("task", "show", "bridge-closed").stdout
    score = run("score", "--task", "bridge-closed", "--summary", "-", data="Closed.")
    assert "No fact of the gold counts yet: all are drafts." in " ".join(score.stdout.split())


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", ["null", "no", "2031"])
def test_a_name_that_yaml_would_take_for_something_else_is_kept(name: str) -> None:
    assert run("task", "new", "-", "--name", name, data=ARTICLE).exit_code == 0
    task = load_task(name)

    assert (task.name, [article.id for article in task.articles]) == (name, [name])
    assert task.gold[0].drafts


def test_nothing_is_overwritten(project: Path) -> None:
    assert run("task", "new", "-", "--name", "one", data=ARTICLE).exit_code == 0
    files = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    done = run("task", "new", "-", "--name", "one", data="Another text.")

    assert (done.exit_code, done.stderr) == (2, "seeds/one.md: is there already. Choose another --name.\n")
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == files


@pytest.mark.parametrize(
    ("arguments", "data", "said"),
    [
        (["-", "--name", "../x"], ARTICLE, "name: "),
        (["-", "--published", "last week"], ARTICLE, "'last week' is no date."),
        (["-", "--prompt", "none"], ARTICLE, "tasks/prompts/none.md: there is no such prompt."),
        (["-"], " \n", "standard input: there is no text."),
        ([], "", "Missing argument 'FILE'"),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_written(
    arguments: list[str], data: str, said: str, project: Path
) -> None:
    done = run("task", "new", *arguments, data=data)

    assert done.exit_code == 2
    assert said in done.stderr
    assert not [path for path in project.rglob("*") if path.is_file()]


def test_outside_of_a_project_it_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("task", "new", "-", data=ARTICLE).stderr == "there is no project here. Make one with 'harness init'.\n"


def test_an_article_of_the_project_gets_a_task_and_stays_as_it_is(project: Path) -> None:
    path = project / "seeds" / "bridge.md"
    path.parent.mkdir()
    text = "---\nid: bridge   # mine\ntitle: A bridge\nevent: veldmoor\n---\nTen people came.\n"
    path.write_text(text, "utf-8")
    done = run("task", "new", "seeds/bridge.md")

    assert done.exit_code == 0, done.output
    assert path.read_text("utf-8") == text
    assert load_task("bridge").gold[0].drafts == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_on_a_terminal_the_article_is_pasted_and_the_rest_asked_for(project: Path) -> None:
    long = "Ten people came to the meeting. " + "word " * 2_000 + "end."
    terminal = Terminal(project, "task", "new")
    terminal.expect("single full stop.")
    terminal.send(f"A meeting\n\n{long}\n.\n")
    terminal.expect("Title [A meeting]: ")
    terminal.send("\n")
    terminal.expect("Name of the task and its files [meeting]: ")
    terminal.send("Meeting 1\n")
    terminal.expect("name: ")
    terminal.expect("[meeting]: ")
    terminal.send("meeting\n")
    terminal.expect("[meeting]: ")
    terminal.send("\n")
    terminal.expect("not known): ")
    terminal.send("The Post\n")
    terminal.expect("not known): ")
    terminal.send("2031-05\n")
    terminal.expect("Next: harness task edit meeting")

    assert terminal.end() == 0
    article = load_task("meeting").articles[0]
    assert article.text == long
    assert (article.outlet, article.published and article.published.date) == ("The Post", "2031-05")


def test_a_models_facts_need_evidence_in_the_article(project: Path, model_server: ModelServer) -> None:
    facts = [
        {"statement": "The bridge was closed.", "evidence": "was closed on Monday", "states": {"did": "close"}},
        {"statement": "It burned.", "evidence": "the bridge burned", "states": {"did": "burn"}},
    ]
    model_server.script = completion(json.dumps(facts))
    options = ["--backend", "openai/m", "--base-url", model_server.url]
    done = run("task", "new", "-", "--name", "b", *options, data=ARTICLE)

    assert done.exit_code == 0, done.output
    assert "openai/m proposes 1 further fact, 1 refused:" in done.stdout
    assert "'It burned.': its evidence stands nowhere in the article." in done.stdout
    assert "- id: bridge-was-closed\n  draft: true\n" in (project / "gold/b.yaml").read_text("utf-8")
    assert load_task("b").gold[0].facts == ()


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        ("I cannot.", "the answer holds no JSON array."),
        ('```json\n[{"statement": 3}]\n```', "an item without a statement."),
        ('[{"statement": "S.", "evidence": "e", "states": {"did": "be"}}]', "stands more than once"),
        ('[{"statement": "S.", "evidence": "closed on Monday"}]', "a fact has one of"),
        (
            '[{"statement": "S.", "evidence": "was", "says": {"who": "Al", "what": "x", "terms": [["x"]]}}]',
            "source",
        ),
        ('[{"statement": "S.", "evidence": "on Monday", "count": {"value": "4,200", "unit": "x"}}]', "no amount"),
        ('[{"statement": "S.", "evidence": "on Monday", "date": {"when": "2031", "of": "other"}}]', "other facts"),
        ("[" * 100_000, "no JSON array"),
    ],
)
def test_what_gold_could_not_hold_is_refused(answer: str, refused: str) -> None:
    found = read_proposals(answer, Article(id="a", title="t", event="e", text=ARTICLE), (), ())

    assert found.facts == ()
    assert any(refused in why for why in found.refused)


def test_init_makes_a_project_that_works_and_overwrites_nothing(project: Path) -> None:
    assert run("init", "new").exit_code == 0
    root = project / "new"
    assert {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()} >= {
        "README.md", ".gitignore", ".github/workflows/gold.yml", "tasks/example.yaml", "results/README.md",
    }  # fmt: skip
    assert len((root / "README.md").read_text("utf-8").splitlines()) <= 12
    (root / "README.md").write_text("mine", "utf-8")
    (root / "tasks" / "prompts" / "brief.md").unlink()
    done = run("init", "new")

    assert done.stdout.splitlines()[0] == f"wrote {Path('new/tasks/prompts/brief.md')}"
    assert (root / "README.md").read_text("utf-8") == "mine"


def test_the_example_has_no_problem_and_no_warning(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init", "new")
    monkeypatch.chdir(project / "new")
    assert run("task", "check", "--strict").stdout == "1 gold file: 0 problems, 0 warnings.\n"
    assert "extractive/lead-3" in run("eval").stdout


def test_an_article_is_added_to_a_set_with_what_disagrees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_project(tmp_path, {**SET, "gold/both.yaml": SET["gold/both.yaml"] + "# the end\n"})
    monkeypatch.chdir(root)
    done = run("task", "add-article", "both", "-", "--name", "report", "--published", "2030-03-05", data=DYKE)

    assert done.exit_code == 0, done.output
    assert "2 disputes proposed, as drafts:" in done.stdout
    text = (root / "gold/both.yaml").read_text("utf-8")
    assert "includes: [flood, dyke, report]\n" in text
    assert '  draft: true\n  point: "How many metres?"\n' in text
    assert "members: [flood/rose, dyke/rose, report/metres-rise]\n" in text
    assert text.endswith("# the end\n")
    task = load_task("both")
    assert [article.id for article in task.articles] == ["flood", "dyke", "report"]
    assert [group.id for group in task.gold[0].groups] == ["how-high"]
    assert task.gold[0].drafts > 1


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_an_accepted_dispute_joins_the_group_that_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_project(tmp_path, SET)
    monkeypatch.chdir(root)
    run("task", "add-article", "both", "-", "--name", "report", data="The Oder rose by seven metres.")
    terminal = Terminal(root, "task", "edit", "both")
    for name in ("metres-rise", "how-high"):
        assert name in terminal.expect("q quit > ")
        terminal.send("a")
    terminal.expect("No draft is left.")

    assert terminal.end() == 0
    (group,) = load_task("both").gold[0].groups
    assert group.members == ("flood/rose", "dyke/rose", "report/metres-rise")


def test_only_a_set_takes_another_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_project(tmp_path, ONE))
    assert "'river' is no task of a set of articles." in run("task", "add-article", "river", "-", data=DYKE).stderr
