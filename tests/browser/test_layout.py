"""Pages fit their window: nothing is cut off, overlaps or hides at any width, and a page follows its window."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.accessible import SCHEME
from tests.browser.steps import CHART, go, idle

WIDTHS = (390, 700, 1280)
PAGES = {
    "home": "", "error": "?show=Error%2C+log%E2%80%93log", "race": "race?dataset=Digits", "timing": "timing",
    "lesson": "lesson?claim6=true&claim25=true",
    "decide": "decide",
    **{part: f"timing?part={part.replace(' ', '+')}" for part in (
        "CPU and GPU", "The machine's limit", "Handcrafted features", "How time grows", "Models in use",
    )},
}  # fmt: skip

LABELS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot, number) =>
    [...plot.querySelectorAll('.xtick text, .x2tick text, .g-xtitle text, .g-x2title text')].map(text => {
        const {left, right, top, bottom} = text.getBoundingClientRect()
        return [number, left, right, top, bottom]
    }).filter(box => box[2] > box[1]))"""
"""The number of the chart and the box of each tick and title of its horizontal axes."""

FITS = """() => {
    const frame = document.querySelector('[data-testid=stPlotlyChart]')?.getBoundingClientRect()
    const drawn = document.querySelector('[data-testid=stPlotlyChart] svg.main-svg')?.getBoundingClientRect()
    return drawn && Math.abs(frame.width - drawn.width) < 2 && Math.abs(frame.height - drawn.height) < 2
}"""
"""The first chart is as wide and as high as its frame, once it is drawn."""

BOTTOM = "document.querySelector('.js-plotly-plot .main-svg').getBoundingClientRect().bottom"

TOO_WIDE = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(one => {
    const {left, right} = one.getBoundingClientRect()
    const scrolls = one.closest('[role=tablist], [data-testid=stTable], [data-testid=stDataFrame], .sr-only, [inert]')
    return !scrolls && right - left > 1 && right > innerWidth + 1
}).map(one => one.outerHTML.slice(0, 120))"""

CUT_TABLES = """() => [...document.querySelectorAll('[data-testid=stTable] *')].filter(
    one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0).map(one => one.outerHTML.slice(0, 120))"""

HEADING_LINES = """() => {
    const heading = document.querySelector('[data-testid=stMain] h2'), range = document.createRange()
    range.selectNodeContents(heading)
    return new Set([...range.getClientRects()].map(line => Math.round(line.bottom / 4))).size
}"""


def overlapping(boxes):
    """The pairs of boxes of one chart that share more than a pixel."""
    found = []
    for place, (chart, left, right, top, bottom) in enumerate(boxes):
        for other, left_2, right_2, top_2, bottom_2 in boxes[:place]:
            across, down = min(right, right_2) - max(left, left_2), min(bottom, bottom_2) - max(top, top_2)
            if chart == other and across > 1 and down > 3:
                found.append((chart, np.round([left, right, left_2, right_2]).tolist()))
    return found


@pytest.mark.parametrize("name", PAGES)
def test_nothing_overlaps_or_is_wider_than_the_window(page, server, name):
    """At each width, without loading the page again: no label over another, nothing cut, two lines of headline."""
    go(page, server, PAGES[name])
    page.wait_for_selector(CHART)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(500)
        idle(page)
        expect(page.locator(CHART).first).to_be_visible()
        page.wait_for_timeout(500)  # plotly draws after the script has ended
        assert overlapping(page.evaluate(LABELS)) == [], width
        assert page.evaluate(TOO_WIDE) == [], width
    assert page.evaluate(CUT_TABLES) == []
    assert page.evaluate(HEADING_LINES) <= 2


def test_a_page_follows_its_window_and_its_theme(page, server):
    """Names move into a legend in a narrow window and back, words become light in the dark, also on the next page."""
    go(page, server)
    legend, tick = page.locator(".js-plotly-plot .legend").first, page.locator(".js-plotly-plot .xtick text").first
    expect(tick).to_be_visible()
    assert legend.count() == 0
    page.set_viewport_size({"width": 500, "height": 800})
    expect(legend).to_be_visible()
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(SCHEME, arg="dark")
    expect(tick).to_have_css("fill", "rgb(179, 180, 186)")
    go(page, server, "race?dataset=Digits")
    expect(legend).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(legend).to_have_count(0)


def test_the_window_of_one_visitor_is_not_another_s(browser, server):
    """Two visitors see the same rows at once, each for their own window, although charts are drawn once for all."""
    contexts = [browser.new_context(viewport={"width": width, "height": 800}) for width in (390, 1280, 390)]
    for context, n_legends in zip(contexts, (1, 0, 1), strict=True):
        page = context.new_page()
        go(page, server)
        page.wait_for_selector(CHART)
        expect(page.locator("[class*=st-key-home-accuracy] .legend")).to_have_count(n_legends)
        context.close()


def test_the_home_link_has_an_address(page, server):
    """Opened in a new tab it leads home from every page."""
    go(page, server, "runs")
    link = page.get_by_test_id("stSidebar").get_by_role("link").first
    expect(link).to_have_attribute("href", "/")


def test_a_chart_at_projector_size_fits_its_place_and_answers_the_mouse(page, server):
    """It is as wide and as high as its frame, with larger words, and tells of the mark under the mouse."""
    go(page, server, "?projector=true")
    chart = page.get_by_test_id("stPlotlyChart").first
    expect(page.locator(".ytick text").first).to_have_css("font-size", "16.25px")
    page.wait_for_function(FITS)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()

    mark = chart.locator(".point").nth(3)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2 - 1, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(chart.locator(".hoverlayer")).to_contain_text("training images")


@pytest.mark.parametrize("path", ["?", "data_size?dataset=Digits&", "race?dataset=Digits&"])
def test_a_projected_chart_is_above_the_fold_and_the_menu_comes_back(page, server, path):
    """At 1280 x 720, without the navigation beside it; one small button brings it and every choice back."""
    page.set_viewport_size({"width": 1280, "height": 720})
    go(page, server, f"{path}projector=true")
    page.wait_for_selector(CHART)
    page.wait_for_function(FITS)
    sidebar, choice = page.get_by_test_id("stSidebar"), page.locator(".st-key-seeds, .st-key-effort").first
    expect(sidebar).to_be_hidden()
    expect(choice).to_be_hidden()
    assert page.evaluate(BOTTOM) <= 720
    assert page.evaluate(TOO_WIDE) == []

    page.get_by_role("button", name="Menu", exact=True).click()
    expect(sidebar).to_be_visible()
    expect(choice).to_be_visible()
    expect(page).not_to_have_url(re.compile("projector=true"))


def test_hidden_choices_are_shown_again_by_a_button(page, server):
    """Also at projector size, where the address then says that nothing is hidden."""
    go(page, server, "?hide=controls")
    choice = page.locator(".st-key-effort").first
    expect(choice).to_be_hidden()
    page.get_by_role("button", name="Show all choices").click()
    expect(choice).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_text("Projector size").click()
    expect(choice).to_be_hidden()
    page.get_by_role("button", name="Show all choices").click()
    expect(choice).to_be_visible()
    expect(page).to_have_url(re.compile("hide=none"))
