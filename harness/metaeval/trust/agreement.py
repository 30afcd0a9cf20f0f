"""Agreement of scores and verdicts with labels and grades, and of two scorers with each other.

All functions take rows' scores or verdicts with their labels (1 consistent, 0 not) and documents, one of each a row; a
higher score means more consistent, and a flag is True where a violation was found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from harness.metaeval.trust.jackknife import SHARE, estimate_of, estimate_shares, make_estimate
from harness.metaeval.trust.ranks import kendall, spearman, win_share, wins
from harness.scorers.cards import Estimate

ONE_LABEL = "it needs consistent and inconsistent rows"
NO_SPREAD = "it needs two values or more on either side"

Floats = Sequence[float]
Flags = Sequence[bool]
Labels = Sequence[int]
Groups = Sequence[str]


def auc(scores: Floats, labels: Labels, groups: Groups) -> Estimate:
    """Return the area under the ROC curve: the chance that a consistent row scores above an inconsistent one.

    Ties count half; see `win_share`. What it is without each document comes of the wins that the document takes part
    in, so that all of it takes O(n log n).
    """
    parts: defaultdict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for score, label, group in zip(scores, labels, groups, strict=True):
        parts[group][label].append(score)
    low, high = ([score for part in parts.values() for score in part[label]] for label in (0, 1))
    total = sum(wins(high, low))
    without = []
    for lows, highs in parts.values():
        lost = sum(wins(highs, low)) + len(lows) * len(high) - sum(wins(lows, high)) - sum(wins(highs, lows))
        left = (len(high) - len(highs)) * (len(low) - len(lows))
        without.append((total - lost) / left if left else None)
    counts = {"consistent": len(high), "inconsistent": len(low)}
    return make_estimate(win_share(high, low), without, SHARE, len(scores), counts, ONE_LABEL)


def balanced_accuracy(flags: Flags, labels: Labels, groups: Groups) -> Estimate:
    """Return the mean of two shares: inconsistent rows that are flagged, and consistent ones that are not.

    Brodersen and others 2010, "The Balanced Accuracy and Its Posterior Distribution". `counts` has how many of each
    label there are and how many of them are flagged.
    """
    found = Counter(zip(flags, labels, strict=True))
    counts = {
        "consistent": found[False, 1] + found[True, 1],
        "flagged consistent": found[True, 1],
        "inconsistent": found[False, 0] + found[True, 0],
        "flagged inconsistent": found[True, 0],
    }
    items = ((group, label, float(flag != label)) for flag, label, group in zip(flags, labels, groups, strict=True))
    return estimate_shares(items, 2, counts, ONE_LABEL)


def flagged_share(flags: Flags, groups: Groups) -> Estimate:
    """Return the share of rows that are flagged."""
    items = ((group, 0, float(flag)) for flag, group in zip(flags, groups, strict=True))
    return estimate_shares(items, 1, {"flagged": sum(flags)}, "there is no such row")


def spearman_with(scores: Floats, grades: Floats, groups: Groups) -> Estimate:
    """Return Spearman's rank correlation of scores with grades, or with another scorer's scores."""
    return estimate_of(list(zip(scores, grades, strict=True)), groups, _spearman, NO_SPREAD)


def kendall_with(scores: Floats, grades: Floats, groups: Groups) -> Estimate:
    """Return Kendall's tau-b of scores with grades."""
    return estimate_of(list(zip(scores, grades, strict=True)), groups, _kendall, NO_SPREAD)


def kappa(first: Flags, second: Flags, groups: Groups) -> Estimate:
    """Return Cohen's kappa of two scorers' verdicts: agreement beyond what their habits alone would give, -1 to 1.

    Cohen 1960, "A Coefficient of Agreement for Nominal Scales". Undefined where both always say the same one thing.
    """
    pairs = list(zip(first, second, strict=True))
    found = Counter(pairs)
    counts = {
        "both flag": found[True, True],
        "neither flags": found[False, False],
        "first alone flags": found[True, False],
        "second alone flags": found[False, True],
    }
    return estimate_of(pairs, groups, kappa_of, "both give one and the same verdict throughout", counts)


def kappa_of(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Return Cohen's kappa of pairs of verdicts; None where chance alone would agree fully, or without pairs."""
    if not pairs:
        return None
    size = len(pairs)
    one, two = (sum(pair[side] for pair in pairs) / size for side in (0, 1))
    expected = one * two + (1 - one) * (1 - two)
    same = sum(a == b for a, b in pairs) / size
    return None if expected >= 1 else (same - expected) / (1 - expected)


def _spearman(pairs: Sequence[tuple[float, float]]) -> float | None:
    return spearman([a for a, _ in pairs], [b for _, b in pairs])


def _kendall(pairs: Sequence[tuple[float, float]]) -> float | None:
    return kendall([a for a, _ in pairs], [b for _, b in pairs])
