"""Names in a sentence: where one stands so that another could stand there, and what that other looks like.

Better no sentence than a bad one: a slot is given only where articles, adjectives, appositions and titles leave no
doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.gold.models import NameEntry
from harness.metaeval.probes import spellings
from harness.metaeval.written import find_once, put

_ADJECTIVE = re.compile(r"^[A-Z].*(?:an|ish|ese|nch|utch)(?P<many>s?)$")
_ARTICLE = re.compile(r"\b(?:the|a|an) $", re.IGNORECASE)
_SMALL = frozenset({"of", "and", "for", "the", "in", "on", "de", "der", "van", "von", "al", "bin", "&"})
_HEADS = frozenset([
    "Service", "Agency", "Ministry", "Bank", "Center", "Centre", "Institute", "Foundation", "Assembly", "Council",
    "Union", "Times", "Post", "Office", "Department", "Commission", "Court", "Party", "University", "Army", "Navy",
    "Police", "Parliament", "Senate", "Congress", "Kremlin", "Guardian", "Telegraph", "BBC",
])  # fmt: skip
"""Last words of names that want an article."""
_OPENING = frozenset([
    "in", "at", "on", "for", "of", "by", "from", "to", "with", "when", "after", "before", "while", "as", "that", "if",
    "and", "but", "then", "within", "inside", "outside", "near", "around", "between", "about", "since", "until", "why",
    "elite", "only", "many", "some", "most", "all", "no", "any", "how", "what", "because", "both", "neither", "among",
])  # fmt: skip
"""Words that may open a sentence before a name without belonging to it."""
_FIRST = 4
"""Letters in which forms of one name agree: Russia, Russian."""


@dataclass(frozen=True)
class Slot:
    """A place in a sentence where a name stands, its article included, and what form the name has there."""

    start: int
    end: int
    words: str
    article: str
    is_adjective: bool

    def fill(self, base: str, entry: NameEntry) -> str | None:
        """Return the sentence with another name here; None where no form of it fits."""
        if self.is_adjective:
            return self._fill_adjective(base, entry)
        name = proper_form(entry)
        if name is None or (name.endswith("s") and base[self.end : self.end + 2] in ("'s", "\u2019s")):
            return None
        return put(base, (self.start - len(self.article), self.end), name)

    def _fill_adjective(self, base: str, entry: NameEntry) -> str | None:
        found = next((text for text in (entry.name, *entry.also) if text and self._is_alike(text)), None)
        if found is None or (self.article.lower() in ("a ", "an ") and _is_vowel(found) != _is_vowel(self.words)):
            return None
        return put(base, (self.start, self.end), found)

    def _is_alike(self, text: str) -> bool:
        one, other = _ADJECTIVE.match(text), _ADJECTIVE.match(self.words)
        return bool(one and other and " " not in text and one["many"] == other["many"])


def _is_vowel(word: str) -> bool:
    return word[:1] in "AEIO"


def slot_of(base: str, entry: NameEntry) -> Slot | None:
    """Return the slot of a name in a sentence; None where it stands not at all, twice, or tied to its neighbours."""
    place = find_once(base, spellings(entry))
    if place is None:
        return None
    start, end = place
    before, words = base[:start], base[start:end]
    if words[:4].lower() == "the ":
        before, words, start = base[: start + 4], words[4:], start + 4
    match = _ARTICLE.search(before)
    article = match[0] if match else ""
    before = before[: len(before) - len(article)]
    is_adjective = entry.kind == "place" and bool(_ADJECTIVE.match(words)) and words != entry.name
    if not is_adjective and entry.kind == "place" and article and not _takes_article(entry):
        return None
    if _is_tied_left(before) or _is_tied_right(base[end:]) or before.count('"') % 2 or before.count("\u201c") % 2:
        return None
    return Slot(start, end, words, article, is_adjective)


def is_country(entry: NameEntry) -> bool:
    """Whether a place has an adjective among its spellings, as countries and few others have."""
    return entry.kind == "place" and any(text != entry.name and _ADJECTIVE.match(text) for text in entry.also)


def _takes_article(entry: NameEntry) -> bool:
    return any(text.lower().startswith("the ") for text in spellings(entry)) or proper_form(entry) != entry.name


def _is_tied_left(before: str) -> bool:
    """Whether a title, a possessive or another capitalized word belongs to the name."""
    word = re.search(r"(\S+) $", before)
    if word is None:
        return False
    is_small = word[1].lower() in _OPENING and not before[: word.start()].strip()
    is_capital = word[1][0].isupper() and word[1][-1].isalnum()
    return word[1].endswith(("'s", "\u2019s", "s'")) or (is_capital and not is_small)


def _is_tied_right(after: str) -> bool:
    return bool(re.match(r" [A-Z]|, (?:a|an|the|who|which)\b|, [A-Z]| (?:of|and|or) ", after))


def proper_form(entry: NameEntry) -> str | None:
    """Return a name as it stands in mid-sentence, with the article that it takes; None where it is no proper name."""
    name = entry.name or ""
    bare = name[4:] if name[:4].lower() == "the " else name
    words = bare.split()
    if not words or not words[0][0].isupper() or "'s" in bare or "\u2019s" in bare:
        return None
    is_proper = all(word[0].isupper() or word in _SMALL for word in words)
    if (not is_proper and entry.kind != "place") or (entry.kind == "place" and words[0].isupper()):
        return None  # as for US, which takes an article
    also = any(text.lower() == f"the {bare.lower()}" for text in spellings(entry))
    takes = bare != name or also or not is_proper or (entry.kind in ("body", "outlet") and words[-1] in _HEADS)
    return f"the {bare}" if takes else bare


def stems_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the beginnings of all capitalized words, in which the forms of a name agree."""
    return frozenset(word[:_FIRST].lower() for text in texts for word in re.findall(r"\b[A-Z]\w+", text)) - {"the"}


def stems_of(entry: NameEntry) -> frozenset[str]:
    """Return the beginnings of a name's words in all its spellings, and of whom it belongs to."""
    return stems_in([*spellings(entry), entry.of or ""])


def strangers_to(entries: Mapping[str, NameEntry], kinds: Iterable[str], texts: Iterable[str]) -> list[NameEntry]:
    """Return the names of some kinds that share no word with texts, in the order of the kinds."""
    taken = stems_in(texts)
    return [
        entry
        for kind in kinds
        for entry in entries.values()
        if entry.kind == kind and entry.name and not stems_of(entry) & taken
    ]
