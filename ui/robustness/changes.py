"""What each change does to the learners: the finding, a large chart of one change, and small charts of all."""

from functools import partial

import streamlit as st

from analysis.common.wording import capitalised
from analysis.robustness.finding import at_last_step, breaks_table, finding, luck
from analysis.robustness.losses import losses, means
from analysis.robustness.names import named
from charts.robustness.chart import all_changes_figure, change_figure, describe_change
from ui.common.chart import Panel, for_visitor, show_chart
from ui.common.page import link, show_table
from ui.common.texts import text
from ui.robustness.choice import Choice, command
from ui.robustness.rows import key

BREAKS_AT = {
    "learner": "Learner",
    "change": "First change that certainly costs a quarter of its accuracy",
    "step": "At step",
}


def show_changes(chosen: Choice) -> Panel:
    """The finding over all changes, and accuracy against the amount of the chosen one."""
    points, decisive = losses(chosen.shown), losses(chosen.decisive_shown)
    shown = points[points["change"] == chosen.change]
    averages = means(chosen.decisive_shown)
    sentences = [luck(averages["n_seeds"]), at_last_step(decisive, chosen.change), describe_change(shown)]
    panel = Panel(
        "robustness",
        "What breaks them?",
        finding(averages),
        " ".join(filter(None, sentences)),
        partial(change_figure, shown, chosen.measure),
        f"{chosen.change} {chosen.measure} {key(chosen.shown)}",
    )
    panel.show()
    show_table(breaks_table(decisive), BREAKS_AT, "What first costs each learner a quarter of its accuracy")
    return panel


def show_all(chosen: Choice) -> None:
    """Every change as a small chart."""
    st.subheader("All changes, step by step", anchor=False)
    points = losses(chosen.shown)
    draw = partial(all_changes_figure, points, chosen.measure)
    names = [named(change).clause for change in points["change"].unique()]
    alt = capitalised(f"{', '.join(names)}: each over its five steps, for each learner.")
    show_chart(for_visitor(draw, f"all {chosen.measure} {key(chosen.shown)}"), "all", alt, text("robustness/all"))


def fold(panel: Panel, chosen: Choice) -> None:
    """The folded parts: why it is so, whether it is fair, and what can be taken home."""
    rows = chosen.shown.drop(columns=["id"]).assign(
        **{name: chosen.shown[name].map(str) for name in ("amounts", "lost", "won", "versions")}
    )
    panel.fold(rows, command(chosen.shown))
    link("compare", "Change one image yourself and watch", "compare")
