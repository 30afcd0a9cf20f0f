"""Loading labelled data: the project's own format, folders, faults, and data that lies in odd files."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published_files import (
    AGGREFACT,
    BRIDGE,
    FERRY,
    aggrefact,
    bump,
    faithbench,
    frank,
    own,
    qags,
    summedits,
    write,
    write_csv,
    write_json,
    write_jsonl,
)

from harness.errors import HarnessError, TaskError, UsageError
from harness.metaeval.labelled import ErrorSpan, LabelledSummary, load_labelled
from harness.metaeval.labelled.layouts import LAYOUTS


def load(*paths: Path, layout: str | None = None) -> list[LabelledSummary]:
    return load_labelled(paths, layout)


def message(*paths: Path, layout: str | None = None) -> str:
    with pytest.raises(HarnessError) as caught:
        load_labelled(paths, layout)
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_a_row_may_have_no_more_than_what_is_needed(tmp_path: Path) -> None:
    (row,) = load(write_jsonl(tmp_path / "mine.jsonl", own()))
    assert row.dataset == "mine"
    assert row.documents == (FERRY,)
    assert (row.label, row.grade, row.domain, row.model, row.pair) == (1, None, "", None, None)
    assert (row.error_types, row.spans, row.peer_scores) == ((), (), {})
    assert row.group


def test_every_field_of_a_row_is_read_and_unknown_ones_are_not(tmp_path: Path) -> None:
    full = {
        "id": 7,
        "dataset": "ferries",
        "domain": "news",
        "split": "dev",
        "documents": [FERRY, BRIDGE],
        "summary": " One. ",
        "label": 0,
        "grade": 2.5,
        "error_types": ["number"],
        "spans": [{"start": 1, "end": 5, "type": "number", "note": "x"}],
        "group": "g1",
        "peer_scores": {"A": 1, "B": None},
        "model": "m",
        "pair": 3,
        "pair_type": "swap",
        "seed": "s",
        "odd": float("nan"),
    }
    (row,) = load(write_jsonl(tmp_path / "mine.jsonl", full))
    assert row == LabelledSummary(
        id="7",
        dataset="ferries",
        domain="news",
        documents=(FERRY, BRIDGE),
        summary=" One. ",
        label=0,
        grade=2.5,
        error_types=("number",),
        spans=(ErrorSpan(start=1, end=5, type="number"),),
        group="g1",
        given_group="g1",
        peer_scores={"A": 1.0},
        model="m",
        pair="3",
        pair_type="swap",
        seed="s",
    )


def test_a_row_may_be_graded_only(tmp_path: Path) -> None:
    row = {key: value for key, value in own(grade=4).items() if key != "label"}
    (graded,) = load(write_jsonl(tmp_path / "mine.jsonl", row))
    assert (graded.label, graded.grade) == (None, 4.0)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"label": None}, "the field 'label' is missing. Add a label (0 or 1), or a grade"),
        ({"label": 2}, "'label' wants 0 or 1, found 2."),
        ({"label": True}, "'label' wants 0 or 1, found true."),
        ({"label": 10**400}, "'label' wants 0 or 1, found 1000"),
        ({"label": 0.5}, "'label' wants 0 or 1, found 0.5."),
        ({"grade": float("nan")}, "'grade' wants a finite number, found NaN."),
        ({"grade": "1_0"}, "'grade' wants a finite number, found '1_0'."),
        ({"grade": 10**400}, "'grade' wants a finite number, found 1000"),
        ({"peer_scores": {"A": float("nan")}}, "peer_scores: 'A' wants a finite number, found NaN."),
        ({"peer_scores": {"A": float("inf")}}, "peer_scores: 'A' wants a finite number, found Infinity."),
        ({"peer_scores": {"A": 10**400}}, "peer_scores: 'A' wants a finite number, found 1000"),
        ({"peer_scores": [1]}, "'peer_scores' wants fields with values, found a list."),
        ({"summary": " \n"}, "'summary' is blank."),
        ({"summary": None}, "'summary' wants text, found null."),
        ({"document": ""}, "'document' is blank."),
        ({"document": None, "documents": []}, "'documents' is empty, or one of them is blank."),
        ({"document": None, "documents": ["a", " "]}, "'documents' is empty, or one of them is blank."),
        ({"document": None, "documents": "a"}, "'documents' wants a list, found 'a'."),
        ({"documents": ["a"]}, "there is both 'document' and 'documents'."),
        ({"id": ""}, "'id' is blank."),
        ({"id": True}, "'id' wants text or a whole number, found true."),
        ({"id": 1.5}, "'id' wants text or a whole number, found 1.5."),
        ({"spans": [{"start": 0, "end": 99}]}, "spans, item 1: the span 0 to 99 is not within the summary"),
        ({"spans": [{"start": 3, "end": 3}]}, "spans, item 1: the span 3 to 3 is not within the summary"),
        ({"spans": [{"start": -1, "end": 3}]}, "spans, item 1: the span -1 to 3 is not within the summary"),
        ({"spans": [{"end": 3}]}, "spans, item 1: the field 'start' is missing."),
        ({"spans": [{"start": 0.5, "end": 3}]}, "spans, item 1: 'start' wants a whole number, found 0.5."),
        ({"spans": [3]}, "'spans' wants fields with values, found 3."),
        ({"error_types": [1]}, "'error_types' wants text, found 1."),
        ({"model": ["m"]}, "'model' wants text or a whole number, found a list."),
    ],
)
def test_a_faulty_field_is_refused_with_file_line_and_mend(
    tmp_path: Path, fields: dict[str, object], said: str
) -> None:
    file = write_jsonl(tmp_path / "mine.jsonl", own("first"), own(**fields))
    found = message(file)
    assert found.startswith(f"{file}:2: {said}")
    assert "\n" not in found


@pytest.mark.parametrize("field", ["id", "document", "summary", "label"])
def test_a_missing_field_is_named_even_in_the_first_line(tmp_path: Path, field: str) -> None:
    row = {key: value for key, value in own().items() if key != field}
    file = write_jsonl(tmp_path / "mine.jsonl", row)
    assert message(file).startswith(f"{file}:1: the field {field!r} is missing. Add ")


def test_all_faults_of_a_file_are_told_at_once_and_alike_ones_once(tmp_path: Path) -> None:
    rows = [own(1, label=5), own(2, grade="high"), own(3, label=5), own(4), own(5, label=5)]
    file = write_jsonl(tmp_path / "mine.jsonl", *rows)
    first, second = message(file).splitlines()
    assert first.startswith(f"{file}:1: 'label' wants 0 or 1, found 5. (And 2 more like it.)")
    assert second.startswith(f"{file}:2: 'grade' wants a finite number, found 'high'.")


def test_of_very_many_faults_the_first_ten_are_told_and_all_are_counted(tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "mine.jsonl", *(own(i, label=i + 2) for i in range(30)))
    lines = message(file).splitlines()
    assert lines[0] == f"{file}: 30 faults, the first 10:"
    assert len(lines) == 11
    assert lines[-1].startswith(f"{file}:10:")


def test_byte_order_mark_line_ends_and_blank_lines_do_not_matter(tmp_path: Path) -> None:
    lines = [json.dumps(own("a", summary="A\u2028b.")), "", "  ", json.dumps(own("b"))]
    plain = load(write(tmp_path / "mine.jsonl", "\n".join(lines)))
    odd = load(write(tmp_path / "odd/mine.jsonl", "\ufeff" + "\r\n".join(lines) + "\r\n\r\n"))
    raw = json.dumps(own("a", summary="A\u2028b."), ensure_ascii=False)
    assert load(write(tmp_path / "raw/mine.jsonl", f"{raw}\n{lines[3]}")) == plain == odd
    assert [row.id for row in odd] == ["a", "b"]


def test_half_surrogate_pairs_are_replaced_and_whole_ones_are_not(tmp_path: Path) -> None:
    scores = '"label": 1, "peer_scores": {"\\ud800": 1}'
    text = f'"id": "\\ud83d\\ude00", "document": "a \\ud800 b", "summary": "\\uDFFF!", {scores}'
    (row,) = load(write(tmp_path / "mine.jsonl", f"{{{text}}}"))
    assert (row.id, row.documents, row.summary) == ("\U0001f600", ("a \ufffd b",), "\ufffd!")
    assert row.peer_scores == {"\ufffd": 1.0}
    json.dumps(row.model_dump(), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("mine.jsonl", b"", ": the file is empty."),
        ("mine.jsonl", b"\xef\xbb\xbf \r\n", ": the file is empty."),
        ("mine.json", b" ", ": the file is empty."),
        ("mine.jsonl", b'{"id": 1,\n', ":1:10: this is not JSON: "),
        ("mine.jsonl", b'{"id": "\xff"}', ":1: this is no labelled data that is known here: its first record has id."),
        ("mine.json", b"[]", ": this is no labelled data that is known here: it has no record."),
        ("mine.json", b'[{"doc": 1},\n {"doc": 2', ": this is no labelled data that is known here"),
        ("mine.json", b"nothing", ":1:1: this is not JSON: "),
        ("mine.json", b"[1]", ":1: this is no JSON object."),
        ("mine.csv", b"a,b\n1,2\n", ": this is no labelled data that is known here: its first record has a, b."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    found = message(file)
    assert found.startswith(f"{file}{said}".replace(f"{file}:1: this is no labelled", f"{file}: this is no labelled"))
    assert "\n" not in found


def test_the_layouts_that_are_known_are_listed_where_none_fits(tmp_path: Path) -> None:
    found = message(write_json(tmp_path / "odd.json", [{"x": 1}]))
    assert all(f"{layout.name} (" in found for layout in LAYOUTS)


def test_bytes_that_are_no_text_are_refused_at_their_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_bytes(json.dumps(own()).encode() + b"\n\xff")
    assert message(file).startswith(f"{file}:2: byte 0xff is not UTF-8. Save the file as UTF-8.")


def test_json_beyond_all_use_is_refused(tmp_path: Path) -> None:
    nested = write(tmp_path / "b.jsonl", json.dumps(own()) + "\n" + "[" * 200_000)
    assert message(nested).startswith(f"{nested}:2: this JSON cannot be read.")


def test_a_list_that_is_cut_or_followed_is_refused_at_its_line(tmp_path: Path) -> None:
    record = json.dumps(bump(1))
    cut = write(tmp_path / "task1_dataset.json", f"[\n{record},\n{record[:40]}")
    assert message(cut).startswith(f"{cut}:3:")
    more = write(tmp_path / "task2_dataset.json", f"[\n{record}\n]\n[]")
    assert message(more).startswith(f"{more}:3: this is not JSON: text behind the list.")
    glued = write(tmp_path / "task3_dataset.json", f"[\n{record}\n{record}]")
    assert message(glued).startswith(f"{glued}:3: this is not JSON: wants ',' or ']'.")


def test_a_fault_in_a_list_is_told_at_the_line_of_its_record(tmp_path: Path) -> None:
    file = write_json(tmp_path / "summedits_news.json", [summedits("a", 1), summedits("b", 1), summedits("c", 7)])
    lines = file.read_text("utf-8").splitlines()
    line = [number for number, text in enumerate(lines, 1) if text == " {"][2]
    assert message(file).startswith(f"{file}:{line}: 'label' wants 0 or 1, found 7.")


def test_csv_is_refused_where_a_column_a_cell_or_a_quote_is_missing(tmp_path: Path) -> None:
    column = write_csv(tmp_path / "a.csv", [c for c in AGGREFACT if c != "id"], aggrefact("1", 1)[1:])
    assert message(column).startswith(f"{column}:1: the column 'id' is missing. Columns needed: dataset, origin, id")
    cells = write_csv(tmp_path / "b.csv", AGGREFACT, aggrefact("1", 1), aggrefact("2", 1)[1:])
    assert message(cells).startswith(f"{cells}:4: the row has 10 cells, the first line 11.")
    quote = write(tmp_path / "c.csv", f'{",".join(AGGREFACT)}\n"1,2\n')
    assert message(quote).startswith(f"{quote}:2: this is no CSV: ")


def test_reading_csv_leaves_the_limit_of_cells_as_it_was(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    load(write_csv(tmp_path / "a.csv", AGGREFACT, aggrefact("1", 1, doc="x" * 200_000)))
    message(write(tmp_path / "b.csv", f'{",".join(AGGREFACT)}\n"1,2\n'))
    assert csv.field_size_limit() == before


def test_csv_with_line_ends_of_any_kind_reads_alike(tmp_path: Path) -> None:
    unix = write_csv(tmp_path / "a.csv", AGGREFACT, aggrefact("1", 1), aggrefact("2", 0)).read_text("utf-8")
    plain = load(tmp_path / "a.csv")
    assert plain[0].documents == (FERRY,)
    flat = unix.replace("\r\n", "\n")
    for name, end in (("b.csv", "\n"), ("c.csv", "\r\n"), ("d.csv", "\r")):
        assert load(write(tmp_path / name, "\ufeff" + flat.replace("\n", end))) == plain


def test_a_named_layout_reads_what_would_not_be_told_by_itself(tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "rows.txt", own())
    assert "this is no labelled data" not in message(write_jsonl(tmp_path / "x.txt", {"id": 1}), layout="labelled")
    assert [row.dataset for row in load(file, layout="labelled")] == ["rows"]
    assert "the field 'doc' is missing" in message(file, layout="summedits")


def test_an_unknown_layout_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no layout 'summedit'. Did you mean 'summedits'\?"):
        load(tmp_path, layout="summedit")


def test_no_path_a_missing_path_and_a_device_are_refused(tmp_path: Path) -> None:
    assert "Name a file or a folder." in message()
    assert message(tmp_path / "none.jsonl").startswith(f"{tmp_path / 'none.jsonl'}: there is no such file or folder.")
    os.mkfifo(tmp_path / "pipe.jsonl")
    assert "is a device, not a file." in message(tmp_path / "pipe.jsonl")


def make_folder(folder: Path) -> Path:
    """A folder with files of several layouts among others."""
    write(folder / "README.md", "Read me.")
    write_json(folder / "other.json", {"about": "nothing"})
    write_json(folder / "b/summedits_news.json", [summedits("x", 1)])
    write_jsonl(folder / "a/mturk_xsum.jsonl", qags(BRIDGE, a="y"))
    write_json(folder / "c/batch_2.json", {"samples": [faithbench(0)]})
    write_jsonl(folder / "mine.jsonl", own("z"), own("y", document=BRIDGE))
    write_jsonl(folder / ".git/mine.jsonl", own("hidden"))
    write_jsonl(folder / ".mine.jsonl", own("hidden"))
    return folder


def test_a_folder_is_searched_for_files_of_every_layout(tmp_path: Path) -> None:
    rows = load(make_folder(tmp_path))
    assert [row.id for row in rows] == ["z", "y", "qags-xsum:1", "summedits-news:x", "faithbench:batch_2:0"]


def test_a_named_layout_takes_only_its_own_files_of_a_folder(tmp_path: Path) -> None:
    assert [row.id for row in load(make_folder(tmp_path), layout="qags")] == ["qags-xsum:1"]
    found = message(tmp_path, layout="bump")
    assert found.startswith(f"{tmp_path}: no labelled data is in this folder. Known: bump (task1_dataset.json")


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "README.md", "Read me.")
    assert message(tmp_path).startswith(f"{tmp_path}: no labelled data is in this folder. Known: summedits (")


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "mine.jsonl", own())
    assert len(load(file, tmp_path, file)) == 1


def test_an_id_in_two_places_is_refused_with_both(tmp_path: Path) -> None:
    one = write_jsonl(tmp_path / "one.jsonl", own("a"), own("b"))
    two = write_jsonl(tmp_path / "two.jsonl", own("c"), own(" b "))
    found = message(one, two)
    assert found.startswith(f"{two}:2: the id 'b' is also that of a row at {one}:2.")


def test_rows_of_one_document_are_one_group_across_files(tmp_path: Path) -> None:
    one = write_jsonl(tmp_path / "one.jsonl", own("a"), own("b", document=BRIDGE, group="bridge"))
    two = write_json(tmp_path / "summedits_news.json", [summedits("x", 1)])
    three = write_jsonl(tmp_path / "three.jsonl", own("c", document=f" {BRIDGE}\r\n"), own("d", document="Other."))
    a, b, x, c, d = load(one, two, three)
    assert a.group == x.group
    assert b.group == c.group == "bridge"
    assert len({a.group, b.group, d.group}) == 3


def test_groups_are_joined_through_documents_and_names_in_any_order(tmp_path: Path) -> None:
    rows = [own("1", group="m"), own("2", group="k"), own("3", document=BRIDGE, group="k"), own("4", document=BRIDGE)]
    file = write_jsonl(tmp_path / "a.jsonl", *rows)
    back = write_jsonl(tmp_path / "b.jsonl", *reversed(rows))
    assert [row.group for row in load(file)] == [row.group for row in load(back)]
    assert len({row.group for row in load(file)}) == 1


def test_the_group_of_documents_is_the_same_everywhere(tmp_path: Path) -> None:
    (row,) = load(write_jsonl(tmp_path / "mine.jsonl", own(document="A b.")))
    assert row.group == "d013343fcb3eb9579"  # sha256 of "A b."
    (several,) = load(write_jsonl(tmp_path / "more.jsonl", own(document=None, documents=["A", "b."])))
    assert several.group != row.group


@pytest.mark.parametrize("layout", [layout.name for layout in LAYOUTS])
def test_a_first_record_of_one_layout_is_told_by_no_other(tmp_path: Path, layout: str) -> None:
    files = {
        "labelled": write_jsonl(tmp_path / "l.jsonl", own()),
        "summedits": write_json(tmp_path / "s.json", [summedits("x", 1)]),
        "bump": write_json(tmp_path / "b.json", [bump(1)]),
        "qags": write_jsonl(tmp_path / "q.jsonl", qags(FERRY, a="y")),
        "frank": write_json(tmp_path / "f.json", [frank([["NoE"]])]),
        "faithbench": write_json(tmp_path / "fb.json", {"samples": [faithbench(0)]}),
        "aggrefact": write_csv(tmp_path / "a.csv", AGGREFACT, aggrefact("1", 1)),
    }
    of_layout = next(found for found in LAYOUTS if found.name == layout)
    assert [name for name, file in files.items() if of_layout.detect(file)] == [n for n in files if n == layout]


def test_a_long_first_record_is_told_too(tmp_path: Path) -> None:
    record = {**summedits("x", 1), "doc": "A long text. " * 20_000}
    assert len(load(write_json(tmp_path / "summedits_news.json", [record]))) == 1


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {"document": TEXT, "summary": TEXT, "label": st.sampled_from([0, 1])},
            optional={
                "grade": st.floats(allow_nan=False, allow_infinity=False),
                "peer_scores": st.dictionaries(
                    TEXT.map(str.strip), st.floats(allow_nan=False, allow_infinity=False), max_size=2
                ),
                "error_types": st.lists(TEXT, max_size=2),
            },
        ),
        min_size=1,
        max_size=4,
    ),
    is_ascii=st.booleans(),
)
def test_what_is_written_is_what_is_read(
    rows: list[dict[str, object]], is_ascii: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = [json.dumps({"id": i, **row}, ensure_ascii=is_ascii) for i, row in enumerate(rows)]
    loaded = load(write(tmp_path_factory.mktemp("rows") / "mine.jsonl", "\n".join(lines)))
    for i, (row, found) in enumerate(zip(rows, loaded, strict=True)):
        assert (found.id, found.documents, found.summary) == (str(i), (row["document"],), row["summary"])
        assert (found.label, found.grade) == (row["label"], row.get("grade"))
        assert found.peer_scores == row.get("peer_scores", {})
        assert len(found.error_types) == len(row.get("error_types", []))  # type: ignore[arg-type]  # it is a list


@given(data=st.binary(max_size=80), name=st.sampled_from(["a.jsonl", "a.json", "a.csv"]))
def test_any_bytes_are_read_or_refused_in_words(
    data: bytes, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("bytes") / name
    file.write_bytes(data)
    for layout in (None, *(layout.name for layout in LAYOUTS)):
        with pytest.raises(TaskError):
            load(file, layout=layout)


@pytest.mark.skipif("HARNESS_BENCHMARKS" not in os.environ, reason="HARNESS_BENCHMARKS names no folder")
def test_the_benchmark_files_have_the_counts_that_their_readme_gives() -> None:
    rows = load(Path(os.environ["HARNESS_BENCHMARKS"]))
    counts = {
        name: (
            len(of := [row for row in rows if row.dataset == name]),
            len({row.group for row in of}),
            Counter(row.label for row in of),
            len({row.pair for row in of if row.pair}),
        )
        for name in ("summedits-news", "summedits-ectsum", "bump-task1")
    }
    assert counts == {
        "summedits-news": (405, 13, {1: 150, 0: 255}, 0),
        "summedits-ectsum": (337, 11, {1: 132, 0: 205}, 0),
        "bump-task1": (700, 50, {1: 350, 0: 350}, 350),
    }
    assert (len(rows), len({row.group for row in rows})) == (1442, 74)
    members = Counter((row.pair, row.label) for row in rows if row.pair)
    assert len(members) == 700
    assert set(members.values()) == {1}


def test_a_number_of_thousands_of_digits_is_in_no_ones_way_where_it_is_not_read(tmp_path: Path) -> None:
    text = json.dumps(own()).replace("{", f'{{"odd": {"9" * 5000}, ', 1)
    assert len(load(write(tmp_path / "mine.jsonl", text))) == 1
    assert len(load(write(tmp_path / "mine.json", f"[{text}]"), layout="labelled")) == 1
    faulty = json.dumps(own(grade=7)).replace("7", "9" * 5000)
    found = message(write(tmp_path / "mine.jsonl", faulty))
    assert "'grade' wants a finite number, found a number of 5,000 digits." in found


def test_a_byte_order_mark_where_one_file_was_added_to_another_is_passed_over(tmp_path: Path) -> None:
    text = "".join(f"\ufeff{json.dumps(own(name))}\n" for name in "ab")
    assert [row.id for row in load(write(tmp_path / "mine.jsonl", text))] == ["a", "b"]
