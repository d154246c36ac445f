"""The pages in their groups, and the way to them at the side."""

import streamlit as st

from settings import ROOT
from ui.common.page import ICON

# In each group its pages: the name of the page's file, its title here, its icon. (Streamlit would show a bare string.)
GROUPS = {
    "Start here": [("home", "Where they cross", "ssid_chart")],
    "Compare": [
        ("data_size", "More data", "show_chart"),
        ("race", "Race against the clock", "timer"),
        ("timing", "Time", "speed"),
    ],
    "Understand": [
        ("compare", "One image", "compare"),
        ("features", "What features are worth", "category"),
    ],
    "Do it yourself": [("your_images", "Your own images", "add_photo_alternate")],
    "Class": [("runs", "Runs", "list")],
}
st.set_page_config(page_title="Crossover", page_icon=ICON, layout="wide")
groups = {
    group: [
        st.Page(ROOT / "pages" / f"{name}.py", title=title, icon=f":material/{icon}:", default=name == "home")
        for name, title, icon in pages
    ]
    for group, pages in GROUPS.items()
}
# Streamlit 1.67 draws a group's heading inside the list of links, which screen readers stumble over.
page = st.navigation(groups, position="hidden")
with st.sidebar:
    for group, pages in groups.items():
        st.caption(group)
        for one in pages:
            st.page_link(one)
page.run()
