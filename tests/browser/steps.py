"""What every browser test does: open a page, and wait until it is there."""

from urllib.parse import urlparse

from playwright.sync_api import expect

CHART = ".js-plotly-plot .main-svg"
IDLE = '[data-test-script-state="notRunning"]'
"""The page while no script runs."""
MOMENT = 250  # milliseconds
DRAWN = """([idle, moment]) => new Promise((drawn) => {
    const places = () => [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
    const fits = (place) => {
        const chart = place.querySelector('.main-svg')
        return chart && Math.abs(chart.getBoundingClientRect().width - place.clientWidth) <= 1
    }
    const done = () => document.querySelector(idle) && !document.querySelector('[data-testid=stSkeleton]')
        && places().every((one) => !one.checkVisibility() || fits(one))
    let timer
    const again = () => (clearTimeout(timer), (timer = setTimeout(look, moment)))
    const look = () => (done() ? (watching.disconnect(), drawn(true)) : again())
    const watching = new MutationObserver(again)
    watching.observe(document.body, {attributes: true, childList: true, subtree: true, characterData: true})
    again()
})"""
"""Charts come late: the browser loads what draws them when the script has ended, and draws them anew for a width."""


def go(page, server, path=""):
    """Open a page and wait until its script has ended."""
    page.goto(f"{server}/{path}")
    page.wait_for_selector("h1")
    # The browser loads the code that draws links last: without them the sidebar is a region that nobody can focus.
    page.wait_for_selector('[data-testid="stSidebar"] a', state="attached")
    idle(page)


def idle(page):
    """Wait until no script runs."""
    page.wait_for_selector(IDLE)


def drawn(page):
    """Wait until no script runs, every visible chart is as wide as its place, and nothing has changed for a moment."""
    page.wait_for_function(DRAWN, arg=[IDLE, MOMENT])


def press_until(button, outcome):
    """Press until the outcome is visible: an opening expander moves a button away, a camera may not be ready yet."""
    for _ in range(4):
        button.click()
        try:
            return expect(outcome).to_be_visible(timeout=20_000)
        except AssertionError:
            continue
    raise AssertionError(f"{button} was pressed four times without {outcome}.")


def press_away(button):
    """Press until the button is gone: what arrives meanwhile may move it, and a page that reconnects loses a press."""
    for _ in range(4):
        button.click()
        try:
            return expect(button).to_have_count(0, timeout=20_000)
        except AssertionError:
            continue
    raise AssertionError(f"{button} was pressed four times and is still there.")


def hosts(page):
    """The hosts from which the page has requested anything."""
    return {urlparse(url).hostname for url in page.requested if url.startswith(("http", "ws"))}
