"""The page that shows why: by the rows that are shipped, it opens on the condition of the answer."""

from dataclasses import replace

import pytest

import catalogue
from analysis.classroom.register import KINDS, kind
from analysis.common.wording import about, percents
from experiments.store.results import Store
from settings import settings
from tests.analysis.synthetic import rows
from tests.ui.conftest import result
from tests.ui.part import open_page, words
from ui.classroom import why
from ui.classroom.answers import answers_on_offer

pytestmark = pytest.mark.slow

BY_CLASSES = "class_gpus"
"""The question that no shipped rows answer."""


def chosen(page):
    """What each control of a page says, by its key."""
    found = {one.key: str(one.value).lower() for one in page.toggle}
    for control in ("selectbox", "select_slider", "button_group"):
        for one in page.main.get(control):
            values = one.value if isinstance(one.value, list) else [one.value]
            found[one.key] = ", ".join(str(one.format_func(value)) for value in values)
    return found


@pytest.fixture
def crossing_here():
    """Curves of the digits, measured on this machine with five seeds and more sizes than the page shows at first."""
    curves = {("svm", "quick"): lambda _: 0.6, ("cnn", "quick"): lambda n: 1 - 0.8 * (n / 100) ** -0.25}
    store = Store(settings().results_url)
    for row in rows(curves, sizes=(100, 200, 500, 1000, 2000, 3500), n_seeds=5, n_test=1500).to_dict("records"):
        made = result(row, "digits")
        experiment = replace(made.experiment, data_version=catalogue.version("digits"))
        store.add(replace(made, experiment=experiment))
    store.close()


@pytest.mark.usefixtures("crossing_here")
@pytest.mark.parametrize("name", ["accuracy", "crossover", "four_times"])
def test_curves_measured_here_are_shown_as_the_class_saw_them(name):
    """The page takes every size and seed of the answer, and says the same number."""
    (answer,) = [
        one for one in answers_on_offer()[name] if one.about != "" and (name != "accuracy" or "CNN" in one.where)
    ]
    page_name, choices = why.address(kind(name), answer)
    assert page_name == "data_size"
    page = open_page(page_name, **choices)
    shown = words(page) + " ".join(one.proto.spec for one in page.get("plotly_chart"))
    number = {
        "crossover": f"between {about(answer.low)} and {about(answer.high)} images",
        "accuracy": percents(answer.value / 100, answer.low / 100, answer.high / 100)[0],
        "four_times": percents(answer.value / 100, answer.low / 100, answer.high / 100)[0],
    }[name]
    assert number in answer.finding
    assert number in shown


@pytest.mark.usefixtures("shipped")
def test_each_question_leads_to_a_chart_of_its_answer():
    """The usual answer and the last one that a page can show: the page takes every choice and draws them."""
    asked = answers_on_offer()
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
