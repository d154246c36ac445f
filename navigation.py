"""The pages in their order; each also runs alone."""

import streamlit as st

from ui.common.page import ICON

st.set_page_config(page_title="Crossover", page_icon=ICON, layout="wide")

# One flat list: with named groups Streamlit 1.67 draws headings inside the list, which screen readers stumble over.
pages = [
    st.Page("app_pages/home.py", title="Where they cross", icon=":material/ssid_chart:", default=True),
    st.Page("app_pages/compare.py", title="One picture", icon=":material/compare:"),
    st.Page("app_pages/data_size.py", title="More data", icon=":material/show_chart:"),
    st.Page("app_pages/race.py", title="Race against the clock", icon=":material/timer:"),
    st.Page("app_pages/timing.py", title="Time", icon=":material/speed:"),
    st.Page("app_pages/features.py", title="What features are worth", icon=":material/category:"),
    st.Page("app_pages/your_images.py", title="Your own pictures", icon=":material/add_photo_alternate:"),
    st.Page("app_pages/runs.py", title="Runs", icon=":material/list:"),
]
st.navigation(pages).run()
