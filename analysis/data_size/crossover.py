"""Where one learner overtakes another on the same images, as a band: seeds and test images are both random."""

from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.paired import Draws, Gap, PerImage, difference_draws, gaps_in, paired, right_by
from analysis.common.scored_on import ScoredOn

CrossoverKind = Literal[
    "crosses",
    "second ahead throughout",
    "second pulls ahead",  # no clear lead at first, then the second's, up to the largest size
    "second ahead at some sizes",
    "first ahead throughout",
    "first ahead at some sizes",
    "crosses back",
    "crosses more than once",
    "undecided",
    "not enough measured",
]

BANDED = ("crosses", "crosses back")
"""Kinds with a band of the number of images at the crossing, because the clear lead changes exactly once."""

Signs = NDArray[np.int64]


@dataclass(frozen=True)
class Crossover:
    """How `second` overtakes `first`; `low`, `median` and `high` are numbers of images, None without a band."""

    kind: CrossoverKind
    first: str
    second: str
    recipe: str
    origin: str
    low: float | None = None  # None: who overtakes may already be ahead at the smallest size
    median: float | None = None
    high: float | None = None  # None: who is overtaken may still be ahead at the largest size
    sizes: tuple[int, ...] = ()  # those measured with both learners, smallest first
    signs: tuple[int, ...] = ()  # for each size: 1 where the second is clearly ahead, -1 the first, 0 neither
    gaps: tuple[Gap, ...] = ()  # for each size: how far ahead the second is

    @property
    def smallest(self) -> int:
        """The smallest size; IndexError where not enough is measured."""
        return self.sizes[0]

    @property
    def largest(self) -> int:
        """The largest size; IndexError where not enough is measured."""
        return self.sizes[-1]

    @property
    def second_leads_from(self) -> int | None:
        """The size from which on the second is clearly ahead; None if it is not at the largest."""
        lead = [*takewhile(lambda sign: sign > 0, reversed(self.signs))]
        return self.sizes[-len(lead)] if lead else None


def crossovers(rows: pd.DataFrame, first: str = "svm", second: str = "cnn") -> list[Crossover]:
    """The crossover for each origin and recipe that has both learners; live and recorded rows are never mixed."""
    found = []
    for (origin, recipe), group in rows.groupby(["origin", "recipe"], sort=True):
        sides = [_longest_curve(group[group["learner"] == learner]) for learner in (first, second)]
        if all(len(side) for side in sides):
            found.append(crossover(pd.concat(sides), first, second, recipe=str(recipe), origin=str(origin)))
    return found


def _longest_curve(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the machine, device and settings that have the most rows."""
    curves = [curve for _, curve in rows.groupby(["settings", "device", "machine"], dropna=False)]
    return max(curves, key=lambda curve: (len(curve), curve["measured_at"].max()), default=rows)


def crossover(
    rows: pd.DataFrame,
    first: str = "svm",
    second: str = "cnn",
    *,
    recipe: str = "",
    origin: str = "",
    n_draws: int = 1000,
) -> Crossover:
    """The crossover of two learners over the sizes and seeds that both have; raises UnlikeTestImagesError.

    A paired bootstrap, in which both learners and all sizes share each of `n_draws` draws: see `difference_draws`.
    """
    ScoredOn.of(rows)
    pairs = paired_by_size(*(rows[rows["learner"] == learner] for learner in (first, second)))
    if not pairs:
        return Crossover("not enough measured", first, second, recipe, origin)
    # SFC64 takes half as long as the default generator for these ten million weights.
    random = np.random.Generator(np.random.SFC64(0))
    draws = difference_draws(pairs.values(), n_draws, random)
    gaps = tuple(gaps_in(draws, [*pairs.values()]))
    signs = tuple(gap.sign for gap in gaps)
    kind = _kind(np.array(signs))
    band = _band(draws, np.array([*pairs], float)) if kind in BANDED else (None, None, None)
    return Crossover(kind, first, second, recipe, origin, *band, tuple(pairs), signs, gaps)


def paired_by_size(first: pd.DataFrame, second: pd.DataFrame) -> dict[int, PerImage]:
    """For each size, (seeds, test images): +1 where only the second is right, -1 where only the first is."""
    one, other = (right_by(side, side["n_train"]) for side in (first, second))
    pairs = {n: paired(other[n], one[n]) for n in sorted(one.keys() & other.keys())}
    return {n: pair for n, pair in pairs.items() if pair is not None}


def _kind(signs: Signs) -> CrossoverKind:
    """The kind of a sequence of clear leads (+1 the second, -1 the first, 0 nobody), smallest size first."""
    leads = signs[signs != 0]
    if not len(leads):
        return "undecided"
    changes = int(np.count_nonzero(np.diff(leads)))
    if changes > 1:
        return "crosses more than once"
    if changes == 1:
        return "crosses" if leads[0] < 0 else "crosses back"
    if leads[0] < 0:
        return "first ahead throughout" if (signs < 0).all() else "first ahead at some sizes"
    if (signs > 0).all():
        return "second ahead throughout"
    return "second pulls ahead" if (np.diff(signs) >= 0).all() else "second ahead at some sizes"


def _band(draws: Draws, sizes: NDArray[np.float64]) -> tuple[float | None, float | None, float | None]:
    """2.5 %, 50 % and 97.5 % quantiles of the size at which the lead changes, interpolated in log n.

    A draw with several changes of lead contributes its first to the lower end, its last to the upper end, and both to
    the median.
    """
    logs = np.log(sizes)
    rising = draws if np.median(draws[:, -1]) >= np.median(draws[:, 0]) else -draws
    left, right = rising[:, :-1], rising[:, 1:]
    changed = (left < 0) != (right < 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        places = np.where(changed, logs[:-1] + (logs[1:] - logs[:-1]) * left / (left - right), np.nan)
    outside = np.where(rising[:, -1] >= 0, -np.inf, np.inf)
    any_change = changed.any(axis=1)
    first = np.where(any_change, np.min(np.where(changed, places, np.inf), axis=1), outside)
    last = np.where(any_change, np.max(np.where(changed, places, -np.inf), axis=1), outside)
    # A draw that starts ahead has no lower end; one that finishes behind has no upper end.
    first = np.where(rising[:, 0] >= 0, -np.inf, first)
    last = np.where(rising[:, -1] < 0, np.inf, last)
    quantiles = [
        np.quantile(first, 0.025, method="nearest"),
        np.median(np.r_[first, last]),
        np.quantile(last, 0.975, method="nearest"),
    ]
    low, median, high = (float(np.exp(value)) if np.isfinite(value) else None for value in quantiles)
    return low, median, high
