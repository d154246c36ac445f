"""A sweep divided over a class: each browser gets a point of its own, nothing is measured twice, all are counted."""

from functools import partial

import pytest

from experiments.engine.dispatch import Engine
from tests.ui.part import open_page, words
from ui.common import source
from ui.data_size.divided import takers

pytestmark = pytest.mark.slow

N_POINTS = 4  # two learners, two sizes, one seed
ANN, BEN, EVE = ("a" * 32, "b" * 32, "e" * 32)


@pytest.fixture
def student(monkeypatch):
    """Opens the page as a new browser; what is asked for waits in the queue."""
    monkeypatch.setattr(Engine, "start", lambda _: None)
    return partial(open_page, "data_size", dataset="Digits", sizes=["100", "200"], seeds="1", divide="true")


def queued():
    """Who asked for each point that waits."""
    jobs = source.store().jobs()
    return [(id, source.store().askers([id])) for id in jobs["id"]]


def test_three_students_get_three_points(student):
    """Each presses once; each point is queued once; each sees how many take part, and the projector all three."""
    projector = student(projector="true", hide="controls,run")
    assert "Nobody has asked for a point of this curve yet: 0 of " in words(projector)
    assert "Press **Measure one point**: the curve grows here" in words(projector)
    pages = [student() for _ in range(3)]
    for page in pages:
        page.button(key="run_part").click().run()
        assert not page.exception

    assert len({id for id, _ in queued()}) == len(queued()) == 3
    assert "You and 2 others measure this curve: 0 of " in words(pages[-1])
    assert "Your point:" in words(pages[-1])
    assert "run_part" not in {button.key for button in pages[-1].button}
    assert "3 browsers measure this curve" in words(projector.run())


def test_nothing_is_asked_for_twice(student):
    """Once somebody has asked for every point, there is no button, and one pressed late asks for nothing."""
    late = student()
    for _ in range(N_POINTS):
        student().button(key="run_part").click().run()
    late.button(key="run_part").click().run()

    assert not late.exception
    assert len({id for id, _ in queued()}) == len(queued()) == N_POINTS
    assert all(len(who) == 1 for _, who in queued())
    assert "somebody has asked for it" in words(late)


def test_without_the_address_the_whole_sweep_is_offered(student):
    """The usual button; and the one for a point leads back to it."""
    page = student()
    page.button(key="data_size_whole").click().run()

    assert {"run"} <= {button.key for button in page.button}
    assert "divide" not in page.query_params
    assert "run_part" in {button.key for button in student(divide="1").button}


def test_the_class_is_counted_without_those_who_are_not_in_it():
    """One's own browser first; the first models' request is nobody's."""
    said = [takers(who, ANN) for who in ([], [ANN], [ANN, BEN], [ANN, BEN, EVE], [BEN, EVE], [EVE, "first start"])]

    assert said == [
        "Nobody has asked for a point of this curve yet",
        "So far you measure this curve alone",
        "You and 1 other measure this curve",
        "You and 2 others measure this curve",
        "2 browsers measure this curve",
        "1 browser measures this curve",
    ]
