"""The chosen races, from the table and from the queue, and what follows from them, computed once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.race import curve
from analysis.race.curve import race_table
from analysis.race.finding import finding
from analysis.race.lead import Contest, contest
from catalogue.dataset import Images
from charts.race.chart import Runner
from experiments.race.budget import RACE, RACERS, budget_of
from experiments.spec import Experiment
from experiments.store.results import LIVE, JobState
from ui.common import source


@dataclass(frozen=True, eq=False)
class Races:
    """The rows of finished races on one data set, shown for a budget in seconds, and what follows."""

    key: str  # identifies the rows and the budget
    rows: pd.DataFrame
    budget: int

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """The curves."""
        return curve.curves(self.rows)

    @cached_property
    def pair(self) -> Contest | None:
        """The compared curves, if at least two learners have one."""
        return contest(self.drawn, RACERS)

    @cached_property
    def finding(self) -> str:
        """Who led when, in words."""
        return finding(self.pair, self.budget)

    @cached_property
    def table(self) -> pd.DataFrame:
        """What each side did in its time."""
        return race_table(self.rows)


def races_of(experiments: Sequence[Experiment], *, with_recorded: bool) -> Races:
    """The finished races of this choice: those run here and, with `with_recorded`, recorded ones of the same budget.

    If no two learners were recorded with this budget, the recorded races are of the next longer budget. Their learners
    planned for that budget's end, so the finding says which race it is from.
    """
    first = experiments[0]
    rows = source.store().rows(dataset=first.dataset, data_version=first.data_version, recipe=RACE)
    rows = rows[rows["learner"].isin([experiment.learner for experiment in experiments])]
    mine = rows["id"].isin([experiment.id for experiment in experiments]) & (rows["origin"] == LIVE)
    chosen = rows[mine | (_are_recorded(rows, budget_of(first)) & with_recorded)]
    return _races_of(chosen, budget_of(first))


def recorded_races(dataset: str, learners: Sequence[str], budget: int) -> Races:
    """The recorded races on a data set that may not be on this machine; if none is that long, the longest ones."""
    rows = source.store().rows(dataset=dataset, recipe=RACE)
    rows = rows[rows["learner"].isin(learners) & (rows["origin"] != LIVE)]
    longest = rows["settings"].map(curve.budget_of).max()
    return _races_of(rows[_are_recorded(rows, min(budget, longest))], budget)


def _are_recorded(rows: pd.DataFrame, budget: float) -> pd.Series:
    """Which rows were recorded, with this budget or the next longer one that at least two learners had."""
    budgets = rows["settings"].map(curve.budget_of)
    recorded = (rows["origin"] != LIVE) & (budgets >= budget)
    n_learners = rows[recorded].groupby(budgets[recorded])["learner"].nunique()
    return recorded & (budgets == n_learners[n_learners >= min(2, n_learners.max())].index.min())


@source.cached
def _races_of(chosen: pd.DataFrame, budget: int) -> Races:
    races = Races(f"{source.key_of_results(chosen)} {budget}", chosen, budget)
    _ = races.finding, races.table  # computed now, once for all sessions that share it
    return races


def runners(experiments: Sequence[Experiment], jobs: dict[str, JobState], images: Images) -> tuple[Runner, ...]:
    """The races of this choice that are running, up to now."""
    running = []
    for experiment in experiments:
        state, budget = jobs[experiment.id], float(budget_of(experiment))
        if state.status == "running":
            seconds = state.progress * budget
            n_test = len(images.y_test)
            running.append(Runner(experiment.learner, experiment.seed, state.found, seconds, budget, n_test))
    return tuple(running)
