"""Quoted words: whom a summary gives them to, and whom the articles do."""

from __future__ import annotations

from collections.abc import Iterator

from harness.gold.gold import Evidence
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against
from harness.grounding.keys import keys_of
from harness.grounding.sayers import sayers_in
from harness.text.fold import Span
from harness.text.names import NameMention
from harness.text.reading import Reading
from harness.text.turns import speaker_at

_SENTENCES_BEFORE = 3
_SENTENCES_BEHIND = 1
"""How many sentences around quoted words may name who says them."""


class QuotedCheck:
    """Finds quoted words of an article that a summary gives to somebody whom the article names elsewhere."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "quoted"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each quotation of the articles that is given to one whom none of them names near it."""
        told = {claim.span: claim.evidence for claim in page.claims if claim.check == "quotation"}
        for span in page.reading.quotations:
            evidence = told.get(span, ())
            speaker = _speaker(page.reading, span) if evidence else None
            if speaker and _is_known(page, speaker) and not any(_is_near(page, e, speaker) for e in evidence):
                words = page.reading.text[speaker.start : speaker.end]
                reason = f"The article does not name {words!r} near these words."
                yield against("attribution", (speaker.start, speaker.end), reason, evidence)


def _speaker(reading: Reading, quoted: Span) -> NameMention | None:
    """Return the one name beside a word of saying in the sentences of quoted words, outside all of these."""
    first, last = reading.sentence_of(quoted[0]), reading.sentence_of(max(quoted[0], quoted[1] - 1))
    named = [sayer.name for sayer in sayers_in(reading) if first <= reading.sentence_at(sayer.first) <= last]
    return named[0] if len(named) == 1 else None


def _is_known(page: Page, name: NameMention) -> bool:
    """Whether an article has every word of a name."""
    return all(any(word in source.reading.lowers for source in page.document.sources) for word in name.words)


def _is_near(page: Page, evidence: Evidence, name: NameMention) -> bool:
    """Whether an article has a word of a name, in any form, in the sentences around some of its words."""
    source = next(source for source in page.document.sources if source.article.id == evidence.article)
    reading, shift = source.reading, len(source.article.full_text) - len(source.article.text)
    place = evidence.start + shift
    speaker = speaker_at(reading, place)
    if speaker:
        return any(word in reading.text[slice(*speaker)].lower() for word in name.words)
    if not any(start <= place <= end for start, end in reading.quotations):
        return True  # an article that is spoken as a whole gives its words to nobody
    first = max(0, reading.sentence_of(evidence.start + shift) - _SENTENCES_BEFORE)
    last = min(len(reading.sentences), reading.sentence_of(evidence.end - 1 + shift) + _SENTENCES_BEHIND + 1)
    places = range(reading.sentence_words[first][0], reading.sentence_words[last - 1][1])
    keys = {key for word in name.words for key in keys_of(word)}
    initials = "".join(word[0] for word in name.words)
    return any(
        reading.words[i].lower.startswith(tuple(name.words))
        or not keys.isdisjoint(keys_of(reading.lemmas[i]))
        or reading.words[i].lower == initials
        for i in places
    )
