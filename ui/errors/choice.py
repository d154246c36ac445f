"""Which two are compared: data set, number of training images, and both sides, among all rows that there are."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analysis.common.learners import rank
from analysis.common.machine import measured_here
from analysis.common.scored_on import UnlikeTestImagesError
from analysis.common.variants import RACE
from analysis.common.wording import count
from analysis.errors.disagreement import Disagreement
from analysis.errors.matched import NoCommonSeedError, matched
from analysis.errors.side import KEYS, Side
from charts.common.style import look
from ui.common import source
from ui.common.page import link, plain
from ui.common.pickers import drop_unknown
from ui.common.texts import text
from ui.errors.own import own_rows, titles

Seeds = dict[Side, frozenset[int]]
"""The seeds that each side has."""


@dataclass(frozen=True, eq=False)
class Compared:
    """Two sides of one data set and size; `key` names their rows."""

    key: str
    title: str
    n_train: int
    found: Disagreement

    @property
    def learners(self) -> tuple[str, str]:
        """The learners of both sides."""
        first, second = self.found.matched.sides
        return first.learner, second.learner


def choose() -> Compared:
    """The visitor's comparison; if there is none, one sentence that says why, and the page ends there."""
    every = source.all_rows()
    rows = pd.concat([source.on_offer(every), own_rows(every)])
    by_size = _measured(f"{pd.util.hash_pandas_object(rows[['id', 'origin']], index=False).sum()}", rows)
    if not by_size:
        st.info(text("errors/nothing_yet"))
        link("data_size", "Measure both here", "play_arrow")
        st.stop()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        dataset = _pick_dataset({name for name, _ in by_size})
        n_train = _pick_size({n: seeds for (name, n), seeds in by_size.items() if name == dataset})
        one, other = _pick_sides(by_size[dataset, n_train])
    here = rows[(rows["dataset"] == dataset) & (rows["n_train"] == n_train)]
    key = f"{one} {other} {','.join(sorted(here['id'] + here['origin']))}"
    try:
        found = _compared(key, here, one, other)
    except (UnlikeTestImagesError, NoCommonSeedError) as problem:
        st.warning(plain(str(problem)))
        st.stop()
    return Compared(key, source.title(dataset), n_train, found)


@st.cache_resource(max_entries=64, show_spinner=False)
def _compared(key: str, _rows: pd.DataFrame, _one: Side, _other: Side) -> Disagreement:  # noqa: ARG001
    made = Disagreement(matched(_rows, _one, _other))
    _ = made.table, made.gap  # computed now, so that sessions that share it need not
    return made


@st.cache_resource(max_entries=8, show_spinner=False)
def _measured(key: str, _rows: pd.DataFrame) -> dict[tuple[str, int], Seeds]:  # noqa: ARG001  (the key names the rows)
    """The sides of each data set and size with their seeds."""
    found: dict[tuple[str, int], Seeds] = {}
    for keys, seeds in _rows.groupby(["dataset", "n_train", *KEYS], sort=True)["seed"]:
        dataset, n_train, *side = keys
        found.setdefault((str(dataset), int(n_train)), {})[Side(*map(str, side))] = frozenset(map(int, seeds))
    return found


def _pick_dataset(names: set[str]) -> str:
    """One of the data sets with rows, at first one whose images are here."""
    listed = [entry.name for entry in source.entries() if entry.available]
    ordered = sorted(names, key=lambda name: (listed.index(name) if name in listed else len(listed), name))
    drop_unknown("errors_images", ordered)
    named = titles(names)
    return st.selectbox(
        "Images", ordered, format_func=named.__getitem__, key="errors_images", bind="query-params", width=180
    )


def _pick_size(by_size: dict[int, Seeds]) -> int:
    """One of the sizes measured, at first the largest among those with most seeds in common."""
    sizes = sorted(by_size)
    first = max(sizes, key=lambda n: (_shared(by_size[n], *_usual(by_size[n])), n))
    drop_unknown("errors_n", sizes)
    return st.selectbox(
        "Training images", sizes, sizes.index(first), count, key="errors_n", bind="query-params", width=115
    )


def _pick_sides(seeds: Seeds) -> tuple[Side, Side]:
    """Two of the sides, at first the two learners with most seeds in common."""
    ordered = sorted(
        seeds, key=lambda side: (rank(side.learner), side.learner, side.recipe, side.settings, side.origin)
    )
    named = {label(side, ordered): side for side in ordered}
    picked = []
    for who, key, first in zip(("Compare", "with"), ("errors_a", "errors_b"), _usual(seeds), strict=True):
        drop_unknown(key, named)
        place = ordered.index(first)
        picked.append(named[st.selectbox(who, list(named), place, key=key, bind="query-params", width=235)])
    return picked[0], picked[1]


def _usual(seeds: Seeds) -> tuple[Side, Side]:
    """An SVM and a CNN with most seeds in common, rather not of races; if one of them lacks, any two sides."""
    sides = sorted(seeds, key=lambda side: (rank(side.learner), side.recipe, side.settings, side.origin))
    pairs = [(one, other) for one in sides for other in sides if (one.learner, other.learner) == ("svm", "cnn")]
    pairs = pairs or [(one, other) for one in sides for other in sides if one != other] or [(sides[0], sides[0])]
    return max(pairs, key=lambda pair: (RACE not in (pair[0].recipe, pair[1].recipe), _shared(seeds, *pair)))


def _shared(seeds: Seeds, one: Side, other: Side) -> int:
    return len(seeds[one] & seeds[other])


def label(side: Side, among: list[Side]) -> str:
    """`CNN, quick`: what a side is called in the list, with its origin where others have another."""
    words = [look(side.learner).short, side.how]
    if len({one.origin for one in among}) > 1:
        words.append("measured here" if measured_here(side.origin) else side.origin)
    return ", ".join(words)
