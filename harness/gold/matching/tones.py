"""Tones: how a sentence asserts what it says, as one that is compared with a fact's own sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from harness.gold.matching.casts import Cast, Caster
from harness.gold.matching.clauses import (
    clause_of,
    denies,
    has_negation,
    has_not,
    hedges_before,
    hedges_in,
    is_chanced,
    is_conditional,
    is_doubted,
    is_insisted,
    is_negative_term,
    is_plainly_negated,
    is_questioned,
    is_settled,
    is_sworn,
    stretch_of,
)
from harness.gold.matching.features import Features
from harness.gold.matching.passage import Passage
from harness.gold.matching.terms import Hit

_HEDGED = frozenset({"possible", "likely", "reported", "feared"})


@dataclass(frozen=True, slots=True)
class Site:
    """A sentence of a text, with how much of a fact it has, 0 to 1."""

    passage: Passage
    features: Features
    sentence: int
    score: float


@dataclass(frozen=True, slots=True)
class Tone:
    """How words are asserted, and of whom.

    Of the predicate: `is_negated`, `is_doubted`, `is_sworn` (called certain), `is_sure` (its own words stand there),
    `is_open` (only asked or supposed), `is_questioned` (called unclear), `is_disputed` (somebody is said to deny it).
    Of its clause: `has_not`, `is_plain` (no word denies), `is_insisted` (called certain). Of what stands before it:
    `is_chanced` (called possible). Of the sentence: `has_negation`, `is_hedged`.
    """

    is_negated: bool
    has_negation: bool
    has_not: bool
    is_hedged: bool
    is_doubted: bool
    is_open: bool
    is_sure: bool
    is_sworn: bool
    is_insisted: bool
    is_chanced: bool
    is_questioned: bool
    is_disputed: bool
    is_plain: bool
    cast: Cast

    @property
    def is_unsure(self) -> bool:
        """Whether it leaves open whether it is so."""
        return (self.is_hedged or self.is_questioned or self.is_open) and not self.is_sworn


def read_tone(site: Site, words: Hit, core: Hit, caster: Caster, *, is_sure: bool) -> Tone:
    """Return how the words of a hit, with the predicate at `core`, are asserted in their sentence."""
    reading, sentence = site.passage.reading, site.sentence
    hedges = hedges_in(reading, sentence) | hedges_before(reading, sentence, words)
    first, last = stretch_of(reading, core)
    return Tone(
        is_negated=is_plainly_negated(reading, core) != is_negative_term(reading, core),
        has_negation=has_negation(reading, sentence, core),
        has_not=has_not(reading, first, last),
        is_hedged=bool(hedges & _HEDGED),
        is_doubted=is_doubted(reading, core),
        is_open=is_conditional(reading, sentence, core),
        is_sure=is_sure,
        is_sworn=is_sworn(reading, core),
        is_insisted=is_insisted(reading, *stretch_of(reading, words)) or is_settled(reading, sentence, core),
        is_chanced=is_chanced(reading, core),
        is_questioned=is_questioned(reading, sentence, core),
        is_disputed=any(
            speaker.how == "denies" and speaker.scope[0] <= core[0] < speaker.scope[1]
            for speaker in site.passage.speakers[sentence]
        ),
        is_plain=not denies(reading, *clause_of(reading, core[0])),
        cast=caster.cast(site.passage, first, last, core),
    )


@dataclass
class Own:
    """The tones in which a fact's own sentences assert it, what its statement names, and what all of them name."""

    tones: list[Tone] = field(default_factory=list)
    stated: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()

    def is_cast(self, test: Callable[[Cast], bool]) -> bool:
        """Whether every own sentence that names anybody passes a test; False where there is none."""
        casts = [tone.cast for tone in self.tones if tone.cast.all]
        return bool(casts) and all(map(test, casts))

    def is_turned(self, other: Cast) -> bool:
        """Whether a cast has the names of an own one in each other's parts, and no own one has them so."""
        casts = [tone.cast for tone in self.tones if tone.cast.all]
        return any(cast.turned(other) for cast in casts) and not any(cast.agents & other.agents for cast in casts)

    def all(self, test: Callable[[Tone], bool]) -> bool:
        """Whether every own sentence passes a test, of those with the predicate's own words if there are such."""
        tones = [tone for tone in self.tones if tone.is_sure] or self.tones
        return bool(tones) and all(map(test, tones))
