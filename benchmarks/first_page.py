"""Seconds from the moment the server is up to a page's chart, with an empty home, and again for a second visitor.

`python -m benchmarks.first_page [--repeats 3] [--pages home lesson ...]`, or `--pages all`; needs Chromium. Each repeat
has a server and a home of its own.
"""

import argparse
import shutil
import statistics
import tempfile
import time

from playwright.sync_api import Browser, sync_playwright

from benchmarks.session import served
from settings import ROOT
from timing.provenance import processor

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
CHART = ".js-plotly-plot .main-svg"
INSTEAD = {
    "classroom": "h2",
    "compare": "[data-testid=stTabs]",
    "lesson": "h2",
    "runs": "[data-testid=stDataFrame] canvas",
    "your_images": "[data-testid=stFileUploader]",
}
"""What is waited for on pages whose first screen has no chart: the table, the finding, or where one begins."""


def seconds_to_chart(browser: Browser, address: str, name: str) -> float:
    """Seconds until a new visitor sees what the page is for."""
    page = browser.new_context().new_page()
    start = time.perf_counter()
    page.goto(f"{address}/{'' if name == 'home' else name}")
    page.wait_for_selector(INSTEAD.get(name, CHART), timeout=60_000)
    page.context.close()
    return time.perf_counter() - start


def cold_and_warm(browser: Browser, name: str) -> tuple[float, float]:
    """The first visitor of a new server with an empty home, and the second."""
    with tempfile.TemporaryDirectory() as home, served(home) as (address, _):
        return seconds_to_chart(browser, address, name), seconds_to_chart(browser, address, name)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--pages", nargs="+", choices=[*PAGES, "all"], default=["home"])
    options = parser.parse_args()
    print(processor())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name in PAGES if "all" in options.pages else options.pages:
            both = zip(*(cold_and_warm(browser, name) for _ in range(options.repeats)), strict=True)
            first, second = (f"{statistics.median(each):.2f} s ({min(each):.2f} to {max(each):.2f})" for each in both)
            print(f"{name:13} first visitor {first}, second {second}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
