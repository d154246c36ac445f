"""A real server with an empty home, and a real Chromium."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect, sync_playwright

from settings import ROOT
from tests.browser.accessible import WIDTHS
from tests.browser.chromium import find
from tests.browser.steps import go

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
]  # fmt: skip

CALM = {"reduced_motion": "reduce"}
"""Nothing moves: without a GPU every frame of an animation costs processor time."""
FORGET = "() => { try { localStorage.clear(); sessionStorage.clear() } catch { /* no page of a server */ } }"


def pytest_collection_modifyitems(items):
    """Everything here is slow and needs a browser; in CI a missing one is a failure, elsewhere a loud skip."""
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.timeout(600))  # real workers, on a machine that may be busy
            if not find() and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason="no Chromium: install it to run the browser tests"))


@contextmanager
def served(home: Path, script: Path | str = "app.py", port: int = 0, path: str = "", **environment: str):
    """A server with this home, on a free port unless one is named, and under a path if one is: address and process.

    Ends with everything that it started.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    variables = {**os.environ, "CROSSOVER_HOME": str(home), "CROSSOVER_FIRST_MODELS": "false", **environment}
    if path:
        variables["STREAMLIT_SERVER_BASE_URL_PATH"] = path
    with (home.parent / f"{home.name}-server-{port}.log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--server.address", "127.0.0.1"], cwd=ROOT, env=variables, stdout=log, stderr=log
        )
    try:
        address = f"http://127.0.0.1:{port}{path}"
        wait_until_up(f"{address}/_stcore/health")
        yield address, process
    finally:
        children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.terminate()
        process.wait(60)
        psutil.wait_procs(children, timeout=10)


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_until_up(address: str) -> None:
    """Return when the server answers."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{address} does not answer")


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """One empty home for the session's server (it hides the home that other tests get)."""
    return tmp_path_factory.mktemp("browser") / "home"


@pytest.fixture(scope="session")
def server(home):
    """The address of the session's server."""
    with served(home) as (address, _):
        yield address


@pytest.fixture(scope="session")
def chromium():
    """What starts Chromium; a process can have only one. The machine may be busy, so be patient."""
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(chromium):
    """Chromium as most people have it."""
    opened = chromium.launch(executable_path=find(), args=FLAGS)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def window(browser):
    """A context of a desktop; it caches the app's files, so that no test fetches and compiles them again."""
    with browser.new_context(**WIDTHS["desktop"], **CALM) as opened:
        yield opened


@contextmanager
def new_visitor(context):
    """A new page of somebody whom no server knows; every request it makes is noted in `page.requested`."""
    context.clear_cookies()
    opened = new_page(context)
    yield opened
    opened.close()


def new_page(context):
    """A page that notes every request."""
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    opened.requested = []
    opened.on("request", lambda request: opened.requested.append(request.url))
    return opened


@contextmanager
def visiting(page, width=1280, height=800):
    """The page as somebody's whom no server knows, in a window of this size; afterwards nothing is left of the visit.

    Its process stays, which has the app's code compiled: a new one takes about 0.6 s of processor time more.
    """
    page.context.clear_cookies()
    page.set_viewport_size({"width": width, "height": height})
    page.requested = []
    yield page
    for other in page.context.pages:
        if other is not page:
            other.close()
    page.evaluate(FORGET)
    page.context.clear_permissions()
    page.emulate_media(media="screen", color_scheme="light")
    page.goto("about:blank")


@pytest.fixture(scope="session")
def one_page(window):
    """The page of all tests that need one visitor."""
    return new_page(window)


@pytest.fixture
def page(one_page):
    """A page of a new visitor."""
    with visiting(one_page) as page:
        yield page


@pytest.fixture(scope="session")
def more_pages():
    """The pages that tests of several visitors have opened so far, each in a context of its own."""
    return []


@pytest.fixture
def visit(browser, more_pages):
    """Open a page as one more visitor, as wide and high as asked."""
    free = [*more_pages]
    with ExitStack() as visits:

        def visit(server, path, width=1280, height=800):
            if not free:
                more_pages.append(new_page(browser.new_context(**CALM)))
                free.append(more_pages[-1])
            page = visits.enter_context(visiting(free.pop(), width, height))
            go(page, server, path)
            return page

        yield visit
