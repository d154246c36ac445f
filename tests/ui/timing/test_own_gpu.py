"""The part of the timing page on the visitor's own GPU: its place, what it shows, and its JavaScript in one piece."""

import re

import pytest
import streamlit as st

from tests.analysis.timing.own_gpu.reports import SOFTWARE, report
from tests.ui.part import open_page, table, words
from tests.ui.timing.test_timing import measured_here, rows_of
from ui.timing.own_gpu import show
from ui.timing.own_gpu.component import FOLDER, IN_PAGE, IN_WORKER, component_source, joined
from ui.timing.own_gpu.component import words as spoken

pytestmark = pytest.mark.slow

PART = {"part": "Your own GPU"}


@pytest.fixture
def browser_sent(monkeypatch):
    """Have the browser have sent this report."""

    def send(told):
        monkeypatch.setattr(show, "measure_own_gpu", lambda: {"report": told, "notes": []})

    return send


def test_it_is_the_first_part_unless_a_gpu_of_a_server_is_shown():
    """Then that comes first, and this second."""
    measured_here(*rows_of())
    assert open_page("timing").tabs[0].label == "Your own GPU"
    measured_here(*rows_of(), *rows_of("cuda"))
    st.cache_data.clear()
    assert [one.label for one in open_page("timing").tabs][:2] == ["CPU and GPU", "Your own GPU"]


def test_before_a_measurement_it_says_what_leaves_the_browser_and_shows_the_server():
    """Without a row of the server only what leaves the browser."""
    assert "leave your browser, and only to this server" in words(open_page("timing", **PART))
    measured_here(*rows_of())
    st.cache_data.clear()
    assert "And your GPU?" in words(open_page("timing", **PART))


def test_a_report_becomes_finding_chart_and_table(browser_sent):
    """As analysis and chart say."""
    browser_sent(report())
    page = open_page("timing", **PART)

    assert not page.exception
    assert "multiplies matrices of 1,024 rows 40 times as fast as one core in JavaScript" in words(page)
    assert len(table(page)) == 6
    assert page.get("plotly_chart")


def test_a_program_in_a_gpus_place_is_no_gpu(browser_sent):
    """It is said first."""
    browser_sent(report(**SOFTWARE))

    assert "No GPU: this browser computes WebGPU on the processor (SwiftShader)" in words(open_page("timing", **PART))


@pytest.mark.parametrize("forged", ["<b>", {"rows": 3}, report(vendor="![x](http://x.y/z)", rows=[])])
def test_a_forged_report_is_one_sentence(browser_sent, forged):
    """The page stays."""
    browser_sent(forged)
    page = open_page("timing", **PART)

    assert not page.exception
    assert "is no measurement" in words(page)


def test_the_modules_are_joined_whole_and_no_name_is_there_twice():
    """No import is left, only the component is exported, and every module is in."""
    source = component_source()

    assert "PROCESSOR_SOURCE" not in source
    assert re.findall(r"(?m)^(?:import|export) .*", source) == [next(iter(re.findall("(?m)^export default.*", source)))]
    assert {path.stem for path in FOLDER.glob("*.js")} == {*IN_PAGE, *IN_WORKER}
    for names in (IN_PAGE, IN_WORKER):
        found = re.findall(r"(?m)^(?:async )?(?:function|const|class) (\w+)", joined(names))
        assert sorted(found) == sorted(set(found))


def test_nothing_is_requested():
    """No address, no fetch: it works offline and tells nobody anything."""
    assert not re.findall(r"https?:|fetch\(|XMLHttpRequest|WebSocket|sendBeacon", component_source())


def test_every_reason_has_a_sentence():
    """Whatever code a Failure or a note has."""
    codes = set(re.findall(r'(?:Failure|note)\(\s*"(\w+)"', component_source())) | {"old", "insecure"}

    assert codes == set(spoken()["notes"])
