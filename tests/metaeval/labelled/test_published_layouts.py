"""Published layouts: how each file's records become rows, and what is said of a file that lacks something."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published_files import (
    AGGREFACT,
    BRIDGE,
    CNNDM_HASH,
    FERRY,
    TOFUEVAL,
    aggrefact,
    bump,
    faithbench,
    frank,
    mark,
    qags,
    ragtruth,
    ragtruth_source,
    summedits,
    tofueval,
    write_csv,
    write_json,
    write_jsonl,
)

from harness.errors import TaskError
from harness.metaeval.labelled import ErrorSpan, LabelledSummary, load_labelled
from harness.metaeval.labelled.layouts.sentences import is_majority, judge_summary
from harness.metaeval.labelled.layouts.spans import find_span


def load(path: Path) -> list[LabelledSummary]:
    return load_labelled([path])


def message(path: Path, layout: str | None = None) -> str:
    with pytest.raises(TaskError) as caught:
        load_labelled([path], layout)
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_summedits_takes_labels_as_released_and_edit_types_of_inconsistent_edits(tmp_path: Path) -> None:
    file = write_json(
        tmp_path / "summedits_sales_call.json",
        [
            summedits("x_og", 1),
            summedits("x_1", 0, "antonym_swap", "entity_modification"),
            summedits("x_2", 1, "noise"),
        ],
    )
    seed, edit, kept = load(file)
    assert (seed.id, seed.dataset, seed.domain) == ("summedits-sales-call:x_og", "summedits-sales-call", "sales_call")
    assert (seed.documents, seed.summary, seed.label, seed.grade) == ((FERRY,), "A ferry sailed.", 1, None)
    assert (edit.label, edit.error_types) == (0, ("antonym_swap", "entity_modification"))
    assert kept.error_types == ()
    assert seed.group == edit.group
    assert (seed.seed, edit.seed) == ("x", "x")


def test_a_summedits_row_whose_id_names_no_seed_has_none(tmp_path: Path) -> None:
    (row,) = load(write_json(tmp_path / "summedits_news.json", [summedits("x", 1)]))
    assert row.seed is None


def test_summedits_repeats_are_read_once_and_other_rows_of_one_id_are_numbered(tmp_path: Path) -> None:
    rows = [summedits("x", 1), summedits("x", 1), summedits("x", 0, summary="No ferry."), summedits("y", 1)]
    loaded = load(write_json(tmp_path / "summedits_news.json", rows))
    assert [row.id for row in loaded] == ["summedits-news:x", "summedits-news:x#2", "summedits-news:y"]


def test_bump_makes_a_pair_of_each_record(tmp_path: Path) -> None:
    record = bump(4, corrected_error_type="Coreference Error")
    reference, edited = load(write_json(tmp_path / "task1_dataset.json", [record]))
    assert (reference.id, reference.label, reference.model) == ("bump-task1:4:reference", 1, "reference")
    assert (edited.id, edited.label, edited.model) == ("bump-task1:4:edited", 0, "human edit")
    assert reference.summary == "The bridge was closed on Monday ."
    assert edited.summary == "The bridge was closed on Friday ."
    assert reference.pair == edited.pair == "bump-task1:4"
    assert reference.pair_type == edited.pair_type == "Coreference Error"
    assert (reference.error_types, edited.error_types) == ((), ("Coreference Error",))
    assert reference.peer_scores == {"BLEU": 0.5, "Q2": 1.0}
    assert edited.peer_scores == {"BLEU": 0.25}


def test_bump_of_the_second_task_has_one_kind_of_error(tmp_path: Path) -> None:
    rows = load(write_json(tmp_path / "task2_dataset.json", [bump(0)]))
    assert {(row.dataset, row.pair_type) for row in rows} == {("bump-task2", "Extrinsic Entity Error")}


def test_qags_grades_by_the_share_of_sentences_that_most_annotators_support(tmp_path: Path) -> None:
    file = write_jsonl(
        tmp_path / "mturk_xsum.jsonl", qags(FERRY, a="yyy", b="yyn", c="nny"), qags(BRIDGE, a="yny", b="yyn")
    )
    mixed, good = load(file)
    assert (mixed.id, mixed.dataset, mixed.domain) == ("qags-xsum:1", "qags-xsum", "news/xsum")
    assert mixed.summary == "Sentence a. Sentence b. Sentence c."
    assert mixed.label == 0
    assert mixed.grade == pytest.approx(2 / 3)
    assert (good.id, good.label, good.grade) == ("qags-xsum:2", 1, 1.0)


def test_a_tie_of_annotators_is_no_majority(tmp_path: Path) -> None:
    (row,) = load(write_jsonl(tmp_path / "mturk_cnndm.jsonl", qags(FERRY, a="yn")))
    assert (row.label, row.grade) == (0, 0.0)


def test_qags_refuses_answers_and_sentences_that_are_not_there(tmp_path: Path) -> None:
    odd = qags(FERRY, a="y")
    odd["summary_sentences"][0]["responses"][0]["response"] = "maybe"
    assert message(write_jsonl(tmp_path / "a.jsonl", qags(FERRY, a="y"), odd)).startswith(
        f"{tmp_path / 'a.jsonl'}:2: summary_sentences, item 1: responses, item 1: 'response' is 'maybe'"
    )
    assert "'responses' is missing or empty" in message(write_jsonl(tmp_path / "b.jsonl", qags(FERRY, a="")))
    assert "'summary_sentences' is missing or empty" in message(write_jsonl(tmp_path / "c.jsonl", qags(FERRY)))


def test_frank_counts_sentences_without_error_and_names_errors_that_two_see(tmp_path: Path) -> None:
    file = write_json(
        tmp_path / "human_annotations_sentence.json",
        [
            frank([["NoE"], ["NoE"], ["EntE"]], [["EntE", "OutE"], ["OutE"], ["NoE"]]),
            frank([["NoE"], ["NoE"], ["NoE"]], model="pgn", hash="1234"),
        ],
    )
    mixed, good = load(file)
    assert (mixed.id, mixed.dataset, mixed.model) == (f"frank:{CNNDM_HASH}:bart", "frank", "bart")
    assert (mixed.label, mixed.grade, mixed.error_types) == (0, 0.5, ("OutE",))
    assert (good.label, good.grade, good.error_types) == (1, 1.0, ())
    assert (mixed.domain, good.domain) == ("news/cnndm", "news/xsum")


def judged(model: str, factuality: float, **kinds: float) -> dict[str, object]:
    every = dict.fromkeys(("RelE", "EntE", "CircE", "OutE", "GramE", "CorefE", "LinkE", "Other"), 1.0)
    names = {"hash": "12", "model_name": model, "dataset": "xsum", "split": "test"}
    return {**names, "Factuality": factuality, **every, **kinds}


def test_frank_without_sentences_joins_judgements_and_texts(tmp_path: Path) -> None:
    half = dict.fromkeys(("RelE", "EntE", "CircE", "OutE", "GramE", "CorefE", "LinkE", "Other"), 0.5)
    judgements = [judged("bart", 1.0), judged("s2s", 0.5, EntE=0.5), judged("pgn", 0.5, **half)]
    texts = [
        {"hash": "12", "model_name": model, "article": BRIDGE, "summary": f"By {model}."}
        for model in ("pgn", "s2s", "bart")
    ]
    write_json(tmp_path / "benchmark_data.json", texts)
    rows = load(write_json(tmp_path / "human_annotations.json", judgements))
    assert [(row.summary, row.label, row.grade, row.error_types) for row in rows] == [
        ("By bart.", 1, 1.0, ()),
        ("By s2s.", 0, 0.5, ("EntE",)),
        ("By pgn.", 0, 0.5, ()),
    ]
    assert [row.id for row in load(tmp_path)] == [row.id for row in rows]


def test_frank_says_which_text_is_missing(tmp_path: Path) -> None:
    file = write_json(tmp_path / "human_annotations.json", [judged("bart", 1.0)])
    assert "benchmark_data.json is missing beside it" in message(file)
    write_json(tmp_path / "benchmark_data.json", [{"hash": "13", "model_name": "bart", "article": "A", "summary": "S"}])
    assert "benchmark_data.json has no text of hash '12' and model 'bart'" in message(file)


def test_of_a_folder_with_both_files_of_frank_the_sentences_are_read(tmp_path: Path) -> None:
    write_json(tmp_path / "data/human_annotations_sentence.json", [frank([["NoE"]])])
    write_json(tmp_path / "data/human_annotations.json", [judged("bart", 1.0)])
    write_json(
        tmp_path / "data/benchmark_data.json", [{"hash": "12", "model_name": "bart", "article": "A", "summary": ""}]
    )
    assert [row.id for row in load(tmp_path)] == [f"frank:{CNNDM_HASH}:bart"]


def test_faithbench_takes_the_worst_mark_and_leaves_out_what_is_benign(tmp_path: Path) -> None:
    samples = [
        faithbench(0, mark("Benign"), mark("Unwanted", "Unwanted.Intrinsic"), hhem=0.25, true_nli=None),
        faithbench(1, mark("Questionable"), mark("Benign", start=0, end=4, words=" The")),
        faithbench(2, mark("Benign")),
        faithbench(3),
    ]
    rows = load(write_json(tmp_path / "batch_7.json", {"samples": samples}))
    assert [(row.label, row.grade, row.error_types) for row in rows] == [
        (0, 0, ("Unwanted.Intrinsic",)),
        (0, 1, ("Questionable",)),
        (1, 2, ()),
        (1, 3, ()),
    ]
    assert [row.spans for row in rows] == [
        (ErrorSpan(start=21, end=24, type="Unwanted.Intrinsic"),),
        (ErrorSpan(start=21, end=24, type="Questionable"),),
        (),
        (),
    ]
    assert rows[0].summary[21:24] == "one"  # the blank at its start is kept
    assert (rows[0].id, rows[0].model, rows[0].peer_scores) == ("faithbench:batch_7:0", "maker/model-1", {"hhem": 0.25})


def test_faithbench_refuses_a_class_that_it_does_not_know(tmp_path: Path) -> None:
    file = write_json(tmp_path / "batch_1.json", {"samples": [faithbench(0), faithbench(1, mark("Benigm"))]})
    said = message(file)
    assert "samples, item 2: annotations, item 1: 'label' holds 'Benigm'" in said
    assert "Did you mean 'Benign'?" in said


def test_a_span_is_looked_up_by_its_words_where_its_offsets_are_off(tmp_path: Path) -> None:
    samples = [faithbench(0, mark("Unwanted", start=18, end=21), mark("Unwanted", words="never said"))]
    (row,) = load(write_json(tmp_path / "batch_1.json", {"samples": samples}))
    assert row.spans == (ErrorSpan(start=21, end=24, type="Unwanted"),)


def hallucination(start: int, end: int, text: str, kind: str = "Evident Conflict", **more: object) -> dict[str, object]:
    return {"start": start, "end": end, "text": text, "label_type": kind, "meta": "", **more}


def test_ragtruth_reads_good_answers_to_the_summary_task(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "dataset/source_info.jsonl", ragtruth_source("1"), ragtruth_source("2", "QA"))
    write_jsonl(
        tmp_path / "dataset/response.jsonl",
        ragtruth("10", "1"),
        ragtruth("11", "1", hallucination(22, 24, "50"), hallucination(25, 31, "people", "Subtle Baseless Info")),
        ragtruth("12", "2", hallucination(0, 3, "The")),
        ragtruth("13", "1", quality="truncated"),
        ragtruth("14", "1", hallucination(22, 24, "50", implicit_true=True)),
    )
    rows = load(tmp_path)
    assert [(row.id, row.label) for row in rows] == [("ragtruth:10", 1), ("ragtruth:11", 0), ("ragtruth:14", 0)]
    assert rows[1].spans == (
        ErrorSpan(start=22, end=24, type="Evident Conflict"),
        ErrorSpan(start=25, end=31, type="Subtle Baseless Info"),
    )
    assert rows[1].error_types == ("Evident Conflict", "Subtle Baseless Info")
    assert (rows[0].documents, rows[0].domain, rows[0].model) == ((FERRY,), "Invented News", "model-1")


def test_ragtruth_says_what_is_missing(tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "response.jsonl", ragtruth("10", "1"))
    assert "source_info.jsonl is missing beside it" in message(file)
    write_jsonl(tmp_path / "source_info.jsonl", ragtruth_source("2"))
    assert f"{file}:1: source_info.jsonl has no source '1'" in message(file)
    write_jsonl(tmp_path / "source_info.jsonl", ragtruth_source("1", "QA"))
    assert "no row of the layout ragtruth is in it" in message(file)


def test_aggrefact_reads_cells_with_line_ends_and_scores(tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "aggre_fact_final.csv", AGGREFACT, aggrefact("9", 1, 0.75), aggrefact("8", "0.0", origin="xsum")
    )
    first, second = load(file)
    assert (first.id, first.dataset, first.domain) == (
        "aggrefact-cnndm:Invented:9:BART",
        "aggrefact-cnndm",
        "news/cnndm/Invented",
    )
    assert (first.documents, first.label, first.peer_scores) == ((FERRY,), 1, {"DAE": 0.75})
    assert (second.label, second.peer_scores, second.dataset) == (0, {}, "aggrefact-xsum")


def test_aggrefact_names_the_line_of_a_fault_behind_cells_with_line_ends(tmp_path: Path) -> None:
    rows = [aggrefact("1", 1), aggrefact("2", 2)]  # the first row fills lines 2 and 3
    file = write_csv(tmp_path / "aggre_fact_final.csv", AGGREFACT, *rows)
    assert f"{file}:4: 'label' wants 0 or 1, found '2'" in message(file)
    nan = write_csv(tmp_path / "b.csv", AGGREFACT, aggrefact("1", 1, "nan"))
    assert f"{nan}:2: 'DAE_score' wants a finite number, found 'nan'" in message(nan)


def test_aggrefact_numbers_rows_of_one_model_and_prefers_the_whole_file(tmp_path: Path) -> None:
    rows = [aggrefact("1", 1), aggrefact("1", 0, summary="It sank.")]
    write_csv(tmp_path / "aggre_fact_final.csv", AGGREFACT, *rows)
    part = write_csv(tmp_path / "aggre_fact_sota.csv", AGGREFACT, rows[0])
    ids = [row.id for row in load(tmp_path)]
    assert ids == ["aggrefact-cnndm:Invented:1:BART", "aggrefact-cnndm:Invented:1:BART#2"]
    assert [row.id for row in load(part)] == ids[:1]


def test_tofueval_joins_sentences_and_finds_documents_beside_or_above(tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "factual_consistency/meetingbank_factual_eval_dev.csv",
        TOFUEVAL,
        tofueval("Town_1", 2, "Second.", "no", "Reasoning Error"),
        tofueval("Town_1", 1, "First, with a comma.", "yes"),
        tofueval("Town_1", 10, "Tenth.", "yes"),
        tofueval("Town_1", 10, "Tenth again.", "yes"),
        tofueval("Town_2", 1, "Alone.", "yes"),
    )
    write_csv(tmp_path / "meetingbank_dev_doc.csv", ("meeting_id", "source"), ("Town_1", FERRY), ("Town_2", BRIDGE))
    mixed, good = load(tmp_path)
    assert mixed.id == "tofueval-meetingbank:Town_1:The ferry:model_A"
    assert mixed.summary == "First, with a comma. Second. Tenth. Tenth again."
    assert (mixed.label, mixed.grade, mixed.error_types) == (0, 0.75, ("Reasoning Error",))
    assert (good.documents, good.label, good.grade) == ((BRIDGE,), 1, 1.0)
    assert load(file) == [mixed, good]


def test_tofueval_says_which_documents_are_missing_and_where_they_are_from(tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "mediasum_factual_eval_test.csv",
        TOFUEVAL,
        tofueval("NEWS-1", 1, "One.", "yes"),
        tofueval("NEWS-2", 1, "One.", "yes"),
    )
    write_csv(tmp_path / "mediasum_test_doc.csv", ("doc_id", "source"), ("NEWS-1", "x" * 200_000))
    said = message(file)
    assert "1 of 2 documents are missing, the first 'NEWS-2'" in said
    assert "mediasum_test_doc.csv, columns doc_id and source, beside this file or in the folder above" in said


@given(st.lists(st.booleans(), min_size=1))
def test_a_summary_is_consistent_only_where_its_grade_is_full(sentences: list[bool]) -> None:
    label, grade = judge_summary(sentences)
    assert 0 <= grade <= 1
    assert (label == 1) == (grade == 1)
    assert judge_summary(sentences[::-1]) == (label, grade)
    assert not (is_majority(sentences) and is_majority([not vote for vote in sentences]))


@given(st.text("ab ", max_size=12), st.integers(-3, 15), st.integers(-3, 15), st.text("ab ", max_size=4))
def test_a_span_that_is_found_holds_the_words(summary: str, start: int, end: int, words: str) -> None:
    place = find_span(summary, start, end, words)
    if place is None:
        assert not words.strip() or words.strip() not in summary
    else:
        assert summary[slice(*place)].strip() == words.strip()


def test_a_span_is_the_nearest_of_several() -> None:
    assert find_span("one two one", 7, 9, "one") == (8, 11)
    assert find_span("one two one", 1, 2, "one") == (0, 3)
    assert find_span("one two one", 0, 3, "three") is None
    assert find_span("", 0, 0, "") is None
