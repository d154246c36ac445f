"""The page on errors in a browser: its finding at once, the parts of the gallery, the seeds, and the trap."""

from playwright.sync_api import expect

from tests.browser.steps import CHART, go


def test_the_finding_and_the_chart_are_there_without_a_click(page, server):
    """Recorded rows of the digits: who is right alone, and a chart."""
    go(page, server, "errors")
    expect(page.get_by_role("heading", level=2)).to_contain_text("test images, and only the")
    expect(page.locator(CHART).first).to_be_attached()


def test_another_part_shows_other_images(page, server):
    """Images that only the CNN gets right replace those that only the SVM gets right, and a second page has more."""
    go(page, server, "errors?part=Images")
    images = page.locator("[data-testid=stMain] img[alt^='Test image']")
    first = images.first.get_attribute("alt")
    page.get_by_text("Only CNN", exact=True).click()
    expect(page.get_by_text("Only CNN: ")).to_be_visible()
    expect(images.first).not_to_have_attribute("alt", first or "")
    before = images.first.get_attribute("alt") or ""
    page.get_by_role("spinbutton").fill("2")
    page.get_by_role("spinbutton").press("Enter")
    expect(images.first).not_to_have_attribute("alt", before)


def test_a_lucky_seed_is_seen_among_all(page, server):
    """One seed proves something; with all seeds shown the sentence is another."""
    go(page, server, "errors?part=A+lucky+seed")
    heading = page.get_by_role("heading", level=2)
    expect(heading).to_contain_text("alone the SVM is")
    page.get_by_text("Show all seeds", exact=True).first.click()
    expect(heading).to_contain_text("Of 10 seeds")


def test_the_trap_shows_its_recorded_chart_at_once(page, server):
    """On a fresh install: who fell for it, the chart, and another finding for another share."""
    go(page, server, "errors?part=The+shortcut+trap")
    heading = page.get_by_role("heading", level=2)
    expect(heading).to_contain_text("in 95 % of the training images, swapping it costs")
    expect(page.locator(CHART).first).to_be_attached()
    page.get_by_role("radio", name="50 %").click()
    expect(heading).to_contain_text("in 50 % of the training images")
