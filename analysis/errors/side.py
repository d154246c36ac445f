"""One side of a comparison: what was measured with one learner, one recipe and its settings, on any number of seeds."""

from dataclasses import dataclass

import pandas as pd

from analysis.common.learners import model, rank
from analysis.common.variants import RACE, settings_of
from analysis.common.wording import moment

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
    same = rows["learner"].eq(side.learner) & rows["recipe"].eq(side.recipe) & rows["origin"].eq(side.origin)
    same &= rows["settings"].eq(side.settings)
    found = rows[same].sort_values("measured_at")
    images = found[["data_version", "n_test"]].apply(tuple, axis=1)
    return found[images == images.iloc[-1]].drop_duplicates("seed", keep="last").sort_values("seed")


def names(one: Side, other: Side) -> tuple[str, str]:
    """What sentences call both: `the SVM` and `the CNN`; for one learner twice also what tells its sides apart."""
    if one.learner != other.learner or one == other:
        return one.name, other.name
    if one.how != other.how:
        return f"{one.name} ({one.how})", f"{other.name} ({other.how})"
    return f"{one.name} ({one.origin})", f"{other.name} ({other.origin})"
