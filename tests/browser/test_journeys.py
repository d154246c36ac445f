"""What a visitor does, in a real browser against a real server with real workers."""

import re

from playwright.sync_api import expect

from tests.browser.steps import CHART, go

SMALL = "dataset=Digits&seeds=1&sizes=100&sizes=200"
LONG = "dataset=Textures&recipe=Both&seeds=3"
PATIENCE = 240_000
"""Milliseconds that real workers may take on a busy machine."""


def test_the_first_page_shows_its_curve_at_once(page, server):
    """A newcomer sees a recorded curve and a finding, with nothing to click."""
    page.goto(server)
    page.wait_for_selector(CHART)
    expect(page.get_by_role("heading", level=1)).to_have_text("How many images until the CNN wins?")
    expect(page.get_by_role("heading", level=2)).to_contain_text("training")


def test_run_grows_a_curve_to_its_end(page, server):
    """Run measures every point with real workers; at the end the curve stands and nothing is pending."""
    go(page, server, f"data_size?{SMALL}")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("All 4 experiments of this choice are done")).to_be_visible(timeout=PATIENCE)
    page.wait_for_selector(CHART, timeout=PATIENCE)
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0, timeout=PATIENCE)
    expect(page.get_by_text("Filled marks: measured here").first).to_be_visible()


def test_a_run_survives_a_reload_and_stops_when_cancelled(page, server):
    """A reload in mid-run shows the same progress; Cancel stops everything, and Run offers only what is missing."""
    go(page, server, f"data_size?{LONG}")
    page.get_by_role("button", name="Run").click()
    progress = page.get_by_text(re.compile(r"^[1-9]\d* of \d+ measured"))
    expect(progress).to_be_visible(timeout=PATIENCE)
    page.reload()
    expect(progress).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"[1-9]\d* of 60 have been measured"))).to_be_visible()


def test_the_address_restores_every_choice(page, visit, server):
    """A link that a visitor copies shows another visitor the same page: three learners, five sizes, three seeds."""
    go(page, server, "data_size")
    for choice in ("Thorough", "Error, log–log", "SVM on raw pixels"):
        page.get_by_test_id("stButtonGroup").get_by_text(choice, exact=True).click()
    asked = re.compile("^45 experiments")
    expect(page.get_by_text(asked)).to_be_visible(timeout=30_000)
    other = visit(*page.url.rsplit("/", 1))
    expect(other.get_by_text(asked)).to_be_visible(timeout=30_000)
    expect(other.get_by_role("radio", name="Error, log–log")).to_be_checked()


def test_a_link_opens_the_next_page_on_the_data_set_above_it(page, server):
    """Under CIFAR-10 it says "measure it here" and means CIFAR-10; choices made there stay there."""
    go(page, server)
    page.get_by_role("link", name="Measure it here").click()
    expect(page.get_by_role("combobox", name="Images", exact=True)).to_have_value("CIFAR-10")
    page.get_by_test_id("stButtonGroup").get_by_text("Thorough", exact=True).click()
    page.get_by_role("link", name="What features are worth").click()
    expect(page.get_by_role("combobox", name="Images", exact=True).first).to_have_value("Digits")
    page.get_by_role("link", name="How many images", exact=True).click()
    expect(page.get_by_role("combobox", name="Images", exact=True)).to_have_value("CIFAR-10")
    expect(page.get_by_role("radio", name="Thorough")).to_be_checked()


def test_an_old_address_opens_the_same_choice(page, server):
    """A renamed tab and a renamed parameter are still found by the addresses that people kept."""
    go(page, server, "timing?part=Features+by+hand")
    expect(page.get_by_role("tab", name="Handcrafted features")).to_have_attribute("aria-selected", "true")


def test_everything_can_be_downloaded(page, server):
    """The rows, the chart and the page each arrive with content."""
    go(page, server)
    page.get_by_text("Take it with you").click()
    for name in ("Rows (CSV)", "Chart (SVG)", "Page (HTML)"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        assert waiting.value.path().stat().st_size > 1_000, name
