"""The race as a visitor runs it: both clocks, the curve, the slider that tells who is ahead when."""

import json
import re
import sqlite3

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import violations_by_look
from tests.browser.steps import CHART, go, idle

SHORT = "race?dataset=Digits&budget=2+s&seeds=1"
PATIENCE = 240_000


@pytest.fixture(scope="module")
def raced(browser, server):
    """The address of a server on which a race of two seconds was run, with one press, from the page."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    go(page, server, SHORT)
    page.get_by_role("button", name="Race", exact=True).click()
    expect(page.get_by_text("Time used, of 2 s").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("All runs of this choice have finished here")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0, timeout=PATIENCE)
    page.close()
    return server


def shares(home, moment: float) -> dict[str, float]:
    """Each learner's share right after this many seconds, read directly from the table."""
    query = "select learner, details from results where recipe = 'race' and settings like '%: 2}' and origin = 'live'"
    with sqlite3.connect(home / "results.sqlite") as database:
        rows = database.execute(query).fetchall()
    found = {}
    for learner, details in rows:
        ready = [step for step in json.loads(details)["steps"] if step["seconds"] <= moment]
        found[learner] = max(ready, key=lambda step: (step["validation"], -step["seconds"]))["accuracy"]
    return found


def test_a_race_ends_with_its_curve_and_its_finding(page, raced):
    """With real workers, and nothing failed; the finding speaks of one race."""
    go(page, raced, SHORT)
    page.wait_for_selector(CHART)
    expect(page.get_by_role("heading", level=2)).to_contain_text("this one race")
    expect(page.get_by_text("Filled marks: measured here")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_slider_reads_the_shares_from_the_rows(page, raced, home):
    """At the first and the last moment the sentence names the moment, both numbers are the table's, a link keeps it."""
    go(page, raced, SHORT)
    slider = page.get_by_role("slider", name="Who is ahead after …")
    for key in ("Home", "End"):
        slider.press(key)
        moment = slider.get_attribute("aria-valuetext")
        expect(page.get_by_text(f"In this one race, after {moment} ").last).to_be_visible(timeout=PATIENCE)
        idle(page)
        shown = page.get_by_test_id("stMetricValue").all_inner_texts()
        expected = shares(home, float(moment.removesuffix(" s")))
        by_hand = [100 * expected[learner] for learner in ("svm", "cnn")]
        assert [float(number.removesuffix(" %")) for number in shown] == pytest.approx(by_hand, abs=0.51)
    expect(page).to_have_url(re.compile(r"after=2\+s"), timeout=PATIENCE)
    page.reload()
    expect(slider).to_have_attribute("aria-valuetext", "2 s", timeout=PATIENCE)


def test_axe_finds_nothing_after_a_race(page, raced):
    """No violation of any rule with curves, slider and table there, and everything unfolded."""
    go(page, raced, SHORT)
    page.wait_for_selector(CHART)
    assert violations_by_look(page) == {}
