"""Which view the address asks for: the lobby, the teacher's, a student's or the projector's."""

import streamlit as st

from experiments.classroom.room import NotTheTeacher, Room
from ui.classroom.lobby import LAST, show_lobby
from ui.classroom.projector import show_projector
from ui.classroom.rooms import classrooms, count_wrong, enter
from ui.classroom.student import show_student
from ui.classroom.teacher import show_teacher
from ui.common.page import plain

PROJECTOR = "projector"


def show_classroom() -> None:
    """The view that the address asks for; if it is refused, the reason and the lobby."""
    code, key = st.query_params.get("room", ""), st.query_params.get("teacher", "")
    if not code:
        show_lobby()
        return
    try:
        room = enter(code)
        if key:
            _check(room, key)
    except ValueError as problem:
        st.warning(plain(str(problem)))
        show_lobby()
        return
    st.session_state[LAST] = st.query_params.to_dict() | {"room": room.code}
    if key:
        show_teacher(room, key)
    elif st.query_params.get("show") == PROJECTOR:
        show_projector(room)
    else:
        show_student(room)


def _check(room: Room, key: str) -> None:
    """Raise NotTheTeacher if the key is wrong, and count that as a wrong try."""
    if not classrooms().is_teacher(room.code, key):
        count_wrong()
        raise NotTheTeacher
