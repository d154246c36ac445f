"""The race on a page: clocks while it runs, curves that grow, who is ahead when, and what each side did."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.common.wording import moment as in_words
from analysis.common.wording import percent
from analysis.race.finding import describe_moment, round_moments
from analysis.race.lead import Contest, lead_at
from catalogue.dataset import Images
from charts.common.export import PLOTLY_CONFIG, html
from charts.common.style import look
from charts.race.caption import describe_energy, describe_race, describe_running
from experiments.race.budget import budget_of
from experiments.spec import Experiment
from experiments.store.jobs import PENDING
from ui.common import pickers, source
from ui.common.folded import fold_rows
from ui.common.live import while_measured
from ui.common.page import is_narrow, plain, theme
from ui.common.sweep import states, with_status
from ui.race.clocks import show_clocks
from ui.race.rows import Races, figure_of, races_of, runners

WHY = """
**Features made by hand are a head start.** What to look for in an image was decided before the clock began, by people,
over decades. So a few images already make a usable SVM.

**A network pays first.** It finds its features itself, a small step at a time, and every step costs computing. But it
has no ceiling of somebody else's choosing: with more passes over more images it goes on getting better.

**The SVM slows down by itself.** It compares images with images: twice the images, four times the work or more.
A network's pass over twice the images takes twice as long (Bottou and Bousquet 2008, *The tradeoffs of large scale
learning*, on what is best when time, not data, is short).
"""

FAIR = """
**The same start and the same clock.** Either side may use all training images and chooses by the same ones, which
are kept back: a fifth of them, at most 2,000. The clock counts working out features, learning and choosing. It stands
still while the test images are answered, because that is the judge's work; no choice ever looks at them.

**Each plays as well as it can.** The SVM learns from 100 images, then from ever more, and in between tries neighbours
of its settings C and gamma where that is cheap; what would not end in time is not begun. The network trains from
scratch in rounds, each of twice the work of the one before, first on more images, then in more passes, then wider and
on shifted copies; the last round takes what is left. So a race is made for its budget: one of 10 s may have
a little more after 10 s than one of a minute has by then.

**What “surely” means.** Each seed keeps other images back. Bands count seeds and test images, and somebody is ahead
where the 95 % interval of the difference leaves zero out. It takes both sides as strangers, though they answer the same
images, which makes it wider than it need be: too close to call is said rather too often. Each moment is judged for
itself, so that among many moments one may be wrong.
"""

COLUMNS: dict[str, Any] = {
    "learner": st.column_config.TextColumn("Learner", width=175),
    "time": st.column_config.TextColumn("Time", width=60),
    "right": st.column_config.TextColumn("Right", width=65),
    "images": st.column_config.TextColumn("Images used", width=120),
    "tries": st.column_config.TextColumn("Models tried", width=100),
    "feature_seconds": st.column_config.NumberColumn("Features (s)", format="%.1f", width=95),
    "fit_seconds": st.column_config.NumberColumn("Learning (s)", format="%.1f", width=95),
    "predict_seconds": st.column_config.NumberColumn("Choosing (s)", format="%.1f", width=95),
    "ended": st.column_config.TextColumn("Ended", width=130),
    "seeds": st.column_config.NumberColumn("Races", width=60),
    "origin": st.column_config.TextColumn("Measured", width=110),
}
ONCE = ("time", "seeds", "origin")
"""What the caption says of all races: a column only where the rows differ in it, or the table is wider than a page."""


def race_and_clocks(experiments: list[Experiment], images: Images) -> None:
    """Clocks each second and curves every few for as long as something waits or runs; then what came of it."""
    with_recorded = recorded_too(experiments)
    show_found = partial(show, experiments, images, with_recorded=with_recorded)
    while_measured(experiments, partial(show_clocks, experiments), show_found)


def recorded_too(experiments: list[Experiment]) -> bool:
    """Whether to draw recorded races beside the ones run here, where there are any."""
    n_own = len(races_of(experiments, with_recorded=False).rows)
    if len(races_of(experiments, with_recorded=True).rows) == n_own:
        return False
    return st.toggle("Recorded results too", value=True, key="recorded", bind="query-params")


def show(experiments: list[Experiment], images: Images, *, with_recorded: bool) -> None:
    """Finding, chart, the moment that is asked about, the table and the folded parts; or what Race will do."""
    found = states(experiments)
    shown = races_of(experiments, with_recorded=with_recorded)
    running = runners(experiments, found, images)
    if shown.rows.empty and not any(runner.steps for runner in running):
        if not with_status(experiments, found, *PENDING):
            show_nothing_yet(experiments)
        return
    told = shown.finding if shown.pair or not running else describe_running(running)
    st.header(plain(told), anchor=False)
    chart = st.container()
    at = show_moment(shown.pair) if shown.pair else None
    with chart:
        figure = figure_of(shown, running, at, theme(), is_narrow())
        st.plotly_chart(figure, theme=None, config=PLOTLY_CONFIG, key="race", alt=told)
        st.caption(plain(describe_race(shown.drawn, shown.rows, len(running))))
    if len(shown.rows):
        show_table(shown)
        fold_rows(WHY, FAIR, shown.rows, partial(_page, shown, images.title), command(experiments))


def show_nothing_yet(experiments: list[Experiment]) -> None:
    """What a press of Race will do."""
    st.info(
        f"Nothing was raced yet for this choice. **Race** starts both clocks: features made by hand with an SVM, and a "
        f"network, have {in_words(budget_of(experiments[0]))} each to become as good as they can on the same images. "
        "You watch who is ahead when."
    )


def show_moment(pair: Contest) -> float:
    """A slider for the moment, who is ahead then, and both numbers; the moment."""
    at = pickers.pick_moment(round_moments(pair))
    stood = lead_at(pair, at)
    st.markdown(f"**{plain(describe_moment(pair, at))}**")
    with st.container(horizontal=True, gap="large"):
        for learner, share, half in zip(stood.learners, stood.accuracies, stood.halves, strict=True):
            number, margin = percent(share, max(stood.halves)), f"± {100 * half:.1f} points"
            st.metric(look(learner).label, number, margin, delta_color="off", delta_arrow="off", width="content")
    return at


def show_table(shown: Races) -> None:
    """What each side did with the same time, and what electricity it took where that is known."""
    table = shown.table.assign(
        learner=[look(learner).short for learner in shown.table["learner"]],
        time=shown.table["budget"].map(in_words),
        right=[percent(row.accuracy, row.half) for row in shown.table.itertuples()],
    )
    st.dataframe(
        table[[name for name in COLUMNS if name not in ONCE or table[name].nunique() > 1]],
        column_config=COLUMNS,
        hide_index=True,
        alt="What each side did with the same time, a line a side; numbers are means over its races.",
    )
    if energy := describe_energy(shown.table):
        st.caption(plain(energy))


def _page(shown: Races, title: str) -> str:
    caption = describe_race(shown.drawn, shown.rows)
    return html(figure_of(shown), f"Who is ahead when: {title}", f"{shown.finding} {caption}")


def command(experiments: list[Experiment]) -> str:
    """The command line that runs the same races."""
    asked = pd.DataFrame(experiments)
    words = source.command(asked).replace("experiments run", "experiments race")
    kept = words.partition(" --learner")[0]
    return f"{kept} --budget {budget_of(experiments[0])} --seeds {asked['seed'].max() + 1} --json"
