"""A strip of images to choose from, each a button; Streamlit's own buttons cannot contain an image."""

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from catalogue.images.encode import data_url
from ui.common.window import component


def gallery(
    images: NDArray[np.uint8],
    numbers: Sequence[int],
    labels: Sequence[str],
    chosen: int,
    on_pick: Callable[[int], None],
    key: str,
) -> None:
    """Show the images with labels for screen readers; `on_pick` is called with the number of a pressed one."""
    strip = [
        {"number": number, "src": data_url(image), "label": label, "pressed": number == chosen}
        for image, number, label in zip(images, numbers, labels, strict=True)
    ]

    def pass_on() -> None:
        on_pick(int(st.session_state[key].picked))

    component("gallery", __file__)(data={"images": strip}, key=key, on_picked_change=pass_on)
