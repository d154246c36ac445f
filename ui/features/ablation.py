"""What each family of features is worth: each one alone, and all without it, on the visitor's data set."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.features.ablation import ablate, worth
from catalogue.sources.local import copies_of
from charts.common.families import LABELS
from charts.features.ablation import ablation_figure, describe_ablation
from experiments.plan import usual_sizes
from experiments.spec import Experiment, seed_by_seed
from experiments.store.results import LIVE
from ui.common import commands, pickers, source
from ui.common.chart import Panel
from ui.common.live import offer_and_watch
from ui.common.texts import text
from ui.data_size.recorded import say_what_is_recorded

_ablate = source.cached(ablate)


def show_families() -> None:
    """The choices, Run, and the results so far."""
    choices = st.container(horizontal=True, vertical_alignment="bottom")
    with choices:
        entry = pickers.pick_dataset(source.entries())
    images = source.images(entry)
    if images is None:
        show_recorded(entry.name)
        return
    with choices:
        n_train = pickers.pick_size(usual_sizes(images))
        n_seeds = pickers.pick_seeds()
    experiments = to_measure(images.name, images.version, n_train, n_seeds)
    offer_and_watch(experiments, images, partial(show_results, experiments, images.title))


def show_recorded(dataset: str) -> None:
    """What was recorded on each copy of a data set whose images are not on this machine; nothing if there is none."""
    rows = source.all_rows()
    for copy in copies_of(dataset):
        alone = rows[(rows["dataset"] == copy) & (rows["origin"] != LIVE) & rows["settings"].str.contains('"only"')]
        if len(alone):
            say_what_is_recorded(copy)
            first, n_seeds = alone.iloc[0], alone["seed"].nunique()
            experiments = to_measure(copy, first["data_version"], int(first["n_train"]), n_seeds)
            show_results(experiments, source.title(copy))


def to_measure(dataset: str, version: str, n_train: int, n_seeds: int) -> list[Experiment]:
    """All families together, each one alone, and all but one; seed by seed, so that the whole chart appears early."""
    choices: list[dict[str, str]] = [{}, *({name: family} for family in LABELS for name in ("only", "without"))]
    return seed_by_seed(dataset, [("svm", chosen) for chosen in choices], n_train, n_seeds, data_version=version)


def show_results(experiments: list[Experiment], title: str) -> None:
    """Finding, chart, caption and the folded parts, or what Run will do while nothing is measured."""
    rows = source.rows_of_exactly(experiments)
    ablation = _ablate(rows, list(LABELS)) if len(rows) else None
    # There may be rows of all families together only, which other pages measure too: they leave nothing to draw.
    if ablation is None or ablation.table[["alone", "without"]].isna().all(axis=None):
        st.info(text("features/families/nothing_yet").format(n_families=len(LABELS)))
        return
    panel = Panel(
        "features/families",
        f"What handcrafted features are worth: {title}",
        worth(ablation, LABELS),
        describe_ablation(ablation, rows),
        partial(ablation_figure, ablation),
        source.key_of_results(rows),
    )
    panel.show()
    panel.fold(rows, command(experiments))


def command(experiments: list[Experiment]) -> str:
    """The command lines that measure the same."""
    together = pd.DataFrame(experiments)
    per_family = [f"  {commands.to_run(together, f'--set svm.{name}=$family')}" for name in ("only", "without")]
    return "\n".join([commands.to_run(together), f"for family in {' '.join(LABELS)}; do", *per_family, "done"])
