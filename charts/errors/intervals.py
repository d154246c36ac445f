"""Rows with intervals: how consistent mistakes are (kappa), and the difference between both sides for each seed."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.common.paired import Gap
from analysis.common.wording import capitalised
from analysis.errors.consistency import Consistency
from analysis.errors.disagreement import ends
from charts.common.axes import rows_axis, set_axes
from charts.common.marks import draw_interval, hover, marker, quiet_line
from charts.common.style import QUIET_TEXT, TEXT, Figure, Theme, colours, empty_figure


def agreement_figure(found: Sequence[Consistency], theme: Theme = "light", narrow: bool = False) -> Figure:
    """A row for each pair of models; 0 is chance, and 1 means wrong on exactly the same images."""
    known = [one for one in found if not np.isnan(one.value)]
    figure = empty_figure(theme, height=130 + 48 * len(known), narrow=narrow)
    for row, one in enumerate(known):
        kappa = f"kappa {one.value:.2f}, 95 % interval {one.low:.2f} to {one.high:.2f}"
        shares = f"agree on {100 * one.observed:.1f} %, by chance {100 * one.expected:.1f} %"
        width, symbol, size = (4, "diamond", 11) if row == 0 else (2.5, "circle", 9)
        text = hover(capitalised(one.name), kappa, shares)
        _draw(figure, row, [one.value, one.low, one.high], TEXT[theme], text, width, symbol, size)
    names = [capitalised(one.name) for one in known]
    names = [name.replace(" and ", " and<br>", 1) for name in names] if narrow else names
    title = "κ (0: chance, 1: same images)" if narrow else "Error consistency κ (0: chance, 1: the same images)"
    low = min([-0.05, *(one.low - 0.05 for one in known)])
    return _set_axes(figure, title, {"range": [low, 1.04], "nticks": 6}, names, theme)


def describe_agreement(found: Sequence[Consistency], n_seeds: int) -> str:
    """The caption, as plain text."""
    over = "seeds and test images" if n_seeds > 1 else "test images only, as there is one seed"
    twice = (
        " Two models of one kind have different seeds, and so different training images; in the first row, both models "
        "have the same training images."
        if len(found) > 1
        else " With several seeds, the chart would also compare two models of one kind."
    )
    return f"Dashed: chance. 95 % intervals over {over}.{twice}"


def seeds_figure(
    seeds: Sequence[int],
    gaps: Sequence[Gap],
    over_all: Gap | None,
    chosen: int,
    most: float,
    named: tuple[str, str],
    learners: tuple[str, str],
    theme: Theme = "light",
    narrow: bool = False,
) -> Figure:
    """A row for each seed in the colour of who is ahead, the chosen one emphasised; the last is over all seeds.

    The axis reaches to `most` on both sides, so that it stays the same whatever is shown.
    """
    rows = list(zip([f"Seed {seed}" for seed in seeds], gaps, strict=True))
    rows += [("All seeds", over_all)] if over_all else []
    figure = empty_figure(theme, height=140 + 34 * len(rows), narrow=narrow)
    shades = colours(learners, theme)
    for row, (name, gap) in enumerate(rows):
        is_all, is_chosen = row == len(seeds), row < len(seeds) and seeds[row] == chosen
        colour = TEXT[theme] if is_all else shades[int(gap.value > 0)] if gap.sign else QUIET_TEXT[theme]
        text = hover(name, f"{capitalised(named[1])} minus {named[0]}: {ends(gap)} points")
        width, size = (6, 13) if is_chosen or is_all else (2.5, 9)
        interval = [100 * gap.value, 100 * gap.low, 100 * gap.high]
        _draw(figure, row, interval, colour, text, width, "diamond" if is_all else "circle", size)
    first, second = (name.removeprefix("the ") for name in named)
    title = (
        f"Points: left {first}, right {second} ahead"
        if narrow
        else f"← {first} ahead      Points      {second} ahead →"
    )
    names = [f"<b>{name}</b>" if name == f"Seed {chosen}" else name for name, _ in rows]
    x = {"nticks": 5 if narrow else 9, "range": [-105 * most, 105 * most]}
    return _set_axes(figure, title, x, names, theme)


def _draw(
    figure: Figure, row: int, interval: list[float], colour: str, text: str, width: float, symbol: str, size: float
) -> None:
    """A mark at the value, and a line from the interval's low end to its high one."""
    value, *ends = interval
    line = {"color": colour, "width": width}
    draw_interval(figure, -row, value, ends, line, marker(colour, symbol, size), hovertext=text)


def _set_axes(figure: Figure, title: str, x: dict[str, Any], names: list[str], theme: Theme) -> Figure:
    """The figure with its axes, and a dashed line at zero."""
    figure.add_vline(x=0, line=quiet_line(theme))
    y = {"range": [0.6 - len(names), 0.6], "automargin": True}
    set_axes(figure, title, x, "", rows_axis(names) | y)
    return figure


def describe_seeds(n_seeds: int) -> str:
    """The caption, as plain text."""
    return (
        "95 % intervals: for a single seed over the test images, for all seeds together over test images "
        "and seeds. Coloured seeds are those that, on their own, would have named a winner. "
        f"All {n_seeds} seeds were measured in the same way."
    )
