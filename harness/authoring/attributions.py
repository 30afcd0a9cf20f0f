"""Who says what in an article, as candidates for attributions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from harness.authoring.candidates import Candidate, draft
from harness.authoring.names import Named, give_keys, kind_of
from harness.authoring.passages import Passages
from harness.gold.matching.passage import NameBook, Passage
from harness.gold.matching.speaker import Speaker
from harness.text.fold import Span
from harness.text.words import lexicon, word_set

_EMPTY = word_set(
    "the a an of in to by was were is are have has had be been being am do for from with that and or on at as its "
    "their his her him it they them he she this these those which who whom whose will would not n't but after before "
    "than about into over under between during when while also more most say i me my we us our you your there what if "
    "so such no can could may might should must up out off down then"
)
_PRONOUNS = word_set("he she it they who which that we i you this these those")
_DOCUMENTS = word_set("report reports study studies notes document documents estimates data figures statement memos")
_MOST_TERMS = 3
_FEWEST_WORDS = 2
_BEFORE_DAYS = word_set("on in at late early last")
_NEGATED = {"says": "does not say", "confirms": "cannot confirm"}


def find_attributions(
    passages: Passages, values: Sequence[Candidate], named: list[Named]
) -> tuple[list[Candidate], list[Named]]:
    """Return the candidates for who says what, and the names with those of sources that are only described."""
    passage = Passage(passages.reading, NameBook({"": {one.key: one.entry for one in named}}))
    by_key = {one.key: one for one in named}
    described: dict[str, Named] = {}
    found: list[tuple[Speaker, list[Named]]] = []
    for speaker in (speaker for speakers in passage.speakers for speaker in speakers):
        if speaker.role != "source" or speaker.last <= speaker.first:
            continue
        sources = [by_key[key] for _, key in sorted(speaker.keys) if key in by_key]
        sources = sources or _beside(passages, speaker, named) or _described(passages, speaker, described)
        if sources:
            found.append((speaker, sources))
    every = [*named, *(one for one in described.values() if one not in named)]
    give_keys(every)
    said = [one for speaker, sources in found for one in _attribution(passages, speaker, sources, values)]
    every.sort(key=lambda one: one.place)
    return said, every


def _beside(passages: Passages, speaker: Speaker, named: Iterable[Named]) -> list[Named]:
    """Return whom the words before a description name: `Abel Rossiter, an entomologist`."""
    start = passages.reading.words[speaker.first].start
    before = passages.article.text[:start].rstrip()
    if not before.endswith(","):
        return []
    before = before[:-1]
    return [one for one in named if any(before.endswith(text) for text in (one.name, *one.also))][:1]


def _described(passages: Passages, speaker: Speaker, described: dict[str, Named]) -> list[Named]:
    """Return a source that is called by what it is: `the town council`; nobody for a pronoun."""
    words = passages.reading.words[speaker.first : speaker.last]
    if all(word.lower in _PRONOUNS or word.lower in _EMPTY for word in words):
        return []
    start, end = words[0].start, words[-1].end
    text = " ".join(passages.article.text[start:end].split())
    text = text if words[0].is_capital and words[0].lower not in _EMPTY else f"{text[0].lower()}{text[1:]}"
    bare = text.split(" ", 1)[1] if words[0].lower in _EMPTY and " " in text else text
    if bare not in described:
        kind = "document" if words[-1].lower in _DOCUMENTS else kind_of(bare)
        described[bare] = Named("", text, "group" if kind in ("other", "place") else kind, place=start)
    elif text not in (described[bare].name, *described[bare].also):
        described[bare].also.append(text)
    return [described[bare]]


def _attribution(
    passages: Passages, speaker: Speaker, sources: Sequence[Named], values: Iterable[Candidate]
) -> Iterator[Candidate]:
    words = passages.reading.words
    first, last = speaker.hull
    hull = words[first].start, words[last - 1].end
    begin, end = speaker.scope if speaker.scope[1] > speaker.scope[0] else speaker.hull
    scope = words[begin].start, words[end - 1].end
    around = passages.clause((min(scope[0], hull[0]), max(scope[1], hull[1])))
    content = _content(passages, speaker, (begin, end), scope, values)
    if content is None:
        return
    who: Any = sources[0].key if len(sources) == 1 else {"all": [one.key for one in sources]}
    how = _NEGATED.get(speaker.how, speaker.how) if speaker.is_negated else speaker.how
    says = {"who": who, **({"how": how} if how != "says" else {}), **content}
    yield from draft(passages, hull, around, f"{sources[0].key} says", {"says": says})


def _content(
    passages: Passages, speaker: Speaker, scope: Span, span: Span, values: Iterable[Candidate]
) -> dict[str, Any] | None:
    """Return what is said: the values in it, or its words with the terms that tell most; None where those are few."""
    inside = [one for one in values if span[0] <= one.span[0] and one.span[1] <= span[1]]
    ids = [one.fact.id for one in inside if not _is_when_said(passages, speaker, one)]
    if ids:
        return {"what": ids}
    own = {*range(speaker.first, speaker.last), *range(*speaker.cue)}
    words = [i for i in range(*scope) if i not in own]
    told = [i for i in words if _tells(passages, i)]
    if len(told) < _FEWEST_WORDS:
        return None
    text = " ".join(passages.reading.words[i].text for i in words)
    terms = list(dict.fromkeys(passages.reading.lemmas[i] for i in told))
    rarest = sorted(terms, key=lambda lemma: (passages.reading.lemmas.count(lemma), -len(lemma)))[:_MOST_TERMS]
    return {"what": text, "terms": [[lemma] for lemma in terms if lemma in rarest]}


def _is_when_said(passages: Passages, speaker: Speaker, value: Candidate) -> bool:
    """Whether a value is a date right behind the verb of saying: `the council said on Wednesday`."""
    behind = passages.reading.words[speaker.cue[1] :]
    word = next((word for word in behind if word.lower not in _BEFORE_DAYS), None)
    return value.fact.date is not None and word is not None and word.start <= value.span[0] < word.end


def _tells(passages: Passages, position: int) -> bool:
    lemma = passages.reading.lemmas[position]
    return lemma not in _EMPTY and lemma[0].isalnum() and (lemma,) not in lexicon().speech
