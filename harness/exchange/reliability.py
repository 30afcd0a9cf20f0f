"""How far annotators agree: F1 of what they found, and beyond chance Cohen's kappa and Krippendorff's nominal alpha."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence


def f1(both: int, only_first: int, only_second: int) -> float | None:
    """Return 2 * both / (facts of the first + facts of the second), 0 to 1; None where neither has any.

    Hripcsak and Rothschild, Agreement, the F-measure, and reliability in information retrieval, JAMIA 12(3), 2005:
    the measure for annotations whose number of true negatives no one can tell; neither side is taken as the truth.
    """
    total = 2 * both + only_first + only_second
    return 2 * both / total if total else None


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Return Cohen's kappa of two annotators' classes, unweighted: 1 is full agreement, 0 what chance would give.

    Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20(1), 1960:
    (p_o - p_e) / (1 - p_e), where p_o is the share of equal pairs and p_e the sum over classes of the product of the
    two annotators' shares of the class; -1 to 1. None without pairs, or where both use one and the same class
    throughout.
    """
    n = len(pairs)
    ours, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(ours[name] * theirs[name] for name in ours)
    if by_chance == n**2:
        return None
    observed, expected = sum(a == b for a, b in pairs) / n, by_chance / n**2
    return (observed - expected) / (1 - expected)


def alpha(units: Iterable[Sequence[Hashable | None]]) -> float | None:
    """Return Krippendorff's alpha for nominal data: 1 is full agreement, 0 what chance would give, below 0 less.

    A unit has the classes that the annotators gave it, None for who gave none; units with fewer than two classes count
    for nothing. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011 (section C, nominal data):
    1 - (n - 1) * (n - sum of o_cc) / (n**2 - sum of n_c**2). o_cc is the sum over units of m_c * (m_c - 1) / (m - 1),
    where m_c of a unit's m classes are c; n_c counts the class in all of these units, n all their classes. None where
    no unit has two classes, or where only one class is used.
    """
    seen: Counter[Hashable] = Counter()
    agreeing = 0.0
    for unit in units:
        counts = Counter(value for value in unit if value is not None)
        size = counts.total()
        if size > 1:
            seen += counts
            agreeing += sum(count * (count - 1) for count in counts.values()) / (size - 1)
    n = seen.total()
    by_chance = n**2 - sum(count**2 for count in seen.values())
    return 1 - (n - 1) * (n - agreeing) / by_chance if by_chance else None
