"""The recorded curve on a copy of a data set whose images are not on this machine."""

from collections.abc import Collection

import streamlit as st

from catalogue.sources.local import COPIES, copies_of
from ui.common import commands, source
from ui.common.page import plain
from ui.common.texts import text
from ui.data_size.folded import show_curves


def show_recorded(dataset: str, learners: Collection[str], recipes: Collection[str]) -> None:
    """Finding, charts and folded parts of what was recorded with these choices on each copy, if anything was."""
    rows = source.recorded_rows()
    rows = rows[rows["learner"].isin(list(learners)) & rows["recipe"].isin(list(recipes))]
    for copy in copies_of(dataset):
        if len(of_copy := rows[rows["dataset"] == copy]):
            say_what_is_recorded(copy)
            show_curves(of_copy, "accuracy", source.title(copy), commands.to_run(of_copy))


def say_what_is_recorded(copy: str) -> None:
    """Which images the rows below are of."""
    st.markdown(text("data_size/recorded").format(title=plain(source.title(copy)), relation=COPIES[copy]))
