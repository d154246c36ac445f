"""A class that watches one measurement shares its readings and charts: thirty cost little more than one."""

import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from experiments.spec import Experiment
from experiments.store.results import Store
from tests.analysis.synthetic import rows
from ui.common import sweep
from ui.data_size import curve
from ui.race import rows as race_rows

pytestmark = pytest.mark.slow

STUDENTS = 8
ASKED = [Experiment("digits", "svm", n) for n in (100, 200)]


@pytest.fixture
def readings(monkeypatch):
    """The sets of experiments that the table was asked about."""
    seen = []
    read = Store.states

    def states(store, ids):
        seen.append(tuple(ids))
        return read(store, ids)

    monkeypatch.setattr(Store, "states", states)
    return seen


def at_once(draw):
    """What each of a class gets who asks at the same moment."""
    with ThreadPoolExecutor(STUDENTS) as threads:
        return list(threads.map(lambda _: draw(), range(STUDENTS)))


def test_those_who_poll_share_one_reading(readings):
    """Of one sweep; whoever watches another gets that one's."""
    standing = at_once(lambda: sweep.watched(ASKED))

    assert len(readings) == 1
    assert all(one == sweep.states(ASKED) for one in standing)
    assert sweep.watched(ASKED[:1]) == sweep.states(ASKED[:1])


@pytest.mark.parametrize("act", [sweep.press, sweep.cancel])
def test_a_press_is_seen_at_once(act, readings, monkeypatch):
    """No reading from before it is shown after it."""
    asked = SimpleNamespace(submit=lambda *_: None, cancel=lambda *_: None)
    monkeypatch.setattr(sweep, "engine", lambda: asked)
    monkeypatch.setattr(sweep, "visitor", lambda: "ann")
    sweep.watched(ASKED)
    act(ASKED)
    sweep.watched(ASKED)

    assert len(readings) == 2


def slowly(draw, drawn):
    """Draw as before, but so slowly that all of a class wait for the first."""

    def slow(*arguments, **keywords):
        drawn.append(arguments)
        time.sleep(0.2)
        return draw(*arguments, **keywords)

    return slow


@pytest.mark.parametrize(
    ("figure", "draws"), [("accuracy_figure", "accuracy_against_size"), ("time_figure", "time_against_size")]
)
def test_a_chart_is_drawn_once_for_all(figure, draws, monkeypatch):
    """Whoever comes while it is drawn waits for it; a row more, and it is drawn anew."""
    drawn, measured = [], rows(sizes=(100, 500), n_test=100)
    monkeypatch.setattr(curve, draws, slowly(getattr(curve, draws), drawn))
    draw = getattr(curve, figure)
    first = at_once(lambda: draw(curve.comparison(measured)))
    fewer = draw(curve.comparison(measured.iloc[1:]))

    assert len(drawn) == 2
    assert all(one is first[0] for one in first)
    assert fewer is not first[0]


def test_a_race_is_drawn_once_for_all(monkeypatch):
    """As far as it is, which is part of what names the chart."""
    drawn = []
    monkeypatch.setattr(race_rows, "race_figure", slowly(lambda *_, **__: object(), drawn))
    shown = race_rows.Races("none 10", rows(sizes=(100,), n_test=100).iloc[:0], 10)
    runner = race_rows.Runner("svm", 0, "[]", 3.0, 10.0, 100)
    later = race_rows.Runner("svm", 0, "[]", 4.0, 10.0, 100)
    first = at_once(lambda: race_rows.figure_of(shown, (runner,)))

    assert all(one is first[0] for one in first)
    assert race_rows.figure_of(shown, (later,)) is not first[0]
    assert len(drawn) == 2
