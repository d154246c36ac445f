"""The race: accuracy against the seconds on the clock, in steps, for finished and running races."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.common.learners import name
from analysis.common.machine import LIVE, load_caption, other_cores
from analysis.common.scored_on import ScoredOn
from analysis.common.variants import RACE
from analysis.common.wording import capitalised, count, figures, listed, mean_of, moment, percent
from analysis.race.curve import RaceStep, best_at, climb, steps_found
from charts.common.axes import moments_axis, padded, percent_range, set_axes, ticks
from charts.common.captions import where_and_when
from charts.common.curves import Curve, curves, draw_line, name_lines, named_curve
from charts.common.marks import draw_edges, hover, note, quiet_line
from charts.common.style import BAND, Figure, Theme, dash, empty_figure, label, look, symbol, translucent

LOOKS_AS = "thorough"
"""The recipe whose marks and dashes races use, because its marks differ between learners."""

CLOCK = (
    "Each line shows a learner's best model so far, chosen by images held out from training. The clock counts "
    "computing features, training and choosing a model; it stops while the test images are scored."
)


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


def race_figure(
    drawn: pd.DataFrame,
    running: Sequence[Runner] = (),
    *,
    at: float | None = None,
    theme: Theme = "light",
    narrow: bool = False,
) -> Figure:
    """Mean steps and 95 % band of each curve of `drawn`, and running races as thin lines.

    `drawn` is from `analysis.race.curve.curves`; a vertical line marks the moment `at`. Raises UnlikeTestImagesError.
    """
    if len(drawn):
        ScoredOn.of(drawn)
    running = [runner for runner in running if runner.steps]
    figure = empty_figure(theme, height=400 if narrow else 480, narrow=narrow)
    each = curves(drawn) if len(drawn) else ()
    found = [replace(curve, recipe=LOOKS_AS, points=curve.points.sort_values("seconds")) for curve in each]
    start, end = extent(found, running)
    title = "Time on the clock" if narrow else "Time on each learner's own clock (seconds, minutes)"
    set_axes(figure, title, moments_axis(*padded(start, end, 0.02), 6 if narrow else 10), *_y_axis(found, running))
    for curve in found:
        _draw_steps(figure, curve, _visible(curve.points, start), theme)
    for runner in running:
        draw_runner(figure, runner, start, theme)
    if at is not None:
        _draw_moment(figure, at, theme)
    named = [*found, *runner_curves(running, {curve.learner for curve in found})]
    name_lines(figure, [(curve, 100 * float(curve.points["accuracy"].iloc[-1])) for curve in named], theme, narrow)
    return figure


def extent(found: Sequence[Curve], running: Sequence[Runner]) -> tuple[float, float]:
    """The first and the last second in the chart: from shortly before the first model to the longest budget."""
    first = [curve.points["seconds"][curve.points["n_learned"] > 0].min() for curve in found]
    # the first step is the majority class, before any model
    first += [step.seconds for runner in running for step in runner.steps[1:2]]
    last = [*(curve.points["budget"].max() for curve in found), *(runner.budget for runner in running), 1.0]
    known = [instant for instant in first if instant > 0]  # comparison with NaN is false
    return max(0.005, 0.6 * min(known, default=0.1)), float(max(last))


def _visible(points: pd.DataFrame, start: float) -> pd.DataFrame:
    """The points on a logarithmic axis from `start`, with the state at its beginning."""
    held = points[points["seconds"] <= start].tail(1).assign(seconds=start)
    return pd.concat([held, points[points["seconds"] > start]], ignore_index=True)


def _y_axis(found: Sequence[Curve], running: Sequence[Runner]) -> tuple[str, dict[str, Any]]:
    """Title and settings of an axis of percentages, from the lowest to the highest in the chart."""
    ends = [end for curve in found for end in (curve.points["low"].min(), curve.points["high"].max())]
    ends += [step.accuracy for runner in running for step in runner.steps]
    n_test = next(iter([*(int(one.points["n_test"].iloc[0]) for one in found), *(one.n_test for one in running), 0]))
    least, most = (100 * min(ends), 100 * max(ends)) if ends else (0.0, 100.0)
    return f"Correct on {count(n_test)} test images (%)", {"range": percent_range(least, most)}


def _draw_steps(figure: Figure, curve: Curve, points: pd.DataFrame, theme: Theme) -> None:
    """The band, the mean, which holds until the next step, and the marks."""
    colour = look(curve.learner).line[theme]
    x, fill = points["seconds"], translucent(colour, BAND[theme])
    edges = 100 * points["low"], 100 * points["high"]
    draw_edges(figure, x, edges, fill, line={"shape": "hv", "width": 0}, legendgroup=curve.name)
    figure.add_scatter(
        x=x,
        y=100 * points["accuracy"],
        mode="lines",
        line={
            "shape": "hv",
            "color": colour,
            "width": 2.5,
            "dash": dash(curve.learner, curve.recipe, curve.place),
        },
        hoverinfo="skip",
        showlegend=False,
        legendgroup=curve.name,
    )
    _draw_marks(figure, curve, points, theme)


def _draw_marks(figure: Figure, curve: Curve, points: pd.DataFrame, theme: Theme) -> None:
    """Marks at 1, 2 and 5 times a power of ten seconds and at the end, which say their numbers."""
    budget = float(points["budget"].iloc[0])
    learned = points["seconds"][points["n_learned"] > 0]
    moments = [instant for instant in ticks(0.01, budget) if len(learned) and learned.min() <= instant < budget]
    moments.append(budget)
    marked = pd.concat([points[points["seconds"] <= instant].tail(1) for instant in moments]).assign(seconds=moments)
    mode = "markers" if len(marked) > 1 else "lines+markers"
    curve = replace(curve, points=marked)
    draw_line(figure, curve, marked["seconds"], 100 * marked["accuracy"], partial(_hover, curve.name), theme, mode=mode)


def _hover(title: str, point: pd.Series) -> str:
    """What a mark says."""
    share, low, high = (percent(point[end], point["half"]) for end in ("accuracy", "low", "high"))
    covers = "test images" if point["n_seeds"] == 1 else "seeds and test images"
    return hover(
        title,
        f"after {moment(point['seconds'])}: {share} of {count(point['n_test'])} test images right",
        f"95 % band {low} to {high} ({covers}), {mean_of(point['n_seeds'], 'race')}",
    )


def _draw_moment(figure: Figure, at: float, theme: Theme) -> None:
    """A vertical line at the chosen moment."""
    figure.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="y domain", line=quiet_line(theme), layer="below")
    figure.update_layout(margin_t=34)
    place = {"y": 1, "yref": "y domain", "yanchor": "bottom", "xanchor": "center"}
    note(figure, theme, f"after {moment(at)}", x=np.log10(at), **place)


def runner_curves(running: Iterable[Runner], named: Set[str]) -> list[Curve]:
    """The last accuracy, as a curve to be named, of each running learner that has no name in the chart yet."""
    newest = {runner.learner: runner for runner in running if runner.learner not in named}
    return [
        named_curve(learner, RACE, LIVE, [], pd.DataFrame({"accuracy": [runner.steps[-1].accuracy]}))
        for learner, runner in newest.items()
    ]


def draw_runner(figure: Figure, runner: Runner, start: float, theme: Theme) -> None:
    """One running race as a thin line, with a mark at the time on its clock."""
    steps, colour = runner.steps, look(runner.learner).line[theme]
    seconds = [max(start, step.seconds) for step in steps]
    figure.add_scatter(
        x=[*seconds, max(runner.seconds, seconds[-1])],
        y=[100 * step.accuracy for step in (*steps, steps[-1])],
        name=f"{label(runner.learner)}, running",
        mode="lines+markers",
        line={"shape": "hv", "color": colour, "width": 1.4, "dash": dash(runner.learner, LOOKS_AS)},
        marker={
            "size": [0] * len(steps) + [8],
            "color": colour,
            "opacity": 1,
            "symbol": symbol(runner.learner, LOOKS_AS, LIVE),
        },
        hovertext=[_runner_hover(runner, step) for step in (*steps, steps[-1])],
        hoverinfo="text",
        showlegend=False,
    )


def _runner_hover(runner: Runner, step: RaceStep) -> str:
    """What a step of a running race says."""
    model = f"{count(step.n_train)} training images" if step.n_train else "the majority class"
    return (
        f"<b>{label(runner.learner)}</b>, seed {runner.seed}, still running<br>"
        f"after {moment(step.seconds)}: {model}, {percent(step.accuracy, 0.01)} right"
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
