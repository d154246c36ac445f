"""A lucky seed: the visitor names the learner that should look better, sees the seed that favours it most, then all."""

from functools import partial

import streamlit as st

from analysis.common.wording import capitalised
from analysis.errors.disagreement import all_seeds, one_seed
from charts.errors.intervals import describe_seeds, seeds_figure
from ui.common.chart import show_panel
from ui.common.pickers import pick_one
from ui.errors.choice import Compared

ALONE = "95 % interval over test images only: one seed says nothing about luck in training."


def show_lucky(compared: Compared) -> None:
    """The learner to favour, the result of the seed that favours it most and, after a click, of all seeds."""
    found = compared.found
    seeds = found.matched.seeds
    if len(seeds) == 1 or found.matched.is_same:
        st.info("To see luck, compare two different sides with several seeds: choose others above, or measure more.")
        return
    one, other = (capitalised(name.removeprefix("the ")) for name in found.matched.names)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        favoured = pick_one("Prove that this one is better", {"first": one, "second": other}, "errors_favoured")
        is_open = st.toggle("Show all seeds", key="errors_all", bind="query-params")
    favourite = int(found.table["gap"].idxmin() if favoured == "first" else found.table["gap"].idxmax())
    shown = range(len(seeds)) if is_open else [favourite]
    finding = all_seeds(found) if is_open else one_seed(found, seeds[favourite])
    draw = partial(
        seeds_figure,
        [seeds[at] for at in shown],
        [found.gaps[at] for at in shown],
        found.gap if is_open else None,
        seeds[favourite],
        max(max(-gap.low, gap.high) for gap in found.gaps),
        found.matched.names,
        compared.learners,
    )
    caption = describe_seeds(len(seeds)) if is_open else ALONE
    show_panel("seeds", finding, caption, draw, f"{favourite} {is_open} {compared.key}")
    if not is_open:
        st.markdown(
            "A report with only one seed could stop here. Turn on **Show all seeds** to see what it would leave out."
        )
