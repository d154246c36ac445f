"""Colours, names, marks and dashes: a learner, a device or a feature family looks the same in every chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from analysis.common.machine import measured_here

View = Literal["accuracy", "error"]
Theme = Literal["light", "dark"]
Figure = go.Figure

LEAST_WIDE, LEAST_NARROW = 640, 340
"""The least width in pixels of a wide and of a narrow chart; words are laid out for it."""

FONT = '"Source Sans", "Source Sans Pro", "Source Sans 3", sans-serif'


@dataclass(frozen=True)
class Look:
    """How a learner is drawn: line colours (Okabe & Ito 2008), and text colours with a contrast of at least 4.5."""

    label: str
    short: str  # at the end of a line in the chart
    line: dict[str, str]
    text: dict[str, str]


def _look(label: str, line: tuple[str, str], text: tuple[str, str], short: str = "") -> Look:
    return Look(label, short or label, *({"light": light, "dark": dark} for light, dark in (line, text)))


LOOKS = {
    "svm": _look(
        "Handcrafted features + SVM", ("#D55E00", "#FF9147"), ("#B04E00", "#FF9E5E"), short="Handcrafted + SVM"
    ),
    "cnn": _look("CNN", ("#0072B2", "#56B4E9"), ("#0069A5", "#6CC1F0")),
    "pretrained": _look(
        "Pretrained features + SVM", ("#009E73", "#3FD0A5"), ("#00775A", "#55DBB4"), short="Pretrained + SVM"
    ),
    "raw_svm": _look("SVM on raw pixels", ("#7A7A7A", "#A3A3A3"), ("#636363", "#B4B4B4")),
    "majority": _look("Majority class", ("#A0A0A0", "#808080"), ("#6A6A6A", "#A0A0A0")),
    "swap": _look("A cell of the swap board", ("#8A8A8A", "#929292"), ("#646464", "#B0B0B0")),
}
"""The look of a learner by its name in the register."""

DEVICES = {
    "cpu": _look("CPU", ("#7A7A00", "#C9C94A"), ("#6B6B00", "#D2D25A")),
    "gpu": _look("GPU", ("#CC79A7", "#E7A9CB"), ("#A04A7C", "#EDB6D3")),
    "cpu 2": _look("CPU", ("#8A5A00", "#D9A63F"), ("#7A5000", "#E0B357")),
    "cpu 3": _look("CPU", ("#00606B", "#5CC4CF"), ("#00606B", "#6FCFD9")),
    "cpu 4": _look("CPU", ("#7B4B2A", "#C99A74"), ("#7B4B2A", "#D3A886")),
    "cpu 5": _look("CPU", ("#6E6E6E", "#ABABAB"), ("#5F5F5F", "#B8B8B8")),
    "cpu 6": _look("CPU", ("#4E9A55", "#8FD694"), ("#2F7D35", "#A0DDA4")),
    "gpu 2": _look("GPU", ("#7B4FA3", "#B79AE0"), ("#6F4496", "#C2A8E6")),
    "gpu 3": _look("GPU", ("#A3123F", "#F07A9A"), ("#A3123F", "#F391AB")),
}
"""The look of a device, in colours that no learner has: earth, green and grey for CPUs, pinks and purple for GPUs.

The numbered ones are for further lines of a device in one chart.
"""

FITS = {
    "target": _look("Target", ("#7A7A7A", "#A3A3A3"), ("#636363", "#B4B4B4")),
    "network": _look("Network", ("#0072B2", "#56B4E9"), ("#0069A5", "#6CC1F0"), short="Network (learned features)"),
    "polynomials": _look("Polynomials", ("#D55E00", "#FF9147"), ("#B04E00", "#FF9E5E")),
    "fourier": _look("Fourier series", ("#7B4FA3", "#B79AE0"), ("#6F4496", "#C2A8E6")),
}
"""The look of a function and of what approximates it: learned features as the CNN, polynomials as handcrafted ones."""

CLASSROOM = {
    "votes": _look("Votes", ("#8A8C94", "#8E9099"), ("#5C5D63", "#B3B4BA")),
    "measured": _look("Measured", ("#B07A00", "#F0B429"), ("#7A5400", "#F5C75D")),
}
"""The look of a class's votes, and of what was measured beside them; no learner and no device has these colours."""

DASHES = {"quick": "dot", "thorough": "solid"}
DASHES_OF = {"pretrained": {"quick": "dashdot", "thorough": "longdash"}}
"""Dashes of a learner's own, if its marks would not be enough to tell it apart."""
ELSEWHERE = ("dash", "longdashdot", "2px 6px")
"""Dashes of a curve's second machine and of further ones."""
SYMBOLS = {
    ("svm", "quick"): "triangle-up",
    ("svm", "thorough"): "circle",
    ("cnn", "quick"): "diamond",
    ("cnn", "thorough"): "square",
    ("pretrained", "quick"): "triangle-down",
    ("pretrained", "thorough"): "star",
}

TEXT = {"light": "#26272B", "dark": "#EDEDEA"}
QUIET_TEXT = {"light": "#5C5D63", "dark": "#B3B4BA"}
GRID = {"light": "#E3E3DF", "dark": "#2E3138"}
SHADE = {"light": "rgba(60, 60, 50, 0.08)", "dark": "rgba(230, 230, 240, 0.10)"}
SURFACE = {"light": "#FFFFFF", "dark": "#16181D"}
BAND = {"light": 0.16, "dark": 0.22}
"""The opacity of a curve's band."""


def look(learner: str) -> Look:
    """The look of a learner, of a fit, or of cpu or gpu; one without an entry is grey and has its own name."""
    known = LOOKS.get(learner) or FITS.get(learner) or DEVICES.get(learner)
    return known or Look(learner, learner, LOOKS["raw_svm"].line, LOOKS["raw_svm"].text)


def device_look(device: str) -> Look:
    """The look of a device by torch's name for it."""
    return DEVICES["cpu" if device == "cpu" else "gpu"]


def line_of_device(device: str, number: int) -> str:
    """The name in `DEVICES` of a device's line with this number, from 1; after the last colour, the first again."""
    kind = "cpu" if device == "cpu" else "gpu"
    names = [name for name in DEVICES if name.startswith(kind)]
    return names[(number - 1) % len(names)]


def colours(learners: tuple[str, str], theme: Theme) -> tuple[str, str]:
    """The line colours of both sides of a comparison; if both are the same learner, the second has another colour."""
    first, second = (look(learner).line[theme] for learner in learners)
    return first, DEVICES["gpu 2"].line[theme] if first == second else second


def label(learner: str) -> str:
    """A learner's name, safe inside a chart, which would interpret markup."""
    return escape(look(learner).label, quote=False)


def symbol(learner: str, recipe: str, origin: str, place: int = 0) -> str:
    """The mark of a curve, with a dot in it on each machine but the first."""
    shape = by_origin(SYMBOLS.get((learner, recipe), "x-thin" if learner == "majority" else "pentagon"), origin)
    return f"{shape}-dot" if place and learner != "majority" else shape


def dash(learner: str, recipe: str, place: int = 0) -> str:
    """The dash of a curve; `place` counts the machines that drew the same curve before."""
    return ELSEWHERE[(place - 1) % len(ELSEWHERE)] if place else DASHES_OF.get(learner, DASHES).get(recipe, "solid")


def by_origin(shape: str, origin: str) -> str:
    """A mark that is filled if measured here and hollow if recorded elsewhere."""
    return shape if measured_here(origin) else f"{shape}-open"


def translucent(colour: str, opacity: float) -> str:
    """A hexadecimal colour as rgba() with this opacity."""
    red, green, blue = _parts(colour)
    return f"rgba({red}, {green}, {blue}, {opacity})"


def mixed(low: str, high: str, share: float) -> str:
    """The colour at this share of the way from `low` to `high`, all hexadecimal, as plotly interpolates."""
    start, end = _parts(low), _parts(high)
    return "#{:02X}{:02X}{:02X}".format(*np.rint(start + (end - start) * share).astype(int))


def ink(colour: str) -> str:
    """Black or white, whichever has the higher contrast on a colour; it is always at least 4.5."""
    parts = _parts(colour) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    light = float(linear @ [0.2126, 0.7152, 0.0722])
    return "#000000" if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else "#FFFFFF"


def _parts(colour: str) -> np.ndarray:
    """Red, green and blue of a hexadecimal colour, from 0 to 255."""
    return np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)])


def empty_figure(theme: Theme, *, height: int = 480, narrow: bool = False) -> go.Figure:
    """An empty figure in our look, transparent, so that the background of the page is visible."""
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
        xaxis=axis | {"showgrid": False, "tickangle": 0},
        yaxis=axis,
        showlegend=False,
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": QUIET_TEXT[theme], "activecolor": TEXT[theme]},
        hoverlabel={"bgcolor": SURFACE[theme], "bordercolor": GRID[theme], "font": {"size": 14, "color": TEXT[theme]}},
    )
    return go.Figure(layout=layout)


def panels(
    titles: Sequence[str], columns: int, theme: Theme, *, height: int, narrow: bool, **spacing: Any
) -> tuple[go.Figure, list[dict[str, int]]]:
    """An empty figure in our look with a small panel under each title, and the row and column of each panel.

    `spacing` is that of `make_subplots`.
    """
    layout = empty_figure(theme, height=height, narrow=narrow).layout.to_plotly_json()
    made = make_subplots(-(-len(titles) // columns), columns, subplot_titles=titles, **spacing)
    made.update_xaxes(layout.pop("xaxis"))
    made.update_yaxes(layout.pop("yaxis"))
    layout.pop("template", None)
    made.update_layout(layout)
    made.update_annotations(font={"size": 13, "color": QUIET_TEXT[theme]})
    return made, [{"row": number // columns + 1, "col": number % columns + 1} for number in range(len(titles))]
