"""`make picture`: the README's picture, taken of the first page in a real browser; it notes which pages it shows."""

import tempfile
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import sync_playwright

from settings import ROOT
from tests.browser.chromium import find
from tests.browser.conftest import FLAGS, served

PICTURE = ROOT / "docs" / "home.png"


def take(target: Path = PICTURE) -> None:
    """Start a server with an empty home, photograph its first page, and note the pages at its side."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder) / "home") as (address, _),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(address)
        page.wait_for_selector(".js-plotly-plot .main-svg")
        page.wait_for_selector('[data-test-script-state="notRunning"]')
        page.wait_for_timeout(1_000)  # until the chart's names have found their places
        page.screenshot(path=target)
        titles = page.get_by_test_id("stSidebar").get_by_test_id("stPageLink").all_inner_texts()
        browser.close()
    note = PngInfo()
    note.add_text("pages", "\n".join(title.splitlines()[-1] for title in titles))
    with Image.open(target) as image:
        image.load()
        image.save(target, pnginfo=note, optimize=True)


if __name__ == "__main__":
    take()
