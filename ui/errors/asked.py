"""What the kept models of both sides say of the test images: rows hold predictions, but not how sure a model was."""

from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from analysis.common.variants import RACE
from analysis.errors.side import rows_of
from experiments.kept.model_store import model_store
from experiments.spec import Experiment
from explain.answer import Confidence
from ui.common import source
from ui.common.kept_models import BOTH, THIRD
from ui.errors.choice import Compared
from ui.errors.own import folds_of


def can_be_asked(compared: Compared) -> bool:
    """Whether kept models could answer for both sides; of a cross-validation, each fold has a model of its own."""
    found = compared.found.matched
    if found.is_same or len(folds_of(found.scored)) > 1:
        return False
    return all(side.learner in (*BOTH, THIRD) and side.recipe != RACE for side in found.sides)


def to_ask(compared: Compared, seed: int) -> list[Experiment]:
    """The experiments of both sides with this seed: rows recorded elsewhere have the ids that they would have here."""
    rows = compared.found.matched.rows
    ids = []
    for side in compared.found.matched.sides:
        of_side = rows_of(side, rows)
        ids.append(str(of_side.loc[of_side["seed"] == seed, "id"].iloc[0]))
    by_id = {result.id: result.experiment for result in source.store().results(id=ids)}
    return [by_id[id] for id in ids]


def not_kept(experiments: list[Experiment]) -> list[Experiment]:
    """Those whose models are not kept here."""
    kept = {one.id for one in model_store().experiments()}
    return [one for one in experiments if one.id not in kept]


def kept_with_others(experiments: list[Experiment]) -> list[Experiment]:
    """Both learners with another seed and number of images, as many as possible; empty if no two such are kept."""
    first = experiments[0]
    sizes = {(kept.n_train, kept.seed) for kept in model_store().experiments() if kept.dataset == first.dataset}
    for n_train, seed in sorted(sizes, key=lambda one: (-one[0], one[1])):
        others = [replace(one, n_train=n_train, seed=seed) for one in experiments]
        if not not_kept(others):
            return others
    return []


def sureness(compared: Compared, seed: int) -> NDArray[np.float64] | None:
    """For each test image, the larger of the calibrated probabilities of both predictions; nan where nobody was asked.

    None if the models of this seed are not kept or do not answer.
    """
    if not can_be_asked(compared):
        return None
    try:
        experiments = to_ask(compared, seed)
        both = [] if not_kept(experiments) else [asked(one.id, one.data_version) for one in experiments]
    except (KeyError, ValueError, OSError):  # a row or a model was deleted meanwhile, or the worker is busy
        return None
    found = np.full(compared.found.matched.scored.n_test, np.nan)
    for said in both:
        found[said.rows] = np.fmax(found[said.rows], said.after)
    return found if both else None


@st.cache_resource(max_entries=64, show_spinner="Asking the model about the test images")
def asked(id: str, data_version: str) -> Confidence:  # noqa: ARG001  (changed images are another version)
    """What a kept model says; errors as of `source.ask`."""
    return source.ask("explain.confidence:confidence", id)  # type: ignore[no-any-return]
