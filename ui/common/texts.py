"""The paragraphs that people read: Markdown files in `texts/`, loaded by name; and the glossary."""

import re
from functools import cache

import streamlit as st

from settings import ROOT

FOLDER = ROOT / "texts" / "en"


@cache
def text(name: str) -> str:
    """The paragraphs of `texts/en/<name>.md`; some have `{fields}` for `str.format`."""
    return keep_percent_signs((FOLDER / f"{name}.md").read_text("utf-8").strip())


def keep_percent_signs(words: str) -> str:
    """The words with each percent sign kept on the line of its number."""
    return words.replace(" %", "\u00a0%")


@cache
def glossary() -> list[str]:
    """The glossary: an entry for each term that a newcomer may not know, in alphabetical order."""
    return [text(f"glossary/{path.stem}") for path in sorted((FOLDER / "glossary").glob("*.md"))]


@cache
def _entries() -> dict[str, str]:
    """The entries, each under a pattern that matches its term (the entry's bold words) in singular and plural."""
    by_pattern = {}
    for entry in glossary():
        term = entry.split("**")[1]
        any_case = "" if term.isupper() else "(?i)"
        by_pattern[rf"{any_case}\b{re.sub('y$', '(y|ie)', term)}s?\b"] = entry
    return by_pattern


def explanation(words: str, except_in: str = "") -> str | None:
    """The glossary's entries for the terms in these words, without the terms in `except_in`; None if there are none."""
    entries = [
        entry
        for pattern, entry in _entries().items()
        if re.search(pattern, words) and not re.search(pattern, except_in)
    ]
    return "\n\n".join(entries) or None


def fold_text(name: str, title: str = "Why is that so?") -> None:
    """A text, folded under its title."""
    with st.expander(title):
        st.markdown(text(name))


def show_glossary() -> None:
    """The glossary, folded in the sidebar; it is one element, because many would make every page slower.

    It is no popover, because that would need scrolling, which is impossible there without a mouse.
    """
    with st.sidebar.expander("Glossary", icon=":material/menu_book:"):
        st.markdown("\n\n".join(glossary()))
