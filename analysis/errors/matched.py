"""Two sides matched: which test images each got right, seed by seed, for the seeds that both have."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.paired import right_of
from analysis.common.scored_on import ScoredOn, UnlikeTestImagesError
from analysis.common.wording import capitalised, count, counted, listed
from analysis.errors.side import Side, names, rows_of

Right = NDArray[np.bool_]
"""(seeds, test images): whether the prediction was right."""


class NoCommonSeedError(ValueError):
    """Two sides have no seed in common, so they were usually trained on different images."""


@dataclass(frozen=True, eq=False)
class Matched:
    """Both sides on the same test images, for each seed that both have."""

    scored: ScoredOn
    sides: tuple[Side, Side]
    seeds: tuple[int, ...]
    first: Right
    second: Right
    rows: pd.DataFrame  # of both sides, with these seeds

    @property
    def names(self) -> tuple[str, str]:
        """What sentences call both sides."""
        return names(*self.sides)

    @property
    def is_same(self) -> bool:
        """Whether a side is compared with itself."""
        return self.sides[0] == self.sides[1]


def match_sides(rows: pd.DataFrame, one: Side, other: Side) -> Matched:
    """Both sides of rows with one data set and size; raises UnlikeTestImagesError or NoCommonSeedError."""
    both = [rows_of(side, rows) for side in (one, other)]
    scored = _scored_on(both, names(one, other))
    seeds = tuple(sorted(set(both[0]["seed"]) & set(both[1]["seed"])))
    if not seeds:
        raise NoCommonSeedError(_no_common_seed(both, names(one, other)))
    both = [part[part["seed"].isin(seeds)] for part in both]
    right, other_right = (right_of(part, scored.n_test) for part in both)
    together = pd.concat(both).drop_duplicates(["id", "origin"])
    return Matched(scored, (one, other), tuple(map(int, seeds)), right, other_right, together)


def _scored_on(both: list[pd.DataFrame], named: tuple[str, str]) -> ScoredOn:
    """The test images that both sides were scored on; an error says how they differ, if they do."""
    scored = [ScoredOn.of(rows) for rows in both]
    if scored[0] == scored[1]:
        return scored[0]
    differ = [
        f"{name} on {counted(one.n_test, 'image')} of {one.dataset}, version {one.data_version[:8]}"
        for name, one in zip(named, scored, strict=True)
    ]
    raise UnlikeTestImagesError(
        f"{capitalised(listed(differ))}: these are different test images, so the two cannot be compared. "
        "Choose two that were tested on the same images."
    )


def _no_common_seed(both: list[pd.DataFrame], named: tuple[str, str]) -> str:
    """Which seeds each side has, and what to choose."""
    have = [
        f"{name} has {'seed' if len(rows) == 1 else 'seeds'} {listed([count(seed) for seed in rows['seed']])}"
        for name, rows in zip(named, both, strict=True)
    ]
    return (
        f"{capitalised(listed(have))}: they share none. A seed decides which images are trained on, so two of "
        "different seeds usually learned from different images. Choose two that share a seed."
    )
