"""A page follows its window, its theme and the projector's size, and hides what its address hides."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import SCHEME, TOO_WIDE
from tests.browser.steps import CHART, go, idle

FITS = """() => {
    const frame = document.querySelector('[data-testid=stPlotlyChart]')?.getBoundingClientRect()
    const drawn = document.querySelector('[data-testid=stPlotlyChart] svg.main-svg')?.getBoundingClientRect()
    return drawn && Math.abs(frame.width - drawn.width) < 2 && Math.abs(frame.height - drawn.height) < 2
}"""
"""The first chart is as wide and as high as its frame, once it is drawn."""

BOTTOM = "document.querySelector('.js-plotly-plot .main-svg').getBoundingClientRect().bottom"


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


def test_the_window_of_one_visitor_is_not_another_s(visit, server):
    """Two visitors see the same rows at once, each for their own window, although charts are drawn once for all."""
    for width, n_legends in ((390, 1), (1280, 0), (390, 1)):
        page = visit(server, "", width)
        page.wait_for_selector(CHART)
        expect(page.locator("[class*=st-key-home-accuracy] .legend")).to_have_count(n_legends)


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


PROJECTED = (
    *("?", "data_size?dataset=Digits&", "race?dataset=Digits&", "timing?", "errors?", "robustness?"),
    *("features?dataset=Digits&", "approximation?", "decide?"),
)
"""The pages whose first part is a chart."""
WITH_CHOICES = PROJECTED[:3]
"""Those of them on which seeds or the effort are chosen."""


def projected(page, server, path):
    """Open a page at projector size, and wait for its chart."""
    page.set_viewport_size({"width": 1280, "height": 720})
    go(page, server, f"{path}projector=true")
    page.wait_for_selector(CHART)
    page.wait_for_function(FITS)


@pytest.mark.parametrize("path", PROJECTED)
def test_a_projected_chart_is_above_the_fold_and_a_button_brings_all_back(page, server, path):
    """At 1280 x 720 nothing is wider than the page; where there are choices, a press brings them and the menu."""
    projected(page, server, path)
    assert page.evaluate(BOTTOM) <= 720
    assert page.evaluate(TOO_WIDE) == []
    if path not in WITH_CHOICES:
        return
    sidebar, choice = page.get_by_test_id("stSidebar"), page.locator(".st-key-seeds, .st-key-effort").first
    expect(sidebar).to_be_hidden()
    expect(choice).to_be_hidden()

    page.get_by_role("button", name="Menu", exact=True).click()
    expect(sidebar).to_be_visible()
    expect(choice).to_be_visible()
    expect(page).not_to_have_url(re.compile("projector=true"))


def test_hidden_choices_are_shown_again_by_a_button(page, server):
    """Also at projector size, where it scrolls with the page, and the address then says that nothing is hidden."""
    go(page, server, "?hide=controls")
    choice = page.locator(".st-key-effort").first
    expect(choice).to_be_hidden()
    page.get_by_role("button", name="Show all choices").click()
    expect(choice).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_text("Projector size").click()
    expect(choice).to_be_hidden()
    page.get_by_test_id("stMain").evaluate("one => one.scrollTo(0, 200)")
    expect(page.get_by_role("button", name="Show all choices")).not_to_be_in_viewport()  # it would cover words
    page.get_by_role("button", name="Show all choices").click()
    expect(choice).to_be_visible()
    expect(page).to_have_url(re.compile("hide=none"))


def test_a_link_s_tab_is_in_sight_on_a_phone(page, server):
    """A list of tabs that is wider than the window is scrolled to the open one, once: then people scroll it."""
    page.set_viewport_size({"width": 390, "height": 800})
    go(page, server, "timing?part=How+time+grows")
    open_tab, first = (page.get_by_role("tab", name=name) for name in ("How time grows", "CPU and GPU"))
    expect(open_tab).to_be_in_viewport(ratio=1)
    expect(first).not_to_be_in_viewport()
    first.scroll_into_view_if_needed()
    page.get_by_role("radio", name="Each part").or_(page.get_by_role("button", name="Each part")).first.click()
    idle(page)
    expect(first).to_be_in_viewport(ratio=1)


def test_what_is_unfolded_at_the_foot_of_the_menu_comes_into_sight(page, server):
    """It opens below the edge of a low window, and is scrolled to."""
    page.set_viewport_size({"width": 1280, "height": 720})
    go(page, server, "runs")
    words = page.get_by_test_id("stSidebar").locator("details").filter(has_text="Glossary")
    words.locator("summary").click()
    page.wait_for_function("one => one.getBoundingClientRect().top < 100", arg=words.element_handle())
