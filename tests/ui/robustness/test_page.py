"""The page on changed images: without and with rows, each choice, and images that are not here."""

import json

import pandas as pd
import pytest
import streamlit as st

from analysis.robustness.names import CHANGES
from experiments.robustness import row as files
from tests.analysis.robustness.made import gentle, rows
from tests.ui.part import open_page, words

pytestmark = pytest.mark.slow

PAGE = "robustness"


@pytest.fixture
def recorded():
    """Have these rows recorded."""

    def record(*tables, path=None):
        path = path or files.RECORDED / "two-core-machine.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [one for table in tables for one in table.drop(columns="origin").to_dict("records")]
        st.cache_data.clear()
        path.write_text("".join(json.dumps({**one, "protocol": files.Robustness.PROTOCOL}) + "\n" for one in lines))

    return record


def test_the_finding_is_that_of_the_rows(recorded):
    """The heading sums up all changes, the caption the chosen one."""
    recorded(rows(gentle(400), gentle(800)))
    page = open_page(PAGE)

    assert not page.exception
    assert "the CNN loses more" in page.header[0].value
    assert "With noise at 112 grey levels" in words(page)
    assert "2-core AMD EPYC" in words(page)
    assert "--dataset digits --learner svm --learner cnn --recipe quick --n-train 1000 --seeds 2" in page.code[0].value


@pytest.mark.parametrize("show", ["Accuracy", "Share lost"])
def test_every_change_can_be_chosen(recorded, show):
    """In both measures, with its images."""
    recorded(rows())
    for change in ("noise", "rotation"):
        page = open_page(PAGE, change=CHANGES[change].label, show=show)
        assert not page.exception
        assert f"then {CHANGES[change].clause} at" in words(page)


def test_both_recipes_say_what_helps(recorded):
    """One recipe says that nothing can be compared."""
    recorded(rows())
    assert "Only one way of training" in words(open_page(PAGE))
    recorded(rows(), rows(gentle(400), gentle(400), recipe="thorough"))
    page = open_page(PAGE, effort="Thorough")

    assert not page.exception
    assert "With thorough training handcrafted features" in words(page)
    assert "too close to call" in page.header[0].value


def test_rows_measured_here_decide_before_recorded_ones(recorded):
    """Both are drawn, each with its marks."""
    recorded(rows(gentle(800), gentle(400)))
    assert "handcrafted features lose more" in open_page(PAGE).header[0].value
    recorded(rows(gentle(400), gentle(800)), path=files.here())
    page = open_page(PAGE)

    assert "the CNN loses more" in page.header[0].value
    assert "Filled marks: measured here" in words(page)


def test_images_that_are_not_here_are_replaced_and_named(recorded):
    """Everything else is shown; no download is offered on the way."""
    recorded(rows(dataset="mnist-png"))
    page = open_page(PAGE)

    assert not page.exception
    assert "The images are from Digits: MNIST (PNG copy) is not on this machine" in words(page)


def test_a_learner_without_the_other_is_drawn(recorded):
    """And the heading says what is missing."""
    table = rows()
    recorded(table[table["learner"] == "cnn"])
    page = open_page(PAGE)

    assert not page.exception
    assert "both learners must be tested" in page.header[0].value


def test_a_path_measured_here_is_nobodys_business(recorded):
    """Only data sets on offer are named on the page."""
    recorded(rows(dataset="/home/me/secret"), path=files.here())

    assert open_page(PAGE).info
    recorded(pd.concat([rows(), rows(dataset="/home/me/secret")]), path=files.here())
    page = open_page(PAGE)
    assert page.selectbox(key="images").options == ["Digits"]


def test_wrong_choices_in_the_address_are_ignored(recorded):
    """The page opens on its own."""
    recorded(rows())
    page = open_page(PAGE, images="![x](http://evil)", change="<b>", n="x", effort="7", show="?")

    assert not page.exception
    assert page.selectbox(key="change").value == "noise"
