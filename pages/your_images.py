"""Can I do this with my own images? Upload them, inspect them, train both learners, take everything home."""

import streamlit as st

from ui.common.page import open_page
from ui.your_images.data_sets import is_ready, keep_or_delete, pick_upload, show_deleted
from ui.your_images.inspection import show_inspection
from ui.your_images.results import show_training
from ui.your_images.upload import is_collecting, show_upload
from ui.your_images.workflow import show_workflow

open_page("Can I do this with my own images?")

show_deleted()
upload = pick_upload()
show_workflow()
if upload is None:
    show_upload(None)
    st.stop()
if is_ready(upload):
    show_training(upload)
elif is_collecting():
    show_upload(upload)
    show_inspection(upload)
else:
    show_inspection(upload)
    with st.expander("Add more images, or take the last ones back"):
        show_upload(upload)
keep_or_delete(upload)
