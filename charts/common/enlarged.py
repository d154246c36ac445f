"""A chart for a projector: words, marks, lines and margins enlarged, data and axes as they are."""

from typing import Any

import numpy as np

from charts.common.style import Figure

BY = 1.25
PIXELS = {"font": ("size",), "marker": ("size",), "line": ("width",), "margin": ("l", "r", "t", "b")}
"""What is in pixels, by the end of the name of the part that has it."""
ANYWHERE = ("standoff", "xshift", "yshift")


def enlarged(figure: Figure) -> Figure:
    """A larger copy; its frame on the page decides its width and height."""
    made = figure.to_plotly_json()
    return Figure(_larger({"data": list(made["data"]), "layout": made["layout"]}))


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
