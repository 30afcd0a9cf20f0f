"""Which words of a sentence belong to which of its numbers."""

from __future__ import annotations

from harness.text.reading import Quantity, Reading

_SEPARATORS = frozenset({"and", "but", "while", "with", "whereas", "plus", "against", "compared"})


def segment_of(reading: Reading, quantity: Quantity) -> tuple[int, int]:
    """Return the words that belong to a number: from the break after the number before it to that before the next.

    `300 dead and 2,700 wounded` has two segments; in `1,000 of the 11,000 sent` the first number shares the second's.
    """
    first, last = reading.sentence_words[quantity.sentence]
    siblings = reading.quantities_by_sentence[quantity.sentence]
    before = [q for q in siblings if q.last_word < quantity.first_word]
    after = [q for q in siblings if q.first_word > quantity.last_word]
    if before:
        first = _break_between(reading, before[-1], quantity)[1]
    if after:
        for other in after:
            end, _, shares = _between(reading, quantity, other)
            if not shares:
                last = end
                break
    return first, last


def _break_between(reading: Reading, left: Quantity, right: Quantity) -> tuple[int, int]:
    end, start, shares = _between(reading, left, right)
    return (end, start) if not shares else (right.first_word, right.first_word)


def _between(reading: Reading, left: Quantity, right: Quantity) -> tuple[int, int, bool]:
    """Return where the left number's words end, where the right one's begin, and whether it is part of the right."""
    words = reading.words[left.last_word + 1 : right.first_word]
    lowers = [word.lower for word in words]
    if "of" in lowers[-4:] and not any(separator in lowers for separator in _SEPARATORS):
        return right.first_word, right.first_word, True
    for i in range(len(words) - 1, -1, -1):
        if lowers[i] in _SEPARATORS or reading.text[words[i].end : words[i].end + 1] in ",;:(":
            cut = left.last_word + 1 + i
            return (cut, cut, False) if lowers[i] in _SEPARATORS else (cut + 1, cut + 1, False)
    return right.first_word, right.first_word, False
