"""How sure are they? Reliability diagrams of both models of one seed, or the offer to train models that are missing."""

from functools import partial

import streamlit as st

from analysis.common.wording import count
from analysis.errors.reliability import finding, reliability
from catalogue.dataset import Images
from charts.errors.reliability import describe_reliability, reliability_figure
from experiments.spec import Experiment
from ui.common import source
from ui.common.chart import show_panel
from ui.common.live import while_measured
from ui.common.page import show_refusal
from ui.common.sweep import describe_offer, show_progress, submit
from ui.common.texts import text
from ui.errors.asked import ask_confidence, can_be_asked, experiments_of, kept_alternative, without_model
from ui.errors.choice import Compared
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
    while_measured(missing, partial(show_progress, missing, images), lambda: None)


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
    with st.expander("Why is that so?"):
        st.markdown(text("errors/sure/why"))
    with st.expander("Is it fair?"):
        st.markdown(text("errors/sure/fair"))
