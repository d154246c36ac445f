"""One chart on a page: the finding above it, the caption below it, and the folded parts at the end."""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from charts.common.enlarged import enlarged
from charts.common.export import PLOTLY_CONFIG, html
from charts.common.style import Figure, Theme
from experiments.store.results import write
from ui.common.page import plain, show_caption
from ui.common.projector import is_projected
from ui.common.texts import explanation, fold_text, text
from ui.common.window import is_narrow, key_of_width, theme

HEADLINE_LETTERS = 155
"""Letters in two lines of a heading, in a window that is 1280 pixels wide."""

Draw = Callable[..., Figure]
"""Draws a chart; takes `theme` and `narrow`."""

FILES = {
    "csv": ("Rows (CSV)", "text/csv"),
    "svg": ("Chart (SVG)", "image/svg+xml"),
    "html": ("Page (HTML)", "text/html"),
}
"""The label and the media type of a download, by its file name's suffix."""

Downloads = Mapping[str, Callable[[], str | bytes]]
"""The function that makes each file's content, by the file name's suffix."""


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


def fold(name: str, downloads: Downloads, command: str, show_card: Callable[[], None] | None = None) -> None:
    """Show the texts `why` and `fair` of this name, the card, the downloads by suffix, and the command."""
    fold_text(f"{name}/why")
    with st.expander("Is it fair?"):
        st.markdown(text(f"{name}/fair"))
        if show_card:
            show_card()
    with st.expander("Take it with you"):
        with st.container(horizontal=True):
            for suffix, make in downloads.items():
                label, media_type = FILES[suffix]
                st.download_button(label, make, f"crossover.{suffix}", media_type, on_click="ignore")
        st.caption("The address of this page contains every choice made on it: copy it to share this view.")
        st.markdown("The same from the command line:")
        # No language, because the dark theme's colour for keywords such as a loop's is too dim.
        st.code(command, language=None, wrap_lines=True)


def written(rows: pd.DataFrame, format: str) -> bytes:
    """The rows as a file, csv or parquet."""
    target = io.BytesIO()
    write(rows, format, target)
    return target.getvalue()


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

    def fold(
        self,
        rows: pd.DataFrame,
        command: str,
        svg: Callable[[], str] | None = None,
        show_card: Callable[[], None] | None = None,
    ) -> None:
        """Why, whether it is fair, with a card, and the rows, the chart, the page and the command to take away."""
        drawing = {"svg": svg} if svg else {}
        fold(self.name, {"csv": partial(written, rows, "csv"), **drawing, "html": self.page}, command, show_card)

    def page(self) -> str:
        """The chart as a page that works offline."""
        return html(self.draw(), self.title, f"{self.finding} {self.caption}")
