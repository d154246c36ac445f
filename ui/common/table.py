"""A small table whose words wrap: unlike a data frame, it cuts nothing off."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from ui.common.page import plain
from ui.common.window import is_narrow


def show_table(table: pd.DataFrame, names: Mapping[str, str], alt: str) -> None:
    """The columns in `names`, in that order and under these headings; numbers must already be in words.

    In a narrow window a table with more columns than rows is turned: its rows become columns.
    """
    words = pd.DataFrame({title: [plain(str(value)) for value in table[name]] for name, title in names.items()})
    first = words.columns[0]
    if is_narrow() and len(words) + 1 < len(words.columns) and words[first].is_unique:
        words = words.set_index(first).T.reset_index(names=first)
    st.table(words, hide_index=True, alt=alt)
