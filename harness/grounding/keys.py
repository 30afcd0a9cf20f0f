"""What words are compared by: base forms, stems, families of the lexicon, countries, numbers."""

from __future__ import annotations

from functools import lru_cache

from harness.text.stems import stem
from harness.text.words import lexicon, word_set

EMPTY = word_set(
    "the a an of in to by was were is are have has had be been being am do for from with that and or on at as its "
    "their his her him it they them he she this these those which who whom whose will would not n't but after "
    "before than about into over under between during when while also more most say i me my we us our you your "
    "there what if so such no can could may might should must up out off down then"
)
"""Words that alone tell nothing of what a sentence is about."""

DENIALS = word_set("not n't no never neither nor none nobody nothing nowhere without cannot")
"""Words that deny what stands beside them."""

_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
}


@lru_cache(maxsize=1 << 16)
def keys_of(lemma: str) -> tuple[str, ...]:
    """Return what a base form may be found by: itself, its stem, its number, its country, its families.

    Two words are taken for one where they share a key.
    """
    lex = lexicon()
    keys = {lemma: None, f"/{stem(lemma)}": None}
    if lemma in _NUMBERS:
        keys[_NUMBERS[lemma]] = None
    if lemma in lex.demonyms:
        keys[lex.demonyms[lemma]] = None
    keys |= dict.fromkeys(f"={family}" for family in lex.families_of((lemma,)))
    return tuple(keys)


def is_content(lemma: str) -> bool:
    """Whether a word alone tells something of what a sentence is about."""
    return lemma not in EMPTY and lemma[0].isalnum()
