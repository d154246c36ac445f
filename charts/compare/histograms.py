"""The colour features of one image, in the colours of the channels."""

import numpy as np
from numpy.typing import NDArray

from charts.common.axes import set_axes
from charts.common.style import QUIET_TEXT, Figure, Theme, figure

LIGHTS: dict[Theme, tuple[tuple[str, str], ...]] = {
    "light": (("red", "#B3261E"), ("green", "#2E7D32"), ("blue", "#1F5FBF")),
    "dark": (("red", "#FF8A80"), ("green", "#81C784"), ("blue", "#82B1FF")),
}
HEIGHT = 210


def colour_bars(counts: NDArray, theme: Theme = "light") -> Figure:
    """The share of pixels in each bin, from counts of shape (channels, bins), with a line for each channel."""
    drawn = figure(theme, height=HEIGHT, narrow=True)
    n_bins = counts.shape[1]
    middles = (np.arange(n_bins) + 0.5) * 256 / n_bins
    shares = 100 * counts / np.maximum(counts.sum(axis=1, keepdims=True), 1e-12)
    for (name, colour), row in zip(channels(len(counts), theme), shares, strict=True):
        drawn.add_scatter(x=middles, y=row, mode="lines", line={"shape": "hvh", "color": colour, "width": 2},
                          name=name, hovertemplate="%{y:.1f} %")  # fmt: skip
    set_axes(drawn, "Brightness (0 to 255)", {"range": [0, 256]}, "Pixels (%)", {"rangemode": "tozero"})
    return drawn


def moment_bars(moments: NDArray, theme: Theme = "light") -> Figure:
    """The moments of each channel in their order, with a mark for each number."""
    drawn = figure(theme, height=HEIGHT, narrow=True)
    for (name, colour), row in zip(channels(len(moments), theme), moments.reshape(len(moments), -1), strict=True):
        drawn.add_scatter(x=np.arange(row.size), y=row, mode="markers", marker={"color": colour, "size": 8}, name=name)
    set_axes(drawn, "Part and moment", {}, "Value (0 to 255)", {})
    return drawn


def channels(n: int, theme: Theme) -> tuple[tuple[str, str], ...]:
    """The names and colours of the channels: of red, green and blue if there are three, otherwise of grey."""
    return LIGHTS[theme] if n == 3 else (("grey", QUIET_TEXT[theme]),) * n
