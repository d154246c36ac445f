"""Old addresses keep working: parameters and values that were renamed are replaced before a page reads them."""

import streamlit as st

from charts.common.style import look

NAMES = {
    "pictures": "images",
    "scaling_pictures": "scaling_images",
    "answer_pictures": "deployment_images",
    "answer_where": "deployment_where",
    "hand_made": "handcrafted",
    "hand_where": "handcrafted_where",
}
"""The new name of each renamed parameter."""

LABELS = {
    "Features by hand": "Handcrafted features",
    "Answering": "Trained models in use",
    "First filters of a network": "First filters of a CNN",
}
"""The new label of each renamed choice; a chart's label of a learner is renamed with the chart."""


def redirect() -> None:
    """Replace what the address still calls by an old name."""
    svm = look("svm")
    labels = LABELS | {"Features made by hand + SVM": svm.label, "Features by hand + SVM": svm.short}
    for name in list(st.query_params):
        values = st.query_params.get_all(name)
        renamed = [labels.get(value, value) for value in values]
        if name in NAMES:
            del st.query_params[name]
        if name in NAMES or renamed != values:
            st.query_params[NAMES.get(name, name)] = renamed
