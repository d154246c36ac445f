"""The page that shows why: by the rows that are shipped, it opens on the condition of the answer."""

import pytest

from analysis.classroom.register import KINDS, kind
from tests.ui.part import open_page
from ui.classroom import why
from ui.classroom.answers import offered

pytestmark = pytest.mark.slow

BY_CLASSES = "class_gpus"
"""The question that no shipped rows answer."""


def chosen(page):
    """What each control of a page says, by its key."""
    found = {one.key: str(one.value).lower() for one in page.toggle}
    for control in ("selectbox", "select_slider", "button_group"):
        found |= {one.key: str(one.format_func(one.value)) for one in page.main.get(control)}
    return found


@pytest.mark.usefixtures("shipped")
def test_each_question_leads_to_a_chart_of_its_answer():
    """The usual answer and the last one that a page can show: the page takes every choice and draws them."""
    asked = offered()
    assert set(asked) == {one.name for one in KINDS} - {BY_CLASSES}
    for name, answers in asked.items():
        with_page = [one for one in answers if why.address(kind(name), one)]
        assert with_page[:1] == list(answers[:1])
        for answer in dict.fromkeys((with_page[0], with_page[-1])):
            page_name, choices = why.address(kind(name), answer)
            page = open_page(page_name, **choices)
            taken = chosen(page)
            assert not page.exception
            assert {key: taken.get(key, value) for key, value in choices.items()} == choices, (name, answer.where)
            assert page.get("plotly_chart") or page.get("image"), (name, answer.where)
