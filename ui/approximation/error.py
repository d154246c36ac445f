"""The error of networks and fixed features against the number of parameters, recorded and measured here."""

import json
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from analysis.approximation.finding import on_target, overall
from analysis.approximation.lead import NETWORK, points
from analysis.approximation.names import TARGETS
from analysis.common.machine import HERE
from charts.approximation.error import describe_errors, error_figure
from experiments.approximation import Approximation, sizes
from ui.approximation.choice import Choice
from ui.approximation.rows import SEEDS, fixed_here, measured_here, of_choice, recorded
from ui.common.chart import Panel, for_visitor, show_chart, show_headline, show_rest
from ui.common.page import plain
from ui.common.recorded import asked_for, offer
from ui.common.texts import text

COMMAND = "python -m experiments approximate --json"


@dataclass(frozen=True, eq=False)
class Errors:
    """What the chart of errors shows: its panel, the rows, and the command that measures them again."""

    panel: Panel
    rows: pd.DataFrame
    command: str

    def fold(self) -> None:
        """The folded parts, for the end of the page."""
        lists = ("errors", "seconds", "versions")
        self.panel.fold(self.rows.assign(**{name: self.rows[name].map(json.dumps) for name in lists}), self.command)


def show_errors(chosen: Choice) -> Errors:
    """The findings over all targets and on this one, the chart, and the offer to measure it here."""
    recorded_rows = recorded()
    if recorded_rows.empty:
        st.info(text("approximation/nothing_yet").format(command=COMMAND))
    else:
        show_headline(overall(recorded_rows, chosen.depth))
    rows = rows_of(chosen)
    drawn = points(rows)
    panel = Panel(
        "approximation",
        f"{TARGETS[chosen.target]}: error against parameters",
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
    return Errors(panel, rows, chosen.command)


def rows_of(chosen: Choice) -> pd.DataFrame:
    """The recorded rows of the choice and, if asked for, those measured here; if there are none, fixed features.

    Fixed features measured here replace the recorded ones, because their errors are the same on every machine.
    """
    rows = of_choice(chosen, recorded())
    if chosen in asked_for(Approximation):
        rows = rows[rows["family"] == NETWORK]
        return pd.concat([part for part in (rows, with_progress(chosen)) if len(part)], ignore_index=True)
    return fixed_here(chosen) if rows.empty else rows


def with_progress(chosen: Choice) -> pd.DataFrame:
    """The rows measured here, with a bar while they are measured."""
    bar = st.empty()
    rows = measured_here(chosen, sizes(chosen.depth), bar.progress)
    bar.empty()
    return rows


def finding_of(chosen: Choice, rows: pd.DataFrame) -> str:
    """The finding, from rows measured here if there are networks among them, else from recorded ones."""
    here = rows[rows["origin"] == HERE]
    if not (rows["family"] == NETWORK).any():
        return "Only fixed features are measured yet for this target: press the button to train networks of every size."
    return on_target(chosen.target, here if len(here) else rows, chosen.depth)
