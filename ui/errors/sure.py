"""How sure are they? Reliability diagrams of both models of one seed if they are kept, else the offer to train."""

from functools import partial

import streamlit as st

from analysis.common.variants import RACE
from analysis.errors.reliability import finding, reliability
from analysis.errors.side import rows_of
from catalogue.dataset import Images
from charts.errors.reliability import describe_reliability, reliability_figure
from experiments.kept.model_store import model_store
from experiments.spec import Experiment
from explain.answer import Confidence
from ui.common import source
from ui.common.chart import for_visitor, show_chart, show_headline, show_rest
from ui.common.kept_models import train
from ui.common.live import while_measured
from ui.common.page import plain
from ui.common.sweep import promise, show_progress
from ui.common.texts import text
from ui.errors.choice import Compared
from ui.errors.own import folds_of
from ui.errors.truth import images_here, pick_seed

ASKABLE = ("svm", "cnn")


def show_sure(compared: Compared) -> None:
    """The seed, and what its two kept models say; an offer to train those that are not kept."""
    found = compared.found.matched
    images = images_here(found.scored)
    can_be_asked = all(side.learner in ASKABLE and side.recipe != RACE for side in found.sides)
    can_be_asked &= len(folds_of(found.scored)) < 2  # of a cross-validation, each fold has a model of its own
    if images is None or not can_be_asked or found.is_same:
        st.info(text("errors/sure/not_these"))
        return
    experiments = to_ask(compared, pick_seed(found, "errors_sure_seed"))
    kept = {one.id for one in model_store().experiments()}
    if missing := [one for one in experiments if one.id not in kept]:
        offer(missing, images)
        return
    show_diagrams(compared, experiments)


def to_ask(compared: Compared, seed: int) -> list[Experiment]:
    """The experiments of both sides with this seed: rows recorded elsewhere have the ids that they would have here."""
    rows = compared.found.matched.rows
    ids = []
    for side in compared.found.matched.sides:
        of_side = rows_of(side, rows)
        ids.append(str(of_side.loc[of_side["seed"] == seed, "id"].iloc[0]))
    by_id = {result.id: result.experiment for result in source.store().results(id=ids)}
    return [by_id[id] for id in ids]


def offer(missing: list[Experiment], images: Images) -> None:
    """Say that models are not kept here, and train them on request."""
    st.info(text("errors/sure/no_scores"))
    source.engine()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Train", type="primary", icon=":material/play_arrow:", on_click=train, args=(missing,))
        st.caption(promise(len(missing), images, missing))
    if sentence := st.session_state.pop("refused", None):
        st.warning(plain(sentence))
    while_measured(missing, partial(show_progress, missing, images), lambda: None)


def show_diagrams(compared: Compared, experiments: list[Experiment]) -> None:
    """Finding, chart, caption and the folded texts."""
    names = compared.found.matched.names
    said = [source.or_sentence(_asked, one.id, one.data_version) for one in experiments]
    before = [reliability(one.before, one.right) for one in said]
    after = [reliability(one.after, one.right) for one in said]
    told = finding(names, before, after)
    show_headline(told)
    key = " ".join(one.id for one in experiments)
    draw = partial(reliability_figure, before, after, names, compared.learners)
    show_chart(for_visitor(draw, f"reliability {key}"), "reliability", told)
    show_rest(told)
    temperatures = [one.temperature for one in said]
    n_calibrated = said[0].n_calibrated
    st.caption(plain(describe_reliability(len(said[0].right), n_calibrated, temperatures, names)))
    with st.expander("Why is that so?"):
        st.markdown(text("errors/sure/why"))
    with st.expander("Is it fair?"):
        st.markdown(text("errors/sure/fair"))


@st.cache_resource(max_entries=64, show_spinner="Asking the model about the test images")
def _asked(id: str, data_version: str) -> Confidence:  # noqa: ARG001  (changed images are another version)
    return source.ask("explain.confidence:confidence", id)  # type: ignore[no-any-return]
