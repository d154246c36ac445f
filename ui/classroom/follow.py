"""A screen that follows its room: whatever the teacher does is there within two seconds."""

import time
from collections.abc import Callable

import streamlit as st

from experiments.classroom.question import ROUNDS
from experiments.classroom.room import Room
from ui.classroom.rooms import reading
from ui.common.live import interval, polled_at
from ui.common.visitor import visitor

POLL_SECONDS = 1.0
CLASS = 100
"""So many follow each second; the reading is shared, and what is sent is small. In a larger crowd polls are rarer."""

ENDED = "This room has ended. Its questions and votes are deleted."


def follow(code: str, draw: Callable[[Room], None]) -> None:
    """Draw the room now and then again each second; only this part of the page runs again."""

    @st.fragment(run_every=interval(POLL_SECONDS, CLASS))
    def screen() -> None:
        polled_at()[visitor()] = time.monotonic()
        room = reading(code)
        if room is None:
            st.info(ENDED)
        else:
            draw(room)

    screen()


def voted(room: Room) -> str:
    """`12 of 30 have voted`: how many, and never how."""
    verb = "have voted" if room.step in ROUNDS else "voted"
    return f"{room.n_voted} of {room.n_seats} {verb}"
