"""`extractive/METHOD-N`: N sentences of the articles themselves, chosen without a model.

`lead` takes the first sentences, of several articles in turn; `random` draws them; `textrank` and `lexrank` take the
most central ones; `oracle` takes those nearest to the references and is an upper bound, not a contestant. Sentences
stand in their original order, joined by a blank. With a word limit, the sentence that would pass it and all after it
are left out, but one sentence always stays. Headings are not sentences.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.articles.models import Article
from harness.backends.base import Answer, BackendOptions, Request
from harness.backends.options import refuse_options
from harness.backends.oracle import Lengths, choose_greedily
from harness.backends.ranking import (
    FOLLOWED,
    best_first,
    content_words,
    hash_stop_words,
    lexrank_scores,
    textrank_scores,
)
from harness.errors import BackendError, UsageError, did_you_mean
from harness.text.fold import Span
from harness.text.overlap import count_words, tokenizer_for
from harness.text.sentences import VERSION as SPLITTER_VERSION
from harness.text.sentences import split_sentences

VERSION = 1
"""Raised with every change of what the methods choose."""

LONGEST_HEADING = 15
"""Words that a line without a final stop may have to be taken for a heading."""

_MODEL = re.compile(r"(?P<method>[a-z]+)-(?P<count>[1-9][0-9]?|100)")
_FINAL_STOP = re.compile("[.!?\u2026\u0964\u061f\u3002\uff01\uff1f]['\"\u2019\u201d\u00bb)\\]]*(?:\\[[0-9]+\\])*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article, its blanks made one; `number` counts from 0 in its article."""

    text: str
    article: int
    number: int

    @property
    def words(self) -> int:
        """The number of words, as word limits count them: what stands between blanks and has a letter or digit."""
        return count_words(self.text)


@dataclass(frozen=True)
class Extractive:
    """Answers with sentences of the articles; the same everywhere for the same request and seed."""

    name: str
    method: str
    count: int
    seed: int

    @property
    def needs_references(self) -> bool:
        """Whether it reads the references, which makes it an upper bound."""
        return self.method == "oracle"

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The method and all that its choice depends on."""
        return {
            "method": self.method,
            "version": VERSION,
            "splitter": SPLITTER_VERSION,
            "sentences": self.count,
            **_method_parameters(self.method, self.seed),
        }

    async def complete(self, request: Request) -> Answer:
        """Return the chosen sentences; raise a final BackendError where the oracle is given no reference."""
        if self.needs_references and not request.references:
            what = f"sample {request.sample!r} has no reference summary, without which nothing can be chosen."
            raise BackendError(what, where=self.name, mend="Add one to its gold file, or leave this backend out.")
        sentences = find_sentences(request.articles)
        chosen = self._take(sentences, _METHODS[self.method](sentences, request, self.seed), request.words)
        return Answer(text=" ".join(sentences[place].text for place in sorted(chosen)))

    async def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    def _take(self, sentences: Sequence[Sentence], places: Iterable[int], limit: int | None) -> list[int]:
        """Return the first places, up to the wanted number and to the sentence that would pass the limit."""
        taken: list[int] = []
        words = 0
        for place in places:
            words += sentences[place].words
            if taken and limit is not None and words > limit:
                break
            taken.append(place)
            if len(taken) == self.count:
                break
        return taken


def create(model: str, options: BackendOptions) -> Extractive:
    """Return the backend of `METHOD-N`; raise UsageError where there is no such method, or N is not 1 to 100."""
    name = f"extractive/{model}"
    refuse_options(name, options)
    match = _MODEL.fullmatch(model)
    if match and match["method"] in _METHODS:
        return Extractive(name, match["method"], int(match["count"]), options.seed)
    raise UsageError("this is no METHOD-N.", where=name, mend=_suggest(model))


def find_sentences(articles: Sequence[Article]) -> list[Sentence]:
    """Return the sentences of the articles in order, without headings; with them in an article of nothing else.

    A heading is what a line that starts with `#` holds, or a line or more of at most 15 words in all that ends without
    a final stop.
    """
    return [
        Sentence(text, position, number)
        for position, article in enumerate(articles)
        for number, text in enumerate(_sentences_of(article.text))
    ]


def _sentences_of(text: str) -> list[str]:
    spans = split_sentences(text)
    prose = [span for span in spans if not _is_heading(text, span)]
    return [" ".join(text[start:end].split()) for start, end in prose or spans]


def _is_heading(text: str, span: Span) -> bool:
    start, end = span
    line_start = text.rfind("\n", 0, start) + 1
    if text[line_start:end].lstrip().startswith("#"):
        return True
    begins_line = not text[line_start:start].strip()
    is_short = len(text[start:end].split()) <= LONGEST_HEADING
    return begins_line and is_short and not _FINAL_STOP.search(text[start:end])


def _lead(sentences: Sequence[Sentence], _: Request, __: int) -> Iterable[int]:
    return sorted(range(len(sentences)), key=lambda place: (sentences[place].number, sentences[place].article))


def _random(sentences: Sequence[Sentence], request: Request, seed: int) -> Iterable[int]:
    """Shuffle by hashes, which are the same on every machine and in every version of Python."""

    def draw(place: int) -> bytes:
        return hashlib.sha256(f"{seed}\n{request.sample}\n{request.epoch}\n{place}".encode()).digest()

    return sorted(range(len(sentences)), key=draw)


def _textrank(sentences: Sequence[Sentence], request: Request, _: int) -> Iterable[int]:
    return best_first(textrank_scores(_content_of(sentences, request)))


def _lexrank(sentences: Sequence[Sentence], request: Request, _: int) -> Iterable[int]:
    return best_first(lexrank_scores(_content_of(sentences, request)))


def _content_of(sentences: Sequence[Sentence], request: Request) -> list[list[str]]:
    return [content_words(sentence.text, request.articles[sentence.article].language) for sentence in sentences]


def _oracle(sentences: Sequence[Sentence], request: Request, _: int) -> Iterable[int]:
    tokenize = tokenizer_for(request.articles[0].language, is_stemmed=True).tokenize
    words = [tokenize(sentence.text) for sentence in sentences]
    lengths = Lengths([sentence.words for sentence in sentences], request.words)
    return choose_greedily(words, [tokenize(reference) for reference in request.references], lengths)


_METHODS: Mapping[str, Callable[[Sequence[Sentence], Request, int], Iterable[int]]] = {
    "lead": _lead,
    "random": _random,
    "textrank": _textrank,
    "lexrank": _lexrank,
    "oracle": _oracle,
}
"""Each returns places of sentences, the one it would take first coming first."""


def _method_parameters(method: str, seed: int) -> Mapping[str, Any]:
    """Return what one method's choice depends on besides the articles."""
    graph = {"stop_words": hash_stop_words(), "damping": FOLLOWED}
    known: Mapping[str, Mapping[str, Any]] = {
        "random": {"seed": seed},
        "textrank": graph,
        "lexrank": {**graph, "variant": "continuous", "idf": "sentences of the sample"},
        "oracle": {"upper_bound": True, "objective": "mean of ROUGE-1 and ROUGE-2 F"},
    }
    return known.get(method, {})


def _suggest(model: str) -> str:
    method, _, count = model.rpartition("-")
    if method in _METHODS or model in _METHODS:
        return f"Write N from 1 to 100, as in extractive/{method or model}-3."
    wanted = count if re.fullmatch("[1-9][0-9]?|100", count) else "3"
    return did_you_mean(model, [f"{known}-{wanted}" for known in _METHODS])
