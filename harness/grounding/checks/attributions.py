"""Attributions: what a summary gives to one source, and the articles to another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache

from harness.gold.matching.claims.source import Source
from harness.gold.matching.passage import NameBook, Passage
from harness.gold.matching.speaker import Speaker
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against
from harness.grounding.document import Document
from harness.grounding.keys import is_content, keys_of
from harness.grounding.sayers import sayers_in
from harness.text.reading import Reading
from harness.text.turns import speaker_at, turns_of
from harness.text.words import lexicon, word_set

_LEAST = 0.5
"""What share of what somebody says must stand in one sentence of an article."""

_NEARLY = 0.75
"""What part of the best sentence's share another must have to be meant as well."""

_FEWEST = 3
_BEFORE = 5
"""How many words before a description may name whom it describes."""

_TELLS = word_set("tell inform assure brief notify remind")
"""Words of saying behind which stands whom something is told to."""

_SPEAKS = word_set("write speak talk complain reply respond appeal letter statement interview comment testify")
"""Words behind which this stands with a `to`."""

_TO = word_set("to with")
_ENDS = word_set("that on in at by for who which how why what when he she they it there and but if")
_DETERMINERS = word_set("the a an its his her their this these some all no")
_SPEAKING = word_set("i we")
"""Who speaks in the first person is no source that a text names: `I'd say so`."""

_PERSONS = word_set("he she they")
_LONGEST_PHRASE = 5


class AttributionCheck:
    """Finds sayings whose words an article gives to somebody else."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "attribution"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each source whose saying stands in an article with another source, and never near it."""
        for speaker in sources_of(page.reading):
            names = _names(page.reading, speaker)
            words = names or _described(page.reading, speaker)
            known = [i for i in words if page.document.places(page.reading.lemmas[i])]
            if known and (not names or len(known) == len(names)):
                keys = {key for i in known for key in keys_of(page.reading.lemmas[i])}
                keys.add("".join(page.reading.words[i].lower[0] for i in names))  # `NIS` for its long form
                yield from self._judge(page, speaker, keys, is_named=bool(names))

    def _judge(self, page: Page, speaker: Speaker, names: set[str], *, is_named: bool) -> Iterator[Claim]:
        reading, document = page.reading, page.document
        content = _content(reading, speaker)
        if len(content) < _FEWEST:
            return
        shares = _shares(document, content)
        best = max(shares.values(), default=0.0)
        if best < _LEAST:
            return
        told = [place for place, share in shares.items() if share >= _NEARLY * best]
        told += self._with_its_numbers(page, speaker)
        if any(not names.isdisjoint(_keys_near(document, *place)) for place in told):
            return
        is_told = any(not names.isdisjoint(_addressed_near(document, *place)) for place in told)
        number, sentence = min(place for place, share in shares.items() if share == best)
        source = document.sources[number]
        others = sorted(_speakers_in(source, sentence), key=lambda s: not _names(source.reading, s))
        others = others or _in_turn(source.reading, sentence, names)
        if not others:
            return
        other = others[0]
        if not is_named and _is_same(reading, speaker, source.reading, other):
            return
        is_sure = is_named and not is_told and bool(_names(source.reading, other))
        ours, theirs = _words(reading, speaker), _words(source.reading, other)
        evidence = source.evidence(*source.reading.sentences[sentence])
        span = page.span(speaker.first, speaker.last)
        reason = f"The article gives this to {theirs!r}, the summary to {ours!r}."
        yield against("attribution", span, reason, evidence, is_sure=is_sure)

    def _with_its_numbers(self, page: Page, speaker: Speaker) -> list[tuple[int, int]]:
        """Return the sentences of the articles with a number of the saying, which may be told in other words."""
        first, last = speaker.scope
        own = {q.amount for q in page.reading.quantities if first <= q.first_word < last}
        return [page.document.sentence(place) for place, q in page.document.quantities if q.amount in own]


def _is_same(reading: Reading, ours: Speaker, article: Reading, theirs: Speaker) -> bool:
    """Whether a source that is only described may be another: its sentence names that one, or both have one role."""
    first, last = reading.sentence_words[reading.sentence_at(ours.first)]
    named = {article.words[i].lower for i in range(theirs.first, theirs.last) if article.words[i].is_capital}
    if any(reading.words[i].is_capital and reading.words[i].lower in named for i in range(first, last)):
        return True
    roles = {article.lemmas[i] for i in range(theirs.first, theirs.last)} & lexicon().roles.keys()
    return any(reading.lemmas[i] in roles for i in range(ours.first, ours.last))


def _names(reading: Reading, speaker: Speaker) -> list[int]:
    """Return the positions of the capital words that name a source: `Marit Oskvold of the union` by both."""
    first, _ = reading.sentence_words[reading.sentence_of(reading.words[speaker.first].start)]
    paused = bisect_right(reading.paused, speaker.first)
    begin = max(first, speaker.first - _BEFORE, reading.paused[paused - 1] if paused else 0)
    places = range(begin, speaker.last)
    return [i for i in places if reading.words[i].is_capital and is_content(reading.lemmas[i])]


def _described(reading: Reading, speaker: Speaker) -> list[int]:
    """Return the positions of the words of substance that describe a source."""
    return [i for i in range(speaker.first, speaker.last) if is_content(reading.lemmas[i])]


def speakers_of(reading: Reading) -> list[Speaker]:
    """Return the sources of a text that are named or described, in order."""
    found = [speaker for listed in Passage(reading, _no_names()).speakers for speaker in listed]
    found = [speaker for speaker in found if reading.lowers[speaker.first].partition("'")[0] not in _SPEAKING]
    return [s for s in found if s.role == "source" and not s.is_negated and s.last > s.first]


def sources_of(reading: Reading) -> list[Speaker]:
    """Return the sources of a text with those of whom it only has the name beside a word of saying."""
    speakers = speakers_of(reading)
    return [*speakers, *_named_beside(reading, speakers)]


def _named_beside(reading: Reading, others: list[Speaker]) -> Iterator[Speaker]:
    """Yield those whom a text names beside a word of saying that is nobody else's."""
    cues = {speaker.cue for speaker in others}
    for sayer in sayers_in(reading):
        if sayer.cue not in cues:
            scope = reading.sentence_words[reading.sentence_at(sayer.first)]
            yield Speaker(frozenset(), "says", sayer.first, sayer.last, is_subject=True, scope=scope, cue=sayer.cue)


@lru_cache(maxsize=1)
def _no_names() -> NameBook:
    return NameBook({})


def _speakers_by_sentence(reading: Reading) -> dict[int, list[Speaker]]:
    """Return the sources of a text by their sentences."""
    found: dict[int, list[Speaker]] = {}
    for speaker in sources_of(reading):
        found.setdefault(reading.sentence_at(speaker.first), []).append(speaker)
    return found


def _speakers_in(source: Source, sentence: int) -> list[Speaker]:
    return source.reading.once(_speakers_by_sentence).get(sentence, [])


def _content(reading: Reading, speaker: Speaker) -> dict[str, float]:
    """Return the words of substance of what a source says."""
    first, last = speaker.scope
    if last <= first:
        first, last = reading.sentence_words[reading.sentence_of(reading.words[speaker.first].start)]
    own = {*range(speaker.first, speaker.last), *range(*speaker.cue)}
    verbs = lexicon().speech
    return {
        lemma: 1.0
        for i in range(first, last)
        if i not in own and is_content(lemma := reading.lemmas[i]) and (lemma,) not in verbs
    }


def _shares(document: Document, content: Mapping[str, float]) -> dict[tuple[int, int], float]:
    """Return which share of some words, by what they tell, each sentence of the articles has."""
    weights = {lemma: document.weight(lemma) for lemma in content}
    found: dict[tuple[int, int], float] = {}
    for lemma, weight in weights.items():
        for sentence in {document.sentence(place) for place in document.places(lemma)}:
            found[sentence] = found.get(sentence, 0.0) + weight
    whole = sum(weights.values())
    return {sentence: weight / whole for sentence, weight in found.items()}


def _keys_near(document: Document, number: int, sentence: int) -> set[str]:
    """Return the keys of the words of a sentence and of those beside it, without whom something is told to."""
    reading = document.sources[number].reading
    addressed = addressees_of(reading)
    near = [i for i in _around(reading, sentence) if i not in addressed]
    name = speaker_at(reading, reading.sentences[sentence][1] - 1)
    near += range(*reading.word_range(name)) if name else ()
    return {key for i in near for key in keys_of(reading.lemmas[i])}


def _addressed_near(document: Document, number: int, sentence: int) -> set[str]:
    """Return the keys of those whom something is told to in a sentence and in those beside it."""
    reading = document.sources[number].reading
    addressed = addressees_of(reading)
    return {key for i in _around(reading, sentence) if i in addressed for key in keys_of(reading.lemmas[i])}


def _around(reading: Reading, sentence: int) -> Iterator[int]:
    """Yield the positions of the words of a sentence, of those beside it, and of whom `She said` means."""
    spans, begin = reading.sentence_words, max(0, sentence - 1)
    if begin and spans[begin][0] < spans[begin][1] and reading.lowers[spans[begin][0]] in _PERSONS:
        begin -= 1
    for first, last in spans[begin : sentence + 2]:
        yield from range(first, last)


def addressees_of(reading: Reading) -> frozenset[int]:
    """Return the positions of the words that name or describe whom something is told to: `told Reuters`."""
    return reading.once(_addressees_in)


def _addressees_in(reading: Reading) -> frozenset[int]:
    found: set[int] = set()
    for i, lemma in enumerate(reading.lemmas):
        begin = i + 1
        if lemma in _SPEAKS:
            to = next(
                (j for j in range(begin, min(begin + 3, len(reading.words))) if reading.words[j].lower in _TO), -1
            )
            begin = to + 1
        elif lemma not in _TELLS:
            continue
        if begin:
            found.update(_phrase(reading, begin))
    return frozenset(found)


def _phrase(reading: Reading, begin: int) -> Iterator[int]:
    """Yield the positions of the words of a noun phrase that begins at a word."""
    if begin == len(reading.words):
        return
    _, last = reading.clause_at(begin)
    for i in range(begin, min(begin + _LONGEST_PHRASE, last)):
        lower = reading.words[i].lower
        if lower in _ENDS or (i > begin and (lower in _DETERMINERS or _is_paused(reading, i))):
            return
        yield i


def _is_paused(reading: Reading, position: int) -> bool:
    """Whether a comma or the like stands before a word."""
    beside = bisect_left(reading.paused, position)
    return beside < len(reading.paused) and reading.paused[beside] == position


def _in_turn(reading: Reading, sentence: int, names: set[str]) -> list[Speaker]:
    """Return who speaks in a sentence of a transcript, as its only source, where some names are of a speaker too.

    What a body is said to report may be told by anybody who speaks for it.
    """
    name = speaker_at(reading, reading.sentences[sentence][1] - 1)
    speakers = (word.lower() for turn in turns_of(reading) for word in reading.text[slice(*turn.name)].split())
    if not name or names.isdisjoint(speakers):
        return []
    first, last = reading.word_range(name)
    return [Speaker(frozenset(), "says", first, last, is_subject=True, scope=reading.sentence_words[sentence])]


def _words(reading: Reading, speaker: Speaker) -> str:
    return reading.text[reading.words[speaker.first].start : reading.words[speaker.last - 1].end]
