"""Who is ahead at a moment of the race, by how much, and whether the lead is clear."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.common.machine import LIVE, host
from analysis.common.scored_on import ScoredOn

Kind = Literal["no model yet", "undecided", "ahead"]


@dataclass(frozen=True, eq=False)
class Contest:
    """Two curves (from `curve.curves`) to compare, of one origin and one set of test images."""

    first: pd.DataFrame
    second: pd.DataFrame

    @property
    def learners(self) -> tuple[str, str]:
        """The names of the two learners."""
        return str(self.first["learner"].iloc[0]), str(self.second["learner"].iloc[0])

    @property
    def horizon(self) -> float:
        """The last second at which both were measured."""
        return float(min(self.first["budget"].iloc[0], self.second["budget"].iloc[0]))

    @property
    def n_seeds(self) -> int:
        """The number of seeds of the curve that has fewer."""
        return int(min(self.first["n_seeds"].iloc[0], self.second["n_seeds"].iloc[0]))


@dataclass(frozen=True)
class Lead:
    """Both learners at one moment: mean accuracies, half their bands, and their difference (second minus first)."""

    seconds: float
    kind: Kind
    learners: tuple[str, str]
    accuracies: tuple[float, float]
    halves: tuple[float, float]
    learnt: tuple[bool, bool]  # whether any seed has more than the majority class
    difference: float
    half: float

    @property
    def leader(self) -> str | None:
        """The learner that is clearly ahead, if any."""
        if self.kind != "ahead":
            return None
        return self.learners[1] if self.difference > 0 else self.learners[0]


def contest(curves: pd.DataFrame, first: str = "svm", second: str = "cnn") -> Contest | None:
    """The two curves to compare, or None if one learner has none; UnlikeTestImagesError for several data sets.

    Curves measured here are preferred to recorded ones, then those of one machine, then those with the most seeds.
    """
    if curves.empty:
        return None
    ScoredOn.of(curves)
    found: list[Contest] = []
    for _, group in curves.groupby(["origin", "n_train", "budget"], sort=True):
        sides = [_each(group[group["learner"] == learner]) for learner in (first, second)]
        found += [Contest(*pair) for pair in product(*sides)]
    return max(found, key=_rank, default=None)


def _each(curves: pd.DataFrame) -> list[pd.DataFrame]:
    return [curve for _, curve in curves.groupby(["device", "machine"], dropna=False, sort=True)]


def _rank(pair: Contest) -> tuple[bool, bool, int, str]:
    first, second = pair.first.iloc[0], pair.second.iloc[0]
    one_machine = host(first["machine"], first["device"]) == host(second["machine"], second["device"])
    return first["origin"] == LIVE, one_machine, pair.n_seeds, str(min(first["measured_last"], second["measured_last"]))


def lead_at(pair: Contest, seconds: float) -> Lead:
    """Who is ahead after so many seconds; ValueError for a moment that was not measured.

    The interval of the difference treats the two means as independent: half its width is the root of the sum of both
    half widths squared (MOVER, Zou and Donner 2008). Both learners predict the same test images, of which the hard ones
    are hard for both, so the interval is too wide rather than too narrow.
    """
    if not 0 <= seconds <= pair.horizon:
        raise ValueError(f"The race was measured from 0 to {pair.horizon:g} s, not at {seconds:g} s.")
    one, other = (_at(side, seconds) for side in (pair.first, pair.second))
    learnt = bool(one["n_learnt"] > 0), bool(other["n_learnt"] > 0)
    difference, half = float(other["accuracy"] - one["accuracy"]), float(np.hypot(one["half"], other["half"]))
    kind: Kind = "ahead" if abs(difference) > half else "undecided"
    return Lead(
        seconds,
        kind if any(learnt) else "no model yet",
        pair.learners,
        (float(one["accuracy"]), float(other["accuracy"])),
        (float(one["half"]), float(other["half"])),
        learnt,
        difference,
        half,
    )


def _at(curve: pd.DataFrame, seconds: float) -> dict[str, Any]:
    """What a curve says at this moment; a row of a data frame would take ten times as long."""
    row = int(np.searchsorted(curve["seconds"].to_numpy(float), seconds, side="right")) - 1
    return {name: curve[name].to_numpy()[row] for name in ("accuracy", "half", "n_learnt")}


def leads(pair: Contest) -> list[Lead]:
    """The lead at every moment at which anything changes, in order, and at the horizon."""
    seconds = np.unique([*pair.first["seconds"], *pair.second["seconds"], pair.horizon])
    return [lead_at(pair, float(moment)) for moment in seconds if moment <= pair.horizon]


def lead_changes(each: Sequence[Lead]) -> list[Lead]:
    """The moments at which a learner becomes clearly ahead that was not the last one to be so."""
    clear = [lead for lead in each if lead.leader]
    return [lead for index, lead in enumerate(clear) if not index or lead.leader != clear[index - 1].leader]


def ahead_since(each: Sequence[Lead]) -> float | None:
    """The second since which the final leader has been clearly ahead without a break; None if there is no leader."""
    last = each[-1].leader
    if not last:
        return None
    others = [index for index, lead in enumerate(each) if lead.leader != last]
    return each[others[-1] + 1 if others else 0].seconds
