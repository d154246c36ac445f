"""The difference in accuracy of two learners on the same images, and how much of it may be chance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Literal, Self, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.wording import points, span

K = TypeVar("K")

Draws = NDArray[np.float64]
PerImage = NDArray[np.int8 | np.float32]
"""Numbers whose last axis is the test images; those of one seed are int8, to save memory."""

BySeed = Mapping[int, PerImage]
"""Which test images were right, by seed."""

Sign = Literal[-1, 0, 1]

FEW = 500
"""How many rows are looked at first: if half of them or more are distinct, grouping equal rows would not pay."""


@dataclass(frozen=True)
class Gap:
    """How much more accurate one side is than the other, with its 95 % interval; shares from -1 to 1."""

    low: float
    value: float
    high: float
    n_seeds: int = field(default=0, kw_only=True)  # with one, the interval covers the test images only

    @property
    def half(self) -> float:
        """Half the width of the interval, which decides how many digits the gap is written with."""
        return (self.high - self.low) / 2

    @property
    def sign(self) -> Sign:
        """1 or -1 where the whole interval is on one side of zero, else 0."""
        return 1 if self.low > 0 else -1 if self.high < 0 else 0

    @property
    def turned(self) -> Self:
        """How much more accurate the other side is."""
        return replace(self, low=-self.high, value=-self.value, high=-self.low)

    @property
    def in_points(self) -> str:
        """`12 points (8 to 16)`; the interval is cut off at 0 and at 100 points."""
        ends = span(max(self.low, 0.0), min(self.high, 1.0), lambda end: points(end, self.half).partition(" ")[0])
        return f"{points(self.value, self.half)} ({ends})"


def unpack_correct(correct: bytes, n_test: int) -> PerImage:
    """One number for each test image: 1 where the prediction was right, 0 where it was wrong."""
    return np.unpackbits(np.frombuffer(correct, np.uint8), count=n_test).view(np.int8)


def right_of(rows: pd.DataFrame, n_test: int) -> NDArray[np.bool_]:
    """Which test images each row gets right, (rows, test images)."""
    return np.stack([unpack_correct(bits, n_test) > 0 for bits in rows["correct"]])


def right_by(rows: pd.DataFrame, kinds: Iterable[K | None]) -> dict[K, dict[int, PerImage]]:
    """Which test images were right, by the kind of each row, None for rows to leave out, and by seed.

    The latest counts if a seed was measured twice.
    """
    found: dict[K, dict[int, PerImage]] = {}
    # By columns, as rows of so wide a table would take ten times as long.
    columns = zip(rows["measured_at"], kinds, rows["seed"], rows["correct"], rows["n_test"], strict=True)
    for _, kind, seed, correct, n_test in sorted(columns, key=itemgetter(0)):
        if kind is not None:
            found.setdefault(kind, {})[int(seed)] = unpack_correct(correct, int(n_test))
    return found


def paired(one: BySeed, other: BySeed) -> PerImage | None:
    """(seeds, test images): +1 where only one is right, -1 where only the other is; None if no seed has both."""
    common = sorted(set(one) & set(other))
    return np.stack([one[seed] - other[seed] for seed in common]) if common else None


def weighted_sums(values: NDArray[np.float32], n_draws: int, random: np.random.Generator) -> Draws:
    """(draws, columns + 1): sums of each column under random weights of the images, then the sums of the weights.

    `values` are (test images, columns). Each weight is drawn from the exponential distribution. Images with the same
    values need only the sum of their weights, which has a gamma distribution: with few columns that is much faster.
    """
    columns = np.ascontiguousarray(np.hstack([values, np.ones((len(values), 1), np.float32)]))
    # As bytes, because np.unique compares whole rows of numbers many times as slowly.
    rows = columns.view(np.dtype((np.void, columns.itemsize * columns.shape[1]))).ravel()
    if len(np.unique(rows[:FEW])) < FEW // 2:
        _, first, counts = np.unique(rows, return_index=True, return_counts=True)
        return random.standard_gamma(counts.astype(float), (n_draws, len(counts))) @ columns[first].astype(float)
    # In batches of 100 draws the weights stay in the CPU's cache; all of them would take 40 MB.
    batches = [
        random.standard_exponential((len(part), len(columns)), dtype=np.float32) @ columns
        for part in np.array_split(np.arange(n_draws), max(1, n_draws // 100))
    ]
    return np.vstack(batches).astype(float)


def difference_draws(pairs: Iterable[PerImage], n_draws: int, random: np.random.Generator) -> Draws:
    """Bootstrap draws, (draws, pairs), of one side's accuracy minus the other's, over images and seeds.

    Each pair is (seeds, test images): +1 where only one side is right, -1 where only the other is. Each draw gives the
    test images new weights, the same for all pairs (Bayesian bootstrap, Rubin 1981), and the seeds a multiplier with
    Student's t tails, so that few seeds give wide intervals. One image won and one lost are added, similarly to
    Agresti & Min (2005): otherwise two images lost and none won would count as a clear loss, although chance alone
    easily does that. `pairs` may be a generator, so that large pairs need not be in memory together.
    """
    averaged = [(pair.mean(axis=0, dtype=np.float32), pair.mean(axis=1, dtype=float)) for pair in pairs]
    if not averaged:
        return np.empty((n_draws, 0))
    sums = weighted_sums(np.stack([by_image for by_image, _ in averaged], axis=1), n_draws, random)
    # From a generator of their own, so that the draws below do not depend on them.
    won, lost = random.spawn(1)[0].standard_exponential((2, n_draws))
    sums[:, :-1] += (won - lost)[:, None]
    sums[:, -1] += won + lost
    draws = sums[:, :-1] / sums[:, -1:]
    most = max(len(by_seed) for _, by_seed in averaged)
    multipliers = random.standard_normal((n_draws, most))
    for column, (_, by_seed) in enumerate(averaged):
        count = len(by_seed)
        if count > 1:
            deviations = by_seed - by_seed.mean()
            tails = np.sqrt(random.chisquare(count - 1, n_draws) / (count - 1))
            draws[:, column] += multipliers[:, :count] @ deviations / np.sqrt(count * (count - 1)) / tails
    return draws


def gaps_in(draws: Draws, pairs: Sequence[PerImage]) -> list[Gap]:
    """The mean of each pair, with the interval that holds 95 % of its draws."""
    ends = np.quantile(draws, (0.025, 0.975), axis=0).T.tolist()
    return [
        Gap(low, float(pair.mean()), high, n_seeds=len(pair)) for (low, high), pair in zip(ends, pairs, strict=True)
    ]


def paired_gaps(pairs: Sequence[PerImage]) -> list[Gap]:
    """The gap of each pair, with an interval from `difference_draws`; all pairs share the test images' weights."""
    # SFC64 takes half as long as the default generator for ten million weights.
    random = np.random.Generator(np.random.SFC64(0))
    return gaps_in(difference_draws(pairs, 1000, random), pairs)
