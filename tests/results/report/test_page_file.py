"""The page as a file: its policy, its data, and the size of the built-in suite's."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pages import A, B, data_of, write_page_run

from harness.results.report.data import pack
from harness.results.report.page import hash_of, render_page, script_json
from harness.results.store import RunFolder

BASELINE = Path(__file__).parents[3] / "results" / "baseline"


class Scripts(HTMLParser):
    """Takes a page's scripts, styles and all addresses in it."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.found: list[tuple[str, str]] = []
        self.addresses: list[str] = []
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "data", "poster")]
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""
        if tag in ("script", "style"):
            self.inside.append(given.get("type") or tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found.append((self.inside[-1], data))


@pytest.fixture
def page(tmp_path: Path) -> str:
    return render_page(pack([write_page_run(tmp_path, {"made/a": A, "made/b": B})], cards=()), "A <title>")


def parsed(page: str) -> Scripts:
    scripts = Scripts()
    scripts.feed(page)
    return scripts


def test_the_policy_names_the_script_and_the_style_and_lets_nothing_be_fetched(page: str) -> None:
    scripts = parsed(page)
    assert [kind for kind, _ in scripts.found] == ["style", "application/json", "script"]
    rules = dict(rule.split(" ", 1) for rule in scripts.policy.split("; "))
    texts = dict(scripts.found)
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == hash_of(texts["script"])
    assert rules["style-src"] == hash_of(texts["style"])
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    assert "connect-src" not in rules
    assert "unsafe" not in scripts.policy


def test_the_page_leads_nowhere_but_into_itself(page: str) -> None:
    assert all(address.startswith("#") for address in parsed(page).addresses)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page)


def test_the_page_has_the_table_without_its_script(page: str) -> None:
    table = page[page.index("<noscript>") : page.index("</noscript>")]
    assert "made/b" in table
    assert "<td>0.37</td>" in table


def test_the_title_is_text(page: str) -> None:
    assert "<title>A &lt;title&gt;</title>" in page


@given(
    st.recursive(st.text() | st.integers(), lambda children: st.lists(children) | st.dictionaries(st.text(), children))
)
def test_no_text_can_close_the_tag_of_the_data(value: object) -> None:
    written = script_json(value)
    assert written.isascii()
    assert not set("<>&") & set(written)
    assert json.loads(written) == value


@pytest.mark.parametrize("text", ["</script>", "<!--<script>", "\u2028", "]]>", "&lt;"])
def test_hostile_data_stands_in_the_tag_as_it_is(text: str) -> None:
    assert json.loads(script_json([text])) == [text]
    assert not set("<>&\u2028") & set(script_json([text]))


def test_the_data_is_in_the_page_whole(tmp_path: Path) -> None:
    data = pack([write_page_run(tmp_path, {"made/a": A, "made/b": B})], cards=())
    assert data_of(render_page(data, "")) == json.loads(json.dumps(data))


def test_the_page_of_the_built_in_suite_is_small() -> None:
    page = render_page(pack([RunFolder(BASELINE)], cards=()), "The baseline")
    assert len(page.encode()) < 300_000
