"""A running race, drawn as a thin line up to the time on its clock."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

import pandas as pd

from analysis.common.machine import LIVE
from analysis.common.variants import RACE
from analysis.common.wording import count, moment, percent
from analysis.race.curve import RaceStep, climb, steps_found
from charts.common import style
from charts.common.curves import Curve, named_curve
from charts.common.style import Figure, Theme

LOOKS_AS = "thorough"
"""The recipe whose marks and dashes races use, because its marks differ between learners."""


@dataclass(frozen=True)
class Runner:
    """A running race: the JSON text of its steps so far, the seconds on its clock, and its budget."""

    learner: str
    seed: int
    steps_json: str
    seconds: float
    budget: float
    n_test: int

    @property
    def steps(self) -> list[RaceStep]:
        """The steps with a higher validation accuracy than all earlier ones."""
        return climb(steps_found(self.steps_json))


def runner_curves(running: Iterable[Runner], named: Set[str]) -> list[Curve]:
    """The last accuracy, as a curve to be named, of each running learner that has no name in the chart yet."""
    newest = {runner.learner: runner for runner in running if runner.learner not in named}
    return [
        named_curve(learner, RACE, LIVE, [], pd.DataFrame({"accuracy": [runner.steps[-1].accuracy]}))
        for learner, runner in newest.items()
    ]


def draw_runner(figure: Figure, runner: Runner, start: float, theme: Theme) -> None:
    """One running race as a thin line, with a mark at the time on its clock."""
    steps, colour = runner.steps, style.look(runner.learner).line[theme]
    seconds = [max(start, step.seconds) for step in steps]
    figure.add_scatter(
        x=[*seconds, max(runner.seconds, seconds[-1])],
        y=[100 * step.accuracy for step in (*steps, steps[-1])],
        name=f"{style.label(runner.learner)}, running",
        mode="lines+markers",
        line={"shape": "hv", "color": colour, "width": 1.4, "dash": style.dash(runner.learner, LOOKS_AS)},
        marker={
            "size": [0] * len(steps) + [8],
            "color": colour,
            "opacity": 1,
            "symbol": style.symbol(runner.learner, LOOKS_AS, LIVE),
        },
        hovertext=[_hover(runner, step) for step in (*steps, steps[-1])],
        hoverinfo="text",
        showlegend=False,
    )


def _hover(runner: Runner, step: RaceStep) -> str:
    """What a step of a running race says."""
    model = f"{count(step.n_train)} training images" if step.n_train else "the majority class"
    return (
        f"<b>{style.label(runner.learner)}</b>, seed {runner.seed}, still running<br>"
        f"after {moment(step.seconds)}: {model}, {percent(step.accuracy, 0.01)} right"
    )
