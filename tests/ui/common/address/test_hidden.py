"""A link hides controls by name, their values still count, and a wrong name is ignored with a sentence."""

import ast

import pytest

from settings import ROOT
from tests.ui.part import open_page
from ui.common.address.hidden import CONTROLS

pytestmark = pytest.mark.slow


def styles(page):
    """What the page hides, as its style says it."""
    return " ".join(one.proto.body for one in page.get("html") if "display: none" in one.proto.body)


def test_named_controls_are_hidden_and_no_others(measured):
    """By the keys of their widgets; several names, in any case, with spaces."""
    measured("digits", "live", sizes=(100, 500, 2000))
    style = styles(open_page("data_size", hide="Dataset, seeds"))

    assert all(f".st-key-{key}" in style for key in ("dataset", "images", "seeds"))
    assert ".st-key-view" not in style
    assert ".st-key-run" not in style


def test_controls_hides_every_choice_and_not_run(measured):
    """What a class shall press is there."""
    measured("digits", "live", sizes=(100, 500, 2000))
    style = styles(open_page("data_size", hide="controls"))

    keys = [key for name, control in CONTROLS.items() if name != "run" for key in control.keys]
    assert all(f".st-key-{key}" in style for key in keys)
    assert ".st-key-run" not in style
    assert ".st-key-run" in styles(open_page("data_size", hide="controls,run"))


def test_the_value_of_a_hidden_control_counts(measured):
    """It is still there, with the value that the link gives it."""
    measured("digits", "live", sizes=(100, 500, 2000))
    page = open_page("data_size", hide="seeds", seeds="5")

    assert page.number_input(key="seeds").value == 5


def test_everything_is_brought_back_by_one_button():
    """In the sidebar, and only where something is hidden."""
    page = open_page("home", hide="dataset")
    page.button(key="show_hidden").click().run()

    assert not page.exception
    assert "hide" not in page.query_params
    assert styles(page) == ""
    assert not [one for one in page.button if one.key == "show_hidden"]


@pytest.mark.parametrize("name", ["foo", "<b>x</b>", "[a](http://example.org)", "x" * 500])
def test_an_unknown_name_is_ignored_with_a_sentence(name):
    """Which says what could be hidden; the others are hidden all the same, and nothing of it is markup."""
    page = open_page("home", hide=f"dataset,{name}")

    said = next(one.value for one in page.caption if "no page has" in one.value)
    assert "dataset, effort" in said
    assert not set("<>[]()") & set(said)
    assert len(said) < 400
    assert ".st-key-dataset" in styles(page)
    assert not page.exception


def test_at_projector_size_the_data_set_and_run_are_left():
    """Unless the address says what is hidden; `none` shows everything."""
    style = styles(open_page("data_size", projector="true"))
    assert ".st-key-seeds" in style
    assert ".st-key-dataset" not in style
    assert ".st-key-run" not in style
    assert ".st-key-seeds" not in styles(open_page("data_size", projector="true", hide="none"))
    assert ".st-key-dataset" in styles(open_page("data_size", projector="true", hide="controls"))


def test_every_name_is_the_key_of_a_widget():
    """A renamed key is noticed; no key has two names."""
    constants = {
        node.value
        for path in (ROOT / "ui").rglob("*.py")
        if path.name != "hidden.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
    }
    keys = [key for control in CONTROLS.values() for key in control.keys]

    assert set(keys) <= constants
    assert len(keys) == len(set(keys))
