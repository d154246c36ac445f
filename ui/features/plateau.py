"""What lifts the SVM: one bound relaxed at a time."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.features.plateau import RELAXED, places, plateau, what_lifts_the_svm
from charts.features.ablation import describe_plateau, plateau_figure
from ui.common import commands, source
from ui.common.chart import Panel
from ui.common.pickers import pick_if_several
from ui.common.texts import text

LEARNERS = ("svm", "pretrained")

_places, _plateau = source.cached(places, 8), source.cached(plateau, 16)


def show_plateau() -> None:
    """The place, the finding, the chart and the folded parts."""
    rows = source.on_offer(source.all_rows())
    rows = rows[rows["learner"].isin(LEARNERS) & (rows["recipe"] == "quick")]
    by_name = {
        f"{source.title(dataset)}, {n:,} images ({origin})": (dataset, origin, n)
        for dataset, origin, n in _places(rows)
    }
    if not by_name:
        st.info(text("features/plateau/nothing_yet"))
        return
    dataset, origin, n_train = pick_if_several("Measured", by_name, "plateau_at", 420)
    mine = rows[(rows["dataset"] == dataset) & (rows["origin"] == origin)]
    mine = mine[mine["n_train"].isin([one.times * n_train for one in RELAXED])]
    taken_apart = _plateau(mine, n_train)
    panel = Panel(
        "features/plateau",
        f"What lifts the SVM: {source.title(dataset)}",
        what_lifts_the_svm(taken_apart),
        f"Measured on {source.title(dataset)}. {describe_plateau(taken_apart, mine)}",
        partial(plateau_figure, taken_apart),
        f"{n_train} {source.key_of_results(mine)}",
    )
    panel.show()
    panel.fold(mine, command(mine, n_train))


def command(rows: pd.DataFrame, n_train: int) -> str:
    """The command lines that measure the same."""
    svm = rows[(rows["learner"] == "svm") & (rows["n_train"] == n_train)]
    changes = " ".join(f"{name}={_as_option(value)}" for one in RELAXED for name, value in one.settings.items())
    return "\n".join(
        [
            commands.to_run(svm, f"--n-train {2 * n_train}"),
            commands.to_run(svm.assign(learner="pretrained")),
            f"for change in {changes}; do {commands.to_run(svm, '--set svm.$change')}; done",
        ]
    )


def _as_option(value: object) -> str:
    """A setting's value as the command line takes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
