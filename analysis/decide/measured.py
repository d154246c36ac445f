"""What was measured of one data set on one machine: a curve per candidate, and how the candidates differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.machine import hosts, measured_here
from analysis.common.paired import Draws, Gap, PerImage, difference_draws
from analysis.common.scored_on import ScoredOn
from analysis.common.summary import seconds_per_image, with_band
from analysis.common.variants import RACE, without_settings
from analysis.data_size.crossover import paired_by_size
from analysis.data_size.learning_curve import FEWEST_SIZES, PowerLaw, Share, fit_power_law

FLOORS = ("majority",)
"""Learners that nobody would be advised to use."""

ALIKE = ["dataset", "data_version", "n_test", "origin", "host"]
"""Rows that agree in all of these can be compared, in accuracy and in seconds."""

COSTS = ("seconds", "milliseconds", "megabytes")
"""Seconds to train, milliseconds to label one image, and megabytes of the model: each may have a bound."""

NEAR = 2.0
"""Advice is given up to this factor beyond the measured sizes, in what is called a grey zone."""

STEEPEST = 2.0
"""The largest power of n by which a cost is expected to grow beyond the measured sizes."""

PRETRAINED = "pretrained"
"""Learners whose names begin with this were trained on other images before."""

Basis = Literal["measured", "between", "fitted", "nearest"]
"""What a margin rests on: this size, the two around it, fitted curves beyond the largest size, or the nearest size."""


@dataclass(frozen=True, order=True)
class Candidate:
    """A learner with a recipe, on a device: what may be advised."""

    learner: str
    recipe: str
    device: str = "cpu"

    @property
    def is_pretrained(self) -> bool:
        """Whether it was trained on other images before."""
        return self.learner.startswith(PRETRAINED)


@dataclass(frozen=True, eq=False)
class Curve:
    """The rows of one candidate, of one test set and one machine."""

    rows: pd.DataFrame

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row per size, smallest first: mean accuracy, half its interval, and mean costs."""
        rows = self.rows
        features = seconds_per_image(rows)
        costs = {
            "seconds": features * rows["n_train"] + rows["fit_seconds"],
            "milliseconds": 1000 * (features + rows["predict_seconds"] / rows["n_test"]),
            "megabytes": rows["model_bytes"] / 1e6,
        }
        groups = rows.assign(**costs).groupby("n_train", sort=True)
        means = groups[["accuracy", "n_test", *COSTS]].mean().assign(n_seeds=groups.size())
        return with_band(means, groups["accuracy"].var(ddof=1).fillna(0.0).to_numpy())

    @property
    def sizes(self) -> list[int]:
        """The measured numbers of training images."""
        return [int(n) for n in self.points.index]

    @property
    def smallest(self) -> int:
        """The smallest measured size."""
        return self.sizes[0]

    @property
    def largest(self) -> int:
        """The largest measured size."""
        return self.sizes[-1]

    @cached_property
    def law(self) -> PowerLaw | None:
        """The fitted law, if there are enough sizes and it passes the last two of them."""
        if len(self.points) < FEWEST_SIZES:
            return None
        law = fit_power_law(self.rows)
        return law if law.fits_end else None

    def is_near(self, n: float) -> bool:
        """Whether something was measured within a factor of two."""
        return self.smallest / NEAR <= n <= self.largest * NEAR

    def accuracy(self, n: float) -> Share:
        """With n images: interpolated in log n; beyond the largest size by the law, if any; else as at the nearest."""
        if n > self.largest and self.law:
            error = self.law.error_at(n)
            return Share(1 - error.high, 1 - error.value, 1 - error.low)
        value, half = (
            float(np.interp(np.log(n), np.log(self.sizes), self.points[name])) for name in ("accuracy", "half")
        )
        return Share(max(0.0, value - half), value, min(1.0, value + half))

    def costs(self, n: float) -> dict[str, float]:
        """Each cost with n images."""
        return {name: float(self._cost(name, np.array([n], float))[0]) for name in COSTS}

    def _cost(self, name: str, n: NDArray[np.float64]) -> NDArray[np.float64]:
        """A cost: interpolated in logs, continued beyond the largest size, and constant below the smallest."""
        logs, sizes = np.log(np.maximum(self.points[name].to_numpy(), 1e-9)), np.log(self.sizes)
        slope = (logs[-1] - logs[-2]) / (sizes[-1] - sizes[-2]) if len(sizes) > 1 else 0.0
        beyond = np.maximum(n / self.largest, 1.0) ** np.clip(slope, 0.0, STEEPEST)
        costs: NDArray[np.float64] = np.exp(np.interp(np.log(n), sizes, logs)) * beyond
        return costs

    def most_images(self, seconds: float, n: float) -> int | None:
        """The most images, up to n, that can be trained on in time; None where even the smallest size cannot."""
        tried = np.geomspace(self.smallest, max(n, self.smallest), 400)
        fitting = tried[self._cost("seconds", tried) <= seconds]
        return int(fitting[-1]) if len(fitting) else None


@dataclass(frozen=True)
class Margin(Gap):
    """How much more accurate one candidate is than another, and what that rests on."""

    basis: Basis = "measured"


@dataclass(frozen=True, eq=False)
class Measured:
    """Rows that can all be compared with each other."""

    scored: ScoredOn
    origin: str
    machine: str
    rows: pd.DataFrame

    @cached_property
    def curves(self) -> dict[Candidate, Curve]:
        """The curve of each candidate, in a fixed order."""
        groups = self.rows.groupby(["learner", "recipe", "device"], sort=True)
        return {Candidate(*map(str, key)): Curve(group) for key, group in groups}

    @property
    def sizes(self) -> list[int]:
        """All measured numbers of training images."""
        return sorted(int(n) for n in self.rows["n_train"].unique())

    @cached_property
    def _draws(self) -> dict[tuple[Candidate, Candidate], dict[int, Draws]]:
        """For each two candidates and each size that both have, draws of the first's accuracy minus the second's.

        All share the weights of the test images, so that draws at two sizes can be mixed.
        """
        columns: list[tuple[tuple[Candidate, Candidate], int]] = []  # filled while `pairs` is consumed below

        def pairs() -> Iterator[PerImage]:  # one at a time, as all together are large
            for both in combinations(self.curves, 2):
                # Reversed, because `paired_by_size` subtracts the first of two from the second.
                for n, pair in paired_by_size(*(self.curves[one].rows for one in reversed(both))).items():
                    columns.append((both, n))
                    yield pair

        drawn: dict[tuple[Candidate, Candidate], dict[int, Draws]] = {}
        draws = difference_draws(pairs(), 1000, np.random.Generator(np.random.SFC64(0)))
        for (both, n), draws_of_pair in zip(columns, draws.T, strict=True):
            drawn.setdefault(both, {})[n] = draws_of_pair
        return drawn

    def sizes_of_both(self, one: Candidate, other: Candidate) -> list[int]:
        """The sizes that both have with the same seeds."""
        return sorted(self._draws.get((min(one, other), max(one, other)), {}))

    def margin(self, one: Candidate, other: Candidate, n: float) -> Margin | None:
        """How much more accurate `one` is with n images, by a paired bootstrap; None where they share no size.

        Between two sizes their draws are mixed in log n. Beyond the largest, the intervals of both fitted laws are
        combined (MOVER, Zou and Donner 2008); without laws it is the margin at the nearest size.
        """
        if one > other:
            found = self.margin(other, one, n)
            return found and found.turned
        drawn = self._draws.get((one, other), {})
        sizes = np.array(sorted(drawn))
        if not len(sizes):
            return None
        first, second = self.curves[one], self.curves[other]
        if n > max(first.largest, second.largest) and first.law and second.law:
            return _fitted_margin(first, second, n)
        place = float(np.interp(np.log(n), np.log(sizes), np.arange(len(sizes))))
        left, right = int(np.floor(place)), int(np.ceil(place))
        mixed = drawn[sizes[left]] * (left + 1 - place) + drawn[sizes[right]] * (place - left)
        low, high = np.quantile(mixed, (0.025, 0.975))
        inside = sizes[0] <= n <= sizes[-1]
        basis: Basis = "measured" if n in drawn else "between" if inside else "nearest"
        return Margin(float(low), float(np.mean(mixed)), float(high), basis)


def _fitted_margin(first: Curve, second: Curve, n: float) -> Margin:
    one, other = first.accuracy(n), second.accuracy(n)
    value = one.value - other.value
    low = value - float(np.hypot(one.value - one.low, other.high - other.value))
    high = value + float(np.hypot(one.high - one.value, other.value - other.low))
    return Margin(low, value, high, "fitted")


def comparable_sets(rows: pd.DataFrame) -> list[Measured]:
    """Sets of rows that can be compared: one for each data set, test set, origin and machine with two learners."""
    rows = without_settings(rows[(rows["recipe"] != RACE) & ~rows["learner"].isin(FLOORS)])
    if rows.empty:
        return []
    rows = rows.assign(host=hosts(rows))
    found = []
    for (*_, origin, host), group in rows.groupby(ALIKE, sort=True):
        if group["learner"].nunique() > 1:
            found.append(Measured(ScoredOn.of(group), str(origin), str(host), _latest_in_order(group)))
    return found


def _latest_in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, only the latest of each seed.

    Their order and their seed numbers depend on content alone, so renaming seeds or shuffling rows leaves the bootstrap
    unchanged.
    """
    keys = ["learner", "recipe", "device", "n_train"]
    rows = rows.sort_values(["measured_at", "id"]).drop_duplicates([*keys, "seed"], keep="last")
    rows = rows.sort_values(keys)
    content = {
        seed: [*zip(*(group[name] for name in (*keys, "correct")), strict=True)] for seed, group in rows.groupby("seed")
    }
    ranks = {seed: rank for rank, seed in enumerate(sorted(content, key=content.__getitem__))}
    return rows.assign(seed=rows["seed"].map(ranks)).sort_values([*keys, "seed"], ignore_index=True)


def most_telling(found: Sequence[Measured], dataset: str, n: float) -> Measured | None:
    """The rows of a data set that say most about n images.

    First come those of two learners near n, then those measured here, then those of which there are most.
    """

    def worth(one: Measured) -> tuple[int, bool, int, str, str]:
        near = {candidate.learner for candidate, curve in one.curves.items() if curve.is_near(n)}
        return min(len(near), 2), measured_here(one.origin), len(one.rows), one.scored.data_version, one.machine

    return max((one for one in found if one.scored.dataset == dataset), key=worth, default=None)
