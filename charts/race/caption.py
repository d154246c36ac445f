"""The sentences below the chart of a race: what its lines are, what its clock counts, where and when it was run."""

from collections.abc import Sequence

import pandas as pd

from analysis.common.learners import name
from analysis.common.load import load_caption, other_cores
from analysis.common.wording import capitalised, figures, listed, mean_of, moment, percent
from analysis.race.curve import best_at
from charts.common.captions import where_and_when
from charts.race.chart import Runner

CLOCK = (
    "Each line shows a learner's best model so far, chosen by images held out from training. The clock counts "
    "computing features, training and choosing a model; it stops while the test images are scored."
)


def describe_race(drawn: pd.DataFrame, rows: pd.DataFrame, n_running: int = 0) -> str:
    """The caption, as plain text; `drawn` are the curves of the finished races in `rows`."""
    thin = "Thin lines: races still running." if n_running else ""
    if drawn.empty:
        return f"{thin} {CLOCK}".strip()
    return " ".join(
        filter(None, [_lines(drawn), thin, CLOCK, where_and_when(rows, marks=True), load_caption(other_cores(rows))])
    )


def _lines(drawn: pd.DataFrame) -> str:
    """What a line and its band are."""
    budgets = listed([moment(budget) for budget in sorted(drawn["budget"].unique())])
    if (drawn["n_seeds"] == 1).all():
        return f"One race of {budgets} per line: the 95 % band covers the choice of test images only, not luck."
    return f"{capitalised(mean_of(drawn['n_seeds'], 'race'))} of {budgets}, 95 % band over seeds and test images."


def describe_running(running: Sequence[Runner]) -> str:
    """How far the running pair with the lowest seed is, in a sentence that names no winner."""
    begun = [runner for runner in running if runner.seconds > 0 and runner.steps]
    if not begun:
        return "The race is on: the first models are being trained."
    pair = [runner for runner in begun if runner.seed == min(one.seed for one in begun)]
    seconds = min(runner.seconds for runner in pair)
    shares = [f"{name(one.learner)} {percent(best_at(one.steps, seconds).accuracy, 0.01)}" for one in pair]
    return f"The race is on. Accuracy after {moment(seconds)}: {listed(shares)}."


def describe_energy(table: pd.DataFrame) -> str:
    """The electricity of a race in watt-hours, as estimated by codecarbon; empty without an estimate."""
    known = table.dropna(subset="energy_kwh")
    parts = [f"{name(row.learner)} {figures(1000 * row.energy_kwh)} Wh" for row in known.itertuples()]
    return f"Electricity for one race, estimated by codecarbon: {listed(parts)}." if parts else ""
