"""The folded parts below the curve: what explains it, whether the comparison is fair, and the downloads."""

from functools import partial
from typing import Any

import streamlit as st

from analysis.data_size.fairness import COLUMNS
from charts.common.export import html
from charts.common.style import label
from ui.common import folded
from ui.common.folded import Downloads, written
from ui.data_size.curve import Comparison, draw_accuracy

NAMES: dict[str, Any] = COLUMNS | {
    name: st.column_config.NumberColumn(COLUMNS[name], format="%.2f")
    for name in ("feature_seconds", "fit_seconds", "predict_seconds")
}


def fold(shown: Comparison, title: str, command: str) -> None:
    """The three folded parts; `command` measures the same without a browser."""
    downloads: Downloads = {
        "csv": partial(written, shown.rows, "csv"),
        "svg": partial(drawing, shown, title),
        "html": partial(page, shown, title),
    }
    folded.fold("data_size", downloads, command, partial(show_card, shown))


def show_card(shown: Comparison) -> None:
    """The fairness card: what each learner had and took."""
    card = shown.fairness.assign(learner=shown.fairness["learner"].map(label))
    st.dataframe(card, column_config=NAMES, column_order=list(NAMES), hide_index=True, alt="The fairness card")


def drawing(shown: Comparison, title: str) -> str:
    """The chart as SVG."""
    from charts.data_size.svg import (
        svg,
    )  # matplotlib: a quarter of a second that the first page need not wait

    return svg(
        shown.summary,
        shown.crossovers,
        view=shown.view,
        fits=shown.laws,
        title=title,
        caption=shown.caption,
        meter=shown.meter,
    )


def page(shown: Comparison, title: str) -> str:
    """The chart as a page that works offline."""
    return html(draw_accuracy(shown)(), title, f"{shown.finding} {shown.caption}")
