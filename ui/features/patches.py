"""The patches of training images that excite the units of a layer most, unit by unit."""

from collections import Counter
from typing import Any

import numpy as np
import streamlit as st

from analysis.features.layers import ORDINALS, responses, responses_in_words
from catalogue.dataset import Images
from charts.common.images import BLUE, contact_sheet
from experiments.kept.model_store import Kept
from explain.answer import LayerPatches
from ui.common import source
from ui.common.page import plain, show_caption, show_image
from ui.common.pickers import pick_one
from ui.common.source import or_stop
from ui.common.texts import text

SIDE = 132  # least pixels of a unit's square


@st.fragment
def show_patches(kept: Kept, images: Images) -> None:
    """The units of the layer that the visitor picks; only this part runs again when another layer is picked."""
    layers: list[LayerPatches] = or_stop(_patches, kept.id)
    names = {n: f"Layer {n}: {layer.field} px" for n, layer in enumerate(layers, start=1)}
    number = pick_one("Units of which layer, and the side of what they see", names, "layer")
    shown = layers[number - 1]
    st.markdown(f"**{_responses(kept.id, number, shown)}**")
    st.markdown(text("features/layers/reading"))
    tiles = st.grid(4, min_column_width=140)
    for unit, patches, labels in zip(shown.units, shown.patches, shown.labels, strict=True):
        with tiles.cell():
            show_unit(int(unit), patches, [images.classes[label] for label in labels])
    show_caption(describe(shown, number, kept.experiment.n_train))


def show_unit(unit: int, patches: np.ndarray, classes: list[str]) -> None:
    """The unit's nine patches, and the class that most of them are from."""
    rgb = patches if patches.shape[3] == 3 else patches.repeat(3, axis=3)
    (most, n), *_ = Counter(classes).most_common(1)
    sheet = contact_sheet(rgb, columns=3, side=SIDE, between=BLUE)
    show_image(sheet, f"Unit {unit}: the nine patches that excite it most")
    st.caption(f"Unit {unit}: {n} of {len(classes)} are {plain(most)}")


def describe(shown: LayerPatches, layer: int, n_train: int) -> str:
    """Which units, which images, and how far they agree on a class."""
    units = f"{len(shown.units)} of its {shown.n_units} units, spread from the one whose images agree most on a class"
    return (
        f"The {ORDINALS[layer]} layer of a CNN that learned from {n_train:,} images: {units} to the one whose images "
        f"agree least. Over all its units {shown.same_class:.1f} of nine are of one class on average. Patches are "
        f"{shown.field} x {shown.field} pixels, looked for in {shown.n_images:,} training images; where one "
        "reaches beyond its image, it has the data set's mean colour. No interval: this is one CNN."
    )


@st.cache_resource(max_entries=16, show_spinner="Looking for the patches …")
def _patches(id: str) -> Any:
    return source.ask("explain.layers:exciting_patches", id)


@st.cache_data(max_entries=64, show_spinner=False)
def _responses(id: str, layer: int, _shown: LayerPatches) -> str:  # noqa: ARG001  (the model and its layer name them)
    return responses_in_words(responses(_shown.patches, _shown.labels), layer)
