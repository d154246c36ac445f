"""The page on errors in a browser: its finding at once, the parts of the gallery, the seeds, and the trap."""

from playwright.sync_api import expect

from tests.browser.steps import CHART, go, idle


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


CELL = """plot => {
    const {_size: {l, t}, xaxis, yaxis} = plot._fullLayout, {left, top} = plot.getBoundingClientRect()
    const {x, y} = plot.data.at(-1), one = x.findIndex((said, place) => said !== y[place])
    return [x[one], y[one], left + l + xaxis.d2p(x[one] + 0.4), top + t + yaxis.d2p(y[one] + 0.4)]
}"""
"""A cell with mistakes: its predicted class, its true one, and a place near its corner."""


def test_a_click_on_a_cell_opens_its_images(page, server):
    """On a board or on the difference; the controls and the address follow, and no count fades."""
    go(page, server, "errors?part=Which+classes&errors_images=Digits")
    expect(page.get_by_text("The images behind a cell")).to_be_visible()
    idle(page)
    for number, who in ((2, "CNN: "), (3, "CNN: ")):  # the CNN's board, then the difference, which keeps who was chosen
        plot = page.locator(".js-plotly-plot").nth(number)
        plot.scroll_into_view_if_needed()
        said, true, x, y = plot.evaluate(CELL)
        page.mouse.move(x, y)
        page.mouse.click(x, y)
        expect(page.get_by_text(f"test images of “{true}”").filter(has_text=who)).to_contain_text(f"as “{said}”")
    faded = "texts => texts.filter(text => getComputedStyle(text).fillOpacity !== '1').length"
    assert page.locator(".js-plotly-plot .textpoint text").evaluate_all(faded) == 0


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


def test_the_trap_hides_the_choices_for_itself_alone(page, server):
    """It has images of its own; whoever opens another part afterwards can choose again."""
    go(page, server, "errors?part=The+shortcut+trap")
    expect(page.get_by_text("The class is the shape")).to_be_visible()
    expect(page.locator(".st-key-errors_choices")).to_be_hidden()
    page.get_by_role("tab", name="Which classes").click()
    expect(page.get_by_text("The images behind a cell")).to_be_visible()
    expect(page.locator(".st-key-errors_choices")).to_be_visible()
