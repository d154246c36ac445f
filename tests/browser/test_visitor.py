"""A real browser is known by its cookie over reloads, its websocket carries it, and no script reads it."""

import hashlib
import re

import pytest
from playwright.sync_api import expect

from experiments.spec import Experiment
from experiments.store.owner import new_owner
from experiments.store.results import Store
from tests.browser.conftest import served
from tests.browser.steps import go
from ui.common.visitor import COOKIE, TOKEN
from uploads.folder import Uploads

CANCEL = re.compile("Cancel what I started")


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    """A server whose queue only this process drains, and its home."""
    home = tmp_path_factory.mktemp("visitor") / "home"
    with served(home, CROSSOVER_ENGINE="inline") as (address, _):
        yield address, home


@pytest.fixture
def two(browser):
    """Two visitors' browsers."""
    contexts = [browser.new_context() for _ in range(2)]
    for context in contexts:
        context.set_default_timeout(60_000)
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def cookie(page):
    """The visitor's cookie."""
    (found,) = [one for one in page.context.cookies() if one["name"] == COOKIE]
    return found


def test_two_browsers_are_two_visitors_and_see_only_their_own(two, quiet):
    """Ann may cancel what she asked for and reads her title, also after a reload; Bob sees that somebody is there."""
    address, home = quiet
    ann, bob = two
    for page in two:
        go(page, address, "runs")
    given = cookie(ann)
    assert re.fullmatch(TOKEN, given["value"])
    assert (given["httpOnly"], given["sameSite"], given["path"]) == (True, "Lax", "/")
    assert given["value"] != cookie(bob)["value"]
    assert COOKIE not in ann.evaluate("document.cookie")

    owner = hashlib.sha256(given["value"].encode()).hexdigest()[:32]
    upload = Uploads(home / "uploads").begin(owner, "Cats of Ann")
    store = Store(f"sqlite:///{home / 'results.sqlite'}")
    store.enqueue([Experiment(upload.name, "svm", 10)], owner)
    store.claim(new_owner(), 1)
    expect(ann.get_by_role("button", name=CANCEL)).to_be_visible(timeout=30_000)
    go(ann, address, "runs")
    expect(ann.get_by_role("button", name=CANCEL)).to_be_visible(timeout=30_000)
    assert cookie(ann)["value"] == given["value"]
    expect(bob.get_by_text("1 running")).to_be_visible(timeout=30_000)
    expect(bob.get_by_role("button", name=CANCEL)).to_have_count(0)
    store.close()


def test_a_cookie_that_is_none_is_replaced(two, quiet):
    """What somebody typed into it is gone on the next page."""
    address, _ = quiet
    ann, _ = two
    ann.context.add_cookies([{"name": COOKIE, "value": "hello", "url": address}])
    go(ann, address, "runs")
    assert re.fullmatch(TOKEN, cookie(ann)["value"])
