"""The projector's view: where to join, the question, how many have voted; and how only after the reveal."""

import streamlit as st

from experiments.classroom.question import SHOWN, Question
from experiments.classroom.room import Room
from ui.classroom.address import address_of, show_qr
from ui.classroom.answers import LARGE_SIDE, images_of, show_images
from ui.classroom.follow import follow, show_here, show_voted
from ui.classroom.reveal import show_reveal
from ui.common.page import plain
from ui.common.texts import text

STYLE = """<style>
[data-testid=stSidebar], [data-testid=stExpandSidebarButton], [data-testid=stHeader] { display: none }
html { font-size: 20px !important }
[data-testid=stMainBlockContainer] { padding-top: 1rem; padding-bottom: 0 }
[data-testid=stMain] h1 { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
.st-key-classroom_code_shown p { font-size: 4rem; font-weight: 700; letter-spacing: 0.15em; line-height: 1.1 }
.st-key-classroom_count p { font-size: 2.6rem; font-weight: 600 }
.st-key-classroom_asked h2 { font-size: 2.3rem; line-height: 1.2 }
.st-key-classroom_choices li { font-size: 1.9rem; break-inside: avoid }
.st-key-classroom_choices ul:has(li:nth-child(5)) { columns: 2 }
.st-key-classroom_revealed h2 { font-size: 1.55rem; line-height: 1.2; padding-top: 0 }
.st-key-classroom_revealed strong { font-size: 1.3rem }
.st-key-classroom_line p { font-size: 1.3rem }
.st-key-classroom_invited p { font-size: 1.7rem; line-height: 1.3 }
[data-testid=stAlert] p { font-size: 1.7rem; line-height: 1.3 }
.st-key-classroom_images [data-testid=stImageCaption] * { font-size: 1.2rem }
</style>"""
"""Everything larger, and nothing beside the class: no navigation, and the page's title for screen readers alone.

All sizes are relative to the root's; a zoomed page would draw its charts zoomed twice, wider than the screen.
"""


def show_projector(room: Room) -> None:
    """Follow the room in large letters."""
    st.html(STYLE)
    follow(room.code, _show)


def _show(room: Room) -> None:
    number = room.current
    if number is None:
        _show_invitation(room)
        return
    asked = room.questions[number]
    with st.container(key="classroom_line"):
        st.markdown(f"Question {number + 1} of {len(room.questions)} · room **{room.code}** · {_site(room)}")
    if room.step in SHOWN:
        _show_reveal(room, number, asked)
        return
    with st.container(key="classroom_asked"):
        st.header(plain(asked.prompt), anchor=False)
    show_images(asked, LARGE_SIDE)
    if asked.choices and not images_of(asked):
        with st.container(key="classroom_choices"):
            st.markdown("\n".join(f"* {plain(choice)}" for choice in asked.choices))
    if room.step == "discuss":
        st.info(text("classroom/discuss"))
    with st.container(key="classroom_count"):
        show_voted(room, st.markdown)


def _show_reveal(room: Room, number: int, asked: Question) -> None:
    """The votes and the answer; images that were asked about stand beside them, so that the chart is above the fold."""
    votes, images = st.columns([5, 1]) if images_of(asked) else (st, None)
    with votes.container(key="classroom_revealed"):
        show_reveal(room, number, on_projector=True)
    if images:
        with images:
            show_images(asked)


def _show_invitation(room: Room) -> None:
    """The code in large letters beside the QR code."""
    address = address_of(room.code)
    with st.container(horizontal=True, vertical_alignment="center", gap="large"):
        show_qr(address, f"QR code of the address of room {room.code}")
        with st.container(width=520):
            st.header("Join on your phone", anchor=False)
            with st.container(key="classroom_invited"):
                st.markdown(f"Scan the code, or open **{plain(_site(room))}** and type")
            with st.container(key="classroom_code_shown"):
                st.markdown(room.code)
            with st.container(key="classroom_count"):
                show_here(room, st.markdown)


def _site(room: Room) -> str:
    """The address without the room and the protocol, as people type it."""
    return address_of(room.code).partition("?")[0].partition("://")[2]
