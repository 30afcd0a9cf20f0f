"""How a clause is asserted: negated or not, and how certain."""

from __future__ import annotations

from collections.abc import Sequence

from harness.gold.matching.terms import Hit
from harness.text.reading import Reading

DOUBT = frozenset({"may", "might", "could", "possibly", "perhaps", "potentially", "maybe", "conceivably"})
"""Words that turn a firm statement into doubt when they stand before its predicate."""

_AFTER_VERB = frozenset({"not", "n't", "no", "nothing", "never", "none"})
_SCOPE = 9
"""How many words after a negation it can still reach."""


def clause_of(reading: Reading, position: int) -> tuple[int, int]:
    """Return the first and last + 1 words of the clause that a word stands in."""
    word = reading.words[position]
    sentence = reading.sentence_of(word.start)
    for span in reading.clauses[sentence]:
        if span[0] <= word.start < span[1]:
            return reading.word_range(span)
    return reading.sentence_words[sentence]


def _bounds(reading: Reading) -> set[int]:
    """Words that belong to a number's bound: `no fewer than` negates nothing."""
    return {i for q in reading.quantities for i in range(*reading.word_range((q.start, q.end)))}


def is_negated(reading: Reading, hit: Hit, *, skip: Sequence[Hit] = ()) -> bool:
    """Whether the words at a hit are negated: an odd number of negations reach them from inside their clause.

    Negations inside the hits of `skip` are left out.
    """
    first, last = clause_of(reading, hit[0])
    bounds = _bounds(reading)
    count = 0
    for begin, end, _ in reading.cues("negation"):
        if begin in bounds or any(s[0] <= begin < s[1] for s in skip):
            continue
        if reading.words[begin].lower == "nor" and any(w.lower == "neither" for w in reading.words[first:begin]):
            continue  # `neither … nor` is one negation
        inside_hit = hit[0] <= begin < hit[1]
        reaches = first <= begin < last and begin < hit[1] and hit[0] - end < _SCOPE
        follows = reading.words[begin].lower in _AFTER_VERB and hit[1] == begin and end < last
        if inside_hit or reaches or follows:
            count += 1
    return count % 2 == 1


def is_negative_term(reading: Reading, hit: Hit) -> bool:
    """Whether a term carries a negation in itself: `unprepared`, `temporary`, `no details`."""
    lex = reading.lexicon
    words = reading.words[hit[0] : hit[1]]
    return any((w.lemma,) in lex.negatives or (w.lower,) in lex.negatives or (w.lower,) in lex.negations for w in words)


def hedges_before(reading: Reading, sentence: int, hit: Hit) -> set[str]:
    """Return the kinds of hedges that stand in the hit's clause, or in the sentence before it."""
    first, _ = reading.sentence_words[sentence]
    _, clause_end = clause_of(reading, hit[1] - 1)
    return {kind for begin, _, kind in reading.cues("hedge") if first <= begin < max(clause_end, hit[1])}


def hedges_in(reading: Reading, sentence: int) -> set[str]:
    """Return the kinds of hedges anywhere in a sentence."""
    first, last = reading.sentence_words[sentence]
    return {kind for begin, _, kind in reading.cues("hedge") if first <= begin < last}


def is_doubted(reading: Reading, hit: Hit) -> bool:
    """Whether a word of doubt (`may`, `might`, `could`, `perhaps`) stands just before the hit in its clause."""
    first, _ = clause_of(reading, hit[0])
    return any(reading.words[i].lower in DOUBT for i in range(first, hit[0]))


def is_conditional(reading: Reading, sentence: int, hit: Hit) -> bool:
    """Whether the hit is only asked or supposed: after `whether` or `if` in its sentence."""
    first, _ = reading.sentence_words[sentence]
    return any(reading.words[i].lower in ("whether", "if", "unless") for i in range(first, hit[0]))
