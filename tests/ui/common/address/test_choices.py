"""What a page chooses is that page's own, and a link that carries a choice brings it along."""

from collections import Counter

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.part import PAGES, open_page
from ui.common import source
from ui.common.address.choices import SHARED

pytestmark = pytest.mark.slow

CHOOSERS = ("button_group", "selectbox", "select_slider", "number_input", "toggle", "checkbox")


def two_pages():
    """A page with a choice of seeds, or another one with the same widget."""
    import streamlit as st

    from ui.common.page import open_page
    from ui.common.pickers import pick_seeds

    open_page(st.session_state.setdefault("which", "one"))
    pick_seeds()


def turn_to(page, which, **address):
    """The seeds that a page shows when a visitor comes from the other one."""
    page.session_state["which"] = which
    page.query_params.clear()
    for name, value in address.items():
        page.query_params[name] = value
    return page.run().number_input(key="seeds").value


def test_a_page_keeps_its_choice_and_others_do_not_see_it():
    """One seed chosen on one page leaves three on the next, and is still chosen on return."""
    page = AppTest.from_function(two_pages, default_timeout=30).run()
    page.number_input(key="seeds").set_value(1).run()

    assert turn_to(page, "another") == 3
    assert turn_to(page, "one") == 1
    assert turn_to(page, "another") == 3


def test_the_keys_that_pages_share_are_known(measured):
    """A widget that stands on two pages without being listed would carry its value from one to the other."""
    measured("digits", "live", sizes=(100, 500))
    measured("cifar10-jpeg", "elsewhere", sizes=(100, 500))
    keys = Counter(key for name in PAGES for key in chosen_by(open_page(name)))

    assert {key for key, n in keys.items() if n > 1} - {"projector"} <= set(SHARED)


def chosen_by(page):
    """The keys of a page's widgets that hold a choice."""
    return {widget.key for kind in CHOOSERS for widget in page.get(kind)} - {None}


def test_a_link_under_a_data_set_opens_the_next_page_on_it():
    """A recorded copy opens the data set that it is a copy of; nothing like it on offer, nothing in the address."""
    for dataset, title in [
        ("digits", "Digits"),
        ("cifar10-jpeg", "CIFAR-10"),
        ("mnist-png", "MNIST"),
        ("not-there", None),
        ("", None),
    ]:
        assert source.address_of(dataset).get("dataset") == title
