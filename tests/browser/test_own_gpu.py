"""The visitor's own GPU in a real browser, whose WebGPU a program computes: measured, stopped, lost, or not there."""

import re
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import LOOKS, TOO_WIDE, WIDTHS, look_at, unfold, violations_by_look
from tests.browser.chromium import find
from tests.browser.conftest import FLAGS, new_visitor, served
from tests.browser.steps import CHART, go, hosts, idle

BY_PROGRAM = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"]
PART = "timing?part=Your+own+GPU"
AS_GPU = """Object.defineProperty(GPUAdapter.prototype, "info", {get: () => (
    {vendor: "acme", architecture: "rocket-1", device: "", description: "", isFallbackAdapter: false})})"""
"""The program gives itself out as a GPU."""
NO_WEBGPU = """Object.defineProperty(Navigator.prototype, "gpu", {get: () => undefined})"""
NO_ADAPTER = """GPU.prototype.requestAdapter = async () => null"""
CLOCK = """{
    const now = performance.now.bind(performance)
    let [before, shown] = [now(), now()]
    window.rate = 1
    performance.now = () => {
        const read = now()
        shown += window.rate * (read - before)
        before = read
        return shown
    }
}"""
"""A clock whose rate a test sets."""
PATIENT = CLOCK + "window.rate = 1 / 4"
"""It goes slowly, so that a busy machine also reaches several sizes within the time of a measurement."""
HURRY, HIDDEN, USUAL = 40, 4, 1
"""How many times as fast it goes where the rest does not matter, while the tab is hidden, and otherwise."""
KEEP_DEVICE = """const request = GPUAdapter.prototype.requestDevice
GPUAdapter.prototype.requestDevice = async function (...given) {
    return (window.device = await request.apply(this, given))
}"""
WRONG = """const map = GPUBuffer.prototype.getMappedRange
GPUBuffer.prototype.getMappedRange = function (...given) {
    const found = map.apply(this, given)
    new Float32Array(found).fill(1e6)
    return found
}"""
SECOND = re.compile("Matrix product, 128 rows, with WebGPU")
"""The browser computes the second product; the first is a row by then."""
THIRD = re.compile("Matrix product, 256 rows, with WebGPU")
HIDE = """hidden => {
    Object.defineProperty(document, "visibilityState", {configurable: true, get: () => hidden ? "hidden" : "visible"})
    document.dispatchEvent(new Event("visibilitychange"))
}"""
PINK = "rgb(204, 121, 167)"
"""The colour of a GPU's line, by light."""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A server of its own."""
    with served(tmp_path_factory.mktemp("own-gpu") / "home", CROSSOVER_ENGINE="inline") as (address, _):
        yield address


@pytest.fixture(scope="module")
def browser_with_webgpu(chromium):
    """Chromium with WebGPU by SwiftShader."""
    flags = [flag for flag in FLAGS if flag != "--disable-gpu"] + BY_PROGRAM
    opened = chromium.launch(executable_path=find(), args=flags)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def window(browser_with_webgpu):
    """One context for all, which caches the app's files."""
    with browser_with_webgpu.new_context(**WIDTHS["desktop"], reduced_motion="reduce") as window:
        yield window


@pytest.fixture
def opened(window, address):
    """Open the part as a new visitor, after these scripts."""
    with ExitStack() as pages:

        def open_part(*scripts):
            page = pages.enter_context(new_visitor(window))
            for script in scripts:
                page.add_init_script(script)
            go(page, address, PART)
            return page

        yield open_part


def press(page):
    """Begin."""
    page.get_by_role("button", name="Measure my GPU").click()


def let_pass(page, rate):
    """From now on the page's clock goes this many times as fast as the time."""
    page.evaluate("rate => { performance.now(); window.rate = rate }", rate)


def press_and_hurry(page):
    """Begin, and let the time be over soon after the second product: what follows needs no more."""
    press(page)
    expect(page.get_by_text(THIRD)).to_be_visible(timeout=120_000)
    let_pass(page, HURRY)


def wait_for_rows(page):
    """Until the measurement has ended and its rows are shown."""
    expect(page.get_by_role("button", name="Measure again")).to_be_enabled(timeout=240_000)
    expect(page.get_by_text("Every row in numbers")).to_be_visible()
    idle(page)


def rows(page):
    """The table's cells, one list per row."""
    unfold(page)
    table = page.get_by_test_id("stTable").filter(has_text="Worst error").first
    expect(table.locator("td").first).to_be_visible()
    return [row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()]


def colours(page):
    """The colours of the lines in the chart."""
    expect(page.locator(CHART).first).to_be_visible()
    return page.evaluate("[...document.querySelectorAll('.js-plotly-plot .js-line')].map(one => one.style.stroke)")


def test_a_program_is_measured_right_named_and_not_drawn_as_a_gpu(opened):
    """Products at several sizes, each right to 1e-3; nothing is asked of another host."""
    page = opened(PATIENT)
    press_and_hurry(page)
    wait_for_rows(page)
    found = rows(page)
    products = [row for row in found if row[0].startswith("Matrix product") and row[1] == "SwiftShader"]

    assert len(products) >= 2
    assert all(0 <= float(row[-1]) <= 1e-3 for row in found)
    assert any(row[1] == "one core, JavaScript" for row in found)
    expect(page.get_by_role("heading", level=2)).to_contain_text(
        "No GPU: this browser computes WebGPU on the processor"
    )
    assert PINK not in colours(page)
    assert hosts(page) <= {"127.0.0.1", None}


def test_what_calls_itself_a_gpu_is_drawn_as_one_and_the_part_is_accessible(opened):
    """By its name and in its colour, and in every look, with everything unfolded."""
    page = opened(AS_GPU, PATIENT)
    press_and_hurry(page)
    wait_for_rows(page)

    expect(page.get_by_role("heading", level=2)).to_contain_text("our GPU (Acme, rocket-1)", ignore_case=True)
    assert PINK in colours(page)
    assert any(row[1] == "Acme, rocket-1" for row in rows(page))
    assert violations_by_look(page) == {}
    look_at(page, next(iter(LOOKS)))
    assert page.evaluate(TOO_WIDE) == []


def test_a_lost_device_is_a_sentence_and_the_rows_so_far_are_kept(opened):
    """Also after another part has been opened in between."""
    page = opened(KEEP_DEVICE, PATIENT)
    press(page)
    expect(page.get_by_text(SECOND)).to_be_visible(timeout=60_000)
    page.evaluate("device.destroy()")
    wait_for_rows(page)

    expect(page.get_by_text("The browser took the GPU away")).to_be_visible()
    assert any("64 rows" in row[0] for row in rows(page))
    page.get_by_role("tab", name="Where the time goes").click()
    idle(page)
    page.get_by_role("tab", name="Your own GPU").click()
    expect(page.get_by_text("The browser took the GPU away")).to_be_visible()
    expect(page.get_by_text("Every row in numbers")).to_be_visible()


def test_a_hidden_tab_waits_and_says_so(opened):
    """Nothing is measured while it is hidden, and the rest afterwards."""
    page = opened(CLOCK)
    press(page)
    expect(page.get_by_text(re.compile("Matrix product, 64 rows"))).to_be_visible(timeout=60_000)
    page.evaluate(HIDE, True)
    let_pass(page, HIDDEN)
    page.wait_for_timeout(18_000 / HIDDEN)
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    let_pass(page, USUAL)
    page.evaluate(HIDE, False)
    expect(page.get_by_text(THIRD)).to_be_visible(timeout=120_000)
    let_pass(page, HURRY)
    wait_for_rows(page)

    expect(page.get_by_text("This tab was hidden for a while")).to_be_visible()
    assert len(rows(page)) >= 2


def test_a_wrong_result_is_a_sentence_and_no_row(opened):
    """A GPU that computes nonsense quickly is no fast GPU."""
    page = opened(WRONG, CLOCK)
    press(page)
    expect(page.get_by_text(re.compile("The result was wrong: Matrix product, 64 rows"))).to_be_visible(timeout=120_000)
    let_pass(page, HURRY)
    wait_for_rows(page)

    assert {row[1] for row in rows(page)} == {"one core, JavaScript"}


@pytest.mark.parametrize(
    ("script", "sentence"),
    [(NO_WEBGPU, "This browser has no WebGPU"), (NO_ADAPTER, "This browser gives no page a GPU")],
)
def test_without_webgpu_there_is_a_sentence_and_the_recorded_processor(opened, script, sentence):
    """With the reason, and what would help."""
    page = opened(script)
    if script == NO_ADAPTER:
        press(page)

    expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.locator(CHART).first).to_be_visible()


def test_two_browsers_stop_and_add_their_gpus_and_a_third_sees_both(opened):
    """Who stopped is told and the rows so far are kept; one more press adds them, and others see them by name, too."""
    for vendor in ("acme", "bolt"):
        page = opened(AS_GPU.replace("acme", vendor), PATIENT)
        press(page)
        expect(page.get_by_text(SECOND)).to_be_visible(timeout=60_000)
        page.get_by_role("button", name="Stop").click()
        wait_for_rows(page)
        expect(page.get_by_text("You stopped the measurement")).to_be_visible()
        assert any("64 rows" in row[0] for row in rows(page))
        page.get_by_role("button", name="Add my GPU to the class's chart").click()
        expect(page.get_by_text("Your GPU is in the class's chart.")).to_be_visible()

    third = opened()
    third.get_by_text("The class's", exact=True).click()
    third.get_by_text("2 GPUs in numbers").click()
    for vendor in ("acme", "bolt"):
        expect(third.get_by_test_id("stTable").get_by_text(f"{vendor} rocket-1")).to_be_visible()
    expect(third.locator(CHART).first).to_be_visible()
