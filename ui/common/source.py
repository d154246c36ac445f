"""What every page reads, opened once per server: the table of results, the engine, and the data sets."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ParamSpec, TypeVar

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

import catalogue
from analysis.common import variants
from analysis.common.machine import HERE
from catalogue import Entry
from catalogue.dataset import Images
from catalogue.sources import shortcut
from catalogue.sources.local import TITLES, original_of
from catalogue.sources.own import is_own
from experiments.engine.dispatch import Engine, open_engine
from experiments.engine.inference import InferenceWorker
from experiments.spec import Experiment, class_numbers
from experiments.store.results import LIVE, RECORDED, Reading, Store
from models.register import LEARNERS, RECIPES
from settings import settings
from timing.background.run import is_on
from timing.rows.files import here
from ui.common.address import levels
from ui.common.loading import read
from ui.common.page import plain
from ui.common.visitor import visitor
from uploads.folder import Upload, uploads

P = ParamSpec("P")
R = TypeVar("R")

ANSWER_SECONDS = 120  # the first request loads the models
NICENESS = 10  # of the workers: they take what time the pages and single answers leave
HOME_LEARNERS = ("svm", "cnn", "pretrained")
"""The learners whose curves home shows; the last one is off at first."""
VISITORS_TITLE = "A visitor's own images"


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The table of results, the recorded ones included."""
    opened = Store(settings().results_url)
    opened.load_recorded(RECORDED)
    return opened


@st.cache_resource(show_spinner=False, on_release=Engine.close)
def engine() -> Engine:
    """The engine of this server; it continues what an earlier server left unfinished."""
    opened = open_engine(
        store(), preload=["experiments.kept.run_and_keep"], is_busy=partial(is_on, here()), niceness=NICENESS
    )
    opened.resume()
    return opened


@st.cache_resource(show_spinner=False, on_release=lambda worker: worker.close())
def inference_worker() -> InferenceWorker:
    """The inference worker of this server, which predicts and explains single images."""
    opened = InferenceWorker(preload=["explain.verbs", "skops.io"])
    opened.start()
    return opened


def ask(verb: str, *arguments: Any) -> Any:
    """What the inference worker returns for the verb; TimeoutError if it takes too long, OSError if it was lost."""
    return inference_worker().ask(verb, *arguments).result(ANSWER_SECONDS)


def all_rows() -> pd.DataFrame:
    """Every result, in a frame that all callers share and none may change.

    It contains results on visitors' own images: callers must not show them to others.
    """
    return reading().rows()


@st.cache_resource(show_spinner=False)
def reading() -> Reading:
    """The rows of the table, read once for all callers."""
    return Reading(store())


def key_of_results(rows: pd.DataFrame) -> str:
    """A key that names these results."""
    return str(hash((*rows["id"].tolist(), *rows["origin"].tolist())))  # fast, because strings cache their hashes


def cached(work: Callable[P, R], most: int = 64) -> Callable[P, R]:
    """The function, run once for all visitors; a frame that it is given is hashed by its rows' ids, not by a sample."""
    return st.cache_resource(max_entries=most, show_spinner=False, hash_funcs={pd.DataFrame: key_of_results})(work)


def recorded_rows() -> pd.DataFrame:
    """Every recorded result that home can show, none of them on visitors' own images."""
    rows = all_rows()
    shown = (rows["origin"] != LIVE) & rows["learner"].isin(HOME_LEARNERS) & rows["recipe"].isin(RECIPES)
    return variants.without_settings(rows[shown & ~_are_unlisted(rows)])


def rows_of(experiments: Sequence[Experiment], *, with_recorded: bool) -> pd.DataFrame:
    """The rows of a sweep measured here and, with `with_recorded`, recorded ones of the same learners and recipes.

    Rows of learners with settings of their own, for example of an ablation, do not belong to a learning curve.
    """
    first = experiments[0]
    rows = _plain_rows(first.dataset, first.data_version, store().n_rows())
    measured = rows["id"].isin([experiment.id for experiment in experiments]) & (rows["origin"] == LIVE)
    comparable = rows["learner"].isin({one.learner for one in experiments})
    comparable &= rows["recipe"].isin({one.recipe for one in experiments}) & (rows["origin"] != LIVE)
    return rows[measured | (comparable & with_recorded)]


@st.cache_resource(ttl=2, max_entries=64, show_spinner=False)
def _plain_rows(dataset: str, data_version: str, n_rows: int) -> pd.DataFrame:  # noqa: ARG001
    """The rows of a data set, chosen once for all; `n_rows` is part of the key, so that a new row renews them."""
    rows = all_rows()
    return variants.without_settings(rows[(rows["dataset"] == dataset) & (rows["data_version"] == data_version)])


def rows_of_exactly(experiments: Sequence[Experiment]) -> pd.DataFrame:
    """The rows of these experiments from the origin that has most of them; in a tie, from here."""
    rows = store().rows(id=[experiment.id for experiment in experiments])
    n_by_origin = rows["origin"].value_counts()
    chosen = max(n_by_origin.index, key=lambda origin: (n_by_origin[origin], origin == LIVE), default=LIVE)
    return rows[rows["origin"] == chosen]


@st.cache_data(max_entries=256, show_spinner=False)
def predictions(id: str, origin: str = LIVE) -> NDArray[np.int64]:
    """The class numbers that a row's model predicted for all test images; empty if none are kept or the row is gone."""
    return class_numbers(store().predictions(id, origin))


@st.cache_data(ttl=5, show_spinner=False)
def problems() -> list[str]:
    """What is wrong with the operator's folder of data sets, a sentence each."""
    return catalogue.problems()


def entries() -> list[Entry]:
    """The data sets on offer."""
    return catalogue.entries()


def entry_here(dataset: str) -> Entry | None:
    """The data set, if it is on offer and its images are on this machine."""
    return next((entry for entry in entries() if entry.name == dataset and entry.available), None)


def on_offer(rows: pd.DataFrame, *, with_cells: bool = False) -> pd.DataFrame:
    """The rows that `are_on_offer`."""
    shown = are_on_offer(rows, with_cells=with_cells)
    return rows if shown.all() else rows[shown]  # a copy of a large table takes 100 MB


def are_on_offer(rows: pd.DataFrame, *, with_cells: bool = False) -> pd.Series:
    """Whether a row is on a data set that everybody may know: one on offer, or one recorded elsewhere.

    Other rows name a path on this machine or a visitor's own images. Cells of the swap board and models tested on
    changed images are not learners to choose: `with_cells` keeps them.
    """
    names = {entry.name for entry in entries()} | set(rows.loc[~rows["origin"].isin((LIVE, HERE)), "dataset"])
    names |= {name for name in rows["dataset"].unique() if catalogue.split_level(name)[0] in names}
    shown = rows["dataset"].isin(names) & ~_are_unlisted(rows)
    if not with_cells and "learner" in rows:
        shown &= ~rows["learner"].isin([name for name, learner in LEARNERS.items() if not learner.is_offered])
        if "settings" in rows:
            shown &= ~variants.under_changes(rows)
    return shown


def _are_unlisted(rows: pd.DataFrame) -> pd.Series:
    """Whether a row's data set is a visitor's, or the shortcut trap's, whose accuracies mean nothing elsewhere."""
    names = rows["dataset"].unique()
    return rows["dataset"].isin([name for name in names if is_own(name) or name in shortcut.NAMES])


def title(dataset: str) -> str:
    """A data set's title, even if its images are not here; another visitor's images get a neutral title."""
    if is_own(dataset):
        return _own_title(dataset) or VISITORS_TITLE
    named = TITLES | {name: shortcut.title(name) for name in shortcut.NAMES}
    named |= {entry.name: entry.title for entry in entries()}
    name, level = catalogue.split_level(dataset)
    if level and dataset not in named and name in named:
        return f"{named[name]}, classes at folder level {level}"
    return named.get(dataset, dataset)


def address_of(dataset: str) -> dict[str, str]:
    """What a link's address says of a data set, so that the next page opens on it; empty if none like it is on offer.

    A recorded copy that is not on this machine, such as `cifar10-jpeg`, is replaced by its original.
    """
    titles = {entry.name: entry.title for entry in entries()}
    name, level = (dataset, 0) if dataset in titles else catalogue.split_level(dataset)
    title = titles.get(name) or titles.get(original_of(name))
    return {"dataset": title, **levels.address(level)} if title else {}


def may_see(dataset: str) -> bool:
    """Whether this visitor may see the data set: it is everybody's or their own."""
    return not is_own(dataset) or _own_title(dataset) is not None


def _own_title(dataset: str) -> str | None:
    try:
        return uploads().open(dataset, visitor()).title
    except KeyError:
        return None


def own_titles() -> dict[str, str]:
    """The titles of the visitor's data sets by name; equal titles are numbered, from 1 for the oldest."""
    mine = uploads().of(visitor())[::-1]
    n_titled = Counter(upload.title for upload in mine)
    seen = Counter[str]()
    titles = {}
    for upload in mine:
        seen[upload.title] += 1
        suffix = f" {seen[upload.title]}" if n_titled[upload.title] > 1 else ""
        titles[upload.name] = f"{upload.title}{suffix}"
    return titles


def folds_of(upload: Upload) -> list[str]:
    """The names of an upload's data sets: one, or one for each fold."""
    n_folds = int(upload.choices.get("n_folds", 1))
    return [upload.name, *(f"{upload.name}.{fold}" for fold in range(2, n_folds + 1))]


def images(entry: Entry) -> Images | None:
    """The images of a data set; if there are none, a sentence that says why, and None."""
    asked = st.session_state.setdefault("downloads_asked", set())  # a download goes on while other choices are made
    if not entry.available and entry.name not in asked:
        title = plain(entry.title)
        if not st.button(f"Download {title}", icon=":material/download:", key="download"):
            st.info(f"The images of {title} are not on this machine yet. Downloading them needs the internet.")
            return None
        asked.add(entry.name)
    was_read = entry.source != "local" or levels.known(entry.name)
    try:
        found = read(entry)
        asked.discard(entry.name)
        if not was_read and len(levels.known(entry.name)) > 1:
            st.rerun()  # the levels are known only now, and the picker above must offer them
        if found.understood:
            st.caption(plain(found.understood))
        return found
    except (ValueError, catalogue.DownloadFailed) as problem:
        asked.discard(entry.name)
        st.warning(plain(str(problem)))
        if entry.source == "local" and not catalogue.split_level(entry.name)[1]:
            levels.pick_level({})  # the automatic choice of the level may be the cause
        return None


def images_of_folds(names: Sequence[str]) -> Images:
    """The images of the first fold, with the test images of all folds in their order; ValueError if any are gone."""
    folds = [catalogue.load(name) for name in names]
    X_test = np.concatenate([fold.X_test for fold in folds])
    return replace(folds[0], X_test=X_test, y_test=np.concatenate([fold.y_test for fold in folds]))


def or_stop(work: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    """The result of the call; if it fails, a sentence says why, and the page ends here."""
    try:
        return work(*arguments, **named)
    except TimeoutError:
        sentence = "No answer came in time, because this server is busy. Please try again in a minute."
    except (ValueError, OSError) as problem:
        sentence = str(problem)
    st.warning(plain(sentence))
    return st.stop()
