"""What the layers see, in a browser: the recorded finding at once, readable for everybody."""

from playwright.sync_api import expect

from tests.browser.accessible import unfold, violations_by_theme
from tests.browser.steps import CHART, go


def test_the_finding_is_there_without_a_click(any_page, server):
    """Recorded rows, a chart, and no rule of accessibility broken, also where parts are folded."""
    go(any_page, server, "features?part=What+the+layers+see")
    expect(any_page.get_by_role("heading", level=2).first).to_contain_text("a linear classifier gets")
    expect(any_page.locator(CHART).first).to_be_attached()
    unfold(any_page)

    assert violations_by_theme(any_page) == {}
