"""What the browser reports through components: whether the visitor's window is narrow, framed, light or dark."""

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
[data-width=narrow] [data-testid=stTable] :is(th, td) {{
    overflow-wrap: anywhere; white-space: normal; padding: 4px 2px
}}
</style>"""
"""The component is invisible and takes no room.

In a narrow window, a chart drawn for a wide one is hidden until it is redrawn, but not for more than three seconds: if
the browser's report does not come, the wide chart appears. The bar of a chart's buttons is hidden, because a touch
screen always shows it, and it would cover words. Choices side by side are wrapped, because a touch screen does not show
that they can be scrolled.
"""


@cache
def component(name: str, module: str) -> "ComponentRenderer":
    """The component made of the HTML, CSS and JavaScript files that have the module's name and are beside it."""
    beside = [Path(module).with_suffix(f".{kind}") for kind in ("html", "css", "js")]
    html, css, js = (path.read_text("utf-8") if path.exists() else None for path in beside)
    return st.components.v2.component(f"crossover_{name}", html=html, css=css, js=js)


def watch_window() -> None:
    """Have the browser report when the page becomes narrow or wide, light or dark; the page is then drawn again."""
    st.html(CSS)
    drawn_for = {"narrow": is_narrow(), "theme": theme(), "framed": is_framed(), "least": LEAST_WIDE}
    component(KEY, __file__)(key=KEY, data=drawn_for, height=1, on_report_change=do_nothing)


def do_nothing() -> None:
    """A callback for changes, without which Streamlit would not keep what the browser reported."""


def _report() -> list[str]:
    """The browser's last report, such as `narrow` and `dark`; empty before the first one, and in a test."""
    return str(st.session_state.get(KEY, {}).get("report") or "").split()


def is_narrow() -> bool:
    """Whether the page has too little room for a wide chart; False until the browser has reported."""
    return "narrow" in _report()


def is_framed() -> bool:
    """Whether the page is shown inside another page, such as a course's; False until the browser has reported."""
    return "framed" in _report()


def theme() -> Theme:
    """Whether the page is light or dark; until the browser has reported, as it was when the page was opened."""
    words = _report() or [str(st.context.theme.type)]
    return "dark" if "dark" in words else "light"


def key_of_width(key: str) -> str:
    """A chart's key, with the width for which it is drawn."""
    return key if is_narrow() else f"{key}-drawn-wide"
