"""The question about two images: both are on every screen, in each step, from rows that are not of this machine."""

import numpy as np
import pytest
import streamlit as st

from experiments.store.classrooms import Classrooms
from experiments.store.results import Store
from settings import settings
from tests.analysis.synthetic import row
from tests.ui.conftest import result
from tests.ui.part import open_page
from ui.classroom.answers import answer_to, answers_on_offer, images_of, question_of
from ui.common import source

pytestmark = pytest.mark.slow


def three_seeds():
    """Rows of the digits, recorded elsewhere: image 7 fools all three seeds."""
    store = Store(settings().results_url)
    for seed in range(3):
        store.add(result(row("svm", "quick", 100, seed, np.arange(1500) != 7), "digits"), "two-core-machine")
    store.close()


def test_both_images_are_on_every_screen():
    """Each under its choice; the one that fools the SVM is the answer."""
    three_seeds()
    (answer,) = answers_on_offer()["wrong_image"]
    asked = question_of("wrong_image", answer)
    rooms = Classrooms(source.store().database)
    code, key = rooms.open([asked])

    assert answer_to(asked) == answer
    assert answer.images[answer.right[0]] == 7
    assert list(images_of(asked)) == list(asked.choices)
    for step in ("open", "reveal"):
        rooms.step(code, key, 0, step)
        st.cache_data.clear()
        for more in ({}, {"show": "projector"}, {"teacher": key}):
            page = open_page("classroom", room=code, **more)
            assert not page.exception
            assert len(page.get("image")) >= 2, (step, more)
