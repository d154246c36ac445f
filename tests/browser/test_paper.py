"""The teacher's sheet as a browser prints it: one page, and large enough to read."""

import re

from playwright.sync_api import expect

from analysis.classroom.register import KINDS
from tests.browser.rooms import opened_with_every_question, saved
from tests.browser.steps import idle

LEAST_POINTS = 8.5
POINTS = "one => parseFloat(getComputedStyle(one).fontSize) * 72 / 96"


def test_the_sheet_of_every_question_is_one_page(page, visit, server, tmp_path):
    """Eleven questions on A4 and on Letter, at the browser's own margins and in letters of a newspaper's size."""
    opened_with_every_question(page, server)
    page.get_by_text("Results and deletion").click()
    idle(page)
    sheet = saved(page, "Sheet to print (HTML)", tmp_path)
    paper = page.context.new_page()
    paper.goto(sheet.as_uri())
    expect(paper.get_by_role("heading", level=3)).to_have_count(len(KINDS) - 1)

    for kind in ("A4", "Letter"):
        printed = paper.pdf(format=kind, margin=dict.fromkeys(("top", "right", "bottom", "left"), "12mm"))
        assert len(re.findall(rb"/Type */Page\b", printed)) == 1, kind
    paper.emulate_media(media="print")
    assert all(round(one.evaluate(POINTS), 2) >= LEAST_POINTS for one in paper.locator("p, h3").all())
    paper.close()
