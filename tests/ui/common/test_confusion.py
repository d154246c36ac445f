"""The boards on a page: both learners', and the images behind the cell that the visitor picks."""

from functools import partial

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from charts.common.style import look
from tests.ui.part import words
from ui.common import chart, confusion

pytestmark = pytest.mark.slow


def page():
    """Digits, with predictions in which the SVM takes thirty sevens for ones, and the CNN three nines for fours."""
    import numpy as np
    import streamlit as st

    import catalogue
    from ui.common.confusion import Tested, show_confusion

    images = catalogue.load("digits")
    y, names = images.y_test, st.session_state.get("names", images.classes)
    answers = {"svm": y.copy(), "cnn": y.copy()}
    answers["svm"][np.flatnonzero(y == 7)[: 0 if st.session_state.get("only_nines") else 30]] = 1
    answers["cnn"][np.flatnonzero(y == 9)[:3]] = 4
    if st.session_state.get("few"):
        names = names[:3]
        y, answers = y % 3, {"svm": y % 3}
    if st.session_state.get("perfect"):
        answers = {"svm": y}
    if st.session_state.get("turned"):
        answers = {"svm": answers["cnn"], "cnn": answers["svm"]}
    if st.session_state.get("empty"):
        answers = {}
    show_confusion(Tested(tuple(names), images.X_test, y, answers), "mixed")


@pytest.fixture
def opened():
    """The page after the session had these values."""

    def run(**state):
        shown = AppTest.from_function(page, default_timeout=60)
        for name, value in state.items():
            shown.session_state[name] = value
        return shown.run()

    return run


def images(shown):
    """The images of the strip."""
    return shown.get("image")


def test_both_boards_are_there_with_their_captions(opened):
    """One per learner, each with how many were right."""
    shown = opened()

    assert not shown.exception
    assert len(shown.get("plotly_chart")) == 2
    said = words(shown)
    assert f"{look('svm').label}: 1,470 of 1,500 test images right" in said
    assert "CNN: 1,497 of 1,500 test images right" in said
    assert "Commonest: 7 mistaken for 1 (30 of 150)" in said


def test_at_first_the_mistake_made_most_often_is_shown(opened):
    """Thirty images stand behind it: twenty-four are shown, and the words say how many there are."""
    shown = opened()

    assert [box.value for box in shown.selectbox] == [7, 1]
    assert ": 30 of the 150 test images of “7” were predicted as “1”. The first 24:" in words(shown)
    assert len(images(shown)) == 24


def test_at_first_a_learner_who_made_that_mistake_is_chosen(opened):
    """Also where it is not the first one, or the mistakes change while learners train: no empty strip is shown."""
    made_by_cnn = "CNN: 30 of the 150 test images of “7” were predicted as “1”."
    assert made_by_cnn in words(opened(turned=True))
    shown = opened(only_nines=True)
    assert "CNN: 3 of the 150 test images of “9” were predicted as “4”." in words(shown)
    shown.session_state["only_nines"], shown.session_state["turned"] = False, True
    assert made_by_cnn in words(shown.run())


def test_a_picked_cell_stays_when_the_mistakes_change(opened):
    """It is what the visitor wants to see."""
    shown = opened(only_nines=True)
    shown.selectbox(key="mixed-true").set_value(7).run()
    shown.session_state["only_nines"] = False
    assert [box.value for box in shown.run().selectbox] == [7, 4]


def test_in_a_narrow_window_the_boards_are_tabs(opened, monkeypatch):
    """Below each other they would fill two or three screens of a phone."""
    assert not opened().tabs
    monkeypatch.setattr(confusion, "is_narrow", lambda: True)

    assert [tab.label for tab in opened().tabs] == [look(learner).short for learner in ("svm", "cnn")]


def test_a_cell_without_images_says_so(opened):
    """The CNN took no seven for a one."""
    shown = opened()
    shown.button_group(key="mixed-who").set_value("cnn").run()

    assert not shown.exception
    assert "CNN: none of the 150 test images of “7” was predicted as “1”." in words(shown)
    assert not images(shown)


def test_another_cell_can_be_picked(opened):
    """Its images, no more and no fewer."""
    shown = opened()
    shown.button_group(key="mixed-who").set_value("cnn")
    shown.selectbox(key="mixed-true").set_value(9)
    shown.selectbox(key="mixed-predicted").set_value(4).run()

    assert "CNN: 3 of the 150 test images of “9” were predicted as “4”." in words(shown)
    assert len(images(shown)) == 3


def test_a_click_on_a_cell_moves_the_controls(monkeypatch):
    """On a board all three; on the difference of two boards, which is nobody's own, both classes."""
    state = {"mixed-who": "svm", "board": {"selection": {"points": [{"x": 4, "y": 9}]}}}
    monkeypatch.setattr(st, "session_state", state)
    chart._pass_on_pick("board", partial(confusion.choose_cell, "mixed", None))
    assert (state["mixed-who"], state["mixed-true"], state["mixed-predicted"]) == ("svm", 9, 4)
    chart._pass_on_pick("board", partial(confusion.choose_cell, "mixed", "cnn"))
    assert state["mixed-who"] == "cnn"


def test_without_a_mistake_right_predictions_are_shown(opened):
    """And are called correct; one learner alone has one board."""
    shown = opened(perfect=True)

    assert len(shown.get("plotly_chart")) == 1
    assert "No image was mistaken for another class" in words(shown)
    assert "were correctly predicted as “0”" in words(shown)


def test_a_cell_of_another_data_set_is_replaced(opened):
    """A class that these images do not have is no error."""
    shown = opened()
    shown.selectbox(key="mixed-true").set_value(9)
    shown.session_state["few"] = True
    shown.run()

    assert not shown.exception
    assert shown.selectbox(key="mixed-true").value == 0


def test_names_have_no_power(opened):
    """A class name that is markdown is written as it stands."""
    name = "![x](https://example.org/x.png)"
    shown = opened(names=[name, *map(str, range(1, 7)), "*seven*", "8", "9"])

    assert not shown.exception
    written = " ".join(element.value for kind in (shown.markdown, shown.caption) for element in kind)
    assert r"\*seven\*" in written
    assert "*seven*" not in written.replace(r"\*", "")


def test_before_anything_is_predicted_a_sentence_says_so(opened):
    """No board, no error."""
    shown = opened(empty=True)

    assert "There are no predictions yet" in shown.info[0].value
    assert not shown.get("plotly_chart")


def test_every_class_has_its_share(opened):
    """In a table, which also reads without seeing colours."""
    table = opened().dataframe[0].value

    assert table.index.tolist() == [str(n) for n in range(10)]
    assert table["n_test"].tolist() == [150] * 10
    assert table[look("svm").short].tolist()[7] == "80 % (95 % interval 73 % to 86 %)"
