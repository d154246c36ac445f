"""The lesson part by part: the summary, the filter, the cards, and the lesson to take home."""

from collections.abc import Collection

import streamlit as st

from analysis.lesson.register import PARTS
from analysis.lesson.verdict import KINDS, VerdictKind
from ui.common.chart import fold, show_headline
from ui.common.page import link, plain
from ui.common.pickers import drop_unknown
from ui.common.texts import text
from ui.common.window import is_narrow
from ui.lesson.cards import show_card, words_of
from ui.lesson.export import lesson_page
from ui.lesson.repeat import USUAL
from ui.lesson.rows import Lesson, judged_lesson
from ui.your_images.workflow import show_workflow

PRINTED = """<style>@media print {
  [data-testid=stSidebar], [data-testid=stHeader], .st-key-verdict { display: none }
  [data-testid=stExpander] { break-inside: avoid }
  h3 { break-after: avoid }
}</style>"""

COMMAND = f"python -m experiments run --dataset {USUAL} --learner svm --learner cnn --n-train 1000 --seeds 3 --json"


def show_lesson() -> None:
    """The whole lesson in its order, or only the claims with one verdict."""
    lesson = judged_lesson()
    st.html(PRINTED)
    show_headline(lesson.summary)
    if failed := not_holding(lesson):
        st.markdown("\n".join(["What does not hold here:", "", *(f"* {plain(one)}" for one in failed)]))
    if lesson.evidence.results.empty:
        st.info("Nothing is trained yet, so hardly a claim can be judged. Train both on the page *How many images*.")
        link("data_size", "Measure it here", "play_arrow")
    chosen = pick_verdict({verdict.kind for verdict in lesson.verdicts})
    for part in PARTS:
        _show_part(lesson, part, chosen)
    fold("lesson", {"html": lambda: lesson_page(lesson)}, COMMAND)


def not_holding(lesson: Lesson) -> list[str]:
    """Each claim that does not hold here; its card has the number that contradicts it."""
    return [f"“{words_of(claim)[0]}”" for claim, verdict in lesson.judged if verdict.kind == "does not hold"]


def pick_verdict(there: Collection[VerdictKind]) -> VerdictKind | None:
    """The verdict to which the cards are reduced, one of those that occur; None for the whole lesson."""
    names = {kind: words for kind, words in KINDS.items() if kind in there}
    drop_unknown("verdict", names)
    return st.pills(
        "Show only",
        list(names),
        format_func=names.__getitem__,
        key="verdict",
        bind="query-params",
        label_visibility="collapsed",
    )


def _show_part(lesson: Lesson, part: str, chosen: VerdictKind | None) -> None:
    """A heading, what the lesson says, and the cards; nothing if the filter leaves none."""
    cards = [(claim, verdict) for claim, verdict in lesson.judged if claim.part == part]
    with st.container():
        if not chosen or any(verdict.kind == chosen for _, verdict in cards):
            st.subheader(PARTS[part], anchor=False)
        if not chosen and not is_narrow():
            st.markdown(text(f"lesson/parts/{part}"))
    with st.container(gap="xxsmall"):
        with st.container(gap="xxsmall"):
            _show_more(part, chosen)
        for claim, verdict in cards:
            # Each claim has a container, even if filtered out: a card that moves in the page may leave the address.
            with st.container():
                if chosen in (None, verdict.kind):
                    show_card(lesson, claim, verdict)


def _show_more(part: str, chosen: VerdictKind | None) -> None:
    """Above the cards of an unfiltered part: in a narrow window its text, folded; in the workflow's the seven steps."""
    if not chosen and is_narrow():
        with st.expander("What the lesson says", key=f"part-{part}"):
            st.markdown(text(f"lesson/parts/{part}"))
    if not chosen and part == "workflow":
        show_workflow()
        link("your_images", "Go through the seven steps with your own images", "add_photo_alternate")
