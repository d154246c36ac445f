"""A class that watches one measurement shares its readings and charts: thirty cost little more than one."""

import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from charts.common.style import Figure
from experiments.spec import Experiment
from experiments.store.results import Store
from tests.analysis.synthetic import rows
from ui.common import chart, live, sweep
from ui.data_size import curve
from ui.race import page

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
    standing = at_once(lambda: sweep.recent_states(ASKED))

    assert len(readings) == 1
    assert all(one == sweep.states(ASKED) for one in standing)
    assert sweep.recent_states(ASKED[:1]) == sweep.states(ASKED[:1])


@pytest.mark.parametrize("act", [sweep.submit, sweep.cancel])
def test_a_press_is_seen_at_once(act, readings, monkeypatch):
    """No reading from before it is shown after it."""
    asked = SimpleNamespace(submit=lambda *_: None, cancel=lambda *_: None)
    monkeypatch.setattr(sweep, "engine", lambda: asked)
    monkeypatch.setattr(sweep, "visitor", lambda: "ann")
    sweep.recent_states(ASKED)
    act(ASKED)
    sweep.recent_states(ASKED)

    assert len(readings) == 2


def slowly(draw, drawn):
    """Draw as before, but so slowly that all of a class wait for the first."""

    def slow(*arguments, **keywords):
        drawn.append(arguments)
        time.sleep(0.2)
        return draw(*arguments, **keywords)

    return slow


def test_a_chart_is_drawn_once_for_all():
    """Whoever comes while it is drawn waits for it; other data or another look, and it is drawn again."""
    drawn = []
    draw = slowly(lambda **_: Figure(), drawn)
    first = at_once(lambda: chart.draw_once("accuracy of some rows", draw))

    assert len(drawn) == 1
    assert all(one is first[0] for one in first)
    assert chart.draw_once("accuracy of more rows", draw) is not first[0]
    assert chart.draw_once("accuracy of some rows", draw, theme="dark") is not first[0]


def test_the_key_of_a_chart_names_all_its_data(monkeypatch):
    """Rows, view and margin of a curve."""
    keys = []
    monkeypatch.setattr(curve, "for_visitor", lambda _draw, key: keys.append(key) or Figure())
    monkeypatch.setattr(curve, "show_chart", lambda *_: None)
    measured = rows(sizes=(100, 500), n_test=100)
    for shown in [
        curve.comparison(measured),
        curve.comparison(measured.iloc[1:]),
        curve.comparison(measured, "error"),
        curve.comparison(measured, margin=0.1),
    ]:
        curve.show_accuracy(shown, "one")
        curve.show_time(shown, "other")

    assert len(set(keys)) == len(keys) == 8


def test_a_race_is_drawn_again_when_it_has_gone_on(monkeypatch):
    """The seconds of a running race are part of what names its chart."""
    monkeypatch.setattr(page, "race_figure", lambda *_, **__: Figure())
    shown = page.Races("none 10", rows(sizes=(100,), n_test=100).iloc[:0], 10)
    runner, later = (page.Runner("svm", 0, "[]", seconds, 10.0, 100) for seconds in (3.0, 4.0))

    assert page.figure_of(shown, (runner,), None) is page.figure_of(shown, (runner,), None)
    assert page.figure_of(shown, (later,), None) is not page.figure_of(shown, (runner,), None)


def test_a_crowd_polls_less_often(monkeypatch):
    """Four times as many as poll at full speed wait four times as long; who is gone no longer counts."""
    monkeypatch.setattr(live, "visitor", lambda: "ann")
    alone = live.interval(1.0)
    live.polled_at().update({str(n): time.monotonic() for n in range(4 * live.CROWD - 1)})
    crowded = live.interval(1.0)
    live.polled_at().update({str(n): time.monotonic() - 2 * live.GONE_SECONDS for n in range(4 * live.CROWD - 1)})

    assert 0.8 <= alone <= 1.2
    assert 3.2 <= crowded <= 4.8
    assert live.interval(1.0) <= 1.2


def test_what_is_sent_of_a_chart_is_made_once():
    """Sessions get the same JSON, equal to that of a chart drawn afresh."""
    kept = chart.draw_once("a line", lambda **_: Figure().add_scatter(y=[1, 2, 3]))

    assert kept.to_dict() is kept.to_dict()
    assert kept.to_dict() == Figure().add_scatter(y=[1, 2, 3]).to_dict()
