"""The kept models that the compare page asks, one of either side, and the offer to train what is missing."""

from dataclasses import dataclass

import streamlit as st

from analysis.common.wording import duration as in_words
from catalogue.dataset import Images
from charts.common.style import label
from experiments.kept.model_store import Kept, shelf
from experiments.plan import plan
from experiments.spec import Experiment
from experiments.store.jobs import PENDING
from ui.common import source
from ui.common.page import plain
from ui.common.rhythm import POLL_SECONDS, spread
from ui.common.sweep import forecast, show_progress, states, watched, with_status

LEARNERS = ("svm", "cnn")
MOST_TRAINED = 5_000  # images that the page itself trains with: more would keep a visitor waiting


@dataclass(frozen=True)
class Pair:
    """The largest kept model of either side, by learner."""

    models: dict[str, Kept]

    @property
    def ids(self) -> tuple[str, ...]:
        """The models' names, the handcrafted side first."""
        return tuple(self.models[learner].id for learner in LEARNERS)


@st.cache_data(ttl=2, show_spinner=False)
def largest(dataset: str, data_version: str) -> dict[str, Kept]:
    """The largest kept model of each learner, where there is one."""
    found = {learner: shelf().largest(dataset, data_version, learner) for learner in LEARNERS}
    return {learner: kept for learner, kept in found.items() if kept}


def pick_pair(images: Images) -> Pair | None:
    """Both models, or None after an offer to train what is missing."""
    source.desk()  # its worker starts while the models are still being trained
    models = largest(images.name, images.version)
    if set(models) == set(LEARNERS):
        return Pair(models)
    offer_training(images, [learner for learner in LEARNERS if learner not in models])
    return None


def to_train(images: Images, learners: list[str]) -> list[Experiment]:
    """The experiments whose models the page wants, large and still quick."""
    return plan(images.name, images, learners, [min(len(images.X_train), MOST_TRAINED)], n_seeds=1)


def offer_training(images: Images, learners: list[str]) -> None:
    """Say that there is no model to ask yet, train on a press, and go on by itself when it is there."""
    experiments = to_train(images, learners)
    source.engine()  # what an earlier server left unfinished goes on
    pending = bool(with_status(experiments, states(experiments), *PENDING))

    # Also when nothing waits: the first start, or another visitor, may have them trained meanwhile.
    @st.fragment(run_every=spread(POLL_SECONDS))
    def wait() -> None:
        found = watched(experiments)
        if bool(with_status(experiments, found, *PENDING)) != pending:
            largest.clear()
            st.rerun()
        elif set(learners) & set(largest(images.name, images.version)):
            st.rerun()
        elif pending:
            who = "Both sides are" if len(learners) > 1 else f"{label(learners[0])} is"
            st.info(f"{who} learning these images. The page goes on by itself when that is done.")
            show_progress(experiments, images, found)

    wait()
    if pending:
        return
    for sentence in {found.error for found in states(experiments).values() if found.error}:
        st.warning(plain(sentence))
    n_train = experiments[0].n_train
    lacking, train_what, press = "model", "one of each side", "Train both"
    if len(learners) == 1:
        lacking, train_what, press = label(learners[0]), "it", "Train it"
    st.info(f"No {lacking} of {plain(images.title)} is kept here yet. Train {train_what} on {n_train:,} images?")
    st.button(press, type="primary", icon=":material/play_arrow:", on_click=train, args=(experiments,), key="run")
    seconds = forecast(experiments, images)
    st.caption(f"That takes about {in_words(seconds)} on this machine." if seconds else "That takes a minute or two.")
    if sentence := st.session_state.pop("refused", None):
        st.warning(plain(sentence))


def train(experiments: list[Experiment]) -> None:
    """Have them measured, again if their models are gone."""
    try:
        source.engine().submit(experiments, source.visitor(), again=True)
    except ValueError as problem:
        st.session_state["refused"] = str(problem)
