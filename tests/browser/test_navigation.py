"""Every address works for the first visitor of a new server, and leads to every other page."""

import ast
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from settings import ROOT
from tests.browser.cold import libraries_loaded, split_off
from tests.browser.conftest import free_port, served, wait_until_up
from tests.browser.steps import go
from tests.proxy import PATH

GROUPS = ["Start here", "Compare", "Understand", "Do it yourself", "Class"]
QUESTIONS = {
    path.stem: call.args[0].value
    for path in sorted((ROOT / "pages").glob("*.py"))
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(call, ast.Call) and ast.unparse(call.func) == "open_page"
}
"""Each page's question, read from its file."""


@pytest.fixture(scope="module")
def cold(tmp_path_factory):
    """Starts a server whose home is empty; all have one port, so that the browser fetches the app's files once."""
    port = free_port()
    with libraries_loaded() as process:

        @contextmanager
        def cold(path):
            with split_off(process, tmp_path_factory.mktemp("cold") / "home", port, path):
                wait_until_up(f"http://127.0.0.1:{port}{path}/_stcore/health")
                yield f"http://127.0.0.1:{port}{path}"

        yield cold


def address_of(name):
    """The path of a page; the first one has the server's own address."""
    return "" if name == "home" else name


def test_every_page_has_a_question():
    """Without it the test below would pass over the page."""
    assert set(QUESTIONS) == {path.stem for path in (ROOT / "pages").glob("*.py")}


@pytest.mark.parametrize(("name", "path"), [("home", ""), *((name, PATH) for name in QUESTIONS)])
def test_a_deep_link_to_a_cold_server_shows_its_page_and_the_navigation(page, cold, name, path):
    """The first request decides nothing: the page, all groups and a link to each page are there.

    Also below a path, as behind a proxy: each link and every request is below it.
    """
    with cold(path) as address:
        go(page, address, address_of(name))
        expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS[name])
        assert page.get_by_test_id("stMain").inner_text().lstrip().startswith(QUESTIONS[name])  # nothing is above it
        sidebar = page.get_by_test_id("stSidebar")
        for group in GROUPS:
            expect(sidebar.get_by_text(group, exact=True)).to_be_visible()
        links = sidebar.get_by_role("link").evaluate_all("links => links.map(link => link.href)")
        expect(page.get_by_test_id("stException")).to_have_count(0)
    assert sorted(links) == sorted(f"{address}/{address_of(name)}" for name in QUESTIONS)
    requested = [url for url in page.requested if url.startswith(("http", "ws"))]
    inside = f"{address.partition('//')[2]}/"
    assert [url for url in requested if not url.partition("//")[2].startswith(inside)] == []


def test_a_deep_link_on_a_phone_is_kept_by_a_slow_server(visit, tmp_path):
    """The browser tells its width before the server has read its address: it must know by then where it is."""
    shell = (ROOT / "ui" / "shell" / "navigation.py").read_text(encoding="utf-8")
    slow = tmp_path / "slow.py"
    slow.write_text(shell.replace("page = st.navigation(", "import time\n\ntime.sleep(2)\npage = st.navigation("))
    with served(tmp_path / "home", script=slow, PYTHONPATH=str(ROOT), CROSSOVER_ENGINE="inline") as (address, _):
        page = visit(address, "runs", width=390)
        page.wait_for_selector('[data-drawn-for^="narrow"]', state="attached")
        expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS["runs"])
        assert page.url == f"{address}/runs"


def test_on_a_phone_the_menu_makes_room_for_the_page_that_was_chosen(page, server):
    """It lies over the page; in a wide window, where it stands beside the page, it stays."""
    sidebar = page.get_by_test_id("stSidebar")
    go(page, server, "runs")
    sidebar.get_by_role("link", name="Why deep learning").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS["lesson"])
    expect(sidebar).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 800})
    go(page, server, "runs")
    page.get_by_test_id("stExpandSidebarButton").click()
    sidebar.get_by_role("link", name="Why deep learning").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS["lesson"])
    expect(sidebar).not_to_be_in_viewport()


def test_the_tour_goes_on_where_images_are_not_on_this_machine(page, server):
    """Its third stop shows the recorded curves that cross, though nothing can be measured, and leads to the fourth."""
    go(page, server, "")
    page.get_by_role("link", name="3. What do more images change?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS["data_size"])
    expect(page).to_have_url(f"{server}/data_size?dataset=CIFAR-10")
    expect(page.get_by_test_id("stMain")).to_contain_text("the CNN overtakes handcrafted features")
    page.get_by_role("link", name="Next stop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS["race"])


def test_a_link_takes_along_what_the_page_it_stands_on_has_too(page, server):
    """Both pages have a choice of images; the address says which, by the name that it has there."""
    go(page, server, "features?dataset=Textures")
    page.get_by_role("link", name="See the families drawn on one image").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS["compare"])
    expect(page).to_have_url(f"{server}/compare?dataset=Textures")
