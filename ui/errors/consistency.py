"""The same mistakes? Whether both fail on the same images more often than their accuracies explain."""

from functools import partial

import streamlit as st

from analysis.errors.consistency import Consistency, consistencies, told
from charts.errors.agreement import agreement_figure, describe_agreement
from ui.common.chart import for_visitor, show_chart, show_headline, show_rest
from ui.common.page import show_caption
from ui.common.texts import text
from ui.errors.choice import Compared


def show_consistency(compared: Compared) -> None:
    """Finding, chart, caption, and what kappa is."""
    found = _consistencies(compared.key, compared)
    finding = told(found, compared.found.matched.scored.n_test)
    show_headline(finding)
    figure = for_visitor(partial(agreement_figure, found), f"consistency {compared.key}")
    show_chart(figure, "consistency", finding)
    show_rest(finding)
    show_caption(describe_agreement(found, len(compared.found.table)))
    with st.expander("What is error consistency?"):
        st.markdown(text("errors/kappa"))


@st.cache_resource(max_entries=64, show_spinner=False)
def _consistencies(key: str, _compared: Compared) -> list[Consistency]:  # noqa: ARG001  (the key names the rows)
    return consistencies(_compared.found.matched)
