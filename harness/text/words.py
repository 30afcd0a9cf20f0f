"""Words of a text with their base forms and the lexicon's families, and phrases found among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from harness.text.fold import Span

_WORD = re.compile(r"[^\W_]+(?:[.'\u2019&-][^\W_]+)*(?:(?<=\b[A-Z]\.[A-Z])\.)?|[$\u20ac\u00a3%]", re.UNICODE)
_POSSESSIVE = re.compile(r"['\u2019]s$|(?<=s)['\u2019]$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its span, its lower-cased form without a possessive, and its base form."""

    start: int
    end: int
    text: str
    lower: str
    lemma: str

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


@lru_cache(maxsize=65536)
def lemma_of(lower: str) -> str:
    """Return the base form of a lower-cased English word."""
    import simplemma  # noqa: PLC0415  (loads a dictionary of some megabytes)

    if "-" in lower or not lower.isascii() or not lower.isalpha():
        return lower
    return simplemma.lemmatize(lower, lang="en").lower()


def split_words(text: str) -> list[Word]:
    """Return the words of a text; contractions of 'not' are split off as the word `n't`."""
    words: list[Word] = []
    for match in _WORD.finditer(text):
        raw = match.group()
        lower = _POSSESSIVE.sub("", raw.lower().replace("\u2019", "'"))
        if lower.endswith("n't"):
            cut = match.end() - 3
            stem = lower[:-3]
            if stem:
                words.append(Word(match.start(), cut, raw[:-3], stem, lemma_of(stem)))
            words.append(Word(cut, match.end(), raw[-3:], "n't", "not"))
            continue
        words.append(Word(match.start(), match.end(), raw, lower, lemma_of(lower)))
    return words


Phrase = tuple[str, ...]
"""A word or several, each in its base form."""


def as_phrase(text: str) -> Phrase:
    """Return the base forms of a term's words."""
    return tuple(word.lemma for word in split_words(text))


class Lexicon:
    """The families and cues of `lexicon.tsv`."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.families: dict[str, set[Phrase]] = {}
        self.opposites: set[frozenset[str]] = set()
        self.bounds: dict[Phrase, str] = {}
        self.negations: set[Phrase] = set()
        self.negatives: set[Phrase] = set()
        self.hedges: dict[Phrase, str] = {}
        self.speech: dict[Phrase, str] = {}
        self.sources: set[Phrase] = set()
        self.demonyms: dict[str, str] = {}
        self._by_phrase: dict[Phrase, set[str]] = {}
        for line in lines:
            if line.strip() and not line.startswith("#"):
                self._read(*line.rstrip("\n").split("\t"))

    def _read(self, section: str, name: str, listed: str) -> None:
        items = [item.strip() for item in listed.split(",")]
        if section == "family":
            for item in items:
                self.families.setdefault(name, set()).add(as_phrase(item))
                self._by_phrase.setdefault(as_phrase(item), set()).add(name)
        elif section == "opposite":
            self.opposites.add(frozenset(items))
        elif section == "bound":
            self.bounds.update({tuple(item.split()): name for item in items})
        elif section == "negation":
            self.negations.update(tuple(item.split()) for item in items)
        elif section == "negative":
            self.negatives.update(as_phrase(item) for item in items)
        elif section == "hedge":
            for item in items:
                self.hedges.setdefault(as_phrase(item), name)
        elif section == "speech":
            for item in items:
                self.speech.setdefault(as_phrase(item), name)
        elif section == "source":
            self.sources.update(as_phrase(item) for item in items)
        elif section == "demonym":
            self.demonyms.update(item.split(":") for item in items)
        else:
            raise ValueError(f"lexicon: unknown section {section!r}")

    def families_of(self, phrase: Phrase) -> frozenset[str]:
        """Return the families that a phrase belongs to."""
        return frozenset(self._by_phrase.get(phrase, ()))

    def synonyms(self, phrase: Phrase) -> frozenset[Phrase]:
        """Return the phrases that state the same as a phrase, itself included."""
        found = {phrase}
        for family in self._by_phrase.get(phrase, ()):
            found |= self.families[family]
        return frozenset(found)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon that comes with the package."""
    text = resources.files("harness.text").joinpath("lexicon.tsv").read_text(encoding="utf-8")
    return Lexicon(text.splitlines())


class PhraseFinder:
    """Finds any of a set of phrases among words, the longest first, each with the value it stands for."""

    def __init__(self, phrases: Mapping[Phrase, str], *, by: str = "lemma") -> None:
        self._by = by
        self._first: dict[str, list[tuple[Phrase, str]]] = {}
        for phrase, value in phrases.items():
            if phrase:
                self._first.setdefault(phrase[0], []).append((phrase, value))
        for entries in self._first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, words: list[Word], start: int = 0, end: int | None = None) -> list[tuple[int, int, str]]:
        """Return (first word, last word + 1, value) of each phrase found between two word positions."""
        keys = [getattr(word, self._by) for word in words[start:end]]
        found: list[tuple[int, int, str]] = []
        i = 0
        while i < len(keys):
            step = 1
            for phrase, value in self._first.get(keys[i], ()):
                if tuple(keys[i : i + len(phrase)]) == phrase:
                    found.append((start + i, start + i + len(phrase), value))
                    step = len(phrase)
                    break
            i += step
        return found


def span_of(words: list[Word], first: int, last: int) -> Span:
    """Return the span from one word to another, both included."""
    return words[first].start, words[last].end
