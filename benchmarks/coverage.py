"""Whether the intervals hold the truth as often as they say, and the tests err as seldom as they say.

    python benchmarks/coverage.py [--data-sets N] [--seed N]

Coverage: of data sets drawn with a known mean, how many have it in their 95% interval. An event has a share of its own,
drawn from a Beta distribution around the mean (its two parameters add up to 4, so that events differ much); it has 1 to
5 samples, and each sample states each of its 12 facts with that chance. The figure is the mean over samples of the
shares stated, as `fact_recall` is. For comparison: the interval as if samples were independent, and the percentile
bootstrap over events (1,000 draws).

False positives: two backends without a difference, each sample drawn twice with its event's share; how often the
paired sign-flip test over events says p <= 0.05, and how often at least one of eight such figures does after Holm's
correction. Power: how often it finds that B states facts with a chance that is 0.1 higher.
"""

from __future__ import annotations

import argparse
import math

import numpy as np
from numpy.typing import NDArray

from harness.results.statistics.chances import holm, sign_flips
from harness.results.statistics.intervals import ratio_interval
from harness.results.statistics.student import t_quantile

EVENTS = (6, 10, 20, 30, 100)
MEANS = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95)
SAMPLES = 5
FACTS = 12
CONCENTRATION = 4.0
FIGURES = 8
BOOTSTRAPS = 1000
_BOOTSTRAPPED = 1000
"""Data sets of which the bootstrap is tried; it is slow."""

Floats = NDArray[np.float64]


def draw_shares(rng: np.random.Generator, sets: int, events: int, mean: float) -> Floats:
    """Return each event's share: sets x events."""
    return rng.beta(mean * CONCENTRATION, (1 - mean) * CONCENTRATION, (sets, events))


def draw_scores(rng: np.random.Generator, shares: Floats, counts: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return the sum of each event's samples' scores, and how many they are: sets x events each."""
    scores = rng.binomial(FACTS, np.repeat(shares[..., None], SAMPLES, axis=2)) / FACTS
    used = np.arange(SAMPLES) < counts[..., None]
    return (scores * used).sum(axis=2), counts.astype(np.float64)


def coverage(rng: np.random.Generator, sets: int, events: int, mean: float) -> tuple[float, float, float]:
    """Return the share of data sets whose interval holds the mean: ours, as if independent, by the bootstrap."""
    shares = draw_shares(rng, sets, events, mean)
    counts = rng.integers(1, SAMPLES + 1, (sets, events))
    tops, bottoms = draw_scores(rng, shares, counts)
    ours = [holds(row, mean) for row in zip(tops, bottoms, strict=True)]
    few = min(sets, _BOOTSTRAPPED)
    return float(np.mean(ours)), naive(rng, shares, counts, mean), bootstrap(rng, tops[:few], bottoms[:few], mean)


def holds(row: tuple[Floats, Floats], mean: float) -> bool:
    """Whether the interval of a data set holds the mean; where there is none, whether the figure is the mean."""
    found = ratio_interval(list(zip(*(column.tolist() for column in row), strict=True)), is_share=True).interval
    return found is not None and found[0] <= mean <= found[1]


def naive(rng: np.random.Generator, shares: Floats, counts: NDArray[np.int64], mean: float) -> float:
    """Return the coverage of Student's interval over samples, as if those of an event were independent."""
    scores = rng.binomial(FACTS, np.repeat(shares[..., None], SAMPLES, axis=2)) / FACTS
    used = np.arange(SAMPLES) < counts[..., None]
    size = used.sum(axis=(1, 2))
    means = (scores * used).sum(axis=(1, 2)) / size
    squares = (((scores - means[:, None, None]) ** 2) * used).sum(axis=(1, 2))
    half = np.array([t_quantile(int(n) - 1) for n in size]) * np.sqrt(squares / (size - 1) / size)
    return float((np.abs(means - mean) <= half).mean())


def bootstrap(rng: np.random.Generator, tops: Floats, bottoms: Floats, mean: float) -> float:
    """Return the coverage of the percentile bootstrap over events."""
    events = tops.shape[1]
    hits = 0
    for top, bottom in zip(tops, bottoms, strict=True):
        drawn = rng.integers(0, events, (BOOTSTRAPS, events))
        low, high = np.quantile(top[drawn].sum(axis=1) / bottom[drawn].sum(axis=1), [0.025, 0.975])
        hits += low <= mean <= high
    return hits / len(tops)


def differences(rng: np.random.Generator, sets: int, events: int, mean: float, more: float) -> Floats:
    """Return B - A by event, of a mean over samples: sets x events. B's chance is higher by `more`, at most 1."""
    shares = draw_shares(rng, sets, events, mean)
    counts = rng.integers(1, SAMPLES + 1, (sets, events))
    top_a, bottom = draw_scores(rng, shares, counts)
    top_b, _ = draw_scores(rng, np.minimum(shares + more, 1.0), counts)
    return np.asarray((top_b - top_a) / bottom.sum(axis=1, keepdims=True) * events)


def ps_of(rows: Floats) -> list[float]:
    """Return the p of each data set."""
    return sign_flips(list(rows))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-sets", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rng = np.random.default_rng(given.seed)
    sets = given.data_sets
    error = 1.96 * math.sqrt(0.05 * 0.95 / sets)
    print(f"{sets} data sets a cell; a cell of 95% is right to ±{error:.1%}\n")
    print("coverage of the 95% interval; in brackets as if samples were independent, and by the bootstrap over events")
    print("  mean  " + "".join(f"{f'{events} events':>22}" for events in EVENTS))
    for mean in MEANS:
        cells = [coverage(rng, sets, events, mean) for events in EVENTS]
        print(f"  {mean:.2f}  " + "".join(f"{f'{a:.1%} ({b:.0%}, {c:.0%})':>22}" for a, b, c in cells), flush=True)
    print("\nsign-flip test: false positives; of eight figures after Holm, any; power where B is better by 0.1")
    print("  mean  " + "".join(f"{f'{events} events':>22}" for events in EVENTS))
    for mean in MEANS:
        cells = [errors(rng, sets, events, mean) for events in EVENTS]
        print(f"  {mean:.2f}  " + "".join(f"{f'{a:.1%} ({b:.1%}, {c:.0%})':>22}" for a, b, c in cells), flush=True)


def errors(rng: np.random.Generator, sets: int, events: int, mean: float) -> tuple[float, float, float]:
    """Return how often the test errs, how often any of eight does after Holm, and how often it finds a difference."""
    alone = np.array(ps_of(differences(rng, sets, events, mean, 0.0)))
    few = max(sets // FIGURES, 1)
    many = [ps_of(differences(rng, few, events, mean, 0.0)) for _ in range(FIGURES)]
    corrected = [min(holm([ps[i] for ps in many])) for i in range(few)]
    found = np.array(ps_of(differences(rng, few, events, mean, 0.1)))
    return float((alone <= 0.05).mean()), float(np.mean(np.array(corrected) <= 0.05)), float((found <= 0.05).mean())


if __name__ == "__main__":
    main()
