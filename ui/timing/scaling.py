"""How the seconds grow with the images: a law for each part of each learner, and where the SVM becomes slower."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.common.learners import MODELS
from analysis.common.machine import host
from analysis.common.variants import without_settings
from analysis.timing.scaling import Scaling, comparable_rows, scaling
from analysis.timing.scaling_finding import growth_table, scaling_finding, sides_in_words
from charts.timing.scaling import View, describe_scaling, scaling_figure
from experiments.store.results import LIVE
from models.register import RECIPES
from ui.common import commands, source
from ui.common.chart import Panel
from ui.common.page import show_table
from ui.common.pickers import pick, pick_if_several, pick_one, pick_recipe
from ui.common.texts import text

COMMAND = (
    "python -m experiments run --dataset digits --learner svm --learner cnn "
    "--n-train 250 --n-train 1000 --n-train 3500 --json"
)
VIEWS: dict[View, str] = {"in all": "In all", "each part": "Each part"}
NAMES = {
    "part": "Part",
    "grows_with": "Grows with",
    "measured": "Exponent (95 % interval)",
    "theory": "Exponent in theory",
    "verdict": "Compared with theory",
}

_scaling = source.cached(scaling)


def show_scaling() -> None:
    """The choices, the finding, chart and table; or the command that measures."""
    groups = measured()
    if not groups:
        st.info(text("timing/scaling/nothing_yet").format(command=COMMAND))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rows = pick_group(groups)
        view = pick_one("Show", VIEWS, "scaling_view")
    found = _scaling(rows)
    panel = Panel(
        "timing/scaling",
        "How the seconds grow with the images",
        scaling_finding(found),
        describe_scaling(found, rows),
        partial(scaling_figure, found, view, str(rows["origin"].iloc[0])),
    )
    panel.show()
    show_growths(found)
    panel.fold(rows, commands.to_run(rows))


def measured() -> list[pd.DataFrame]:
    """Groups of comparable rows, on data sets on offer and without settings; those with most sizes first."""
    rows = source.on_offer(without_settings(source.all_rows()))
    rows = rows[rows["recipe"].isin(RECIPES)]
    groups = [group for group in comparable_rows(rows) if has_sizes(group)]
    return sorted(groups, key=lambda group: -group["n_train"].nunique())


def has_sizes(group: pd.DataFrame) -> bool:
    """Whether both the SVM and the CNN were measured with several numbers of images."""
    return bool(group[group["learner"].isin(MODELS)].groupby("learner")["n_train"].nunique().min() > 1)


def pick_group(groups: list[pd.DataFrame]) -> pd.DataFrame:
    """One of the groups: images, recipe, and the machine if several remain."""
    firsts = [group.iloc[0] for group in groups]
    datasets = list(dict.fromkeys(first["dataset"] for first in firsts))
    dataset = pick("Images", datasets, "scaling_images", write=source.title)
    recipes = [recipe for recipe in RECIPES if any(_matches(first, dataset, recipe) for first in firsts)]
    recipe = pick_recipe("scaling_recipe", recipes)
    by_place = {_where(group): group for group in groups if _matches(group.iloc[0], dataset, recipe)}
    return pick_if_several("Measured", by_place, "scaling_where", width=320)


def _matches(first: pd.Series, dataset: str, recipe: str) -> bool:
    return bool(first["dataset"] == dataset and first["recipe"] == recipe)


def _where(group: pd.DataFrame) -> str:
    """`here, on AMD EPYC, 1 thread`: what distinguishes groups of one data set and recipe."""
    first = group.iloc[0]
    origin = "here" if first["origin"] == LIVE else f"recorded, {first['origin']}"
    place, version = host(first["machine"], first["device"]), str(first["data_version"])[:8]
    return f"{origin}, on {place}, {sides_in_words(group)}, version {version}"


def show_growths(found: Scaling) -> None:
    """Measured exponents beside the exponents of theory."""
    table = growth_table(found)
    if len(table):
        show_table(table, NAMES, "How the seconds of each part grow, measured and in theory")
