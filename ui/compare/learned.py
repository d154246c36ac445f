"""The parts of the compare page on learned features: a CNN's layers and Grad-CAM, and pretrained ones without names."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from catalogue.dataset import Images
from charts.common.images import coloured, contact_sheet, overlaid
from explain.answer import Explanation, Learned
from ui.common import source
from ui.common.kept_models import THIRD, KeptModels
from ui.common.page import link, show_image
from ui.common.pickers import pick_one
from ui.common.texts import text
from ui.compare.answers import explain
from ui.compare.handcrafted import show_neighbours

LAYERS = {
    "early": "An early layer keeps the image's shape. It often responds to edges and, in colour images, to colours.",
    "middle": "A middle layer holds combinations: corners, curves, bits of texture.",
    "late": "A late layer is coarse: each map tends to respond to a part that helps to tell the classes apart.",
}
MOST_MAPS = 32
WIDE = 400  # points on the screen


def show_learned(image: NDArray[np.uint8], kept: KeptModels, images: Images) -> None:
    """Filters, feature maps of a layer that the visitor picks, Grad-CAM, and the nearest training images."""
    shown: Learned = explain(kept, "cnn", image)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.markdown("**First filters**")
        show_image(contact_sheet(np.stack([in_colours(one) for one in shown.filters]), side=WIDE), "The first filters")
        st.caption(
            "What the first layer responds to. Nobody designed these filters: they began as random numbers, and "
            "training changed them. After few images, many are still nearly random."
        )
        show_maps(shown)
    with right:
        st.markdown("**Where the CNN finds support for its prediction (Grad-CAM)**")
        show_image(overlaid(image, shown.grad_cam, -1.0, 1.0), "Where the CNN finds support for its prediction")
        st.caption(
            "Red: places whose last feature maps support the prediction (Selvaraju et al. 2017). The map is coarse, "
            "and enlarged to the image's size."
        )
    show_neighbours(shown.neighbours, images, "in the last hidden layer")
    where = source.address_of(images.name) | {"part": "What the layers see"}
    link(
        "features",
        "See what the units of each layer respond to, and how much each layer holds",
        "layers",
        query_params=where,
    )


def show_pretrained(image: NDArray[np.uint8], kept: KeptModels, images: Images) -> None:
    """What the pretrained network has seen before, and the training images that are nearest by its features."""
    shown: Explanation = explain(kept, THIRD, image)
    show_neighbours(shown.neighbours, images, "as the SVM on pretrained features compares images")
    st.markdown(text("compare/pretrained"))


@st.fragment
def show_maps(shown: Learned) -> None:
    """The feature maps of one layer; only this part runs again when another layer is picked."""
    layer = pick_one("Feature maps of which layer?", {name: name.capitalize() for name in LAYERS}, "layer")
    maps = shown.maps[layer]
    active = np.argsort(-maps.mean(axis=(1, 2)), kind="stable")[:MOST_MAPS]
    sheet = contact_sheet(np.stack([coloured(maps[number], side=1) for number in active]), side=WIDE)
    show_image(sheet, f"Feature maps of the layer: {layer}")
    n, n_maps = len(active), len(maps)
    which = f"The {n} most active of its {n_maps} maps" if n < n_maps else f"All {n_maps} maps"
    st.caption(f"{LAYERS[layer]} {which}, each on its own scale: bright means a strong response.")


def in_colours(weights: NDArray[np.float32]) -> NDArray[np.uint8]:
    """A filter's weights (size, size, channels) as an image; zero is middle grey."""
    rgb = weights if weights.shape[2] == 3 else weights[..., :1].repeat(3, axis=2)
    return (127.5 + 127.5 * rgb / max(float(np.abs(rgb).max()), 1e-12)).round().astype(np.uint8)
