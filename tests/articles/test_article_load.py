from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from writing import FLOOD_ARTICLE, write_project

from harness.articles import Article, load_article
from harness.articles.models import Original, Published
from harness.errors import TaskError
from harness.files.project import Project

REPORT = "\nRivers rise\n\nThe Oder, 3 m higher on Monday.\n"
SHA256 = hashlib.sha256(REPORT.encode()).hexdigest()


def load(root: Path, text: str | bytes, *, originals: Path | None = None) -> Article:
    project = Project(write_project(root, {"seeds/flood.md": text}))
    return load_article(project, root / "seeds" / "flood.md", originals=originals)


def retelling(file: str = "report.txt", sha256: str = SHA256) -> str:
    return FLOOD_ARTICLE.replace("invented: true", f"original: {{file: {file}, sha256: {sha256}}}")


def test_every_key_of_the_front_matter_is_read(tmp_path: Path) -> None:
    head = "id: flood\ntitle: A\nevent: b\noutlet: 12:30\npublished: {date: early 2030-03, inferred: true}\n"
    more = f"language: de\noriginal: {{file: r.txt, sha256: {SHA256}}}\ninvented: true\n"

    assert load(tmp_path, f"---\n{head}{more}---\nText.\n") == Article(
        id="flood",
        title="A",
        event="b",
        text="Text.",
        outlet="12:30",
        published=Published(date="early 2030-03", inferred=True),
        language="de",
        original=Original(file="r.txt", sha256=SHA256),
        invented=True,
    )


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    article = load(tmp_path, "---\nid: flood\ntitle: A\nevent: b\noutlet: null\n---\nText.\n")

    assert (article.outlet, article.published, article.language, article.original) == (None, None, "en", None)
    assert (article.invented, article.is_original) == (False, False)


def test_the_text_is_what_stands_below_without_blanks_around_it(tmp_path: Path) -> None:
    article = load(tmp_path, "---\nid: flood\ntitle: A\nevent: b\n---\n\n  One.\n\n---\n\n# Two: {words}\n\n\n")

    assert article.text == "One.\n\n---\n\n# Two: {words}"
    assert article.sha256 == hashlib.sha256(f"A\n\n{article.text}".encode()).hexdigest()


@pytest.mark.parametrize("title", ["no", "010", "12:30", "2025-02-05", "true", "1e3", "~ish"])
def test_a_title_stays_as_it_is_written(title: str, tmp_path: Path) -> None:
    assert load(tmp_path, f"---\nid: flood\ntitle: {title}\nevent: b\n---\nText.\n").title == title


def test_an_original_whose_checksum_holds_gives_the_text(tmp_path: Path) -> None:
    originals = write_project(tmp_path / "reports", {"report.txt": REPORT})

    article = load(tmp_path, retelling(), originals=originals)

    assert article.is_original
    assert article.text == REPORT
    assert article.title == "A river floods"


def test_line_ends_and_a_byte_order_mark_change_no_checksum(tmp_path: Path) -> None:
    windows = b"\xef\xbb\xbf" + REPORT.replace("\n", "\r\n").encode()
    originals = write_project(tmp_path / "reports", {"report.txt": windows})

    assert load(tmp_path, retelling(), originals=originals).text == REPORT


def test_without_originals_and_without_an_original_the_own_text_is_used(tmp_path: Path) -> None:
    originals = write_project(tmp_path / "reports", {"report.txt": REPORT})

    assert load(tmp_path, retelling()).text.startswith("The Oder rose by three metres")
    assert not load(tmp_path, FLOOD_ARTICLE, originals=originals).is_original


def test_a_wrong_checksum_names_both(tmp_path: Path) -> None:
    originals = write_project(tmp_path / "reports", {"report.txt": REPORT})

    with pytest.raises(TaskError) as caught:
        load(tmp_path, retelling(sha256="0" * 64), originals=originals)

    assert str(caught.value) == (
        f"{originals / 'report.txt'}: is not the report that 'flood' retells: its SHA-256 is {SHA256}, not {'0' * 64}."
        " Get the very file, or leave out --originals."
    )


def test_a_missing_original_is_told(tmp_path: Path) -> None:
    with pytest.raises(TaskError) as caught:
        load(tmp_path, retelling(), originals=tmp_path)

    assert str(caught.value) == (
        f"{tmp_path / 'report.txt'}: there is no such file; the article 'flood' retells it."
        " Put it there, or leave out --originals."
    )


@pytest.mark.parametrize("file", ["../report.txt", "/etc/passwd", "'a\\b.txt'", "..", "reports/report.txt"])
def test_an_original_is_a_file_of_the_given_folder(file: str, tmp_path: Path) -> None:
    with pytest.raises(TaskError, match=r"is no file name. Leave the folders out; --originals names the folder."):
        load(tmp_path, retelling(file=file), originals=tmp_path)


def test_an_article_needs_a_text() -> None:
    with pytest.raises(ValueError, match=r"the article has no text"):
        Article(id="a", title="b", event="c", text=" \n")
