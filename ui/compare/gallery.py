"""A strip of images to choose from, each a button; Streamlit's own buttons cannot contain an image."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from catalogue.images.encode import data_url

HTML = """<div class="strip" role="group" aria-label="Images to choose from"></div>
"""

CSS = """
.strip { display: flex; flex-wrap: wrap; gap: 4px; padding: 3px; }
button { padding: 3px; line-height: 0; border: 2px solid transparent; border-radius: 6px; cursor: pointer; }
button { background: none; }
button[aria-pressed="true"] { border-color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
img { width: 52px; height: 52px; object-fit: contain; image-rendering: pixelated; border-radius: 3px; }
"""

JS = """
export default function ({ parentElement, data, setTriggerValue }) {
  const strip = parentElement.querySelector(".strip")
  strip.replaceChildren(...data.images.map(({ number, src, label, pressed }) => {
    const button = document.createElement("button")
    button.type = "button"
    button.setAttribute("aria-pressed", String(pressed))
    button.setAttribute("aria-label", label)
    button.title = label
    const image = document.createElement("img")
    image.src = src
    image.alt = ""
    button.append(image)
    button.onclick = () => setTriggerValue("picked", number)
    return button
  }))
}
"""


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    return st.components.v2.component("crossover_gallery", html=HTML, css=CSS, js=JS)


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

    _component()(data={"images": strip}, key=key, on_picked_change=pass_on)
