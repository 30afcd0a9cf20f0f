"""Counts: which numbers of a summary state which facts, which go against them, and the verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from harness.gold.compare import STATED, Relation
from harness.gold.matching.bags import ALONE
from harness.gold.matching.casts import NOWHERE
from harness.gold.matching.claims.made import denies_near
from harness.gold.matching.clauses import is_called_certain, stretch_of
from harness.gold.matching.count_facts import SMALL, CountFact, CountMatch, match_of
from harness.gold.matching.cues import ARTICLES, PREPOSITIONS
from harness.gold.matching.derived import CUES
from harness.gold.matching.moments import words_between, words_of_fact
from harness.gold.matching.number_mentions import Mention
from harness.gold.matching.passage import Passage
from harness.gold.matching.scene import OwnKey, Scene, Stage, make_verdict
from harness.gold.matching.terms import Hit, share_of
from harness.gold.verdicts import FactVerdict
from harness.text.numerals import BLANK
from harness.text.reading import Reading

_OF_THEM = re.compile(rf"{BLANK}of{BLANK}(?:them|whom|which|these|those)(?!\w)", re.IGNORECASE)
_OF_THE = re.compile(rf"{BLANK}of{BLANK}(?:the|those|these)(?!\w)", re.IGNORECASE)
_COMPARED = re.compile(
    rf"[^.;:!?\n]{{0,60}}?(?:\btimes{BLANK}(?:what|as|the|more)|\bthan{BLANK}what|\bcompared{BLANK}(?:with|to))(?!\w)",
    re.IGNORECASE,
)
"""What follows a number that is compared with somebody else's."""

_RIVAL_FIT = 0.6
"""What part of the best fit a fact needs to be stated by a number that states another as well."""

_WRONG = 0.35
"""How much of a fact the sentence of a wrong number has at least."""

_WRONG_UNNAMED = 0.55
"""The same, where the number's own words lack the fact's predicate."""

_WRONG_TOLD, _WRONG_RECKONED = 0.6, 0.5
"""The same, where the article has that number too, of something else, and where it may follow from its numbers."""

_WHOLE = 0.85
"""How much of a fact a sentence has, and of a number's words the fact, that say the fact and nothing else."""

_BETTER = 0.2
"""By how much a told number's words must suit a fact better than the article's own words for it."""

_FAR_RECKONED = 3
"""A number that may follow from an article's, so many times greater or less than the fact's, is no error for it."""

_CROSSED = 0.25
"""How much better two numbers must fit each other's facts to be called exchanged."""

_OUTDONE = 0.8
"""How much of the fit of a wrong number in the fact's place the fact's own number has at most, told elsewhere."""

_NAMED = 0.5
"""How much of a fact a sentence has at least in which a name for one of the fact's is an error."""

_FAR = 20
"""A number so many times greater or less than the fact's is hardly an error for it."""

_MOST_PAIRED = 40
"""How many of a sentence's numbers are tried in pairs, so that a long row of numbers costs no more."""

_SHOTGUN = 2
"""So many other numbers for one fact, beside the right one, are a list of guesses."""

ToldKey = tuple[float, float, bool, tuple[str, ...]]
_OPENING = 6
"""How many words before a comma may open a sentence with a place."""

_RETOLD = 5
"""How many words behind a number it may be told again in another unit."""

_RANK: tuple[Relation, ...] = ("same", "bound dropped", "coarser")


@dataclass
class Counting:
    """What the numbers of one text are to the facts: those that state each, and those that go against it.

    `valued` are the numbers that each fact's is, whatever their words say.
    """

    stated: dict[str, list[CountMatch]] = field(default_factory=dict)
    against: dict[str, list[CountMatch]] = field(default_factory=dict)
    weaker: dict[str, list[CountMatch]] = field(default_factory=dict)
    guesses: dict[str, set[object]] = field(default_factory=dict)
    valued: dict[str, list[CountMatch]] = field(default_factory=dict)


class CountFacts:
    """Decides all count facts of a sample."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.facts = [CountFact(fact, count, stage) for fact in stage.every if (count := fact.fact.count)]
        others = frozenset[str]().union(*(other.predicate for other in self.facts))
        for fact in self.facts:
            passage = Passage(Reading(fact.gold.fact.statement), stage.names)
            fact.prepare(others, Scene(passage, stage.kinds))
        self._articles: dict[str, Passage] = {}
        self._count_time = any(fact.unit_of_time for fact in self.facts)
        self._told: set[ToldKey] = set()
        self._told_words: dict[ToldKey, list[frozenset[str]]] = {}
        self._words = {fact.id: words_of_fact(fact.gold, stage) for fact in self.facts}
        self._absent = {fact.id: fact.absent() for fact in self.facts}

    def read_own(self, scene: Scene) -> None:
        """Note the numbers by which an article goes against its own facts."""
        for mention in (mention for listed in self._mentions(scene) for mention in listed):
            self._told.update(_told_keys(mention))
            if scene.article:
                self._articles[scene.article] = scene.passage
                words = words_between(scene.passage, *scene.passage.reading.sentence_words[mention.sentence])
                for key in set(_told_keys(mention)):
                    self._told_words.setdefault(key, []).append(words)
        counting = self._count(scene)
        for fact in self.facts:
            stated = counting.stated.get(fact.id, [])
            scene.stated[fact.id] = {m.sentence for m in stated}
            if any(self._misplaced_name(scene, m) and not self._is_of_other(scene, m, counting) for m in stated):
                self.stage.own.add((fact.id, "names"))
            for match in counting.against.get(fact.id, ()):
                self.stage.own.add(_own_key(fact, match))

    def decide(self, scene: Scene) -> None:
        """Add verdicts on counts to a scene."""
        counting = self._count(scene)
        for fact in self.facts:
            name = fact.id
            stated = counting.stated.get(name, [])
            scene.stated[name] = {m.sentence for m in stated}
            scene.exact[name] = {m.sentence for m in stated if m.relation != "coarser"}
            scene.denied[name] = {m.sentence for m in counting.against.get(name, ()) if m.why == "denied"}
            scene.ranges[name] = [
                m.mention.quantity for m in counting.weaker.get(name, ()) if m.mention.quantity.amount.is_range
            ]
            scene.verdicts[name] = self._verdict(scene, fact, counting)

    # Which number belongs to which fact

    def _mentions(self, scene: Scene) -> list[list[Mention]]:
        """Return the numbers of each sentence, with lengths of time and ages where facts count these."""
        return scene.mentions_with_lengths if self._count_time else scene.mentions

    def _count(self, scene: Scene) -> Counting:
        """Return what each number of a text is to the facts."""
        counting = Counting()
        loose: list[tuple[Mention, list[CountMatch]]] = []
        for sentence, listed in enumerate(self._mentions(scene)):
            about = [(fact, fact.bag.score(scene.features, sentence)) for fact in self.facts] if listed else []
            about = [(fact, context) for fact, context in about if context >= fact.lowest]
            for mention in listed:
                related = [(f, context, r) for f, context in about if (r := f.relation_to(mention))]
                others = [row for row in related if row[0].is_another(mention, row[2])]
                near = (row for row in related if not row[0].is_another(mention, row[2]))
                matches = [m for f, context, r in near if (m := match_of(f, mention, scene, context, r))]
                stating = _best(m for m in matches if m.is_stating)
                for match in stating:
                    counting.stated.setdefault(match.fact.id, []).append(match)
                for match in matches:
                    if match.relation in STATED and not match.is_supposed:
                        counting.valued.setdefault(match.fact.id, []).append(match)
                    if match.relation == "weaker":
                        counting.weaker.setdefault(match.fact.id, []).append(match)
                    elif match.why and (match.why == "denied" or not stating):
                        counting.against.setdefault(match.fact.id, []).append(match)
                if not stating:
                    matches += [m for f, context, r in others if (m := match_of(f, mention, scene, context, r))]
                    loose.append((mention, [m for m in matches if m.relation == "different" and not m.why]))
        self._exchange(scene, counting)
        self._pair_opposites(counting)
        for mention, matches in loose:
            self._contradict(scene, mention, matches, counting)
        return counting

    def _contradict(self, scene: Scene, mention: Mention, matches: Sequence[CountMatch], counting: Counting) -> None:
        """Note the fact that a number which states none goes against, if its words are clearly about one."""
        if mention.quantity.units[:1] == ("other",):
            return  # `them and 14 others`
        fitting = [m for m in matches if m.is_bound and not m.is_merged and not m.is_supposed and not _is_far(m)]
        if self._may_be_told(scene, mention):  # the article has it, of another thing
            fitting = [m for m in fitting if _is_end(m) or self._is_misplaced(scene, m)]
        best = max((m.fit for m in fitting), default=0.0)
        for match in fitting:
            is_small = mention.quantity.amount.high <= SMALL and match.unit != "named"
            least = _WRONG if match.has_predicate and not is_small else _WRONG_UNNAMED
            if match.context >= least and match.fit >= best - 1e-9:
                counting.guesses.setdefault(match.fact.id, set()).add(mention.quantity.amount)
                counting.against.setdefault(match.fact.id, []).append(match.because("number"))

    def _is_misplaced(self, scene: Scene, match: CountMatch) -> bool:
        """Whether a number that an article has, or that may follow from one, surely stands for the fact's."""
        told = self._told_words.get(_told_keys(match.mention)[0], [])
        if match.context < (_WRONG_TOLD if told else _WRONG_RECKONED) or not match.has_predicate:
            return False
        if _is_sum(scene, match) or (told and not match.is_in_place):
            return False
        around = words_between(scene.passage, match.mention.first, match.mention.last)
        fits = share_of(around, self._words[match.fact.id], self.stage.lexicon)
        fact, found = match.fact.count.amount.high, match.mention.quantity.amount.high
        is_whole = match.context >= _WHOLE and fits >= _WHOLE
        if not told and not is_whole and self._is_reckoned(scene, match.mention):
            told = self._operand_words(scene, match.mention)
            if not told or match.context < _WRONG_TOLD:
                return False
        elif not told and not fact / _FAR_RECKONED <= found <= fact * _FAR_RECKONED:
            return False
        return not any(share_of(around, words, self.stage.lexicon) > fits - _BETTER for words in told)

    def _operand_words(self, scene: Scene, mention: Mention) -> list[frozenset[str]]:
        """Return the words beside the article's numbers of which a share may be one, unless it is told as a result."""
        quantity, reading = mention.quantity, scene.passage.reading
        words = (reading.words[i].lower for i in range(*reading.sentence_words[mention.sentence]))
        if not quantity.amount.is_share or not CUES.isdisjoint(words):
            return []
        found = []
        for evidence in scene.carried[quantity.start, quantity.end]:
            passage = self._articles[evidence.article]
            sentence = passage.reading.sentence_of(evidence.start)
            found.append(words_between(passage, *passage.reading.sentence_words[sentence]))
        return found

    @staticmethod
    def _is_reckoned(scene: Scene, mention: Mention) -> bool:
        """Whether a number follows from an article's: a share, or one that is told as a result of others."""
        quantity, reading = mention.quantity, scene.passage.reading
        if (quantity.start, quantity.end) not in scene.carried:
            return False
        own = [q.amount.low for q in reading.quantities_beside(quantity) if q is not quantity]
        if any(a + b == quantity.amount.low for a, b in combinations(own, 2)):
            return True
        first, last = reading.sentence_words[mention.sentence]
        words = (reading.words[i].lower for i in range(first, last) if i not in reading.bound_words)
        return quantity.amount.is_share or not CUES.isdisjoint(words)

    def _may_be_told(self, scene: Scene, mention: Mention) -> bool:
        """Whether an article has a number, or it may follow from its numbers."""
        if mention.is_ordinal or scene.article:
            return _told_keys(mention)[0] in self._told
        return (mention.quantity.start, mention.quantity.end) not in scene.missing

    def _exchange(self, scene: Scene, counting: Counting) -> None:
        """Turn pairs of numbers in each other's words, in one sentence or two neighbours, into contradictions."""
        listed = [(fact, m) for fact in self.facts for m in counting.valued.get(fact.id, ())]
        by_sentence: dict[int, list[tuple[CountFact, CountMatch]]] = {}
        for pair in listed:
            by_sentence.setdefault(pair[1].sentence, []).append(pair)
        for sentence, found in by_sentence.items():
            here, following = found[:_MOST_PAIRED], by_sentence.get(sentence + 1, [])[:_MOST_PAIRED]
            for i, (one, first) in enumerate(here):
                for other, second in (*here[i + 1 :], *following):
                    if one is not other and first.mention is not second.mention:
                        self._cross(scene, counting, (one, first), (other, second))

    def _pair_opposites(self, counting: Counting) -> None:
        """Take two numbers of one sentence, each with the contrary of its fact, for exchanged ones."""
        listed = [(f, m) for f in self.facts for m in counting.against.get(f.id, ()) if m.why == "opposite"]
        for one, first in listed[:_MOST_PAIRED]:
            for other, second in listed[:_MOST_PAIRED]:
                if one is not other and first.sentence == second.sentence and one.is_like(other):
                    counting.against[one.id] = [replace(second, fact=one, why="exchange")]

    def _cross(
        self,
        scene: Scene,
        counting: Counting,
        one: tuple[CountFact, CountMatch],
        other: tuple[CountFact, CountMatch],
    ) -> None:
        (f, m), (g, n) = one, other
        group = self.stage.group_of(f.id)
        is_rival = group is not None and group is self.stage.group_of(g.id)  # whose number it is, its source tells
        if is_rival or not f.is_like(g):
            return
        a, b = f.lean(g, scene.features, m.mention), g.lean(f, scene.features, n.mention)
        is_apart = m.sentence != n.sentence and not f.is_part_of(g) and not g.is_part_of(f)
        is_lost = is_apart and min(a, b) <= -1 and max(a, b) <= 0
        if is_lost or (a < 0 and b < 0 and a + b <= -_CROSSED):
            counting.stated[f.id] = [x for x in counting.stated.get(f.id, ()) if x.mention is not m.mention]
            counting.stated[g.id] = [x for x in counting.stated.get(g.id, ()) if x.mention is not n.mention]
            counting.against.setdefault(f.id, []).append(replace(n, fact=f, why="exchange"))
            counting.against.setdefault(g.id, []).append(replace(m, fact=g, why="exchange"))

    # Verdicts

    def _verdict(self, scene: Scene, fact: CountFact, counting: Counting) -> FactVerdict:
        stated, against = counting.stated.get(fact.id, []), counting.against.get(fact.id, [])
        if not stated and not against and not counting.weaker.get(fact.id):
            return self._absent[fact.id]
        wrong = [m for m in against if self._counts_against(scene, fact, m)]
        told = {m.sentence for m in stated}
        denied = next((m for m in wrong if m.why == "denied" and m.sentence not in told), None)
        if denied:
            sentence = scene.words(scene.passage.reading.sentences[denied.sentence])
            return _number(fact, "contradicted", denied, f"The summary denies it: {sentence!r}.")
        stated = [m for m in stated if not _is_outdone(m, wrong)]
        good = sorted(stated, key=lambda m: (_RANK.index(m.relation), -m.fit))
        if good and len(counting.guesses.get(fact.id, ())) >= _SHOTGUN:
            reason = f"Many numbers are offered for this, {fact.described} among them: that states none."
            return make_verdict(fact.gold, "omitted", reason, expected=fact.described)
        turned = next((m for m in wrong if m.why == "opposite" and _is_retold(m, good)), None)
        if turned:
            return _number(fact, "contradicted", turned, _REASONS["opposite"](fact, turned))
        if good:
            return self._misnamed(scene, fact, good, counting) or _stated(scene, fact, good[0])
        if wrong:
            return _number(fact, "contradicted", wrong[0], _REASONS[wrong[0].why](fact, wrong[0]))
        weak = next(iter(counting.weaker.get(fact.id, ())), None)
        if weak:
            reason = f"{weak.mention.quantity} is compatible with {fact.described} but does not state it."
            found = str(weak.mention.quantity)
            return make_verdict(fact.gold, "omitted", reason, expected=fact.described, found=found)
        return self._absent[fact.id]

    def _misnamed(
        self, scene: Scene, fact: CountFact, good: Sequence[CountMatch], counting: Counting
    ) -> FactVerdict | None:
        """Return the verdict where the right number is told of another than the fact's, wherever it is told.

        Where that other has the same number by another fact, it says nothing of this one.
        """
        if (fact.id, "names") in self.stage.own:
            return None
        found = [self._misplaced_name(scene, m) for m in good]
        if not all(found) or found[0] is None:
            return None
        span = scene.passage.span(*found[0])
        if any(self._is_of_other(scene, m, counting) for m in good):
            reason = f"{fact.described} is told of another: {scene.words(span)!r}."
            return make_verdict(fact.gold, "omitted", reason, expected=fact.gold.fact.statement)
        reason = f"The right number, but of another: {scene.words(span)!r}."
        return make_verdict(fact.gold, "contradicted", reason, summary_span=span, expected=fact.gold.fact.statement)

    def _is_of_other(self, scene: Scene, match: CountMatch, counting: Counting) -> bool:
        """Whether a number states another fact, of the names that stand there."""
        others = (o for f in self.facts if f is not match.fact for o in counting.stated.get(f.id, ()))
        return any(o.mention is match.mention and not self._misplaced_name(scene, o) for o in others)

    @staticmethod
    def _misplaced_name(scene: Scene, match: CountMatch) -> Hit | None:
        """Return the words of a name in the place of one of the fact's, in the sentence of a number of the fact's."""
        reading, quantity, names = scene.passage.reading, match.mention.quantity, match.fact.names
        if _COMPARED.match(reading.text, quantity.end):
            return None
        numbers = reading.time_words | reading.bound_words | set(range(quantity.first_word, quantity.last_word + 1))
        stretch = _with_opening(scene, stretch_of(reading, (quantity.first_word, quantity.last_word + 1)))
        own = match.fact.predicate | match.fact.units.features
        is_alone = match.fact.bag.share_of(scene.features, *stretch, skip=numbers, more=own) >= ALONE
        alone = stretch if is_alone else NOWHERE
        unnamed = match.fact.bag.unnamed(scene.features, match.sentence)
        place = scene.passage, match.sentence
        found = names.replaced(*place, alone) if is_alone or match.context + unnamed >= _NAMED else None
        if found or match.context < _NAMED:
            return found
        return names.exchanged(*place) or names.redirected(*place)

    def _counts_against(self, scene: Scene, fact: CountFact, match: CountMatch) -> bool:
        """Whether a number may contradict the fact: it is no rival's, not the article's own, not another article's."""
        if _own_key(fact, match) in self.stage.own:
            return False
        if self.stage.is_elsewhere(scene.passage, match.sentence, fact.gold):
            return False
        if match.why == "denied":
            return True
        if _is_whole_of(scene, fact, match) or (match.why == "number" and _is_part_of(scene, fact, match)):
            return False
        mates = {mate.id for mate in self.stage.mates(fact.id)}
        return not any(f.id in mates and f.relation_to(match.mention) in STATED for f in self.facts)


def _is_whole_of(scene: Scene, fact: CountFact, match: CountMatch) -> bool:
    """Whether a number is the whole of which the fact's is told as a part: `nine fell ill, seven of them …`."""
    reading, quantity = scene.passage.reading, match.mention.quantity
    return any(
        other.first_word > quantity.last_word
        and other.amount == fact.count.amount
        and other.amount.high < quantity.amount.low
        and _OF_THEM.match(reading.text, other.end)
        for other in reading.quantities_by_sentence[quantity.sentence]
    )


def _is_part_of(scene: Scene, fact: CountFact, match: CountMatch) -> bool:
    """Whether a number is told of some of those that the fact's counts: `72 of the injured`, `3,000 did not vote`.

    Of a negated one it is enough that it follows from the article's numbers, of another that it does from the fact's.
    """
    reading, quantity = scene.passage.reading, match.mention.quantity
    if not fact.count.of and _OF_THE.match(reading.text, quantity.end):
        near = set(range(quantity.last_word + 2, quantity.last_word + 5))
        return any(not near.isdisjoint(scene.features.places.get(feature, ())) for feature in fact.predicate)
    carried = scene.carried.get((quantity.start, quantity.end))
    if not carried or quantity.amount.high >= fact.count.amount.low:
        return False
    if denies_near(reading, quantity.first_word):
        return True
    own = [(e.article, e.start, e.end) for e in fact.gold.evidence]
    is_own = any(c.article == a and start <= c.start and c.end <= end for c in carried for a, start, end in own)
    return len(carried) > 1 and is_own


def _with_opening(scene: Scene, stretch: Hit) -> Hit:
    """Return a stretch of words with a place that opens its sentence before a comma: `In Chile, 40 houses burnt`."""
    reading, features = scene.passage.reading, scene.features
    first = reading.sentence_words[reading.sentence_of(reading.words[stretch[0]].start)][0]
    is_short = 0 < stretch[0] - first <= _OPENING and reading.lowers[first] in PREPOSITIONS
    if is_short and all(i in features.named or reading.lowers[i] in ARTICLES for i in range(first + 1, stretch[0])):
        return first, stretch[1]
    return stretch


def _best(matches: Iterable[CountMatch]) -> list[CountMatch]:
    """Return those of a number's matches that fit about as well as the best."""
    listed = list(matches)
    best = max((m.fit for m in listed), default=0.0)
    return [m for m in listed if m.fit >= _RIVAL_FIT * best]


def _is_retold(match: CountMatch, others: Sequence[CountMatch]) -> bool:
    """Whether others only tell a number again in another unit, right behind it: `38 degrees (about 100 Fahrenheit)`."""
    return bool(others) and all(
        other.fact.is_in_other_unit(other.mention.quantity)
        and 0 < other.mention.quantity.first_word - match.mention.quantity.last_word <= _RETOLD
        for other in others
    )


def _is_outdone(match: CountMatch, wrong: Iterable[CountMatch]) -> bool:
    """Whether another number stands where the fact's should, and the fact's own number is told of something else.

    `The fire killed 128. The court heard 11 witnesses.` does not state that 11 were killed.
    """
    if match.unit == "bare" or (match.unit == "named" and match.has_predicate):
        return False
    return any(m.why == "number" and m.is_in_place and match.fit <= _OUTDONE * m.fit for m in wrong)


_SUMMED = frozenset({"together", "combined", "altogether", "jointly", "total"})


def _is_sum(scene: Scene, match: CountMatch) -> bool:
    """Whether a number is called one of several things together."""
    words = scene.passage.reading.words[match.mention.first : match.mention.last]
    return not match.fact.count.combined and any(word.lower in _SUMMED for word in words)


def _is_end(match: CountMatch) -> bool:
    """Whether a number is one end of the fact's own range: `a third or less` for a third to a half."""
    amount = match.fact.count.amount
    return amount.is_range and match.mention.quantity.amount.low in (amount.low, amount.high)


def _is_far(match: CountMatch) -> bool:
    """Whether a number is of quite another size than the fact's, and its words lack the predicate or the unit."""
    fact, found = match.fact.count.amount.high, match.mention.quantity.amount.high
    is_sure = match.has_predicate and match.unit == "named"
    return not is_sure and not fact / _FAR <= found <= fact * _FAR


def _stated(scene: Scene, fact: CountFact, match: CountMatch) -> FactVerdict:
    quantity = match.mention.quantity
    if _is_raised(scene, fact, match):
        reason = f"The article gives {fact.described} as {fact.count.certainty}, the summary as a fact."
        return _number(fact, "contradicted", match, reason)
    mark = None if match.relation == "same" else match.relation
    said = {"coarser": "Stated, coarser", "bound dropped": "Stated without its bound"}.get(mark or "", "Stated")
    return _number(fact, "supported", match, f"{said}: {quantity} for {fact.described}.", mark=mark)


def _is_raised(scene: Scene, fact: CountFact, match: CountMatch) -> bool:
    """Whether a number that the article only thinks possible is called certain."""
    quantity = match.mention.quantity
    hit = (quantity.first_word, quantity.last_word + 1)
    return fact.count.certainty != "asserted" and is_called_certain(scene.passage.reading, match.sentence, hit, hit)


_REASONS: dict[str, Callable[[CountFact, CountMatch], str]] = {
    "number": lambda f, m: f"The summary says {m.mention.quantity}, the article {f.described} ({f.count.unit}).",
    "exchange": lambda f, m: f"The summary gives {m.mention.quantity}, another thing's number, for {f.described}.",
    "bound": lambda f, m: f"The summary says {m.mention.quantity}, the article {f.described} ({f.count.unit}).",
    "unit": lambda f, m: f"The summary counts {' '.join(m.mention.quantity.units)}, the article {f.count.unit}.",
    "rate": lambda f, m: f"The summary tells {m.mention.quantity} by another time than by the {f.rate}.",
    "fate": lambda f, m: f"The summary tells {m.mention.quantity} of another fate than {f.gold.fact.statement!r}.",
    "people": lambda f, _: f"The summary counts people of another country, not those of {f.gold.fact.statement!r}.",
    "opposite": lambda f, _: f"The summary says the contrary of {f.gold.fact.statement!r}.",
}


def _told_keys(mention: Mention) -> list[ToldKey]:
    """Return what a number is known by: itself, then the ends of a range; a length of time also by its unit."""
    amount, unit = mention.quantity.amount, mention.quantity.units if mention.is_length else ()
    ends = (amount.low, amount.high)
    return [(*ends, amount.is_share, unit), *((end, end, amount.is_share, unit) for end in ends)]


def _own_key(fact: CountFact, match: CountMatch) -> OwnKey:
    return (fact.id, match.mention.quantity.amount, match.mention.quantity.bound, match.why)


def _number(fact: CountFact, verdict: str, match: CountMatch, reason: str, *, mark: str | None = None) -> FactVerdict:
    quantity = match.mention.quantity
    return make_verdict(
        fact.gold,
        verdict,
        reason,
        mark=mark,
        summary_span=(quantity.start, quantity.end),
        expected=fact.described,
        found=str(quantity),
    )
