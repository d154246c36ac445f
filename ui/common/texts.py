"""The paragraphs that people read: Markdown files in `texts/`, loaded by name."""

from functools import cache

from settings import ROOT

FOLDER = ROOT / "texts" / "en"


@cache
def text(name: str) -> str:
    """The paragraphs of `texts/en/<name>.md`; some have `{fields}` for `str.format`."""
    return (FOLDER / f"{name}.md").read_text("utf-8").strip()
