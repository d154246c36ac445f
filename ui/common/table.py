"""A small table whose words wrap: unlike a data frame, it cuts nothing off."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from ui.common.page import plain


def show_table(table: pd.DataFrame, names: Mapping[str, str], alt: str) -> None:
    """The columns in `names`, in that order and under these headings; numbers must already be in words."""
    words = table[list(names)].astype(str).map(plain).rename(columns=names)
    st.table(words.reset_index(drop=True), hide_index=True, alt=alt)
