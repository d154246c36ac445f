"""The table of every result: one line per experiment, and only what this visitor may see."""

import pytest
import streamlit as st

from tests.ui.part import open_page, words

pytestmark = pytest.mark.slow


def test_recorded_results_and_those_from_here_are_counted_apart(measured):
    """With nothing measured here the page is not empty; a line is the mean over seeds, with its machine."""
    measured("digits", "an-old-laptop")
    page = open_page("runs")
    shown = page.dataframe[0].value
    n_rows = int(words(page).split(" results are recorded on 1 machine, none measured here.")[0].split()[-1])
    assert n_rows == shown["n_seeds"].sum() > len(shown)
    assert set(shown["images"]) == {"Digits"}
    line = shown[(shown["name"] == "CNN, quick") & (shown["n_train"] == 100)].iloc[0]
    low, high = map(float, line["interval"].split(" to "))
    assert low < line["correct"] < high
    assert line["where"] != "here"

    st.cache_data.clear()  # otherwise the page may show rows that are up to two seconds old
    measured("digits", "live", sizes=(100,), recipes=("quick",))
    page = open_page("runs")
    assert f"{n_rows} results are recorded on 1 machine, " in words(page)
    assert "none measured here" not in words(page)
    assert "here" in set(page.dataframe[0].value["where"])
