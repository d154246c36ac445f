"""The tour of the app: every stop is a page, home names them all in order, and each leads to the next."""

from streamlit.testing.v1 import AppTest

from tests.ui.part import PAGES
from ui import tour


def test_every_stop_is_a_page_once():
    """And home is the first."""
    stops = [stop.page for stop in tour.STOPS]
    assert stops[0] == "home"
    assert set(stops) <= set(PAGES)
    assert len(stops) == len(set(stops)) == 6


def test_each_stop_leads_to_the_next_and_the_last_nowhere(monkeypatch):
    """Pages outside the tour lead nowhere either."""
    led = []
    monkeypatch.setattr(tour, "link", lambda page, label, _icon, query_params: led.append((page, label, query_params)))
    for stop in tour.STOPS:
        tour.show_next_stop(stop.page)
    tour.show_next_stop("runs")
    assert [page for page, *_ in led] == [stop.page for stop in tour.STOPS[1:]]
    assert led[0][1] == "Next stop: What do both see in one image?"


def test_home_numbers_the_stops_and_adds_up_their_minutes(monkeypatch):
    """The heading says how many stops and minutes there are."""
    named = []
    monkeypatch.setattr(tour, "link", lambda page, label, _icon, query_params: named.append((label, query_params)))
    page = AppTest.from_function(_way).run()
    assert page.subheader[0].value == "A tour in 6 stops, about 20 minutes"
    assert [label[:2] for label, _ in named] == ["2.", "3.", "4.", "5.", "6."]
    assert [address for _, address in named if address] == [{"dataset": "CIFAR-10"}]  # where the curves cross


def _way():
    from ui.tour import show_tour

    show_tour()
