"""What the browser tells: components, and the visitor's window, whether it is narrow, and light or dark."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from charts.common.style import LEAST_WIDE, Theme

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

KEY = "window"

CSS = f"""<style>
.st-key-{KEY} {{ position: absolute; width: 0 }}
@keyframes redrawing {{ from, to {{ visibility: hidden }} }}
[data-width=narrow] [class*="-drawn-wide"] {{ animation: redrawing 3s }}
@media (max-width: {LEAST_WIDE}px) {{ [class*="-drawn-wide"] {{ animation: redrawing 3s }} }}
[data-width=narrow] .modebar {{ display: none }}
[data-width=narrow] [data-testid=stButtonGroup] :has(> button) {{ flex-wrap: wrap }}
[data-width=narrow] [data-testid=stTable] :is(th, td) {{ overflow-wrap: anywhere; white-space: normal; padding: 4px }}
</style>"""
"""The component is invisible and takes no room; a chart drawn for more room is hidden until it is redrawn.

Never for longer: a browser from which no word comes shows the wide chart.

A touch screen always shows the bar of a chart's buttons, which covers words where there is little room, and no sign
that choices side by side can be scrolled.
"""


@cache
def component(name: str, module: str) -> "ComponentRenderer":
    """The component of the HTML, CSS and JavaScript files, those there are, beside the module's file."""
    beside = [Path(module).with_suffix(f".{kind}") for kind in ("html", "css", "js")]
    html, css, js = (path.read_text("utf-8") if path.exists() else None for path in beside)
    return st.components.v2.component(f"crossover_{name}", html=html, css=css, js=js)


def watch_window() -> None:
    """Have the browser tell when the page becomes narrow or wide, light or dark; the page is then drawn again."""
    st.html(CSS)
    drawn_for = {"narrow": is_narrow(), "theme": theme(), "framed": is_framed(), "least": LEAST_WIDE}
    component(KEY, __file__)(key=KEY, data=drawn_for, height=1, on_told_change=noted)


def noted() -> None:
    """Do nothing: without a callback for changes, Streamlit would not keep what the browser told."""


def _told() -> list[str]:
    """What the browser told last, such as `narrow` and `dark`; nothing before it has, and in a test without one."""
    return str(st.session_state.get(KEY, {}).get("told") or "").split()


def is_narrow() -> bool:
    """Whether the page has too little room for a wide chart; False until the browser has told."""
    return "narrow" in _told()


def is_framed() -> bool:
    """Whether the page is shown inside another page, such as a course's; False until the browser has told."""
    return "framed" in _told()


def theme() -> Theme:
    """Whether the page is light or dark; until the browser has told, as it was when the page was opened."""
    told = _told() or [str(st.context.theme.type)]
    return "dark" if "dark" in told else "light"


def key_of_width(key: str) -> str:
    """A chart's key, with the width for which it is drawn."""
    return key if is_narrow() else f"{key}-drawn-wide"
