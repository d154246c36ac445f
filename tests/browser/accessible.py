"""Every way a page may be looked at, and what axe finds wrong with it."""

from axe_playwright_python.sync_playwright import Axe

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
LOOKS = {
    f"{scheme}-{width}": {"color_scheme": scheme, "viewport": {"width": width, "height": 800}} | agent
    for width, agent in ((1280, {}), (390, {"user_agent": PHONE}))
    for scheme in ("light", "dark")
}


def unfold(page):
    """Open everything that is folded, and wait until it stands still."""
    for fold in page.locator("details").all():
        if fold.get_attribute("open") is None:
            fold.locator("summary").first.click()
    page.wait_for_timeout(1_000)


def violations(page):
    """The rules that the page breaks, each with the elements that do."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]
