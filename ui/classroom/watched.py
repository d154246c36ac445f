"""What browsers in a room ask: the next step, and how many have voted; votes themselves are never sent.

A request waits up to a second for a new step, so that a class sees it at once. A request costs the server a tenth of
what running a part of a page again does, which happens only at a new step.
"""

import asyncio
import hashlib
import hmac
import json
import random
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from experiments.classroom.code import read_code
from experiments.classroom.room import MOST_ROOMS, ROUNDS, NoRoom, Room

PATH = "/room-step"
"""The end of the address: a proxy may serve the app under any path."""

READ_SECONDS = 0.1
"""How old an answer may be: all who watch a room share one reading. Longer would delay every reveal by as much."""

WAIT_SECONDS = 1.0
"""How long a request waits for another step before it is answered with the current counts."""

CROWD = 200
"""In a larger room requests wait longer, so that the server has the same work."""


def voted(room: Room) -> str:
    """`12 of 30 have voted`: how many, never for what."""
    verb = "have voted" if room.step in ROUNDS else "voted"
    return f"{room.n_voted} of {room.n_seats} {verb}"


def here(room: Room) -> str:
    """`30 here`."""
    return f"{room.n_seats} here"


def step_of(room: Room) -> str:
    """`3 reveal`: the question, counted from 1, and its step; `0 waiting` before the first."""
    return f"{0 if room.current is None else room.current + 1} {room.step}"


def ticket(room: Room) -> str:
    """What a browser in the room sends with its code, so that nobody can find rooms by trying codes."""
    return hashlib.sha256(f"{room.code} {room.ends_at!r}".encode()).hexdigest()[:32]


def public_state(room: Room) -> dict[str, Any]:
    """What everybody in the room may know."""
    return {"step": step_of(room), "voted": voted(room), "here": here(room)}


@dataclass
class Glance:
    """A room as it was read at the time `at`, or None if there was none."""

    at: float = -READ_SECONDS
    room: Room | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class RoomSteps:
    """Middleware that answers these requests itself, so that no other part of the app spends time on them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.glances: dict[str, Glance] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a browser in a room; pass everything else on."""
        if scope["type"] != "http" or not scope["path"].endswith(PATH):
            await self.app(scope, receive, send)
            return
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        start = time.monotonic()
        room = await self._at_another_step(*(asked.get(name, [""])[0] for name in ("room", "ticket", "step")))
        content = "{}" if room is None else json.dumps(public_state(room) | {"waited": time.monotonic() - start})
        answer = Response(content, 404 if room is None else 200, {"cache-control": "no-store"}, "application/json")
        await answer(scope, receive, send)

    async def _at_another_step(self, code: str, sent: str, step: str) -> Room | None:
        """The room once it has left this step; if it stays for a while, the room as it is."""
        room = await self._room(code, sent)
        end = time.monotonic() + random.uniform(0.8, 1.2) * _wait_seconds(room)
        while room and step_of(room) == step and time.monotonic() < end:
            await asyncio.sleep(READ_SECONDS)
            room = await self._room(code, sent)
        return room

    async def _room(self, code: str, sent: str) -> Room | None:
        """The room, if there is one and the browser sent its ticket."""
        try:
            room = await self._read(read_code(code))
        except ValueError:
            return None
        return room if room and hmac.compare_digest(sent.encode(), ticket(room).encode()) else None

    async def _read(self, code: str) -> Room | None:
        """The room as it was a moment ago."""
        if len(self.glances) > MOST_ROOMS:
            self.glances.clear()
        glance = self.glances.setdefault(code, Glance())
        async with glance.lock:
            if time.monotonic() - glance.at >= READ_SECONDS:
                glance.room = await asyncio.to_thread(_room_of, code)
                glance.at = time.monotonic()
        return glance.room


def _wait_seconds(room: Room | None) -> float:
    return WAIT_SECONDS * max(1.0, room.n_seats / CROWD) if room else 0.0


def _room_of(code: str) -> Room | None:
    from ui.classroom.rooms import classrooms  # imported here: the server starts without the table of results

    try:
        return classrooms().room(code)
    except NoRoom:
        return None
