"""The page on changed images in a browser: its finding and charts at once, and a choice that is kept in the address."""

from playwright.sync_api import expect

from tests.browser.accessible import violations_by_look
from tests.browser.steps import CHART, go, idle, press_until

LINES = """() => {
  const words = document.createRange()
  words.selectNodeContents(document.querySelector("h2"))
  return new Set([...words.getClientRects()].filter(box => box.width > 20).map(box => Math.round(box.bottom / 12))).size
}"""


def test_the_finding_and_both_charts_are_there_without_a_click(page, server):
    """Recorded rows, a heading of at most two lines, one large chart and one of all changes, and the images."""
    go(page, server, "robustness?images=Digits")
    expect(page.get_by_role("heading", level=2)).to_contain_text("Over eight changes")
    expect(page.locator(CHART).nth(1)).to_be_attached()
    expect(page.get_by_role("img", name="Two images, noise in five steps")).to_be_visible()
    assert page.evaluate(LINES) <= 2


def test_a_change_is_chosen_and_kept_in_the_address(page, server):
    """Its images and its sentence follow."""
    go(page, server, "robustness?images=Digits")
    page.get_by_role("combobox", name="Change").click()
    page.get_by_role("option", name="Rotation").click()
    expect(page.get_by_role("img", name="Two images, rotation in five steps")).to_be_visible()
    page.wait_for_function("location.search.includes('change=Rotation')")
    page.get_by_role("radio", name="Share lost").click()
    idle(page)
    expect(page.get_by_text("With rotation at 80°")).to_be_visible()


def test_a_data_set_is_measured_on_the_page(page, server):
    """Nothing is known of it; pressed, its progress can be stopped, and it is drawn as soon as it is measured."""
    go(page, server, "robustness?images=Textures&seeds=1&here_n=100&learners=CNN")
    expect(page.get_by_text("No results on changed images of this data set yet")).to_be_visible()
    assert violations_by_look(page) == {}
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("0 of 1 measured")).to_be_visible()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    expect(page.get_by_text("Filled marks: measured here")).to_be_visible(timeout=300_000)
    told = page.get_by_text("All 1 experiments of this choice are done")
    press_until(page.get_by_text("Measure it here"), told)
    assert violations_by_look(page) == {}
