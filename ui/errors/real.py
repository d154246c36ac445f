"""Is the difference real? The four parts of the test set, and what chance may do."""

from functools import partial

import streamlit as st

from analysis.common.variants import RACE, settings_of
from analysis.common.wording import capitalised, count
from analysis.errors.disagreement import finding, p_value
from analysis.errors.matched import BUDGET
from catalogue.sources.own import is_own
from charts.common.captions import where_and_when
from charts.errors.parts import CAPTION, parts_figure
from ui.common import commands
from ui.common.chart import Panel
from ui.common.page import show_table
from ui.errors.choice import Compared

OWN = "# The download on the page of your own images has a script, reproduce.sh, that measures this again."


def show_real(compared: Compared) -> None:
    """Finding, chart, every seed in numbers, and the folded parts."""
    found = compared.found
    panel = Panel(
        "errors",
        f"Where they disagree: {compared.title}, {count(compared.n_train)} training images",
        finding(found),
        f"Learned from {count(compared.n_train)} training images. {CAPTION} {where_and_when(found.matched.rows)}",
        partial(parts_figure, found.table, found.matched.names, compared.learners),
        compared.key,
    )
    panel.show()
    with st.expander("Every seed in numbers"):
        show_seeds(compared)
    panel.fold(found.matched.rows, command(compared))


def show_seeds(compared: Compared) -> None:
    """The counts and McNemar's p-value of each seed."""
    found = compared.found
    one, other = (capitalised(name.removeprefix("the ")) for name in found.matched.names)
    table = found.table.assign(
        **{name: found.table[name].map(count) for name in ("both", "first", "second", "neither")},
        p=found.table["p"].map(p_value),
    )
    heads = {"seed": "Seed", "both": "Both right", "first": f"Only {one}", "second": f"Only {other}"}
    show_table(table, {**heads, "neither": "Both wrong", "p": "p"}, "The four parts for each seed")
    st.caption(
        "p (McNemar's exact test): how often a fair coin, thrown once for each image that only one of the two got "
        "right, would be at least as one-sided. Below 0.05, the difference is usually called unlikely to be chance."
    )


def command(compared: Compared) -> str:
    """The command lines that measure the same rows."""
    rows = compared.found.matched.rows
    if is_own(compared.found.matched.scored.dataset):
        return OWN
    raced = rows["recipe"] == RACE
    lines = [commands.to_run(rows[~raced])] if not raced.all() else []
    races = rows[raced].groupby("settings", sort=False)
    lines += [commands.to_race(part, int(settings_of(str(settings))[BUDGET])) for settings, part in races]
    return "\n".join(lines)
