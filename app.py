"""Crossover: the server; it starts when all that the first page needs is loaded."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from ui.classroom.watched import RoomSteps
from ui.common.address.renamed import OldAddresses
from ui.common.visitor import VisitorCookie


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Get ready before the first visitor, and close after the last."""
    from ui import startup  # imported here: Streamlit's caches need the server

    try:
        await asyncio.to_thread(startup.get_ready)
    except (ValueError, OSError) as problem:  # a setting or a database that cannot be used
        print(problem, file=sys.stderr, flush=True)
        os._exit(2)  # an exception would become pages of a stack trace, in which the sentence is lost
    yield
    await asyncio.to_thread(startup.close)


app = st.App(
    "ui/shell/navigation.py",
    lifespan=lifespan,
    middleware=[Middleware(RoomSteps), Middleware(OldAddresses), Middleware(VisitorCookie)],
)
