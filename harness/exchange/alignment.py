"""Facts of two annotations of one article, aligned one to one.

A pair is possible where both are of one kind, their evidence has a character of the article in common, and at least
`LEAST_SHARED` of their words are the same. Of the possible pairs the most similar is taken first, then the most similar
of those left, and so on (greedy; ties in the order of the files). Similarity is the mean of three shares: typed keys
that are equal (with the predicate as one more key, where there is one), words, and evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from harness.gold.gold import Gold, GoldFact
from harness.gold.models import Count, Fact, Happening, NameEntry, Says, States, When
from harness.text.dates import parse_period
from harness.text.words import as_phrase, lexicon

KINDS = ("count", "date", "attribution", "statement")
LEAST_SHARED = 0.35
"""The least share of words that two facts have in common where they may be one; set by eye on this project's gold."""

Names = Mapping[str, NameEntry]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two facts that are or may be one. `equal` says of each typed key that is compared whether it is the same."""

    first: GoldFact
    second: GoldFact
    words: float
    evidence: float
    equal: Mapping[str, bool]
    has_same_predicate: bool | None = None

    @property
    def similarity(self) -> float:
        """The mean of the shares of typed keys, words and evidence, 0 to 1."""
        keys = [*self.equal.values(), *([] if self.has_same_predicate is None else [self.has_same_predicate])]
        return (sum(keys) / len(keys) + self.words + self.evidence) / 3


@dataclass(frozen=True, slots=True)
class Alignment:
    """The facts of one article: found by both, only by the first annotation, only by the second."""

    article: str
    pairs: tuple[Pair, ...]
    only_first: tuple[GoldFact, ...]
    only_second: tuple[GoldFact, ...]


def align(first: Gold, second: Gold) -> Alignment:
    """Return the facts of two annotations of one article, aligned one to one as this module's docstring says."""
    pairs: dict[str, Pair] = {}
    taken: set[str] = set()
    for pair in sorted(_possible_pairs(first, second), key=lambda pair: -pair.similarity):
        if pair.first.id not in pairs and pair.second.id not in taken:
            pairs[pair.first.id] = pair
            taken.add(pair.second.id)
    return Alignment(
        first.articles[0],
        tuple(pairs[fact.id] for fact in first.facts if fact.id in pairs),
        tuple(fact for fact in first.facts if fact.id not in pairs),
        tuple(fact for fact in second.facts if fact.id not in taken),
    )


def _possible_pairs(first: Gold, second: Gold) -> Iterator[Pair]:
    names = first.names_of(first.articles[0]), second.names_of(second.articles[0])
    ours, theirs = _words_by_id(first), _words_by_id(second)
    for a, b in product(first.facts, second.facts):
        if a.kind != b.kind:
            continue
        words, evidence = share_of_words(ours[a.id], theirs[b.id]), share_of_evidence(a, b)
        if evidence and words >= LEAST_SHARED:
            yield Pair(a, b, words, evidence, equal_keys(a.fact, b.fact, *names), has_same_predicate(a.fact, b.fact))


def _words_by_id(gold: Gold) -> dict[str, set[str]]:
    facts = {fact.id: fact.fact for fact in gold.facts}
    return {name: words_of(fact, facts) for name, fact in facts.items()}


def words_of(fact: Fact, facts: Mapping[str, Fact]) -> set[str]:
    """Return the words, in base form, of a fact's statement and typed value; of an attribution, those of what is said.

    A fact that is named by its id stands for the words of its statement.
    """
    if fact.says:
        texts = _texts(fact.says.what)
    else:
        value = fact.count or fact.date or fact.states
        keys = ("did", "what", "of", "unit")
        texts = [fact.statement, *(text for key in keys for text in _texts(getattr(value, key, None)))]
    return {word for text in texts for word in as_phrase(facts[text].statement if text in facts else text)}


def _texts(value: str | tuple[str, ...] | Happening | None) -> list[str]:
    if isinstance(value, Happening):
        return [*value.did, value.what or ""]
    return [value] if isinstance(value, str) else list(value or ())


def share_of_words(first: set[str], second: set[str]) -> float:
    """Return twice the words in common, of the words of each (Dice): 0 to 1; 0 where neither has a word."""
    both = len(first) + len(second)
    return 2 * len(first & second) / both if both else 0.0


def share_of_evidence(first: GoldFact, second: GoldFact) -> float:
    """Return the characters of the article that both facts' evidence covers, of those of the shorter: 0 to 1.

    0 where a fact has no evidence.
    """
    ours, theirs = _covered(first), _covered(second)
    shorter = min(len(ours), len(theirs))
    return len(ours & theirs) / shorter if shorter else 0.0


def _covered(fact: GoldFact) -> set[int]:
    return {place for span in fact.evidence for place in range(span.start, span.end)}


def has_same_predicate(first: Fact, second: Fact) -> bool | None:
    """Whether the predicates of two counts or statements have a word in common; None where either has none."""
    ours, theirs = _predicate(first), _predicate(second)
    return bool(ours & theirs) if ours and theirs else None


def _predicate(fact: Fact) -> set[str]:
    value = fact.count or fact.states
    return {word for did in value.did for word in as_phrase(did)} - {"be"} if value else set()


def equal_keys(first: Fact, second: Fact, first_names: Names, second_names: Names) -> dict[str, bool]:
    """Return, for each typed key that is compared for facts of one kind, whether it is the same."""
    if first.count and second.count:
        return _equal_counts(first.count, second.count)
    if first.date and second.date:
        return {"date": _days(first.date) == _days(second.date)}
    if first.says and second.says:
        is_same = is_same_source(first.says, second.says, first_names, second_names)
        return {"who": is_same, "how": first.says.how == second.says.how}
    if first.states and second.states:
        return _equal_states(first.states, second.states)
    raise ValueError(f"{first.id!r} is a {first.kind} and {second.id!r} a {second.kind}: they have no key in common.")


def _equal_counts(first: Count, second: Count) -> dict[str, bool]:
    return {
        "value": first.amount == second.amount,
        "bound": first.bound == second.bound,
        "unit": bool(_family(first.unit) & _family(second.unit)),
    }


def _family(unit: str) -> set[str]:
    """Return a unit's families in the lexicon. Of several words the last counts; a word of no family is its own."""
    word = as_phrase(unit)[-1:]
    return set(lexicon().families_of(word)) or set(word)


def _days(date: When) -> object:
    """Return the days of a period, however it was written, or the length of a duration with its bound."""
    if date.duration:
        return date.duration.low, date.duration.high, date.bound
    period = parse_period(date.when or "")
    return period.earliest, period.latest, period.has_year


def _equal_states(first: States, second: States) -> dict[str, bool]:
    return {"polarity": first.polarity == second.polarity, "certainty": first.certainty == second.certainty}


def is_same_source(first: Says, second: Says, first_names: Names, second_names: Names) -> bool:
    """Whether two attributions name one source: names are one where they have a spelling in common.

    Of joint sources each needs its like on the other side; of alternatives one is enough.
    """
    ours, theirs = _spellings(first, first_names), _spellings(second, second_names)
    alike = [[bool(a & b) for b in theirs] for a in ours]
    if first.who.any or second.who.any:
        return any(map(any, alike))
    return all(map(any, alike)) and all(map(any, zip(*alike, strict=True)))


def _spellings(says: Says, names: Names) -> list[set[str]]:
    keys = [member for key in says.who.keys for member in (names[key].all or (key,))]
    return [{_plain(text) for text in (names[key].name, *names[key].also) if text} for key in keys]


def _plain(name: str) -> str:
    return name.lower().removeprefix("the ")


def differing_keys(pair: Pair) -> list[str]:
    """Return the typed keys in which a pair differs, and `importance` where that does."""
    keys = [key for key, is_equal in pair.equal.items() if not is_equal]
    return [*keys, *(["importance"] if pair.first.fact.importance != pair.second.fact.importance else [])]


def shown_value(fact: GoldFact, key: str) -> str:
    """Return the value of a compared key as people write it."""
    date, says = fact.fact.date, fact.fact.says
    if key == "importance":
        return fact.fact.importance
    if date:
        return date.when or f"{date.bound} {date.lasting}"
    if says and key == "who":
        return " + ".join(says.who.keys)
    return str(getattr(fact.fact.count or says or fact.fact.states, key))
