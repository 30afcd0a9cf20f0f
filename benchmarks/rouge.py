"""ROUGE beside the rouge-score package: CPU time a pair, in one process, rounds alternated, medians.

    python benchmarks/rouge.py [--pairs 200] [--rounds 3]

Pairs are summary and reference (about 55 words each) and summary and article (about 350 words). Half are drawn from
the articles and references of this project, with words exchanged; half are made up over a vocabulary of 6,000 words
whose frequencies fall as in real text. Every figure is compared with the package's before anything is timed. Tokens
are made anew for each pair, on both sides; the scorer itself keeps those of references.
"""

from __future__ import annotations

import argparse
import platform
import random
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

from rouge_score.rouge_scorer import RougeScorer

from harness.articles.load import load_article
from harness.files.project import builtin_project
from harness.files.yaml import parse_yaml
from harness.text.overlap import Tokens, measure, tokenizer_for
from harness.text.sentences import split_sentences
from harness.text.stems import stem

Pair = tuple[str, str]
"""A reference or article, and a summary, with a line for each sentence."""

SUMMARY_WORDS, ARTICLE_WORDS, VOCABULARY = 55, 350, 6_000
KINDS = {
    "1": ["rouge1"],
    "2": ["rouge2"],
    "L": ["rougeL"],
    "Lsum": ["rougeLsum"],
    "1+2+L": ["rouge1", "rouge2", "rougeL"],
    "1+2+L+Lsum": ["rouge1", "rouge2", "rougeL", "rougeLsum"],
}


def sentences_of_project() -> list[list[str]]:
    """Return the sentences of the articles and references as lists of words."""
    project = builtin_project()
    articles = [path for path in sorted((project.root / "seeds").glob("*.md")) if path.name != "README.md"]
    texts = [load_article(project, path).text for path in articles]
    for path in sorted((project.root / "gold").glob("*.yaml")):
        texts.extend(reference["text"] for reference in parse_yaml(project.read(path)).data.get("references") or [])
    return [text[start:end].split() for text in texts for start, end in split_sentences(text)]


def draw_from_project(rng: random.Random, sentences: list[list[str]], length: int) -> str:
    """Return a text of the project's sentences with one word in six exchanged."""
    lines: list[str] = []
    while sum(len(line.split()) for line in lines) < length:
        sentence = rng.choice(sentences)
        lines.append(" ".join(rng.choice(rng.choice(sentences)) if rng.random() < 1 / 6 else word for word in sentence))
    return "\n".join(lines)


def make_vocabulary(rng: random.Random) -> list[str]:
    """Return made-up words: short ones first, as the frequent ones are; English endings on every other long one."""
    endings = ["s", "ed", "ing", "ation", "ly", "er", "ness", "ment", "al", "ive"]
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        syllables = 1 + (len(words) > 100) + (len(words) > 1_000) + (len(words) > 4_000)
        word = "".join(rng.choice("bcdfghklmnprstvw") + rng.choice("aeiou") for _ in range(syllables))
        word += rng.choice(["", "n", "t", "rs"])
        words[word + rng.choice(endings) if len(word) > 3 and rng.random() < 0.5 else word] = None
    return list(words)


def make_up(rng: random.Random, words: list[str], sums: list[float], length: int) -> str:
    """Return a text of sentences of 8 to 30 words, drawn by frequency."""
    lines: list[str] = []
    while length > 0:
        count = min(rng.randint(8, 30), length)
        lines.append(" ".join(rng.choices(words, cum_weights=sums, k=count)).capitalize() + ".")
        length -= count
    return "\n".join(lines)


def make_pairs(count: int, length: int, summary_words: int = SUMMARY_WORDS) -> list[Pair]:
    """Return pairs of a text of a length and a summary that has a third of its sentences from that text."""
    rng = random.Random(length)
    sentences = sentences_of_project()
    words = make_vocabulary(rng)
    sums = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    pairs = []
    for number in range(count):
        is_real = number % 2 == 0
        text, summary = (
            draw_from_project(rng, sentences, size) if is_real else make_up(rng, words, sums, size)
            for size in (length, summary_words)
        )
        lines = summary.split("\n")
        lines[0] = rng.choice(text.split("\n"))
        pairs.append((text, "\n".join(lines)))
    return pairs


def score_ours(kinds: Sequence[str], pairs: Sequence[Pair], *, is_stemmed: bool) -> list[Any]:
    """Return precision, recall and F-measure for each pair and type."""
    tokenizer = tokenizer_for("en", is_stemmed=is_stemmed)
    figures = []
    for text, summary in pairs:
        reference, tokens = Tokens.of(text, tokenizer), Tokens.of(summary, tokenizer)
        found = [measure(kind, reference, tokens) for kind in kinds]
        figures.append([(overlap.precision, overlap.recall, overlap.fmeasure) for overlap in found])
    return figures


def score_theirs(kinds: Sequence[str], pairs: Sequence[Pair], *, is_stemmed: bool) -> list[Any]:
    """Return the same by the package, with one scorer for all pairs."""
    scorer = RougeScorer(list(kinds), use_stemmer=is_stemmed)
    figures = []
    for text, summary in pairs:
        found = scorer.score(text, summary)
        figures.append([tuple(found[kind]) for kind in kinds])
    return figures


def microseconds(
    work: Callable[..., list[Any]], kinds: Sequence[str], pairs: Sequence[Pair], *, is_stemmed: bool
) -> float:
    """Return the CPU time a pair of one round."""
    start = time.process_time()
    work(kinds, pairs, is_stemmed=is_stemmed)
    return (time.process_time() - start) / len(pairs) * 1e6


def compare(kinds: Sequence[str], pairs: Sequence[Pair], rounds: int, *, is_stemmed: bool) -> tuple[float, float]:
    """Return the medians of the package's and our microseconds a pair; stop where a figure differs."""
    ours, theirs = (score(kinds, pairs, is_stemmed=is_stemmed) for score in (score_ours, score_theirs))
    if ours != theirs:
        differing = sum(a != b for a, b in zip(ours, theirs, strict=True))
        raise SystemExit(f"{kinds}: the figures of {differing} of {len(pairs)} pairs differ.")
    times = [
        [microseconds(score, kinds, pairs, is_stemmed=is_stemmed) for score in (score_theirs, score_ours)]
        for _ in range(rounds)
    ]
    slow, fast = (statistics.median(column) for column in zip(*times, strict=True))
    return slow, fast


def print_row(name: str, slow: float, fast: float) -> None:
    """Print one line of a table."""
    print(f"{name:<36}{slow:>14,.0f}{fast:>12,.0f}{slow / fast:>10.1f}x{1e6 / fast:>14,.0f}")


def print_head(title: str) -> None:
    """Print the head of a table."""
    print(f"\n{title:<36}{'rouge-score us':>14}{'ours us':>12}{'faster':>11}{'our pairs/s':>14}")


def print_types(title: str, pairs: Sequence[Pair], rounds: int) -> None:
    """Print every type, with and without stems."""
    print_head(title)
    for is_stemmed in (True, False):
        for name, kinds in KINDS.items():
            print_row(
                f"{name}{', stemmed' if is_stemmed else ''}", *compare(kinds, pairs, rounds, is_stemmed=is_stemmed)
            )


def print_cold(pairs: Sequence[Pair]) -> None:
    """Print the first round of a process, in which every word is stemmed for the first time."""
    print_head("no stem known yet")
    stem.cache_clear()
    own = microseconds(score_ours, KINDS["1+2+L"], pairs, is_stemmed=True)
    print_row("1+2+L, stemmed", microseconds(score_theirs, KINDS["1+2+L"], pairs, is_stemmed=True), own)


def print_growth() -> None:
    """Print how cost grows, in one round: with the article's length, then with both lengths."""
    print_head("words of text and summary")
    for words, summary_words in [(100, 55), (400, 55), (1_600, 55), (6_400, 55), (400, 400), (1_600, 1_600)]:
        pairs = make_pairs(2, words, summary_words)
        slow, fast = compare(KINDS["1+2+L+Lsum"], pairs, 1, is_stemmed=True)
        print_row(f"{words:,} and {summary_words:,}, 1+2+L+Lsum", slow, fast)


def main() -> None:
    """Run and print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=200, help="pairs of summary and reference; of articles, a third")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, alternated; the median counts")
    arguments = parser.parse_args()
    references = make_pairs(arguments.pairs, SUMMARY_WORDS)
    articles = make_pairs(max(arguments.pairs // 3, 1), ARTICLE_WORDS)
    print(f"Python {platform.python_version()}, {len(references)} and {len(articles)} pairs, {arguments.rounds} rounds")
    print_cold(references)
    print_types("summary and reference", references, arguments.rounds)
    print_types("summary and article", articles, arguments.rounds)
    print_growth()


if __name__ == "__main__":
    main()
