"""The pages in their groups, and the links to them in the sidebar."""

import streamlit as st

from settings import ROOT
from ui.common.page import ICON
from ui.common.window import watch_window
from ui.data_sets import show_data_sets
from ui.tour import show_next_stop

# Each group has its pages: the file name, the title in the sidebar, the icon. (Streamlit would show a docstring here.)
GROUPS = {
    "Start here": [
        ("home", "Where the curves cross", "ssid_chart"),
        ("lesson", "Why deep learning", "school"),
    ],
    "Compare": [
        ("data_size", "How many images", "show_chart"),
        ("race", "Race against the clock", "timer"),
        ("timing", "Time and GPUs", "speed"),
    ],
    "Understand": [
        ("compare", "One image", "compare"),
        ("errors", "Where they disagree", "call_split"),
        ("robustness", "What breaks them", "broken_image"),
        ("features", "What features are worth", "category"),
        ("approximation", "One layer, any function?", "function"),
    ],
    "Do it yourself": [
        ("your_images", "Your own images", "add_photo_alternate"),
        ("decide", "Which should I use", "balance"),
    ],
    "Class": [
        ("classroom", "Classroom", "groups"),
        ("runs", "Runs", "list"),
    ],
}

st.set_page_config(page_title="Crossover", page_icon=ICON, layout="wide")
groups = {
    group: [
        st.Page(ROOT / "pages" / f"{name}.py", title=title, icon=f":material/{icon}:", default=name == "home")
        for name, title, icon in pages
    ]
    for group, pages in GROUPS.items()
}
# Streamlit 1.67 draws a group's heading inside its list of links, which breaks axe's rule on lists.
page = st.navigation(groups, position="hidden")
# Only now that the page is known: an earlier answer of the browser would send it to the first page.
watch_window()
with st.sidebar:
    for group, pages in groups.items():
        with st.container(gap="xsmall"):
            st.caption(group)
            for one in pages:
                st.page_link(one, width="stretch")
show_data_sets()
page.run()
show_next_stop(page.url_path or "home")
