from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from asking import ask, request
from hypothesis import given
from hypothesis import strategies as st

from harness.backends.base import Answer, BackendOptions
from harness.backends.saved import Saved, create
from harness.errors import BackendError, TaskError, UsageError


def write(folder: Path, text: str | bytes, name: str = "answers.jsonl") -> str:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def read(file: str, *samples: str) -> Saved:
    return create(file, BackendOptions(samples=samples))


def faults(file: str, *samples: str) -> list[str]:
    with pytest.raises(TaskError) as caught:
        read(file, *samples)
    return [str(problem).removeprefix(f"{file}:") for problem in caught.value.problems]


def summary(backend: Saved, sample: str = "t/a", epoch: int = 1) -> str:
    return ask(backend, request(sample=sample, epoch=epoch)).text


def test_the_summary_of_the_sample_is_the_answer(tmp_path: Path) -> None:
    backend = read(write(tmp_path, lines({"sample": "t/a", "summary": "A."}, {"sample": "t/b", "summary": "B."})))

    assert (summary(backend, "t/a"), summary(backend, "t/b")) == ("A.", "B.")


def test_the_name_is_the_path_as_typed_and_the_parameters_are_the_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b'{"sample": "t/a", "summary": "A."}'
    write(tmp_path, data)
    monkeypatch.chdir(tmp_path)

    backend = read("./answers.jsonl")

    assert backend.name == "saved/./answers.jsonl"
    assert backend.parameters == {"sha256": hashlib.sha256(data).hexdigest()}


def test_the_file_is_read_once(tmp_path: Path) -> None:
    file = write(tmp_path, lines({"sample": "t/a", "summary": "A."}))
    backend = read(file)
    Path(file).unlink()

    assert summary(backend) == "A."


def test_bom_crlf_blank_lines_and_other_fields_are_accepted(tmp_path: Path) -> None:
    text = '\ufeff{"sample": "t/a", "summary": "A.", "model": {"x": [1]}}\r\n\r\n  \r\n{"sample": "t/b", "summary": ""}'

    backend = read(write(tmp_path, text))

    assert (summary(backend, "t/a"), summary(backend, "t/b")) == ("A.", "")


def test_a_line_separator_inside_a_summary_ends_no_line(tmp_path: Path) -> None:
    backend = read(write(tmp_path, '{"sample": "t/a", "summary": "A\u2028B\u0085C"}\n'))

    assert summary(backend) == "A\u2028B\u0085C"


def test_csv_has_the_same_meaning(tmp_path: Path) -> None:
    text = '\ufeffsummary,sample,note\r\n"One, two\r\nthree ""four""",t/a,x\r\n\r\nB.,t/b,\r\n'

    backend = read(write(tmp_path, text, "answers.CSV"))

    assert summary(backend, "t/a") == 'One, two\nthree "four"'
    assert summary(backend, "t/b") == "B."


def test_a_summary_without_epoch_serves_those_that_have_none_of_their_own(tmp_path: Path) -> None:
    rows = ({"sample": "t/a", "summary": "any"}, {"sample": "t/a", "summary": "second", "epoch": 2})
    from_json = read(write(tmp_path, lines(*rows)))
    from_csv = read(write(tmp_path, "sample,summary,epoch\nt/a,any,\nt/a,second,2\n", "a.csv"))

    for backend in (from_json, from_csv):
        assert [summary(backend, epoch=epoch) for epoch in (1, 2, 3)] == ["any", "second", "any"]


def test_the_last_part_of_an_id_is_enough_where_only_one_sample_has_it(tmp_path: Path) -> None:
    file = write(tmp_path, lines({"sample": "a", "summary": "A."}, {"sample": "t/b", "summary": "B."}))

    backend = read(file, "t/a", "t/b")

    assert (summary(backend, "t/a"), summary(backend, "t/b")) == ("A.", "B.")


def test_the_last_part_of_several_ids_is_a_fault(tmp_path: Path) -> None:
    file = write(tmp_path, lines({"sample": "t/a", "summary": "A."}, {"sample": "set", "summary": "S."}))

    assert faults(file, "t/a", "t/set", "u/set") == ["2: sample 'set' may be t/set or u/set. Write the full id."]


def test_without_knowing_the_samples_only_full_ids_are_known(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="no summary for sample 't/a'"):
        summary(read(write(tmp_path, lines({"sample": "a", "summary": "A."}))))


def test_a_sample_that_is_missing_fails_for_good_with_the_nearest_name(tmp_path: Path) -> None:
    backend = read(write(tmp_path, lines({"sample": "task/short-reprot", "summary": "A."})))

    with pytest.raises(BackendError) as caught:
        summary(backend, "task/short-report")

    assert "the file has no summary for sample 'task/short-report'. Did you mean 'task/short-reprot'?" in str(
        caught.value
    )
    assert not caught.value.is_retryable


def test_an_epoch_that_is_missing_is_named(tmp_path: Path) -> None:
    backend = read(write(tmp_path, lines({"sample": "t/a", "summary": "A.", "epoch": 1})))

    with pytest.raises(BackendError, match="'t/a' in epoch 2"):
        summary(backend, epoch=2)


def test_every_fault_of_a_jsonl_file_is_told_at_once(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        b'{"sample": "t/a", "summary": "A."}\n'
        b'{"sample": "t/b", "summary": }\n'
        b'["t/c", "C."]\n'
        b'{"id": "t/d", "summary": "D."}\n'
        b'{"sample": " ", "summary": 3}\n'
        b'{"sample": "t/e", "summary": "E.", "epoch": "1"}\n'
        b'{"sample": "t/f", "summary": "F.", "epoch": true}\n'
        b'{"sample": "t/g", "summary": "G\xe9"}\n'
        b'{"sample": "t/a", "summary": "again"}\n'
        b'{"sample": null, "summary": "H.", "epoch": -1}\n',
    )

    assert faults(file) == [
        "2:30: this is not JSON: Expecting value. Write one object a line.",
        "3: this is no JSON object. Write one object a line.",
        "4: the field 'sample' is missing. Found: id, summary.",
        "5: 'sample' is empty.",
        "5: 'summary' wants text, found 3.",
        "6: 'epoch' wants a whole number from 1, found '1'.",
        "7: 'epoch' wants a whole number from 1, found True.",
        "8:32: byte 0xe9 is not UTF-8. Save the file as UTF-8.",
        "9: sample 't/a' has a summary in line 1 already.",
        "10: 'epoch' wants a whole number from 1, found -1.",
        "10: 'sample' wants text, found nothing.",
    ]


def test_every_fault_of_a_csv_file_is_told_at_once(tmp_path: Path) -> None:
    text = 'sample,summary,epoch\nt/a,"A\nA",1\nt/a,again,1\nt/b,One, two,1\n,C,\nt/d,D,one\n'

    assert faults(write(tmp_path, text, "a.csv")) == [
        "4: sample 't/a' in epoch 1 has a summary in line 2 already.",
        "5: the line has 4 fields, the header 3. Put a summary that has a comma in quotes.",
        "6: 'sample' is empty.",
        "7: 'epoch' wants a whole number from 1, found 'one'.",
    ]


def test_a_key_that_stands_twice_and_epoch_zero_are_faults_of_their_lines(tmp_path: Path) -> None:
    text = (
        lines({"sample": "t/a", "summary": "A.", "epoch": 0}) + '{"sample": "t/b", "summary": "B.", "summary": "C."}\n'
    )

    assert faults(write(tmp_path, text)) == [
        "1: 'epoch' wants a whole number from 1, found 0.",
        "2: the key 'summary' stands twice. Keep one.",
    ]


@pytest.mark.parametrize(
    ("sample", "near"), [("short-reprot", "short-report"), ("task/short-reprot", "task/short-report")]
)
def test_a_file_of_which_no_sample_is_asked_for_is_refused(tmp_path: Path, sample: str, near: str) -> None:
    file = write(tmp_path, lines({"sample": sample, "summary": "A."}))

    assert faults(file, "task/short-report") == [
        f"1: no sample of the file is asked for; the first is {sample!r}. Did you mean {near!r}?"
    ]


def test_a_short_name_and_the_full_id_are_the_same_sample(tmp_path: Path) -> None:
    file = write(tmp_path, lines({"sample": "a", "summary": "A."}, {"sample": "t/a", "summary": "B."}))

    assert faults(file, "t/a") == ["2: sample 't/a' has a summary in line 1 already."]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("sample;summary", "1: the header must have 'sample' once; it has it not."),
        ("sample,text", "1: the header must have 'summary' once; it has it not."),
        ("sample,summary,sample", "1: the header must have 'sample' once; it has it twice."),
        ("sample,summary,epoch,epoch", "1: the header must have 'epoch' once; it has it twice."),
    ],
)
def test_a_csv_header_that_cannot_be_used_is_one_fault(tmp_path: Path, header: str, said: str) -> None:
    found = faults(write(tmp_path, f"{header}\nt/a,A.\n", "a.csv"))

    assert said in found[0]


def test_a_quotation_mark_that_is_not_closed_is_a_fault(tmp_path: Path) -> None:
    found = faults(write(tmp_path, 'sample,summary\nt/a,"A.\nt/b,B.\n', "a.csv"))

    assert found == ["2: this is not CSV: unexpected end of data."]


@pytest.mark.parametrize("name", ["empty.jsonl", "empty.csv"])
def test_a_file_without_summaries_is_a_fault(tmp_path: Path, name: str) -> None:
    header = "sample,summary\n" if name.endswith(".csv") else "\n"

    assert "the file holds no summary." in faults(write(tmp_path, header, name))[0]


@pytest.mark.parametrize("name", ["answers.json", "answers", "answers.txt"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"must end in \.jsonl or \.csv"):
        read(write(tmp_path, "", name))


@pytest.mark.parametrize("name", ["none.jsonl", "folder.jsonl", "nul\0.csv"])
def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.jsonl").mkdir()

    assert len(faults(str(tmp_path / name))) == 1


def test_deep_nesting_and_endless_numbers_are_faults(tmp_path: Path) -> None:
    found = faults(write(tmp_path, "[" * 100_000 + "\n" + "1" * 5000 + "\n"))

    assert [fault.partition(":")[0] for fault in found] == ["1", "2"]


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    assert summary(read(write(tmp_path, '{"sample": "t/a", "summary": "A\\ud83d."}'))) == "A\ufffd."


def test_repr_holds_no_summary(tmp_path: Path) -> None:
    assert "A." not in repr(read(write(tmp_path, lines({"sample": "t/a", "summary": "A."}))))


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=30)


@given(rows=st.dictionaries(st.text("abc/", min_size=1), TEXTS, min_size=1, max_size=5))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, rows: dict[str, str]) -> None:
    text = lines(*({"sample": sample, "summary": text} for sample, text in rows.items()))

    backend = read(write(tmp_path_factory.mktemp("saved"), text))

    assert {sample: summary(backend, sample) for sample in rows} == {
        sample: Answer(text=text).text for sample, text in rows.items()
    }
