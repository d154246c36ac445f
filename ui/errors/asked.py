"""How sure the kept models of both sides are about the test images, which rows do not say."""

from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from analysis.common.variants import RACE
from analysis.errors.matched import rows_of
from experiments.kept.model_store import model_store
from experiments.spec import Experiment
from explain.answer import Confidence
from ui.common import source
from ui.common.kept_models import BOTH, THIRD
from ui.errors.choice import Compared
from ui.errors.own import folds_of


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
