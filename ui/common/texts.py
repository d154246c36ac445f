"""The paragraphs that people read: Markdown files in `texts/`, loaded by name; and the glossary."""

import re
from functools import cache

import streamlit as st

from settings import ROOT

FOLDER = ROOT / "texts" / "en"


@cache
def text(name: str) -> str:
    """The paragraphs of `texts/en/<name>.md`; some have `{fields}` for `str.format`."""
    return unbroken((FOLDER / f"{name}.md").read_text("utf-8").strip())


def unbroken(words: str) -> str:
    """The words with each percent sign held at its number: no line begins with one."""
    return words.replace(" %", "\u00a0%")


def glossary() -> list[str]:
    """The glossary: an entry for each term that a newcomer may not know, in alphabetical order."""
    return [
        text("glossary/alpha"),
        text("glossary/augmentation"),
        text("glossary/band"),
        text("glossary/bfloat16"),
        text("glossary/cnn"),
        text("glossary/cue"),
        text("glossary/embedding"),
        text("glossary/epoch"),
        text("glossary/family"),
        text("glossary/floor"),
        text("glossary/hog"),
        text("glossary/int8"),
        text("glossary/lbp"),
        text("glossary/linear_probe"),
        text("glossary/log_scale"),
        text("glossary/onnx"),
        text("glossary/receptive_field"),
        text("glossary/seed"),
        text("glossary/support_vector"),
        text("glossary/svm"),
    ]


@cache
def _entries() -> dict[str, str]:
    """The entries, each under a pattern that matches its term (the entry's bold words) in singular and plural."""
    found = {}
    for entry in glossary():
        term = entry.split("**")[1]
        any_case = "" if term.isupper() else "(?i)"
        found[rf"{any_case}\b{re.sub('y$', '(y|ie)', term)}s?\b"] = entry
    return found


def explained(words: str, except_in: str = "") -> str | None:
    """The glossary's entries for the terms in these words, except those in `except_in`; None if there are none."""
    found = [
        entry
        for pattern, entry in _entries().items()
        if re.search(pattern, words) and not re.search(pattern, except_in)
    ]
    return "\n\n".join(found) or None


def show_glossary() -> None:
    """A folded part of the sidebar, one element, so that no page becomes slower.

    A popover would scroll, and nobody without a mouse could scroll it.
    """
    with st.sidebar.expander("Glossary", icon=":material/menu_book:"):
        st.markdown("\n\n".join(glossary()))
