"""The first filters of the largest kept CNN, beside the handcrafted filters that they resemble."""

from functools import partial

import streamlit as st

from analysis.features.filters import Matches, match_filters, resemblance
from charts.features.filters import chance_figure, describe_chance, describe_filters, filters_figure
from ui.common import pickers, source
from ui.common.chart import for_visitor, show_chart
from ui.common.kept_models import largest, offer_training
from ui.common.page import link, plain
from ui.common.source import or_stop
from ui.common.texts import fold_text


def show_filters() -> None:
    """The pairs of filters, and how close random filters come; or the offer to train a CNN."""
    entry = pickers.pick_dataset(source.entries())
    images = source.images(entry)
    if images is None:
        return
    kept = largest(images.name, images.version).get("cnn")
    if not kept:
        offer_training(images, ["cnn"], ["cnn"])
        return
    matches = or_stop(_matches, kept.id)
    finding, caption = resemblance(matches), describe_filters(matches, kept.experiment.n_train)
    st.header(plain(finding), anchor=False)
    show_chart(for_visitor(partial(filters_figure, matches), f"filters {kept.id}"), "filters", finding, caption)
    caption = describe_chance(matches)
    show_chart(for_visitor(partial(chance_figure, matches)), "chance", caption, caption)
    st.caption("A filter can look like noise and still answer to lines of one direction.")
    address = source.address_of(images.name) | {"part": "What the layers see"}
    link("features", "See what the units of each layer respond to", "layers", query_params=address)
    fold_text("features/filters/why")


@st.cache_resource(max_entries=64, show_spinner="Fetching the CNN's filters …")
def _matches(id: str) -> Matches:
    return match_filters(source.ask("explain.verbs:first_filters", id))
