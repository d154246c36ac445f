"""The page of times in a real browser: parts with rows of this machine, and a run started here."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import TOO_WIDE
from tests.browser.conftest import served
from tests.browser.steps import CHART, go, idle
from tests.timing.rows.test_files import write
from tests.timing.rows.test_row import ROW
from timing.rows.row import Timing

OURS = {"CPU and GPU": 2, "Where the time goes": 1, "The machine's limit": 1}
"""Our parts, and how many charts each has."""


def invented() -> list[Timing]:
    """A processor and a GPU that is slower at small sizes and faster at large ones; nothing of this is measured."""
    found = []
    for operation in ("copy", "matrix_product", "convolution", "forward", "training_step"):
        for size in (16, 64, 256, 1024):
            seconds = 1e-9 * size**2
            told = {"operation": operation, "size": size, "flop": 100.0 * size**2, "n_bytes": 10.0 * size**2}
            found += [replace(ROW, **told, **device(name, seconds)) for name in ("cpu", "cuda")]
    return found


def device(name: str, seconds: float) -> dict:
    """What is one device's: the GPU takes 10 µs for any copy, and a tenth of the time to compute."""
    is_cpu = name == "cpu"
    parts = {"compute": seconds} if is_cpu else {"copy_in": 1e-5, "compute": seconds / 10, "copy_out": 1e-5}
    whole = sum(parts.values())
    spread = {"median_seconds": whole, "low_seconds": 0.9 * whole, "high_seconds": 1.1 * whole}
    machine = "a processor, 2 cores"
    named = {"device": name, "machine": machine if is_cpu else f"an invented GPU, {machine}"}
    return named | spread | {"parts": {"warm_up": 0.01, **parts}}


@pytest.fixture(scope="module")
def timed(tmp_path_factory):
    """A server whose home has rows, and that home."""
    home = tmp_path_factory.mktemp("timed") / "home"
    write(home / "timing", "here-1.jsonl", *invented())
    with served(home, CROSSOVER_ENGINE="inline") as (address, _):
        yield address, home


def part(name: str) -> str:
    """The address of a part of the page."""
    return f"timing?part={name.replace(' ', '+')}"


def test_choices_stand_in_the_address(page, timed, visit):
    """A link shows another visitor the same work, format and part."""
    go(page, timed[0], "timing")
    page.get_by_role("combobox", name="Work").click()
    page.get_by_role("option", name="Forward pass").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("the forward pass")
    idle(page)
    other = visit(*page.url.rsplit("/", 1))
    expect(other.get_by_role("heading", level=2)).to_contain_text("the forward pass")


def test_a_run_shows_how_long_it_takes_and_can_be_cancelled(page, timed, visit):
    """Press, watch, let another visitor watch too, cancel: the page offers to start again."""
    address, _ = timed
    go(page, address, "timing")
    page.get_by_role("button", name="Time this machine").click()
    expect(page.get_by_text(re.compile(r"Timing this machine: \d+ s so far"))).to_be_visible()
    other = visit(address, "runs")
    other.goto(f"{address}/timing")  # which polls: it is never idle for long
    expect(other.get_by_text(re.compile("Timing this machine: "))).to_be_visible(timeout=60_000)
    expect(other.get_by_role("button", name="Cancel")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"Timing this machine: ([3-9]|\d\d+) s so far"))).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Time this machine")).to_be_enabled()


def test_every_part_has_its_charts_and_its_finding(page, timed):
    """At once and without failure, and nothing is wider than the window."""
    for name, n_charts in OURS.items():
        go(page, timed[0], part(name))
        expect(page.locator(CHART).first).to_be_visible()
        expect(page.get_by_role("heading", level=2)).to_have_count(1)
        expect(page.locator(".js-plotly-plot")).to_have_count(n_charts)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        assert page.evaluate(TOO_WIDE) == []
