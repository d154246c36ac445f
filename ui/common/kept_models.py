"""The kept models that predict single images, one of each learner, and the offer to train those that are missing."""

from collections.abc import Collection, Sequence

import streamlit as st

from catalogue.dataset import Images
from charts.common.style import label
from experiments.kept.model_store import Kept, model_store
from experiments.plan import plan
from experiments.spec import Experiment
from experiments.store.jobs import PENDING
from ui.common import source
from ui.common.live import POLL_SECONDS, interval
from ui.common.page import plain, show_refusal
from ui.common.sweep import forecast, recent_states, show_progress, states, submit, with_status

BOTH = ("svm", "cnn")
THIRD = "pretrained"
MOST_TRAINING_IMAGES = 5_000  # with more, a visitor would wait too long

KeptModels = dict[str, Kept]
"""For the SVM, the CNN and, if asked for, pretrained features: the kept model that learned from the most images."""


def everybody(learners: Collection[str]) -> str:
    """`both` or `all three`."""
    return "all three" if len(learners) > len(BOTH) else "both"


@st.cache_data(ttl=2, show_spinner=False)
def largest(dataset: str, data_version: str) -> KeptModels:
    """The kept model of each learner that was trained on the most images, where there is one."""
    models = {learner: model_store().largest(dataset, data_version, learner) for learner in (*BOTH, THIRD)}
    return {learner: kept for learner, kept in models.items() if kept}


def pick_models(images: Images, with_third: bool) -> KeptModels | None:
    """The kept models of the SVM, the CNN and, `with_third`, of pretrained features; offers to train missing ones.

    None if the model of the SVM or the CNN is missing.
    """
    source.inference_worker()  # it starts while the models are still being trained
    models = largest(images.name, images.version)
    if missing := [learner for learner in BOTH if learner not in models]:
        offer_training(images, missing)
        return None
    if with_third and THIRD not in models:
        offer_training(images, [THIRD], [THIRD])  # the two others predict meanwhile
    return {learner: kept for learner, kept in models.items() if learner in BOTH or with_third}


def to_train(images: Images, learners: Sequence[str]) -> list[Experiment]:
    """The experiments that train these learners, on as many images as is still quick."""
    return plan(images.name, images, learners, [min(len(images.X_train), MOST_TRAINING_IMAGES)], n_seeds=1)


def offer_training(images: Images, learners: list[str], asked: Sequence[str] = BOTH) -> None:
    """Say that these learners' models are missing, offer to train them, and go on once they are kept.

    The progress counts the training of the learners in `asked`, also of those whose models are kept.
    """
    experiments = to_train(images, learners)
    source.engine()  # it continues what an earlier server left unfinished
    pending = bool(with_status(experiments, states(experiments), *PENDING))
    only = label(learners[0]) if len(learners) == 1 else ""

    # It polls even if nothing is queued, because the first start or another visitor may train these models.
    @st.fragment(run_every=interval(POLL_SECONDS))
    def wait() -> None:
        jobs = recent_states(experiments)
        if bool(with_status(experiments, jobs, *PENDING)) != pending:
            largest.clear()
            st.rerun()
        elif set(learners) & set(largest(images.name, images.version)):
            st.rerun()
        elif pending:
            who = f"{only} is" if only else "Both models are"
            st.info(f"{who} being trained on these images. The page continues when that is done.")
            # Kept models stay in the count: when the first is done, "1 of 2" must not become "0 of 1".
            counted = to_train(images, asked)
            show_progress(counted, images, recent_states(counted))

    wait()
    if pending:
        return
    for sentence in {state.error for state in states(experiments).values() if state.error}:
        st.warning(plain(sentence))
    question = f"Train {'it' if only else 'both learners'} on {experiments[0].n_train:,} images?"
    st.info(f"No {only or 'model'} of {plain(images.title)} is kept here yet. {question}")
    press = "Train it" if only else "Train both"
    arguments = experiments, True  # train again what was measured: its model may have been deleted
    st.button(press, type="primary", icon=":material/play_arrow:", on_click=submit, args=arguments, key="run")
    left = forecast(experiments, images)
    st.caption(f"That takes {left.in_words()} on this machine." if left else "That takes a minute or two.")
    show_refusal()
