"""The teacher's screen: leads the room from step to step, and takes its results home."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from experiments.classroom.room import NEXT, SHOWN, Room, Step
from ui.classroom.address import address_of, is_local, show_qr
from ui.classroom.answers import answer_to, show_images, show_question
from ui.classroom.follow import follow, show_here, show_voted
from ui.classroom.links import show_links
from ui.classroom.paper import results_page, sheet_page
from ui.classroom.reveal import show_reveal
from ui.classroom.rooms import attempt, classrooms, reading, show_refusal
from ui.common.chart import written
from ui.common.page import plain, show_when_open
from ui.common.texts import text

LABELS: dict[Step, tuple[str, str]] = {
    "open": ("Open question {number}", "play_arrow"),
    "discuss": ("End the vote: discuss", "forum"),
    "again": ("Vote again", "how_to_vote"),
    "reveal": ("Reveal", "visibility"),
}
"""What the button for a step says, and its icon."""

NOW: dict[Step, str] = {
    "waiting": "next",
    "open": "the class votes",
    "discuss": "the class discusses",
    "again": "the class votes again",
    "reveal": "revealed",
    "closed": "done",
}


def show_teacher(room: Room, key: str) -> None:
    """The controls that lead the room and, below them, the parts that rarely change."""
    st.markdown(text("classroom/teacher"))
    follow(room.code, partial(_show, key=key))
    with st.expander("Invite the class", icon=":material/qr_code_2:", expanded=room.current is None):
        _show_invitation(room)
    show_when_open("Links for the lesson", "link", "classroom_links", partial(show_links, room))
    with st.expander("Results and deletion", icon=":material/download:"):
        _show_end(room, key)


def _show(room: Room, key: str) -> None:
    """The current question, and the buttons for the next step."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(f"Room {room.code}", anchor=False, width="content")
        show_here(room, st.markdown)
    number = room.current
    if number is not None:
        asked = room.questions[number]
        st.subheader(f"Question {number + 1} of {len(room.questions)}: {NOW[room.step]}", anchor=False)
        show_question(asked, st.markdown)
        show_images(asked)
        if room.step not in SHOWN:
            show_voted(room, st.markdown, "**{}**")
    _show_steps(room, key)
    show_refusal()
    if number is not None and room.step in SHOWN:
        show_reveal(room, number)
    with st.expander("All questions"):
        listed = zip(room.questions, room.steps, strict=True)
        st.markdown("\n".join(f"1. {plain(question.whole)} ({NOW[step]})" for question, step in listed))


def _show_steps(room: Room, key: str) -> None:
    """A button for each step that may come next; the first is the usual one."""
    number = room.current
    if number is None or room.step in SHOWN:
        following = 0 if number is None else number + 1
        steps: list[tuple[int, Step]] = [(following, "open")] if following < len(room.questions) else []
        if not steps:
            st.markdown("That was the last question. The results are below.")
    else:
        steps = [(number, to) for to in NEXT[room.step]]
    with st.container(horizontal=True):
        for place, (which, to) in enumerate(steps):
            label, icon = LABELS[to]
            st.button(
                label.format(number=which + 1),
                icon=f":material/{icon}:",
                type="secondary" if place else "primary",
                key=f"classroom_step_{to}",
                on_click=attempt,
                args=(_step, room, key, which, to),
            )


def _step(room: Room, key: str, number: int, to: Step) -> None:
    """Take the step, after working out the answer and its images, so that no screen waits for them."""
    if to in ("open", "reveal"):
        answer_to(room.questions[number])
    classrooms().step(room.code, key, number, to)
    reading.clear()


def _show_invitation(room: Room) -> None:
    """The projector's view, the QR code, and the address to copy."""
    st.link_button("Projector view", address_of(room.code, show="projector"), icon=":material/cast:")
    if is_local():
        st.warning(
            "Phones cannot reach this server by the address that you opened. Open this page by the server's name or "
            "number in your network instead: the QR code has the address that your browser uses."
        )
    address = address_of(room.code)
    show_qr(address, f"QR code of the address of room {room.code}")
    st.code(address, language=None, wrap_lines=True)


def _show_end(room: Room, key: str) -> None:
    """The results so far as files, the sheet for the teacher, and the end of the room."""
    st.markdown(text("classroom/privacy"))
    files: dict[str, tuple[Callable[[], str | bytes], str, str]] = {
        "Results (CSV)": (lambda: written(classrooms().results(room.code, key), "csv"), "csv", "text/csv"),
        "Results (HTML)": (lambda: results_page(classrooms().room(room.code)), "html", "text/html"),
        "Sheet to print (HTML)": (lambda: sheet_page(room), "sheet.html", "text/html"),
    }
    with st.container(horizontal=True):
        for label, (make, suffix, media_type) in files.items():
            st.download_button(label, make, f"crossover-room-{room.code}.{suffix}", media_type, on_click="ignore")
    st.caption(text("classroom/files"))
    sure = st.checkbox("Delete this room with all its votes, now and for good", key="classroom_sure")
    st.button(
        "Delete the room",
        icon=":material/delete:",
        key="classroom_delete",
        disabled=not sure,
        on_click=attempt,
        args=(_delete, room, key),
    )


def _delete(room: Room, key: str) -> None:
    classrooms().delete(room.code, key)
    reading.clear()
    st.query_params.clear()
