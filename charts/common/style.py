"""The one place for colours, labels, marks and dashes: a learner, or a device, looks the same in every chart."""

from dataclasses import dataclass
from html import escape
from typing import Literal

import plotly.graph_objects as go

View = Literal["accuracy", "error"]

"""Pixels right of the plot for the curves' names."""


Theme = Literal["light", "dark"]
Figure = go.Figure

FONT = '"Source Sans", "Source Sans Pro", "Source Sans 3", sans-serif'


@dataclass(frozen=True)
class Look:
    """How one learner is drawn: line colours (Okabe & Ito 2008) and text colours with contrast of at least 4.5."""

    label: str
    short: str  # for the end of a line in the chart
    line: dict[str, str]
    text: dict[str, str]


LOOKS = {
    "svm": Look(
        "Features made by hand + SVM",
        "Features by hand + SVM",
        {"light": "#D55E00", "dark": "#FF9147"},
        {"light": "#B04E00", "dark": "#FF9E5E"},
    ),
    "cnn": Look(
        "CNN",
        "CNN",
        {"light": "#0072B2", "dark": "#56B4E9"},
        {"light": "#0069A5", "dark": "#6CC1F0"},
    ),
    "raw_svm": Look(
        "SVM on raw pixels",
        "SVM on raw pixels",
        {"light": "#7A7A7A", "dark": "#A3A3A3"},
        {"light": "#636363", "dark": "#B4B4B4"},
    ),
    "majority": Look(
        "Always the commonest class",
        "Always the commonest class",
        {"light": "#A0A0A0", "dark": "#808080"},
        {"light": "#6A6A6A", "dark": "#A0A0A0"},
    ),
}
"""A learner's look by its name in the register."""

DEVICES = {
    "cpu": Look(
        "CPU",
        "CPU",
        {"light": "#009E73", "dark": "#3FD0A5"},
        {"light": "#00775A", "dark": "#55DBB4"},
    ),
    "gpu": Look(
        "GPU",
        "GPU",
        {"light": "#CC79A7", "dark": "#E7A9CB"},
        {"light": "#A04A7C", "dark": "#EDB6D3"},
    ),
}
"""A device's look, in colours that are no learner's; whatever is not the processor is a GPU."""

DASHES = {"quick": "dot", "thorough": "solid"}
SYMBOLS = {
    ("svm", "quick"): "triangle-up",
    ("svm", "thorough"): "circle",
    ("cnn", "quick"): "diamond",
    ("cnn", "thorough"): "square",
}

TEXT = {"light": "#26272B", "dark": "#EDEDEA"}
QUIET_TEXT = {"light": "#5C5D63", "dark": "#B3B4BA"}
GRID = {"light": "#E3E3DF", "dark": "#2E3138"}
SHADE = {"light": "rgba(60, 60, 50, 0.08)", "dark": "rgba(230, 230, 240, 0.10)"}
SURFACE = {"light": "#FFFFFF", "dark": "#16181D"}


def look(learner: str) -> Look:
    """The look of a learner, or of cpu or gpu; one without an entry is drawn in grey under its own name."""
    return (
        LOOKS.get(learner)
        or DEVICES.get(learner)
        or Look(learner, learner, LOOKS["raw_svm"].line, LOOKS["raw_svm"].text)
    )


def device_look(device: str) -> Look:
    """The look of a device by torch's name for it."""
    return DEVICES["cpu" if device == "cpu" else "gpu"]


def label(learner: str) -> str:
    """A learner's name, safe inside a chart, where markup would be obeyed."""
    return escape(look(learner).label, quote=False)


def symbol(learner: str, recipe: str, origin: str) -> str:
    """The mark of a curve: filled for rows measured live, hollow for recorded ones."""
    shape = SYMBOLS.get((learner, recipe), "x-thin" if learner == "majority" else "pentagon")
    return shape if origin == "live" else f"{shape}-open"


def translucent(colour: str, opacity: float) -> str:
    """A hexadecimal colour as rgba() with this opacity."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity})"


def figure(theme: Theme, *, height: int = 480, narrow: bool = False) -> go.Figure:
    """An empty figure in our look: transparent, so that the page's own background shows through."""
    axis = {
        "gridcolor": GRID[theme],
        "zeroline": False,
        "ticks": "",
        "fixedrange": True,
        "tickfont": {"size": 13, "color": QUIET_TEXT[theme]},
        "title": {"font": {"size": 14, "color": QUIET_TEXT[theme]}, "standoff": 12},
    }
    layout = go.Layout(
        height=height,
        font={"family": FONT, "size": 14, "color": TEXT[theme]},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        margin={"l": 60 if not narrow else 48, "r": 16, "t": 16, "b": 56},
        xaxis=axis | {"showgrid": False},
        yaxis=axis,
        showlegend=False,
        hoverlabel={"bgcolor": SURFACE[theme], "bordercolor": GRID[theme], "font": {"size": 14, "color": TEXT[theme]}},
    )
    return go.Figure(layout=layout)
