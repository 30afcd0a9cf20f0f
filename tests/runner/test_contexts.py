from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runner_fakes import FakeBackend, FakeTime, make_article, make_task

from harness.backends.base import Backend
from harness.backends.tokens import estimate_request
from harness.errors import RunError, UsageError
from harness.results.store import RunFolder
from harness.runner.conditions import Conditions, Terms, Truncate
from harness.runner.contexts import cut_samples
from harness.runner.evaluate import Run, evaluate
from harness.runner.plan import make_plan
from harness.tasks.samples import Sample, samples_of

SENTENCE = "The river rose by three metres on Monday and fell again in the night."


def sample_of(*sentences: int, name: str = "rivers") -> Sample:
    """A sample of articles of so many sentences each."""
    task = make_task(name, [f"a{i}" for i in range(len(sentences))])
    articles = tuple(
        make_article(f"a{i}").model_copy(update={"text": " ".join([SENTENCE] * count)})
        for i, count in enumerate(sentences)
    )
    return samples_of(task.model_copy(update={"articles": articles, "together": True}))[0]


def conditions(context: int | None, truncate: Truncate | None = None, **more: Terms) -> Conditions:
    return Conditions(default=Terms(context=context), terms=more, truncate=truncate)


def tokens_of(sample: Sample, backend: Backend) -> int:
    read, written = estimate_request(make_plan([sample], [backend])[0].request, backend.parameters)
    return read + (written or 1)


def test_what_fits_to_the_last_token_stays_and_one_less_is_refused() -> None:
    sample, backend = sample_of(10), FakeBackend(parameters={"max_tokens": 100, "system": "Be brief."})
    exact = tokens_of(sample, backend)

    assert cut_samples([sample], [backend], conditions(exact)) == {}
    with pytest.raises(UsageError, match=f"up to {exact:,} tokens with its answer, the model takes {exact - 1:,}"):
        cut_samples([sample], [backend], conditions(exact - 1))


def test_without_a_known_context_nothing_is_refused() -> None:
    assert cut_samples([sample_of(1000)], [FakeBackend()], conditions(None)) == {}


def test_all_samples_of_all_backends_are_named_in_one_error() -> None:
    samples = [sample_of(5, name="one"), sample_of(500, name="two"), sample_of(600, name="three")]
    backends = [FakeBackend("m/small"), FakeBackend("m/large"), FakeBackend("m/tiny")]
    given = {"m/large": Terms(context=10**6), "m/small": Terms(context=2000), "m/tiny": Terms(context=2500)}

    with pytest.raises(UsageError) as caught:
        cut_samples(samples, backends, Conditions(terms=given))

    *lines, mend = str(caught.value).splitlines()
    assert [line.partition(" has ")[0] for line in lines] == [
        "m/small: sample 'two/set'",
        "m/small: sample 'three/set'",
        "m/tiny: sample 'two/set'",
        "m/tiny: sample 'three/set'",
    ]
    assert "--truncate end" in mend


def test_cutting_keeps_whole_sentences_and_as_many_as_fit() -> None:
    sample, backend = sample_of(100), FakeBackend(parameters={"max_tokens": 50})

    cut = cut_samples([sample], [backend], conditions(1000, "end"))[backend.name, sample.id]

    kept = cut.articles[0].text
    assert kept.endswith("night.")
    assert sample.articles[0].text.startswith(kept)
    assert tokens_of(cut, backend) <= 1000
    longer = sample_of(kept.count("night.") + 2)  # one sentence may be lost to rounding
    assert tokens_of(longer, backend) > 1000


def test_the_longest_article_is_cut_first_and_short_ones_stay_whole() -> None:
    sample, backend = sample_of(3, 60, 40), FakeBackend()

    cut = cut_samples([sample], [backend], conditions(1500, "end"))[backend.name, sample.id]

    short, *long = [article.text.count("night.") for article in cut.articles]
    assert short == 3
    assert abs(long[0] - long[1]) <= 1


def test_a_cut_sample_is_hashed_and_shown_anew() -> None:
    sample, backend = sample_of(100), FakeBackend()
    assert sample.articles[0].sha256
    assert sample.prompt_text

    cut = cut_samples([sample], [backend], conditions(800, "end"))[backend.name, sample.id]

    assert cut.articles[0].sha256 != sample.articles[0].sha256
    assert len(cut.prompt_text) < len(sample.prompt_text)
    assert cut.id == sample.id


def test_where_not_even_a_sentence_fits_it_is_refused_all_the_same() -> None:
    with pytest.raises(UsageError, match="even one sentence of each article is too much"):
        cut_samples([sample_of(4, 4)], [FakeBackend()], conditions(40, "end"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=4), st.integers(150, 2500))
def test_what_was_cut_fits_and_begins_as_the_whole(counts: list[int], context: int) -> None:
    sample, backend = sample_of(*counts), FakeBackend(parameters={"max_tokens": 30})
    try:
        cuts = cut_samples([sample], [backend], conditions(context, "end"))
    except UsageError:
        assert tokens_of(sample_of(*[1] * len(counts)), backend) > context
        return
    shown = cuts.get((backend.name, sample.id), sample)

    assert tokens_of(shown, backend) <= context
    for whole, part in zip(sample.articles, shown.articles, strict=True):
        assert whole.text.startswith(part.text)
        assert part.text.endswith("night.")


def run(results: Path, backend: FakeBackend, given: Conditions, resume: str | None = None) -> Run:
    task = make_task(articles=["a0"])
    articles = (task.articles[0].model_copy(update={"text": " ".join([SENTENCE] * 60)}),)
    task = task.model_copy(update={"articles": articles})
    backends = [backend]
    return asyncio.run(
        evaluate(
            [task],
            backends,
            scorers={},
            results_dir=results,
            conditions=given,
            clock=FakeTime().clock,
            resume=resume,
        )
    )


def test_a_run_refuses_before_it_writes(tmp_path: Path) -> None:
    backend = FakeBackend()

    with pytest.raises(UsageError, match="the model takes 500"):
        run(tmp_path / "results", backend, conditions(500))

    assert not (tmp_path / "results").exists()
    assert backend.requests == []
    assert backend.is_closed


def test_a_run_says_what_it_cut_and_keeps_the_whole_article(tmp_path: Path) -> None:
    backend = FakeBackend()

    made = run(tmp_path, backend, conditions(500, "end"))

    shown = backend.requests[0].articles[0].text
    whole = " ".join([SENTENCE] * 60)
    assert made.manifest.truncate == "end"
    assert [(one.backend, one.sample, one.kept, one.whole) for one in made.manifest.cuts] == [
        ("fake/one", "rivers/a0", len(shown), len(whole))
    ]
    assert shown in backend.requests[0].prompt
    stored = RunFolder(made.folder).article(made.manifest.articles[0].sha256)
    assert stored.text == whole


def test_a_cut_run_is_resumed_with_the_same_cut_only(tmp_path: Path) -> None:
    first = run(tmp_path, FakeBackend(), conditions(500, "end"))
    again = FakeBackend()

    run(tmp_path, again, conditions(500, "end"), resume=first.id)

    assert again.requests == []
    with pytest.raises(RunError, match="truncate: end then, none now"):
        run(tmp_path, again, conditions(None), resume=first.id)
