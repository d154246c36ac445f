"""The page on changed images: without and with rows, each choice, and images that are not here."""

import json
import re

import pandas as pd
import pytest
import streamlit as st

from analysis.common.variants import settings_of, without_settings
from analysis.robustness.names import CHANGES
from charts.common.families import variant_label
from charts.common.style import label
from experiments.robustness import row as files
from experiments.robustness.measure import run_under_changes
from experiments.robustness.row import under_changes
from experiments.robustness.training import with_change
from experiments.spec import Experiment
from experiments.store.jobs import PENDING
from tests.analysis.robustness.made import gentle, rows
from tests.ui.part import open_page, words
from ui.common import source
from ui.common.visitor import visitor
from ui.lesson import rows as lesson
from ui.robustness.rows import trained_on_changes

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
    assert len(page.table[0].value) == 2
    assert "2-core AMD EPYC" in words(page)
    assert "--dataset digits --learner svm --learner cnn --recipe quick --n-train 1000 --seeds 2" in page.code[0].value


def test_it_opens_on_images_that_are_here(recorded):
    """Not on those that come first by name but would have to be fetched."""
    recorded(rows(), rows(dataset="cifar10-jpeg"))
    page = open_page(PAGE)

    assert page.selectbox(key="images").value == "digits"
    assert "is not on this machine" not in words(page)


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
    assert "Thorough training helps some, not all, on average: with it handcrafted features" in words(page)
    assert "too close to call" in page.header[0].value


def test_training_on_the_chosen_change_is_told_and_offered_where_nobody_knows(recorded):
    """Of noise it is known, of rotation it is not; both offers of the page may be open, and each has its button."""
    recorded(rows(), rows(gentle(400), gentle(100), trained_on="noise"))
    page = open_page(PAGE)
    assert "Trained on images with noise, the CNN loses 4 % instead of 31 % of the accuracy under noise" in words(page)
    assert "Nobody has trained" not in words(page)
    assert "helps_here" not in page.session_state

    page = open_page(PAGE, change="Rotation")
    assert "Trained on images with" not in words(page)
    assert "Nobody has trained" in words(page)
    assert "--trained-on rotation" in words(page)
    page.session_state["helps_here"] = page.session_state["robustness_here"] = True
    page.run()
    page.button(key="run_helps").click().run()
    asked = [Experiment("digits", learner, 1000, seed) for seed in (0, 1) for learner in ("svm", "cnn")]
    ids = [under_changes(one).id for one in with_change("rotation", asked)]
    states = source.engine().store.states(ids)
    source.engine().cancel(ids, visitor())

    assert not page.exception
    assert "run" in {button.key for button in page.button}
    assert {state.status for state in states.values()} <= {*PENDING, "done"}


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
    assert "two learners must be tested" in page.header[0].value


def test_a_path_measured_here_is_nobodys_business(recorded):
    """Only data sets on offer are named on the page."""
    recorded(rows(dataset="/home/me/secret"), path=files.here())

    assert open_page(PAGE).info
    elsewhere = open_page(PAGE).selectbox(key="images").options
    recorded(pd.concat([rows(), rows(dataset="/home/me/secret")]), path=files.here())
    page = open_page(PAGE)
    assert page.selectbox(key="images").options == elsewhere
    assert "secret" not in " ".join([*elsewhere, words(page)])


def test_a_data_set_without_rows_is_measured_from_the_page():
    """Pressed, the missing models wait in the queue; measured, they are drawn, and there is nothing to press."""
    page = open_page(PAGE, learners=label("majority"), seeds="1", here_n="100")
    assert "No results on changed images" in page.info[0].value
    page.button(key="run").click().run()
    asked = [under_changes(Experiment("digits", "majority", 100))]
    engine = source.engine()
    assert engine.store.states([asked[0].id])[asked[0].id].status in (*PENDING, "done")
    engine.wait([asked[0].id], timeout=100)
    page = open_page(PAGE, learners=label("majority"), seeds="1", here_n="100")
    page.session_state["robustness_here"] = True
    page.run()

    assert not page.exception
    assert "Filled marks: measured here" in words(page)
    assert "of this choice are done" in words(page)
    assert "run" not in {button.key for button in page.button}


def test_it_is_told_beforehand_how_long_it_takes(recorded, measured):
    """One more seed of models that are measured is another model; pretrained ones are on offer."""
    measured("digits", "live", sizes=(100, 500, 1000), recipes=("quick",))
    page = open_page(PAGE, seeds="3")

    assert re.search(r"6 experiments, about .* on this machine", words(page))
    assert "Pretrained features" in str(page.get("button_group")[-1].proto)


def test_other_lists_have_no_line_more():
    """A model that is also tested on changed images is the same model: no curve, side or table gets it twice.

    Nor is one that was trained on changed images a learner to choose.
    """
    asked = Experiment("digits", "majority", 20)
    for one in (asked, *with_change("noise", [asked])):
        source.store().add(run_under_changes(under_changes(one)))
    rows = source.store().rows()

    assert source.on_offer(rows).empty
    assert without_settings(rows).empty
    assert len(source.on_offer(rows, with_cells=True)) == 2
    assert [variant_label("majority", settings_of(one)).partition(", ")[2] for one in sorted(rows["settings"])] == [
        "trained on noise, with changed test images",
        "with changed test images",
    ]


@pytest.mark.parametrize("where", ["recorded", "here", "table"])
def test_models_trained_on_changed_images_mix_with_no_others(recorded, where):
    """Page, lesson and class see the same rows as without them, wherever such rows come from."""
    recorded(rows())
    before = lesson.evidence_of_today()[1].changed
    if where == "table":
        asked = Experiment("digits", "majority", 20)
        source.store().add(run_under_changes(under_changes(*with_change("noise", [asked]))))
        st.cache_data.clear()
    else:
        more = rows(gentle(800), gentle(0), trained_on="noise", recipe="thorough")
        recorded(more, path=files.here() if where == "here" else files.RECORDED / "another.jsonl")
    after = lesson.evidence_of_today()[1].changed

    pd.testing.assert_frame_equal(before, after)
    assert set(trained_on_changes()["trained_on"]) == {"noise"}
    assert "effort" not in {one.key for one in open_page(PAGE).get("button_group")}


def test_wrong_choices_in_the_address_are_ignored(recorded):
    """The page opens on its own."""
    recorded(rows())
    page = open_page(PAGE, images="![x](http://evil)", change="<b>", n="x", effort="7", show="?")

    assert not page.exception
    assert page.selectbox(key="change").value == "noise"
