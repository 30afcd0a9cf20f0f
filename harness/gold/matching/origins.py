"""Origins: whom or which article a summary names, word by word, as where something is from.

An article is named by its number (`[2]`, `article 2`, `reports 3 and 4`, `the second report`, `all reports`), by its
outlet, or by those who speak in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from harness.gold.matching.passage import Key, Passage
from harness.gold.matching.scene import Scene, Stage
from harness.gold.models import NameEntry
from harness.text.fold import Span
from harness.text.numerals import RANKS

_NOUN = r"(?:articles?|reports?|texts?|accounts?|sources?|stories|story|pieces?|documents?)"
_ORDINALS = {word: rank for word, rank in RANKS.items() if rank <= 10}  # noqa: PLR2004
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)})"
_JOIN = r"\s*(?:,\s*and|,\s*or|,|and|or|&|to|through|-|\u2013)\s*"
_FEW = "two|three|four|five|six|seven|eight|nine|ten"
_NUMBERED = re.compile(
    rf"""
    \[ (?P<bracket> \d{{1,2}} (?: \s*[,\u2013-]\s* \d{{1,2}} )* ) \]
  | \( (?P<round> \d{{1,2}} (?: {_JOIN} \d{{1,2}} )* ) \)
  | \b {_NOUN} \s+ (?:no\.?\s*|number\s+)? (?P<plain> \d{{1,2}} (?: {_JOIN} \d{{1,2}} )* ) (?![\w%]|[.,]\d)
  | \b in \s+ (?P<bare> \d{{1,2}} (?: {_JOIN} \d{{1,2}} )* ) (?= \s*[,.;:)] (?!\d) )
  | \b the \s+ (?P<named> {_ORDINAL} (?: {_JOIN} (?:the\s+)? {_ORDINAL} )* ) (?P<what> \s+ {_NOUN} \b )?
  | \b (?P<every> (?:all|every|each) \b (?: \s+ (?:of|the|these|\d{{1,2}}|one|{_FEW})
      ){{0,3}} \s+ {_NOUN} \b )
  | \b (?P<agree> (?:the \s+)? (?: (?:{_FEW}|\d{{1,2}}) \s+ )? {_NOUN} \s+
      (?:all|both)? \s* agree \b )
  | \b (?P<rest> the \s+ (?:other|remaining) \b (?: \s+ (?:{_FEW}) )?
      (?: \s+ {_NOUN} \b )? | the \s+ others \b )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,2}|[a-z]+|-|\u2013", re.IGNORECASE)
_TILL = frozenset({"to", "through", "-", "\u2013"})
_FOLLOWS_ORDINAL = re.compile(
    r"\s*(?:[,;:.()]|(?:on|in|of\s+(?:these|them)|has|had|have|is|says?|said|call|gives?|gave|does|did|calls?|puts?)\b"
    r"|(?!(?:reports|accounts|figures|counts|signs|days|weeks|months|years|hours|times|troops|soldiers)\b)"
    r"[a-z]{2,}[a-rt-z]s\b)",
    re.IGNORECASE,
)
_TELLING = frozenset(
    [
        "account",
        "accounts",
        "source",
        "sources",
        "officials",
        "authority",
        "authorities",
        "data",
        "figures",
        "estimates",
        "representative",
        "side",
        "sides",
        "intelligence",
        "military",
        "agency",
        "spokesman",
        "spokeswoman",
        "spokesperson",
    ]
)
_REACH, _BRACKET = 5, 60
"""How many characters before a name a bracket may open, with and without other words in it."""

_SPEAKING = frozenset({"person", "body", "group", "outlet"})


@dataclass(frozen=True, slots=True)
class Origin:
    """What a summary names as where something is from, with its words.

    `is_sure` is a spelling of the gold; what is only alike (`the operator`) never is another's. `speaks` is of
    people, bodies and outlets, `is_speaker` of a subject of a verb of saying; `leads` opens its sentence and so holds
    on; `is_every` is all the articles at once.
    """

    first: int
    last: int
    articles: frozenset[int] = frozenset()
    keys: frozenset[Key] = frozenset()
    is_sure: bool = True
    is_speaker: bool = False
    leads: bool = False
    speaks: bool = False
    is_every: bool = False


@dataclass(frozen=True)
class Origins:
    """The origins that each sentence names, in order, and those that it is from without naming any.

    A number that opens a sentence is `held` for those after it, to the next that does; not for one that names another.
    """

    named: list[list[Origin]]

    @cached_property
    def held(self) -> list[tuple[Origin, ...]]:
        """For each sentence the number of an earlier one that still holds."""
        found: list[tuple[Origin, ...]] = []
        leading: tuple[Origin, ...] = ()
        for origins in self.named:
            found.append(() if any(origin.articles for origin in origins) else leading)
            leading = tuple(origin for origin in origins if origin.leads)[:1] or leading
        return found


class OriginFinder:
    """Finds origins in summaries of one sample."""

    def __init__(self, stage: Stage) -> None:
        self.count = len(stage.numbers)
        self.names = stage.names
        spoken = {
            (fact.article, key)
            for fact in stage.every
            if (says := fact.fact.says)
            for key in (*says.who.keys, *says.via)
        }
        members = {member for key in spoken for member in self.names.members(key)}
        self.sources = frozenset(same for key in members for same in self.names.same(key))
        self.titles = [
            (number, re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE))
            for article, number in stage.numbers.items()
            for words in _titles(article, stage.outlets.get(article))
        ]
        self.outlets = {
            key: frozenset(n for article, n in stage.numbers.items() if _is_outlet(entry, stage.outlets.get(article)))
            for key, entry in self.names.entries.items()
            if entry.kind == "outlet"
        }
        self._spelt = {key: [text.lower() for text in _texts(self.names.entries[key])] for key in self.sources}
        self.heads = self._heads()

    def _heads(self) -> dict[str, frozenset[Key]]:
        """Return the sources by the words that may stand for them: roles, and last words of spellings."""
        found: dict[str, set[Key]] = {}
        silent: set[str] = set()
        for key, entry in self.names.entries.items():
            texts = _texts(entry)
            if key not in self.sources:
                silent.update(map(_head, texts))
            elif entry.kind in _SPEAKING:
                roles = [entry.role] if entry.role else []
                for head in map(_head, roles if entry.kind == "person" else texts):
                    found.setdefault(head, set()).add(key)
        return {head: frozenset(keys) for head, keys in found.items() if head.isalpha() and head not in silent}

    def find(self, passage: Passage) -> Origins:
        """Return the origins of a text."""
        found: list[list[Origin]] = [[] for _ in passage.reading.sentences]
        sure = [*self._numbered(passage), *self._titled(passage), *self._named(passage)]
        for sentence, origin in sure:
            found[sentence].append(origin)
        taken = {i for _, origin in sure for i in range(origin.first, origin.last)}
        for sentence, origin in self._alike(passage, taken):
            found[sentence].append(origin)
        return Origins([sorted(origins, key=lambda origin: origin.first) for origins in found])

    def _numbered(self, passage: Passage) -> Iterator[tuple[int, Origin]]:
        reading = passage.reading
        before: frozenset[int] = frozenset()
        for match in _NUMBERED.finditer(reading.text) if self.count > 1 else ():
            articles = self._articles(match, before)
            if not articles:
                continue
            sentence = reading.sentence_of(match.start())
            first, last = _words_at(passage, match.span())
            leads = match["bracket"] is not None and not reading.text[
                reading.sentences[sentence][0] : match.start()
            ].lower().strip(" \n\t|*-\u2022in")
            is_every = bool(match["every"] or match["agree"])
            before = before if is_every else before | articles
            yield sentence, Origin(first, last, articles, leads=leads, is_every=is_every)

    def _titled(self, passage: Passage) -> Iterator[tuple[int, Origin]]:
        """Yield the articles that are called by their outlet or their id: `the tabloid digest`."""
        reading = passage.reading
        for number, pattern in self.titles if self.count > 1 else ():
            for match in pattern.finditer(reading.text):
                yield reading.sentence_of(match.start()), Origin(*_words_at(passage, match.span()), frozenset({number}))

    def _articles(self, match: re.Match[str], before: frozenset[int]) -> frozenset[int]:
        every = frozenset(range(1, self.count + 1))
        if match["every"] or match["agree"]:
            return every
        if match["rest"]:
            return every - before if before != every else frozenset()
        if match["named"]:
            after = match.string[match.end() : match.end() + 40]
            if not match["what"] and not _FOLLOWS_ORDINAL.match(after):
                return frozenset()
            return _numbers_of(match["named"], self.count)
        return _numbers_of(match["bracket"] or match["round"] or match["plain"] or match["bare"], self.count)

    def _named(self, passage: Passage) -> Iterator[tuple[int, Origin]]:
        for sentence in range(len(passage.reading.sentences)):
            speakers = {s.first for s in passage.speakers[sentence] if s.is_subject}
            for first, last, keys in passage.hits_in(sentence):
                speaking = frozenset(k for k in keys if self.names.entries[k].kind in _SPEAKING)
                known = keys & self.sources
                is_speaker = first in speakers and bool(speaking)
                if known or is_speaker:
                    articles = frozenset().union(*(self.outlets.get(key, frozenset()) for key in keys))
                    kept = known or speaking
                    sure = bool(speaking)
                    yield sentence, Origin(first, last, articles, kept, sure, is_speaker, speaks=sure)
                else:
                    kept = self._of_place(passage, last, keys)
                    if kept:
                        yield sentence, Origin(first, last, keys=kept, is_sure=False)

    def _of_place(self, passage: Passage, behind: int, keys: frozenset[Key]) -> frozenset[Key]:
        """Return the sources of a country that a word of telling follows: `Ukrainian accounts`."""
        near = {word.lower for word in passage.reading.words[behind : behind + 2]}
        if near.isdisjoint(_TELLING):
            return frozenset()
        places = {
            t.lower()
            for key in keys
            if self.names.entries[key].kind == "place"
            for t in _texts(self.names.entries[key])
        }
        return frozenset(
            key for key, texts in self._spelt.items() if any(place in text for place in places for text in texts)
        )

    def _alike(self, passage: Passage, taken: set[int]) -> Iterator[tuple[int, Origin]]:
        for sentence, (first, last) in enumerate(passage.reading.sentence_words):
            for i in range(first, last):
                keys = self.heads.get(passage.reading.words[i].lower.removesuffix("'s").rstrip("s"))
                if keys and i not in taken:
                    yield sentence, Origin(i, i + 1, keys=keys, is_sure=False, speaks=True)


def _texts(entry: NameEntry) -> list[str]:
    return [text for text in (entry.name, *entry.also) if text]


def _head(text: str) -> str:
    return text.lower().split()[-1].rstrip("s")


def is_teller(scene: Scene, origin: Origin, sentence: int) -> bool:
    """Whether an origin is one who tells, not one who is told of: an article, a speaker, or a name in brackets."""
    reading = scene.passage.reading
    if origin.articles or any(
        speaker.first <= origin.first < speaker.last for speaker in scene.passage.speakers[sentence]
    ):
        return True
    if _before(scene, origin).endswith(("(", "(the ", "(an ", "(a ")):
        return True
    return bool(reading.cues_between("speech", origin.last, origin.last + 2))


def _before(scene: Scene, origin: Origin) -> str:
    start = scene.passage.reading.words[origin.first].start
    return scene.passage.reading.text[max(0, start - _REACH) : start]


def is_beside_number(scene: Scene, origin: Origin) -> bool:
    """Whether an origin stands in brackets with a number: then it is the number's."""
    text = scene.passage.reading.text
    start, end = scene.passage.span(origin.first, max(origin.last, origin.first + 1))
    opening, closing = text.rfind("(", max(0, start - _BRACKET), start), text.find(")", end, end + _BRACKET)
    inside = text[opening:closing] if opening >= 0 and closing >= 0 else ""
    return ")" not in inside and any(opening < q.start < closing for q in scene.passage.reading.quantities if inside)


def _numbers_of(text: str, count: int) -> frozenset[int]:
    """Return the numbers in `1, 3 and 4` or `the second to fourth`; none where one is no article's."""
    found: list[int] = []
    is_range = False
    for token in _NUMBER.findall(text.lower()):
        number = int(token) if token.isdigit() else _ORDINALS.get(token)
        if number is None:
            is_range = token in _TILL
            continue
        found.extend(range(found[-1] + 1, number) if is_range and found else ())
        found.append(number)
        is_range = False
    return frozenset(found) if all(1 <= n <= count for n in found) else frozenset()


def _words_at(passage: Passage, span: Span) -> tuple[int, int]:
    first, last = passage.reading.word_range(span)
    return first, max(first, last)


def _titles(article: str, outlet: str | None) -> Iterator[str]:
    """Yield patterns of what an article may be called: its id, where it is more than a word, and its outlet."""
    if "-" in article:
        yield "[ -]".join(map(re.escape, article.split("-")))
    name = (outlet or "").partition("(")[0].strip().removeprefix("The ")
    if name and "." not in name:
        yield re.escape(name)


def _is_outlet(entry: NameEntry, outlet: str | None) -> bool:
    spellings = [text.lower().removeprefix("the ") for text in _texts(entry)]
    return outlet is not None and any(text in outlet.lower() for text in spellings)
