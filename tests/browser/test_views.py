"""Every view fits its window and is accessible: nothing is cut off, overlaps or breaks a rule of axe."""

import numpy as np
import pytest

from settings import ROOT
from tests.browser.accessible import LOOKS, TOO_WIDE, look_at, unfold, violations
from tests.browser.steps import drawn, go

BETWEEN = 700
"""A window as wide as half a desktop."""
CIFAR = "CIFAR-10+(JPEG+copy)"
VIEWS = {
    **{path.stem: path.stem for path in sorted((ROOT / "pages").glob("*.py"))}, "home": "",
    "lesson": "lesson?claim6=true&claim25=true",  # with two cards open
    "three learners' errors": "?pretrained=true&show=Error%2C+log%E2%80%93log",
    "digits they disagree on": "errors?part=Images&errors_images=Digits",
    "race of digits": "race?dataset=Digits", "changed digits": "robustness?images=Digits",
    **{part: f"timing?part={part.replace(' ', '+')}" for part in (
        "The machine's limit", "Handcrafted features", "How time grows", "Models in use",
    )},
    **{part: f"features?part={part.replace(' ', '+')}" for part in (
        "What the layers see", "Swap board", "What lifts the SVM",
    )},
    **{part: f"errors?part={part.replace(' ', '+')}&errors_images={CIFAR}" for part in (
        "Images", "Which classes", "The same mistakes%3F", "A lucky seed", "How sure%3F", "The shortcut trap",
    )},
}  # fmt: skip
"""Every page, and parts and choices that look otherwise; of CIFAR-10 there are no images here."""
SCROLLED = {"race", "race of digits", "Models in use", "The shortcut trap"}
"""Views with a table of so many columns that it is scrolled in a narrow window."""

LABELS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot, number) =>
    [...plot.querySelectorAll('.xtick text, .x2tick text, .g-xtitle text, .g-x2title text')].filter(
        text => !/rotate\\(-?[1-9]/.test(text.getAttribute('transform'))
    ).map(text => {
        const {left, right, top, bottom} = text.getBoundingClientRect()
        return [number, left, right, top, bottom]
    }).filter(box => box[2] > box[1]))"""
"""The number of the chart and the box of each level tick and title of its horizontal axes."""

CUT_TABLES = """() => [...document.querySelectorAll('[data-testid=stTable] *')].filter(
    one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0).map(one => one.outerHTML.slice(0, 120))"""

HEADING_LINES = """() => {
    const heading = document.querySelector('[data-testid=stMain] h2')
    const words = heading ? document.createTreeWalker(heading, NodeFilter.SHOW_TEXT) : null
    const range = document.createRange(), lines = new Set()
    while (words?.nextNode()) {
        range.selectNodeContents(words.currentNode)
        for (const line of range.getClientRects()) lines.add(Math.round(line.bottom / 4))
    }
    return lines.size
}"""
"""The lines of the finding's words, without the sign that explains them."""


def overlapping(boxes):
    """The pairs of boxes of one chart that share more than a pixel."""
    found = []
    for place, (chart, left, right, top, bottom) in enumerate(boxes):
        for other, left_2, right_2, top_2, bottom_2 in boxes[:place]:
            across, down = min(right, right_2) - max(left, left_2), min(bottom, bottom_2) - max(top, top_2)
            if chart == other and across > 1 and down > 3:
                found.append((chart, np.round([left, right, left_2, right_2]).tolist()))
    return found


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_fits_every_window_and_is_accessible(page, server, name):
    """Loaded once: wide and light, half as wide, narrow and dark; two lines of headline, and axe finds nothing.

    Everything is unfolded before the window becomes narrow.
    """
    go(page, server, VIEWS[name])
    narrow, wide = LOOKS
    misfits = {1280: misfit(page)}
    unfold(page)
    drawn(page)
    broken = {wide: violations(page)}
    cut_tables, heading_lines = page.evaluate(CUT_TABLES), page.evaluate(HEADING_LINES)
    page.set_viewport_size({"width": BETWEEN, "height": 900})
    misfits[BETWEEN] = misfit(page)
    look_at(page, narrow)
    misfits[390] = misfit(page)
    broken[narrow] = violations(page)
    if name not in SCROLLED:
        cut_tables += page.evaluate(CUT_TABLES)
    assert cut_tables == []
    assert heading_lines <= 2
    assert {width: found for width, found in misfits.items() if any(found)} == {}
    assert {look: found for look, found in broken.items() if found} == {}


def misfit(page):
    """Labels that overlap, and what is wider than the window."""
    drawn(page)
    return [overlapping(page.evaluate(LABELS)), page.evaluate(TOO_WIDE)]
