"""What *Which should I use* quotes can be read where its links lead: Streamlit may drop choices on the way."""

import re

from playwright.sync_api import expect

from tests.browser.steps import CHART, go, idle

PROOF = re.compile(r"See both at [\d,]+ images")
NAMES = {"pretrained features": "Pretrained", "the CNN": "CNN", "handcrafted features": "Handcrafted"}


def test_every_proof_leads_to_both_learners_on_the_same_images(page, server):
    """A visitor who follows a link finds the data set chosen and a curve of either side of the comparison."""
    go(page, server, "decide")
    links = page.get_by_role("link", name=PROOF)
    expect(links.first).to_be_visible()
    idle(page)
    for place in range(links.count()):
        go(page, server, "decide")
        one = links.nth(place)
        asked = one.get_attribute("href")
        said = one.locator("xpath=preceding::p[contains(., 'ahead of')][1]").inner_text()
        one.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("How many images until the CNN wins?")
        idle(page)
        if "MNIST" in asked:
            expect(page.get_by_role("combobox", name="Images")).to_have_value("MNIST (PNG copy)")
        for name, curve in NAMES.items():
            if name in said:
                expect(page.locator(CHART).first.locator("..")).to_contain_text(curve)
