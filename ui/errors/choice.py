"""The choices at the top of the page: data set, number of training images, and the two sides that are compared."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analysis.common.learners import rank
from analysis.common.machine import measured_here
from analysis.common.scored_on import UnlikeTestImagesError
from analysis.common.variants import RACE
from analysis.common.wording import count
from analysis.errors.disagreement import Disagreement
from analysis.errors.matched import KEYS, NoCommonSeedError, Side, match_sides
from charts.common.style import look
from ui.common import source
from ui.common.page import link, plain
from ui.common.pickers import pick
from ui.common.texts import text
from ui.common.visitor import visitor
from ui.errors.own import own_rows, titles
from uploads.folder import uploads

PLACE = "errors_choices"
"""The key of the container of all choices."""

Seeds = dict[Side, frozenset[int]]
"""The seeds that each side has."""


@dataclass(frozen=True, eq=False)
class Cell:
    """The rows of one data set and size, and the seeds that each side has in them."""

    rows: pd.DataFrame
    seeds: Seeds


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
    """The visitor's comparison; if there is none, the page ends with a sentence that says why."""
    by_size = _visible_cells()
    if not by_size:
        st.info(text("errors/nothing_yet"))
        link("data_size", "Measure both here", "play_arrow")
        st.stop()
    with st.container(horizontal=True, vertical_alignment="bottom", key=PLACE):
        dataset = _pick_dataset({name for name, _ in by_size})
        n_train = _pick_size({n: cell.seeds for (name, n), cell in by_size.items() if name == dataset})
        cell = by_size[dataset, n_train]
        one, other = _pick_sides(cell.seeds)
    try:
        found = _disagreement(cell.rows, one, other)
    except (UnlikeTestImagesError, NoCommonSeedError) as problem:
        st.warning(plain(str(problem)))
        st.stop()
    return Compared(f"{one} {other} {source.key_of_results(cell.rows)}", source.title(dataset), n_train, found)


@source.cached
def _disagreement(rows: pd.DataFrame, one: Side, other: Side) -> Disagreement:
    made = Disagreement(match_sides(rows, one, other))
    _ = made.table, made.gap  # computed now, once for all sessions that share it
    return made


def _visible_cells() -> dict[tuple[str, int], Cell]:
    """The rows that this visitor may see: everybody's, and those on the visitor's own uploads."""
    public = _public_cells(source.store().n_rows())
    if not uploads().of(visitor()):
        return public
    return public | _cells(own_rows(source.all_rows()))


@st.cache_resource(ttl=2, max_entries=2, show_spinner=False)
def _public_cells(n_rows: int) -> dict[tuple[str, int], Cell]:  # noqa: ARG001  (part of the key: a new row renews it)
    return _cells(source.on_offer(source.all_rows()))


def _cells(rows: pd.DataFrame) -> dict[tuple[str, int], Cell]:
    """The rows of each data set and size."""
    return {
        (str(dataset), int(n_train)): Cell(cell, _seeds(cell))
        for (dataset, n_train), cell in rows.groupby(["dataset", "n_train"], sort=True)
    }


def _seeds(rows: pd.DataFrame) -> Seeds:
    """The seeds of each side."""
    return {Side(*map(str, side)): frozenset(map(int, seeds)) for side, seeds in rows.groupby(KEYS, sort=True)["seed"]}


def _pick_dataset(names: set[str]) -> str:
    """One of the data sets with rows, at first one whose images are here."""
    listed = [entry.name for entry in source.entries() if entry.available]
    ordered = sorted(names, key=lambda name: (listed.index(name) if name in listed else len(listed), name))
    return pick("Images", ordered, "errors_images", 180, write=titles(names).__getitem__)


def _pick_size(by_size: dict[int, Seeds]) -> int:
    """One of the measured sizes, at first the largest of those at which the usual sides share most seeds."""
    sizes = sorted(by_size)
    first = max(sizes, key=lambda n: (_n_shared(by_size[n], *_usual_sides(by_size[n])), n))
    return pick("Training images", sizes, "errors_n", 115, first=sizes.index(first), write=count)


def _pick_sides(seeds: Seeds) -> tuple[Side, Side]:
    """Two of the sides, at first the usual ones."""
    ordered = sorted(
        seeds, key=lambda side: (rank(side.learner), side.learner, side.recipe, side.settings, side.origin)
    )
    named = {label(side, ordered): side for side in ordered}
    one, other = map(ordered.index, _usual_sides(seeds))
    first = pick("Compare", list(named), "errors_a", 235, first=one)
    second = pick("with", list(named), "errors_b", 235, first=other)
    return named[first], named[second]


def _usual_sides(seeds: Seeds) -> tuple[Side, Side]:
    """The SVM and the CNN that share most seeds, preferably not of races; without an SVM or a CNN, any two sides."""
    sides = sorted(seeds, key=lambda side: (rank(side.learner), side.recipe, side.settings, side.origin))
    pairs = [(one, other) for one in sides for other in sides if (one.learner, other.learner) == ("svm", "cnn")]
    pairs = pairs or [(one, other) for one in sides for other in sides if one != other] or [(sides[0], sides[0])]
    return max(pairs, key=lambda pair: (RACE not in (pair[0].recipe, pair[1].recipe), _n_shared(seeds, *pair)))


def both_sides(dataset: str, n_train: int, recipe: str, origin: str) -> dict[str, str]:
    """The choices in this page's address that compare the SVM and the CNN of this origin; empty if one has no rows."""
    cell = _visible_cells().get((dataset, n_train))
    sides = list(cell.seeds) if cell else []
    named = {one.learner: label(one, sides) for one in sides if (one.how, one.origin) == (recipe, origin)}
    return {"errors_a": named["svm"], "errors_b": named["cnn"]} if {"svm", "cnn"} <= set(named) else {}


def _n_shared(seeds: Seeds, one: Side, other: Side) -> int:
    return len(seeds[one] & seeds[other])


def label(side: Side, among: list[Side]) -> str:
    """`CNN, quick`: what a side is called in the list, with its origin unless all sides have the same."""
    words = [look(side.learner).short, side.how]
    if len({one.origin for one in among}) > 1:
        words.append("measured here" if measured_here(side.origin) else side.origin)
    return ", ".join(words)
