"""What tests of rooms do in browsers: open one, join it, move the slider and vote."""

import re

from playwright.sync_api import expect

from analysis.classroom.register import KINDS
from tests.browser.steps import go

QUESTIONS = ("What accuracy with 500 images?", "How many times as fast is a GPU?", "Who is ahead after a second?")


def press(page, name):
    """Press the button with exactly this name."""
    page.get_by_role("button", name=name, exact=True).click()


def opened_lesson(page, server):
    """Open a room with the ready lesson of six questions; its code."""
    go(page, server, "classroom")
    expect(page.get_by_text("6 questions, about 20 minutes.")).to_be_visible()
    return _opened(page)


def opened_room(page, server):
    """Open a room with three questions of the ready lesson of six; others are on offer. Its code."""
    go(page, server, "classroom")
    kept = page.get_by_test_id("stMain").get_by_test_id("stCheckbox")
    expect(kept).to_have_count(len(KINDS) - 1)  # nobody has added a GPU
    for title in kept.all_inner_texts():
        one = kept.filter(has_text=title.strip())
        if title.strip() not in QUESTIONS and one.get_by_role("checkbox").is_checked():
            one.locator("label").click()
    expect(page.get_by_text("3 questions, about 10 minutes.")).to_be_visible()
    return _opened(page)


def opened_with_every_question(page, server):
    """Open a room with every question on offer; its code."""
    go(page, server, "classroom")
    kept = page.get_by_test_id("stMain").get_by_test_id("stCheckbox")
    expect(kept).to_have_count(len(KINDS) - 1)
    for title in kept.all_inner_texts():
        one = kept.filter(has_text=title.strip())
        if not one.get_by_role("checkbox").is_checked():
            one.locator("label").click()
    expect(page.get_by_text(f"{len(KINDS) - 1} questions, ")).to_be_visible()
    return _opened(page)


def saved(page, name, folder):
    """The file of a download button; Chromium cancels some downloads where a busy machine is slow to begin them."""
    for _ in range(3):
        with page.expect_download() as download:
            press(page, name)
        if download.value.failure() is None:
            break
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def _opened(page):
    press(page, "Open the room")
    expect(page.get_by_role("heading", name=re.compile("^Room [A-Z]{4}$"))).to_be_visible()
    return re.search(r"room=(\w{4})", page.url).group(1)


def slide_and_vote(page, steps):
    """Move the slider by this many steps to the left, and vote; returns the vote as people read it."""
    slider = page.get_by_role("slider")
    before = slider.get_attribute("aria-valuetext")
    slider.focus()
    for _ in range(steps):
        page.keyboard.press("ArrowLeft")
    expect(slider).not_to_have_attribute("aria-valuetext", before)
    chosen = slider.get_attribute("aria-valuetext")
    page.wait_for_timeout(1_000)  # the slider tells the server when it has rested
    page.get_by_role("button", name=re.compile("[Vv]ote$")).click()
    expect(page.get_by_text(f"You voted: {chosen}")).to_be_visible()
    return chosen


def choose_and_vote(page, place):
    """Choose the answer at this place of the list, and vote; returns the vote as people read it."""
    choice = page.get_by_test_id("stRadio").get_by_role("radiogroup").locator("label").nth(place)
    chosen = choice.inner_text().strip()
    choice.click()
    expect(choice.get_by_role("radio")).to_be_checked()
    page.wait_for_timeout(1_000)
    page.get_by_role("button", name=re.compile("[Vv]ote$")).click()
    expect(page.get_by_text(f"You voted: {chosen}")).to_be_visible()
    return chosen
