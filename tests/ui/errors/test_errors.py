"""The page on errors without a browser: what it finds, what it refuses, and what it says without images."""

import zlib
from dataclasses import replace

import numpy as np
import pytest

from experiments.spec import Experiment, Result
from experiments.store.results import Store
from settings import settings
from tests.analysis.synthetic import row
from tests.ui.conftest import result
from tests.ui.part import open_page, words
from ui.common import confusion, source
from ui.common import page as page_parts
from ui.errors import choice, classes, real

pytestmark = pytest.mark.slow

N_TEST = 1500  # of the digits
Y = np.repeat(np.arange(10), 150)


def stored(learner: str, seed: int, right: np.ndarray, origin: str = "live", **experiment: object) -> None:
    """A row of the digits that took every image that it got wrong for the next class."""
    made = row(learner, "quick", 100, seed, right)
    whole = result(made, "digits")
    named = Experiment("digits", learner, 100, seed, "quick")
    said = np.where(right, Y, (Y + 1) % 10)
    kept: Result = replace(
        whole, experiment=replace(named, **experiment), predictions=zlib.compress(said.astype("<u2").tobytes())
    )
    store = Store(settings().results_url)
    store.add(kept, origin)
    store.close()


def three_seeds() -> None:
    """The CNN gets sixty images of class 9 right that the SVM misses, and the SVM ten of class 0."""
    for seed in range(3):
        stored("svm", seed, ~np.isin(np.arange(N_TEST), np.arange(1400, 1460)))
        stored("cnn", seed, np.arange(N_TEST) >= 10)


def test_the_finding_counts_who_is_right_alone():
    """The first part has a finding, and the test of every seed."""
    three_seeds()
    page = open_page("errors")

    assert not page.exception
    assert page.header[0].value.startswith("Only the CNN is right on 60 of 1,500 test images, and only the SVM on 10")
    assert "this is unlikely to be chance" in page.header[0].value
    assert "three in favour of the CNN" in words(page)


def test_the_gallery_shows_the_part_that_was_chosen():
    """Its count, its first page of images with what both said, and how many of each class they are."""
    three_seeds()
    page = open_page("errors", part="Images", errors_part="Only CNN")
    said = words(page)

    assert not page.exception
    assert "Only CNN: 60 of 1,500 test images" in said
    assert "SVM: 0" in said
    assert "60 of 150" in page.table[0].value.to_string()


def test_the_classes_that_one_side_fails_are_named():
    """Its worst class, both matrices and their difference."""
    three_seeds()
    page = open_page("errors", part="Which classes")
    said = words(page)

    assert not page.exception
    assert "The SVM is worst at “9”: 60 % right" in said
    assert "the SVM takes “9” for “0” 60 times, the CNN 0 times" in said
    assert "The images behind a cell" in said


def test_mistakes_in_common_and_a_lucky_seed():
    """Both further parts open with a sentence of their own."""
    three_seeds()

    assert "κ" in open_page("errors", part="The same mistakes?").header[0].value
    assert open_page("errors", part="A lucky seed").header[0].value.startswith("With seed")
    assert "Of 3 seeds" in open_page("errors", part="A lucky seed", errors_all="true").header[0].value


def test_other_test_images_are_refused_with_the_reason():
    """Rows of another version of the data set were tested on other images."""
    stored("svm", 0, np.ones(N_TEST, bool))
    stored("cnn", 0, np.ones(N_TEST, bool), origin="one-machine", data_version="2")
    page = open_page("errors")

    assert not page.exception
    assert "these are different test images" in page.warning[0].value


def test_without_the_images_all_the_rest_works():
    """Rows of another version than the images here: their images are not shown, and the page says so."""
    for seed in range(2):
        for learner in ("svm", "cnn"):
            stored(learner, seed, np.arange(N_TEST) % 10 > 0, origin="one-machine", data_version="2")
    page = open_page("errors", part="Images")

    assert not page.exception
    assert "is not known on this machine" in page.info[0].value
    assert open_page("errors").header[0].value.startswith("Both are right and wrong on exactly the same")


@pytest.mark.parametrize("part", ["Is it real?", "Images", "Which classes"])
def test_the_second_visitor_of_a_part_costs_only_sending(part, monkeypatch):
    """What the first visitor has had matched, drawn and turned into image files is neither made nor read again."""
    three_seeds()
    opened = open_page("errors", part=part)

    def never(*_arguments: object, **_named: object) -> None:
        raise AssertionError("made again")

    for module, name in [(choice, "match_sides"), (page_parts, "png"), (source, "class_numbers")]:
        monkeypatch.setattr(module, name, never)
    for module, name in [(real, "parts_figure"), (confusion, "confusion_figure"), (classes, "recall_figure")]:
        monkeypatch.setattr(module, name, never)
    again = open_page("errors", part=part)

    assert not again.exception
    assert words(again) == words(opened)


def test_a_wrong_address_falls_back_to_the_defaults():
    """Values that no widget has are ignored."""
    three_seeds()
    page = open_page("errors", errors_images="x", errors_n="-1", errors_a="<b>", errors_seed="99", errors_page="0")

    assert not page.exception
    assert page.header[0].value.startswith("Only the CNN is right on 60")
