"""Tones: how a sentence asserts what it says, as one that is compared with a fact's own sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from harness.gold.matching.casts import Cast, Caster
from harness.gold.matching.clauses import (
    clause_of,
    denies,
    has_negation,
    has_not,
    hedges_before,
    hedges_in,
    is_called_certain,
    is_chanced,
    is_conditional,
    is_doubted,
    is_negative_term,
    is_plainly_negated,
    is_questioned,
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


class Tone:
    """How words are asserted, and of whom, their predicate at `core`; each part is read on first use.

    `is_sure` says that the predicate's own words stand there.
    """

    def __init__(self, site: Site, words: Hit, core: Hit, caster: Caster, *, is_sure: bool) -> None:
        self._site = site
        self._reading = site.passage.reading
        self._words = words
        self._core = core
        self._caster = caster
        self.is_sure = is_sure

    @cached_property
    def _stretch(self) -> Hit:
        return stretch_of(self._reading, self._core)

    @property
    def is_unsure(self) -> bool:
        """Whether it leaves open whether it is so."""
        return (self.is_hedged or self.is_questioned or self.is_open) and not self.is_sworn

    @cached_property
    def is_negated(self) -> bool:
        """Whether the predicate is negated."""
        return is_plainly_negated(self._reading, self._core) != is_negative_term(self._reading, self._core)

    @cached_property
    def has_negation(self) -> bool:
        """Whether any word of the sentence denies."""
        return has_negation(self._reading, self._site.sentence, self._core)

    @cached_property
    def has_not(self) -> bool:
        """Whether a verb of the clause is negated."""
        return has_not(self._reading, *self._stretch)

    @cached_property
    def is_hedged(self) -> bool:
        """Whether the sentence has a word of caution."""
        hedges = hedges_in(self._reading, self._site.sentence)
        return not _HEDGED.isdisjoint(hedges | hedges_before(self._reading, self._site.sentence, self._words))

    @cached_property
    def is_doubted(self) -> bool:
        """Whether the predicate is called doubtful."""
        return is_doubted(self._reading, self._core)

    @cached_property
    def is_open(self) -> bool:
        """Whether the predicate is only asked or supposed."""
        return is_conditional(self._reading, self._site.sentence, self._core)

    @cached_property
    def is_sworn(self) -> bool:
        """Whether the predicate is called certain."""
        return is_sworn(self._reading, self._core)

    @cached_property
    def is_insisted(self) -> bool:
        """Whether the clause calls it certain, or the sentence decided."""
        return is_called_certain(self._reading, self._site.sentence, self._words, self._core)

    @cached_property
    def is_chanced(self) -> bool:
        """Whether what stands before it calls it possible."""
        return is_chanced(self._reading, self._core)

    @cached_property
    def is_questioned(self) -> bool:
        """Whether it is called unclear."""
        return is_questioned(self._reading, self._site.sentence, self._core)

    @cached_property
    def is_disputed(self) -> bool:
        """Whether somebody is said to deny it."""
        speakers = self._site.passage.speakers[self._site.sentence]
        return any(sp.how == "denies" and sp.scope[0] <= self._core[0] < sp.scope[1] for sp in speakers)

    @cached_property
    def is_plain(self) -> bool:
        """Whether no word of the clause denies."""
        return not denies(self._reading, *clause_of(self._reading, self._core[0]))

    @cached_property
    def cast(self) -> Cast:
        """Whom the clause names, and on which side of the predicate."""
        return self._caster.cast(self._site.passage, *self._stretch, self._core)


@dataclass
class Own:
    """The tones in which a fact's own sentences assert it, what its statement names, and what all of them name.

    `deciding` are the tones with the predicate's own words if there are such, `casts` those that name anybody.
    """

    tones: list[Tone] = field(default_factory=list)
    deciding: list[Tone] = field(default_factory=list)
    casts: list[Cast] = field(default_factory=list)
    stated: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()

    def add(self, tone: Tone) -> None:
        """Take in the tone of one more sentence."""
        self.tones.append(tone)
        self.deciding = [known for known in self.tones if known.is_sure] or self.tones
        if tone.cast.all:
            self.casts.append(tone.cast)

    def is_cast(self, test: Callable[[Cast], bool]) -> bool:
        """Whether every own sentence that names anybody passes a test; False where there is none."""
        return bool(self.casts) and all(map(test, self.casts))

    def all(self, test: Callable[[Tone], bool]) -> bool:
        """Whether every own sentence passes a test, of those with the predicate's own words if there are such."""
        return bool(self.deciding) and all(map(test, self.deciding))
