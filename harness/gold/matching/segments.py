"""Which words of a sentence belong to which of its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from harness.text.reading import Quantity, Reading

_SEPARATORS = frozenset({"and", "but", "while", "with", "whereas", "plus", "against", "compared"})
_PARTING = frozenset({"but", "while", "whereas"})
_MARKS = frozenset(",;(\n")
_WHOLE_REACH = 4
"""How many words before a number `of` may stand that makes the number before it a part of this one."""


def segments_of(reading: Reading, sentence: int, numbers: Sequence[Quantity]) -> list[tuple[int, int]]:
    """Return for each number of a sentence, in order, the words (first, last + 1) that belong to it.

    `300 dead and 2,700 wounded` has two segments; in `1,000 of the 11,000 sent` the first number shares the second's;
    numbers with no mark or joining word between them share what stands before: `profit fell 22% to 59 million`.
    """
    first, last = reading.sentence_words[sentence]
    starts, ends = [first], [last] * len(numbers)
    cuts = [_cut_between(reading, left, right) for left, right in pairwise(numbers)]
    for cut in cuts:
        starts.append(starts[-1] if cut is None else cut)
    for i in range(len(cuts) - 1, -1, -1):
        cut, left, right = cuts[i], numbers[i], numbers[i + 1]
        if cut is not None:
            ends[i] = cut
        else:
            ends[i] = ends[i + 1] if is_part(reading, left, right) else right.first_word
    return list(zip(starts, ends, strict=False))


def is_part(reading: Reading, left: Quantity, right: Quantity) -> bool:
    """Whether a number is said to be part of the next: `1,000 of the 11,000`, `1,150 out of 9,500`."""
    words = reading.words
    for i in range(max(left.last_word + 1, right.first_word - _WHOLE_REACH), right.first_word):
        if words[i].lower == "of":
            return _MARKS.isdisjoint(reading.text[words[i].end : right.start])
    return False


def _cut_between(reading: Reading, left: Quantity, right: Quantity) -> int | None:
    """Return the word with which the right number's words begin; None where nothing parts the two."""
    words = reading.words
    between = {word.lower for word in words[left.last_word + 1 : right.first_word]}
    if is_part(reading, left, right) and between.isdisjoint(_SEPARATORS):
        return None
    for i in range(right.first_word, left.last_word, -1):  # what surely parts two clauses
        if words[i].lower in _PARTING or ";" in reading.text[words[i - 1].end : words[i].start]:
            return i
    is_apposed = False
    for i in range(right.first_word, left.last_word, -1):
        gap = reading.text[words[i - 1].end : words[i].start]
        if i == right.first_word and ("(" in gap or ("," in gap and "and" in between)):
            is_apposed = "," in gap
            continue  # `the foundation (22)`, `and the foundation, its owner, 22`: what stands before is the number's
        if is_apposed and "," in gap:
            is_apposed = False
            continue
        if i == right.first_word - 1 and words[i].lower == "with" and "," in reading.text[left.end : words[i].start]:
            continue  # `640 jobs, followed by offices with 310`
        if words[i].lower in _SEPARATORS or any(mark in _MARKS for mark in gap):
            return i
    return None
