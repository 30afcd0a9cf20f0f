"""Prompts and the contexts of models: what does not fit is refused before anything is asked, or cut as one has said.

Tokens are estimated from above, so a prompt that is let through fits. Articles are cut at the end of a sentence, the
longest first, until all that is left fits; each keeps one sentence at least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harness.articles.models import Article
from harness.backends.base import Backend
from harness.backends.tokens import estimate_request, estimate_tokens
from harness.errors import UsageError
from harness.runner.conditions import Conditions
from harness.runner.plan import Cuts, Planned
from harness.tasks.samples import Sample
from harness.text.sentences import split_sentences

_MEND = (
    "The tokens are estimated from above. Give the model's true context with --context, fewer --max-tokens, "
    "or --truncate end to have articles cut at the end of a sentence."
)


def cut_samples(samples: Sequence[Sample], backends: Sequence[Backend], conditions: Conditions) -> Cuts:
    """Return the samples that must be cut to fit a backend's context; none where no context is known.

    Raises UsageError that names every sample that does not fit, where the conditions do not let it be cut, and where
    even one sentence of each article is too much.
    """
    cuts: dict[tuple[str, str], Sample] = {}
    faults: list[str] = []
    for backend in backends:
        context = conditions.terms_of(backend.name).context
        for sample in samples if context else ():
            fit = _Fit(backend, sample, context or 0)
            if fit.is_good(sample):
                continue
            cut = fit.cut() if conditions.truncate else None
            if cut:
                cuts[backend.name, sample.id] = cut
            else:
                faults.append(fit.fault(is_cut=conditions.truncate is not None))
    if faults:
        raise UsageError("\n".join([*faults, _MEND]))
    return cuts


@dataclass(frozen=True)
class _Fit:
    """One sample for one backend of so many tokens' context."""

    backend: Backend
    sample: Sample
    context: int

    def tokens(self, shown: Sample) -> int:
        """Return the tokens of the prompt and the answer at most."""
        planned = Planned("", self.sample, self.backend, 1, 0, shown)
        read, written = estimate_request(planned.request, self.backend.parameters)
        return read + (written or 1)

    def is_good(self, shown: Sample) -> bool:
        return self.tokens(shown) <= self.context

    def cut(self) -> Sample | None:
        """Return the sample with as much of its articles as fits; None where not even a sentence of each does."""
        stairs = [_stairs(article.text) for article in self.sample.articles]
        kept = [len(stair) - 1 for stair in stairs]
        room = self.context - self.tokens(self.sample) + sum(stair[-1].tokens for stair in stairs)
        while True:
            while sum(stair[k].tokens for stair, k in zip(stairs, kept, strict=True)) > room and any(kept):
                self._shorten(stairs, kept)
            shown = _cut_at(self.sample, [stair[k].end for stair, k in zip(stairs, kept, strict=True)])
            if self.is_good(shown):
                return shown
            if not any(kept):
                return None
            self._shorten(stairs, kept)

    def _shorten(self, stairs: list[list[_Step]], kept: list[int]) -> None:
        """Take the last sentence from the article that is the longest of those that have two or more left."""
        longest = max((i for i in range(len(kept)) if kept[i]), key=lambda i: stairs[i][kept[i]].tokens)
        kept[longest] -= 1

    def fault(self, *, is_cut: bool) -> str:
        what = f"up to {self.tokens(self.sample):,} tokens with its answer"
        even = ", and even one sentence of each article is too much" if is_cut else ""
        name = f"{self.backend.name}: sample {self.sample.id!r}"
        return f"{name} has {what}, the model takes {self.context:,}{even}."


@dataclass(frozen=True)
class _Step:
    """Where a sentence of an article ends, and the tokens up to there at most."""

    end: int
    tokens: int


def _stairs(text: str) -> list[_Step]:
    return list(_climb(text))


def _climb(text: str) -> Iterator[_Step]:
    """Yield the ends of the article's sentences; the last is that of the whole text."""
    ends = [end for _, end in split_sentences(text)]
    start = tokens = 0
    for end in [*ends[:-1], len(text)]:
        tokens += estimate_tokens(text[start:end])
        start = end
        yield _Step(end, tokens)


def _cut_at(sample: Sample, ends: Sequence[int]) -> Sample:
    """Return a sample made anew: a copy would keep the prompt and the hashes of the whole articles."""
    articles = tuple(_begin(article, end) for article, end in zip(sample.articles, ends, strict=True))
    return Sample(**{**_fields(sample), "articles": articles})


def _begin(article: Article, end: int) -> Article:
    return article if end == len(article.text) else Article(**{**_fields(article), "text": article.text[:end]})


def _fields(record: Sample | Article) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).model_fields}
