"""With `hide=controls` a class has nothing to choose on any page of a lesson, by the rows that are shipped."""

from functools import partial

import pytest

from tests.ui.part import open_page
from ui.classroom.links import PAGES
from ui.common.address.hidden import CONTROLS

pytestmark = pytest.mark.slow

CHOICES = ("selectbox", "select_slider", "slider", "number_input", "toggle", "checkbox", "button_group", "text_input")
MORE = {"approximation": {"target": "Your own drawing"}, "errors": {"errors_images": "Digits"}}
"""Choices of a page that bring further ones."""


def left(block, hidden):
    """The keys of what can be chosen in this part of a page outside everything that is hidden."""
    for one in block.children.values():
        key = getattr(one, "key", None) or getattr(one.proto, "id", "").rpartition("-")[2]
        if key in hidden:
            continue
        if one.type in CHOICES:
            yield key
        elif hasattr(one, "children"):
            yield from left(one, hidden)


@pytest.mark.usefixtures("shipped")
def test_no_choice_is_left_on_a_page_that_hides_its_controls():
    """On each of its parts; a link to the page can show each of them alone."""
    for name in PAGES:
        opened = partial(open_page, name, hide="controls", **MORE.get(name, {"dataset": "Digits"}))
        first = opened()
        pages = [first, *(opened(part=tab.label) for tab in first.main.get("tab"))]
        for names in (CONTROLS, PAGES[name][1]):
            hidden = {key for one in names for key in CONTROLS[one].keys}
            assert [(page.exception, set(left(page.main, hidden))) for page in pages] == [([], set())] * len(pages)
