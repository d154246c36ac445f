"""Links for a lesson: each opens a page with its choices made and some hidden; ready ones, and the teacher's own."""

from collections.abc import Collection
from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st

from analysis.classroom.register import kind
from experiments.classroom.room import Room
from ui.classroom.answers import answer_to
from ui.classroom.why import Address, address
from ui.common.address.hidden import ALL, CONTROLS, PARAMETER, RUN
from ui.common.page import plain
from ui.common.texts import text

PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "home": ("Where the curves cross", ("dataset", "effort", "view", "pretrained")),
    "lesson": ("Why deep learning", ("verdict",)),
    "data_size": (
        "How many images",
        ("dataset", "effort", "learners", "sizes", "seeds", "view", "recorded", RUN),
    ),
    "race": ("Race against the clock", ("dataset", "budget", "seeds", "pretrained", "recorded", "moment", RUN)),
    "timing": ("Time and GPUs", ("dataset", "effort", "view", "work", "places", "format", RUN)),
    "compare": ("One image", ("dataset", "pretrained", "image", "sliders", "layers", RUN)),
    "errors": (
        "Where they disagree",
        ("dataset", "sizes", "sides", "seeds", "view", "who", "luck", "background", "cell"),
    ),
    "robustness": ("What breaks them", ("dataset", "sizes", "effort", "change", "view", "learners", "seeds", RUN)),
    "features": ("What features are worth", ("dataset", "sizes", "effort", "seeds", "places", "layers", "cell", RUN)),
    "approximation": ("One layer, any function?", ("target", "layers", "units", "seeds")),
    "decide": ("Which should I use", ("dataset", "sizes", "limits", "pretrained")),
}
"""The title of each page that a lesson shows, and those of its controls that a link can hide."""

SHOWN = ("dataset", RUN)
"""The controls that the form for a link shows at first."""

PROJECTED = {"projector": "true"}


def show_links(room: Room) -> None:
    """The links of this room's questions, and a form for other links."""
    st.markdown(text("classroom/links"))
    st.markdown("\n".join(f"1. [{plain(title)}]({link})" for title, link in presets(room)))
    st.markdown("**A link of your own**")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        page = st.selectbox("Page", list(PAGES), format_func=lambda name: PAGES[name][0], key="classroom_link_page")
        names = PAGES[page][1]
        shown = st.pills(
            "Show only",
            names,
            selection_mode="multi",
            default=[name for name in SHOWN if name in names],
            format_func=lambda name: CONTROLS[name].label,
            key=f"classroom_link_shown_{page}",
        )
        is_large = st.toggle("Projector size", key="classroom_link_large")
    pasted = st.text_input(
        "With the choices of this address (choose on the page, then copy its address here)",
        max_chars=2_000,
        key="classroom_link_choices",
    )
    try:
        st.code(build_link(_site(), page, shown, is_large, pasted), language=None, wrap_lines=True)
    except ValueError as problem:
        st.warning(plain(str(problem)))


def presets(room: Room) -> list[tuple[str, str]]:
    """The page of each question that rows answer, then the first page, and a sweep for the class to divide.

    All of them are for after a vote, because each page answers a question.
    """
    links = []
    for number, asked in enumerate(room.questions, 1):
        known, answer = kind(asked.kind), answer_to(asked)
        if known and answer and (shown := address(known, answer)):
            page, choices = shown
            link = _link(_site(), page, {**choices, PARAMETER: ALL, **PROJECTED})
            links.append((f"After question {number}: {known.title}", link))
    divided = _link(_site(), "data_size", {"divide": "true"})
    curves = _link(_site(), "home", {PARAMETER: ALL, **PROJECTED})
    links.append(("After the last question: where the curves cross", curves))
    return [*links, ("Everybody measures a part: choose data set and sizes, and copy the address below", divided)]


def build_link(site: str, page: str, shown: Collection[str], is_large: bool, pasted: str = "") -> str:
    """The address of the page with only these controls shown, and with the choices of a pasted address."""
    choices = _choices(site, page, pasted.strip()) if pasted.strip() else []
    if hide := value_of_hide(PAGES[page][1], shown):
        choices.append((PARAMETER, hide))
    if is_large:
        choices.extend(PROJECTED.items())
    return _link(site, page, choices)


def value_of_hide(names: Collection[str], shown: Collection[str]) -> str:
    """The value of `hide` that hides all controls but the shown ones; empty if all are shown."""
    hidden = [name for name in names if name not in shown]
    if {*hidden, RUN} >= set(names):
        hidden = [ALL, *(name for name in hidden if name == RUN)]
    return ",".join(hidden)


def _choices(site: str, page: str, pasted: str) -> list[tuple[str, str]]:
    """The choices of an address of this page; ValueError that says how it must begin if it is another page's."""
    right = _link(site, page)
    if pasted.partition("?")[0].rstrip("/") != right.rstrip("/"):
        raise ValueError(f"Please copy the address of the page “{PAGES[page][0]}”; it begins with {right}.")
    set_by_form = {PARAMETER, *PROJECTED}
    return [(name, value) for name, value in parse_qsl(urlsplit(pasted).query) if name not in set_by_form]


def _link(site: str, page: str, choices: Address | list[tuple[str, str]] | None = None) -> str:
    """The address of a page with these choices; home is at the site's own address."""
    query = f"?{urlencode(choices, doseq=True, safe=',')}" if choices else ""
    return f"{site}/{'' if page == 'home' else page}{query}"


def _site() -> str:
    """The address at which this browser reached the server."""
    return (st.context.url or "").partition("?")[0].rstrip("/").removesuffix("/classroom")
