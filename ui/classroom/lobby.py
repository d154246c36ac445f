"""The door: students type a code, and a teacher opens a room."""

import streamlit as st

from experiments.classroom.room import Question
from ui.classroom.choose import chosen_questions
from ui.classroom.rooms import attempt, classrooms, enter, reading, rooms_opened
from ui.common.texts import text
from ui.common.visitor import visitor

LAST = "classroom_last"
"""Where the address of the room is kept, for a visitor who looks at another page of the app."""


def show_lobby() -> None:
    """What the classroom is, where to join a room, and what a new room asks."""
    st.markdown(text("classroom/intro"))
    _show_way_back()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Code of the room, four letters", max_chars=12, key="classroom_code", width=260)
        st.button("Join", icon=":material/login:", key="classroom_join", on_click=attempt, args=(_join,))
    st.header("Open a room", anchor=False)
    st.markdown("The ready lesson is chosen: six questions in about 20 minutes. Leave some out, or ask others.")
    asked = chosen_questions()
    st.button(
        "Open the room",
        type="primary",
        icon=":material/meeting_room:",
        key="classroom_open",
        disabled=not asked,
        on_click=attempt,
        args=(_open, asked),
    )
    st.caption(text("classroom/privacy"))


def _show_way_back() -> None:
    """A button into the room that this browser has left for another page, as long as there is one."""
    last = st.session_state.get(LAST, {})
    if last and reading(last["room"]):
        st.button(
            f"Back to room {last['room']}",
            type="primary",
            icon=":material/arrow_back:",
            key="classroom_back",
            on_click=st.query_params.update,
            args=(last,),
        )


def _join() -> None:
    room = enter(st.session_state["classroom_code"])
    st.query_params.clear()
    st.query_params["room"] = room.code


def _open(asked: list[Question]) -> None:
    """Open the room; the address becomes the teacher's."""
    if rooms_opened().must_wait(visitor()):
        raise ValueError("You have opened many rooms within a minute; please wait a minute.")
    rooms_opened().note(visitor())
    code, key = classrooms().open(asked)
    st.query_params.update({"room": code, "teacher": key})
