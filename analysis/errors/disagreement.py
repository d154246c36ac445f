"""How often only one of two learners is right, and whether chance explains it: McNemar's exact test (1947), paired."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from analysis.common.paired import Gap, PerImage, paired_gaps
from analysis.errors.matched import Matched, Right

Part = Literal["both", "first", "second", "neither"]

PARTS: tuple[Part, ...] = ("both", "first", "second", "neither")
"""Both right, only the first, only the second, both wrong: each test image is in exactly one part."""

CHANCE = 0.05
"""Below this p-value a difference counts as more than chance."""


def mcnemar(only_first: int, only_second: int) -> float:
    """The two-sided exact p-value: how often a fair coin, thrown once per image, is at least as one-sided.

    Only images on which the two disagree count, as those on which they agree favour neither.
    """
    n = only_first + only_second
    # Not scipy.stats: its import would delay the first page by half a second.
    return float(min(1.0, 2 * special.bdtr(min(only_first, only_second), n, 0.5))) if n else 1.0


def images_by_part(first: Right, second: Right) -> dict[Part, NDArray[np.int64]]:
    """The rows of the test set in each part, in its order, from one seed's answers, (test images,)."""
    where = {"both": first & second, "first": first & ~second, "second": second & ~first, "neither": ~(first | second)}
    return {part: np.flatnonzero(where[part]) for part in PARTS}


@dataclass(frozen=True, eq=False)
class Disagreement:
    """How two sides disagree: one row of `table` a seed, and the difference over all seeds."""

    matched: Matched

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per seed: `seed`, how many images are in each part, `gap` (second minus first), McNemar's `p`."""
        first, second = self.matched.first, self.matched.second
        table = pd.DataFrame(
            {
                "seed": self.matched.seeds,
                "both": (first & second).sum(axis=1),
                "first": (first & ~second).sum(axis=1),
                "second": (second & ~first).sum(axis=1),
                "neither": (~(first | second)).sum(axis=1),
            }
        )
        p = [mcnemar(one, other) for one, other in table[["first", "second"]].itertuples(index=False)]
        return table.assign(gap=(table["second"] - table["first"]) / self.matched.scored.n_test, p=p)

    @cached_property
    def gap(self) -> Gap:
        """The second's accuracy minus the first's, mean over the seeds, with its interval over images and seeds."""
        return gaps_of([self._differences])[0]

    @cached_property
    def gaps(self) -> list[Gap]:
        """That difference for each seed alone, with its interval over test images."""
        return gaps_of([one[None] for one in self._differences])

    @property
    def _differences(self) -> PerImage:
        """(seeds, test images): +1 where only the second is right, -1 where only the first is."""
        return self.matched.second.astype(np.float32) - self.matched.first.astype(np.float32)

    @property
    def is_real(self) -> bool:
        """Whether chance is an unlikely cause: the interval excludes 0 and, with one seed, p is below 5 % as well."""
        return self.gap.sign != 0 and (len(self.table) > 1 or bool(self.table["p"].iloc[0] < CHANCE))

    @property
    def mean(self) -> dict[Part, int]:
        """How many images are in each part, mean over the seeds."""
        return {part: round(float(self.table[part].mean())) for part in PARTS}


def gaps_of(pairs: list[PerImage]) -> list[Gap]:
    """The gap of each pair; its interval has width 0 where the two never disagree."""
    return [gap if pair.any() else Gap(0.0, 0.0, 0.0) for gap, pair in zip(paired_gaps(pairs), pairs, strict=True)]
