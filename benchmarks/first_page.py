"""Seconds from the moment the server is up to a drawn curve on the first page, with an empty home, and again.

`python benchmarks/first_page.py [--repeats 3]`; needs Chromium. Each repeat has a server and a home of its own.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))  # a script can import only from its own folder

from timing.provenance import processor

ROOT = Path(__file__).parents[1]
PORT = 8597
ADDRESS = f"http://127.0.0.1:{PORT}"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def seconds_to_curve(browser: Browser) -> float:
    """Seconds until a new visitor sees the chart."""
    page = browser.new_context().new_page()
    start = time.perf_counter()
    page.goto(ADDRESS)
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=60_000)
    page.context.close()
    return time.perf_counter() - start


def wait_until_up() -> None:
    """Return when the server answers."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{ADDRESS}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("The server does not answer.")


def cold_and_warm(browser: Browser) -> tuple[float, float]:
    """The first visitor of a new server with an empty home, and the second."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(PORT)]
        variables = {**os.environ, "CROSSOVER_HOME": home}
        server = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.DEVNULL)
        try:
            wait_until_up()
            return seconds_to_curve(browser), seconds_to_curve(browser)
        finally:
            server.terminate()
            server.wait()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    repeats = parser.parse_args().repeats
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        found = [cold_and_warm(browser) for _ in range(repeats)]
        browser.close()
    print(processor())
    for name, seconds in zip(("first visitor", "second visitor"), zip(*found, strict=True), strict=True):
        print(f"{name:15} median {statistics.median(seconds):.2f} s, {min(seconds):.2f} to {max(seconds):.2f} s")


if __name__ == "__main__":
    main()
