"""Who is asking: every browser gets a cookie that nobody can guess, and is known by its hash."""

import asyncio
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from ui.common.visitor import COOKIE, TOKEN, VisitorCookie, visitor

pytestmark = pytest.mark.slow

GIVEN = "A" * 43
HTML = (b"content-type", b"text/html; charset=utf-8")


def answered(request=(), answer=(HTML,), status=200, kind="http", scheme="http"):
    """The headers with which an app's answer leaves, by name; an app that answers with `answer`."""

    async def app(scope, receive, send):
        await send({"type": f"{kind}.response.start", "status": status, "headers": list(answer)})
        await send({"type": f"{kind}.response.body", "body": b"page"})

    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": kind, "scheme": scheme, "path": "/", "headers": list(request)}
    with ThreadPoolExecutor(1) as thread:  # in this one a browser of other tests may have a loop running
        thread.submit(lambda: asyncio.run(VisitorCookie(app)(scope, None, send))).result()
    assert sent[1:] == [{"type": f"{kind}.response.body", "body": b"page"}]
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def token_of(headers):
    """What stands in the cookie that is given."""
    return re.fullmatch(rf"{COOKIE}=({TOKEN}); .*", headers["set-cookie"])[1]


def cookies(monkeypatch, **given):
    """The cookies of the browser that asks."""
    monkeypatch.setattr(type(st.context), "cookies", given)


def test_a_page_gives_a_new_browser_a_cookie():
    """Long, random, out of the reach of scripts and of other sites, for a month."""
    headers = answered()
    assert headers["set-cookie"].endswith("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax")
    assert token_of(headers) != token_of(answered())


def test_a_browser_keeps_its_cookie():
    """The same one for another month, beside whatever others there are."""
    request = [(b"cookie", f'a=b; bad"; {COOKIE}={GIVEN}; c="d'.encode())]
    assert token_of(answered(request)) == GIVEN


def test_what_is_no_token_is_replaced(monkeypatch):
    """A client may send anything: it gets a new token, and cannot become another visitor."""
    for wrong in ("", "short", "A" * 42, "A" * 44, "A" * 42 + "=", "../" * 14 + "A", "Ä" * 43, "A" * 9_000):
        given = answered([(b"cookie", f"{COOKIE}={wrong}".encode("latin-1"))])
        assert re.fullmatch(TOKEN, token_of(given))
        assert token_of(given) not in wrong + GIVEN
        cookies(monkeypatch, **{COOKIE: wrong})
        page = AppTest.from_function(tell).run()
        assert page.text[0].value != hashlib.sha256(wrong.encode()).hexdigest()[:32]


def test_over_https_the_cookie_stays_there():
    """Also behind a proxy that speaks https for us."""
    for scheme, forwarded, secure in [
        ("http", None, False),
        ("https", None, True),
        ("http", "https", True),
        ("http", "HTTPS, http", True),
        ("http", "http", False),
        ("http", "nonsense", False),
    ]:
        request = [(b"x-forwarded-proto", forwarded.encode())] if forwarded else []
        assert answered(request, scheme=scheme)["set-cookie"].endswith("; Secure") == secure


def test_only_pages_give_cookies():
    """Images, scripts, failures and websockets pass as they are."""
    png = (b"content-type", b"image/png")
    assert "set-cookie" not in answered(answer=[png])
    assert "set-cookie" not in answered(status=404)
    assert "set-cookie" not in answered(kind="websocket")


def test_a_page_that_the_browser_has_already_gives_one_too():
    """An answer "not modified" says no type, and the cookie may have gone meanwhile."""
    assert "set-cookie" in answered([(b"accept", b"text/html,*/*")], answer=[], status=304)
    assert "set-cookie" not in answered([(b"accept", b"*/*")], answer=[], status=304)


def test_no_cache_on_the_way_keeps_a_cookie():
    """Else it would hand one visitor's to the next."""
    headers = answered(answer=[HTML, (b"cache-control", b"public, max-age=60")])
    assert headers["cache-control"] == "private, no-cache"


def test_a_visitor_is_a_hash_of_the_cookie(monkeypatch):
    """What is written down opens nothing: the cookie cannot be found from it."""
    cookies(monkeypatch, **{COOKIE: GIVEN})
    assert visitor() == hashlib.sha256(GIVEN.encode()).hexdigest()[:32]
    assert GIVEN not in visitor()
    cookies(monkeypatch, **{COOKIE: "B" * 43})
    assert visitor() != hashlib.sha256(GIVEN.encode()).hexdigest()[:32]


def tell():
    """A page that says who looks at it."""
    import streamlit as st

    from ui.common.visitor import visitor

    st.text(visitor())


def test_without_a_cookie_a_session_is_one_visitor():
    """Over its reruns, and no other session is the same one."""
    first, second = AppTest.from_function(tell).run(), AppTest.from_function(tell).run()
    before = first.text[0].value
    assert re.fullmatch("[0-9a-f]{32}", before)
    assert first.run().text[0].value == before != second.text[0].value
