"""Widgets that return domain values and keep themselves in the page's address."""

import streamlit as st

from analysis.common.wording import count
from analysis.common.wording import moment as in_words
from catalogue import Entry
from charts.common.style import View, label
from models.register import LEARNERS, RECIPES
from ui.common.source import title

MAX_SEEDS = 10
BUDGETS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600)
"""Seconds that a race may last."""


def pick_recorded(datasets: list[str]) -> str:
    """One of the data sets that have recorded rows."""
    return st.selectbox("Images", datasets, format_func=title, key="pictures", bind="query-params", width=260)


def pick_dataset(entries: list[Entry]) -> Entry:
    """One of the data sets on offer."""
    by_name = {entry.name: entry for entry in entries}
    titles = {entry.name: entry.title for entry in entries}
    name = st.selectbox(
        "Images", list(by_name), format_func=titles.__getitem__, key="dataset", bind="query-params", width=260
    )
    return by_name[name]


def pick_recipes(key: str, default: str) -> list[str]:
    """How hard each side may try: one recipe or both."""
    choices = {"quick": ["quick"], "thorough": ["thorough"], "both": list(RECIPES)}
    picked = st.segmented_control(
        "How hard may each side try?",
        list(choices),
        default=default,
        required=True,
        format_func=str.capitalize,
        key=key,
        bind="query-params",
    )
    return choices[picked]


def pick_recipe(key: str) -> str:
    """How hard each side may try: one recipe."""
    return st.segmented_control(
        "How hard may each side try?",
        RECIPES,
        default="quick",
        required=True,
        format_func=str.capitalize,
        key=key,
        bind="query-params",
    )


def pick_view(key: str) -> View:
    """Accuracy, or error on two log axes with the fitted laws."""
    names: dict[View, str] = {"accuracy": "Accuracy", "error": "Error, log–log"}
    picked: View = st.segmented_control(
        "Show",
        list(names),
        default="accuracy",
        required=True,
        format_func=names.__getitem__,
        key=key,
        bind="query-params",
    )
    return picked


def pick_learners() -> list[str]:
    """The learners to measure."""
    return st.pills(
        "Who learns?",
        list(LEARNERS),
        selection_mode="multi",
        default=["svm", "cnn"],
        format_func=label,
        key="learners",
        bind="query-params",
    )


def pick_sizes(sizes: list[int]) -> list[int]:
    """A range of the usual sizes, with everything between; a slider needs two."""
    if len(sizes) == 1:
        return sizes
    end = min(len(sizes) - 1, 4)
    low, high = st.select_slider(
        "Training images, from and to",
        sizes,
        value=(sizes[0], sizes[end]),
        format_func=lambda n: f"{n:,}",
        key="sizes",
        bind="query-params",
        width=320,
    )
    return [n for n in sizes if low <= n <= high]


def pick_size(sizes: list[int], usual: int = 1_000) -> int:
    """One of the usual sizes."""
    most = max((n for n in sizes if n <= usual), default=sizes[0])
    return st.selectbox(
        "Training images",
        sizes,
        index=sizes.index(most),
        format_func=count,
        key="n",
        bind="query-params",
        width=160,
    )


def pick_budget(most: float, usual: float = 60.0) -> int:
    """The seconds that either side of a race has."""
    budgets = [budget for budget in BUDGETS if budget <= most] or [int(most)]
    return st.select_slider(
        "Time for each side",
        budgets,
        value=max([budget for budget in budgets if budget <= usual], default=budgets[0]),
        format_func=in_words,
        key="budget",
        bind="query-params",
        width=260,
    )


def pick_moment(moments: list[float], usual: float = 1.0) -> float:
    """One of the moments of a race."""
    return st.select_slider(
        "Who is ahead after …",
        moments,
        value=min(moments, key=lambda moment: abs(moment - usual)),
        format_func=in_words,
        key="after",
        bind="query-params",
        width=420,
    )


def pick_seeds(usual: int = 3) -> int:
    """How often each point is measured, each time on other images."""
    return st.number_input(
        "Seeds",
        min_value=1,
        max_value=MAX_SEEDS,
        value=usual,
        key="seeds",
        bind="query-params",
        width=120,
        help="How often each point is measured, each time with other training images. One seed cannot show luck.",
    )
