"""How sure are they? What kept models say, which rows do not, or the offer to train models that are missing."""

from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from analysis.common.variants import RACE
from analysis.common.wording import count
from analysis.errors.matched import rows_of
from analysis.errors.reliability import finding, reliability
from catalogue.dataset import Images
from charts.errors.reliability import describe_reliability, reliability_figure
from experiments.kept.model_store import model_store
from experiments.spec import Experiment
from explain.answer import Confidence
from ui.common import source
from ui.common.chart import show_panel
from ui.common.kept_models import BOTH, THIRD
from ui.common.live import while_measured
from ui.common.page import show_refusal
from ui.common.sweep import describe_offer, show_progress, states, submit
from ui.common.texts import fold_text, text
from ui.errors.choice import Compared
from ui.errors.own import folds_of
from ui.errors.truth import images_here, pick_seed


def show_sure(compared: Compared) -> None:
    """The seed, and what its two kept models say; an offer to train those that are not kept."""
    found = compared.found.matched
    images = images_here(found.scored)
    if images is None or not can_be_asked(compared):
        st.info(text("errors/sure/not_these"))
        return
    experiments = experiments_of(compared, pick_seed(found, "errors_sure_seed"))
    if missing := without_model(experiments):
        offer(missing, images)
        if others := kept_alternative(experiments):
            st.markdown(text("errors/sure/others").format(n=count(others[0].n_train), seed=others[0].seed))
            show_diagrams(compared, others)
        return
    show_diagrams(compared, experiments)


def offer(missing: list[Experiment], images: Images) -> None:
    """Say that models are not kept here, and train them on request."""
    st.info(text("errors/sure/no_scores"))
    source.engine()
    with st.container(horizontal=True, vertical_alignment="center"):
        arguments = missing, True  # train again what was measured, because its model is not kept
        st.button("Train", type="primary", icon=":material/play_arrow:", on_click=submit, args=arguments)
        st.caption(describe_offer(missing, images, missing))
    show_refusal()
    while_measured(missing, states(missing), partial(show_progress, missing, images), lambda: None)


def show_diagrams(compared: Compared, experiments: list[Experiment]) -> None:
    """Finding, chart, caption and the folded texts."""
    names = compared.found.matched.names
    answers = [source.or_stop(ask_confidence, one.id, one.data_version) for one in experiments]
    before = [reliability(answer.before, answer.right) for answer in answers]
    after = [reliability(answer.after, answer.right) for answer in answers]
    temperatures = [answer.temperature for answer in answers]
    caption = describe_reliability(len(answers[0].right), answers[0].n_calibrated, temperatures, names)
    draw = partial(reliability_figure, before, after, names, compared.learners)
    show_panel("reliability", finding(names, before, after), caption, draw, " ".join(one.id for one in experiments))
    fold_text("errors/sure/why")
    fold_text("errors/sure/fair", "Is it fair?")


def can_be_asked(compared: Compared) -> bool:
    """Whether kept models can answer for both sides; not after a cross-validation, in which each fold has its own."""
    found = compared.found.matched
    if found.is_same or len(folds_of(found.scored)) > 1:
        return False
    return all(side.learner in (*BOTH, THIRD) and side.recipe != RACE for side in found.sides)


def experiments_of(compared: Compared, seed: int) -> list[Experiment]:
    """The experiments of both sides with this seed; for rows recorded elsewhere too, as their ids are the same here."""
    rows = compared.found.matched.rows
    ids = []
    for side in compared.found.matched.sides:
        of_side = rows_of(side, rows)
        ids.append(str(of_side.loc[of_side["seed"] == seed, "id"].iloc[0]))
    by_id = {result.id: result.experiment for result in source.store().results(id=ids)}
    return [by_id[id] for id in ids]


def without_model(experiments: list[Experiment]) -> list[Experiment]:
    """The experiments whose models are not kept here."""
    kept = {experiment.id for experiment in model_store().experiments()}
    return [experiment for experiment in experiments if experiment.id not in kept]


def kept_alternative(experiments: list[Experiment]) -> list[Experiment]:
    """The same two learners with another seed or number of images, as many as possible; empty if not both are kept."""
    first = experiments[0]
    sizes = {(kept.n_train, kept.seed) for kept in model_store().experiments() if kept.dataset == first.dataset}
    for n_train, seed in sorted(sizes, key=lambda size: (-size[0], size[1])):
        others = [replace(experiment, n_train=n_train, seed=seed) for experiment in experiments]
        if not without_model(others):
            return others
    return []


def sureness(compared: Compared, seed: int) -> NDArray[np.float64] | None:
    """For each test image, the larger calibrated probability of both predictions; nan for images not asked about.

    None if the models of this seed are not kept or do not answer.
    """
    if not can_be_asked(compared):
        return None
    try:
        experiments = experiments_of(compared, seed)
        if without_model(experiments):
            return None
        answers = [ask_confidence(experiment.id, experiment.data_version) for experiment in experiments]
    except (KeyError, ValueError, OSError):  # a row or a model was deleted meanwhile, or the worker is busy
        return None
    larger = np.full(compared.found.matched.scored.n_test, np.nan)
    for answer in answers:
        larger[answer.rows] = np.fmax(larger[answer.rows], answer.after)
    return larger


@st.cache_resource(max_entries=64, show_spinner="Asking the model about the test images")
def ask_confidence(id: str, data_version: str) -> Confidence:  # noqa: ARG001  (changed images are another version)
    """How sure a kept model is about the test images; the errors are those of `source.ask`."""
    return source.ask("explain.confidence:confidence", id)  # type: ignore[no-any-return]
