"""What is folded away under every chart: why it is so, whether it is fair, and how to take it along."""

import io
from collections.abc import Callable

import pandas as pd
import streamlit as st

from experiments.store.export import write


def fold_rows(why: str, fair: str, rows: pd.DataFrame, make_page: Callable[[], str], command: str) -> None:
    """The three folded parts of a chart that is no curve of data size."""
    with st.expander("Why is that so?"):
        st.markdown(why)
    with st.expander("Is it fair?"):
        st.markdown(fair)
    with st.expander("Take it with you"):
        with st.container(horizontal=True):
            table = "crossover.csv", "text/csv"
            st.download_button("Rows (CSV)", lambda: written(rows, "csv"), *table, on_click="ignore")
            st.download_button("Page (HTML)", make_page, "crossover.html", "text/html", on_click="ignore")
        share(command)


def share(command: str) -> None:
    """How to show this page to somebody else, and to measure the same without a browser."""
    st.caption("The address of this page holds every choice made on it: copy it to share this view.")
    st.markdown("The same from the command line:")
    # No language: the dark theme's colour for keywords is too dim, and a loop has keywords.
    st.code(command, language=None, wrap_lines=True)


def written(rows: pd.DataFrame, format: str) -> bytes:
    """The rows as a file, csv or parquet."""
    target = io.BytesIO()
    write(rows, format, target)
    return target.getvalue()
