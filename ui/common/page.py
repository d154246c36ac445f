"""What every page has: its settings and title, tabs, links, and plain text, images and tables."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray
from streamlit.errors import StreamlitPageNotFoundError

from catalogue import Progress
from catalogue.images.encode import png
from settings import ROOT
from ui.common.address.choices import prefix_clashing, take_up_choices
from ui.common.address.hidden import hide_controls
from ui.common.projector import offer_projector
from ui.common.texts import explanation, keep_percent_signs, show_glossary
from ui.common.window import is_narrow, theme

# Not a Material icon, because the browser would fetch it from another host to show it in the tab.
ICON = str(Path(__file__).parent / "icon.svg")


ADDRESS = "(?i)https?|www|ftp|mailto|xmpp|@"
"""Where Markdown would make a link by itself; a zero-width character after it prevents that and is invisible."""

NAMED_GROUP = """<script>{
const name = () => document.querySelectorAll("[data-testid=stFileUploaderDropzone]").forEach((zone) => {
  zone.setAttribute("role", "group")
})
name()
window.namedGroups ??= new MutationObserver(name)
window.namedGroups.observe(document.body, {childList: true, subtree: true})
}</script>"""
"""Streamlit 1.67 names its uploader but gives it no role, and screen readers disagree on what to do with the name."""


def open_page(question: str) -> None:
    """The page's settings and its question."""
    st.set_page_config(page_title=f"{question} · Crossover", page_icon=ICON, layout="wide")
    take_up_choices(question)
    offer_projector()
    show_glossary()
    if theme() == "dark":
        # On dark the primary colour must be light to be readable; Streamlit still writes on it in white.
        st.html("<style>[data-testid=stBaseButton-primary]:not(:disabled) * { color: #0B1220 }</style>")
    st.title(question, anchor=False)
    hide_controls()


def show_tabs(parts: Mapping[str, Callable[[], None]], *, alone: bool = False) -> None:
    """A page's parts as tabs; only the open one is computed, and the address names it.

    With `alone`, the rest of the page is not run again when another part is opened.
    """
    (st.fragment(_show_tabs) if alone else _show_tabs)(parts)


def _show_tabs(parts: Mapping[str, Callable[[], None]]) -> None:
    for tab, show in zip(st.tabs(list(parts), key="part", bind="query-params"), parts.values(), strict=True):
        if tab.open:
            with tab:
                show()


def show_when_open(label: str, icon: str, key: str, show: Callable[[], None], *, expanded: bool = False) -> None:
    """A folded part of a page; while it is closed nothing in it is read, computed or sent."""
    part = st.expander(label, expanded=expanded, icon=f":material/{icon}:", key=key, on_change="rerun")
    if part.open:
        with part:
            show()


def link(page: str, label: str, icon: str, query_params: Mapping[str, Any] | None = None) -> None:
    """A link to another page with these choices; nothing in a test, which runs a page without the navigation."""
    address = prefix_clashing(query_params or {})
    with suppress(StreamlitPageNotFoundError):
        # An absolute path: Streamlit would look for a relative one in the folder of the navigation.
        st.page_link(ROOT / "pages" / f"{page}.py", label=label, icon=f":material/{icon}:", query_params=address)


def plain(text: str) -> str:
    """Text with Markdown escaped: a visitor can choose a part of it (a class, a file), and it could fetch images."""
    text = re.sub(ADDRESS, "\\g<0>\u2060", keep_percent_signs(text))
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()#+-.!|<>$~:" else letter for letter in text)


def show_caption(words: str, also: str = "", explained_above: str = "") -> None:
    """The sentences below a chart, with an explanation of their terms and of the terms in `also`.

    Terms in `explained_above` are left out, because they are explained above the chart.
    """
    st.caption(plain(words), help=explanation(f"{words} {also}", explained_above))


def show_refusal(key: str = "refused") -> None:
    """Show, once, why a button's request was refused; its callback has left the sentence under this key."""
    if sentence := st.session_state.pop(key, None):
        st.warning(plain(sentence))


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar that appears with the first progress, and disappears at the end."""
    bar = st.empty()

    def show(part: float, text: str) -> None:
        bar.progress(min(part, 1.0), plain(text))

    try:
        yield show
    finally:
        bar.empty()


def show_table(table: pd.DataFrame, names: Mapping[str, str], alt: str) -> None:
    """A small table whose words wrap: unlike a data frame, it cuts nothing off.

    Its columns are those in `names`, in that order and under these headings; numbers must already be in words.

    In a narrow window a table with more columns than rows is turned: its rows become columns.
    """
    words = pd.DataFrame({title: [plain(str(value)) for value in table[name]] for name, title in names.items()})
    first = words.columns[0]
    if is_narrow() and len(words) + 1 < len(words.columns) and words[first].is_unique:
        words = words.set_index(first).T.reset_index(names=first)
    st.table(words, hide_index=True, alt=alt)


def name_uploaders() -> None:
    """Give every uploader of the page a role, so that screen readers read its name."""
    st.html(NAMED_GROUP, unsafe_allow_javascript=True)


def show_image(image: NDArray[np.uint8], alt: str, caption: str | None = None) -> None:
    """An image, unchanged: by default Streamlit sends a JPEG, whose artefacts are not in the data."""
    content = f"{image.shape} {hashlib.blake2b(image.tobytes()).hexdigest()}"
    st.image(encoded(content, image), caption=caption, output_format="PNG", alt=alt)


# All students of a class look at the same images, and each image is encoded once for all of them.
@st.cache_resource(max_entries=2048, show_spinner=False)
def encoded(content: str, _image: NDArray[np.uint8]) -> bytes:  # noqa: ARG001  (the content's hash is the key)
    """The image as PNG."""
    return png(_image)
