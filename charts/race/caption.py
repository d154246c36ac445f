"""The sentences under a race's chart: what its lines are, what its clock counts, where and when it was run."""

from collections.abc import Sequence

import pandas as pd

from analysis.common.wording import in_words, listed, number
from analysis.data_size.finding import NAMES
from analysis.race.curve import best_at
from charts.common.captions import where_and_when
from charts.race.runner import Runner

CLOCK = (
    "Each side shows its best model so far, chosen by images kept back from training. The clock counts working out "
    "features, learning and choosing; it stands still while the test images are answered."
)


def describe_race(drawn: pd.DataFrame, rows: pd.DataFrame, n_running: int = 0) -> str:
    """The caption, as plain text; `drawn` are the curves of the finished races in `rows`."""
    thin = "Thin lines: races that still run, as far as their clocks are." if n_running else ""
    if drawn.empty:
        return f"{thin} {CLOCK}".strip()
    return " ".join(filter(None, [_lines(drawn), thin, CLOCK, _measured(rows)]))


def _lines(drawn: pd.DataFrame) -> str:
    """What a line and its band are."""
    budgets = listed([in_words(budget) for budget in sorted(drawn["budget"].unique())])
    fewest, most = int(drawn["n_seeds"].min()), int(drawn["n_seeds"].max())
    if most == 1:
        return f"One race of {budgets} a line: the 95 % band counts the choice of test images only, not luck."
    seeds = number(fewest) if fewest == most else f"{number(fewest)} to {number(most)}"
    return f"Mean of {seeds} races of {budgets}, 95 % band over seeds and test images."


def _measured(rows: pd.DataFrame) -> str:
    """Where and when, first the recorded (hollow marks), then the live (filled)."""
    sentences = []
    for marks, chosen in (("Hollow", rows[rows["origin"] != "live"]), ("Filled", rows[rows["origin"] == "live"])):
        if len(chosen):
            told = where_and_when(chosen)
            sentences.append(f"{marks} marks: {told[0].lower()}{told[1:]}")
    return " ".join(sentences)


def describe_running(running: Sequence[Runner]) -> str:
    """How far the running pair of the lowest seed is, in a sentence that claims no winner."""
    begun = [runner for runner in running if runner.seconds > 0 and runner.steps]
    if not begun:
        return "The race is on: the first models are being trained."
    pair = [runner for runner in begun if runner.seed == min(one.seed for one in begun)]
    seconds = min(runner.seconds for runner in pair)
    shares = [f"{NAMES[one.learner]} {100 * best_at(one.steps, seconds).accuracy:.1f} %" for one in pair]
    return f"The race is on: after {in_words(seconds)}, right so far: {listed(shares)}."


def describe_energy(table: pd.DataFrame) -> str:
    """What a race took of electricity, in watt-hours, as codecarbon estimates it; empty where it estimated nothing."""
    known = table.dropna(subset="energy_kwh")
    parts = [f"{NAMES[row.learner]} {1000 * row.energy_kwh:.2g} Wh" for row in known.itertuples()]
    return f"Electricity for one race, as codecarbon estimates it: {listed(parts)}." if parts else ""
