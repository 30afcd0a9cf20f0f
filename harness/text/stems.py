"""English stems as the rouge-score package makes them: Porter's algorithm with the extensions of the NLTK project.

Porter, An algorithm for suffix stripping, Program 14(3), 1980; the extensions are those of NLTK's default mode. Stems
are equal to NLTK's to the letter. They are made here because NLTK takes a third of a second and 40 MB to import.

A word is read as consonants (c) and vowels (v); y is a vowel after a consonant. Its *measure* is how often a vowel is
followed by a consonant, and a suffix is cut only where enough measure is left before it.
"""

from __future__ import annotations

import re
from functools import lru_cache

_MEMO = 1 << 17
_SHORTEST = 4
"""Words of fewer letters are left as they are; so does rouge-score."""

_IRREGULAR = {
    "skies": "sky",
    "dying": "die",
    "lying": "lie",
    "tying": "tie",
    "news": "news",
    "innings": "inning",
    "inning": "inning",
    "outings": "outing",
    "outing": "outing",
    "cannings": "canning",
    "canning": "canning",
    "howe": "howe",
    "proceed": "proceed",
    "exceed": "exceed",
    "succeed": "succeed",
}

_DERIVED = {
    "ational": "ate",
    "tional": "tion",
    "enci": "ence",
    "anci": "ance",
    "izer": "ize",
    "bli": "ble",
    "alli": "al",
    "entli": "ent",
    "eli": "e",
    "ousli": "ous",
    "ization": "ize",
    "ation": "ate",
    "ator": "ate",
    "alism": "al",
    "iveness": "ive",
    "fulness": "ful",
    "ousness": "ous",
    "aliti": "al",
    "iviti": "ive",
    "biliti": "ble",
    "fulli": "ful",
    "logi": "log",
}
_FORMED = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_ENDING = re.compile("(?:al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ion|ou|ism|ate|iti|ous|ive|ize)$")


# A search finds the leftmost match, which is the longest of the suffixes that a word ends with.
_DERIVED_END = re.compile(f"(?:{'|'.join(_DERIVED)})$")
_FORMED_END = re.compile(f"(?:{'|'.join(_FORMED)})$")


@lru_cache(maxsize=_MEMO)
def stem(word: str) -> str:
    """Return the stem of a lower-case word of ASCII letters and digits; a word of up to three is its own stem."""
    if len(word) < _SHORTEST:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    word = _turn_y(_cut_past(_cut_plural(word)))
    word = _cut_formed(_cut_derived(word))
    return _tidy(_cut_ending(word))


def _kinds(word: str) -> str:
    """Return a `c` or a `v` for each letter."""
    kinds = ""
    last = "v"
    for letter in word:
        is_vowel = letter in "aeiou" or (letter == "y" and last == "c")
        last = "v" if is_vowel else "c"
        kinds += last
    return kinds


def _measure(word: str) -> int:
    return _kinds(word).count("vc")


def _ends_short(word: str) -> bool:
    """Whether the last syllable is short, as in `hop` and `at`; such a stem takes an e (`hope`)."""
    kinds = _kinds(word)
    return kinds == "vc" or (kinds.endswith("cvc") and word[-1] not in "wxy")


def _cut_plural(word: str) -> str:
    if word.endswith("ies"):
        return word[:-1] if len(word) == _SHORTEST else word[:-2]
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _cut_past(word: str) -> str:
    if word.endswith("ied"):
        return word[:-1] if len(word) == _SHORTEST else word[:-2]
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) else word
    for suffix in ("ed", "ing"):
        if word.endswith(suffix) and "v" in _kinds(word[: -len(suffix)]):
            return _mend(word[: -len(suffix)])
    return word


def _mend(word: str) -> str:
    """Give back what `ed` and `ing` took from the word: `siz` is size, `hopp` is hop, `fil` is file."""
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if word[-1:] == word[-2:-1] and _kinds(word).endswith("c"):
        return word if word[-1] in "lsz" else word[:-1]
    return word + "e" if _measure(word) == 1 and _ends_short(word) else word


def _turn_y(word: str) -> str:
    is_turned = len(word) > 2 and word.endswith("y") and _kinds(word[:-1]).endswith("c")  # noqa: PLR2004  (not `by`)
    return word[:-1] + "i" if is_turned else word


def _cut_derived(word: str) -> str:
    match = _DERIVED_END.search(word)
    if not match:
        return word
    base, suffix = word[: match.start()], match.group()
    if not _measure(base + "l" if suffix == "logi" else base):
        return word
    word = base + _DERIVED[suffix]
    return _cut_derived(word) if suffix == "alli" else word


def _cut_formed(word: str) -> str:
    match = _FORMED_END.search(word)
    if match and _measure(word[: match.start()]):
        return word[: match.start()] + _FORMED[match.group()]
    return word


def _cut_ending(word: str) -> str:
    match = _ENDING.search(word)
    if not match:
        return word
    base = word[: match.start()]
    is_cut = _measure(base) > 1 and (match.group() != "ion" or base[-1] in "st")
    return base if is_cut else word


def _tidy(word: str) -> str:
    if word.endswith("e"):
        base = word[:-1]
        measure = _measure(base)
        if measure > 1 or (measure == 1 and not _ends_short(base)):
            word = base
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word
