"""One part of a page, drawn alone and without a browser."""

import streamlit as st
from streamlit.testing.v1 import AppTest


def opened(show, **parameters):
    """The part as a visitor with this address would get it, when what was kept for two seconds is kept no more."""
    st.cache_data.clear()
    page = AppTest.from_function(show, default_timeout=60)
    for name, value in parameters.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page
