"""What a visitor does, in a real browser against a real server with real workers."""

import re
from urllib.parse import urlparse

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import served
from tests.ui.part import PAGES

CHART = ".js-plotly-plot .main-svg"
SMALL = "dataset=Digits&seeds=1&sizes=100&sizes=200"
LONG = "dataset=Textures&recipe=Both&seeds=3"


def go(page, server, path=""):
    """Open a page and wait until its script has ended."""
    page.goto(f"{server}/{path}")
    page.wait_for_selector("h1")
    idle(page)


def idle(page):
    """Wait until no script runs."""
    page.wait_for_selector('[data-test-script-state="notRunning"]')


def test_the_first_page_shows_its_curve_at_once(page, server):
    """A newcomer sees a recorded curve and a finding, with nothing to click."""
    page.goto(server)
    page.wait_for_selector(CHART)
    expect(page.get_by_role("heading", level=1)).to_have_text("How many images until the CNN wins?")
    expect(page.get_by_role("heading", level=2)).to_contain_text("training")


def test_no_request_leaves_the_machine(page, server):
    """Fonts, scripts and charts come from the server itself, on every page."""
    for path in ("", "compare", "data_size", "features", "runs"):
        go(page, server, path)
    hosts = {urlparse(url).hostname for url in page.requested if url.startswith(("http", "ws"))}
    assert hosts == {"127.0.0.1"}


def test_run_grows_a_curve_to_its_end(page, server):
    """Run measures every point with real workers; at the end the curve stands and nothing is pending."""
    go(page, server, f"data_size?{SMALL}")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("All 4 experiments of this choice are measured here")).to_be_visible(timeout=120_000)
    page.wait_for_selector(CHART)
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0, timeout=120_000)
    expect(page.get_by_text("Filled marks: measured here").first).to_be_visible()


def test_cancel_stops_and_keeps_what_is_measured(page, server):
    """After Cancel nothing runs, and Run offers only what is missing."""
    go(page, server, f"data_size?{LONG}")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text(re.compile(r"^[1-9]\d* of \d+ measured"))).to_be_visible(timeout=120_000)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"[1-9]\d* of 60 are measured"))).to_be_visible()


def test_a_reload_in_mid_run_shows_the_same_progress(page, server):
    """The truth is in the database and the address: a reload loses nothing, and the same browser can still cancel."""
    go(page, server, f"data_size?{LONG}&view=Error%2C+log%E2%80%93log")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text(re.compile(r"^[1-9]\d* of \d+ measured"))).to_be_visible(timeout=120_000)
    page.reload()
    expect(page.get_by_text(re.compile(r"^[1-9]\d* of \d+ measured"))).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)


def test_the_address_restores_every_choice(page, browser, server):
    """A link that a visitor copies shows another visitor the same page: three learners, five sizes, three seeds."""
    go(page, server, "data_size")
    for choice in ("Thorough", "Error, log–log", "SVM on raw pixels"):
        page.get_by_test_id("stButtonGroup").get_by_text(choice, exact=True).click()
    asked = re.compile("^45 experiments")
    expect(page.get_by_text(asked)).to_be_visible(timeout=30_000)
    other = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    other.goto(page.url)
    expect(other.get_by_text(asked)).to_be_visible(timeout=30_000)
    expect(other.get_by_role("radio", name="Error, log–log")).to_be_checked()
    other.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_deep_link_to_a_cold_server_has_the_navigation(page, tmp_path, name):
    """The first visitor of a new server may open any page, and gets it with all groups and pages in the sidebar."""
    with served(tmp_path / "home") as (address, _):
        go(page, address, "" if name == "home" else name)
        sidebar = page.get_by_test_id("stSidebar")
        expect(sidebar.get_by_role("link")).to_have_count(len(PAGES))
        for group in ("Start here", "Compare", "Understand", "Do it yourself", "Class"):
            expect(sidebar.get_by_text(group, exact=True)).to_be_visible()
        toggle = sidebar.get_by_text("Projector size").bounding_box()
        assert toggle["y"] + toggle["height"] < page.viewport_size["height"]


def test_an_old_address_opens_the_same_choice(page, server):
    """A renamed tab and a renamed parameter are still found by the addresses that people kept."""
    go(page, server, "timing?part=Features+by+hand")
    expect(page.get_by_role("tab", name="Handcrafted features")).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize("name", ["Rows (CSV)", "Chart (SVG)", "Page (HTML)"])
def test_everything_can_be_taken_along(page, server, name):
    """Each download arrives with content."""
    go(page, server)
    page.get_by_text("Take it with you").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    assert waiting.value.path().stat().st_size > 1_000
