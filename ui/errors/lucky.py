"""A lucky seed: the visitor picks the one that proves what they like, and then sees all."""

from functools import partial

import streamlit as st

from analysis.common.wording import capitalised
from analysis.errors.words import all_seeds, alone
from charts.errors.seeds import describe_seeds, seeds_figure
from ui.common.chart import for_visitor, show_chart, show_headline
from ui.common.page import show_caption
from ui.common.pickers import pick_one
from ui.errors.choice import Compared


def show_lucky(compared: Compared) -> None:
    """The learner that the seed should favour, its result alone, and after one more click that of all seeds."""
    found = compared.found
    seeds = found.matched.seeds
    if len(seeds) == 1 or found.matched.is_same:
        st.info("Luck shows only between two different sides with several seeds: choose others above, or measure more.")
        return
    one, other = (capitalised(name.removeprefix("the ")) for name in found.matched.names)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        favoured = pick_one("Prove that this one is better", {"first": one, "second": other}, "errors_favoured")
        is_open = st.toggle("Show all seeds", key="errors_all", bind="query-params")
    best = found.table["gap"].idxmin() if favoured == "first" else found.table["gap"].idxmax()
    place = int(best)
    shown = range(len(seeds)) if is_open else [place]
    finding = all_seeds(found) if is_open else alone(found, seeds[place])
    show_headline(finding)
    draw = partial(
        seeds_figure,
        [seeds[at] for at in shown],
        [found.gaps[at] for at in shown],
        found.gap if is_open else None,
        seeds[place],
        max(max(-gap.low, gap.high) for gap in found.gaps),
        found.matched.names,
        compared.learners,
    )
    show_chart(for_visitor(draw, f"seeds {place} {is_open} {compared.key}"), "seeds", finding)
    if is_open:
        show_caption(describe_seeds(len(seeds)))
    else:
        st.caption("95 % interval over test images only: one seed says nothing about luck in training.")
        st.markdown("Many reports show only one seed. Turn on **Show all seeds** to see what was left out.")
