"""Which of two summaries of the same documents is the more faithful, and why, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from harness.gold.verdicts import Claim, SentenceSupport, Span
from harness.scorers.base import Outcome, Score
from harness.scorers.pairs import ranking_figure, ranking_score
from harness.scorers.violations import violations_of

Name = Literal["a", "b"]

_LONGEST_QUOTE = 150


@dataclass(frozen=True)
class Rival:
    """One of two summaries, with what a scorer made of it."""

    name: Name
    summary: str
    outcome: Outcome

    @property
    def score(self) -> float | None:
        """The figure that ranks it; None where there is none."""
        return ranking_score(self.outcome) if isinstance(self.outcome, Score) else None

    @property
    def violations(self) -> tuple[Claim, ...]:
        """What is surely wrong in it, the surest first."""
        return violations_of(self.outcome) if isinstance(self.outcome, Score) else ()

    @property
    def sentences(self) -> tuple[SentenceSupport, ...]:
        """Its sentences with their support."""
        return self.outcome.sentences if isinstance(self.outcome, Score) else ()

    def words(self, span: Span) -> str:
        """Return the words of a span in quotation marks, on one line, cut where they are many."""
        return _quote(self.summary[slice(*span)])


@dataclass(frozen=True)
class Preference:
    """The summary that is preferred, None on a tie or where one has no score; and why, a sentence each."""

    preferred: Name | None
    why: tuple[str, ...]


def prefer(a: Rival, b: Rival, documents: Sequence[str]) -> Preference:
    """Return which of two summaries has the higher ranking score, and what speaks for or against each.

    The reasons are the violations that only one of them has; without any, the sentence whose support differs most;
    without that, the figure itself.
    """
    if a.score is None or b.score is None:
        return Preference(None, tuple(_without_score(rival) for rival in (a, b) if rival.score is None))
    preferred: Name | None = None if a.score == b.score else "a" if a.score > b.score else "b"
    worse, better = (a, b) if preferred != "a" else (b, a)
    why = [*_own_violations(worse, better, documents), *_own_violations(better, worse, documents)]
    if not why:
        why = [reason for reason in (_least_supported(a, b, documents),) if reason]
    return Preference(preferred, tuple(why or [_by_figure(better, worse)]))


def _without_score(rival: Rival) -> str:
    return f"{rival.name} has no score: {rival.outcome.reason}"


def _by_figure(better: Rival, worse: Rival) -> str:
    name = ranking_figure(better.outcome.values)[0] if isinstance(better.outcome, Score) else ""
    if better.score == worse.score:
        return f"Both have the same {name}, {better.score:.2f}."
    high, low = tell_apart(better.score or 0.0, worse.score or 0.0)
    return f"The {name} of {better.name} is {high}, that of {worse.name} {low}."


def tell_apart(first: float, second: float) -> tuple[str, str]:
    """Return two figures with two decimals, or with four where two would not tell them apart."""
    digits = 2 if f"{first:.2f}" != f"{second:.2f}" else 4
    return f"{first:.{digits}f}", f"{second:.{digits}f}"


def _own_violations(rival: Rival, other: Rival, documents: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each violation of a summary that the other has not, or not as often."""
    shared = Counter(_key(other, claim) for claim in other.violations)
    for claim in rival.violations:
        key = _key(rival, claim)
        if shared[key]:
            shared[key] -= 1
        else:
            yield _tell(rival, claim, documents)


def _key(rival: Rival, claim: Claim) -> tuple[str, ...]:
    """Return what two violations share when they are the same: where they stand does not matter."""
    return claim.type, claim.verdict, " ".join(rival.summary[slice(*claim.span)].casefold().split())


def _tell(rival: Rival, claim: Claim, documents: Sequence[str]) -> str:
    texts = {str(number): text for number, text in enumerate(documents, 1)}
    places = [place for place in claim.evidence if place.article in texts]
    found = [
        f"{_which(place.article, texts)} {_quote(texts[place.article][place.start : place.end])}" for place in places
    ]
    against = f", {' and '.join(found)}" if found else ""
    return f"{rival.name} says {rival.words(claim.span)}{against} ({claim.verdict} {claim.type}): {claim.reason}"


def _which(article: str, texts: Mapping[str, str]) -> str:
    return f"document {article}" if len(texts) > 1 else "the document"


def _least_supported(a: Rival, b: Rival, documents: Sequence[str]) -> str | None:
    """Return a sentence on the two sentences of one place whose support differs most; None where none differs."""
    of_a, of_b = _own_sentences(a, b), _own_sentences(b, a)
    pairs = [
        *((one, _likest(a, one, b, of_b)) for one in of_a),
        *((_likest(b, one, a, of_a), one) for one in of_b),
    ]
    both = [(x, y) for x, y in pairs if x is not None and y is not None and x.groundedness != y.groundedness]
    what = "the documents carry" if len(documents) > 1 else "the document carries"
    if both:
        x, y = max(both, key=lambda pair: abs(pair[0].groundedness - pair[1].groundedness))
        (less, low), (more, high) = sorted(((a, x), (b, y)), key=lambda item: item[1].groundedness)
        small, great = tell_apart(low.groundedness, high.groundedness)
        return (
            f"{what.capitalize()} {less.name}'s {less.words(low.span)} less ({small}) than "
            f"{more.name}'s {more.words(high.span)} ({great})."
        )
    alone = [(a, x) for x in of_a if not of_b] + [(b, y) for y in of_b if not of_a]
    if not alone:
        return None
    rival, least = min(alone, key=lambda item: item[1].groundedness)
    return f"Only {rival.name} says {rival.words(least.span)}, which {what} to {least.groundedness:.2f}."


def _own_sentences(rival: Rival, other: Rival) -> list[SentenceSupport]:
    """Return the sentences of a summary that do not stand in the other with the same support."""
    known = {(other.words(one.span).casefold(), one.groundedness) for one in other.sentences}
    return [one for one in rival.sentences if (rival.words(one.span).casefold(), one.groundedness) not in known]


def _likest(
    rival: Rival, sentence: SentenceSupport, other: Rival, candidates: Sequence[SentenceSupport]
) -> SentenceSupport | None:
    """Return the candidate of the other summary that shares the greatest part of its words with a sentence."""
    words = _word_set(rival, sentence)

    def share(candidate: SentenceSupport) -> float:
        theirs = _word_set(other, candidate)
        return len(words & theirs) / len(words | theirs) if words or theirs else 1.0

    return max(candidates, key=share, default=None)


def _word_set(rival: Rival, sentence: SentenceSupport) -> set[str]:
    return set(rival.summary[slice(*sentence.span)].casefold().split())


def _quote(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1].rstrip()}…"}"'
