"""The page on one layer in a browser: its chart at once, a drawing, and all sizes measured."""

from playwright.sync_api import expect

from tests.browser.accessible import violations
from tests.browser.steps import CHART, go, idle

LINES = """() => {
  const words = document.createRange()
  words.selectNodeContents(document.querySelector("h2"))
  return new Set([...words.getClientRects()].filter(box => box.width > 20).map(box => Math.round(box.bottom / 12))).size
}"""


def test_the_finding_and_the_fit_are_there_without_a_click(page, server):
    """Recorded rows, a heading of at most two lines, three charts, and the seed that failed."""
    go(page, server, "approximation")
    expect(page.get_by_role("heading", level=2)).to_contain_text("Learned features win at most sizes")
    expect(page.locator(CHART).nth(2)).to_be_attached()
    expect(page.get_by_text("training did not find them")).to_be_visible()
    assert page.evaluate(LINES) <= 2


def test_a_drawn_curve_is_typed_into_the_field_and_the_address(page, server):
    """A stroke down to the right ends low; the same can be typed."""
    go(page, server, "approximation?target=Your+own+drawing")
    box = page.get_by_role("img", name="Your drawing of a curve").bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] - 4, steps=20)
    page.mouse.up()
    field = page.get_by_role("textbox", name="Heights, from left to right")
    page.wait_for_function("document.querySelector('input[aria-label^=Heights]').value.split(' ').length === 41")
    heights = [float(one) for one in field.input_value().split()]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > 0.8
    assert heights[-1] < -0.8
    page.wait_for_function("location.search.includes('heights=')")
    idle(page)
    assert violations(page) == []
    field.fill("0 nan")
    field.press("Enter")
    expect(page.get_by_text("nan is not")).to_be_visible()


def test_all_sizes_are_measured_on_request(page, server):
    """A bar, then networks in the finding."""
    go(page, server, "approximation?target=Your+own+drawing&layers=Three&heights=0+1+0.2+-1")
    page.get_by_role("button", name="Measure every size here").click()
    expect(page.get_by_text("Your drawing: at")).to_be_visible(timeout=240_000)
