"""The compare page in a real browser: seconds from a moved slider to both predictions, and to a new image's page.

`[CROSSOVER_DATA=...] python -m benchmarks.compare [--dataset Digits] [--repeats 15]`, on a quiet machine; needs
Chromium. The server has a home of its own and trains both models first; the first slider move is not timed.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

import typer
from playwright.sync_api import Page, sync_playwright

from benchmarks.first_page import FLAGS
from benchmarks.session import served
from timing.provenance import processor

IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
SHOWN = "document.querySelector('[data-testid=stImage] img').src"


def open_trained(page: Page, address: str, dataset: str) -> None:
    """Open the page, train the models that are missing, and wait until both have predicted."""
    page.goto(f"{address}/compare?{urlencode({'dataset': dataset})}")
    page.wait_for_selector("h1")
    for _ in range(600):
        if page.get_by_role("slider", name="Rotation").count():
            break
        if page.get_by_role("button", name="Train both").count():
            page.get_by_role("button", name="Train both").click()
        page.wait_for_timeout(1_000)
    page.wait_for_selector(IDLE)


def seconds_of(page: Page, act: Callable[[], None]) -> float:
    """Seconds from the act until the image has changed and the page has stopped running."""
    before = page.evaluate(SHOWN)
    start = time.perf_counter()
    act()
    page.wait_for_function(f"before => {SHOWN} !== before", arg=before, polling=10)
    page.wait_for_selector(IDLE)
    return time.perf_counter() - start


def main(dataset: str = "Digits", repeats: int = 15) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home, served(home) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        open_trained(page, address, dataset)
        move = partial(page.get_by_role("slider", name="Rotation").press, "ArrowRight")
        turn = page.get_by_role("button", name="Other images").click
        seconds_of(page, move)
        moved = [seconds_of(page, move) for _ in range(repeats)]
        new = [seconds_of(page, turn) for _ in range(repeats)]
        browser.close()
    print(f"compare page, {dataset}, {processor()}")
    for name, seconds in (("slider to both predictions", moved), ("whole page, new image", new)):
        print(f"{name:26} median {statistics.median(seconds):.3f} s, {min(seconds):.3f} to {max(seconds):.3f} s")


if __name__ == "__main__":
    typer.run(main)
