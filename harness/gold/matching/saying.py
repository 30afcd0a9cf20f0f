"""One attribution fact: where a text has its content, and whom the text gives it to."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from harness.gold.gold import GoldFact
from harness.gold.matching.bags import Bag, Variant
from harness.gold.matching.clauses import denies, is_called_untrue, is_noun_of_denial
from harness.gold.matching.cues import is_possessive
from harness.gold.matching.holding import Place, speakers_of
from harness.gold.matching.passage import Key, Passage, spellings_of
from harness.gold.matching.roles import Mention
from harness.gold.matching.scene import Scene, Stage, make_verdict
from harness.gold.matching.speaker import Speaker
from harness.gold.matching.terms import EMPTY, Terms
from harness.gold.models import Says
from harness.text.fold import Span
from harness.text.reading import Reading
from harness.text.words import as_phrase, word_set

Fit = Literal[
    "same", "one of several", "other source", "wrong partner", "raised", "denied", "wrong content", "no source"
]

_SOFT = frozenset({"believes", "suggests", "estimates", "expects", "fears", "cannot confirm"})
_NEGATIVE = frozenset({"denies", "cannot confirm", "does not say"})

_TOLD = 0.6
"""How much of a content in words a sentence must have to be about it."""

_LIKELY = 0.7
"""How much of a statement that was not found stated a sentence must have for its source to be given it all the same."""

_MOST = 0.6
"""How much of what a sentence has of a content must stand in a stranger's words for them to be wrongly given it."""

_TOUCHED = 0.3
"""How much of a content a sentence must have in which its source is said not to deny it."""

_SURELY = 0.5
"""How much of a content a stranger's words must have at least for them to be wrongly given it."""

_HALF = 0.5
"""How much of what a sentence has of a content must stand in a quotation for this to be what the source says."""

_WHEN = word_set("before after when until once because since unless though although")
_FEW_WORDS = 9
"""What somebody says of himself in so many words says little else."""

_SELF = frozenset({"it", "he", "she", "they"})
_TOO_NEAR = 5
"""So few words from a content a source may stand that the content is about."""

_REACH = 4
"""How many words before a term a negation may stand to turn it."""


@dataclass(frozen=True, slots=True)
class SayingMatch:
    """A sentence that has an attribution's content: whom it gives it to, and the words that are wrong, if any are."""

    fit: Fit
    sentence: int
    speaker: Speaker | None = None
    span: Span | None = None
    content: str = ""


_ANYBODY = word_set("authority official officer source insider people person expert critic observer analyst")
"""Words for sources that name none of them."""

_OF_ANY_BODY = word_set(
    "service agency office ministry official force source group committee council national military government report "
    "state department board company club union association"
)
"""Words of bodies' names that tell none of them from another."""


class SayingMatcher:
    """Matches one attribution fact."""

    def __init__(self, fact: GoldFact, says: Says, stage: Stage) -> None:
        self.fact = fact
        self.says = says
        self.stage = stage
        self.names = stage.names
        self.sources = self._same_names(says.who.keys)
        self.relays = self._same_names(says.via)
        self.source_words = self._source_words()
        self.is_joint = bool(says.who.all) and len(self._expand(says.who.keys)) > 1
        entries = (self.names.entries.get((fact.article, key)) for key in says.who.keys)
        self.has_partners = self.is_joint or any(entry is not None and len(entry.all) > 1 for entry in entries)
        self.terms = Terms(says.terms, stage.lexicon)
        self.term_words = frozenset().union(*says.terms)
        self.content_ids = frozenset(
            name if "/" in name or fact.id == name or "/" not in fact.id else f"{fact.article}/{name}"
            for name in (says.what if isinstance(says.what, tuple) else ())
        )
        contents = (stage.facts[name] for name in self.content_ids if name in stage.facts)
        self.tells_saying = any(content.kind == "attribution" for content in contents)
        own = frozenset(stage.kinds.of_name(key) for key in self.sources | self.relays)
        self._bag = _without(stage.bags[fact.id], own)
        self._bags = {name: stage.bags[name] for name in sorted(self.content_ids) if name in stage.bags}
        self._plain_bags = {name: _without(bag, None) for name, bag in self._bags.items()}
        self._is_exclusive = bool({"only", "solely", "except"} & set(Reading(fact.fact.statement).lemmas))
        self._is_negative = {"": says.how != "denies" and _is_negative(fact)} | {
            name: _is_negative(stage.facts[name]) for name in self._bags
        }
        self.omitted = make_verdict(fact, "omitted", "The summary does not give this source for this.")
        self.unsourced = make_verdict(fact, "omitted", "The content is stated, but not who says it.")

    def _expand(self, keys: Iterable[str]) -> frozenset[Key]:
        return frozenset(member for key in keys for member in self.names.members((self.fact.article, key)))

    def _same_names(self, keys: Iterable[str]) -> frozenset[Key]:
        """Return the keys, the bodies whose persons they are, and those of other articles' names spelt alike."""
        own = self._expand(keys) | {(self.fact.article, key) for key in keys}
        people = [e for key in own if (e := self.names.entries.get(key)) and e.kind == "person"]
        bodies = {(entry.of or "").lower() for entry in people} - {""}
        own |= {
            key for key, e in self.names.entries.items() if e.kind in ("body", "outlet") and spellings_of(e) & bodies
        }
        return frozenset(same for key in own for same in self.names.same(key))

    def _source_words(self) -> frozenset[str]:
        """Return the words that a body's names are told apart by: `intelligence`, not `Korean` nor `service`."""
        bodies = (e for key in self.sources if (e := self.names.entries.get(key)) and e.kind == "body")
        lemmas = {lemma for entry in bodies for text in spellings_of(entry) for lemma in as_phrase(text)}
        places = (e for e in self.names.entries.values() if e.kind == "place")
        placed = {lemma for entry in places for text in spellings_of(entry) for lemma in as_phrase(text)}
        return frozenset(lemmas - EMPTY - _OF_ANY_BODY - self.stage.place_words - placed)

    # Where the content stands

    def places(self, scene: Scene, *, is_heard: bool = True) -> Iterator[Place]:
        """Yield where a text states the content, denies it, has it wrong, or, if the source is heard, likely has it."""
        if not self.content_ids:
            for sentence in self._worded(scene):
                yield Place(sentence, None, "stated", self._bag)
        for name in self._bags:
            yield from self._decided(scene, name)
            if is_heard and self.stage.facts[name].kind == "statement":
                yield from self._likely(scene, name)

    def _decided(self, scene: Scene, name: str) -> Iterator[Place]:
        """Yield the places of a content by the verdict on it."""
        bag, stated, denied = self._bags[name], scene.stated.get(name, set()), scene.denied.get(name, set())
        verdict = scene.verdicts.get(name)
        span = verdict.summary_span if verdict else None
        at = scene.passage.reading.sentence_of(span[0]) if span else -1
        is_wrong = verdict is not None and verdict.verdict == "contradicted"
        for sentence in sorted(stated - {at} if is_wrong else stated):
            yield Place(sentence, span if sentence == at else None, "stated", bag, name)
        if self.says.how == "denies" or not stated:
            for sentence in sorted(denied):
                yield Place(sentence, span if sentence == at else None, "denied", bag, name)
        if is_wrong and at >= 0 and at not in denied:
            yield Place(at, span, "wrong", bag, name)

    def _likely(self, scene: Scene, name: str) -> Iterator[Place]:
        verdict = scene.verdicts.get(name)
        if verdict and verdict.verdict != "omitted":
            return
        passage = scene.passage
        for sentence, score in self._plain_bags[name].scores(scene.features, _LIKELY).items():
            if score >= _LIKELY and not passage.states_nothing(sentence):
                words = passage.reading.sentence_words[sentence]
                if bool(passage.reading.cues_between("negation", *words)) == self._is_negative[name]:
                    yield Place(sentence, None, "likely", self._bags[name], name)

    def _worded(self, scene: Scene) -> list[int]:
        """Return the sentences that have a content in words: enough of it, or all its terms."""
        passage = scene.passage
        return [
            s
            for s, score in sorted(self._bag.scores(scene.features).items())
            if (score >= _TOLD or self.terms.found(passage.reading, *passage.reading.sentence_words[s]) is not None)
            and not passage.states_nothing(s)
        ]

    def share(self, scene: Scene, sentences: Iterable[int]) -> float:
        """Return how much of the content the sentence has that has most of it, 0 to 1."""
        bags = list(self._plain_bags.values()) or [self._bag]
        return max((bag.score(scene.features, s) for bag in bags for s in sentences), default=0.0)

    def bag_of(self, content: str) -> Bag:
        """Return the bag of one of its contents."""
        return self._bags.get(content, self._bag)

    def is_in(self, scene: Scene, sentence: int, speaker: Speaker, least: float) -> bool:
        """Whether the content stands in what a sentence gives to a source, with a share of at least `least`."""
        return any(
            place.sentence == sentence
            and place.what == "stated"
            and speaker in speakers_of(scene, place)
            and ((place.span and not least) or place.share_in(scene, speaker.scope) >= least)
            for place in self.places(scene, is_heard=False)
        )

    # Whom it is given to

    def matches(self, scene: Scene, others: frozenset[Key], speaking: frozenset[Key]) -> list[SayingMatch]:
        """Return each place of the content and how it is attributed.

        `others` are sources who may say it too, `speaking` those who say anything in the articles.
        """
        is_heard = not self.sources.isdisjoint(scene.passage.heard)
        places = list(self.places(scene, is_heard=is_heard))
        found = [replace(self._judge(scene, place, others, speaking), content=place.content) for place in places]
        if is_heard and self.says.how == "denies":
            found += self._not_denied(scene, {place.sentence for place in places})
        return found

    def _not_denied(self, scene: Scene, told: set[int]) -> Iterator[SayingMatch]:
        """Yield where the source is said not to deny what is told there or right before: `did not deny this`."""
        for sentence, speakers in enumerate(scene.passage.speakers):
            for speaker in speakers:
                if speaker.how != "denies" or not speaker.is_negated or not speaker.keys & self.sources:
                    continue
                is_told = not told.isdisjoint((sentence, sentence - 1))
                if is_told or self._bag.score_between(scene.features, *speaker.scope) >= _TOUCHED:
                    yield SayingMatch("denied", sentence, speaker)

    def _judge(self, scene: Scene, place: Place, others: frozenset[Key], speaking: frozenset[Key]) -> SayingMatch:
        passage, sentence = scene.passage, place.sentence
        speakers = speakers_of(scene, place)
        if self.says.how == "denies" and self._is_rebutted(passage, sentence):
            return SayingMatch("same", sentence, passage.speakers[sentence + 1][0])
        allowed = self.sources | self.relays | others
        ours = [sp for sp in speakers if sp.keys & self.sources and sp.role == "source"]
        joined = next((sp for sp in ours if self._is_joined_wrongly(sp, allowed)), None)
        if joined:
            return SayingMatch("wrong partner", sentence, joined)
        if ours and self._is_denied_by_another(passage, place):
            return SayingMatch("no source", sentence)
        if ours:
            return self._given(scene, place, ours, _strangers(self, passage, speakers, allowed, speaking))
        if place.what != "stated":
            return SayingMatch("no source", sentence)
        speakers = speakers_of(scene, place, least=_MOST)
        strangers = _strangers(self, passage, speakers, allowed, speaking)
        strangers = [sp for sp in strangers if place.span or place.share_in(scene, sp.scope) >= _SURELY]
        strangers = [sp for sp in strangers if _says_more(scene, place, sp)]
        if place.span:
            at = passage.reading.word_range(place.span)[0]
            strangers.sort(key=lambda sp: min(abs(sp.hull[0] - at), abs(sp.hull[1] - at)))
        rivals = _strangers(self, passage, speakers, self.relays, speaking)
        named = (keys for sp in strangers[:1] for _, _, keys in passage.hits_between(*sp.scope))
        if strangers and len(strangers) == len(rivals) and not any(keys & self.sources for keys in named):
            return SayingMatch("other source", sentence, strangers[0])
        beside = self._beside(passage, place, speaking)
        return SayingMatch("same" if beside else "no source", sentence, beside)

    def _is_denied_by_another(self, passage: Passage, place: Place) -> bool:
        """Whether it is another than the source who denies a content that the source affirms."""
        others = (sp for sp in passage.speakers[place.sentence] if not sp.keys & self.sources)
        is_own = self.says.how in _NEGATIVE or place.what != "denied"
        return not is_own and any(sp.how == "denies" for sp in others)

    def _is_joined_wrongly(self, speaker: Speaker, allowed: frozenset[Key]) -> bool:
        """Whether one of joint sources is given together with another than the one it speaks with."""
        others = {key for key in speaker.keys - allowed if self.names.entries[key].kind in ("person", "body")}
        return self.has_partners and bool(others) and not self._all_named([speaker])

    def _beside(self, passage: Passage, place: Place, speaking: frozenset[Key]) -> Speaker | None:
        """Return the source where it is named near a content, though no verb gives it: `the union's five dead`.

        It must be nearer than any other source, or nobody else may be given the content. A source right beside it is
        more likely whom the content is about.
        """
        if not place.span or self.says.how in _NEGATIVE:
            return None
        at = passage.reading.word_range(place.span)[0]
        first, last = passage.reading.sentence_words[place.sentence]
        named = passage.mentions_between(first, last)
        ours = [m for m in named if m.keys & self.sources]
        if not ours:
            return None
        nearest = min(ours, key=lambda m: _apart(m, at))
        others = [_apart(m, at) for m in named if not m.keys & self.sources and m.keys & speaking]
        is_held = any(sp.scope[0] <= at < sp.scope[1] for sp in passage.speakers[place.sentence])
        is_nearest = _apart(nearest, at) < min(others, default=math.inf)
        is_own = is_possessive(passage.reading.words[nearest.last - 1].text)
        is_about = _apart(nearest, at) < _TOO_NEAR and not is_held and not is_own
        if is_about or (is_held and not is_nearest) or _is_parted(passage, nearest, at):
            return None
        return Speaker(nearest.keys & self.sources, "says", nearest.first, nearest.last)

    def may_say(self, speaker: Speaker, speaking: frozenset[Key]) -> bool:
        """Whether somebody may say something: a person, a body, an outlet, or whoever speaks in the articles."""
        kinds = {self.names.entries[key].kind for key in speaker.keys}
        return kinds <= {"person", "body", "outlet"} or bool(speaker.keys & speaking)

    def _given(self, scene: Scene, place: Place, ours: list[Speaker], strangers: list[Speaker]) -> SayingMatch:
        """Return how a content is given to its source."""
        wrong = self._wrong_relay(scene, place, ours, strangers) if self.relays else None
        if wrong:
            return SayingMatch("other source", place.sentence, wrong)
        span = place.span if place.what == "wrong" else self._misquoted(scene, place, ours)
        if span:
            return SayingMatch("wrong content", place.sentence, ours[0], span)
        return SayingMatch(self._firmness(scene.passage, place, ours), place.sentence, ours[0])

    def _wrong_relay(self, scene: Scene, place: Place, ours: list[Speaker], strangers: list[Speaker]) -> Speaker | None:
        """Return who wrongly is said to pass it on: an outlet that is told, or a stranger who tells of the source."""
        speakers = speakers_of(scene, place)
        if any(sp.keys & self.relays for sp in speakers):
            return None
        for sp in speakers:
            outlets = {key for key in sp.keys if self.names.entries[key].kind == "outlet"}
            if sp.role == "addressee" and outlets and not outlets & self.sources:
                return sp
        return next((sp for sp in strangers if sp.hull[1] <= ours[0].hull[0]), None)

    def _misquoted(self, scene: Scene, place: Place, ours: list[Speaker]) -> Span | None:
        """Return the words in quotation marks that give the content, where no article has them."""
        reading = scene.passage.reading
        for span in self.stage.altered_quotations(reading):
            scope = reading.word_range(span)
            if any(sp.scope[0] <= scope[0] < sp.scope[1] for sp in ours):
                whole = place.share_in(scene, reading.sentence_words[place.sentence])
                if place.share_in(scene, scope) > _HALF * whole:
                    return span
        return None

    # How firmly

    def _firmness(self, passage: Passage, place: Place, ours: list[Speaker]) -> Fit:
        verbs = [speaker for speaker in ours if speaker.is_subject] or ours
        hows = self._hows(passage, verbs, place)
        is_denial = hows == {"denies"} and not all(speaker.is_negated for speaker in verbs)
        if is_called_untrue(passage.reading, ours[0].first):
            return "denied"
        is_negated = _has_negation(passage, verbs) != self._is_negative.get(place.content, False)
        if self.says.how == "denies":
            is_denied = is_denial or place.what == "denied" or is_negated
            if hows == {"confirms"} and self._takes_back(verbs):
                return "same"  # `concedes no mistake`
            is_affirmed = hows == {"confirms"} or self._is_affirmed(passage, verbs)
            if self._takes_back(verbs) or (is_affirmed and not is_denied):
                return "denied"
            return "same" if is_denied else "no source"
        if self.says.how in _NEGATIVE:
            is_confirmed = any(sp.how == "confirms" and not sp.is_negated for sp in ours)
            return "denied" if is_confirmed and self.says.how == "cannot confirm" else "same"
        is_contrary = place.what == "denied" or self._takes_back(verbs) or self._is_turned(passage, verbs)
        if is_contrary or (is_denial and not is_negated):
            return "denied"
        if self.says.how in _SOFT and hows == {"confirms"}:
            return "raised"
        return "one of several" if self.is_joint and not self._all_named(ours) else "same"

    def _hows(self, passage: Passage, verbs: list[Speaker], place: Place) -> set[str]:
        """Return how a content is said, by a verb behind `and` or `but` where that says it: `denies it and says …`."""
        words, reading = passage.reading.words, passage.reading
        if place.span:
            at = reading.word_range(place.span)[0]
        else:
            hits = self.terms.found(reading, *verbs[0].scope) or []
            at = max((hit[0] for group in hits for hit in group), default=-1)
        between = range(max(speaker.cue[1] for speaker in verbs) + 1, at)
        joined = [i for i in between if words[i - 1].lower in ("and", "but") and i in passage.verb_cues]
        return {passage.verb_cues[joined[-1]][2]} if joined else {speaker.how for speaker in verbs}

    def _is_affirmed(self, passage: Passage, verbs: list[Speaker]) -> bool:
        """Whether the source says of itself what the fact has it deny, in few words: `says that it did pay`."""
        reading = passage.reading
        for speaker in verbs:
            first, last = speaker.cue[1], speaker.scope[1]
            first += first < last and reading.lowers[first] == "that"
            is_of_self = 0 < last - first <= _FEW_WORDS and reading.lowers[first] in _SELF
            if speaker.is_subject and is_of_self and self.terms.found(reading, first, last) is not None:
                return not (denies(reading, first, last) or reading.cues_between("hedge", first, last))
        return False

    def _all_named(self, ours: list[Speaker]) -> bool:
        """Whether all of several joint sources are given."""
        named = {self._entry_name(key) for speaker in ours for key in speaker.keys & self.sources}
        return {self._entry_name(key) for key in self._expand(self.says.who.keys)} <= named

    def _entry_name(self, key: Key) -> str:
        return (self.names.entries[key].name or key[1]).lower()

    def _is_rebutted(self, passage: Passage, sentence: int) -> bool:
        """Whether the source calls untrue what the sentence before says, as in 'Not so, says the company'."""
        if sentence + 1 >= len(passage.reading.sentences) or not passage.speakers[sentence + 1]:
            return False
        first, last = passage.reading.sentence_words[sentence + 1]
        words = tuple(word.lower for word in passage.reading.words[first : min(first + 2, last)])
        is_rebuttal = words == ("not", "so") or words[:1] in (("wrong",), ("untrue",), ("false",), ("no",))
        return is_rebuttal and bool(passage.speakers[sentence + 1][0].keys & self.sources)

    def _is_turned(self, passage: Passage, verbs: list[Speaker]) -> bool:
        """Whether a content in words is negated right before one of them, and its statement is not."""
        if self.content_ids or self._is_negative[""]:
            return False
        scope = verbs[0].scope
        own = {i for speaker in verbs for i in range(*speaker.cue)}
        if self._is_exclusive:
            return False
        negations = [cue[0] for cue in passage.reading.cues_between("negation", *scope) if cue[0] not in own]
        hits = [hit for group in self.terms.found(passage.reading, *scope) or [] for hit in group] if negations else []
        return any(
            hit[0] - _REACH <= negation < hit[0] and not _is_paused(passage, negation, hit[0])
            for hit in hits
            for negation in negations
        )

    def _takes_back(self, verbs: list[Speaker]) -> bool:
        """Whether the source is said not to say it; of a denial, not to deny it."""
        is_other = self.says.how == "denies" or {speaker.how for speaker in verbs} != {"denies"}
        return is_other and all(speaker.is_negated for speaker in verbs)


def _says_more(scene: Scene, place: Place, speaker: Speaker) -> bool:
    """Whether a content stands beside the words that name its source too: `the appeal court` tells of no appeal."""
    begin, end = speaker.scope
    if not place.share_in(scene, (speaker.first, speaker.last)):
        return True
    parts = ((begin, speaker.first), (speaker.last, end))
    return any(place.share_in(scene, (first, last)) > 0 for first, last in parts if first < last)


def _apart(mention: Mention, position: int) -> int:
    """Return how many words lie between somebody and a word; none where it is one of theirs."""
    return max(0, mention.first - position, position - mention.last + 1)


def _is_parted(passage: Passage, mention: Mention, position: int) -> bool:
    """Whether a semicolon, a colon or a line end stands between somebody and a word, or a clause of time begins."""
    words, text = passage.reading.words, passage.reading.text
    first, last = sorted((mention.first, position))
    between = text[words[first].start : words[last].start]
    return any(mark in between for mark in ";:\n") or any(w.lower in _WHEN for w in words[first:last])


def _is_paused(passage: Passage, first: int, last: int) -> bool:
    """Whether a comma or another mark stands between two words."""
    paused = passage.reading.paused
    place = bisect_right(paused, first)
    return place < len(paused) and paused[place] <= last


def _may_be_same(matcher: SayingMatcher, speaker: Speaker) -> bool:
    """Whether a body may be the fact's source by another name: `South Korean intelligence` for the service."""
    lemmas = matcher.stage.lemmas_of(speaker.keys)
    return not matcher.source_words.isdisjoint(lemmas)


def _is_anybody(passage: Passage, speaker: Speaker) -> bool:
    """Whether a source is only called by a word that fits many, as `authorities in the capital`."""
    if any(keys & speaker.keys for _, _, keys in passage.hits_between(speaker.first, speaker.last)):
        return False
    return not _ANYBODY.isdisjoint(passage.reading.lemmas[speaker.first : speaker.last])


def _strangers(
    matcher: SayingMatcher, passage: Passage, speakers: list[Speaker], allowed: frozenset[Key], speaking: frozenset[Key]
) -> list[Speaker]:
    """Return those among some speakers who surely are given as sources, though the articles do not."""
    return [
        sp
        for sp in speakers
        if sp.is_subject
        and (matcher.says.how not in _NEGATIVE or sp.how == "denies")
        and not _is_anybody(passage, sp)
        and sp.role == "source"
        and not sp.keys & allowed
        and matcher.may_say(sp, speaking)
        and not _may_be_same(matcher, sp)
    ]


def _without(bag: Bag, names: frozenset[str] | None) -> Bag:
    """Return a bag without some names, or without any: what is said counts, not whom it names."""
    kept = [
        tuple(i for i in v.items if i.kind != "name" or (names is not None and not i.alternatives & names))
        for v in bag.variants
    ]
    return Bag(Variant(items, sum(item.weight for item in items)) for items in kept)


def _is_negative(fact: GoldFact) -> bool:
    """Whether a fact's statement has a negation."""
    return bool(Reading(fact.fact.statement).cues("negation"))


def _has_negation(passage: Passage, verbs: list[Speaker]) -> bool:
    """Whether what a source says is negated by another word than its verbs of saying."""
    own = {i for speaker in verbs for i in range(*speaker.cue)}
    return any(
        cue[0] not in own and not is_noun_of_denial(passage.reading, cue[0])
        for cue in passage.reading.cues_between("negation", *verbs[0].scope)
    )
