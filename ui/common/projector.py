"""Projector size: everything larger, no navigation beside the page, and its chart above the fold of 1280 x 720."""

import streamlit as st

KEY = "projector"

STYLE = """<style>
[data-testid=stMain] { zoom: 1.25 }
[data-testid=stPlotlyChart] { zoom: 0.8 }
[data-testid=stSidebar], [data-testid=stExpandSidebarButton], [data-testid=stHeader] { display: none }
[data-testid=stMainBlockContainer] { padding-top: 0.75rem }
[data-testid=stMain] [data-testid=stVerticalBlock] { gap: 0.5rem }
[data-testid=stMain] [role=tabpanel] { padding-top: 0.25rem }
[data-testid=stMain] h1 { font-size: 1.5rem; padding: 0 }
[data-testid=stMain] h2 { padding-top: 0 }
[class*=st-key-introduction] { display: none }
@media (min-width: 800px) {
  [data-testid=stMain] { position: relative } /* the buttons scroll with the page: otherwise they cover its words */
  [data-testid=stMain] h1 { padding-right: 19rem }
  .st-key-hidden_choices { position: absolute; top: 0; right: 8.5rem; width: auto; z-index: 2 }
  .st-key-projector_menu { position: absolute; top: 0; right: 2rem; width: auto; z-index: 2 }
}
</style>"""
"""20 px body text. In a zoomed page plotly draws too wide and does not find the mark under the mouse, so a chart is not
zoomed: its words and marks are enlarged instead."""


def is_projected() -> bool:
    """Whether the page is shown in projector size."""
    return bool(st.session_state.get(KEY))


def offer_projector() -> None:
    """The switch in the sidebar; once it is on, the page's style and a small button for the way back."""
    if st.sidebar.toggle("Projector size", key=KEY, bind="query-params"):
        st.html(STYLE)
        st.button(
            "Menu",
            icon=":material/menu:",
            type="tertiary",
            key="projector_menu",
            on_click=_leave,
            help="Back to the usual size, with the navigation beside the page",
        )


def _leave() -> None:
    st.session_state[KEY] = False
