"""Casts: who and what a sentence names besides its sources, and on which side of its verb they stand.

A summary that has a fact's words with other names in them says something else. Sentences are compared with the fact's
own (its statement, its evidence), read in the same way, so that what the reader misses in one it misses in the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.gold.matching.cues import ARTICLES, PREPOSITIONS, SKIPPED, is_possessive
from harness.gold.matching.features import Feature, FeatureKinds
from harness.gold.matching.passage import Key, NameBook, Passage
from harness.gold.matching.terms import EMPTY, Hit
from harness.text.reading import Reading
from harness.text.words import lexicon

Role = str
"""What is named: `country:russia` for a country in any form, else a kind with a key's canonical spelling."""

_PASSIVE = frozenset({"be", "am", "is", "are", "was", "were", "been", "being", "get", "got"})
_PRONOUNS = frozenset({"it", "they", "he", "she", "who", "which", "that", "this", "these"})
_SUBJECT_REACH = 6
_LEADING_ON = frozenset(
    {"to", "be", "been", "being", "start", "started", "starting", "begin", "began", "wants", "want"}
)
"""What may stand between a subject and its verb besides the small words."""

_TOWARDS = frozenset({"to", "into", "toward", "towards", "against", "for", "with"})
_HELPING = frozenset({"help", "support", "aid", "assist", "back"})
_NOT_GOING = frozenset({"according", "close", "next", "related", "thanks", "due", "compared", "ties", "relations"})
NOWHERE = (0, 0)
_CALLED = frozenset({"person", "body", "place", "outlet"})


@dataclass(frozen=True)
class Cast:
    """The names of a stretch of words, with those before and behind its verb; `around` are all of the sentence.

    `agents` are those who plainly do it (`X offered`, `offered by X`, `an offer from X`), `others` the rest of them.
    """

    agents: frozenset[Role]
    others: frozenset[Role]
    all: frozenset[Role]
    before: frozenset[Role]
    behind: frozenset[Role]
    spans: dict[Role, Hit]
    is_passive: bool
    has_pronoun: bool
    around: frozenset[Role]

    def replaced(self, other: Cast, allowed: frozenset[Role]) -> bool:
        """Whether `other` has a name, not allowed, of the kind of one of this cast's that its sentence lacks."""
        kinds = {kind_of(role) for role in self.all - other.around}
        return any(kind_of(role) in kinds for role in other.all - self.all - allowed)

    def given_away(self, other: Cast, allowed: frozenset[Role]) -> bool:
        """Whether `other` has another name before its verb than this cast has, whose own its sentence lacks."""
        if other.has_pronoun or not self.before or self.is_passive != other.is_passive or self.before & other.around:
            return False
        kinds = {kind_of(role) for role in self.before}
        return any(kind_of(role) in kinds for role in other.before - allowed)

    def turned(self, other: Cast) -> bool:
        """Whether `other` has this cast's names on the wrong sides of its verb, or in each other's parts."""
        if self.agents and self.agents <= other.others and other.agents and not other.agents & self.agents:
            kinds = {kind_of(role) for role in self.agents}
            return all(kind_of(role) in kinds for role in other.agents)
        if self.agents and self.agents <= other.agents:
            return False
        one, two = (self.before, self.behind), (other.before, other.behind)
        if self.is_passive != other.is_passive:
            two = two[::-1]
        is_told_apart = bool(one[0] and one[1]) and not one[0] & one[1]
        swapped = bool(two[0] & one[1]) and bool(two[1] & one[0])
        return is_told_apart and swapped and not two[0] & one[0] and not two[1] & one[1]


class StatedNames:
    """What a fact's statement names and beside which words, to be looked for in sentences that say nearly the same.

    `has_sources` is false where another who speaks says nothing against it: that somebody has not spoken.
    """

    def __init__(self, caster: Caster, kinds: FeatureKinds, statement: str, *, has_sources: bool = True) -> None:
        self._caster = caster
        self._kinds = kinds
        passage = Passage(Reading(statement), caster.names)
        self._slots: dict[Role, list[Slot]] = {}
        self._goals: set[Role] = set()
        self._ends: dict[str, set[Role]] = {}
        self._sources: set[Role] = set()
        for sentence in range(len(passage.reading.sentences)):
            for role, hit in caster.named(passage, sentence):
                self._slots.setdefault(role, []).append(self._slot(passage, sentence, hit))
                if _is_goal(passage, hit):
                    self._goals.add(role)
                if end := _end_of(passage, hit):
                    self._ends.setdefault(end, set()).add(role)
                if has_sources and _speaking(passage, sentence).intersection(range(*hit)):
                    self._sources.add(role)

    def replaced(self, passage: Passage, sentence: int, alone: Hit = NOWHERE) -> Hit | None:
        """Return the words of a name in the place of one that is missing: of its kind, beside the same word.

        Among words that say nothing else (`alone`), any place will do, but for one of whom or what it is done to:
        `to Peru` takes the place of `to Chile`, not of `Chilean`. A source stands only for one that the statement has
        as such. None where all are there, or nothing stands in their place.
        """
        named = self._caster.named(passage, sentence)
        here = {role for role, _ in named}
        if sentence:  # `Ostrava was hit. The town …`
            here |= {role for role, _ in self._caster.named(passage, sentence - 1)}
        missing = [role for role in self._slots if role not in here]
        if not missing:
            return None
        speaking = _speaking(passage, sentence)
        quoted = passage.reading.quotations
        for role, hit in named:
            if role in self._slots:
                continue
            start = passage.reading.words[hit[0]].start
            if any(begin <= start < end for begin, end in quoted):
                continue  # somebody's words
            slot = self._slot(passage, sentence, hit)
            is_source = not speaking.isdisjoint(range(*hit))
            rivals = [m for m in missing if kind_of(m) == kind_of(role) and (not is_source or m in self._sources)]
            if any(_fits(slot, own) for rival in rivals for own in self._slots[rival]):
                return hit
            is_goal = _is_goal(passage, hit)
            if alone[0] <= hit[0] < alone[1] and any(not is_goal or rival in self._goals for rival in rivals):
                return hit
        return None

    def exchanged(self, passage: Passage, sentence: int) -> Hit | None:
        """Return the words of a name that stands beside another's words, while that other stands beside its own."""
        named = [(role, hit, self._slot(passage, sentence, hit)) for role, hit in self._caster.named(passage, sentence)]
        known = [(role, hit, slot) for role, hit, slot in named if role in self._slots]
        for role, hit, slot in known:
            for other, _, theirs in known:
                is_rival = role != other and kind_of(role) == kind_of(other)
                if is_rival and self._is_in(slot, other, role) and self._is_in(theirs, role, other):
                    return hit
        return None

    def redirected(self, passage: Passage, sentence: int) -> Hit | None:
        """Return the words of a name that something goes to, where the statement has it go to another of its names.

        That other must be in the sentence too, and not be where it goes. So with whom it helps or is against.
        """
        named = self._caster.named(passage, sentence)
        here = {role for role, _ in named}
        ends = [(end, role, hit) for role, hit in named if (end := _end_of(passage, hit))]
        for end, role, hit in ends:
            own = self._ends.get(end, set())
            is_changed = own and own <= here and not any(e == end and r in own for e, r, _ in ends)
            if is_changed and role in self._slots and any(kind_of(role) == kind_of(other) for other in own):
                return hit
        return None

    def _is_in(self, slot: Slot, role: Role, not_of: Role) -> bool:
        """Whether a place in a sentence is one name's in the statement, and not another's."""
        return any(_fits(slot, own) for own in self._slots[role]) and not any(
            _fits(slot, own) for own in self._slots[not_of]
        )

    def _slot(self, passage: Passage, sentence: int, hit: Hit) -> Slot:
        first, last = passage.reading.sentence_words[sentence]
        return self._beside(passage, range(hit[0] - 1, first - 1, -1)), self._beside(passage, range(hit[1], last))

    def _beside(self, passage: Passage, positions: Iterable[int]) -> frozenset[Feature]:
        """Return the features of the nearest word that says something; none of the number in `List 11, Union 10`."""
        reading = passage.reading
        near = next((i for i in positions if reading.lemmas[i] not in EMPTY), None)
        if near is None or (near in reading.bound_words and near + 1 in reading.paused):
            return frozenset()
        return frozenset(self._kinds.of_lemma(reading.lemmas[near]))


Slot = tuple[frozenset[Feature], frozenset[Feature]]
"""The features of the words before and behind a name."""


def _speaking(passage: Passage, sentence: int) -> frozenset[int]:
    """Return the words of a sentence that name its sources."""
    return frozenset(i for speaker in passage.speakers[sentence] for i in range(speaker.first, speaker.last))


def _is_goal(passage: Passage, hit: Hit) -> bool:
    """Whether a name is of whom or what something is done to or for: `to Chile`, `against the Chilean army`."""
    words = passage.reading.words
    before = hit[0] - 1
    if before >= 0 and words[before].lower in ARTICLES:
        before -= 1
    return before >= 0 and words[before].lower in _TOWARDS


def _end_of(passage: Passage, hit: Hit) -> str:
    """Return what leads to a name as to where something goes or whom it helps or is against: to, help, against."""
    reading = passage.reading
    before = hit[0] - 1
    if before >= 0 and reading.lowers[before] in ARTICLES:
        before -= 1
    if before < 1:
        return ""
    if reading.lowers[before] == "against":
        return "against"
    if reading.lemmas[before] in _HELPING and reading.lowers[before - 1] == "to":
        return "help"
    is_going = reading.lowers[before] in ("to", "into") and reading.lowers[before - 1] not in _NOT_GOING
    return "to" if is_going and not _describes(passage, hit) else ""


def _describes(passage: Passage, hit: Hit) -> bool:
    """Whether a name only says whose or which the next word is: `Chile's mines`, `Chilean mines`."""
    words = passage.reading.words
    if is_possessive(words[hit[1] - 1].text):
        return True
    if hit[1] == len(words) or hit[1] in passage.reading.paused or words[hit[1]].lower.endswith("ly"):
        return False
    is_joined = not passage.reading.text[words[hit[1] - 1].end : words[hit[1]].start].strip(" -")
    return is_joined and passage.reading.lemmas[hit[1]] not in EMPTY and words[hit[1]].lower not in PREPOSITIONS


def _fits(one: Slot, other: Slot) -> bool:
    return bool(one[0] & other[0]) or bool(one[1] & other[1])


def kind_of(role: Role) -> str:
    """Return the kind of what is named."""
    return role.partition(":")[0]


class Caster:
    """Reads casts with the names of one sample."""

    def __init__(self, names: NameBook) -> None:
        self.names = names
        self._roles: dict[Key, Role | None] = {}

    def role_of(self, key: Key) -> Role | None:
        """Return what a key of names is compared as; None for groups, documents and the like."""
        if key not in self._roles:
            entry = self.names.entries[key]
            same = min(self.names.same(key))
            place = next((p for text in (entry.name, *entry.also) if text and (p := _country(text))), None)
            if entry.kind == "place":
                role: Role | None = f"country:{place}" if place else f"place:{same[1]}"
            else:
                role = f"{entry.kind}:{same[1]}" if entry.kind in _CALLED else None
            self._roles[key] = role
        return self._roles[key]

    def cast(self, passage: Passage, first: int, last: int, core: Hit) -> Cast:
        """Return the cast of the words from `first` to `last - 1` around a verb's place."""
        sentence = passage.reading.sentence_of(passage.reading.words[first].start)
        whole = self.named(passage, sentence)
        taken = {i for speaker in passage.speakers[sentence] for i in range(speaker.first, speaker.last)}
        spans: dict[Role, Hit] = {}
        for role, hit in whole:
            if first <= hit[0] < last and not taken & set(range(*hit)):
                spans.setdefault(role, hit)
        before = frozenset(role for role, span in spans.items() if span[1] <= core[0])
        behind = frozenset(role for role, span in spans.items() if span[0] >= core[1])
        words = passage.reading.words
        is_passive = any(words[i].lower in _PASSIVE for i in range(max(first, core[0] - 3), core[0]))
        is_passive = is_passive and words[core[1] - 1].lower[-2:] in ("ed", "en", "wn", "nt", "de", "ht", "ld")
        has_pronoun = any(words[i].lower in _PRONOUNS for i in range(first, core[0]))
        around = frozenset(role for role, _ in whole)
        agents = self._agents(passage, spans, core, is_passive=is_passive)
        others = frozenset(spans) - agents
        return Cast(agents, others, frozenset(spans), before, behind, spans, is_passive, has_pronoun, around)

    @staticmethod
    def _agents(passage: Passage, spans: dict[Role, Hit], core: Hit, *, is_passive: bool) -> frozenset[Role]:
        """Return who plainly does what a verb tells: its subject, or whom `by` or `from` gives as such."""
        words = passage.reading.words
        given = frozenset(
            role
            for role, hit in spans.items()
            if (hit[0] >= core[1] and words[hit[0] - 1].lower in ("by", "from"))
            or (is_passive and hit[0] and words[hit[0] - 1].lower == "from")
        )
        if given or is_passive:
            return given
        near = [(role, hit) for role, hit in spans.items() if 0 <= core[0] - hit[1] <= _SUBJECT_REACH]
        last = max((hit for _, hit in near), default=None)
        if last is None or is_possessive(words[last[1] - 1].text):
            return frozenset()
        begin = last[0] - (last[0] > 0 and words[last[0] - 1].lower in ARTICLES)
        if begin and words[begin - 1].lower in PREPOSITIONS:
            return frozenset()
        between = [word.lower for word in words[last[1] : core[0]]]
        if any(not (lower in SKIPPED or lower in _LEADING_ON or lower.endswith("ly")) for lower in between):
            return frozenset()
        return frozenset(role for role, hit in near if hit == last)

    def named(self, passage: Passage, sentence: int) -> list[tuple[Role, Hit]]:
        """Return all that a sentence names, with where; read once for each sentence of a passage."""
        known = passage.named_roles.get(sentence)
        if known is None:
            known = passage.named_roles[sentence] = self._read_named(passage, sentence)
        return known

    def _read_named(self, passage: Passage, sentence: int) -> list[tuple[Role, Hit]]:
        first, last = passage.reading.sentence_words[sentence]
        found: list[tuple[Role, Hit]] = []
        for begin, end, keys in passage.hits_between(first, last):
            found.extend((role, (begin, end)) for role in filter(None, map(self.role_of, sorted(keys))))
        found.extend((f"country:{place}", (begin, end)) for begin, end, place in passage.places_between(first, last))
        return found


def _country(text: str) -> str | None:
    return lexicon().country_of(text.lower().removeprefix("the "))
