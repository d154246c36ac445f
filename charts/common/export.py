"""The chart as one HTML file that works offline and sends nothing anywhere."""

from html import escape
from typing import Any

import plotly.graph_objects as go
import plotly.io

PLOTLY_CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "responsive": True,
    "displayModeBar": "hover",
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "svg", "filename": "crossover"},
}
"""For every chart on pages and in files: no buttons that upload or link elsewhere; the camera saves an SVG file."""


def html(figure: go.Figure, title: str, caption: str = "") -> str:
    """A whole page that includes plotly.js and opens offline; title and caption are plain text."""
    chart = plotly.io.to_html(figure, config=PLOTLY_CONFIG, include_plotlyjs=True, full_html=False)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width"></head>'
        '<body style="margin:2rem;background:#FFFFFF;font-family:sans-serif">'
        f"<h1>{escape(title)}</h1>{chart}<p>{escape(caption)}</p></body></html>\n"
    )
