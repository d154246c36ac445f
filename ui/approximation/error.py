"""The error of networks and fixed features against the number of parameters, recorded and measured here."""

import json
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.approximation.lead import NETWORK, on_target, overall, points
from analysis.approximation.names import label
from analysis.common.machine import HERE
from charts.approximation.fits import describe_errors, error_figure
from experiments.approximation import row
from experiments.approximation.measure import sizes
from experiments.approximation.row import Approximation
from ui.approximation.choice import Choice
from ui.common import source
from ui.common.chart import Panel, for_visitor, show_chart, show_headline, show_rest
from ui.common.page import plain, progress_bar
from ui.common.recorded import asked_for, offer, recorded_table, table
from ui.common.source import or_stop
from ui.common.texts import text

COMMAND = "python -m experiments approximate --json"
SEEDS = (0, 1, 2)
"""The seeds of networks that are measured while the visitor waits."""


def show_errors(chosen: Choice) -> tuple[Panel, pd.DataFrame]:
    """The findings over all targets and on this one, the chart, and the offer to measure it here; panel and rows."""
    recorded_rows = recorded_table(row.RECORDED, Approximation)
    if recorded_rows.empty:
        st.info(text("approximation/nothing_yet").format(command=COMMAND))
    else:
        show_headline(overall(recorded_rows, chosen.depth))
    rows = rows_of(chosen)
    drawn = points(rows)
    panel = Panel(
        "approximation",
        f"{label(chosen.target)}: error against parameters",
        finding_of(chosen, rows),
        describe_errors(drawn),
        partial(error_figure, drawn),
    )
    st.markdown(plain(panel.finding))
    show_chart(for_visitor(panel.draw), "errors", panel.finding, panel.caption)
    takes = f"Trains networks of {len(sizes(chosen.depth))} sizes with {len(SEEDS)} seeds each on this machine."
    offer(Approximation, chosen, "Measure every size here", takes)
    if not recorded_rows.empty:
        show_rest(overall(recorded_rows, chosen.depth))
    return panel, rows


def rows_of(chosen: Choice) -> pd.DataFrame:
    """The recorded rows of the choice and, if asked for, those measured here; if there are none, fixed features.

    Fixed features measured here replace the recorded ones, because their errors are the same on every machine.
    """
    rows = recorded_table(row.RECORDED, Approximation)
    rows = rows[(rows["target"] == chosen.target) & rows["depth"].isin([0, chosen.depth])]
    if chosen in asked_for(Approximation):
        rows = rows[rows["family"] == NETWORK]
        return pd.concat([part for part in (rows, measured_here(chosen)) if len(part)], ignore_index=True)
    return _table_here(fixed_here(chosen)) if rows.empty else rows


def measured_here(chosen: Choice) -> pd.DataFrame:
    """All rows of the choice, measured here size by size, with a bar meanwhile.

    Rows are cached for all visitors and, while they are, not measured again.
    """
    rows, each = [*fixed_here(chosen)], sizes(chosen.depth)
    with progress_bar() as progress:
        for number, units in enumerate(each):
            progress(number / len(each), f"Training networks with {units} hidden units …")
            rows.append(or_stop(_network, chosen.target, chosen.heights, units, chosen.depth))
    return _table_here(rows)


def fixed_here(chosen: Choice) -> list[Approximation]:
    """Fixed features of the choice, measured here in a moment."""
    return or_stop(_fixed, chosen.target, chosen.heights)


def _table_here(rows: list[Approximation]) -> pd.DataFrame:
    return table(Approximation, ((HERE, one) for one in rows))


def finding_of(chosen: Choice, rows: pd.DataFrame) -> str:
    """The finding, from rows measured here if there are networks among them, else from recorded ones."""
    here = rows[rows["origin"] == HERE]
    if not (rows["family"] == NETWORK).any():
        return "Only fixed features are measured yet for this target: press the button to train networks of every size."
    return on_target(chosen.target, here if len(here) else rows, chosen.depth)


def fold(panel: Panel, rows: pd.DataFrame, chosen: Choice) -> None:
    """The folded parts, for the end of the page."""
    lists = ("errors", "seconds", "versions")
    panel.fold(rows.assign(**{name: rows[name].map(json.dumps) for name in lists}), chosen.command)


@st.cache_data(max_entries=200, show_spinner=False)
def _fixed(target: str, heights: tuple[float, ...]) -> list[Approximation]:
    return list(source.ask("experiments.approximation.measure:fixed", target, heights))


@st.cache_data(max_entries=2_000, show_spinner=False)
def _network(target: str, heights: tuple[float, ...], units: int, depth: int) -> Any:
    return source.ask("experiments.approximation.measure:network", target, heights, units, depth, SEEDS)
