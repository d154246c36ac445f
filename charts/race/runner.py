"""A race that still runs, drawn as a thin line that ends where its clock stands."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from analysis.common.wording import in_words
from analysis.race.curve import RACE, Step, climb, steps_found
from charts.common import style
from charts.common.axes import count
from charts.common.curves import Curve
from charts.common.style import Theme

LOOKS_AS = "thorough"
"""The recipe whose marks a race borrows: its curves are drawn through, and each learner has its own mark."""


@dataclass(frozen=True)
class Runner:
    """One race that still runs: the JSON text of the steps it has found, and the seconds on its clock and in all."""

    learner: str
    seed: int
    found: str
    seconds: float
    budget: float
    n_test: int

    @property
    def steps(self) -> list[Step]:
        """The steps that were best by validation when they came."""
        return climb(steps_found(self.found))


def runner_curves(running: Iterable[Runner], named: Set[str]) -> list[Curve]:
    """A curve to name for each learner that runs and is not named yet: its test images and its last share."""
    newest = {runner.learner: runner for runner in running if runner.learner not in named}
    return [
        Curve(
            learner,
            RACE,
            "live",
            style.look(learner).label,
            style.label(learner),
            style.label(learner) if learner == "cnn" else "Features by<br>hand + SVM",
            pd.DataFrame({"accuracy": [runner.steps[-1].accuracy]}),
        )
        for learner, runner in newest.items()
    ]


def draw_runner(figure: go.Figure, runner: Runner, start: float, theme: Theme) -> None:
    """One running race as a thin line up to where its clock stands, with a mark at its head."""
    steps, colour = runner.steps, style.look(runner.learner).line[theme]
    seconds = [max(start, step.seconds) for step in steps]
    head = max(runner.seconds, seconds[-1])
    figure.add_scatter(
        x=[*seconds, head],
        y=[100 * step.accuracy for step in (*steps, steps[-1])],
        name=f"{style.label(runner.learner)}, running",
        mode="lines+markers",
        line={"shape": "hv", "color": colour, "width": 1.4},
        marker={
            "size": [0] * len(steps) + [8],
            "color": colour,
            "opacity": 1,
            "symbol": style.symbol(runner.learner, LOOKS_AS, "live"),
        },
        hovertext=[*(_told(runner, step) for step in steps), _told(runner, steps[-1])],
        hoverinfo="text",
        showlegend=False,
    )


def _told(runner: Runner, step: Step) -> str:
    """What a step of a running race says."""
    learnt = f"{count(step.n_train)} training images" if step.n_train else "the commonest class"
    return (
        f"<b>{style.label(runner.learner)}</b>, seed {runner.seed}, still running<br>"
        f"after {in_words(step.seconds)}: {learnt}, {100 * step.accuracy:.1f} % right"
    )
