"""The rooms as pages read them: one reading a second for all who watch, and every refusal as a sentence."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from experiments.classroom.code import read_code
from experiments.classroom.room import NoRoom, Room
from experiments.classroom.tries import Tries
from experiments.store.classrooms import Classrooms
from ui.common import source
from ui.common.page import plain
from ui.common.visitor import visitor

READING_SECONDS = 0.8
MOST_WRONG_CODES = 10
MOST = {"wrong codes": MOST_WRONG_CODES, "wrong codes of an address": 200, "opened rooms": 10}
"""The most a minute, of a browser or of a network address such as a school's.

Addresses count too, because a browser without cookies is a new one at each visit.
"""

REFUSED = "classroom_refused"


def classrooms() -> Classrooms:
    """The rooms of this server's database."""
    return Classrooms(source.store().database)


@st.cache_resource(show_spinner=False)
def tries(what: str) -> Tries:
    """What each browser or address did within a minute, one of `MOST`; a wrong key counts as a wrong code."""
    return Tries(MOST[what])


@st.cache_data(ttl=READING_SECONDS, max_entries=500, show_spinner=False)
def reading(code: str, known_step: str = "") -> Room | None:  # noqa: ARG001
    """The room, at most a second old: all who watch it share one reading; None if there is none.

    `known_step` is the step that the browser knows: as part of the key, it excludes readings from before that step.
    """
    try:
        return classrooms().room(code)
    except NoRoom:
        return None


def enter(typed: str) -> Room:
    """The room of this code; ValueError, one sentence, for a wrong code or after too many wrong codes."""
    if tries("wrong codes").must_wait(visitor()) or tries("wrong codes of an address").must_wait(_address()):
        raise ValueError("Too many wrong codes were tried from here; please wait a minute.")
    try:
        return classrooms().room(read_code(typed))
    except ValueError:
        count_wrong()
        raise


def count_wrong() -> None:
    """Note that this browser tried a wrong code or key."""
    tries("wrong codes").note(visitor())
    tries("wrong codes of an address").note(_address())


def attempt(act: Callable[..., Any], *arguments: Any) -> None:
    """Do what a button asks for; if it is refused, `show_refusal` says why until something else is done."""
    st.session_state[REFUSED] = ""
    try:
        act(*arguments)
    except ValueError as problem:
        st.session_state[REFUSED] = str(problem)


def show_refusal() -> None:
    """Why the last button did not do what its label says."""
    if reason := st.session_state.get(REFUSED):
        st.warning(plain(reason))


def _address() -> str:
    return str(st.context.ip_address or "")
