"""Which models, which change and which measure: the choices at the top of the page."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analysis.common.machine import HERE
from analysis.common.wording import count
from analysis.robustness.names import CHANGES
from charts.robustness.chart import Measure
from ui.common import commands, pickers, source

BEGIN_WITH = "noise"


@dataclass(frozen=True, eq=False)
class Choice:
    """The rows of one data set and size, with both recipes, and the recipe, change and measure to show."""

    dataset: str
    rows: pd.DataFrame
    recipe: str = "quick"
    change: str = BEGIN_WITH
    measure: Measure = "accuracy"

    @property
    def shown(self) -> pd.DataFrame:
        """The rows of the recipe."""
        return self.rows[self.rows["recipe"] == self.recipe]

    @property
    def decisive_shown(self) -> pd.DataFrame:
        """The decisive rows of the recipe."""
        return self.decisive[self.decisive["recipe"] == self.recipe]

    @property
    def decisive(self) -> pd.DataFrame:
        """The rows that sentences are about: of the origin with most learners; in a tie, from here."""
        learners = self.shown.groupby("origin")["learner"].nunique()
        most = learners[learners == learners.max()].index
        return self.rows[self.rows["origin"] == (HERE if HERE in most else most[0])]


def choose(rows: pd.DataFrame) -> Choice:
    """The visitor's choice among these rows; a data set without rows can be chosen too, to measure it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        here = [entry.name for entry in source.entries() if entry.available]
        # Data sets whose images can be shown come first.
        measured = sorted(rows["dataset"].unique(), key=lambda name: (name not in here, name))
        others = [name for name in here if name not in measured]
        dataset = pickers.pick_recorded_dataset([*measured, *others])
        rows = rows[rows["dataset"] == dataset]
        if rows.empty:
            return Choice(dataset, rows)
        n_rows = rows["n_train"].value_counts()  # the size that was measured most comes first
        sizes = {count(n): n for n in sorted(n_rows.index, key=lambda n: (-n_rows[n], -n))}
        rows = rows[rows["n_train"] == pickers.pick_if_several("Training images", sizes, "n", 160)]
        recipes = sorted(rows["recipe"].unique())
        recipe = pickers.pick_recipe("effort", recipes) if len(recipes) > 1 else recipes[0]
        change = pick_change(rows)
        measure = pick_measure()
    return Choice(dataset, rows, recipe, change, measure)


def pick_change(rows: pd.DataFrame) -> str:
    """The change in the large chart, among those that these images were given."""
    offered = [change for change in CHANGES if change in rows["amounts"].iloc[0]]
    first = offered.index(BEGIN_WITH) if BEGIN_WITH in offered else 0
    return pickers.pick("Change", offered, "change", 220, first=first, write=lambda name: CHANGES[name].label)


def pick_measure() -> Measure:
    """Accuracy, or the share of it that is lost."""
    names: dict[Measure, str] = {"accuracy": "Accuracy", "lost": "Share lost"}
    why = "The weaker learner has less to lose, so the share of its accuracy that is lost is the fairer comparison."
    return pickers.pick_one("Show", names, "show", help=why)


def command(rows: pd.DataFrame) -> str:
    """The command line that measures the same rows."""
    return commands.to_run(rows, verb="robustness")
