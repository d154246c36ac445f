"""What do they see in this image, step by step, and what do they predict? Answered by kept models."""

from functools import partial

import streamlit as st

from ui.common import pickers, source
from ui.common.kept_models import THIRD, everybody, pick_models
from ui.common.page import open_page, show_tabs
from ui.common.texts import fold_text
from ui.compare.handcrafted import show_handcrafted
from ui.compare.learned import show_learned, show_pretrained
from ui.compare.models import show_models
from ui.compare.occlusion import show_occlusion
from ui.compare.pick_image import pick_image
from ui.compare.sliders import answers_and_sliders, explained_image
from ui.your_images.data_sets import own_entries

open_page("What do they see in this image?")
source.inference_worker()  # it loads torch while the images are read

choices = st.container(horizontal=True, vertical_alignment="bottom")
with choices:
    entry = pickers.pick_dataset([*source.entries(), *own_entries()])
images = source.images(entry)
if images:
    with choices:
        with_third = pickers.wants_pretrained("Pretrained features too")
kept = pick_models(images, with_third) if images else None
if images is None or kept is None:
    st.stop()
chosen = pick_image(images, kept, choices)
if chosen is None:
    st.info(f"There is no image yet. Add one above, and {everybody(kept)} predict its class at once.")
    st.stop()
answers_and_sliders(chosen, kept, images)
image = explained_image(chosen.image)
parts = {
    f"The same test for {everybody(kept)}": partial(show_occlusion, image, kept),
    "Handcrafted features": partial(show_handcrafted, image, kept, images),
    "Learned features": partial(show_learned, image, kept, images),
}
if THIRD in kept:
    parts["Pretrained features"] = partial(show_pretrained, image, kept, images)
show_tabs(parts)
show_models(kept)
fold_text("compare/why")
