"""Two sides of a comparison, matched: which test images each got right, for every seed that both have."""

from dataclasses import astuple, dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.learners import model, rank
from analysis.common.paired import right_of
from analysis.common.scored_on import ScoredOn, UnlikeTestImagesError
from analysis.common.variants import RACE, settings_of
from analysis.common.wording import capitalised, count, counted, listed, moment

Right = NDArray[np.bool_]
"""(seeds, test images): whether the prediction was right."""

KEYS = ["learner", "recipe", "settings", "origin"]
"""Rows that agree in these are one side. The machine is not among them, because accuracy does not depend on it."""

BUDGET = "budget_seconds"

ON_PRETRAINED = "the SVM on pretrained features"
"""What sentences call the learner: a single model, so that its verbs are `is` and `takes`, as for all others here."""


@dataclass(frozen=True)
class Side:
    """A learner, its recipe and settings, and where its rows are from; the fields are columns of rows."""

    learner: str
    recipe: str
    settings: str
    origin: str

    @property
    def how(self) -> str:
        """`quick`, `race of 1 min`, `quick, only hog`: how it was trained."""
        settings = settings_of(self.settings)
        if self.recipe == RACE and BUDGET in settings:
            return f"race of {moment(float(settings[BUDGET]))}"
        return ", ".join([self.recipe, *(f"{name} {value}" for name, value in sorted(settings.items()))])

    @property
    def name(self) -> str:
        """`the CNN`: what a sentence calls it."""
        return ON_PRETRAINED if self.learner == "pretrained" else model(self.learner)


def sides(rows: pd.DataFrame) -> list[Side]:
    """All sides among these rows, the SVM first."""
    found = {Side(*map(str, keys)) for keys in rows[KEYS].itertuples(index=False)}
    return sorted(found, key=lambda side: (rank(side.learner), side.learner, side.recipe, side.settings, side.origin))


def rows_of(side: Side, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one side on the test images of its latest row, one for each seed: the latest."""
    found = rows[(rows[KEYS] == [*astuple(side)]).all(axis=1)].sort_values("measured_at")
    images = found[["data_version", "n_test"]].apply(tuple, axis=1)
    return found[images == images.iloc[-1]].drop_duplicates("seed", keep="last").sort_values("seed")


def names(one: Side, other: Side) -> tuple[str, str]:
    """What sentences call both: `the SVM` and `the CNN`; for one learner twice also what tells its sides apart."""
    if one.learner != other.learner or one == other:
        return one.name, other.name
    if one.how != other.how:
        return f"{one.name} ({one.how})", f"{other.name} ({other.how})"
    return f"{one.name} ({one.origin})", f"{other.name} ({other.origin})"


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
