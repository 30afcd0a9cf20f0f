"""How much two texts overlap, in n-grams and common subsequences of words, as ROUGE counts it.

Lin, ROUGE: A Package for Automatic Evaluation of Summaries, 2004, as the rouge-score package reads it: precision,
recall and F-measure are equal to that package's to the last bit. A subsequence table's rows are kept as the bits of
whole numbers, so that a row costs a few operations (Hyyrö, Bit-parallel LCS-length computation revisited, 2004).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from harness.text.fold import normalize
from harness.text.stems import stem

_ASCII_WORD = re.compile("[a-z0-9]+")


class Overlap(NamedTuple):
    """How many units (words, n-grams) a summary and a reference share, of how many each has."""

    shared: int
    in_summary: int
    in_reference: int

    @property
    def precision(self) -> float:
        """The shared part of the summary, 0 to 1; 0 where it has no unit."""
        return self.shared / max(self.in_summary, 1)

    @property
    def recall(self) -> float:
        """The shared part of the reference, 0 to 1; 0 where it has no unit."""
        return self.shared / max(self.in_reference, 1)

    @property
    def fmeasure(self) -> float:
        """The harmonic mean of precision and recall, 0 to 1."""
        precision, recall = self.precision, self.recall
        return 2 * precision * recall / (precision + recall) if self.shared else 0.0


@dataclass(frozen=True)
class Tokenizer:
    """Cuts a text into words.

    `rouge-score-en` takes runs of a-z and 0-9 of the lower-cased text, as the rouge-score package does, and stems them
    on demand. `unicode-words` takes runs of letters, marks and numbers of any script, case-folded, never stemmed.
    """

    name: str
    is_stemmed: bool

    def tokenize(self, text: str) -> list[str]:
        """Return the words of a text in order."""
        if self.name == "unicode-words":
            return unicode_words(text)
        words = _ASCII_WORD.findall(text.lower())
        return list(map(stem, words)) if self.is_stemmed else words


def tokenizer_for(language: str, *, is_stemmed: bool) -> Tokenizer:
    """Return the tokenizer for texts of a language (ISO 639 code); only English words are stemmed."""
    if language == "en":
        return Tokenizer("rouge-score-en", is_stemmed)
    return Tokenizer("unicode-words", is_stemmed=False)


class _WordSigns(dict[int, int | None]):
    """For `str.translate`: keeps what words consist of, drops invisible signs, and makes all else a blank."""

    def __missing__(self, code: int) -> int | None:
        category = unicodedata.category(chr(code))
        kept = code if category[0] in "LMN" else ord(" ")
        self[code] = None if category == "Cf" else kept
        return self[code]


_WORD_SIGNS = _WordSigns()


def unicode_words(text: str) -> list[str]:
    """Return the runs of letters, marks and numbers of a text, in NFKC and case-folded."""
    return normalize(text).casefold().translate(_WORD_SIGNS).split()


def count_words(text: str) -> int:
    """Return the number of words as a reader counts them: what stands between blanks and has a letter or digit."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


@dataclass(frozen=True)
class Tokens:
    """The words of a text, line by line; what is counted from them is kept."""

    lines: tuple[Sequence[str], ...]
    _counts: dict[int, Mapping[Hashable, int]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, text: str, tokenizer: Tokenizer) -> Tokens:
        """Return the words of a text; a line is a sentence to ROUGE-Lsum."""
        return cls(tuple(tokenizer.tokenize(line) for line in text.split("\n")))

    @cached_property
    def words(self) -> Sequence[str]:
        """The words of all lines."""
        return self.lines[0] if len(self.lines) == 1 else list(chain.from_iterable(self.lines))

    def ngrams(self, n: int) -> Mapping[Hashable, int]:
        """Return how often each run of n words occurs; a run may cross lines."""
        if n not in self._counts:
            runs = zip(*(self.words[i:] for i in range(n)), strict=False)
            self._counts[n] = Counter(self.words) if n == 1 else Counter(runs)
        return self._counts[n]

    @cached_property
    def bits(self) -> Mapping[str, int]:
        """For each word, a whole number whose bit i is set where word i of the text is that word."""
        return _bits_of(self.words)

    @cached_property
    def line_bits(self) -> Sequence[tuple[int, Mapping[str, int]]]:
        """The number of words of each line that has any, with the line's own `bits`."""
        return [(len(line), _bits_of(line)) for line in self.lines if line]


def _bits_of(words: Sequence[str]) -> Mapping[str, int]:
    bits: dict[str, int] = {}
    for place, word in enumerate(words):
        bits[word] = bits.get(word, 0) | 1 << place
    return bits


def measure(kind: str, reference: Tokens, summary: Tokens) -> Overlap:
    """Return the overlap of a kind: `rouge1` to `rouge9` (n-grams), `rougeL`, `rougeLsum`."""
    if kind == "rougeL":
        shared, n = longest_common(reference, summary), 1
    elif kind == "rougeLsum":
        shared, n = union_common(reference, summary), 1
    else:
        n = int(kind.removeprefix("rouge"))
        shared = _count_shared(reference.ngrams(n), summary.ngrams(n))
    return Overlap(shared, max(len(summary.words) - n + 1, 0), max(len(reference.words) - n + 1, 0))


def _count_shared(counts: Mapping[Hashable, int], others: Mapping[Hashable, int]) -> int:
    return sum(min(counts[key], others[key]) for key in counts.keys() & others.keys())


def longest_common(first: Tokens, second: Tokens) -> int:
    """Return the length of the longest common subsequence of two texts' words."""
    short, long = sorted((first, second), key=lambda tokens: len(tokens.words))
    everywhere = (1 << len(short.words)) - 1
    row = everywhere
    for row in _rows(everywhere, filter(None, map(short.bits.get, long.words))):  # noqa: B007  (the last is wanted)
        pass
    return (~row & everywhere).bit_count()


def _rows(row: int, matches: Iterable[int]) -> Iterator[int]:
    """Yield a subsequence table's rows: bit j is 0 where the length grows from column j to column j + 1."""
    for match in matches:
        met = row & match
        row = (row + met) | (row - met)
        yield row


def union_common(reference: Tokens, summary: Tokens) -> int:
    """Return how many words of the reference are in the union of its lines' common subsequences with summary lines.

    Section 3.2 of the paper. A line has often several longest subsequences, and the union depends on which is taken:
    here the one that rouge-score's walk back through the table takes. A word counts at most as often as the summary
    has it.
    """
    counts = summary.ngrams(1)
    found = Counter[Hashable]()
    for line in reference.lines:
        known = [(place, word) for place, word in enumerate(line) if word in counts]
        union = 0
        for width, bits in summary.line_bits if known else ():
            union |= _common_places([(1 << place, bits[word]) for place, word in known if word in bits], width)
        found.update(word for place, word in known if union >> place & 1)
    return _count_shared(found, counts)


def _common_places(matches: list[tuple[int, int]], width: int) -> int:
    """Return the bits of the reference words on the path back through the table of a reference and a summary line.

    `matches` holds, for each reference word that the summary line has, its own bit and the bits of its places in the
    summary line, which is `width` words long; other words leave the table's row as it was. The path starts at the last
    column. In a row with a match at or left of its column, it takes the nearest one if that is in the column itself or
    the row made the length grow, and goes on before it; else it goes up a row.
    """
    left = (1 << width) - 1
    rows = [left, *_rows(left, (match for _, match in matches))]
    places = 0
    for number in range(len(matches) - 1, -1, -1):
        place, match = matches[number]
        near = match & left
        if not near:
            continue
        is_at_column = near << 1 > left
        if is_at_column or (rows[number] & left).bit_count() != (rows[number + 1] & left).bit_count():
            places |= place
            left = (1 << near.bit_length() - 1) - 1
    return places
