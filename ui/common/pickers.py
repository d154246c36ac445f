"""Widgets that return domain values and keep them in the page's address."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from analysis.common.wording import count
from analysis.common.wording import moment as in_words
from catalogue import Entry
from catalogue.sources.local import COPIES
from charts.common.style import View, label
from models.register import LEARNERS, RECIPES
from ui.common import source
from ui.common.address import levels
from ui.common.page import plain

T = TypeVar("T")

MAX_SEEDS = 10
BUDGETS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600)
"""Seconds that a race may last."""
EFFORT = "How much effort may each learner make?"


def drop_unknown(key: str, options: Collection[Any]) -> None:
    """Reset a widget whose stored value is no longer one of its options, such as a data set that was deleted."""
    value = st.session_state.get(key)
    if value is not None and not set(value if isinstance(value, tuple | list) else [value]) <= set(options):
        del st.session_state[key]


def pick_one(
    label: str,
    names: Mapping[T, str],
    key: str,
    *,
    default: T | None = None,
    help: str | None = None,
    in_address: bool = True,
) -> T:
    """One of a few values, side by side under their names; at first `default`, else the first of them."""
    drop_unknown(key, names)
    picked: T = st.segmented_control(
        label,
        list(names),
        default=next(iter(names)) if default is None else default,
        required=True,
        format_func=names.__getitem__,
        key=key,
        bind="query-params" if in_address else None,
        help=help,
    )
    return picked


def pick(
    label: str,
    options: Sequence[T],
    key: str,
    width: int = 260,
    *,
    first: int = 0,
    write: Callable[[T], str] = str,
    help: str | None = None,
    on_change: Callable[[], None] | None = None,
) -> T:
    """One of the options from a list, at first the one with the index `first`."""
    drop_unknown(key, options)
    picked: T = st.selectbox(label, options, first, write, key, help, on_change, bind="query-params", width=width)
    return picked


def pick_if_several(label: str, values: Mapping[str, T], key: str, width: int = 260) -> T:
    """One of the values by its name; without a widget where there is only one."""
    return next(iter(values.values())) if len(values) == 1 else values[pick(label, list(values), key, width)]


def pick_recorded_dataset(datasets: list[str]) -> str:
    """One of the data sets that have recorded rows."""
    copies = " ".join(f"**{source.title(name)}**: {COPIES[name]}" for name in datasets if name in COPIES)
    return pick("Images", datasets, "images", write=source.title, help=copies or None)


def pick_dataset(entries: list[Entry]) -> Entry:
    """One of the data sets on offer; for a local one, the visitor may choose the level of its class folders."""
    by_name = {entry.name: entry for entry in entries}
    titles = {entry.name: entry.title for entry in entries}
    name = pick("Images", list(by_name), "dataset", write=titles.__getitem__, on_change=levels.forget_level)
    chosen = source.or_stop(levels.at_level, by_name[name])
    for problem in source.problems():
        st.warning(plain(problem))
    return chosen


def picked_dataset() -> dict[str, str]:
    """The data set chosen on this page, for the address of a link; empty if none was chosen."""
    name, level = st.session_state.get("dataset", ""), st.session_state.get(levels.KEY)
    return source.address_of(f"{name}@{level}" if level else name)


def pick_recipes(key: str, default: str) -> list[str]:
    """How hard each learner may try: one recipe or both."""
    picked = pick_one(EFFORT, {name: name.capitalize() for name in (*RECIPES, "both")}, key, default=default)
    return list(RECIPES) if picked == "both" else [picked]


def pick_recipe(key: str, recipes: Sequence[str] = RECIPES) -> str:
    """How hard each learner may try: one recipe."""
    return pick_one(EFFORT, {name: name.capitalize() for name in recipes}, key)


def pick_view(key: str) -> View:
    """Accuracy, or error on two log axes with the fitted laws."""
    names: dict[View, str] = {"accuracy": "Accuracy", "error": "Error, log–log"}
    return pick_one("Show", names, key)


def wants_recorded(n_all: int, n_own: int) -> bool:
    """Whether to show recorded rows beside those measured here; without a widget if there are none."""
    return n_all > n_own and st.toggle("Recorded results too", value=True, key="recorded", bind="query-params")


def pick_learners() -> list[str]:
    """The learners to measure."""
    return st.pills(
        "Who learns?",
        [name for name, learner in LEARNERS.items() if learner.is_offered],
        selection_mode="multi",
        default=["svm", "cnn"],
        format_func=label,
        key="learners",
        bind="query-params",
    )


def drop_unwanted_pretrained(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, with those of pretrained features only if the visitor asks for them; no widget where there are none."""
    pretrained = rows["learner"] == "pretrained"
    return rows if pretrained.any() and wants_pretrained() else rows[~pretrained]


def wants_pretrained(label: str = "And with features learned on other images?") -> bool:
    """Whether the visitor asks for the third learner, which is off at first."""
    return st.toggle(
        label,
        key="pretrained",
        bind="query-params",
        help="Pretrained features: a network that has already seen 1.28 million labelled photographs describes the "
        "images, and an SVM learns from them.",
    )


def pick_sizes(sizes: list[int]) -> list[int]:
    """A range of the usual sizes, with everything between; a slider needs two."""
    if len(sizes) == 1:
        return sizes
    drop_unknown("sizes", sizes)
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


def pick_size(sizes: list[int], usual: int = 1_000, key: str = "n") -> int:
    """One of the usual sizes."""
    first = max((place for place, n in enumerate(sizes) if n <= usual), default=0)
    return pick("Training images", sizes, key, 160, first=first, write=count)


def pick_budget(most: float) -> int:
    """The seconds that each side of a race has, at first a minute."""
    budgets = [budget for budget in BUDGETS if budget <= most] or [int(most)]
    first = max([budget for budget in budgets if budget <= 60], default=budgets[0])
    return st.select_slider(
        "Time for each side", budgets, first, in_words, key="budget", bind="query-params", width=260
    )


def pick_moment(moments: list[float]) -> float:
    """One of the moments of a race, at first the one nearest to a second."""
    first = min(moments, key=lambda moment: abs(moment - 1))
    return st.select_slider(
        "Who is ahead after …", moments, first, in_words, key="after", bind="query-params", width=420
    )


def pick_seeds(usual: int = 3) -> int:
    """How often each point is measured, each time with other training images."""
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
