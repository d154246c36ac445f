"""How the seconds grow with the images: a law for each part of either learner, and where the SVM becomes slower."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.common.machine import host
from analysis.common.variants import plain as as_recipe
from analysis.timing.scaling import Scaling, comparable, scaling
from analysis.timing.scaling_finding import growth_table, scaling_finding, sides_in_words
from charts.common.export import PLOTLY_CONFIG, html
from charts.timing.scaling import View, describe_scaling, scaling_figure
from experiments.store.results import LIVE
from models.register import RECIPES
from ui.common import source
from ui.common.folded import fold_rows
from ui.common.page import is_narrow, plain, theme

COMMAND = (
    "python -m experiments run --dataset digits --learner svm --learner cnn --n-train 250 --n-train 1000 --n-train all"
)

WHY = """
**Features are counted image by image**, so twice the images take twice the seconds. The network's pass over its
training images is the same: each image costs what every other does.

**The SVM compares images with each other.** Its solver works on pairs, of which there are four times as many among
twice the images; for exact solvers the seconds grow between the square and the cube of the number (Bottou and Lin
2007, *Support vector machine solvers*). A good solver looks only at pairs that matter and stays below that.

**Answering is paid by support vectors**, the training images that the SVM keeps: each new image is compared with
every one of them. The more images it learnt from, the more it keeps, while the network answers in the same time
whatever it has seen.
"""

FAIR = """
Only rows of one machine, one recipe and one data set stand together. Where the network had the machine's GPU, or one
side other threads, the caption says so: its seconds tell of both. Each law is a straight line through the logarithms,
fitted to sizes of at least a sixtieth of the largest, because smaller ones show what every start costs rather than
growth. The interval comes from how far the points lie off the line; with few sizes it is wide. What lies beyond the
largest size assumes that nothing changes there, also that everything still fits into memory.
"""

NAMES = {
    "part": "Seconds of",
    "grows_with": "grow with",
    "measured": "Exponent (95 % interval)",
    "theory": "In theory",
    "verdict": "So it",
}


def show_scaling() -> None:
    """The choice, the finding, chart and table; or what to measure first."""
    groups = measured()
    if not groups:
        st.info(
            "Nothing is measured yet from which growth could be read. Both learners at three sizes or more, on one "
            f"machine, are needed; this measures some: `{COMMAND}`"
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rows = pick(groups)
        view = pick_view()
    found = _scaling(",".join(sorted(rows["id"] + rows["origin"])), rows)
    finding, caption = scaling_finding(found), describe_scaling(found, rows)
    st.header(plain(finding), anchor=False)
    figure = scaling_figure(found, view, str(rows["origin"].iloc[0]), theme(), is_narrow())
    st.plotly_chart(figure, theme=None, config=PLOTLY_CONFIG, key="scaling", alt=finding)
    st.caption(plain(caption))
    show_table(found)
    make_page = partial(_page, found, view, str(rows["origin"].iloc[0]), f"{finding} {caption}")
    fold_rows(WHY, FAIR, rows, make_page, source.command(rows))


def measured() -> list[pd.DataFrame]:
    """Rows that may be compared, of recipes as they are, on images on offer, those of most sizes first."""
    rows = source.on_offer(as_recipe(source.all_rows()))
    rows = rows[rows["recipe"].isin(RECIPES)]
    groups = [group for group in comparable(rows) if group.groupby("learner")["n_train"].nunique().min() > 1]
    return sorted(groups, key=lambda group: -group["n_train"].nunique())


def pick(groups: list[pd.DataFrame]) -> pd.DataFrame:
    """One of the groups: images, recipe, and where measured if that leaves a choice."""
    firsts = [group.iloc[0] for group in groups]
    datasets = list(dict.fromkeys(first["dataset"] for first in firsts))
    dataset = st.selectbox(
        "Images", datasets, format_func=source.title, key="scaling_pictures", bind="query-params", width=260
    )
    recipes = [recipe for recipe in RECIPES if any(_is(first, dataset, recipe) for first in firsts)]
    recipe = st.segmented_control(
        "How hard may each side try?",
        recipes,
        default=recipes[0],
        required=True,
        format_func=str.capitalize,
        key="scaling_recipe",
        bind="query-params",
    )
    left = [group for group in groups if _is(group.iloc[0], dataset, recipe)]
    if len(left) == 1:
        return left[0]
    names = {_where(group): group for group in left}
    where = st.selectbox("Measured", list(names), key="scaling_where", bind="query-params", width=320)
    return names[where]


def pick_view() -> View:
    """Everything together, or part by part."""
    picked: View = st.segmented_control(
        "Show",
        ["in all", "each part"],
        default="in all",
        required=True,
        format_func=str.capitalize,
        key="scaling_view",
        bind="query-params",
    )
    return picked


def _is(first: pd.Series, dataset: str, recipe: str) -> bool:
    return bool(first["dataset"] == dataset and first["recipe"] == recipe)


def _where(group: pd.DataFrame) -> str:
    """`here, on AMD EPYC, 1 thread`: what tells groups of one data set and recipe apart."""
    first = group.iloc[0]
    origin = "here" if first["origin"] == LIVE else f"recorded, {first['origin']}"
    place, version = host(first["machine"], first["device"]), str(first["data_version"])[:8]
    return f"{origin}, on {place}, {sides_in_words(group)}, version {version}"


def show_table(found: Scaling) -> None:
    """Measured exponents beside theory's."""
    table = growth_table(found)
    if len(table):
        st.dataframe(table, column_config=NAMES, hide_index=True, alt="How each part grows, measured and in theory")


@st.cache_resource(max_entries=64, show_spinner=False)
def _scaling(key: str, _rows: pd.DataFrame) -> Scaling:  # noqa: ARG001  (the key names the rows)
    return scaling(_rows)


def _page(found: Scaling, view: View, origin: str, told: str) -> str:
    return html(scaling_figure(found, view, origin), "How cost grows with the images", told)
