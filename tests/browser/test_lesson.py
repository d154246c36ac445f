"""The lesson in a browser: its filter and its cards, where they lead, how it prints, and the page to take home."""

import re

from playwright.sync_api import expect

from tests.browser.accessible import LOOKS, look_at
from tests.browser.steps import CHART, drawn, go, hosts, idle

CARDS = "[data-testid=stExpander] summary"
SCREENS = 5
PAPER = 640  # pixels
FOOT = "Why is that so?"
"""The first of the folded parts, below which a page may go on."""


def test_a_reader_finds_what_fails_here_and_sees_it(page, server):
    """Filter, open the card, follow its link: the curve is shown in the view in which its law is a line."""
    go(page, server, "lesson")
    page.get_by_role("radio", name="Does not hold here").or_(
        page.get_by_role("button", name="Does not hold here")
    ).first.click()
    expect(page.locator(CARDS).filter(has_text="✓ Holds here")).to_have_count(0)
    idle(page)  # before that no run may have begun, and its end would take the opened card out of the address
    card = page.locator(CARDS).filter(has_text="Four times the data halves the error")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("leave 0.")
    expect(page).to_have_url(re.compile("verdict="))
    card.click()
    expect(page.locator(CHART).first).to_be_visible()
    expect(page).to_have_url(re.compile("claim16=true"))
    page.get_by_role("link", name="See it and repeat it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How many images until the CNN wins?")
    expect(page.get_by_role("radio", name="Error, log–log")).to_be_checked()
    assert hosts(page) == {"127.0.0.1"}


def test_the_lesson_is_at_most_five_screens_before_the_folded_parts(page, server):
    """On a desktop and on a phone, with every card folded."""
    go(page, server, "lesson")
    foot = page.locator(CARDS).filter(has_text=FOOT)
    for look in LOOKS:
        look_at(page, look)
        expect(foot).to_have_count(1)
        assert foot.evaluate("one => one.getBoundingClientRect().top") <= SCREENS * 800


def test_on_paper_cards_are_not_cut_and_the_navigation_is_gone(page, server):
    """What is printed is the lesson; a chart is as wide as the paper while it is printed, and as before afterwards."""
    go(page, server, "lesson")
    page.locator(CARDS).filter(has_text="Four times the data halves the error").click()
    drawn(page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(CHART).first.bounding_box()["width"] <= PAPER
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(CHART).first.bounding_box()["width"] > PAPER
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.locator("[data-testid=stExpander]").first).to_have_css("break-inside", "avoid")


def test_the_page_to_take_home_opens_without_a_network(page, server, tmp_path):
    """One file with all claims, which asks for nothing."""
    go(page, server, "lesson")
    folded = page.locator(CARDS).filter(has_text="Take it with you")
    folded.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Page (HTML)").click()
    kept = tmp_path / "lesson.html"
    download.value.save_as(kept)
    before = len(page.requested)
    page.goto(kept.as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("Why deep learning? Every claim, with what was measured")
    assert page.get_by_role("heading", level=3).count() >= 29
    assert [one for one in page.requested[before:] if not one.startswith("file:")] == []
