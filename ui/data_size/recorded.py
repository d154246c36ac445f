"""The recorded curve on a copy of a data set whose images are not on this machine."""

from collections.abc import Collection

import pandas as pd
import streamlit as st

from catalogue.sources.local import COPIES, copies_of
from ui.common import source
from ui.common.page import plain
from ui.common.texts import text
from ui.data_size.curve import comparison, show_accuracy, show_finding, show_time
from ui.data_size.folded import fold


def show_recorded(dataset: str, learners: Collection[str], recipes: Collection[str]) -> None:
    """Finding, charts and folded parts of what was recorded with these choices on each copy, if anything was."""
    rows = source.recorded_rows()
    rows = rows[rows["learner"].isin(list(learners)) & rows["recipe"].isin(list(recipes))]
    for copy in copies_of(dataset):
        if len(found := rows[rows["dataset"] == copy]):
            say_what_is_recorded(copy)
            _show(found, copy)


def say_what_is_recorded(copy: str) -> None:
    """Which images the rows below are of."""
    st.markdown(text("data_size/recorded").format(title=plain(source.title(copy)), relation=COPIES[copy]))


def _show(rows: pd.DataFrame, copy: str) -> None:
    shown = comparison(rows)
    show_finding(shown)
    show_accuracy(shown, "accuracy")
    show_time(shown, "time")
    fold(shown, source.title(copy), source.command(rows))
