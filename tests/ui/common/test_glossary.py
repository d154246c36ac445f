"""The glossary: on every page, each term once, in the order of the alphabet."""

import re

import plotly.graph_objects as go
import pytest

from tests.ui.part import PAGES, open_page
from ui.common.chart import terms_of
from ui.common.texts import explanation, glossary, text


def test_each_entry_says_its_term_first_and_in_order():
    """A reader finds a term by its bold first words, and no entry is long."""
    terms = [re.search(r"\*\*(.+?)\*\*", entry).group(1).lower() for entry in glossary()]
    assert terms == sorted(terms)
    assert len(set(terms)) == len(terms) == 20
    assert all(entry.startswith(("**", "A **", "An **", "The **", "On a **")) for entry in glossary())
    assert max(map(len, glossary())) <= 220


def test_a_caption_explains_its_terms_and_no_others():
    """In singular and plural, at the beginning of a sentence or not; part of another word is no term."""
    assert explanation("Bands hold 95 % over three seeds.") == f"{text('glossary/band')}\n\n{text('glossary/seed')}"
    assert explanation("What each family is worth") == explanation("all families") == text("glossary/family")
    assert explanation("Abandoned seedlings, a hog and its svm") is None
    assert explanation("Bands over seeds", except_in="The band of a CNN") == text("glossary/seed")


def test_a_log_scale_is_a_term_of_its_chart():
    """No caption says it, but the axis shows it."""
    assert terms_of(go.Figure(layout={"xaxis": {"type": "log"}})) == "log scale"
    assert terms_of(go.Figure()) == ""


@pytest.mark.slow
def test_every_page_has_it():
    """In one element of the sidebar."""
    for name in PAGES:
        page = open_page(name)
        assert [one.value for one in page.sidebar.markdown] == ["\n\n".join(glossary())]
