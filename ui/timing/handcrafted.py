"""Speed of the handcrafted side in every way, a GPU among them, so that GPU and deep learning are told apart."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.timing.handcrafted import HANDCRAFTED, NAMES, advantages, handcrafted_finding, placed
from charts.common.export import PLOTLY_CONFIG, html
from charts.timing.captions import left_out, timed_where
from charts.timing.handcrafted import advantage_figure, handcrafted_figure
from ui.common.folded import fold_rows
from ui.common.page import is_narrow, plain, theme
from ui.timing.rows import timings

WHY = """
**A loop over images wastes most of its time.** scikit-image describes one image after the other, and each call pays
for checks and copies before any arithmetic begins. Our kernels do the same sums for many images in one compiled loop,
one share of the images a core.

**A GPU helps whoever has many equal sums.** Histograms, edge directions and texture patterns are the same few sums for
every pixel, and the SVM's answers are one large matrix product. They gain from a GPU as the network does, once someone
has written them for it.

**So "GPU" and "deep" are two things.** A comparison that gives only the network the GPU measures the GPU. Here each
side is compared with itself: its fastest way on the processor, and its fastest way on the GPU.
"""

FAIR = """
Every way of a family gives the same numbers, to five decimals, on the same images of 32x32 in colour. The SVM learns
from digits. Each operation is warmed up and repeated in many short turns with the others; turns slower than its
fastest by more than a tenth are left out, as others may use the machine. On a GPU the copies to its memory and back are
counted. The reference is scikit-image's loop where there is one; for everything else it is the processor's usual way,
which stands under its name. Ratios are taken on one machine only.
"""


def show_hand_made() -> None:
    """The place, the summary with its finding, then one operation over its size; or how to measure."""
    rows = placed(timings())
    if not rows["operation"].isin(HANDCRAFTED).any():
        st.info(f"The handcrafted side has not been timed yet. This does it in under three minutes: `{command()}`")
        return
    rows = pick_place(rows)
    found = advantages(rows)
    finding, origin = handcrafted_finding(found), str(rows["origin"].iloc[0])
    st.header(plain(finding), anchor=False)
    figure = advantage_figure(found, origin, theme(), is_narrow())
    st.plotly_chart(figure, theme=None, config=PLOTLY_CONFIG, key="hand_made_times", alt=finding)
    st.caption(
        plain(
            "At the largest size that all ways of an operation have; the dashed line is the reference that stands "
            f"under each name. A GPU’s times count the copies. {timed_where(rows)}"
        )
    )
    show_operation(rows)
    make_page = partial(_page, found, origin, finding)
    fold_rows(WHY, FAIR, rows.drop(columns="host"), make_page, command())


def show_operation(rows: pd.DataFrame) -> None:
    """One operation over its size."""
    there = [name for name in HANDCRAFTED if name in set(rows["operation"])]
    operation = st.selectbox(
        "One of them over its size",
        there,
        format_func=NAMES.__getitem__,
        key="hand_made",
        bind="query-params",
        width=260,
    )
    of_one = rows[rows["operation"] == operation]
    figure = handcrafted_figure(of_one, theme(), is_narrow())
    alt = f"{NAMES[operation]}: each way over the number of images"
    st.plotly_chart(figure, theme=None, config=PLOTLY_CONFIG, key="hand_made_sizes", alt=alt)
    st.caption(
        plain(
            "Line: the median, with the half of the repetitions that lie around it shaded. Colour tells processor from "
            f"GPU, shape and dashes the library.{left_out(of_one)}"
        )
    )


def pick_place(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one machine and origin, those with a GPU first; asked for only where there is a choice."""
    groups = [group for _, group in rows.groupby(["origin", "host"], sort=False)]
    groups = [group for group in groups if group["operation"].isin(HANDCRAFTED).any()]
    groups.sort(key=lambda group: (not (group["device"] != "cpu").any(), group["origin"].iloc[0] != "here"))
    if len(groups) == 1:
        return groups[0]
    names = {f"{group['origin'].iloc[0]}, {group['machine'].max()}": group for group in groups}
    return names[st.selectbox("Measured", list(names), key="hand_where", bind="query-params", width=420)]


def command() -> str:
    """The command line that measures the same."""
    return " ".join(["python -m experiments time --json", *(f"--operation {name}" for name in NAMES)])


def _page(found: pd.DataFrame, origin: str, told: str) -> str:
    return html(advantage_figure(found, origin), "What a GPU buys features made by hand", told)
