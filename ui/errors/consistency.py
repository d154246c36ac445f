"""The same mistakes? Whether both fail on the same images more often than their accuracies explain."""

from functools import partial

import streamlit as st

from analysis.errors.consistency import Consistency, consistencies, consistency_in_words
from charts.errors.intervals import agreement_figure, describe_agreement
from ui.common.chart import show_panel
from ui.common.texts import fold_text
from ui.errors.choice import Compared


def show_consistency(compared: Compared) -> None:
    """Finding, chart, caption, and what kappa is."""
    found = _consistencies(compared.key, compared)
    finding = consistency_in_words(found, compared.found.matched.scored.n_test)
    caption = describe_agreement(found, len(compared.found.table))
    show_panel("consistency", finding, caption, partial(agreement_figure, found), compared.key)
    fold_text("errors/kappa", "What is error consistency?")


@st.cache_resource(max_entries=64, show_spinner=False)
def _consistencies(key: str, _compared: Compared) -> list[Consistency]:  # noqa: ARG001  (the key names the rows)
    return consistencies(_compared.found.matched)
