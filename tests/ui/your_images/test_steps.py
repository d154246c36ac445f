"""The page of one's own images, step by step: the report, the choices, the prepared images, and nobody else's."""

import json
import re
import zlib
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import streamlit as st

from charts.common.style import label
from experiments.spec import Experiment
from experiments.store.results import LIVE, Store
from settings import settings
from tests.analysis.synthetic import row
from tests.ui.conftest import result
from tests.ui.part import open_page, words
from tests.uploads.delivered import deliver, drawn
from ui.common import source
from ui.common.visitor import COOKIE, visitor
from ui.your_images import take_home
from ui.your_images.workflow import STEPS
from uploads.folder import uploads
from uploads.prepare import Choices, prepare

pytestmark = pytest.mark.slow

PAGE = "your_images"


@pytest.fixture
def upload(monkeypatch):
    """Forty images of two classes, of which two are copies, and a file that is none."""
    monkeypatch.setattr(type(st.context), "cookies", {COOKIE: "A" * 43})
    begun = uploads().begin(visitor(), "Noise")
    places = [f"{label}/{n}.png" for label in ("cats", "dogs") for n in range(20)]
    files = [*((place, drawn(max(1, n))) for n, place in enumerate(places)), ("notes.txt", "notes.txt is no image.")]
    deliver(begun.next_delivery(), files)
    return begun


def steps(page):
    """The steps of the workflow to which the parts of the page belong, from top to bottom."""
    return re.findall(r"Step \d of 7 · \*\*(.+?)\*\*", " ".join(one.value for one in page.caption))


def until(*stages):
    """The steps whose parts are shown at these stages, as the page promises."""
    return [name for name, shown in STEPS.items() if shown in stages]


def test_it_begins_with_collecting(monkeypatch):
    """The first of the workflow's seven steps; what each is on this page is folded above."""
    monkeypatch.setattr(type(st.context), "cookies", {COOKIE: "A" * 43})
    page = open_page(PAGE)
    assert steps(page) == until("at once") == ["Collect"]
    assert "only this browser can open them, and after 24 hours they are deleted" in words(page)
    assert "`dog/outdoors/2.jpg`" in words(page)
    assert "The workflow in seven steps" in [one.label for one in page.expander]


def test_the_report_stands_right_below_the_form_while_images_are_added(upload):
    """Whoever adds file by file sees what arrived: what can be uploaded is folded, in whichever part it stands.

    How many images there are now is said beside the form too, for the report may be further down than the window.
    """
    page = open_page(PAGE, yours=upload.name)
    page.session_state["way"] = "files"
    page.run()
    assert "40 images so far" in [one.value for one in page.caption]
    assert page.button(key="take_back").help == "Nothing else was added, so this deletes the data set."
    (folded,) = (one for one in page.expander if one.label == "What can be uploaded, and who can see it?")
    assert "One upload can have" in folded.markdown[0].value
    assert "One upload can have" not in " ".join(one.value for one in page.caption)


def test_the_report_is_followed_by_the_choices_and_the_prepared_images(upload):
    """What was uploaded, what to know, what is left out; a press prepares, and the training is on offer."""
    page = open_page(PAGE, yours=upload.name)
    assert not page.exception
    said = words(page)
    assert "40 images in 2 classes" in said
    assert "2 images are exact copies of one another (1 group)." in said
    assert "every image is tested once" in said
    assert "1 of 41 files is left out: see why" in [one.label for one in page.expander]
    assert "Keep copies together in training or test" in [one.label for one in page.toggle]
    assert steps(page) == [*until("once images are added"), "Collect"]  # more images, in a folded part below
    page.button(key="prepare").click().run()
    assert not page.exception
    assert steps(page) == until("once they are prepared") == ["Design", "Train"]
    assert "40 coloured images of 40×40 pixels in 2 classes, every image tested once, in 5 folds." in words(page)
    assert "Nothing is measured yet." in words(page)


def test_images_of_one_class_need_more(upload):
    """The page says how many were read, and offers no choices."""
    one = uploads().begin(visitor(), "One")
    deliver(one.next_delivery(), [("cats/1.png", drawn(1)), ("cats/2.png", drawn(2))])
    page = open_page(PAGE, yours=one.name)
    assert not page.exception
    assert "2 images so far. Two classes or more are needed" in words(page)
    assert "prepare" not in [button.key for button in page.button]
    assert "yours" in page.query_params


def test_the_chosen_images_are_still_chosen_on_return(upload):
    """Another page's address does not carry them: without that, a training ran on images that the page had lost."""
    page = open_page(PAGE, yours=upload.name)
    page.query_params.clear()
    page.run()

    assert page.query_params["yours"] == upload.name
    assert "40 images in 2 classes" in words(page)


def test_a_visitor_who_comes_back_finds_the_images_in_training(upload):
    """A new tab knows nothing of the old one's choice, but the queue does."""
    prepare(upload, Choices(32), lambda part, text: None)
    Store(settings().results_url).enqueue([Experiment(upload.name, "svm", 10)], visitor())

    assert open_page(PAGE).query_params["yours"] == upload.name


def test_a_visitor_who_comes_back_later_finds_the_latest_images(upload):
    """Also when nothing waits or runs: a page that begins with collecting looks as if all were lost."""
    assert open_page(PAGE).query_params["yours"] == upload.name


def test_with_nothing_to_learn_from_the_button_cannot_be_pressed(upload):
    """And the sentence above it is true of the images."""
    same = uploads().begin(visitor(), "Same")
    deliver(same.next_delivery(), [(f"{label}/{n}.png", drawn(seed)) for label, seed in (("cats", 1), ("dogs", 2))
                                   for n in range(4)])  # fmt: skip
    page = open_page(PAGE, yours=same.name)
    assert not page.exception
    assert page.button(key="prepare").disabled
    assert "No image of “cats” is left" in words(page).replace('"cats"', "“cats”")


def test_a_choice_about_mirror_images_is_offered_and_what_was_decided_is_said(upload):
    """Unless the visitor says yes or no, the training images decide."""
    page = open_page(PAGE, yours=upload.name)
    page.button(key="prepare").click().run()
    told = "training images is compared with the others and their mirror images"
    assert told not in words(page)  # quick training is chosen
    page.button_group(key="recipe").set_value("thorough").run()
    assert told in words(page)
    prepare(upload, Choices(32, mirror=True), lambda part, text: None)
    page = open_page(PAGE, yours=upload.name)
    page.button_group(key="recipe").set_value("thorough").run()
    assert "As you chose, thorough training uses mirror images too." in words(page)


def test_images_that_an_older_version_prepared_open(upload):
    """What it wrote down in the upload's folder is read as what it meant."""
    prepare(upload, Choices(32), lambda part, text: None)
    about = json.loads((upload.folder / "about.json").read_text())
    about["choices"]["n_pictures"] = about["choices"].pop("n_images")
    (upload.folder / "about.json").write_text(json.dumps(about))
    page = open_page(PAGE, yours=upload.name)
    assert not page.exception
    assert "40 coloured images of 32×32 pixels" in words(page)


def test_an_address_of_another_visitors_images_opens_nothing(upload):
    """The page says so once, and offers to upload one's own."""
    other = uploads().begin("somebody else", "Theirs")
    page = open_page(PAGE, yours=other.name)
    assert not page.exception
    assert "These images cannot be opened" in words(page)
    assert "Theirs" not in words(page)


@pytest.mark.parametrize("wanted", [True, False])
def test_pretrained_features_are_trained_too_unless_they_are_left_out(upload, monkeypatch, wanted):
    """With few images of one's own they are often the best choice, so they are on at first, and can be left out."""
    prepare(upload, Choices(32), lambda part, text: None)
    asked = []
    monkeypatch.setattr(source.engine(), "submit", lambda experiments, asker, again: asked.extend(experiments))
    page = open_page(PAGE, yours=upload.name)
    if not wanted:
        page.toggle(key="own-pretrained").set_value(False).run()
    page.button(key="run").click().run()

    assert not page.exception
    assert {experiment.learner for experiment in asked} == {"svm", "cnn", *(["pretrained"] * wanted)}


def test_pretrained_features_go_along_where_they_were_measured(upload, monkeypatch):
    """Beside an SVM and a CNN; without one of these two nothing can be packed."""
    kept = [
        SimpleNamespace(id=learner, experiment=Experiment(upload.name, learner, 32))
        for learner in ("svm", "cnn", "pretrained")
    ]
    rows = pd.DataFrame({"learner": ["svm", "cnn", "pretrained"], "recipe": "quick"})
    monkeypatch.setattr(take_home, "model_store", lambda: SimpleNamespace(kept=lambda *_: kept))
    upload = uploads().choose(upload, version="1") or uploads().open(upload.name, visitor())
    assert {one.id for one in take_home.models_of(upload, rows)} == {"svm", "cnn", "pretrained"}
    assert {one.id for one in take_home.models_of(upload, rows[:2])} == {"svm", "cnn"}
    del kept[1]
    assert take_home.models_of(upload, rows) == ()


def measured(upload, n_right, recipes=("quick",)):
    """The page after these learners got so many of the eight test images of each fold right."""
    prepare(upload, Choices(32), lambda part, text: None)
    upload = uploads().open(upload.name, visitor())
    store, version = Store(settings().results_url), upload.choices["version"]
    for name in source.folds_of(upload):
        for learner, n in n_right.items():
            for recipe in recipes:
                made = result(row(learner, recipe, 32, 0, np.arange(8) < n), name)
                whose = replace(made.experiment, data_version=version)
                store.add(replace(made, experiment=whose, predictions=zlib.compress(bytes(2 * 8))), LIVE)
    store.close()
    page = open_page(PAGE, yours=upload.name)
    assert not page.exception
    return page


def test_everybody_who_was_trained_has_a_board_of_mistakes(upload):
    """The third learner too, which is trained at first."""
    page = measured(upload, {"svm": 8, "cnn": 3, "pretrained": 7})

    assert all(f"{label(name)}: 20 of 40 test images right" in words(page) for name in ("svm", "cnn", "pretrained"))
    assert "With quick training, handcrafted features lead with 32 images" in words(page)
    page.button_group(key="mistakes-who").set_value("pretrained").run()
    assert not page.exception


@pytest.mark.parametrize(("recipes", "warns"), [(("quick",), True), (("quick", "thorough"), False)])
def test_quick_rows_of_few_images_are_warned_about(upload, recipes, warns):
    """With so few images effort may decide; with thorough rows too, the visitor has seen both."""
    page = measured(upload, {"svm": 8, "cnn": 3}, recipes)
    assert steps(page) == until("once they are prepared", "once both learners are trained")
    said = words(page)
    assert ("Effort may decide here" in said) is warns
    assert (
        "On the same 40 test images handcrafted features are 62 points ahead of the CNN at this effort" in said
    ) is warns
