"""The race on a page: its choices, clocks while it runs, growing curves, who is ahead when, and what each side did."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from analysis.common.machine import device_name, here_or_recorded
from analysis.common.summary import SECONDS
from analysis.common.wording import moment as in_words
from analysis.common.wording import percent
from analysis.race.curve import budget_of as budget_in
from analysis.race.finding import describe_moment, round_moments
from analysis.race.lead import Contest, standing_at
from catalogue.dataset import Images
from catalogue.sources.local import copies_of
from charts.common.style import Figure, look
from charts.race.chart import Runner, describe_energy, describe_race, describe_running, race_figure
from experiments.plan import plan_race
from experiments.race.budget import RACERS, USUAL, budget_of, most_seconds
from experiments.spec import Experiment
from experiments.store.jobs import PENDING
from ui.common import commands, pickers, source
from ui.common.chart import Panel, for_visitor, show_chart, show_headline, show_rest
from ui.common.live import while_measured
from ui.common.page import plain, show_caption, show_table
from ui.common.sweep import offer, states, with_status
from ui.common.texts import text
from ui.data_size.recorded import say_what_is_recorded
from ui.race.clocks import describe_offer, show_clocks
from ui.race.rows import Races, races_of, recorded_races, runners

COLUMNS = {
    "learner": "Learner",
    "time": "Time",
    "right": "Accuracy",
    "images": "Images used",
    "tries": "Trials",
    "feature_seconds": "Features (s)",
    "fit_seconds": "Training (s)",
    "predict_seconds": "Choosing (s)",
    "ended": "Ended",
    "seeds": "Races",
    "origin": "Measured",
}
ONLY_IF_DIFFERENT = ("time", "seeds", "origin")
"""Columns shown only if their values differ: a single value is in the caption, and the table must fit the page."""


def choose_races() -> tuple[list[Experiment], Images] | None:
    """The visitor's races; None if there can be none, after a sentence that says why and recorded races."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        entry = pickers.pick_dataset(source.entries())
        budget = pickers.pick_budget(most_seconds())
        seeds = pickers.pick_seeds()
        with_third = pickers.wants_pretrained("Pretrained features too")
    if with_third:
        st.markdown(text("race/pretrained"))
    images = source.images(entry)
    racers = RACERS if with_third else USUAL
    if images is None:
        show_recorded(entry.name, racers, budget)
        return None
    try:
        return plan_race(entry.name, images, budget, seeds, racers), images
    except ValueError as problem:
        st.warning(plain(str(problem)))
        return None


def race_and_clocks(experiments: list[Experiment], images: Images) -> None:
    """The button Race, the clocks, updated every second, and the results, while a race waits or runs."""
    offer("Race", ":material/timer:", experiments, partial(describe_offer, experiments))
    n_all = len(races_of(experiments, with_recorded=True).rows)
    n_own = len(races_of(experiments, with_recorded=False).rows)
    with_recorded = pickers.wants_recorded(n_all, n_own)
    show_results = partial(show, experiments, images, with_recorded=with_recorded)
    while_measured(experiments, states(experiments), partial(show_clocks, experiments), show_results)


def show(experiments: list[Experiment], images: Images, *, with_recorded: bool) -> None:
    """Finding, chart, chosen moment, table and folded parts; before any result, what the button Race will do."""
    jobs = states(experiments)
    shown = races_of(experiments, with_recorded=with_recorded)
    running = runners(experiments, jobs, images)
    if shown.rows.empty and not any(runner.steps for runner in running):
        if not with_status(experiments, jobs, *PENDING):
            st.info(text("race/nothing_yet").format(budget=in_words(budget_of(experiments[0]))))
        return
    show_races(shown, running)
    if len(shown.rows):
        planned = commands.to_race(pd.DataFrame(experiments), budget_of(experiments[0]))
        fold_races(shown, images.title, planned)


def show_recorded(dataset: str, learners: Sequence[str], budget: int) -> None:
    """What was recorded on each copy of a data set whose images are not on this machine; nothing if there is none."""
    for copy in copies_of(dataset):
        shown = recorded_races(copy, learners, budget)
        if len(shown.rows):
            say_what_is_recorded(copy)
            show_races(shown)
            raced = commands.to_race(shown.rows, int(budget_in(shown.rows["settings"].iloc[0])))
            fold_races(shown, source.title(copy), raced)


def show_races(shown: Races, running: tuple[Runner, ...] = ()) -> None:
    """Finding, chart, chosen moment and table."""
    finding = shown.finding if shown.pair or not running else describe_running(running)
    show_headline(finding)
    chart = st.container()
    at = show_moment(shown.pair) if shown.pair else None
    with chart:
        show_chart(figure_of(shown, running, at), "race", finding)
        show_rest(finding)
        show_caption(describe_race(shown.drawn, shown.rows, len(running)))
    if len(shown.rows):
        show_sides(shown)


def fold_races(shown: Races, title: str, command: str) -> None:
    """The folded parts; the page to take home has the chart of finished races."""
    caption, draw = describe_race(shown.drawn, shown.rows), partial(race_figure, shown.drawn)
    Panel("race", f"Who is ahead when: {title}", shown.finding, caption, draw).fold(shown.rows, command)


def figure_of(shown: Races, running: tuple[Runner, ...], at: float | None) -> Figure:
    """The chart, drawn once for all who watch the same races at the same point."""
    return for_visitor(partial(race_figure, shown.drawn, running, at=at), f"race {shown.key} {running} {at}")


def show_moment(pair: Contest) -> float:
    """A slider for the moment, who is ahead then, and all accuracies; returns the moment."""
    at = pickers.pick_moment(round_moments(pair))
    standing = standing_at(pair, at)
    st.markdown(f"**{plain(describe_moment(pair, at))}**")
    with st.container(horizontal=True, gap="large"):
        for learner, share, half in zip(standing.learners, standing.accuracies, standing.half_widths, strict=True):
            number = percent(share, max(standing.half_widths))
            margin = f"± {100 * half:.1f} points"
            st.metric(look(learner).label, number, margin, delta_color="off", delta_arrow="off", width="content")
    return at


def show_sides(shown: Races) -> None:
    """What each side did in the same time, and its electricity where that is known."""
    table = shown.table.assign(
        learner=[look(learner).short for learner in shown.table["learner"]],
        time=shown.table["budget"].map(in_words),
        origin=[_where(row) for _, row in shown.table.iterrows()],
        right=[percent(row.accuracy, row.half) for row in shown.table.itertuples()],
        **{name: shown.table[name].map("{:.1f}".format) for name in SECONDS},
    )
    names = {key: name for key, name in COLUMNS.items() if key not in ONLY_IF_DIFFERENT or table[key].nunique() > 1}
    show_table(table, names, "What each side did in the same time, one row per side; numbers are means over its races.")
    if energy := describe_energy(shown.table):
        st.caption(plain(energy))


def _where(side: pd.Series) -> str:
    """`NVIDIA H200, recorded`: the machine of a side by its name, not by that of a file."""
    return f"{device_name(side['machine'], side['device'])}, {here_or_recorded(side)}"
