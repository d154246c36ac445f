"""What do both see in this image, step by step, and what do they predict? Answered by kept models."""

import streamlit as st

from ui.common import pickers, source
from ui.common.kept_models import pick_pair
from ui.common.page import open_page
from ui.compare.answers import answers, handcrafted, learned
from ui.compare.handcrafted import show_handcrafted
from ui.compare.learned import show_learned
from ui.compare.occlusion import show_milliseconds, show_occlusion
from ui.compare.pick_image import pick_image
from ui.compare.sliders import answers_and_sliders, explained
from ui.compare.why import fold_why, trained_on
from ui.your_images.data_sets import own_entries

open_page("What do both see in this image?")

entry = pickers.pick_dataset([*source.entries(), *own_entries()])
images = source.images(entry)
pair = pick_pair(images) if images else None
if images is None or pair is None:
    st.stop()
chosen = pick_image(images, pair)
if chosen is None:
    st.info("There is no image yet. Add one above, and both predict its class at once.")
    st.stop()
answers_and_sliders(chosen, pair, images)
image = explained(chosen.image)
svm, cnn = handcrafted(pair, image), learned(pair, image)
show_occlusion(image, svm, cnn)
left, right = st.columns(2, gap="large")
with left:
    show_handcrafted(svm, images)
with right:
    show_learned(cnn, image, images)
show_milliseconds(answers(pair, image), svm, cnn)
trained_on(pair)
fold_why()
