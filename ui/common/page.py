"""What every page has: the question as its title, then the finding, the chart, and the rest folded away."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.errors import StreamlitPageNotFoundError

from charts.common.style import Theme
from settings import ROOT

# A file of ours: Streamlit has the browser fetch a Material icon for the tab from another host.
ICON = str(Path(__file__).parent / "icon.svg")


ADDRESS = "(?i)https?|www|ftp|mailto|xmpp|@"
"""Where markdown would begin a link by itself; a letter without width behind it breaks the address, not the look."""

NAMED_GROUP = """<script>{
const name = () => document.querySelectorAll("[data-testid=stFileUploaderDropzone]").forEach((zone) => {
  zone.setAttribute("role", "group")
})
name()
window.namedGroups ??= new MutationObserver(name)
window.namedGroups.observe(document.body, {childList: true, subtree: true})
}</script>"""
"""Streamlit 1.67 gives its uploader a name and says by its role that it is nothing: screen readers differ on that."""


def open_page(question: str) -> None:
    """The page's settings and its question."""
    st.set_page_config(page_title=f"{question} · Crossover", page_icon=ICON, layout="wide")
    if st.sidebar.toggle("Projector size", key="projector", bind="query-params"):
        st.html("<style>[data-testid=stMain] { zoom: 1.25 }</style>")  # 20 px body text, charts included
    if theme() == "dark":
        # The primary colour must be light to be read on dark; Streamlit writes on it in white all the same.
        st.html("<style>[data-testid=stBaseButton-primary] * { color: #0B1220 }</style>")
    st.title(question, anchor=False)


def link(page: str, label: str, icon: str, **parameters: Any) -> None:
    """A link to another page, with the choices that it opens with; nothing where a test draws a page by itself."""
    with suppress(StreamlitPageNotFoundError):
        # By its whole path: Streamlit would look for a relative one beside the navigation.
        st.page_link(ROOT / "pages" / f"{page}.py", label=label, icon=f":material/{icon}:", **parameters)


def theme() -> Theme:
    """Whether this browser shows light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def is_narrow() -> bool:
    """Whether this is a phone, by what its browser calls itself: the server cannot see a window's width."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def plain(text: str) -> str:
    """Text that a visitor can name (a class, a file) without any power: markdown would fetch remote images."""
    text = re.sub(ADDRESS, "\\g<0>\u2060", text)
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()#+-.!|<>$~:" else letter for letter in text)


def name_uploaders() -> None:
    """Let every uploader of the page be what its name says, for who hears the page."""
    st.html(NAMED_GROUP, unsafe_allow_javascript=True)


def show_image(image: NDArray[np.uint8], alt: str, caption: str | None = None) -> None:
    """An image, exactly as it is: by default Streamlit sends a JPEG, whose ripples nobody measured."""
    st.image(image, caption=caption, output_format="PNG", alt=alt)
