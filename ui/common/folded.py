"""The folded parts below a chart: why it is so, whether it is fair, and how to take it home."""

import io
from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from experiments.store.results import write
from ui.common.texts import text

FILES = {
    "csv": ("Rows (CSV)", "text/csv"),
    "svg": ("Chart (SVG)", "image/svg+xml"),
    "html": ("Page (HTML)", "text/html"),
}
"""The label and the media type of a download, by its file name's suffix."""


Downloads = Mapping[str, Callable[[], str | bytes]]
"""The function that makes each file's content, by the file name's suffix."""


def fold(name: str, downloads: Downloads, command: str, show_card: Callable[[], None] | None = None) -> None:
    """Show the texts `why` and `fair` of this name, the card, the downloads by suffix, and the command."""
    with st.expander("Why is that so?"):
        st.markdown(text(f"{name}/why"))
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
