"""Agreement of scores and verdicts with labels and grades, and of two scorers with each other.

All functions take rows' scores or verdicts with their labels (1 consistent, 0 not) and documents, one of each a row; a
higher score means more consistent, and a flag is True where a violation was found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from harness.metaeval.trust.correlations import kendall_without, spearman_without
from harness.metaeval.trust.jackknife import CORRELATION, SHARE, estimate_shares, make_estimate
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
    in: those of its rows over all and of all over its rows, less those within it. Takes O(n log n).
    """
    parts: defaultdict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for score, label, group in zip(scores, labels, groups, strict=True):
        parts[group][label].append(score)
    low, high = (sorted(score for part in parts.values() for score in part[label]) for label in (0, 1))
    total = sum(wins(high, low))
    without = []
    for lows, highs in parts.values():
        within = sum(wins(highs, sorted(lows)))
        lost = sum(wins(highs, low)) + len(lows) * len(high) - sum(wins(lows, high)) - within
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
    without = spearman_without(scores, grades, groups)
    return make_estimate(spearman(scores, grades), without, CORRELATION, len(scores), {}, NO_SPREAD)


def kendall_with(scores: Floats, grades: Floats, groups: Groups) -> Estimate:
    """Return Kendall's tau-b of scores with grades."""
    without = kendall_without(scores, grades, groups)
    return make_estimate(kendall(scores, grades), without, CORRELATION, len(scores), {}, NO_SPREAD)


def kappa(first: Flags, second: Flags, groups: Groups) -> Estimate:
    """Return Cohen's kappa of two scorers' verdicts: agreement beyond what their habits alone would give, -1 to 1.

    Cohen 1960, "A Coefficient of Agreement for Nominal Scales". Undefined where both always say the same one thing.
    """
    parts: defaultdict[str, Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for one, two, group in zip(first, second, groups, strict=True):
        parts[group][one, two] += 1
    whole = Counter(zip(first, second, strict=True))
    without = [kappa_of({pair: whole[pair] - part[pair] for pair in whole}) for part in parts.values()]
    counts = {
        "both flag": whole[True, True],
        "neither flags": whole[False, False],
        "first alone flags": whole[True, False],
        "second alone flags": whole[False, True],
    }
    lacking = "both give one and the same verdict throughout"
    return make_estimate(kappa_of(whole), without, CORRELATION, len(first), counts, lacking)


def kappa_of(counts: Mapping[tuple[bool, bool], int]) -> float | None:
    """Return Cohen's kappa from how often each pair of verdicts is given.

    None where chance alone would agree fully, or without pairs.
    """
    size = sum(counts.values())
    if not size:
        return None
    one, two = (sum(count for pair, count in counts.items() if pair[side]) / size for side in (0, 1))
    expected = one * two + (1 - one) * (1 - two)
    same = sum(count for (a, b), count in counts.items() if a == b) / size
    return None if expected >= 1 else (same - expected) / (1 - expected)
