"""The widths and themes in which a page may be seen, and what axe finds wrong with it."""

from axe_playwright_python.sync_playwright import Axe

from tests.browser.steps import idle

WIDTHS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 800}},
}
UNFOLD = "document.querySelectorAll('details:not([open]) > summary').forEach(summary => summary.click())"
STILL = """() => document.getAnimations().every(
    motion => motion.playState !== 'running' || motion.effect.getComputedTiming().iterations === Infinity
)"""
SCHEME = "scheme => getComputedStyle(document.querySelector('.stApp')).colorScheme === scheme"
SECOND_LOOK = 3_000  # milliseconds


def unfold(page):
    """Open everything that is folded, and wait until nothing moves."""
    page.evaluate(UNFOLD)
    page.wait_for_function(STILL)


def switch_theme(page, scheme):
    """Change to light or dark, and wait until the page is drawn again, because the server colours the charts."""
    if page.evaluate(SCHEME, scheme):
        return
    page.emulate_media(color_scheme=scheme)
    page.wait_for_selector(f'[data-drawn-for~="{scheme}"]', state="attached")
    idle(page)
    page.wait_for_function(STILL)


def violations(page):
    """The rules that the page breaks, each with the elements that break it, also when looked at a second time.

    On a busy machine the first look may fall between two drawings of the page.
    """
    page.wait_for_function(STILL)
    if found := Axe().run(page).response["violations"]:
        page.wait_for_timeout(SECOND_LOOK)
        idle(page)
        found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]


def violations_by_theme(page):
    """The rules that the page breaks in light and in dark; a theme without any is left out."""
    found = {}
    for scheme in ("light", "dark"):
        switch_theme(page, scheme)
        if broken := violations(page):
            found[scheme] = broken
    return found
