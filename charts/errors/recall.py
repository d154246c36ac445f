"""The accuracy of every class for both sides, with intervals."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.common.wording import capitalised, counted, percents
from analysis.errors.classes import PLURAL, ByClass
from charts.common.axes import percent_range, rows_axis, set_axes
from charts.common.confusion import shortened
from charts.common.marks import NAMES_ABOVE, hover, marker, quiet_line
from charts.common.style import Figure, Theme, colours, empty_figure

MOST_ROWS = 30
"""The most classes that are drawn; of more, those that fail worst."""


def recall_figure(
    found: tuple[ByClass, ByClass],
    classes: Sequence[str],
    named: tuple[str, str],
    learners: tuple[str, str],
    theme: Theme = "light",
    narrow: bool = False,
    noun: str = "class",
) -> Figure:
    """A row for each class or group, the worst last, with a mark and an interval for each side; dashed: the means."""
    order = rows_of(found)
    figure = empty_figure(theme, height=130 + 34 * len(order), narrow=narrow)
    for side, (one, colour) in enumerate(zip(found, colours(learners, theme), strict=True)):
        table = one.table.set_index("number").loc[order]
        _draw(figure, table, capitalised(named[side]), classes, side, colour)
        figure.add_vline(x=100 * one.mean, line=quiet_line(theme) | {"color": colour})
    low = min(float(one.table["low"].min()) for one in found)
    high = max(float(one.table["high"].max()) for one in found)
    names = [shortened(classes[number], 9 if narrow else 20) for number in order]
    x = {"range": percent_range(100 * low, 100 * high), "nticks": 5 if narrow else 9}
    set_axes(figure, f"Right among the images of the {noun} (%)", x, "", rows_axis(names))
    figure.update_yaxes(range=[0.6 - len(order), 0.6], automargin=True)
    return figure.update_layout(showlegend=True, legend=NAMES_ABOVE)


def _draw(figure: Figure, table: pd.DataFrame, name: str, classes: Sequence[str], side: int, colour: str) -> None:
    """The intervals of one side as one broken line, which is drawn much faster than a line each, and its marks."""
    y = -np.arange(len(table)) + (0.17, -0.17)[side]
    ends = 100 * table[["low", "high"]].assign(gap=np.nan).to_numpy()
    line = {"color": colour, "width": 3}
    figure.add_scatter(
        x=ends.ravel(), y=y.repeat(3), mode="lines", line=line, connectgaps=False, hoverinfo="skip", showlegend=False
    )
    figure.add_scatter(
        x=100 * table["accuracy"],
        y=y,
        name=name,
        mode="markers",
        marker=marker(colour, ("circle", "square")[side]),
        hovertext=[_hover(name, shortened(classes[int(number)], 40), point) for number, point in table.iterrows()],
        hoverinfo="text",
    )


def rows_of(found: tuple[ByClass, ByClass]) -> list[int]:
    """The class numbers in the order of their rows: the worst for both together last."""
    both = sum(one.table.set_index("number")["accuracy"] for one in found)
    return [int(number) for number in pd.Series(both).sort_values(ascending=False, kind="stable").index[-MOST_ROWS:]]


def _hover(side: str, name: str, point: pd.Series) -> str:
    share, low, high = percents(point["accuracy"], point["low"], point["high"])
    tested = counted(int(point["n_test"]), "test image")
    return hover(name, f"{side}: {share} of {tested} right", f"95 % interval {low} to {high}")


def describe_recall(found: tuple[ByClass, ByClass], n_seeds: int, noun: str = "class") -> str:
    """The caption, as plain text."""
    over = (
        "over seeds and test images"
        if n_seeds > 1
        else "over test images only: one seed says nothing about luck in training"
    )
    n, several = len(found[0].table), PLURAL[noun]
    most = f" Only the {MOST_ROWS} {several} that fail worst are drawn." if n > MOST_ROWS else ""
    return (
        f"95 % intervals {over}. Dashed: the mean of all {n} {several}. The sentences above compare the worst {noun} "
        f"with that mean, and allow for the fact that the worst of {n} was picked afterwards.{most}"
    )
