from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.articles.load import load_article
from harness.files.project import builtin_project
from harness.files.yaml import parse_yaml
from harness.text.sentences import split_sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


ONE_LINE = [
    # Ranks, titles and initials.
    "Col. Oleksandr Kondratenko spoke. | Gen. Kim Yong Bok listened.",
    "Lt.-Gen. Kim spoke. | Lt. Col. Park left at 6 a.m. | He slept.",
    "Mr. and Mrs. Smith met Dr. Jones. | They left.",
    "George W. Bush met Kim J. Un. | They spoke.",
    "George C. Marshall read plan C. | He liked it.",
    "Sen. Chris Murphy (D-Conn.) said no. | He left.",
    # Acronyms and firms, inside a sentence and at its end.
    "South Korean, Ukrainian and U.S. data put it at 11,000. | That is high.",
    "The U.S. Army sent J. R. Smith. | He stayed.",
    "He flew to the U.S. | The talks failed.",
    "It is in Washington, D.C. | The mayor agreed. | He lives in D.C. now.",
    "He works at Apple Inc. | The firm grew. | Apple Inc. Chief Tim Cook spoke.",
    "Smith et al. found it. | The Jones vs. Smith case went on.",
    "He lives on Main St. | He came from St. Petersburg.",
    "He has a Ph.D. | She has two.",
    "The U.S. A-10 jets flew from the U.S. I-95 is near.",
    "MENLO PARK, Calif. (AP) — He fell ill. | Kim, of Detroit, Mich., was well.",
    # Times and dates.
    "It began at 5 p.m. Monday in Kyiv. | It ended at 9 p.m. | Officials said so.",
    "It began at 5 p.m. EST and at 11 p.m. Moscow time. | It ended.",
    "It ended at 9 p.m. Sept. 3 in Kyiv. | Officials said so at 9 p.m. | Kim did not.",
    "On Jan. 12 they left. | He arrived in Jan. | They came on Sept. 3.",
    "The war of the 1950s. | 300 died. | 11,000 came in 2024. | In 2025 they left.",
    # Numbers.
    "See No. 5 for details. | Did they win? | No. | They lost.",
    "Losses of 2.7 million (approx. 3.1%) were seen. | It rose by .5 points.",
    "It cost $5. | He paid. | Casualties could be 50%. | Estimates vary.",
    "Visit www.bild.de for more. | Version 2.0.1 is out.",
    "1. The troops left. | 2. They may return.",
    "There are two points: 1. They left. | 2. They may return.",
    "It ended 10-11. | A draw followed.",
    # Quotations.
    "“We fled.” | The spokesman left.",
    "He said: “We lost. | We will go home.” | That was it.",
    "“They fled,” he said. | “They are gone.”",
    '"Will they return?" Lee Seong Kweun asked. | Nobody knew.',
    '"Will they return?" he asked. | Nobody knew.',
    'He shouted "Stop!" | Then he ran.',
    "The answer is “no”. | He left. | \u2018Why?\u2019 | \u2018Because.\u2019",
    "(He left on Monday.) | She stayed (in Seoul).",
    # Marks and ellipses.
    "What?! | They left. | Nobody knows! | Really.",
    "He paused... | Then he left… | They waited … and went home... or not.",
    '"... On that day they met in the street ... "',
    "He lost. | $5 million went, too.",
    "They spoke of “… Ukrainian drones.” | The north [...] Kim left.",
    "Wait . . . what? | Yes . . . Kim left. | Kim said . | Then he left .",
    "**Losses.** | The army left. | _Really._ | Yes.",
    # Marks of other kinds.
    "They withdrew [1]. | They came back.[2][3] | Then they left.",
    "Yahoo! is a firm, e.g. in Japan, i.e. abroad. | It grew.",
    "They left.The end has no blank.",
]


@pytest.mark.parametrize("marked", ONE_LINE)
def test_a_line_is_cut_where_its_sentences_end(marked: str) -> None:
    sentences = marked.split(" | ")
    assert split(" ".join(sentences)) == sentences


def test_sentences_of_scripts_without_blanks_are_cut() -> None:
    sentences = ["他们走了。", "她说“留下\uff01”", "真的吗\uff1f", "是。"]
    assert split("".join(sentences)) == sentences


def test_sentences_of_other_scripts_are_cut_at_their_stops() -> None:
    assert split("वे चले गए। वह रुकी।") == ["वे चले गए।", "वह रुकी।"]
    assert split("هل عادوا؟ لا.") == ["هل عادوا؟", "لا."]


def test_a_blank_line_ends_a_sentence_without_a_stop() -> None:
    assert split("Heavy losses\n\nthe troops left\n \t\nKim spoke") == ["Heavy losses", "the troops left", "Kim spoke"]


def test_list_items_are_sentences() -> None:
    text = "Key points:\n- the troops left\n- they may return\n1. Kim spoke\n2. Putin did not\n(a) so\n• it went"
    assert split(text) == text.split("\n")


def test_a_list_item_goes_on_in_an_indented_line() -> None:
    text = "- The talks were led by\n  Kim Jong Un.\n- They failed."
    assert split(text) == ["- The talks were led by\n  Kim Jong Un.", "- They failed."]


def test_headings_are_sentences() -> None:
    text = (
        "## 1. Trouble at home\nThe losses grew.\nPressure from abroad\nThe allies wavered, and the losses grew again."
    )
    assert split(text) == text.split("\n")


def test_hard_wrapped_prose_is_not_cut_at_its_line_breaks() -> None:
    wrapped = (
        "The troops have gone home to Pyongyang, reports said on\n"
        "Monday, because of the losses that the forces of\n"
        "Kim Jong Un suffered. Others\nmay follow."
    )
    first, second = split(wrapped)
    assert first.endswith("Kim Jong Un suffered.")
    assert second == "Others\nmay follow."


def test_short_lines_are_sentences_of_their_own() -> None:
    assert split("Kim Jong Un\nVladimir Putin\nSeth Jones") == ["Kim Jong Un", "Vladimir Putin", "Seth Jones"]


def test_spans_count_code_points_and_leave_blanks_out() -> None:
    assert split_sentences("  Ça va \U0001f642?  Oui.\r\n") == [(2, 10), (12, 16)]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t\n "])
def test_a_blank_text_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []


def test_a_text_of_stops_alone_is_kept_whole() -> None:
    assert split("...") == ["..."]


def assert_sound(text: str) -> None:
    spans = split_sentences(text)
    ends = [0, *(end for _, end in spans)]
    assert all(ends[i] <= start < end for i, (start, end) in enumerate(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


@given(st.text(alphabet="aAkK1 .!?…\n-\"“”'()[]#*。:\t\r", max_size=60))
def test_sentences_hold_everything_but_the_blanks_between_them(text: str) -> None:
    assert_sound(text)


@given(st.text())
def test_any_text_can_be_split(text: str) -> None:
    assert_sound(text)


HOSTILE = '. ?! ." .\' … \n - \n 1: 1. U.S. A. A.B. Mr. p.m.Aa ?"Kim [1] .[1] ( # “” a. \t No.'
UNITS = [
    *HOSTILE.split(" "),
    " ",
    ". ",
    "1. ",
    "1: 1. ",
    "A. B. ",
    "a . ",
    '?" Kim ',
    "- x\n",
    "x\n",
    ".\n",
    "\n \n",
    "p.m. Aa ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_repetition_costs_no_more_than_its_length(unit: str) -> None:
    # A quadratic search would take minutes here, not the tenths of a second of a linear one.
    assert_sound(unit * (50_000 // len(unit)))


def test_a_hundred_thousand_stops_cost_no_more_than_their_number() -> None:
    assert split_sentences("." * 100_000) == [(0, 100_000)]


def test_blanks_before_the_end_cost_no_more_than_their_length() -> None:
    assert_sound("A." + " " * 100_000 + "B." + "\n" * 100_000 + ". " * 50_000)


@pytest.fixture(scope="module")
def pysbd_ends() -> Callable[[str], set[int]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package has invalid escapes
        import pysbd  # noqa: PLC0415

    segmenter = pysbd.Segmenter("en", clean=False, char_span=True)
    return lambda text: {span.start + len(span.sent.rstrip()) for span in segmenter.segment(text)}


def is_quoted(text: str, place: int) -> bool:
    """Whether a place lies in a quotation of its paragraph; pysbd keeps a quotation of several sentences whole."""
    paragraph = text[: place + 1].rpartition("\n\n")[2]
    return paragraph.count("“") > paragraph[:-1].count("”") or paragraph.count('"') % 2 == 1


def assert_as_pysbd(text: str, pysbd_ends: Callable[[str], set[int]]) -> None:
    ours = {end for _, end in split_sentences(text)}
    theirs = pysbd_ends(text)
    assert {text[:end][-40:] for end in theirs - ours} == set()
    assert {text[:end][-40:] for end in ours - theirs if not is_quoted(text, end)} == set()


MADE_UP = """\
The mayor of Ostrava, Dr. Jan Novak, opened the bridge on Friday at 10 a.m. with a short speech. About 2,500 people \
came. It had cost 31.5 million crowns, or $1.4 million, which is 12% more than planned. “We are proud,” he said. Was \
it worth it? Mr. Novak thinks so.

Police in St. Louis arrested three men on Jan. 14. Lt. Mary Ward said the suspects, aged 19 to 24, had stolen cars \
from Acme Corp. and sold them in the U.S. and Canada. One of them, Thomas A. Reed, was released. He denies it.

The river rose to 7.2 meters at noon! Nobody was hurt. Gov. Ellen Price asked for help from Washington, D.C. on \
Tuesday. “The water came at night,” said Rosa Diaz, 61. “Then the lights went out. We prayed.” Schools stay shut.

Researchers at the Univ. of Leeds looked at 1,204 children (ages 6 to 11). They slept 8.5 hours on average. Those who \
slept less, i.e. under 7 hours, did worse in tests. Prof. Alan Shaw, who led the study, was cautious. The results, he \
said, “may not hold elsewhere”. Others agreed.

The strike began on Monday. By Wednesday, Ryanair had cancelled 48 flights vs. 12 a year earlier. The union, led by \
J. P. Martin, wants 4% more pay. Talks go on. Will they end soon? Neither side would say...

“It is over,” Gen. Ruiz told the BBC on Nov. 3. His men had held the pass for 11 days. At 4:30 p.m. on Sunday, they \
left it. Nos. 4 and 5 of the 2nd Brigade stayed. Why? “Because they could not walk.”"""


@pytest.mark.parametrize("text", MADE_UP.split("\n\n"))
def test_made_up_news_is_split_as_pysbd_does(text: str, pysbd_ends: Callable[[str], set[int]]) -> None:
    assert_as_pysbd(text, pysbd_ends)


PROJECT = builtin_project()
ARTICLES = sorted(path for path in (PROJECT.root / "seeds").glob("*.md") if path.name != "README.md")
GOLD = sorted((PROJECT.root / "gold").glob("*.yaml"))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_articles_are_split_as_pysbd_does(path: Path, pysbd_ends: Callable[[str], set[int]]) -> None:
    assert_as_pysbd(load_article(PROJECT, path).text, pysbd_ends)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_references_are_split_as_pysbd_does(path: Path, pysbd_ends: Callable[[str], set[int]]) -> None:
    for reference in parse_yaml(PROJECT.read(path)).data["references"]:
        assert_as_pysbd(reference["text"], pysbd_ends)
