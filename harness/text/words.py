"""Words of a text with their base forms and the lexicon's families, and phrases found among them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import lru_cache
from importlib import resources
from operator import attrgetter
from typing import NamedTuple

from harness.text.fold import FoldedText

_WORD = re.compile(
    r"""
    [^\W_]++ (?: [.'&-] [^\W_]++ )*+    # letters and digits, joined inside by marks: 11th, don't, R&D, U.S, front-line
    (?: \. (?<=\b[A-Z]\.[A-Z]\.) )?     # the last period of U.S.
    | [$\u20ac\u00a3%]
    """,
    re.VERBOSE,
)
_POSSESSIVE = re.compile(r"'s$|(?<=s)'$")
_POSSESSIVE_ENDING = re.compile(r"(?:['\u2019]s|s['\u2019])$", re.IGNORECASE)
_PEOPLE = re.compile(r"[a-z]{3,}ans")

_IRREGULAR = {
    "bent": "bend", "bore": "bear", "broke": "break", "caught": "catch", "dove": "dive", "felt": "feel",
    "left": "leave", "rose": "rise", "shook": "shake", "shot": "shoot", "slew": "slay", "swore": "swear",
    "thought": "think", "won": "win",
    "axing": "axe", "bombing": "bomb", "cancelled": "cancel", "cancelling": "cancel", "flooding": "flood",
    "kidnapping": "kidnap", "labelled": "label", "labelling": "label", "levelled": "level", "levelling": "level",
    "modelled": "model", "modelling": "model", "signalled": "signal", "signalling": "signal", "warning": "warn",
    "bigger": "big",
    "lives": "life", "wives": "wife", "thieves": "thief", "loaves": "loaf", "shelves": "shelf", "halves": "half",
    "israelis": "israeli", "iraqis": "iraqi",
    # These are words of their own in news prose, not forms of accord, go, last, lie, low, medium, miss, odd, unman,
    # unsee, we and wrong.
    **{word: word for word in ("according", "gone", "lasting", "lay", "lower", "media", "missing", "odds", "unmanned")},
    **{word: word for word in ("unseen", "us", "worse")},
    "n't": "not",
}  # fmt: skip
"""Base forms that the dictionary lacks, or has otherwise than news prose uses the word."""


_LONGEST = 40
"""No English word has more letters; the dictionary's time grows with the square of a word's length."""


def word_set(words: str) -> frozenset[str]:
    """Return the words of a line."""
    return frozenset(words.split())


def has_any(lower: str, pieces: Iterable[str]) -> bool:
    """Whether any of some pieces stands in a text in small letters: fast, to pass over patterns that need one."""
    return any(piece in lower for piece in pieces)


class Word(NamedTuple):
    """One word: its span, its text as written, and its lower-cased form without a possessive, accents composed."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def lemma(self) -> str:
        """Its base form."""
        return lemma_of(self.lower)

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def is_possessive(self) -> bool:
        """Whether it is written with an apostrophe as somebody's or something's."""
        return _POSSESSIVE_ENDING.search(self.text) is not None


@lru_cache(maxsize=65536)
def lemma_of(lower: str) -> str:
    """Return the base form of a lower-cased English word; `n't` is `not`."""
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if len(lower) > _LONGEST or not (lower.isascii() and lower.isalpha()):
        return lower
    import simplemma  # noqa: PLC0415  (loads a dictionary of some megabytes)

    lemma = simplemma.lemmatize(lower, lang="en").lower()
    return lemma[:-1] if lemma == lower and _PEOPLE.fullmatch(lemma) else lemma


def split_words(text: str) -> list[Word]:
    """Return the words of a text; contractions of 'not' are split off as the word `n't`."""
    return words_of(text, FoldedText(text, keeps_layout=True))


def words_of(text: str, plain: FoldedText) -> list[Word]:
    """Return the words of a text that is at hand folded for reading."""
    words: list[Word] = []
    is_aligned = plain.is_aligned
    for match in _WORD.finditer(plain.text):
        start, end = match.span() if is_aligned else plain.span(*match.span())
        lower = match.group().lower()
        if "'" not in lower:
            words.append(Word(start, end, text[start:end], lower))
        elif lower.endswith("n't"):
            cut = plain.span(match.end() - 3, match.end())[0]
            if lower != "n't":
                words.append(Word(start, cut, text[start:cut], lower[:-3]))
            words.append(Word(cut, end, text[cut:end], "n't"))
        else:
            words.append(Word(start, end, text[start:end], _POSSESSIVE.sub("", lower)))
    return words


class WordIndex:
    """The words of a text, and the same in small letters, to be found by their place in it."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.lowers = [word.lower for word in words]
        self._starts = [word.start for word in words]

    def at(self, offset: int) -> int:
        """Return the position of the last word that starts at or before an offset; 0 where none does."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def first_from(self, offset: int) -> int:
        """Return the position of the first word that starts at or behind an offset, or the number of words."""
        return bisect_left(self._starts, offset)


Phrase = tuple[str, ...]
"""A word or several, each in its base form."""

_FIELDS = 3


def as_phrase(text: str) -> Phrase:
    """Return the base forms of a term's words."""
    return tuple(word.lemma for word in split_words(text))


def initials_of(phrase: Phrase) -> Phrase | None:
    """Return the initials of a title of the kind `chief financial officer`; None for any other phrase."""
    is_title = phrase[:1] == ("chief",) and phrase[-1] == "officer"
    return ("".join(word[0] for word in phrase),) if is_title else None


class Lexicon:
    """The families and cues of `lexicon.tsv`, whose format `docs/lexicon.md` tells."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.families: dict[str, set[Phrase]] = {}
        self.opposites: set[frozenset[str]] = set()
        self.bounds: dict[Phrase, str] = {}
        self.negations: set[Phrase] = set()
        self.negatives: set[Phrase] = set()
        self.hedges: dict[Phrase, str] = {}
        self.speech: dict[Phrase, str] = {}
        self.sources: set[Phrase] = set()
        self.roles: dict[str, str] = {}
        self.demonyms: dict[str, str] = {}
        self.countries: set[str] = set()
        self.labels: set[Phrase] = set()
        self._contraries: dict[str, set[str]] = {}
        self.by_phrase: dict[Phrase, set[str]] = {}
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("#"):
                self._read(number, line.rstrip("\n").split("\t"))

    def _read(self, number: int, fields: list[str]) -> None:
        """Read one line; raise ValueError with its number where it has no section, name and items."""
        if len(fields) != _FIELDS:
            raise ValueError(f"lexicon, line {number}: wants section, name and items, each after a tab.")
        section, name, listed = fields
        items = [item.strip() for item in listed.split(",")]
        if not all(items):
            raise ValueError(f"lexicon, line {number}: an item between two commas is empty.")
        if section in ("opposite", "demonym"):
            self._read_pairs(section, items)
        elif section == "contrary":
            self._read_contraries(items)
        elif section in ("bound", "negation", "label"):
            self._read_forms(section, name, [tuple(item.split()) for item in items])
        elif section in ("family", "negative", "hedge", "speech", "source", "role"):
            self._read_lemmas(section, name, [as_phrase(item) for item in items])
        else:
            raise ValueError(f"lexicon, line {number}: unknown section {section!r}.")

    def _read_pairs(self, section: str, items: list[str]) -> None:
        if section == "opposite":
            self.opposites.add(frozenset(items))
        else:
            self.demonyms.update((form, place) for form, _, place in (item.partition(":") for item in items))
            self.countries.update(self.demonyms.values())

    def _read_contraries(self, items: list[str]) -> None:
        """Read pairs of words in their base forms, `rise:fall`."""
        for first, _, second in (item.partition(":") for item in items):
            self._contraries.setdefault(first, set()).add(second)
            self._contraries.setdefault(second, set()).add(first)

    def country_of(self, lower: str) -> str | None:
        """Return the country that a name in small letters is of, be it its own, its people's or its capital's."""
        people = lower.removesuffix("s")
        return self.demonyms.get(lower) or (lower if lower in self.countries else self.demonyms.get(people))

    def contraries_of(self, lemma: str) -> frozenset[str]:
        """Return the words that say the contrary of a word where they stand in the same company."""
        return frozenset(self._contraries.get(lemma, ()))

    def _read_forms(self, section: str, name: str, forms: list[Phrase]) -> None:
        """Read words that stand in the text as they are."""
        if section == "bound":
            self.bounds.update(dict.fromkeys(forms, name))
        elif section == "negation":
            self.negations.update(forms)
        else:
            self.labels.update(forms)

    def _read_lemmas(self, section: str, name: str, phrases: list[Phrase]) -> None:
        """Read words that stand for all their forms."""
        if section == "family":
            self.add_family(name, phrases)
        elif section in ("hedge", "speech"):
            kinds = self.hedges if section == "hedge" else self.speech
            for phrase in phrases:
                kinds.setdefault(phrase, name)
        elif section == "role":
            self.roles.update((phrase[0], name) for phrase in phrases if len(phrase) == 1)
        else:
            (self.negatives if section == "negative" else self.sources).update(phrases)

    def extended(self, words: Mapping[str, Iterable[str]], opposites: Iterable[tuple[str, str]] = ()) -> Lexicon:
        """Return a lexicon that has further words in its families, further families, and further opposites.

        `words` maps a family's name to phrases in any form; the name states the same as they do. Where there is nothing
        to add, it is this lexicon itself.
        """
        pairs = {frozenset(pair) for pair in opposites}
        if not words and not pairs:
            return self
        wider = copy(self)
        wider.opposites = self.opposites | pairs
        wider.families = {name: set(phrases) for name, phrases in self.families.items()}
        wider.by_phrase = {phrase: set(names) for phrase, names in self.by_phrase.items()}
        for name, listed in words.items():
            wider.add_family(name, [as_phrase(item) for item in (name, *listed)])
        return wider

    def add_family(self, name: str, phrases: Iterable[Phrase]) -> None:
        """Add phrases in their base forms to a family; make it where it is new.

        A title of the kind `chief financial officer` comes with its initials.
        """
        listed = list(phrases)
        listed += [initials for phrase in listed if (initials := initials_of(phrase))]
        for phrase in listed:
            self.families.setdefault(name, set()).add(phrase)
            self.by_phrase.setdefault(phrase, set()).add(name)

    def families_of(self, phrase: Phrase) -> frozenset[str]:
        """Return the families that a phrase belongs to."""
        return frozenset(self.by_phrase.get(phrase, ()))

    def synonyms(self, phrase: Phrase) -> frozenset[Phrase]:
        """Return the phrases that state the same as a phrase, itself included."""
        found = {phrase}
        for family in self.by_phrase.get(phrase, ()):
            found |= self.families[family]
        return frozenset(found)

    def opposites_of(self, phrase: Phrase) -> frozenset[Phrase]:
        """Return the phrases that state what excludes a phrase. One that states the same in another sense is none."""
        own = self.by_phrase.get(phrase, set())
        rivals = {rival for pair in self.opposites if pair & own for rival in pair - own}
        found = {member for rival in rivals for member in self.families.get(rival, ())}
        return frozenset(found - self.synonyms(phrase))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon that comes with the package."""
    text = resources.files("harness.text").joinpath("lexicon.tsv").read_text(encoding="utf-8")
    return Lexicon(text.splitlines())


class PhraseFinder:
    """Finds any of a set of phrases among words, the longest first, each with the value it stands for."""

    def __init__(self, phrases: Mapping[Phrase, str], *, by: str = "lemma") -> None:
        self._key = attrgetter(by)
        self._first: dict[str, list[tuple[Phrase, str]]] = {}
        for phrase, value in phrases.items():
            if phrase:
                self._first.setdefault(phrase[0], []).append((phrase, value))
        for entries in self._first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, words: Sequence[Word], start: int = 0, end: int | None = None) -> list[tuple[int, int, str]]:
        """Return (first word, last word + 1, value) of each phrase found between two word positions."""
        found = self.find_keys([self._key(word) for word in words[start:end]])
        return [(start + first, start + last, value) for first, last, value in found]

    def find_keys(self, keys: Sequence[str]) -> list[tuple[int, int, str]]:
        """Return (first, last + 1, value) of each phrase found in a row of lower-cased words or base forms."""
        found: list[tuple[int, int, str]] = []
        end = 0
        for i in [i for i, key in enumerate(keys) if key in self._first]:
            if i >= end:
                for phrase, value in self._first[keys[i]]:
                    if len(phrase) == 1 or tuple(keys[i : i + len(phrase)]) == phrase:
                        end = i + len(phrase)
                        found.append((i, end, value))
                        break
        return found
