"""Names in a text: known ones by any of their spellings, and unknown ones by their capitals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from harness.text.fold import Span
from harness.text.reading import Reading
from harness.text.words import Phrase, Word, lexicon, split_words

_SMALL = frozenset({"of", "for", "and", "the", "de", "la", "von", "van", "bin", "al", "du", "da", "on"})
_NOT_NAMES = frozenset(
    "i a an the it he she they we you this that these those there here what when where who why how which not no yes "
    "in on at by to for from with as of and or but if so yet also still even since until while after before because although though "
    "however meanwhile moreover despite amid during according his her its their our my your some many most several few both each all any "
    "one two three four five six seven eight nine ten eleven twelve hundreds thousands millions dozens early mid late "
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter "
    "mr mrs ms dr prof gen col lt sgt capt sen rep president colonel general minister secretary governor judge officials experts analysts".split()
)


@dataclass(frozen=True, slots=True)
class NameMention:
    """A run of capitalised words. `words` are its lower-cased parts without small ones."""

    start: int
    end: int
    words: tuple[str, ...]
    starts_sentence: bool


def name_phrase(text: str) -> Phrase:
    """Return a name's words in lower case, without possessives and a leading article."""
    words = tuple(word.lower for word in split_words(text))
    return words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words


class AliasFinder:
    """Finds keys' spellings among words, the longest first; `U.S.` and `US`, hyphens and blanks are one."""

    def __init__(self, aliases: Mapping[Phrase, frozenset[str]]) -> None:
        self._first: dict[str, list[tuple[Phrase, frozenset[str]]]] = {}
        for phrase, keys in aliases.items():
            squeezed = _squeeze(phrase)
            if squeezed:
                self._first.setdefault(squeezed[0], []).append((squeezed, keys))
        for entries in self._first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, reading: Reading) -> list[tuple[int, int, frozenset[str]]]:
        """Return (first word, last word + 1, keys) of each alias found."""
        parts: list[str] = []
        owners: list[int] = []
        for i, word in enumerate(reading.words):
            for piece in _squeeze((word.lower,)):
                parts.append(piece)
                owners.append(i)
        found = []
        i = 0
        while i < len(parts):
            step = 1
            for phrase, keys in self._first.get(parts[i], ()):
                if tuple(parts[i : i + len(phrase)]) == phrase:
                    first, last = owners[i], owners[i + len(phrase) - 1]
                    if self._fits(phrase, reading.words[first : last + 1]):
                        found.append((first, last + 1, keys))
                        step = len(phrase)
                        break
            i += step
        return found

    @staticmethod
    def _fits(phrase: Phrase, words: list[Word]) -> bool:
        """`US` is no pronoun: an alias of at most three letters must be in capitals in the text."""
        return not (len(phrase) == 1 and len(phrase[0]) <= 3 and phrase[0].isalpha() and not words[0].text[:1].isupper())  # noqa: PLR2004


def _squeeze(phrase: Phrase) -> Phrase:
    return tuple(piece for word in phrase for piece in word.replace(".", "").split("-") if piece)


def find_names(reading: Reading) -> list[NameMention]:
    """Return the runs of capitalised words that look like names; headline case and shouted text give none."""
    capitals = sum(word.is_capital for word in reading.words)
    if reading.words and capitals > 0.6 * len(reading.words):  # noqa: PLR2004
        return []
    starts = {first for first, last in reading.sentence_words if last > first}
    # A quotation begins like a sentence.
    starts |= {reading.word_range(span)[0] for span in reading.quotations}
    found = []
    i = 0
    while i < len(reading.words):
        end = _run_end(reading, i)
        if end > i:
            mention = _mention(reading, i, end, i in starts)
            if mention:
                found.append(mention)
            i = end
        else:
            i += 1
    return found


def _run_end(reading: Reading, i: int) -> int:
    words = reading.words
    if not (words[i].is_capital and words[i].text[0].isalpha()):
        return i
    end = i + 1
    while end < len(words) and re.fullmatch(r"[ \u00a0.'\u2019\u201d\u201c-]{0,2}s?\s?", reading.text[words[end - 1].end : words[end].start]):
        if words[end].is_capital and words[end].text[0].isalpha():
            end += 1
        elif words[end].lower in _SMALL and words[end].lower != "on" and end + 1 < len(words) and words[end + 1].is_capital and words[end].lower in ("of", "for", "de", "von", "van", "al", "bin", "du", "da", "la"):
            end += 2
        else:
            break
        if reading.sentence_of(words[end - 1].start) != reading.sentence_of(words[i].start):
            return end - 1
    return end


def _mention(reading: Reading, first: int, end: int, starts_sentence: bool) -> NameMention | None:  # noqa: FBT001
    words = reading.words
    while first < end and words[first].lower in _NOT_NAMES:
        first += 1
        starts_sentence = False
    kept = tuple(word.lower for word in words[first:end] if word.lower not in _SMALL and word.lower not in _NOT_NAMES)
    if not kept:
        return None
    return NameMention(words[first].start, words[end - 1].end, kept, starts_sentence)


class KnownWords:
    """The words of trusted texts, to tell whether a name occurs in them in any form: demonym, capital, acronym."""

    def __init__(self, texts: list[str]) -> None:
        self._words: set[str] = set()
        self._acronyms: set[str] = set()
        self._places: set[str] = set()
        lex = lexicon()
        for text in texts:
            reading = Reading(text)
            for word in reading.words:
                self._words.update(self._forms(word.lower))
                self._words.add(word.lemma)
            for mention in find_names(reading):
                self._acronyms.add("".join(part[0] for part in mention.words))
            lowered = " " + " ".join(word.lower for word in reading.words) + " "
            for form, place in lex.demonyms.items():
                if f" {form} " in lowered or f" {place} " in lowered:
                    self._places.add(place)
        self._known_demonyms = {form for form, place in lex.demonyms.items() if place in self._places}
        self._demonym_words = {word for form in [*self._known_demonyms, *self._places] for word in form.split()}

    @staticmethod
    def _forms(lower: str) -> set[str]:
        plain = lower.replace(".", "")
        return {lower, plain, *plain.split("-")}

    def missing(self, words: tuple[str, ...]) -> list[str]:
        """Return those words of a name that no trusted text carries in any form."""
        joined = " ".join(words)
        if joined in self._known_demonyms or joined.replace(".", "") in self._acronyms:
            return []
        return [word for word in words if not self._knows(word)]

    def _knows(self, word: str) -> bool:
        for form in self._forms(word):
            if form in self._words or form in self._acronyms or form in self._demonym_words:
                return True
        return any(_same_spelling(word, known) for known in self._words if known[:1] == word[:1] and abs(len(known) - len(word)) <= 2)  # noqa: PLR2004


def _same_spelling(a: str, b: str) -> bool:
    """Whether two words are spellings of one name: plural, possessive, or one letter apart in a long word."""
    if a.rstrip("s") == b.rstrip("s"):
        return True
    if min(len(a), len(b)) < 6:  # noqa: PLR2004
        return False
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415  (only for names not found as they are)

    return int(Levenshtein.distance(a, b, score_cutoff=1)) <= 1


def span_in(reading: Reading, first: int, last: int) -> Span:
    """Return the span from a word to the one before `last`."""
    return reading.words[first].start, reading.words[last - 1].end
