"""Who is ahead at a moment of the race, by how much, and whether that is sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
import pandas as pd

from analysis.common.machine import host
from analysis.common.scored_on import ScoredOn

LIVE = "live"

Kind = Literal["nobody has anything yet", "undecided", "ahead"]


@dataclass(frozen=True, eq=False)
class Contest:
    """The two curves (from `curve.curves`) of one origin and one set of test images that are compared."""

    first: pd.DataFrame
    second: pd.DataFrame

    @property
    def learners(self) -> tuple[str, str]:
        """The names of the two."""
        return str(self.first["learner"].iloc[0]), str(self.second["learner"].iloc[0])

    @property
    def horizon(self) -> float:
        """The last moment that both were measured at, in seconds."""
        return float(min(self.first["budget"].iloc[0], self.second["budget"].iloc[0]))

    @property
    def n_seeds(self) -> int:
        """The seeds of the side that has fewer."""
        return int(min(self.first["n_seeds"].iloc[0], self.second["n_seeds"].iloc[0]))


@dataclass(frozen=True)
class Standing:
    """The two at one moment: mean shares right, half their bands, and their difference (second minus first)."""

    seconds: float
    kind: Kind
    learners: tuple[str, str]
    accuracies: tuple[float, float]
    halves: tuple[float, float]
    learnt: tuple[bool, bool]  # whether any seed has more than the commonest class
    difference: float
    half: float

    @property
    def leader(self) -> str | None:
        """Who is surely ahead, if anybody is."""
        if self.kind != "ahead":
            return None
        return self.learners[1] if self.difference > 0 else self.learners[0]

    def share(self, learner: str) -> float:
        """The mean share right of one of the two."""
        return self.accuracies[self.learners.index(learner)]


def contest(curves: pd.DataFrame, first: str = "svm", second: str = "cnn") -> Contest | None:
    """The two curves to compare, or None while one side lacks them; UnlikeTestImagesError for several data sets.

    Those measured here go before recorded ones, those on one machine before others, then those with most seeds.
    """
    if curves.empty:
        return None
    ScoredOn.of(curves)
    found: list[Contest] = []
    for _, alike in curves.groupby(["origin", "n_train", "budget"], sort=True):
        sides = [_each(alike[alike["learner"] == learner]) for learner in (first, second)]
        found += [Contest(*pair) for pair in product(*sides)]
    return max(found, key=_worth, default=None)


def _each(curves: pd.DataFrame) -> list[pd.DataFrame]:
    return [curve for _, curve in curves.groupby(["device", "machine"], dropna=False, sort=True)]


def _worth(pair: Contest) -> tuple[bool, bool, int, str]:
    first, second = pair.first.iloc[0], pair.second.iloc[0]
    one_machine = host(first["machine"], first["device"]) == host(second["machine"], second["device"])
    return first["origin"] == LIVE, one_machine, pair.n_seeds, str(min(first["measured_last"], second["measured_last"]))


def standing(pair: Contest, seconds: float) -> Standing:
    """Who is ahead after so many seconds; ValueError for a moment that was not measured.

    The interval of the difference is that of two means that know nothing of each other: half of it is the root of the
    sum of both halves' squares (MOVER, Zou and Donner 2008). Both sides answered the same test images, and the hard
    ones are hard for both, so it is wider than it need be, and says "undecided" rather too often than too rarely.
    """
    if not 0 <= seconds <= pair.horizon:
        raise ValueError(f"The race was measured from 0 to {pair.horizon:g} s, not at {seconds:g} s.")
    one, other = (side[side["seconds"] <= seconds].iloc[-1] for side in (pair.first, pair.second))
    learnt = bool(one["n_learnt"] > 0), bool(other["n_learnt"] > 0)
    difference = float(other["accuracy"] - one["accuracy"])
    half = float(np.hypot(one["half"], other["half"]))
    kind: Kind = "ahead" if abs(difference) > half else "undecided"
    return Standing(
        seconds=seconds,
        kind=kind if any(learnt) else "nobody has anything yet",
        learners=pair.learners,
        accuracies=(float(one["accuracy"]), float(other["accuracy"])),
        halves=(float(one["half"]), float(other["half"])),
        learnt=learnt,
        difference=difference,
        half=half,
    )


def moments(pair: Contest) -> list[Standing]:
    """How they stand at every moment at which anything changes, in order; the last one is the horizon."""
    seconds = np.unique([*pair.first["seconds"], *pair.second["seconds"], pair.horizon])
    return [standing(pair, float(moment)) for moment in seconds if moment <= pair.horizon]


def lead_changes(stood: Sequence[Standing]) -> list[Standing]:
    """Of all moments, those from which on somebody is surely ahead who was not the last to be so."""
    sure = [one for one in stood if one.leader]
    return [one for place, one in enumerate(sure) if not place or one.leader != sure[place - 1].leader]


def ahead_since(stood: Sequence[Standing]) -> float | None:
    """Since when the one who is surely ahead at the end has been so without a break; None when nobody is."""
    last = stood[-1].leader
    if not last:
        return None
    broken = [place for place, one in enumerate(stood) if one.leader != last]
    return stood[broken[-1] + 1 if broken else 0].seconds
