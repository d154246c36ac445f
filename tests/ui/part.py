"""Pages, and parts of pages, run without a browser."""

import re

import pandas as pd
import streamlit as st
from streamlit.testing.v1 import AppTest

from settings import ROOT

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


def opened(show, **parameters):
    """One part of a page for a visitor with this address, with nothing cached."""
    st.cache_data.clear()
    page = run(AppTest.from_function(show, default_timeout=60), parameters)
    assert not page.exception
    return page


def open_page(name: str, **parameters: str) -> AppTest:
    """The page `pages/<name>.py` for a visitor with this address."""
    # AppTest.from_file would put the folder of pages first on Python's path, where timing.py hides the package timing.
    path = str(ROOT / "pages" / f"{name}.py")
    return run(AppTest.from_string(f"import runpy; runpy.run_path({path!r})", default_timeout=60), parameters)


def run(page: AppTest, parameters: dict[str, str]) -> AppTest:
    """The page after its first run with these parameters in its address."""
    for name, value in parameters.items():
        page.query_params[name] = value
    return page.run()


def table(page: AppTest) -> pd.DataFrame:
    """The page's first small table, as a reader sees it."""
    return page.table[0].value.map(lambda cell: cell.replace("\\", "").replace("\u2060", ""))


def words(page: AppTest) -> str:
    """Everything that the page says, as a reader sees it."""
    kinds = (page.title, page.header, page.markdown, page.caption, page.info, page.warning)
    return re.sub(r"\s+", " ", " ".join(element.value for kind in kinds for element in kind).replace("\\", ""))
