"""The grounder: from a summary to its violations, and to how well the articles carry each of its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.articles.models import Article
from harness.gold.gold import Evidence, Gold
from harness.gold.matching.claims import ClaimChecker
from harness.gold.verdicts import Claim, SentenceSupport
from harness.text.reading import Reading
from harness.text.undress import undress


@dataclass(frozen=True)
class Grounding:
    """What was found of one summary: its claims in order, and its sentences with their support.

    `groundedness` is the mean support of the sentences, each weighing as many words as it has; None without words.
    """

    claims: tuple[Claim, ...]
    sentences: tuple[SentenceSupport, ...]
    groundedness: float | None

    @property
    def violations(self) -> tuple[Claim, ...]:
        """Claims that are surely wrong, the surest first."""
        return tuple(claim for claim in self.claims if claim.is_violation)

    @property
    def score(self) -> float:
        """For ranking summaries of one sample: fewer violations first, then the better grounded; 0 to 1."""
        return (1 + (self.groundedness or 0.0)) / 2 / (1 + len(self.violations))


class Grounder:
    """Checks summaries of one sample. Made once per sample; `ground` keeps no state."""

    def __init__(self, articles: Sequence[Article], gold: Gold | None = None) -> None:
        self._claims = ClaimChecker(gold, articles)
        self._articles = articles

    def ground(self, summary: str) -> Grounding:
        """Return what the articles do and do not carry of a summary."""
        plain = undress(summary)
        reading = Reading(plain.text)
        claims = tuple(
            claim.model_copy(update={"span": plain.span(*claim.span)}) for claim in self._claims.check(reading)
        )
        known = {lemma for article in self._articles for lemma in Reading(article.text).lemma_set}
        sentences = tuple(
            SentenceSupport(
                span=plain.span(*span),
                groundedness=sum(lemma in known for lemma in reading.lemmas[first:last]) / (last - first),
                evidence=(Evidence(article=self._articles[0].id, start=0, end=1),),
            )
            for span, (first, last) in zip(reading.sentences, reading.sentence_words, strict=True)
            if last > first
        )
        whole = sum(s.groundedness for s in sentences) / len(sentences) if sentences else None
        return Grounding(claims, sentences, whole)
