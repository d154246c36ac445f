"""The projector's view: where to join, the question and how many have voted; their votes only after the reveal."""

from functools import partial
from math import ceil

import streamlit as st

from experiments.classroom.room import SHOWN, Question, Room, Step
from ui.classroom.address import LARGE_PIXELS, address_of, show_qr
from ui.classroom.answers import LARGE_SIDE, images_of, show_images, show_question
from ui.classroom.follow import follow, show_here, show_voted
from ui.classroom.reveal import show_reveal
from ui.common.page import plain
from ui.common.texts import text

STYLE = """<style>
[data-testid=stSidebar], [data-testid=stExpandSidebarButton], [data-testid=stHeader] { display: none }
html { font-size: 20px !important }
[data-testid=stMainBlockContainer] { padding-top: 1rem; padding-bottom: 0 }
[data-testid=stMain] h1 { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
.st-key-classroom_code_shown p { font-size: 6rem; font-weight: 700; letter-spacing: 0.15em; line-height: 1.1 }
.st-key-classroom_count p { font-size: calc(2.6rem * var(--part, 1)); font-weight: 600 }
.st-key-classroom_asked h2 { font-size: calc(2.3rem * var(--part, 1)); line-height: 1.2 }
.st-key-classroom_where p { font-size: calc(1.4rem * var(--part, 1)); line-height: 1.25 }
.st-key-classroom_choices li { font-size: calc(1.9rem * var(--part, 1)); line-height: 1.3; break-inside: avoid }
.st-key-classroom_choices ul:has(li:nth-child(5)) { columns: 2 }
.st-key-classroom_revealed h2 { font-size: 1.55rem; line-height: 1.2; padding-top: 0 }
.st-key-classroom_revealed strong { font-size: 1.3rem }
.st-key-classroom_line p { font-size: 1.3rem }
.st-key-classroom_invite h2 { font-size: 2.3rem }
.st-key-classroom_invited p { font-size: 1.7rem; line-height: 1.3 }
[data-testid=stAlert] p { font-size: calc(1.7rem * var(--part, 1)); line-height: 1.3 }
.st-key-classroom_images [data-testid=stImageCaption] * { font-size: 1.2rem }
</style>"""
"""Everything is larger, the navigation is hidden, and the page's title is for screen readers alone.

All sizes are relative to the root's, not zoomed: on a zoomed page, charts would be zoomed twice, wider than the screen.
"""

MOST_IN_A_COLUMN = 4
"""The most choices in one column; the style above puts more of them into two columns."""
FACTORS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6)
"""What the size of a question's letters may be multiplied by."""
WIDTH, HEIGHT = 1080.0, 505.0
"""Pixels for text at 1280 x 720, without the line above and the gaps."""
LETTER, LINE = 9.4, 26.0
"""About the width of a letter and the height of a line in pixels, at the root's size."""
IMAGES_HEIGHT = LARGE_SIDE + 40
"""Height in pixels of images with their captions."""


def size_factor(asked: Question, step: Step) -> float:
    """The largest factor for a question's letters with which it fits on the screen together with the count of votes."""
    return next((factor for factor in FACTORS if _height(asked, step, factor) <= HEIGHT), FACTORS[-1])


def _height(asked: Question, step: Step, factor: float) -> float:
    """About how many pixels a question needs with letters multiplied by `factor`."""

    def height_of(words: str, size: float, width: float = WIDTH) -> float:
        return ceil(len(words) * LETTER * size * factor / width) * LINE * size * factor

    if images_of(asked):
        choices = float(IMAGES_HEIGHT)
    else:
        columns = 2 if len(asked.choices) > MOST_IN_A_COLUMN else 1
        heights = sorted(height_of(choice, 1.9, WIDTH / columns - 60) for choice in asked.choices)
        choices = sum(heights[::-columns])  # of two choices side by side, the higher one counts
    where = height_of(asked.where, 1.4) + 30 if asked.where else 0.0
    task = height_of(text("classroom/discuss"), 1.7) + 40 if step == "discuss" else 0.0
    return height_of(asked.prompt, 2.3) + where + choices + task + height_of("0 of 30", 2.6)


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
    st.html(f"<style>:root {{ --part: {size_factor(asked, room.step):.2f} }}</style>")
    with st.container(key="classroom_asked"):
        show_question(asked, partial(st.header, anchor=False))
    show_images(asked, LARGE_SIDE)
    if asked.choices and not images_of(asked):
        with st.container(key="classroom_choices"):
            st.markdown("\n".join(f"* {plain(choice)}" for choice in asked.choices))
    if room.step == "discuss":
        st.info(text("classroom/discuss"))
    with st.container(key="classroom_count"):
        show_voted(room, st.markdown)


def _show_reveal(room: Room, number: int, asked: Question) -> None:
    """The votes and the answer; a question's images are beside them, so that the chart is above the fold."""
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
        show_qr(address, f"QR code of the address of room {room.code}", LARGE_PIXELS)
        with st.container(width=520, key="classroom_invite"):
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
