"""The page in a real browser: tables, filters, links both ways, keys, themes, addresses, access, and hostile texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import IS_HERE, Visit, chromium, visit
from hostile import HARMLESS, HOSTILE
from made_pages import RUN, A, B, Told, write_page_run

from harness.results.report.data import pack
from harness.results.report.page import render_page

pytest.importorskip("playwright")
if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.skipif(not IS_HERE, reason="there is no Chromium; CHROMIUM names one"),
    pytest.mark.xdist_group("chromium"),
]

SAMPLE_B = "#sample?id=flood%2Fflood&backend=made%2Fb"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def write_page(folder: Path, data: Mapping[str, Any]) -> str:
    file = folder / "report.html"
    file.write_text(render_page(data, "Made runs"), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("page")
    return write_page(folder, pack([write_page_run(folder, {"made/a": A, "made/b": B})], cards=()))


@pytest.fixture
def seen(browser: Browser, address: str) -> Iterator[Visit]:
    with visit(browser, address) as one:
        yield one


def test_the_table_shows_the_figures_and_a_click_sorts_it(seen: Visit) -> None:
    page = seen.open()
    assert seen.texts(".results tbody tr th") == ["made/a", "made/b"]
    assert [text.split()[0] for text in seen.texts(".results tbody tr:first-child td")][:4] == [
        "2/2",
        "0",
        "0.53",
        "1.00",
    ]
    page.get_by_role("button", name="contradicted").click()
    page.get_by_role("button", name="contradicted").click()
    assert seen.texts(".results tbody tr th") == ["made/b", "made/a"]
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("contradicted")
    page.get_by_role("button", name="By kind of fact").click()
    assert "attribution" in seen.texts(".results th[scope=rowgroup]")


def test_a_figure_leads_to_the_answers_behind_it(seen: Visit) -> None:
    page = seen.open()
    page.locator(".results tr", has_text="made/b").get_by_role("link", name="1").first.click()
    assert page.locator("#found").inner_text() == "1 of 4 answers"
    assert page.locator("#filter-verdict").input_value() == "contradicted"
    page.go_back()
    assert page.locator("#results").is_visible()


def test_facts_gained_and_lost_are_those_of_the_two_sides(seen: Visit) -> None:
    page = seen.open("#compare")
    assert "2 facts gained, 3 lost" in page.locator("#pair-told").inner_text()
    assert [text.split("\n")[0] for text in seen.texts(".change.lost li")] == ["left", "left", "rise"]
    page.get_by_role("button", name="Swap").click()
    assert "3 facts gained, 2 lost" in page.locator("#pair-told").inner_text()
    assert "3 facts gained" in page.locator("#live").inner_text()
    page.locator(".change.lost li a").first.click()
    assert page.locator(".item.chosen .label").inner_text() == "mayor"


def test_differences_are_those_of_the_comparison(seen: Visit, address: str) -> None:
    del address
    page = seen.open("#compare")
    assert page.locator("#pair-verdict").inner_text().startswith("Whether B is better cannot be told from 1 event")
    recall = page.locator(".differences tbody tr", has_text="fact recall")
    # A 2/3 and 2/5, B 1/3 and 2/5
    assert recall.locator("td").all_inner_texts()[:6] == ["0.53", "0.37", "-0.17", "\u2013", "\u2013", "cannot be told"]
    assert recall.locator(".whisker .dot").count() == 1
    assert recall.locator(".whisker .ends").count() == 0
    dot = float(recall.locator(".whisker .dot").get_attribute("cx") or 110)
    assert dot < 110
    page.get_by_role("button", name="Swap").click()
    assert recall.locator("td").all_inner_texts()[2] == "+0.17"
    assert float(recall.locator(".whisker .dot").get_attribute("cx") or 110) == pytest.approx(220 - dot, abs=0.2)


def test_whiskers_reach_as_far_as_the_interval(browser: Browser, tmp_path: Path) -> None:
    data = pack([write_page_run(tmp_path, {"made/a": A, "made/b": B})], cards=())
    rows = data["differences"]["0 1"]["rows"]
    for one in rows:
        one["at"] = None
    row = next(one for one in rows if one["cells"][0] == "fact recall")
    row.update(at=[0.2, 0.1, 0.4], verdict="better")
    with visit(browser, write_page(tmp_path, data)) as seen:
        page = seen.open("#compare")
        told = page.locator(".differences tbody tr", has_text="fact recall")
        # 0.4 is as far as the picture reaches: 106 to the right of the middle
        assert told.locator(".ends").get_attribute("d") == "M136.5 10H216.0M136.5 6v8M216.0 6v8"
        assert told.locator(".dot").get_attribute("cx") == "163.0"


def test_answers_under_different_signatures_are_left_out_and_counted(browser: Browser, tmp_path: Path) -> None:
    data = pack([write_page_run(tmp_path, {"made/a": A, "made/b": B})], cards=())
    data["strings"].append("facts|v:2")
    changed = next(one for one in data["answers"] if one["side"] == 1 and one["sample"] == 0)
    changed["signature"] = len(data["strings"]) - 1
    with visit(browser, write_page(tmp_path, data)) as seen:
        page = seen.open("#compare")
        assert "1 fact gained, 1 lost, on 1 answer that both have" in page.locator("#pair-told").inner_text()
        assert "1 answer left out" in page.locator("#pair").inner_text()


def test_two_runs_of_one_backend_are_two_sides(browser: Browser, tmp_path: Path) -> None:
    other = "20310515-091500-3fa9"
    runs = [write_page_run(tmp_path, {"made/a": A}), write_page_run(tmp_path, {"made/a": B}, run=other)]
    with visit(browser, write_page(tmp_path, pack(runs, cards=()))) as seen:
        page = seen.open("#compare")
        assert "2 facts gained, 3 lost" in page.locator("#pair-told").inner_text()
        page.locator(".change.gained li a").first.click()
        assert f"run={other}" in page.url
        assert page.locator("#same-sample option:checked").inner_text() == f"made/a \u00b7 {other}"


def test_costs_stand_against_quality_where_they_are_known(seen: Visit) -> None:
    page = seen.open()
    assert "b: $0.0030 a summary, recall 0.37" in (page.locator(".plot").nth(1).get_attribute("aria-label") or "")


def test_disputes_tell_who_reports_whose_version(seen: Visit) -> None:
    page = seen.open("#disputes")
    assert [text.split()[-1] for text in seen.texts(".matrix tbody tr:first-child td")] == ["one-sided", "fair"]
    assert not page.locator(".matrix .member").first.is_visible()
    page.get_by_role("button", name="shut").click()
    assert page.locator(".matrix .member").first.is_visible()
    assert seen.texts(".matrix .member th") == ["version of made/a", "version of made/b"]
    assert ["told" in text for text in seen.texts(".matrix .member td")] == [True, False, False, True]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"filter-backend": "made/b"}, ["made/b", "made/b"]),
        ({"filter-verdict": "contradicted"}, ["made/b"]),
        ({"filter-verdict": "fair"}, ["made/b"]),
        ({"filter-kind": "date"}, []),
        ({"filter-kind": "statement", "filter-verdict": "supported"}, ["made/a", "made/b"]),
        ({"filter-order": "most wrong first"}, ["made/b", "made/a", "made/a", "made/b"]),
    ],
)
def test_filters(seen: Visit, chosen: Mapping[str, str], found: Sequence[str]) -> None:
    page = seen.open("#samples")
    for name, label in chosen.items():
        page.locator(f"#{name}").select_option(label=label)
    assert seen.texts(".option .by") == found
    page.get_by_role("button", name="Clear").click()
    assert page.locator("#found").inner_text() == "4 answers"


def test_text_is_looked_for_in_summaries_and_the_count_is_told(seen: Visit) -> None:
    page = seen.open("#samples")
    page.keyboard.press("/")
    page.keyboard.type("nato FLED when")
    assert seen.texts(".option .by") == ["made/a"]
    assert page.locator("#found").inner_text() == "1 of 4 answers"
    assert page.locator("#found").get_attribute("aria-live") == "polite"


def test_a_span_leads_to_its_evidence_and_reason_and_back(seen: Visit) -> None:
    page = seen.open(SAMPLE_B)
    span = page.locator(".summary mark", has_text="2,000")
    assert "contradicted" in (span.get_attribute("class") or "")
    assert "\u2717" in span.inner_text()
    span.click()
    assert page.locator(".articles mark.chosen").all_inner_texts() == ["About 1,200 people \U0001f3c3 left their homes"]
    assert "Reason of left: contradicted." in page.locator(".item.chosen").inner_text()
    page.locator(".articles mark", has_text="the mayor said").click()
    assert page.locator(".summary mark.chosen").inner_text().endswith("the mayor")
    assert "Reason of mayor: supported." in page.locator(".item.chosen").inner_text()
    page.locator(".items button", has_text="left").first.click()
    assert page.locator(".summary mark.chosen").inner_text().endswith("About 2,000 people")


def test_to_point_at_a_span_lights_its_evidence(seen: Visit) -> None:
    page = seen.open(SAMPLE_B)
    page.locator(".summary mark", has_text="2,000").hover()
    assert page.locator(".articles mark.lit").all_inner_texts() == ["About 1,200 people \U0001f3c3 left their homes"]
    page.locator("#reader-title").hover()
    assert page.locator("mark.lit").count() == 0


def test_spans_behind_emoji_cut_the_right_words(seen: Visit) -> None:
    page = seen.open("#sample?id=flood%2Fflood&backend=made%2Fa")
    assert page.locator(".summary mark").all_text_contents() == [
        "supported: About 1,200 people",
        "supported: three metres",
    ]
    assert page.locator(".articles mark").all_inner_texts() == [
        "3 metres",
        "About 1,200 people \U0001f3c3 left their homes",
        "the mayor said",
    ]


def test_keys_move_between_answers_and_verdicts(seen: Visit) -> None:
    page = seen.open("#samples")
    page.keyboard.press("j")
    assert page.locator(".option[aria-selected=true] .by").inner_text() == "made/a"
    page.keyboard.press("j")
    assert page.locator("#same-sample").locator("option:checked").inner_text() == "made/b"
    page.keyboard.press("k")
    assert page.locator("#place").inner_text() == "1 of 4"
    page.locator("#list").focus()
    page.keyboard.press("End")
    assert page.locator("#place").inner_text() == "4 of 4"
    page.keyboard.press("ArrowUp")
    assert page.locator("#place").inner_text() == "3 of 4"
    assert page.locator("#list").get_attribute("aria-activedescendant") == page.locator(
        ".option[aria-selected=true]"
    ).get_attribute("id")
    page.keyboard.press("n")
    assert page.locator(".summary mark.chosen").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("mark.chosen").count() == 0


def test_a_span_can_be_reached_and_chosen_by_keys_alone(seen: Visit) -> None:
    page = seen.open(SAMPLE_B)
    span = page.locator(".summary mark", has_text="2,000")
    span.focus()
    page.keyboard.press("Enter")
    assert "chosen" in (span.get_attribute("class") or "")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").endswith("the mayor")


def test_the_first_tab_skips_to_the_content_with_a_visible_focus(seen: Visit) -> None:
    page = seen.open()
    page.keyboard.press("Tab")
    skip = page.locator("#skip")
    assert skip.evaluate("node => node === document.activeElement && getComputedStyle(node).outlineStyle") == "solid"
    assert (skip.bounding_box() or {"x": -1})["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_addresses_lead_to_a_sample_and_the_back_button_goes_back(seen: Visit) -> None:
    page = seen.open(f"{SAMPLE_B}&item=f0")
    assert page.locator("#reader-title").inner_text() == "flood"
    assert page.locator(".item.chosen .label").inner_text() == "left"
    page.locator(".option", has_text="flood/set").first.click()
    assert "id=flood%2Fset" in page.url
    page.go_back()
    assert page.locator("#reader-title").inner_text() == "flood"
    page.go_forward()
    assert page.locator("#reader-title").inner_text() == "flood/set"
    page.goto(f"{seen.address}#sample?id=gone")
    assert "There is no sample" in page.locator("#reader").inner_text()


def background(visited: Visit) -> str:
    found: str = visited.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_follow_the_system_and_the_switch(browser: Browser, address: str, scheme: str) -> None:
    with visit(browser, address, color_scheme=scheme) as seen:
        page = seen.open()
        paper = background(seen)
        is_dark = sum(int(part) for part in paper.removeprefix("rgb(").removesuffix(")").split(",")) < 200
        assert is_dark == (scheme == "dark")
        switch = page.get_by_role("button", name="Dark")
        assert switch.get_attribute("aria-pressed") == str(is_dark).lower()
        switch.click()
        assert background(seen) != paper
        assert switch.get_attribute("aria-pressed") == str(not is_dark).lower()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 390)])
@pytest.mark.parametrize("fragment", ["", "#samples", f"{SAMPLE_B}&item=f0"])
def test_axe_finds_nothing_serious(browser: Browser, address: str, fragment: str, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  (it needs playwright)

    options = {"bypass_csp": True, "color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    with visit(browser, address, **options) as seen:
        page = seen.open(fragment)
        if not fragment:
            page.get_by_role("button", name="Open all points").click()
        found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []


@pytest.mark.parametrize("fragment", ["", SAMPLE_B, "#samples"])
def test_nothing_sticks_out_of_the_window(seen: Visit, fragment: str) -> None:
    page = seen.open(fragment)
    for width in (320, 390, 900, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_has_the_sample_in_dark_on_light_without_the_tools(browser: Browser, address: str) -> None:
    with visit(browser, address, color_scheme="dark") as seen:
        page = seen.open(SAMPLE_B)
        page.emulate_media(media="print")
        assert page.locator(".articles").is_visible()
        assert not page.locator("#list").is_visible()
        assert not page.locator(".filters").is_visible()
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(28, 29, 31)"


def test_only_the_answers_in_view_are_drawn(browser: Browser, tmp_path: Path) -> None:
    samples = {f"flood/{number:04}": ("flood",) for number in range(2000)}
    told = {name: replace(A["flood/flood"], marked=f"Number {name}.", facts="") for name in samples}
    data = pack([write_page_run(tmp_path, {"made/a": told}, samples=samples)], cards=())
    with visit(browser, write_page(tmp_path, data)) as seen:
        page = seen.open("#samples")
        assert page.locator("#found").inner_text() == "2,000 answers"
        assert page.locator(".option").count() < 60
        page.locator("#list").focus()
        page.keyboard.press("End")
        assert page.locator("#reader-title").inner_text() == "flood/1999"
        assert page.locator(".option[aria-selected=true]").get_attribute("aria-posinset") == "2000"
        page.locator("#filter-q").fill("number flood/1234")
        assert seen.texts(".option .sample") == ["flood/1234"]


CENSUS = """() => {
  const count = {};
  for (const node of document.querySelectorAll("*")) {
    const key = [node.tagName, ...[...node.attributes].map((one) => one.name).sort()].join(" ");
    count[key] = (count[key] || 0) + 1;
  }
  return count;
}"""
WRONG = """() => [...document.querySelectorAll("*")].filter((node) =>
  [...node.attributes].some((one) => one.name.startsWith("on")) ||
  (node.hasAttribute("href") && !node.getAttribute("href").startsWith("#"))).length"""


def page_of(folder: Path, texts: Sequence[str]) -> str:
    """Write a page where each text is an article, its title, a summary of it, a claim and a reason in it."""
    samples = {f"flood/{number:02}": (f"a{number:02}",) for number in range(len(texts))}
    articles = {f"a{number:02}": (text, text) for number, text in enumerate(texts)}
    told = {name: Told("") for name in samples}
    data = pack([write_page_run(folder, {"made/a": told}, samples=samples, articles=articles)], cards=())
    for answer, text in zip(data["answers"], texts, strict=True):
        data["strings"].append(text)
        place = len(data["strings"]) - 1
        answer |= {"text": text, "claims": [[0, len(text), place, place, place, place, 0]]}
        answer["unscored"] = [text]
        answer["disputes"] = [[0, place, place, [place], [place], [[0, len(text)]]]]
        answer.pop("none", None)
        data["samples"][answer["sample"]]["disputes"] = [{"id": text, "point": text, "relation": text, "members": []}]
    data["evidence"] = [[[0, 0, 3]]]
    data["runs"][0]["notes"] = list(texts[:-1])
    data["runs"][0]["signatures"] = list(texts[:-1])
    return write_page(folder, data)


def walk(browser: Browser, address: str, number: int) -> list[Any]:
    """Look at all of a page, and return what elements there are at each step."""
    found = []
    with visit(browser, address) as seen:
        page = seen.open()
        found.append(page.evaluate(CENSUS))
        for place in range(number):
            page.evaluate(
                "address => { location.hash = address; }", f"#sample?id=flood%2F{place:02}&backend=made%2Fa&item=c0"
            )
            page.locator("#reader-title", has_text=f"flood/{place:02}").wait_for()
            found.append(page.evaluate(CENSUS))
            assert page.evaluate(WRONG) == 0
        assert page.evaluate("window.hacked") is None
    return found


def test_hostile_texts_add_no_element_and_run_nothing(browser: Browser, tmp_path: Path) -> None:
    hostile = walk(browser, page_of(tmp_path / "hostile", HOSTILE), len(HOSTILE))
    harmless = walk(browser, page_of(tmp_path / "harmless", [HARMLESS] * len(HOSTILE)), len(HOSTILE))
    for text, one, other in zip(("", *HOSTILE), hostile, harmless, strict=True):
        assert one == other, text[:80]


def test_what_turns_the_direction_is_written_out(browser: Browser, tmp_path: Path) -> None:
    with visit(browser, page_of(tmp_path, ["left \u202egnirts\u2066", "plain"])) as seen:
        page = seen.open("#sample?id=flood%2F00&backend=made%2Fa")
        assert page.locator(".summary .prose").inner_text().endswith("left \\u202egnirts\\u2066")
        assert not page.evaluate("/[\\u202e\\u2066]/.test(document.body.innerText)")


def test_the_run_and_its_notes_are_named(seen: Visit) -> None:
    page = seen.open()
    assert RUN in page.locator("#results .facts").inner_text()
    assert "1 event" in page.locator("#results .notes").inner_text()
