"""The looks in which a page may be seen, and what axe finds wrong with it."""

from axe_playwright_python.sync_playwright import Axe

from tests.browser.steps import idle

WIDTHS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 800}},
}
LOOKS = {("narrow", "dark"): 390, ("wide", "light"): 1280}
"""Both widths and both themes in two looks: a rule that is broken depends on sizes or on colours, hardly on both."""
UNFOLD = "document.querySelectorAll('details:not([open]) > summary').forEach(summary => summary.click())"
STILL = """() => document.getAnimations().every(
    motion => motion.playState !== 'running' || motion.effect.getComputedTiming().iterations === Infinity
)"""
TOO_WIDE = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(one => {
    const {left, right} = one.getBoundingClientRect()
    const scrolls = one.closest('[role=tablist], [data-testid=stTable], [data-testid=stDataFrame]')
    const hidden = one.closest('input, .sr-only, [inert]')
    return !scrolls && !hidden && right - left > 1 && right > innerWidth + 1
}).map(one => one.outerHTML.slice(0, 120))"""
"""What is wider than the window and cannot be scrolled."""
SCHEME = "scheme => getComputedStyle(document.querySelector('.stApp')).colorScheme === scheme"
SECOND_LOOK = 3_000  # milliseconds


def unfold(page):
    """Open everything that is folded, and wait until nothing moves."""
    page.evaluate(UNFOLD)
    page.wait_for_function(STILL)


def look_at(page, look):
    """Change width and theme, and wait until the page is drawn for both."""
    width, scheme = look
    page.set_viewport_size({"width": LOOKS[look], "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.wait_for_selector(f'[data-drawn-for^="{width} {scheme}"]', state="attached")
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


def violations_by_look(page):
    """The rules that the page breaks in each look, everything unfolded; a look without any is left out."""
    found = {}
    for look in LOOKS:
        look_at(page, look)
        unfold(page)
        if broken := violations(page):
            found[look] = broken
    return found
