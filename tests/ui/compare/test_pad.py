"""The pad gives back what the browser sent, once it is a drawing; drawing itself is tested in a browser."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from catalogue.images.drawing import Strokes

pytestmark = pytest.mark.slow


def page():
    """A pad, and what it gave."""
    import streamlit as st

    from ui.compare.pad import draw_pad

    st.text(repr(draw_pad("pad")))


@pytest.fixture
def after():
    """The page after the browser had sent something."""

    def run(sent=None):
        opened = AppTest.from_function(page, default_timeout=30)
        if sent is not None:
            opened.session_state["pad-kept"] = sent
        return opened.run()

    return run


@pytest.mark.parametrize("sent", [None, {}, {"serial": 3, "pen": 0.07, "lines": []}], ids=str)
def test_an_empty_pad_gives_nothing(after, sent):
    """Before the first line, and after Clear."""
    opened = after(sent)
    assert not opened.exception
    assert not opened.warning
    assert opened.text[0].value == "None"


def test_a_drawing_comes_back_as_strokes(after):
    """Lines in the order in which they were drawn, with the pen."""
    opened = after({"serial": 1, "pen": 0.07, "lines": [[[0.1, 0.2], [0.3, 0.4]], [[0.5, 0.5]]]})
    assert opened.text[0].value == repr(Strokes((((0.1, 0.2), (0.3, 0.4)), ((0.5, 0.5),)), 0.07))


def test_a_drawing_stays_when_the_page_runs_again(after):
    """And what the pad is told to show is that drawing."""
    drawing = {"serial": 1, "pen": 0.07, "lines": [[[0.1, 0.2], [0.3, 0.4]]]}
    opened = after(drawing)
    first = opened.text[0].value
    assert opened.run().text[0].value == first
    shown = opened.get("bidi_component")[0].proto
    assert json.loads(shown.json) == {"drawing": drawing}


@pytest.mark.parametrize("sent", ["lines", [1], {"lines": 5, "pen": 1}, {"lines": [[["a", 1]]], "pen": 0.1}], ids=str)
def test_nonsense_from_a_browser_breaks_nothing(after, sent):
    """It is no drawing, and at most one sentence says so."""
    opened = after(sent)
    assert not opened.exception
    assert len(opened.warning) <= 1
    assert opened.text[0].value == "None"
