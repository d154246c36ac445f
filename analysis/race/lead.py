"""How the learners stand at a moment of the race: who is ahead, by how much, and whether the lead is clear."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from analysis.common.machine import LIVE, host
from analysis.common.scored_on import ScoredOn


@dataclass(frozen=True, eq=False)
class Contest:
    """Two or more curves (from `curve.curves`) to compare, of one origin and one set of test images."""

    sides: tuple[pd.DataFrame, ...]

    @property
    def facts(self) -> pd.Series:
        """What the first curve's points have in common: origin, images, budget, machine."""
        return self.sides[0].iloc[0]

    @property
    def learners(self) -> tuple[str, ...]:
        """The names of the learners."""
        return tuple(str(side["learner"].iloc[0]) for side in self.sides)

    @property
    def horizon(self) -> float:
        """The last second at which all curves were measured."""
        return float(min(side["budget"].iloc[0] for side in self.sides))

    @property
    def n_seeds(self) -> int:
        """The number of seeds of the curve that has the fewest."""
        return int(min(side["n_seeds"].iloc[0] for side in self.sides))


@dataclass(frozen=True)
class Standing:
    """All learners at one moment: mean accuracies, and half the width of their bands."""

    seconds: float
    learners: tuple[str, ...]
    accuracies: tuple[float, ...]
    half_widths: tuple[float, ...]
    learned: tuple[bool, ...]  # whether any seed has more than the majority class

    @property
    def leader(self) -> str | None:
        """The learner that is clearly ahead of every other, if any, once any has a model."""
        places = self.not_clearly_behind
        return self.learners[places[0]] if any(self.learned) and len(places) == 1 else None

    @property
    def not_clearly_behind(self) -> list[int]:
        """The places in `learners` of the one with the highest accuracy and of all that are not clearly behind it."""
        most = max(self.accuracies)
        best = self.accuracies.index(most)
        behind = [most - accuracy for accuracy in self.accuracies]
        return [place for place, gap in enumerate(behind) if gap <= self.half_width_of_difference(place, best)]

    def half_width_of_difference(self, one: int, other: int) -> float:
        """Half the interval of the difference between two learners, as if independent (MOVER, Zou and Donner 2008).

        All learners predict the same test images, and hard ones are hard for all, so the interval is too wide rather
        than too narrow. A leader has to be ahead of every other learner, so no correction for several comparisons is
        needed.
        """
        return 0.0 if one == other else float(np.hypot(self.half_widths[one], self.half_widths[other]))


def contest(curves: pd.DataFrame, learners: Sequence[str] = ("svm", "cnn")) -> Contest | None:
    """The curves to compare, or None if fewer than two learners have one; UnlikeTestImagesError for several data sets.

    If there is a choice, it is the contest with the most learners of the same origin, images and budget, then one that
    was measured here, on one machine, with the most seeds, and the latest.
    """
    if curves.empty:
        return None
    ScoredOn.of(curves)
    found: list[Contest] = []
    for _, group in curves.groupby(["origin", "n_train", "budget"], sort=True):
        by_learner = [_curves(group[group["learner"] == learner]) for learner in learners]
        sides = [choices for choices in by_learner if choices]
        found += [Contest(chosen) for chosen in product(*sides) if len(chosen) > 1]
    return max(found, key=_rank, default=None)


def _curves(curves: pd.DataFrame) -> list[pd.DataFrame]:
    return [curve for _, curve in curves.groupby(["device", "machine"], dropna=False, sort=True)]


def _rank(race: Contest) -> tuple[int, bool, bool, int, str]:
    sides = [side.iloc[0] for side in race.sides]
    one_machine = len({host(side["machine"], side["device"]) for side in sides}) == 1
    oldest = str(min(side["measured_last"] for side in sides))
    return len(sides), race.facts["origin"] == LIVE, one_machine, race.n_seeds, oldest


def standing_at(race: Contest, seconds: float) -> Standing:
    """How all learners stand after `seconds`; ValueError for a moment that was not measured."""
    if not 0 <= seconds <= race.horizon:
        raise ValueError(f"The race was measured from 0 to {race.horizon:g} s, not at {seconds:g} s.")
    points = [_point_at(side, seconds) for side in race.sides]
    accuracies, half_widths = (tuple(float(point[name]) for point in points) for name in ("accuracy", "half"))
    learned = tuple(bool(point["n_learned"] > 0) for point in points)
    return Standing(seconds, race.learners, accuracies, half_widths, learned)


def _point_at(curve: pd.DataFrame, seconds: float) -> dict[str, Any]:
    """The point of a curve at this moment; a row of a data frame would take ten times as long."""
    row = int(np.searchsorted(curve["seconds"].to_numpy(float), seconds, side="right")) - 1
    return {name: curve[name].to_numpy()[row] for name in ("accuracy", "half", "n_learned")}


def standings(race: Contest) -> list[Standing]:
    """How all learners stand at every moment at which anything changes, in order, and at the horizon."""
    seconds = np.unique([*(second for side in race.sides for second in side["seconds"]), race.horizon])
    return [standing_at(race, float(moment)) for moment in seconds if moment <= race.horizon]


def lead_changes(timeline: Sequence[Standing]) -> list[Standing]:
    """The moments at which a different learner becomes clearly ahead, from the first clear lead on."""
    clear = [one for one in timeline if one.leader]
    return [one for index, one in enumerate(clear) if index == 0 or one.leader != clear[index - 1].leader]


def ahead_since(timeline: Sequence[Standing]) -> float | None:
    """The second since which the final leader has been clearly ahead without a break; None if there is no leader."""
    last = timeline[-1].leader
    if not last:
        return None
    others = [index for index, one in enumerate(timeline) if one.leader != last]
    return timeline[others[-1] + 1 if others else 0].seconds
