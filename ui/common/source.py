"""What every page draws from, opened once a server: the table of results, the engine, and the data sets."""

import shlex
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ParamSpec, TypeVar

import pandas as pd
import streamlit as st

import catalogue
from analysis.common.variants import plain as as_recipe
from catalogue import Entry
from catalogue.dataset import Images
from catalogue.sources.local import TITLES
from catalogue.sources.own import is_own
from experiments.engine.dispatch import Engine, open_engine
from experiments.engine.inference import InferenceWorker, open_inference_worker
from experiments.kept.model_store import model_store
from experiments.spec import Experiment, sweep
from experiments.store.results import LIVE, RECORDED, Store
from settings import settings
from timing.background.run import is_on
from timing.rows.files import here
from ui.common.page import plain
from ui.common.visitor import visitor
from uploads.folder import uploads

P = ParamSpec("P")
R = TypeVar("R")

ANSWER_SECONDS = 120  # the first question opens the models
FIRST_MODELS_AFTER = 5.0  # seconds
N_FIRST = 3_500  # all training digits
SOMEBODYS = "A visitor's own images"


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The table of results, the shipped ones included."""
    opened = Store(settings().results_url)
    opened.load_recorded(RECORDED)
    return opened


@st.cache_resource(show_spinner=False, on_release=Engine.close)
def engine() -> Engine:
    """The engine of this server; what an earlier server left unfinished goes on."""
    opened = open_engine(store(), preload=["experiments.kept.run_and_keep"], is_busy=partial(is_on, here()))
    opened.resume()
    if settings().first_models:
        # Later, because on few cores the workers' start would keep the first visitor's chart waiting.
        later = threading.Timer(FIRST_MODELS_AFTER, train_first, (opened,))
        later.daemon = True
        later.start()
    return opened


def train_first(opened: Engine) -> None:
    """Have both models of the digits trained where none is kept yet, so that there is something to ask."""
    version = catalogue.version("digits")
    lacking = [learner for learner in ("svm", "cnn") if not model_store().largest("digits", version, learner)]
    if lacking:
        opened.submit(sweep("digits", lacking, [N_FIRST], 1, data_version=version), "first start", again=True)


@st.cache_resource(show_spinner=False, on_release=lambda desk: desk.close())
def desk() -> InferenceWorker:
    """The worker of this server that answers questions about single images."""
    opened = open_inference_worker(preload=["explain.verbs", "skops.io"])
    opened.start()
    return opened


def ask(verb: str, *arguments: Any) -> Any:
    """What the verb says at the desk; TimeoutError after a while, OSError when the worker was lost."""
    return desk().ask(verb, *arguments).result(ANSWER_SECONDS)


@st.cache_data(ttl=2, show_spinner=False)
def all_rows() -> pd.DataFrame:
    """Every result, at most two seconds old: thirty visitors who poll share one reading.

    Those on visitors' own images are among them: what is shown of this is for whoever asks to leave out.
    """
    return store().rows()


def recorded_rows() -> pd.DataFrame:
    """Every result that is shipped with this copy, of learners as their recipe has them, on images of nobody."""
    rows = as_recipe(all_rows())
    return rows[(rows["origin"] != LIVE) & ~rows["dataset"].map(is_own).astype(bool)]


def rows_of(experiments: Sequence[Experiment], *, with_recorded: bool) -> pd.DataFrame:
    """What is measured of a sweep, here and, if asked for, the recorded rows of the same learners and recipes.

    Rows of learners with settings of their own, such as those of an ablation, are no part of a curve of data size.
    """
    first = experiments[0]
    rows = as_recipe(store().rows(dataset=first.dataset, data_version=first.data_version))
    mine = rows["id"].isin([experiment.id for experiment in experiments]) & (rows["origin"] == LIVE)
    alike = rows["learner"].isin({one.learner for one in experiments})
    alike &= rows["recipe"].isin({one.recipe for one in experiments}) & (rows["origin"] != LIVE)
    return rows[mine | (alike & with_recorded)]


def rows_of_exactly(experiments: Sequence[Experiment]) -> pd.DataFrame:
    """What is measured of these experiments, of whatever data sets and settings: here, or failing that recorded."""
    rows = store().rows(id=[experiment.id for experiment in experiments])
    n_of = rows["origin"].value_counts()
    chosen = LIVE if LIVE in n_of or rows.empty else n_of.index[0]
    return rows[rows["origin"] == chosen]


@st.cache_data(ttl=5, show_spinner=False)
def entries() -> list[Entry]:
    """The data sets on offer."""
    return catalogue.entries()


def on_offer(rows: pd.DataFrame, measured_here: str = LIVE) -> pd.DataFrame:
    """The rows on images that everybody may know of: data sets on offer, or such as were recorded elsewhere.

    Others were named by a path on this machine, or are a visitor's own. `measured_here` is the origin that says so.
    """
    names = {entry.name for entry in entries()} | set(rows.loc[rows["origin"] != measured_here, "dataset"])
    return rows[rows["dataset"].isin(names) & ~rows["dataset"].map(is_own).astype(bool)]


def title(dataset: str) -> str:
    """A data set's name for people, also when its images are not here; of others' own images not even that."""
    if is_own(dataset):
        return _own_title(dataset) or SOMEBODYS
    named = TITLES | {entry.name: entry.title for entry in entries()}
    return named.get(dataset, dataset)


def may_see(dataset: str) -> bool:
    """Whether a data set is everybody's, or this visitor's own."""
    return not is_own(dataset) or _own_title(dataset) is not None


def _own_title(dataset: str) -> str | None:
    try:
        return uploads().open(dataset, visitor()).title
    except KeyError:
        return None


def images(entry: Entry) -> Images | None:
    """The images of a data set, or None after a sentence that says why there are none."""
    if not entry.available and not st.button(
        f"Download {plain(entry.title)}", icon=":material/download:", key="download"
    ):
        st.info(f"The images of {plain(entry.title)} are not on this machine yet; fetching them needs a network.")
        return None
    try:
        return _images(entry.name, catalogue.version(entry.name), entry.title)
    except (ValueError, catalogue.DownloadFailed) as problem:
        st.warning(plain(str(problem)))
        return None


@st.cache_resource(max_entries=3, show_spinner=False)
def _images(name: str, version: str, title: str) -> Images:  # noqa: ARG001  (the version keeps changed ones apart)
    bar = st.progress(0.0, f"Reading {plain(title)}")

    def show(part: float, told: str) -> None:
        bar.progress(min(part, 1.0), plain(told))

    loaded = catalogue.load(name, show)
    bar.empty()
    return loaded


def drop_images() -> None:
    """Drop the images that pages have open: a deleted file takes its room on the disk for as long as it is open."""
    _images.clear()


def command(asked: pd.DataFrame) -> str:
    """The command line that measures the same; `asked` has an experiment a row, measured or not."""
    dataset = str(asked["dataset"].iloc[0])
    words = ["CROSSOVER_DATA=your-folder"] if dataset in TITLES else []
    words += ["python -m experiments run", f"--dataset {shlex.quote(dataset)}"]
    words += [f"--learner {learner}" for learner in asked["learner"].unique()]
    words += [f"--recipe {recipe}" for recipe in asked["recipe"].unique()]
    words += [f"--n-train {n}" for n in sorted(asked["n_train"].unique())]
    return " ".join([*words, f"--seeds {asked['seed'].max() + 1}", "--json"])


def or_sentence(ask: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    """What is asked for; a page that gets no answer ends here, with one sentence."""
    try:
        return ask(*arguments, **named)
    except TimeoutError:
        sentence = "No answer came in time: this server has a lot to do. Please try again in a minute."
    except (ValueError, OSError) as problem:
        sentence = str(problem)
    st.warning(plain(sentence))
    return st.stop()
