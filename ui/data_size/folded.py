"""The folded parts below the curve: what explains it, whether the comparison is fair, and the downloads."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.common.machine import HERE, measured_here, short_names
from analysis.common.summary import SECONDS
from analysis.common.wording import listed
from analysis.data_size.fairness import COLUMNS, fairness
from charts.common.style import View, label
from ui.common.chart import Panel, show_headline
from ui.common.page import show_table
from ui.common.texts import text
from ui.data_size.curve import Comparison, comparison, draw_accuracy, show_accuracy, show_time

SIDE = ["recipe", "origin"]
"""What the learners of a tab have in common."""

WITHIN = ("machine", "device")
"""What distinguishes two columns of one learner."""


def fold(shown: Comparison, title: str, command: str) -> None:
    """The three folded parts; `command` measures the same without a browser."""
    panel = Panel("data_size", title, shown.finding, shown.caption, draw_accuracy(shown))
    panel.fold(shown.rows, command, partial(drawing, shown, title), partial(show_card, shown.key, shown))


def show_curves(rows: pd.DataFrame, view: View, title: str, command: str) -> None:
    """Finding, both charts and the folded parts."""
    shown = comparison(rows, view)
    show_headline(shown.finding)
    show_accuracy(shown, "accuracy")
    show_time(shown, "time")
    fold(shown, title, command)


@st.cache_resource(max_entries=64, show_spinner=False)
def show_card(key: str, _shown: Comparison) -> None:  # noqa: ARG001  (names the rows)
    """The fairness card: what each learner had and took, a tab for each effort and place, a column for each learner.

    The tab with most rows comes first. Streamlit shows the elements of a cached function again as it first sent them.
    """
    if (_shown.rows["learner"] == "pretrained").any():
        st.markdown(f":red[{text('data_size/pretrained')}]")
    card = fairness(_shown.rows)
    seconds = {name: card[name].map("{:.2f}".format) for name in SECONDS}
    card = card.assign(learner=card["learner"].map(label), **seconds)
    n_rows = _shown.rows.groupby(SIDE).size()
    sides = [side for _, side in sorted(card.groupby(SIDE), key=lambda pair: -n_rows[pair[0]])]
    for tab, side in zip(st.tabs(list(map(_tab, sides))), sides, strict=True):
        with tab:
            _show_side(side)


def _tab(side: pd.DataFrame) -> str:
    """`Quick, here`, or with the machine that recorded it: `Quick, EPYC`."""
    where = HERE if measured_here(side["origin"].iloc[0]) else listed(short_names(side))
    return f"{side['recipe'].iloc[0].capitalize()}, {where}"


def _show_side(side: pd.DataFrame) -> None:
    """Learners that made the same effort in the same place, as columns: as rows, their facts would not fit the page."""
    columns = ["learner", *(WITHIN if side["learner"].duplicated().any() else ())]
    names = side[columns].agg(", ".join, axis=1)
    rest = {name: title for name, title in COLUMNS.items() if name not in (*columns, *SIDE)}
    turned = side[list(rest)].rename(columns=rest).T.reset_index(names="what")
    show_table(turned, {"what": "What", **names}, "The fairness card")


def drawing(shown: Comparison, title: str) -> str:
    """The chart as SVG."""
    from charts.data_size.svg import svg  # here, so that no first page waits for matplotlib

    return svg(
        shown.summary,
        shown.crossovers,
        view=shown.view,
        fits=shown.laws,
        title=title,
        caption=shown.caption,
        margin=shown.margin,
    )
