"""Crossover: the server, which is up when the first visitor need wait for nothing but the browser."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from ui.common.visitor import VisitorCookie


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """What is done once, before the first visitor and after the last."""
    from ui import startup  # not sooner: Streamlit's caches want the server to be there

    await asyncio.to_thread(startup.get_ready)
    yield
    await asyncio.to_thread(startup.close)


app = st.App("ui/shell/navigation.py", lifespan=lifespan, middleware=[Middleware(VisitorCookie)])
