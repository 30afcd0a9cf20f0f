"""What the parts of the matcher share: the sample that summaries are matched against, and one summary on its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from harness.articles.models import Article
from harness.gold.gold import Evidence, Gold, GoldFact, GoldGroup
from harness.gold.matching.bags import make_bags
from harness.gold.matching.casts import Caster
from harness.gold.matching.features import FeatureKinds, Features
from harness.gold.matching.number_mentions import Mention, mentions_of
from harness.gold.matching.passage import Key, NameBook, Passage, spellings_of
from harness.gold.verdicts import FactVerdict
from harness.text.dates import parse_period
from harness.text.fold import Span, fold
from harness.text.reading import Quantity, Reading
from harness.text.words import as_phrase, lexicon

OwnKey = tuple[object, ...]
"""A fact's id with a way of going against it that its articles show themselves."""


class Stage:
    """One sample's gold, indexed: made once, shared by all summaries of it."""

    def __init__(self, gold: Gold, articles: Sequence[Article]) -> None:
        self.gold = gold
        self.names = NameBook(gold.names)
        self.lexicon = lexicon().extended(gold.words, gold.opposites)
        self.every: list[GoldFact] = [*gold.facts, *gold.others]
        self.facts = {fact.id: fact for fact in self.every}
        self.numbers = {article.id: i for i, article in enumerate(articles, 1)}
        self.outlets = {article.id: article.outlet for article in articles if article.outlet}
        self.published = {a.id: parse_period(a.published.date) for a in articles if a.published}
        self.own: set[OwnKey] = set()
        self.kinds = FeatureKinds(self.names, self.lexicon)
        self.texts = {article.id: article.text for article in articles}
        self.caster = Caster(self.names)
        self.bags = make_bags(self.every, self.kinds, self.texts)
        self._folded = [fold(article.text).lower() for article in articles]
        self._group_of: dict[str, GoldGroup] = {member: group for group in gold.groups for member in group.members}
        self._lemmas = {
            key: frozenset(lemma for text in spellings_of(entry) for lemma in as_phrase(text))
            for key, entry in self.names.entries.items()
        }

    def altered_quotations(self, reading: Reading) -> list[Span]:
        """Return the spans of quoted words, two or more, that stand so in no article."""
        found = []
        for start, end in reading.quotations:
            words = fold(reading.text[start:end].strip().strip(".,;:!?").strip()).lower()
            if " " in words and not any(words in text for text in self._folded):
                found.append((start, end))
        return found

    def is_own_sentence(self, passage: Passage, sentence: int) -> bool:
        """Whether an article has a sentence word for word."""
        start, end = passage.reading.sentences[sentence]
        words = fold(passage.reading.text[start:end].strip()).lower()
        return any(words in text for text in self._folded)

    @cached_property
    def place_words(self) -> frozenset[str]:
        """The words of countries, peoples and capitals."""
        demonyms = self.lexicon.demonyms
        return frozenset(word for text in (*demonyms, *demonyms.values()) for word in text.split())

    def lemmas_of(self, keys: Iterable[Key]) -> frozenset[str]:
        """Return the base forms of the words of some names' spellings."""
        return frozenset().union(*(self._lemmas[key] for key in keys if key in self._lemmas))

    def group_of(self, fact_id: str) -> GoldGroup | None:
        """Return the group that a fact is in."""
        return self._group_of.get(fact_id)

    def mates(self, fact_id: str) -> Iterator[GoldFact]:
        """Yield the other facts of a fact's group: its rivals, where they differ."""
        group = self._group_of.get(fact_id)
        for member in group.members if group else ():
            if member != fact_id:
                yield self.facts[member]

    def is_elsewhere(self, passage: Passage, sentence: int, fact: GoldFact) -> bool:
        """Whether a sentence names only other articles of the set: then it says nothing against this one's fact."""
        numbers = passage.markers[sentence] if self.gold.is_set else []
        return bool(numbers) and self.numbers.get(fact.article) not in numbers


@dataclass
class Scene:
    """One summary being matched: its passage, and which sentences were found to state which facts.

    `exact` leaves out what is stated coarser; `denied` is where a fact is said not to be so; `ranges` holds ranges of
    numbers that may hold a count. `article` is set where the text is an article of the sample. `carried` are the
    spans of what stands in an article or follows from one, with where; `missing` of what surely does neither.
    """

    passage: Passage
    kinds: FeatureKinds
    article: str = ""
    carried: Mapping[Span, Sequence[Evidence]] = field(default_factory=dict)
    missing: frozenset[Span] = frozenset()
    stated: dict[str, set[int]] = field(default_factory=dict)
    exact: dict[str, set[int]] = field(default_factory=dict)
    denied: dict[str, set[int]] = field(default_factory=dict)
    ranges: dict[str, list[Quantity]] = field(default_factory=dict)
    verdicts: dict[str, FactVerdict] = field(default_factory=dict)

    @cached_property
    def features(self) -> Features:
        """What its sentences are about."""
        return Features(self.passage, self.kinds)

    @cached_property
    def mentions(self) -> list[list[Mention]]:
        """The numbers of each sentence."""
        return mentions_of(self.passage)

    @cached_property
    def mentions_with_lengths(self) -> list[list[Mention]]:
        """The numbers of each sentence, with the lengths of time and the ages."""
        return mentions_of(self.passage, has_lengths=True)

    def words(self, span: Span, limit: int = 90) -> str:
        """Return a span's words on one line, cut to a length."""
        start, end = span
        text = " ".join(self.passage.reading.text[start:end].split())
        return text if len(text) <= limit else text[: limit - 3].rstrip() + "..."


def make_verdict(fact: GoldFact, verdict: str, reason: str, **more: object) -> FactVerdict:
    """Return a verdict on a fact, with the fact's importance and evidence."""
    given = {"id": fact.id, "kind": fact.kind, "importance": fact.fact.importance, "evidence": fact.evidence}
    return FactVerdict.model_validate({**given, "verdict": verdict, "reason": reason, **more})
