"""Seconds of the handcrafted features and the SVM in every implementation, also on a GPU."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.timing.handcrafted import HANDCRAFTED, NAMES, PRETRAINED, advantages, handcrafted_finding, rows_to_compare
from charts.timing.handcrafted import advantage_figure, handcrafted_figure
from charts.timing.lines import left_out, timed_where
from ui.common.chart import Panel, for_visitor, show_chart
from ui.common.pickers import pick, pick_if_several
from ui.common.texts import text
from ui.timing.devices import COMMAND
from ui.timing.rows import timings


def show_handcrafted() -> None:
    """The place, the summary with its finding, then one operation at each size; or how to measure."""
    rows = rows_to_compare(timings())
    command = " ".join([COMMAND, *(f"--operation {name}" for name in NAMES)])
    if not rows["operation"].isin(HANDCRAFTED).any():
        st.info(text("timing/handcrafted/nothing_yet").format(command=command))
        return
    rows = pick_place(rows)
    found = advantages(rows)
    panel = Panel(
        "timing/handcrafted",
        "What a GPU buys handcrafted features",
        handcrafted_finding(found),
        f"{text('timing/handcrafted/reading')} {timed_where(rows)}",
        partial(advantage_figure, found, str(rows["origin"].iloc[0])),
    )
    panel.show()
    show_operation(rows)
    panel.fold(rows.drop(columns="host"), command)


def show_operation(rows: pd.DataFrame) -> None:
    """One operation at each size."""
    timed = [name for name in (*HANDCRAFTED, PRETRAINED) if name in set(rows["operation"])]
    operation = pick("One of them at each size", timed, "handcrafted", write=NAMES.__getitem__)
    of_operation = rows[rows["operation"] == operation]
    show_chart(
        for_visitor(partial(handcrafted_figure, of_operation)),
        "handcrafted-sizes",
        f"{NAMES[operation]}: each implementation against the number of images",
        "Line: the median; the shaded band contains the middle half of the repetitions. Colour tells the "
        f"implementation; marker shape and dashes tell the library.{left_out(of_operation)}",
    )


def pick_place(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one machine and origin; machines with a GPU are offered first."""
    groups = [group for _, group in rows.groupby(["origin", "host"], sort=False)]
    groups = [group for group in groups if group["operation"].isin(HANDCRAFTED).any()]
    groups.sort(key=lambda group: (not (group["device"] != "cpu").any(), group["origin"].iloc[0] != "here"))
    names = {f"{group['origin'].iloc[0]}, {group['machine'].max()}": group for group in groups}
    return pick_if_several("Measured", names, "handcrafted_where", width=420)
