"""The right side of the compare page: the network's layers, and where it looked."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from catalogue.dataset import Images
from charts.common.images import coloured, contact_sheet, overlaid
from explain.answer import Learned
from ui.common.page import show_image
from ui.compare.handcrafted import show_neighbours

LAYERS = {
    "early": "An early layer keeps the image's shape and answers to edges and colours, like filters made by hand.",
    "middle": "A middle layer holds combinations: corners, curves, bits of texture.",
    "late": "A late layer is coarse: each map tends to answer to a part that helps to tell the classes apart.",
}
MOST_MAPS = 32
WIDE = 400  # points on the screen


def show_learned(shown: Learned, image: NDArray[np.uint8], images: Images) -> None:
    """Filters, feature maps of a layer that the visitor picks, Grad-CAM, and the nearest training images."""
    st.header("Learned", anchor=False)
    st.markdown("**First filters**")
    show_image(contact_sheet(np.stack([as_colours(one) for one in shown.filters]), side=WIDE), "The first filters")
    st.caption("What the first layer looks for. Nobody drew these: they came out of the training images.")
    show_maps(shown)
    st.markdown("**Where the network looked (Grad-CAM)**")
    show_image(overlaid(image, shown.grad_cam, -1.0, 1.0), "Where the network looked")
    st.caption(
        "Red: places whose last feature maps spoke for the answer (Selvaraju et al. 2017). A coarse map, spread out."
    )
    show_neighbours(shown.neighbours, images, "in the last hidden layer")


@st.fragment
def show_maps(shown: Learned) -> None:
    """The feature maps of one layer; only this part runs again when another layer is picked."""
    layer = st.segmented_control(
        "Feature maps of which layer?", list(LAYERS), default="early", required=True, format_func=str.capitalize,
        key="layer", bind="query-params",
    )  # fmt: skip
    maps = shown.maps[layer]
    most = np.argsort(-maps.mean(axis=(1, 2)), kind="stable")[:MOST_MAPS]
    sheet = contact_sheet(np.stack([coloured(maps[number], side=1) for number in most]), side=WIDE)
    show_image(sheet, f"Feature maps of the layer: {layer}")
    told = f"The {len(most)} liveliest of its {len(maps)} maps" if len(most) < len(maps) else f"All {len(maps)} maps"
    st.caption(f"{LAYERS[layer]} {told}, each on its own scale: bright is a strong answer.")


def as_colours(one: NDArray[np.float32]) -> NDArray[np.uint8]:
    """A filter (size, size, channels) with its middle grey for zero."""
    rgb = one if one.shape[2] == 3 else one[..., :1].repeat(3, axis=2)
    return (127.5 + 127.5 * rgb / max(float(np.abs(rgb).max()), 1e-12)).round().astype(np.uint8)
