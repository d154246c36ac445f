"""A screen that follows its room: whatever the teacher does is there within two seconds."""

import random
import re
from collections.abc import Callable

import streamlit as st

from experiments.classroom.room import Room
from ui.classroom.rooms import reading
from ui.classroom.watched import here, step_of, ticket, voted
from ui.common.window import component, do_nothing

KEY = "classroom_follow"
CSS = f"<style>.st-key-{KEY} {{ position: absolute; width: 0 }}</style>"
STEP = r"(\d{1,3} [a-z]{1,10}) \d+"

RARELY_SECONDS = 30.0
"""Time between two drawings without a report, for browsers whose requests a proxy keeps from the server."""

ENDED = "This room has ended. Its questions and votes are deleted."


def follow(code: str, draw: Callable[[Room], None]) -> None:
    """Draw the room now, and again when the browser reports a new step; only this part of the page runs again."""
    st.html(CSS)

    @st.fragment(run_every=RARELY_SECONDS * random.uniform(0.8, 1.2))
    def screen() -> None:
        room = reading(code, _reported_step())
        if room is None:
            st.info(ENDED)
        else:
            _watch(room)
            draw(room)

    screen()


def show_here(room: Room, write: Callable[[str], object], before: str = "") -> None:
    """How many are in the room; the browser keeps the number up to date."""
    with st.container(key="classroom_here", width="content"):
        write(before + here(room))


def show_voted(room: Room, write: Callable[[str], object], words: str = "{}") -> None:
    """How many have voted; the browser keeps the numbers up to date."""
    with st.container(key="classroom_voted"):
        write(words.format(voted(room)))


def _watch(room: Room) -> None:
    """Have the browser ask for the room's step, and report when it is no longer the step that is drawn."""
    drawn = {"room": room.code, "ticket": ticket(room), "step": step_of(room)}
    component("follow", __file__)(key=KEY, data=drawn, height=1, on_step_change=do_nothing)


def _reported_step() -> str:
    """The step that the browser reported last: a reading of the room from before it would be too old."""
    report = re.fullmatch(STEP, str(st.session_state.get(KEY, {}).get("step") or ""))
    return report[1] if report else ""
