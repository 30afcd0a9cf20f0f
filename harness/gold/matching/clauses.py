"""How a clause is asserted: negated or not, and how certain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.gold.matching.terms import Hit
from harness.text.reading import Reading

DOUBT = frozenset({"may", "might", "could", "possibly", "perhaps", "potentially", "maybe", "conceivably"})
"""Words that turn a firm statement into doubt when they stand before its predicate."""

_AFTER_VERB = frozenset({"not", "n't", "no", "nothing", "never", "none"})
_CALLED_UNTRUE = re.compile(
    r"\b(?:false|untrue|not true|no truth|no evidence|myth|hoax|den(?:y|ies|ied|ying)|refut(?:es|ed)|reject(?:s|ed)"
    r"|(?:nobody|no one|none) (?:believes?|says?|thinks?))\b[^.;]{0,40}?\bthat\b",
    re.IGNORECASE,
)
_IS_UNTRUE = re.compile(
    r"\b(?:is|was|are|were|proved) (?:an? |simply |plainly |entirely )?(?:false|untrue|myth|hoax|not true|invention)\b",
    re.IGNORECASE,
)
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


def clause_of_all(reading: Reading, hit: Hit) -> tuple[int, int]:
    """Return the first and last + 1 words of the clauses that the words of a hit stand in."""
    return min(hit[0], clause_of(reading, hit[0])[0]), max(hit[1], clause_of(reading, hit[1] - 1)[1])


def stretch_of(reading: Reading, hit: Hit) -> tuple[int, int]:
    """Return the words around a hit up to a comma, a stop or a word that begins another clause; `and` joins."""
    first, last = reading.sentence_words[reading.sentence_of(reading.words[hit[0]].start)]
    begin, end = hit
    while begin > first and not _parts(reading, begin):
        begin -= 1
    while end < last and not _parts(reading, end):
        end += 1
    return begin, end


def _parts(reading: Reading, position: int) -> bool:
    """Whether a clause begins at a word."""
    words = reading.words
    gap = reading.text[words[position - 1].end : words[position].start]
    return words[position].lower in _OPENERS or any(mark in _MARKS for mark in gap)


_OPENERS = frozenset("but while whereas although though because which who that if whether when after before".split())
_MARKS = frozenset(",;:()\u2013\u2014")


def is_negated(reading: Reading, hit: Hit, *, skip: Sequence[Hit] = ()) -> bool:
    """Whether the words at a hit are negated: an odd number of negations reach them from inside their clause.

    Negations inside the hits of `skip` are left out.
    """
    first, last = clause_of(reading, hit[0])
    count = int(is_rejected(reading, hit))
    for begin, end, _ in reading.cues_between("negation", first, max(last, hit[1] + 1)):
        if begin in reading.bound_words or any(s[0] <= begin < s[1] for s in skip):
            continue
        if reading.words[begin].lower == "nor" and any(w.lower == "neither" for w in reading.words[first:begin]):
            continue  # `neither … nor` is one negation
        inside_hit = hit[0] <= begin < hit[1]
        reaches = first <= begin < last and begin < hit[1] and hit[0] - end < _SCOPE
        follows = reading.words[begin].lower in _AFTER_VERB and hit[1] == begin and end < last
        if inside_hit or reaches or follows:
            count += 1
    return count % 2 == 1


def is_rejected(reading: Reading, hit: Hit) -> bool:
    """Whether a sentence reports the words at a hit as untrue: `it is false that …`, `… is a myth`, `denied that …`."""
    start, end = reading.sentences[reading.sentence_of(reading.words[hit[0]].start)]
    before = reading.text[start : reading.words[hit[0]].start]
    after = reading.text[reading.words[hit[1] - 1].end : end]
    return bool(_CALLED_UNTRUE.search(before)) or bool(_IS_UNTRUE.search(after))


def is_negative_term(reading: Reading, hit: Hit) -> bool:
    """Whether a term carries a negation in itself: `unprepared`, `temporary`, `no details`."""
    lex = reading.lexicon
    words = reading.words[hit[0] : hit[1]]
    return any((w.lemma,) in lex.negatives or (w.lower,) in lex.negatives or (w.lower,) in lex.negations for w in words)


def hedges_before(reading: Reading, sentence: int, hit: Hit) -> set[str]:
    """Return the kinds of hedges that stand in the hit's clause, or in the sentence before it."""
    first, _ = reading.sentence_words[sentence]
    _, clause_end = clause_of(reading, hit[1] - 1)
    return {kind for _, _, kind in reading.cues_between("hedge", first, max(clause_end, hit[1]))}


def hedges_in(reading: Reading, sentence: int) -> set[str]:
    """Return the kinds of hedges anywhere in a sentence."""
    first, last = reading.sentence_words[sentence]
    return {kind for _, _, kind in reading.cues_between("hedge", first, last)}


def is_doubted(reading: Reading, hit: Hit) -> bool:
    """Whether a word of doubt (`may`, `might`, `could`, `perhaps`) stands just before the hit in its clause."""
    first, _ = clause_of(reading, hit[0])
    return any(reading.words[i].lower in DOUBT for i in range(first, hit[0]))


def is_conditional(reading: Reading, sentence: int, hit: Hit) -> bool:
    """Whether the hit is only asked or supposed: after `whether` or `if` in its sentence."""
    first, _ = reading.sentence_words[sentence]
    return any(reading.words[i].lower in ("whether", "if", "unless") for i in range(first, hit[0]))
