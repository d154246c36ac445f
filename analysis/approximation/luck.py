"""What the random start decides: the best and the worst seed of a network of one size."""

from dataclasses import dataclass

import pandas as pd

from analysis.approximation.lead import NETWORK
from analysis.approximation.names import LEAST, error
from analysis.common.wording import count, counted, figures, span

LEAST_TELLING = 0.02
"""A hundredth of the chart's height: a fit whose worst error is smaller looks like the target."""
CLEAR = 2.0
"""If the worst error is less than this many times the best, the start hardly matters."""


@dataclass(frozen=True)
class Luck:
    """The seeds with the smallest and the largest error among `n_seeds`."""

    units: int
    best_seed: int
    best: float
    worst_seed: int
    worst: float
    n_seeds: int

    @property
    def ratio(self) -> float:
        """How many times as large the worst error is; errors too small to be seen count as equal."""
        return max(self.worst, LEAST) / max(self.best, LEAST)


def luck(rows: pd.DataFrame, depth: int) -> dict[int, Luck]:
    """The luck of each size of this depth that has at least two seeds, by its number of units."""
    found = {}
    for _, row in rows[(rows["family"] == NETWORK) & (rows["depth"] == depth)].iterrows():
        errors = list(row["errors"])
        if len(errors) > 1:
            best, worst = min(errors), max(errors)
            units = int(row["units"])
            found[units] = Luck(units, errors.index(best), best, errors.index(worst), worst, len(errors))
    return found


def most_telling(found: dict[int, Luck]) -> int | None:
    """The number of units at which the seed decides most, among sizes whose worst fit visibly fails; else None."""
    visible = [one for one in found.values() if one.worst >= LEAST_TELLING and one.ratio >= CLEAR]
    return max(visible, key=lambda one: one.ratio).units if visible else None


def luck_in_words(one: Luck) -> str:
    """How far the best and the worst seed are apart, and what it means."""
    same = f"{counted(one.units, 'hidden unit')}, the same points, {count(one.n_seeds)} random starts:"
    low, high = sorted((one.best, one.worst))
    if one.ratio < CLEAR:
        return f"{same} they end {span(low, high, error)} off. At this size the start hardly matters."
    note = "" if one.worst >= LEAST_TELLING else " Here the difference is too small to see."
    return (
        f"{same} seed {one.best_seed} ends {error(one.best)} off, seed {one.worst_seed} ends {error(one.worst)} off, "
        f"{figures(one.ratio)} times as far. Weights for the better fit exist, and from seed {one.worst_seed} training "
        f"did not find them.{note}"
    )
