"""The pieces that charts are drawn from: what marks say, bands, marks, notes, legends and dashed lines."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from charts.common.style import QUIET_TEXT, SURFACE, Figure, Theme, translucent

Write = Callable[[pd.Series], str]
"""What a mark says of its point."""

LEGEND_ABOVE = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
STILL = {"itemclick": False, "itemdoubleclick": False}
"""For a legend whose entries are only names, not buttons."""
NAMES_ABOVE = {**LEGEND_ABOVE, **STILL, "traceorder": "normal", "font": {"size": 14}}
"""The legend of a chart whose names stand above it."""


def hover(title: str, *lines: str) -> str:
    """What a mark says when pointed at: a bold title and lines below it."""
    return "<br>".join([f"<b>{title}</b>", *filter(None, lines)])


def hovers(points: pd.DataFrame, write: Write) -> dict[str, Any]:
    """The settings of a trace that says what `write` makes of each of its points."""
    return {"hovertext": [write(point) for _, point in points.iterrows()], "hoverinfo": "text"}


def marker(colour: str, symbol: str = "circle", size: float = 9, width: float = 1.8) -> dict[str, Any]:
    """A mark with an outline of the same colour, so that a hollow one can be seen."""
    return {"symbol": symbol, "size": size, "color": colour, "line": {"color": colour, "width": width}}


def draw_band(
    figure: Figure, x: ArrayLike, low: ArrayLike, high: ArrayLike, colour: str, opacity: float, **options: Any
) -> None:
    """Shade the area between low and high; `options` are those of the trace."""
    x, low, high = np.asarray(x), np.asarray(low), np.asarray(high)
    figure.add_scatter(
        x=np.r_[x, x[::-1]],
        y=np.r_[low, high[::-1]],
        fill="toself",
        fillcolor=translucent(colour, opacity),
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
        **options,
    )


def draw_edges(
    figure: Figure, x: ArrayLike, edges: tuple[ArrayLike, ArrayLike], fillcolor: str, **options: Any
) -> None:
    """Draw two lines, the lower one first, and shade the area between them."""
    for edge, fill in zip(edges, (None, "tonexty"), strict=True):
        figure.add_scatter(
            x=x, y=edge, fill=fill, fillcolor=fillcolor, mode="lines", hoverinfo="skip", showlegend=False, **options
        )


def quiet_line(theme: Theme, width: float = 1.5, dash: str = "dash") -> dict[str, Any]:
    """The style of a quiet line, such as one that marks a limit."""
    return {"color": QUIET_TEXT[theme], "width": width, "dash": dash}


def note(figure: Figure, theme: Theme, text: str, **options: Any) -> None:
    """Write quiet words at a place in the plot."""
    font = {"size": 13, "color": QUIET_TEXT[theme]} | options.pop("font", {})
    figure.add_annotation(text=text, showarrow=False, font=font, **options)


def draw_interval(
    figure: Figure, y: Any, value: float, ends: list[float], line: dict[str, Any], mark: dict[str, Any], **options: Any
) -> None:
    """Draw an interval as a horizontal line in its row, with a mark at its value; `options` are for both traces."""
    text = options.pop("hovertext")
    figure.add_scatter(x=ends, y=[y, y], mode="lines", line=line, hoverinfo="skip", **options)
    figure.add_scatter(x=[value], y=[y], mode="markers", marker=mark, hovertext=text, hoverinfo="text", **options)


def draw_bar_interval(
    figure: Figure, y: Any, value: float, ends: list[float], colour: str, theme: Theme, **options: Any
) -> None:
    """Draw an interval as a broad translucent bar in its row, with a mark at its value."""
    line = {"color": translucent(colour, 0.35), "width": 12}
    mark = {"size": 12, "color": colour, "line": {"color": SURFACE[theme], "width": 1.5}}
    draw_interval(figure, y, value, ends, line, mark, **options)


def draw_cells(
    figure: Figure, z: ArrayLike, ends: tuple[float, float], colours: Sequence[str], text: list[list[str]], gap: int,
    **options: Any,
) -> None:  # fmt: skip
    """Draw a board of cells, coloured evenly between two ends; each cell says its text when pointed at."""
    figure.add_heatmap(
        z=z,
        zmin=ends[0],
        zmax=ends[1],
        colorscale=list(zip(np.linspace(0, 1, len(colours)), colours, strict=True)),
        showscale=False,
        xgap=gap,
        ygap=gap,
        hoverongaps=False,
        text=text,
        hovertemplate="%{text}<extra></extra>",
        **options,
    )


def write_cells(
    figure: Figure, rows: ArrayLike, columns: ArrayLike, texts: list[str], inks: list[str], size: float
) -> None:
    """Write a text into each of these cells; no text fades when a visitor clicks on a cell."""
    rows, columns = np.asarray(rows), np.asarray(columns)
    for colour in dict.fromkeys(inks):  # a trace for each: `unselected` takes one colour for all its texts
        here = np.array([ink == colour for ink in inks])
        figure.add_scatter(
            x=columns[here],
            y=rows[here],
            mode="text",
            text=[text for text, shown in zip(texts, here, strict=True) if shown],
            textfont={"size": size, "color": colour},
            unselected={"textfont": {"color": colour}},
            hoverinfo="skip",
        )


def catch_clicks(figure: Figure, rows: Sequence[Any], columns: Sequence[Any], text: list[str], size: float) -> None:
    """Draw an invisible mark over each cell, because plotly reports clicks on marks, but not on a heatmap."""
    figure.add_scatter(
        x=columns,
        y=rows,
        text=text,
        hovertemplate="%{text}<extra></extra>",
        mode="markers",
        marker={"symbol": "square", "size": size, "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
    )
