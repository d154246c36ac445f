"""Visitors: a random cookie identifies each browser, and only its hash is ever stored."""

import hashlib
import re
import secrets
from functools import partial

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "crossover_visitor"
TOKEN = "[A-Za-z0-9_-]{43}"  # the form of secrets.token_urlsafe(32)
SECONDS = 30 * 86_400


class VisitorCookie:
    """Middleware that gives every browser its cookie; each visit extends the cookie's life."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and add the cookie to responses that are pages."""
        if scope["type"] == "http":
            send = partial(_send_with_cookie, scope, send)
        await self.app(scope, receive, send)


def visitor() -> str:
    """A name for this browser, 32 hexadecimal digits, that survives reloads."""
    token = st.context.cookies.get(COOKIE, "")
    if not re.fullmatch(TOKEN, token):  # a test, or a server without the middleware
        token = st.session_state.setdefault("visitor", secrets.token_urlsafe(32))
    return hashlib.sha256(token.encode()).hexdigest()[:32]


async def _send_with_cookie(scope: Scope, send: Send, message: Message) -> None:
    if message["type"] == "http.response.start":
        request, headers = HTTPConnection(scope), MutableHeaders(scope=message)
        types = headers.get("content-type", "") + request.headers.get("accept", "")  # "not modified" has no type
        if "text/html" in types and message["status"] < 400:
            # Read as Streamlit reads it: if the two disagreed about a token, it would change at every visit.
            token = request.cookies.get(COOKIE, "")
            token = token if re.fullmatch(TOKEN, token) else secrets.token_urlsafe(32)
            headers.append("set-cookie", _cookie(token, _is_secure(scope, request)))
            headers["cache-control"] = (
                "private, no-cache"  # a shared cache must not give one visitor's cookie to another
            )
    await send(message)


def _is_secure(scope: Scope, request: HTTPConnection) -> bool:
    forwarded = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    return "https" in (scope.get("scheme"), forwarded)


def _cookie(token: str, secure: bool) -> str:
    return f"{COOKIE}={token}; Path=/; Max-Age={SECONDS}; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}"
