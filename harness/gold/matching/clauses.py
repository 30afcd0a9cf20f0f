"""How a clause is asserted: negated or not, and how certain."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from harness.gold.matching.terms import Hit
from harness.text.reading import Reading
from harness.text.words import word_set

DOUBT = frozenset({"may", "might", "could", "possibly", "perhaps", "potentially", "maybe", "conceivably"})
"""Words that turn a firm statement into doubt when they stand before its predicate."""

_AFTER_VERB = frozenset({"not", "n't", "no", "nothing", "never", "none"})
_CALLED_UNTRUE = re.compile(
    r"\b(?:false|untrue|not true|no truth|no evidence|myth|hoax|den(?:y|ies|ied|ying)|refut(?:es|ed)|reject(?:s|ed)"
    r"|(?:nobody|no one|none) (?:believes?|says?|thinks?))\b[^.;]{0,40}?\bthat\b",
    re.IGNORECASE,
)
_ALL_UNTRUE = re.compile(
    r"\W{0,9}(?:it|this) (?:(?:is|was) (?:simply |just |plainly |in fact )?"
    r"(?:(?:not|never) (?:true|the case)|untrue|false|wrong|incorrect|a (?:myth|lie|hoax))"
    r"|(?:isn|wasn)['\u2019]t (?:true|the case)) that\b",
    re.IGNORECASE,
)
_IS_UNTRUE = re.compile(
    r"\b(?:is|was|are|were|proved) (?:an? |simply |plainly |entirely )?(?:false|untrue|myth|hoax|not true|invention)\b",
    re.IGNORECASE,
)
_REACH = 400
"""How many characters away a clause such as `it is false that` may stand in a very long sentence."""

_SCOPE = 9
"""How many words after a negation it can still reach."""


def clause_of(reading: Reading, position: int) -> tuple[int, int]:
    """Return the first and last + 1 words of the clause that a word stands in."""
    return reading.clause_at(position)


def clause_of_all(reading: Reading, hit: Hit) -> tuple[int, int]:
    """Return the first and last + 1 words of the clauses that the words of a hit stand in."""
    return min(hit[0], clause_of(reading, hit[0])[0]), max(hit[1], clause_of(reading, hit[1] - 1)[1])


def stretch_of(reading: Reading, hit: Hit) -> tuple[int, int]:
    """Return the words around a hit up to a comma, a stop or a word that begins another clause; `and` joins."""
    first, last = reading.sentence_words[reading.sentence_of(reading.words[hit[0]].start)]
    place = bisect_right(reading.parted, hit[0])
    begin = max(first, reading.parted[place - 1]) if place else first
    place = bisect_left(reading.parted, hit[1])
    end = min(last, reading.parted[place]) if place < len(reading.parted) else last
    return begin, max(hit[1], end)


_MARKS = frozenset(",;:()\u2013\u2014")


def is_negated(reading: Reading, hit: Hit, *, skip: Sequence[Hit] = ()) -> bool:
    """Whether the words at a hit are negated: an odd number of negations reach them from inside their clause.

    Negations inside the hits of `skip` are left out.
    """
    first, last = clause_of(reading, hit[0])
    rejected = rejected_from(reading, hit)
    count = int(is_rejected(reading, hit))
    for begin, end, _ in reading.cues_between("negation", max(first, rejected), max(last, hit[1] + 1)):
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


def is_plainly_negated(reading: Reading, hit: Hit) -> bool:
    """Whether a negation stands beside the words at a hit: `did not rise`, `nobody rose`, `acknowledged nothing`."""
    first = max(clause_of(reading, hit[0])[0], hit[0] - _BESIDE, rejected_from(reading, hit))
    last = min(hit[1] + 1, reading.sentence_words[reading.sentence_of(reading.words[hit[0]].start)][1])
    count = int(is_rejected(reading, hit))
    for begin, end, _ in reading.cues_between("negation", first, last):
        if begin in reading.bound_words or is_noun_of_denial(reading, begin) or is_no_denial(reading, begin, end):
            continue
        count += end <= hit[0] or (begin == hit[1] and reading.words[begin].lower in _AFTER_VERB)
    return count % 2 == 1


def is_noun_of_denial(reading: Reading, position: int) -> bool:
    """Whether a word that denies is a thing told of: `that silence is a problem`, `a lack of doctors`."""
    words = reading.words
    return position > 0 and words[position].lower in _NOUNS and words[position - 1].lower in DETERMINERS


def is_no_denial(reading: Reading, begin: int, end: int) -> bool:
    """Whether a negation leaves what it stands in as it is: `could not be confirmed`, `no district did better than`."""
    near = [word.lower for word in reading.words[end : end + _PROOF_REACH]]
    if not _ALONE.isdisjoint(near[:2]):
        return True  # `not only`, `not the only`
    if any(a in ("be", "been") and not _PROVED.isdisjoint(near[i:]) for i, a in enumerate(near)):
        return True  # but not `did not confirm`
    lowers = [word.lower for word in reading.words[end : end + _SCOPE]]
    return reading.words[begin].lower in ("no", "none", "nobody") and any(
        a in _COMPARATIVES and b == "than" for a, b in pairwise(lowers)
    )


def has_negation(reading: Reading, sentence: int, hit: Hit) -> bool:
    """Whether a sentence has any word that denies: `not`, `nobody`, `silent`, `unclear`.

    Where it calls untrue what it says, the hit in it, that turns the answer round.
    """
    first, last = reading.sentence_words[sentence]
    rejected = rejected_from(reading, hit)
    if rejected:
        return not denies(reading, rejected, last)
    return denies(reading, first, last)


def denies(reading: Reading, first: int, last: int) -> bool:
    """Whether any of some words denies: `not`, `nobody`, `silent`, `unclear`."""
    if any(begin not in reading.bound_words for begin, _, _ in reading.cues_between("negation", first, last)):
        return True
    return is_negative_term(reading, (first, last))


_AUXILIARIES = frozenset(
    {"be", "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "might"}
    | {"do", "does", "did"}
)


_NEGATING = frozenset({"cannot", "n't", "not", "never"})


_EMPTY_VERBS = frozenset({"be", "have", "play", "pose", "find", "see", "show", "make", "give", "take", "hold", "cause"})
"""Verbs that a `no` behind them denies: `was no factor`, `played no part`."""

_NO_BUT = frozenset({"since", "before", "until", "other", "doubt"})
_NO_REACH = 7
"""In so many words behind `no`, these tell that something is so: `no such war since 1953`, `no doubt`."""


def has_not(reading: Reading, first: int, last: int) -> bool:
    """Whether a verb between two words is negated: `was not`, `cannot`, `did never`, `posed no danger`."""
    words = reading.words
    return any(
        (words[i].lower in ("cannot", "n't") or words[i - 1].lower in _AUXILIARIES)
        and i not in reading.bound_words
        and not is_no_denial(reading, i, i + 1)
        for i in range(max(first, 1), last)
        if words[i].lower in _NEGATING
    ) or any(
        words[i].lower == "no"
        and reading.lemmas[i - 1] in _EMPTY_VERBS
        and i not in reading.bound_words
        and not is_no_denial(reading, i, i + 1)
        and _NO_BUT.isdisjoint(reading.lowers[i + 1 : i + 1 + _NO_REACH])
        for i in range(max(first, 1), last)
    )


_NOT = re.compile(
    r"\b(?:not|never|hardly|far from|yet to|\w+n['\u2019]t|whether|if|no"
    r"|un(?:certain|clear|known|settled|decided|sure|proven|proved|confirmed|verified|likely|able))\b",
    re.IGNORECASE,
)
_QUESTIONED = re.compile(
    r"\b(?:not (?:certain|clear|known|sure|settled)|un(?:certain|clear|known|settled)|doubtful|questionable|open)\b"
    r"[^.;]{0,20}?\b(?:whether|if)\b",
    re.IGNORECASE,
)


_IT_IS = re.compile(r"\W*it (?:is|was|remains?|remained) (?:\w+ )?", re.IGNORECASE)
_TURNS_AWAY = re.compile(r"[;:()\u2013\u2014]|\b(?:but|while|whereas|although|though|since|because)\b", re.IGNORECASE)


def is_questioned(reading: Reading, sentence: int, hit: Hit) -> bool:
    """Whether a sentence calls it unclear whether what follows, the hit in it, is so."""
    start = max(reading.sentences[sentence][0], reading.words[hit[0]].start - _REACH)
    match = _QUESTIONED.search(reading.text, start, reading.words[hit[0]].start)
    if match is None:
        return False
    between = reading.text[match.end() : reading.words[hit[0]].start]
    if _IT_IS.fullmatch(reading.text, reading.sentences[sentence][0], match.start()):
        return not _TURNS_AWAY.search(between)  # `It is unclear whether men, women and children …`
    return _MARKS.isdisjoint(between)


_CLOSE = 3
_PROOF_REACH = 4
_ALONE = frozenset({"only", "just", "merely", "alone", "solely"})
_NOUNS = frozenset({"silence", "lack", "absence", "denial", "refusal", "failure", "shortage", "rejection"})
_PROVED = frozenset({"verified", "confirmed", "proven", "proved", "corroborated", "substantiated", "established"})
_COMPARATIVES = frozenset({"better", "more", "higher", "greater", "worse", "larger", "faster", "longer", "stronger"})
DETERMINERS = frozenset({"the", "that", "this", "its", "their", "his", "her", "a", "an", "such"})
_BESIDE = 5
"""How many words before a verb a negation may stand."""


def is_rejected(reading: Reading, hit: Hit) -> bool:
    """Whether a sentence reports the words at a hit as untrue: `it is false that …`, `… is a myth`, `denied that …`."""
    _, end = reading.sentences[reading.sentence_of(reading.words[hit[0]].start)]
    last = reading.words[hit[1] - 1].end
    return rejected_from(reading, hit) > 0 or bool(_IS_UNTRUE.search(reading.text, last, min(end, last + _REACH)))


def rejected_from(reading: Reading, hit: Hit) -> int:
    """Return the word from which on a sentence reports as untrue what it says, the hit in it; 0 where it does not."""
    if "that" not in reading.lower:
        return 0
    start, _ = reading.sentences[reading.sentence_of(reading.words[hit[0]].start)]
    first = reading.words[hit[0]].start
    match = _CALLED_UNTRUE.search(reading.text, max(start, first - _REACH), first)
    if not match:
        return 0
    begin = reading.word_at(match.end() - 1) + 1
    place = bisect_right(reading.paused, begin)
    return 0 if place < len(reading.paused) and reading.paused[place] <= hit[0] else begin


def is_called_untrue(reading: Reading, position: int) -> bool:
    """Whether a sentence opens with words that call all it says untrue, up to a word: `It is not true that …`."""
    if "that" not in reading.lower:
        return False
    start, _ = reading.sentences[reading.sentence_of(reading.words[position].start)]
    return _ALL_UNTRUE.match(reading.text, start, reading.words[position].start) is not None


def is_negative_term(reading: Reading, hit: Hit) -> bool:
    """Whether a term carries a negation in itself: `unprepared`, `temporary`, `no details`."""
    place = bisect_left(reading.negatives, hit[0])
    return place < len(reading.negatives) and reading.negatives[place] < hit[1]


def hedges_before(reading: Reading, sentence: int, hit: Hit) -> set[str]:
    """Return the kinds of hedges that stand in the hit's clause, or in the sentence before it."""
    first, _ = reading.sentence_words[sentence]
    _, clause_end = clause_of(reading, hit[1] - 1)
    return _kinds_of_hedges(reading, first, max(clause_end, hit[1]))


def hedges_in(reading: Reading, sentence: int) -> set[str]:
    """Return the kinds of hedges anywhere in a sentence."""
    first, last = reading.sentence_words[sentence]
    return _kinds_of_hedges(reading, first, last)


def _kinds_of_hedges(reading: Reading, first: int, last: int) -> set[str]:
    """Return the kinds of hedges from a word to another; what makes certain behind a negation is one of doubt."""
    cues = reading.cues_between("hedge", first, last)
    turned = {i for i, _, _ in cues if not _TURNING.isdisjoint(reading.lowers[max(first, i - _TURNED_REACH) : i])}
    return {"reported" if kind == "certain" and i in turned else kind for i, _, kind in cues}


def is_doubted(reading: Reading, hit: Hit) -> bool:
    """Whether a word of doubt (`may`, `might`, `could`, `perhaps`) stands close before the hit in its clause."""
    first, _ = clause_of(reading, hit[0])
    return any(reading.words[i].lower in DOUBT for i in range(max(first, hit[0] - _CLOSE), hit[0]))


_TURNING = word_set("not n't no never nor cannot un")
_TURNED_REACH = 3

_CERTAIN = word_set("will going definitely certainly undoubtedly certain sure bound confirmed proved proven")


def is_sworn(reading: Reading, hit: Hit) -> bool:
    """Whether a word that makes certain (`will`, `definitely`, `is certain to`) stands close before the hit."""
    first, _ = clause_of(reading, hit[0])
    return any(reading.words[i].lower in _CERTAIN for i in range(max(first, hit[0] - _CLOSE), hit[0]))


_INSISTING = frozenset(
    {"certainly", "definitely", "undoubtedly", "surely", "unquestionably", "indisputably", "inevitably", "inevitable"}
    | {"certain", "guaranteed", "doubtless", "definitive", "definite", "assured", "sure"}
)
_NOT_INSISTED = frozenset({"not", "n't", "no", "less", "never", "far", "a", "make", "made", "making"})
_SETTLED = re.compile(
    r"\b(?:is|are|was|were|been|being|now|already|it|this|as) (?:(?!not\b|never\b|hardly\b|far\b)\w+ )?"
    r"(?:certain|settled|decided|definite|beyond (?:any |all )?(?:doubt|question|dispute)|a certainty|clear|guaranteed"
    r"|sure|bound|proven|proved|established|confirmed|convinced|a fact) (?:that|to)\b"
    r"|\b(?:has|have|had) (?:already |now )?(?:decided|resolved) (?:that|to)\b"
    r"|\b(?:no|without(?: any| a)?|beyond(?: any| all)?) doubts?\b"
    r"|\b(?:independently|officially|now|since|been) (?:confirmed|verified|corroborated|proven|proved)\b",
    re.IGNORECASE,
)


_IS_PROVEN = re.compile(
    r"\b(?:is|are|was|were|been) (?:now )?(?:(?:one|the|an?) )?"
    r"(?:(?:proven|proved|established|confirmed|definite|undisputed) (?:fact|factor|cause|reason|link)"
    r"|(?:a certainty|beyond (?:doubt|question|dispute))\b)",
    re.IGNORECASE,
)
"""What calls certain that which stands before it: `the radar is one proven factor`."""


def is_called_certain(reading: Reading, sentence: int, words: Hit, core: Hit) -> bool:
    """Whether a sentence insists that what it says is so, its predicate at `core`: `will certainly`, `it is proven`."""
    return is_insisted(reading, *stretch_of(reading, words)) or is_settled(reading, sentence, core)


def is_insisted(reading: Reading, first: int, last: int) -> bool:
    """Whether some words call it certain: `will certainly`, `definitely`, `is already certain`."""
    words = reading.words
    return any(
        words[i].lower in _INSISTING and (i == 0 or words[i - 1].lower not in _NOT_INSISTED) for i in range(first, last)
    )


def tells_certainty(reading: Reading, position: int) -> bool:
    """Whether a word makes certain or doubtful what it stands beside."""
    lower = reading.words[position].lower
    return lower in _INSISTING or lower in _CERTAIN or lower in DOUBT or lower in ("decided", "settled", "resolved")


def is_settled(reading: Reading, sentence: int, hit: Hit) -> bool:
    """Whether a sentence calls a hit certain or decided: `it has been decided that the bank will`."""
    start = max(reading.sentences[sentence][0], reading.words[hit[0]].start - _REACH)
    match = _SETTLED.search(reading.text, start, reading.words[hit[0]].start)
    if match is None:
        start = reading.words[hit[1] - 1].end
        match = _IS_PROVEN.search(reading.text, start, reading.sentences[sentence][1])
    return match is not None and not _NOT.search(reading.text, start, match.start() + 1)


def is_chanced(reading: Reading, hit: Hit) -> bool:
    """Whether what stands before the hit since the last comma or stop calls it possible: `there is a chance that …`."""
    first, _ = reading.sentence_words[reading.sentence_of(reading.words[hit[0]].start)]
    place = bisect_right(reading.paused, hit[0])
    begin = max(first, reading.paused[place - 1]) if place else first
    return any(kind != "certain" for _, _, kind in reading.cues_between("hedge", begin, hit[0]))


def is_conditional(reading: Reading, sentence: int, hit: Hit) -> bool:
    """Whether the hit is only asked or supposed: after `whether` or `if` in its sentence."""
    first, _ = reading.sentence_words[sentence]
    return any(reading.words[i].lower in ("whether", "if", "unless") for i in range(first, hit[0]))
