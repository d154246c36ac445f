"""Can I do this with my own images? Bring them, look at them, train both learners, take everything home."""

import streamlit as st

from ui.common.page import open_page
from ui.your_images.data_sets import is_ready, keep_or_delete, pick_upload, tell_deleted
from ui.your_images.inspection import look
from ui.your_images.results import trained
from ui.your_images.upload import bring, is_collecting

open_page("Can I do this with my own images?")

tell_deleted()
upload = pick_upload()
if upload is None:
    bring(None)
    st.stop()
if is_ready(upload):
    trained(upload)
elif is_collecting():
    bring(upload)
    look(upload)
else:
    look(upload)
    with st.expander("Bring more images"):
        bring(upload)
keep_or_delete(upload)
