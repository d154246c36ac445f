"""The glossary: on every page, each term once, in the order of the alphabet."""

import re

import pytest

from tests.ui.part import PAGES, open_page
from ui.common.texts import glossary


def test_each_entry_says_its_term_first_and_in_order():
    """A reader finds a term by its bold first words, and no entry is long."""
    terms = [re.search(r"\*\*(.+?)\*\*", entry).group(1).lower() for entry in glossary()]
    assert terms == sorted(terms)
    assert len(set(terms)) == len(terms) == 19
    assert all(entry.startswith(("**", "A **", "An **", "The **", "On a **")) for entry in glossary())
    assert max(map(len, glossary())) <= 220


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_it(name):
    """In one element of the sidebar."""
    page = open_page(name)
    assert [one.value for one in page.sidebar.markdown] == ["\n\n".join(glossary())]
