"""Seconds over training images with their fitted laws: the total with the crossing, or each part separately."""

from collections.abc import Iterator
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from analysis.common.wording import about, capitalised, count, duration
from analysis.timing.scaling import PARTS, Scaling
from analysis.timing.scaling_finding import part_name, sides_in_words
from charts.common.axes import log_axis, padded, set_axes, time_axis
from charts.common.captions import where_and_when
from charts.common.curves import Curve, draw_line, least_width, name_lines
from charts.common.marks import draw_band, hover, note, quiet_line
from charts.common.style import SHADE, Figure, Theme, by_origin, empty_figure, look

View = Literal["in all", "each part"]

SYMBOLS = {"in all": "circle", "features": "triangle-up", "training": "square", "prediction": "diamond"}
DASHES = {"in all": "solid", "features": "dot", "training": "solid", "prediction": "dash"}
"""Marks and lines by what a curve's `recipe` holds here: a part of the seconds, or `in all`."""
ROOM = 168
"""Pixels to the right of the plot for the names of the lines."""


def scaling_figure(found: Scaling, view: View, origin: str, theme: Theme = "light", narrow: bool = False) -> Figure:
    """Marks are measured, lines are laws; beyond the measured sizes they are dashed, with their 95 % interval."""
    figure = empty_figure(theme, height=360 if narrow else 460, narrow=narrow)
    ends = [*(_whole(figure, found, origin, theme) if view == "in all" else _each_part(figure, found, origin, theme))]
    _set_axes(figure, found, view, narrow)
    if view == "in all":
        _mark_crossing(figure, found, theme, narrow)
    if narrow:
        figure.update_layout(margin_l=72)
    name_lines(figure, ends, theme, narrow, ROOM)
    return figure


def _whole(figure: Figure, found: Scaling, origin: str, theme: Theme) -> Iterator[tuple[Curve, float]]:
    """Draw the total seconds of each learner; yields where the names of the curves belong."""
    if len(found.pretrained):
        points = found.pretrained.sort_values("n_train")
        curve = Curve("pretrained", "in all", origin, look("pretrained").short, points, letters=18)
        yield curve, float(points["seconds"].iloc[-1])
        _draw_marks(figure, curve, "seconds", theme, joined=True)
    for learner in ("svm", "cnn"):
        points = found.sizes[found.sizes["learner"] == learner].sort_values("n_train")
        curve = Curve(learner, "in all", origin, look(learner).short, points, letters=18)
        law = found.expected
        yield curve, float((law[learner] if len(law) else points["seconds"]).iloc[-1])
        if len(law):
            known = law["n_train"] <= found.largest
            beyond, colour = law[~known], look(learner).line[theme]
            draw_band(figure, beyond["n_train"], beyond[f"{learner}_low"], beyond[f"{learner}_high"], colour, 0.14)
            _draw_law(figure, beyond["n_train"], beyond[learner], colour, 1.8, "dash")
            _draw_law(figure, law.loc[known, "n_train"], law.loc[known, learner], colour, 2.2, DASHES[curve.recipe])
        _draw_marks(figure, curve, "seconds", theme, joined=not len(law))


def _each_part(figure: Figure, found: Scaling, origin: str, theme: Theme) -> Iterator[tuple[Curve, float]]:
    """Draw the seconds and the law of each part over the training images, whatever it grows with."""
    for part in PARTS:
        points = found.sizes[found.sizes["learner"] == part.learner].dropna(subset=[part.column])
        if part.name == "one epoch" or points.empty:
            continue  # the line of one epoch has the shape of that of training, only lower
        growth = found.growths.get(part)
        name = part_name(part) + ("" if growth is None else f", exponent {growth.b:.1f}")
        curve = Curve(part.learner, part.name, origin, name, points.sort_values("n_train"), letters=18)
        yield curve, float(points[part.column].iloc[-1])
        if growth is not None:
            known = points[points[part.measure] >= growth.smallest]
            y, colour = pd.Series(growth.at(known[part.measure])), look(part.learner).line[theme]
            _draw_law(figure, known["n_train"], y, colour, 2.2, DASHES[part.name])
        _draw_marks(figure, curve, part.column, theme, joined=growth is None)


def _draw_law(figure: Figure, x: pd.Series, y: pd.Series, colour: str, width: float, dash: str) -> None:
    line = {"color": colour, "width": width, "dash": dash}
    figure.add_scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _draw_marks(figure: Figure, curve: Curve, column: str, theme: Theme, *, joined: bool) -> None:
    """The measurements: filled if made here, hollow if recorded elsewhere."""
    drawn = {"line_width": 1.2, "line_dash": "dot", "marker_symbol": by_origin(SYMBOLS[curve.recipe], curve.origin)}
    drawn |= {"mode": "lines+markers" if joined else "markers", "legendgroup": None}
    points, write = curve.points, partial(_hover, curve.name, column)
    draw_line(figure, curve, points["n_train"], points[column], write, theme, **drawn)


def _hover(name: str, column: str, point: pd.Series) -> str:
    return hover(name, f"{count(point['n_train'])} training images", duration(point[column]))


def _set_axes(figure: Figure, found: Scaling, view: View, narrow: bool) -> None:
    """Logarithmic images and times, wide enough for everything in the chart."""
    law = found.expected if view == "in all" else found.expected.iloc[:0]
    sizes = pd.concat([found.sizes, found.pretrained]) if view == "in all" else found.sizes
    n = pd.concat([sizes["n_train"], law["n_train"]]).astype(float)
    width = least_width(figure, narrow, room=ROOM)
    x = log_axis(*padded(n.min(), n.max(), 0.03), count, width=width)
    columns = ["seconds"] if view == "in all" else [part.column for part in PARTS if part.name != "one epoch"]
    measured = sizes[columns].to_numpy().ravel()
    drawn = np.r_[measured[measured > 0], *(law[learner] for learner in ("svm", "cnn") if learner in law)]
    y = time_axis(*padded(float(np.nanmin(drawn)), float(np.nanmax(drawn)), 0.06))
    title = "Total time (s, min, h)" if view == "in all" else "Time of each part (ms, s, min)"
    set_axes(figure, "Training images", x, title, y)


def _mark_crossing(figure: Figure, found: Scaling, theme: Theme, narrow: bool) -> None:
    """A line where the SVM becomes the slower one, with its interval; dashed if it is extrapolated."""
    slower = found.slower
    if slower.n is None:
        return
    _, end = figure.layout.xaxis.range
    figure.add_vrect(slower.low or slower.n, slower.high or 10**end, fillcolor=SHADE[theme], line_width=0)
    figure.add_vline(slower.n, line=quiet_line(theme, 1.4, "solid" if slower.kind == "measured" else "dash"))
    place = {"x": np.log10(slower.n), "xanchor": "right", "xshift": -6, "align": "right", "yref": "paper"}
    open_end = slower.kind == "extrapolated" and slower.high is None
    perhaps = f"perhaps from<br>{about(slower.low or found.largest)} on, or never here"
    text = f"SVM slower {perhaps if open_end else f'from<br>about {about(slower.n)} on'}"
    font = {"size": 12 if narrow else 13}
    note(figure, theme, text, **place, y=0.02, yanchor="bottom", font=font)


def describe_scaling(found: Scaling, rows: pd.DataFrame) -> str:
    """The caption, as plain text: what marks, lines and shades are, and where it was measured."""
    marks = "Filled marks" if (rows["origin"] == "live").all() else "Hollow marks"
    beyond = " Beyond the largest size, where nothing was measured, they are dashed, with their 95 % interval shaded."
    dashed_part = beyond if len(found.expected) else ""
    if len(found.pretrained):
        dashed_part += " Pretrained features: marks only, because nearly all of their seconds are for the features."
    return (
        f"{marks}: seconds for features, training and prediction of {count(rows['n_test'].max())} test images, mean "
        "over seeds. Lines: power laws fitted to sizes of at least a sixtieth of the largest."
        f"{dashed_part} {where_and_when(rows)} {capitalised(sides_in_words(rows))}."
    )
