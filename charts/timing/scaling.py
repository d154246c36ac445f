"""Seconds against training images with their fitted laws: in all with the crossing, or each part by itself."""

import textwrap
from collections.abc import Iterator
from html import escape
from typing import Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.timing.scaling import PARTS, Scaling
from analysis.timing.scaling_sides import sides_in_words
from analysis.timing.scaling_words import about, named
from charts.common import style
from charts.common.axes import count, log_axis, padded, seconds
from charts.common.captions import where_and_when
from charts.common.curves import Curve
from charts.common.line_names import name_lines
from charts.common.style import Theme
from charts.data_size.time import TIMES

View = Literal["in all", "each part"]

SYMBOLS = {"in all": "circle", "working out features": "triangle-up", "learning": "square", "answering": "diamond"}
DASHES = {"in all": "solid", "working out features": "dot", "learning": "solid", "answering": "dash"}
ROOM = 168
"""Pixels right of the plot for the names at the lines' ends."""


def scaling_figure(found: Scaling, view: View, origin: str, theme: Theme = "light", narrow: bool = False) -> go.Figure:
    """Marks are measured, lines are the laws, dashed with their 95 % interval where nothing was measured."""
    figure = style.figure(theme, height=360 if narrow else 460, narrow=narrow)
    ends = [*(_whole(figure, found, origin, theme) if view == "in all" else _each_part(figure, found, origin, theme))]
    _set_axes(figure, found, view, narrow)
    if view == "in all":
        _mark_crossing(figure, found, theme, narrow)
    if narrow:
        figure.update_layout(margin_l=72)
    name_lines(figure, ends, theme, narrow, ROOM)
    return figure


def _whole(figure: go.Figure, found: Scaling, origin: str, theme: Theme) -> Iterator[tuple[Curve, float]]:
    """Both learners' seconds in all; where the curve's name belongs."""
    for learner in ("svm", "cnn"):
        points = found.sizes[found.sizes["learner"] == learner]
        curve = _curve(learner, "in all", style.look(learner).short, origin, points)
        law = found.expected
        yield curve, float((law[learner] if len(law) else points["seconds"]).iloc[-1])
        if len(law):
            known = law["n_train"] <= found.largest
            _draw_beyond(figure, law[~known], learner, theme)
            _draw_law(figure, law[known], law.loc[known, learner], curve, theme)
        _draw_marks(figure, curve, "seconds", theme, joined=not len(law))


def _each_part(figure: go.Figure, found: Scaling, origin: str, theme: Theme) -> Iterator[tuple[Curve, float]]:
    """Each part's seconds and its law, over the training images whatever it grows with."""
    for part in PARTS:
        points = found.sizes[found.sizes["learner"] == part.learner].dropna(subset=[part.column])
        if part.name == "one pass" or points.empty:
            continue  # on these axes it is the line of learning, only lower
        growth = found.growths.get(part)
        exponent = "" if growth is None else f", exponent {growth.b:.1f}"
        curve = _curve(part.learner, part.name, f"{named(part)}{exponent}", origin, points)
        yield curve, float(points[part.column].iloc[-1])
        if growth is not None:
            known = points[points[part.measure] >= growth.smallest]
            _draw_law(figure, known, pd.Series(growth.at(known[part.measure])), curve, theme)
        _draw_marks(figure, curve, part.column, theme, joined=growth is None)


def _curve(learner: str, part: str, name: str, origin: str, points: pd.DataFrame) -> Curve:
    safe = escape(name, quote=False)
    wrapped = "<br>".join(escape(line, quote=False) for line in textwrap.wrap(name, 18))
    return Curve(learner, part, origin, name, safe, wrapped, points.sort_values("n_train"))


def _draw_law(figure: go.Figure, at: pd.DataFrame, y: pd.Series, curve: Curve, theme: Theme) -> None:
    line = {"color": style.look(curve.learner).line[theme], "width": 2.2, "dash": DASHES[curve.recipe]}
    figure.add_scatter(x=at["n_train"], y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _draw_beyond(figure: go.Figure, law: pd.DataFrame, learner: str, theme: Theme) -> None:
    """What the laws expect where nothing was measured, and how little is known of it."""
    colour = style.look(learner).line[theme]
    n = law["n_train"].to_numpy()
    figure.add_scatter(
        x=np.r_[n, n[::-1]],
        y=np.r_[law[f"{learner}_low"].to_numpy(), law[f"{learner}_high"].to_numpy()[::-1]],
        fill="toself",
        fillcolor=style.translucent(colour, 0.14),
        line_width=0,
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
    )
    line = {"color": colour, "width": 1.8, "dash": "dash"}
    figure.add_scatter(x=n, y=law[learner], mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _draw_marks(figure: go.Figure, curve: Curve, column: str, theme: Theme, *, joined: bool) -> None:
    """What was measured: filled here, hollow where it was recorded elsewhere."""
    colour = style.look(curve.learner).line[theme]
    hollow = "" if curve.origin == "live" else "-open"
    figure.add_scatter(
        x=curve.points["n_train"],
        y=curve.points[column],
        name=curve.name,
        mode="lines+markers" if joined else "markers",
        line={"color": colour, "width": 1.2, "dash": "dot"},
        marker={"symbol": SYMBOLS[curve.recipe] + hollow, "size": 9, "color": colour, "line": {"width": 1.8}},
        hovertext=[
            f"<b>{curve.name}</b><br>{count(point['n_train'])} training images<br>{seconds(point[column])}"
            for _, point in curve.points.iterrows()
        ],
        hoverinfo="text",
    )


def _set_axes(figure: go.Figure, found: Scaling, view: View, narrow: bool) -> None:
    """Both logarithmic, in images and in units that people use, wide enough for all that is drawn."""
    law = found.expected if view == "in all" else found.expected.iloc[:0]
    n = pd.concat([found.sizes["n_train"], law["n_train"]]).astype(float)
    ticks = log_axis(*padded(n.min(), n.max(), 0.03), count, most_ticks=4 if narrow else 9)
    figure.update_xaxes(title_text="Training images", **ticks)
    columns = ["seconds"] if view == "in all" else [part.column for part in PARTS if part.name != "one pass"]
    measured = found.sizes[columns].to_numpy().ravel()
    drawn = np.r_[measured[measured > 0], *(law[learner] for learner in ("svm", "cnn") if learner in law)]
    low, high = padded(float(np.nanmin(drawn)), float(np.nanmax(drawn)), 0.06)
    axis = log_axis(low, high, seconds, most_ticks=8)
    chosen = [time for time in TIMES if low <= time <= high]
    if len(chosen) >= 2:
        axis |= {"tickvals": chosen, "ticktext": [seconds(time) for time in chosen]}
    title = "Time in all (s, min, h)" if view == "in all" else "Time of each part (ms, s, min)"
    figure.update_yaxes(title_text=title, **axis)


def _mark_crossing(figure: go.Figure, found: Scaling, theme: Theme, narrow: bool) -> None:
    """A line where the SVM becomes the slower one, its interval shaded; dashed where it is foretold only."""
    slower = found.slower
    if slower.n is None:
        return
    _, end = figure.layout.xaxis.range
    figure.add_vrect(slower.low or slower.n, slower.high or 10**end, fillcolor=style.SHADE[theme], line_width=0)
    dash = "solid" if slower.kind == "measured" else "dash"
    figure.add_vline(slower.n, line={"color": style.QUIET_TEXT[theme], "width": 1.4, "dash": dash})
    words = f"SVM slower from<br>about {about(slower.n)} on"
    figure.add_annotation(
        x=np.log10(slower.n),
        y=0.02,
        yref="paper",
        yanchor="bottom",
        text=words,
        showarrow=False,
        xanchor="right",
        xshift=-6,
        align="right",
        font={"size": 12 if narrow else 13, "color": style.QUIET_TEXT[theme]},
    )


def describe_scaling(found: Scaling, rows: pd.DataFrame) -> str:
    """The caption, as plain text: what marks, lines and shades are, and where it was measured."""
    hollow = "Filled marks" if (rows["origin"] == "live").all() else "Hollow marks"
    n_test = int(rows["n_test"].max())
    beyond = (
        " Beyond the largest, lines are dashed and shaded by their 95 % interval: nobody measured there."
        if len(found.expected)
        else ""
    )
    sides = sides_in_words(rows)
    by = sides if sides.startswith("SVM") else f"With {sides}"
    return (
        f"{hollow}: mean over seeds of the seconds for features, learning and answering {count(n_test)} test images. "
        f"Lines: seconds as a power of the number, fitted to sizes of at least a sixtieth of the largest.{beyond} "
        f"{where_and_when(rows)} {by}."
    )
