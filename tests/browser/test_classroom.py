"""A lesson in real browsers: a teacher, two students of whom one is on a phone and reloads, and the projector."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import WIDTHS, unfold, violations_by_theme
from tests.browser.rooms import opened_room, press, slide_and_vote
from tests.browser.steps import CHART, idle

FOLD = 720


def test_a_lesson_from_the_first_vote_to_deletion(page, visit, server):
    """Three questions; nobody sees votes before the reveal; a reload loses nothing; the CSV has every vote."""
    code = opened_room(page, server)
    projector = visit(server, f"classroom?room={code}&show=projector", height=FOLD)
    expect(projector.get_by_text(code, exact=True)).to_be_visible()
    desk = visit(server, f"classroom?room={code}")
    phone = visit(server, "classroom", width=390)
    phone.get_by_role("textbox", name="Code of the room").fill(code.lower())
    press(phone, "Join")
    expect(phone.get_by_role("heading", name="You are in")).to_be_visible()

    press(page, "Open question 1")
    for student, steps in ((desk, 1), (phone, 4)):
        slide_and_vote(student, steps)
    expect(projector.get_by_text("2 of 2 have voted")).to_be_visible()
    before = projector.get_by_test_id("stMain").inner_html()
    slide_and_vote(desk, 3)
    projector.wait_for_timeout(2_500)
    assert projector.get_by_test_id("stMain").inner_html() == before
    assert projector.locator(CHART).count() == page.locator(CHART).count() == 0

    press(page, "End the vote: discuss")
    expect(phone.get_by_text("Find somebody who voted differently.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Your vote: 30 %")).to_be_visible()
    press(page, "Vote again")
    slide_and_vote(phone, 1)
    press(page, "Reveal")
    for view in (page, projector, desk, phone):
        expect(view.locator(CHART).first).to_be_visible()
        expect(view.get_by_text("After the discussion 0 of 1 vote")).to_be_visible()
    projector.wait_for_timeout(1_000)  # the chart takes its height
    bottom = "document.querySelector('.js-plotly-plot .main-svg').getBoundingClientRect().bottom"
    assert projector.evaluate(bottom) <= FOLD

    press(page, "Open question 2")
    expect(desk.get_by_role("radio")).to_have_count(3)
    for student in (desk, phone):
        student.get_by_test_id("stRadio").locator("label", has_text="The CNN").click()
        expect(student.get_by_role("button", name="Vote", exact=True)).to_be_enabled()
        press(student, "Vote")
        expect(student.get_by_text("You voted: The CNN")).to_be_visible()
    press(page, "Reveal")
    expect(phone.get_by_text("0 of 2 votes (0 %) are right.")).to_be_visible()
    press(page, "Open question 3")
    slide_and_vote(desk, 2)
    press(page, "Reveal")
    expect(desk.get_by_role("link", name="See why")).to_be_visible()

    page.get_by_text("Results and deletion").click()
    with page.expect_download() as download:
        press(page, "Results (CSV)")
    lines = download.value.path().read_text().splitlines()
    assert len(lines) == 1 + 3 + 2 + 1
    page.get_by_test_id("stCheckbox").filter(has_text="Delete this room").locator("label").click()
    press(page, "Delete the room")
    expect(page.get_by_role("heading", name="Open a room")).to_be_visible()
    expect(phone.get_by_text("This room has ended.")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_in_any_view(page, visit, server, width):
    """Teacher, student and projector, while the class votes and after the reveal, light and dark, wide and narrow."""
    code = opened_room(page, server)
    size = WIDTHS[width]["viewport"]
    page.set_viewport_size(size)
    paths = (f"classroom?room={code}", f"classroom?room={code}&show=projector")
    views = [page, *(visit(server, path, **size) for path in paths)]
    broken = {"invitation": [violations_by_theme(view) for view in views]}
    press(page, "Open question 1")
    slide_and_vote(views[1], 2)
    broken["vote"] = [violations_by_theme(view) for view in views[1:]]
    press(page, "Reveal")
    for view in views:
        expect(view.locator(CHART).first).to_be_visible()
        idle(view)
        unfold(view)
    expect(page.get_by_text("A link of your own")).to_be_visible()
    broken["reveal"] = [violations_by_theme(view) for view in views]

    assert {step: found for step, found in broken.items() if any(found)} == {}
    for view in views:
        assert view.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
