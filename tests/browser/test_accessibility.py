"""axe finds nothing on any page, light or dark, wide or on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_journeys import idle

PATHS = ("", "compare", "data_size", "race", "timing", "features", "your_images", "runs")
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path or "home")
def test_axe_finds_nothing(browser, server, path, scheme, width):
    """No violation of any rule, in both themes, at both widths, with everything unfolded."""
    phone = {"user_agent": PHONE} if width < 600 else {}
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **phone)
    page = context.new_page()
    page.goto(f"{server}/{path}")
    page.wait_for_selector("h1")
    idle(page)
    for fold in page.locator("summary").all():
        fold.click()
    page.wait_for_timeout(1_000)
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []
