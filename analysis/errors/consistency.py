"""Error consistency: how much more often two models fail on the same images than their accuracies explain.

Cohen's kappa (1960) of being right, as Geirhos, Meding and Wichmann (2020, arXiv:2006.16736) use it. Two models that
are right on a and b of the images, independently, agree in being right or wrong on e = ab + (1 - a)(1 - b) of them. If
they agree on o, then kappa = (o - e) / (1 - e): 0 is what chance gives, 1 means that they always fail on the same
images, and below 0 they tend to fail on different ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from analysis.common.paired import weighted_sums
from analysis.common.wording import capitalised, count
from analysis.errors.matched import Matched, Right, Side

Values = NDArray[np.float64]

N_DRAWS = 1000


@dataclass(frozen=True)
class Consistency:
    """The mean kappa of several pairs of models with its 95 % interval, and how often they agree."""

    name: str  # `the SVM and the CNN`
    value: float
    low: float
    high: float
    observed: float  # the share of images on which a pair agrees in being right or wrong
    expected: float  # the share that their accuracies explain


def agreement(one: Values, other: Values, both: Values) -> tuple[Values, Values]:
    """How often two agree, observed and expected by chance, from the shares that one, the other, and both got right."""
    return 1 - one - other + 2 * both, one * other + (1 - one) * (1 - other)


def kappas(one: Values, other: Values, both: Values) -> Values:
    """Kappa from the shares that one, the other, and both got right; NaN where no agreement is left to explain."""
    observed, expected = agreement(one, other, both)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected < 1, (observed - expected) / (1 - expected), np.nan)


def consistencies(found: Matched) -> list[Consistency]:
    """Both sides with the same seed, then each side with itself under two different seeds, where it has several."""
    k, (one, other) = len(found.seeds), found.names
    right = np.vstack([found.first, found.second])
    groups = {f"{one} and {other}": [(seed, k + seed) for seed in range(k)]}
    if k > 1:
        groups[_twice(found.sides[0], one)] = list(combinations(range(k), 2))
    if k > 1 and not found.is_same:
        groups[_twice(found.sides[1], other)] = [(k + a, k + b) for a, b in combinations(range(k), 2)]
    return _measured(right, groups, k)


def _twice(side: Side, name: str) -> str:
    """`two CNNs`."""
    return f"two {name.removeprefix('the ')}s" if name == side.name else f"{name}, twice"


def _measured(right: Right, groups: dict[str, list[tuple[int, int]]], k: int) -> list[Consistency]:
    """The consistency of each group of pairs of rows of `right`, all from the same bootstrap draws."""
    pairs = [pair for group in groups.values() for pair in group]
    one, other = (np.array([pair[side] for pair in pairs]) for side in (0, 1))
    columns = np.vstack([right, right[one] & right[other]]).astype(np.float32).T
    sums = weighted_sums(columns, N_DRAWS, np.random.Generator(np.random.SFC64(0)))  # Bayesian bootstrap (Rubin 1981)
    # Shares of the test images (1, models and pairs), and the same in each draw (draws, models and pairs).
    shares, drawn = columns.mean(axis=0, dtype=float)[None], sums[:, :-1] / sums[:, -1:]
    measured, spread = ([each[:, one], each[:, other], each[:, len(right) :]] for each in (shares, drawn))
    (kappa,), spread_of_kappa = kappas(*measured), kappas(*spread)
    (observed,), (expected,) = agreement(*measured)
    seeds, found, start = np.column_stack([one, other]) % k, [], 0
    for name, group in groups.items():
        at = slice(start, start + len(group))
        start += len(group)
        low, high = _interval(spread_of_kappa[:, at].mean(axis=1), kappa[at], seeds[at], k)
        value, agreed, by_chance = (float(each[at].mean()) for each in (kappa, observed, expected))
        found.append(Consistency(name, value, low, high, agreed, by_chance))
    return found


def _interval(draws: Values, kappa: Values, seeds: NDArray[np.int64], k: int) -> tuple[float, float]:
    """The interval over test images and seeds.

    The part due to seeds comes from the jackknife, which leaves out one seed with all its pairs.
    """
    without = [kappa[(seeds != seed).all(axis=1)] for seed in range(k)]
    if k > 1 and all(map(len, without)):
        means = np.array([part.mean() for part in without])
        error = np.sqrt((k - 1) / k * ((means - means.mean()) ** 2).sum())
        random = np.random.default_rng(0)
        tails = np.sqrt(random.chisquare(k - 1, len(draws)) / (k - 1))
        draws = draws + error * random.standard_normal(len(draws)) / tails
    low, high = np.quantile(draws, (0.025, 0.975))
    return float(low), float(min(high, 1.0))


def consistency_in_words(found: Sequence[Consistency], n_test: int) -> str:
    """Whether both fail on the same images; then which learners share more mistakes between two of their trainings."""
    pair = found[0]
    if np.isnan(pair.value):
        return "Both are right on every image, or both are wrong on every image, so there are no mistakes to compare."
    kappa = f"κ\u00a0=\u00a0{_two(pair.value)} ({_two(pair.low)} to {_two(pair.high)})"
    both = f"{pair.name} fail"
    if pair.low > 0 or pair.high < 0:
        often = "more often" if pair.low > 0 else "less often"
        how = f"{both} on the same images {often} than their accuracies explain: {kappa}"
    else:
        how = f"whether {both} on the same images more often than chance is not clear: {kappa}"
    agreed = (
        f"They agree in being right or wrong on {count(pair.observed * n_test)} of {count(n_test)} test images; "
        f"two that fail independently would on {count(pair.expected * n_test)}."
    )
    return " ".join([f"{capitalised(how)}.", agreed, *_more_when_twice(pair, found[1:])])


def _more_when_twice(pair: Consistency, twice: Sequence[Consistency]) -> list[str]:
    """A sentence for each learner whose two trainings certainly share more mistakes than the two learners do."""
    return [
        f"{capitalised(one.name)} share more of their mistakes, κ\u00a0=\u00a0{_two(one.value)} "
        f"({_two(one.low)} to {_two(one.high)}), although they were trained on different images."
        for one in twice
        if one.low > pair.high
    ]


def _two(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")
