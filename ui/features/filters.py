"""The first filters of the largest kept network, beside the filters made by hand that they resemble."""

from functools import lru_cache

import streamlit as st

from analysis.features.filters import Matches, match_filters, resemblance
from charts.common.export import PLOTLY_CONFIG
from charts.common.style import Figure, Theme
from charts.features.filters import chance_figure, describe_chance, describe_filters, filters_figure
from ui.common import pickers, source
from ui.common.kept_models import largest, offer_training
from ui.common.page import is_narrow, plain, theme
from ui.common.source import or_sentence

WHY = """
**Edges and stripes are where images differ.** Cells of a cat's visual cortex answer to them (Hubel and Wiesel 1962),
Gabor's formula describes those cells (Daugman 1985), and a program that only looks for short descriptions of natural
images finds the same filters by itself (Olshausen and Field 1996).

**Networks often find them again** in their first layer, whatever they are trained for (Krizhevsky and others 2012;
Yosinski and others 2014). That takes many images: after few, many filters are still close to the random numbers that
they began with.

**A likeness is not a proof.** A filter that looks like an edge detector need not be used as one, and the network's
answer is made in the layers behind it.
"""


def show_filters() -> None:
    """The pairs of filters, and how near chance comes; or the offer to train a network."""
    entry = pickers.pick_dataset(source.entries())
    images = source.images(entry)
    if images is None:
        return
    kept = largest(images.name, images.version).get("cnn")
    if not kept:
        offer_training(images, ["cnn"])
        return
    matches = or_sentence(_matches, kept.id)
    finding = resemblance(matches)
    st.header(plain(finding), anchor=False)
    pairs = _pairs(matches, theme(), is_narrow())
    st.plotly_chart(pairs, theme=None, config=PLOTLY_CONFIG, key="filters", alt=finding)
    st.caption(plain(describe_filters(matches, kept.experiment.n_train)))
    hill, caption = chance_figure(matches, theme(), is_narrow()), describe_chance(matches)
    st.plotly_chart(hill, theme=None, config=PLOTLY_CONFIG, key="chance", alt=caption)
    st.caption(plain(caption))
    with st.expander("Why is that so?"):
        st.markdown(WHY)


@st.cache_resource(max_entries=64, show_spinner="The network's filters are fetched …")
def _matches(id: str) -> Matches:
    return match_filters(source.ask("explain.verbs:first_filters", id))


@lru_cache(maxsize=64)
def _pairs(matches: Matches, theme: Theme, narrow: bool) -> Figure:
    return filters_figure(matches, theme, narrow)
