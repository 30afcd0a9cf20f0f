"""The names of an article, as entries of a gold file: full names with their short forms, and what kind each may be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from harness.gold.models import NameEntry, NameKind
from harness.text.names import find_names, is_plain_word
from harness.text.reading import Reading
from harness.text.words import lexicon, split_words, word_set

_BODY = word_set(
    "agency association authority authorities alliance bank board bureau cabinet centre center chamber church club "
    "coalition college commission committee company congress corporation council county court department district "
    "federation fire force foundation fund government group hospital inc institute laboratory league ltd ministry "
    "museum office organisation organization parliament party police region school senate service society team town "
    "city trust union university village works"
)
_OUTLET = word_set("courier post times gazette herald journal tribune news chronicle observer magazine radio weekly")
_PLACE = word_set("street road avenue square bridge station park river lake harbour airport")
_LONGEST_KEY = 40
_PARTS_OF_PERSON = (2, 3)


@dataclass
class Named:
    """Someone or something named in an article: a key, the full name, and other spellings of it there."""

    key: str
    name: str
    kind: NameKind
    also: list[str] = field(default_factory=list)
    place: int = 0

    @property
    def entry(self) -> NameEntry:
        """The entry of a gold file."""
        return NameEntry(name=self.name, also=tuple(self.also), kind=self.kind)


def find_named(reading: Reading, *, outlet: str | None = None) -> list[Named]:
    """Return who and what an article names by capitals, in order; a last name alone is a spelling of the full one."""
    spelt: dict[str, int] = {}
    for mention in find_names(reading):
        text = " ".join(reading.text[mention.start : mention.end].split())
        if not mention.starts_sentence or _is_name(text, reading):
            spelt.setdefault(text, mention.start)
    found: list[Named] = []
    for text in sorted(spelt, key=lambda text: (-len(text.split()), spelt[text])):
        full = _full_name(text, found)
        if full:
            full.also.append(text)
            full.place = min(full.place, spelt[text])
        else:
            found.append(Named("", text, kind_of(text, outlet), place=spelt[text]))
    found.sort(key=lambda named: named.place)
    give_keys(found)
    return found


def _is_name(text: str, reading: Reading) -> bool:
    """Whether what opens a sentence is a name: several words, or one that has a capital elsewhere too."""
    words = text.split()
    return len(words) > 1 or words[0] in reading.inner_words or not is_plain_word(text.lower())


def _full_name(text: str, found: Iterable[Named]) -> Named | None:
    """Return the one person whose last name a word is; None where it is nobody's, or several people's."""
    if " " in text:
        return None
    bearers = [named for named in found if named.kind == "person" and named.name.split()[-1] == text]
    return bearers[0] if len(bearers) == 1 else None


def kind_of(text: str, outlet: str | None = None) -> NameKind:
    """Return what a name most likely names, by its words."""
    words = [word.lower for word in split_words(text)]
    if outlet and text.lower() == outlet.lower():
        return "outlet"
    if not _BODY.isdisjoint(words):
        return "body"
    if _places().get(" ".join(words)):
        return "place"
    if words and words[-1] in _OUTLET:
        return "outlet"
    if len(words) > 1 and words[-1] in _PLACE:
        return "place"
    if len(words) > 1 and words[-1].endswith("s") and is_plain_word(words[-1]):
        return "body"
    is_person = len(words) in _PARTS_OF_PERSON and all(word[0].isupper() for word in text.split())
    return "person" if is_person and not {"of", "for"} & set(words) else "other"


@cache
def _places() -> Mapping[str, str]:
    demonyms = lexicon().demonyms
    return {**demonyms, **{place: place for place in demonyms.values()}}


def give_keys(named: Iterable[Named], taken: Iterable[str] = ()) -> None:
    """Give a key of its own to each that has none: the last word of a person's name, else all words."""
    known = {*taken, *(one.key for one in named)} - {""}
    for one in named:
        if not one.key:
            words = one.name.split()[-1] if one.kind == "person" else one.name
            one.key = unused(slug(words) or "name", known)
            known.add(one.key)


def slug(text: str, joint: str = "_") -> str:
    """Return the words of a text in small ASCII letters, joined; nothing where it has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    plain = re.sub(r"'s?\b", "", plain)
    plain = re.sub(r"^(?:the|a|an|its|their|his|her)\s+", "", plain)
    return re.sub(r"[^a-z0-9]+", joint, plain).strip(joint)[:_LONGEST_KEY].strip(joint)


def unused(name: str, known: Iterable[str]) -> str:
    """Return a name, with a number behind it where it is taken."""
    taken, number, found = set(known), 2, name
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found
