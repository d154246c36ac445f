"""A chart for a projector: words, marks, lines and margins are enlarged, data and axes stay as they are."""

from typing import Any

import numpy as np

from charts.common.curves import spread_names
from charts.common.style import Figure

BY = 1.25
PIXELS = {"font": ("size",), "marker": ("size",), "line": ("width",), "margin": ("l", "r", "t", "b")}
"""Numbers that are pixels, by the end of the name of the part they are in: `size` in `font` and in `title_font`."""
ANYWHERE = ("standoff", "xshift", "yshift")
"""Numbers that are pixels in every part."""
LOW_HEIGHT, MOST_HEIGHT = 380, 520
"""The pixels that a page 720 pixels high leaves for its chart, and the height of the highest chart of curves."""


def enlarged(figure: Figure) -> Figure:
    """An enlarged copy; a chart of curves is made low enough to be above the fold. The page decides the width."""
    made = figure.to_plotly_json()
    larger = Figure(_larger({"data": list(made["data"]), "layout": made["layout"]}))
    has_rows = any("<br>" in str(name) for name in larger.layout.yaxis.ticktext or ())
    has_rows = has_rows or any(trace.type == "heatmap" for trace in larger.data)  # rows with words need their height
    is_curve = LOW_HEIGHT < (larger.layout.height or 0) <= MOST_HEIGHT and not has_rows
    if is_curve:
        larger.update_layout(height=LOW_HEIGHT)
    spread_names(larger)  # larger names have less room
    if is_curve:
        larger.update_layout(height=LOW_HEIGHT / BY)  # the frame on the page is enlarged
    return larger


def _larger(part: Any, name: str = "") -> Any:
    """The part of this name with every number of pixels enlarged."""
    if isinstance(part, dict):
        inside = next((keys for end, keys in PIXELS.items() if name.endswith(end)), ())
        is_pixels = {key: key in inside or key in ANYWHERE for key in part}
        return {key: _times(value) if is_pixels[key] else _larger(value, key) for key, value in part.items()}
    if isinstance(part, (list, tuple)) and any(isinstance(one, dict) for one in part):
        return [_larger(one, name) for one in part]
    return part


def _times(value: Any) -> Any:
    return [BY * one for one in value] if isinstance(value, (list, tuple, np.ndarray)) else BY * value
