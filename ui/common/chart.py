"""One chart on a page: the finding above it, the caption below it, and the folded parts at the end."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from charts.common.enlarged import enlarged
from charts.common.export import PLOTLY_CONFIG, html
from charts.common.style import Figure, Theme
from ui.common.folded import fold, written
from ui.common.page import plain, show_caption
from ui.common.projector import is_projected
from ui.common.texts import explanation
from ui.common.window import is_narrow, key_of_width, theme

HEADLINE_LETTERS = 155
"""Letters in two lines of a heading, in a window that is 1280 pixels wide."""

Draw = Callable[..., Figure]
"""Draws a chart; takes `theme` and `narrow`."""


def headline(finding: str) -> tuple[str, str]:
    """As many of a finding's first sentences as fit into two lines, and its other sentences."""
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", finding)
    n = next((n for n in range(len(sentences), 1, -1) if len(" ".join(sentences[:n])) <= HEADLINE_LETTERS), 1)
    return " ".join(sentences[:n]), " ".join(sentences[n:])


def show_headline(finding: str) -> None:
    """The first sentences of a finding as a heading that explains its terms; `show_rest` shows the others."""
    first = headline(finding)[0]
    st.header(plain(first), anchor=False, help=explanation(first))


def show_rest(finding: str) -> None:
    """What `show_headline` left out, for a place below the chart."""
    if rest := headline(finding)[1]:
        st.markdown(plain(rest))


def show_chart(
    figure: Figure, key: str, alt: str, caption: str | None = None, on_pick: Callable[[Any, Any], None] | None = None
) -> None:
    """The chart with its description for screen readers and, below it, its caption.

    `on_pick` is called with the place (x, y) of a mark that a visitor clicks.
    """
    shown = enlarged(figure) if is_projected() else figure
    key = key_of_width(key)
    picks: dict[str, Any] = {}
    if on_pick:
        picks = {"on_select": partial(_pass_on_pick, key, on_pick), "selection_mode": "points"}
    st.plotly_chart(shown, theme=None, config=PLOTLY_CONFIG, key=key, alt=alt, **picks)
    if caption:
        show_caption(caption, terms_of(figure), headline(alt)[0])


def _pass_on_pick(key: str, on_pick: Callable[[Any, Any], None]) -> None:
    """Pass on where the visitor has clicked; a second click on the same mark deselects it, and is ignored."""
    if points := st.session_state[key]["selection"]["points"]:
        on_pick(points[-1]["x"], points[-1]["y"])


def terms_of(figure: Figure) -> str:
    """The glossary's terms that a reader of a chart's axes needs and that the axes do not name."""
    axes = [*figure.select_xaxes(), *figure.select_yaxes()]
    return "log scale" if any(axis.type == "log" for axis in axes) else ""


def for_visitor(draw: Draw, key: str = "") -> Figure:
    """The chart for this browser; with a `key` that names all its data, it is drawn once for all visitors."""
    return draw_once(key, draw, theme(), is_narrow()) if key else draw(theme=theme(), narrow=is_narrow())


# For thirty visitors who watch one chart it is drawn once: the cache makes 29 of them wait for the first.
@st.cache_resource(max_entries=256, show_spinner=False)
def draw_once(key: str, _draw: Draw, theme: Theme = "light", narrow: bool = False) -> Figure:  # noqa: ARG001
    """The chart, cached by a key that names all its data, and converted only once to what is sent to browsers."""
    figure = _draw(theme=theme, narrow=narrow)
    sent = figure.to_dict()
    figure.to_dict = lambda: sent  # Streamlit calls it at each rerun of each session
    return figure


def show_panel(
    name: str, finding: str, caption: str, draw: Draw, key: str = "", on_pick: Callable[[Any, Any], None] | None = None
) -> None:
    """The finding, the chart and the caption; for `key` see `for_visitor`, for `on_pick` see `show_chart`."""
    show_headline(finding)
    figure = for_visitor(draw, f"{name} {key}" if key else "")
    show_chart(figure, name, finding, on_pick=on_pick)
    show_rest(finding)
    show_caption(caption, terms_of(figure), headline(finding)[0])


@dataclass(frozen=True, eq=False)
class Panel:
    """A chart and its words; `name` is the folder of its texts, `title` the heading of the downloaded page."""

    name: str
    title: str
    finding: str
    caption: str
    draw: Draw
    key: str = ""
    """Names all data of the chart, see `for_visitor`."""
    on_pick: Callable[[Any, Any], None] | None = None
    """Is called with the place of a mark that a visitor clicks, see `show_chart`."""

    def show(self) -> None:
        """The finding, the chart and the caption."""
        show_panel(self.name, self.finding, self.caption, self.draw, self.key, self.on_pick)

    def fold(self, rows: pd.DataFrame, command: str) -> None:
        """Why, whether it is fair, and the rows, the page and the command to take away."""
        fold(self.name, {"csv": partial(written, rows, "csv"), "html": self.page}, command)

    def page(self) -> str:
        """The chart as a page that works offline."""
        return html(self.draw(), self.title, f"{self.finding} {self.caption}")
