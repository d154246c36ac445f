"""A page of HTML that needs no script and no network, for light and dark screens, phones and paper."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template

LONGEST = 60
"""Letters of a name; longer names are cut."""
SHORT = 14
"""Letters of a cell that stays on one line."""
TEMPLATE = Path(__file__).parent / "page.html"


def page(title: str, parts: Iterable[str], kind: str = "") -> str:
    """The whole page; `title` is plain text, `parts` are markup. The kind `sheet` is printed small, to fit one page."""
    template = Template(TEMPLATE.read_text(encoding="utf-8"))
    return template.substitute(title=escape(tidy(title)), kind=_class(kind), body="\n".join(parts))


def tidy(name: str) -> str:
    """A visitor's name for something, on one line and cut if it is long."""
    plain = clean(name)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def clean(text: str) -> str:
    """A text on one line, without control characters, which HTML does not allow."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())


def heading(text: str, level: int = 2) -> str:
    """A heading; level 1 is the page's title."""
    return f"<h{level}>{escape(text)}</h{level}>"


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of plain text."""
    return f"<p{_class(kind)}>{escape(clean(text))}</p>"


def code(text: str) -> str:
    """A command line or code, line by line as it is."""
    return f'<pre tabindex="0"><code>{escape(text)}</code></pre>'


def drawing(svg: str, description: str) -> str:
    """A drawing, given as the text of an SVG file, on white as on paper, with a description for screen readers."""
    label = escape(clean(description))
    return f'<div class="wide chart" tabindex="0" role="img" aria-label="{label}">{svg[svg.index("<svg") :]}</div>'


def table(caption: str, header: Sequence[str], rows: Iterable[Sequence[str]], diagonal: bool = False) -> str:
    """A table of plain texts; the first cell of a row is its name; `diagonal` tints the diagonal of the other cells.

    Screen readers name the table by its caption, so each caption should occur once.
    """
    head = "".join(f'<th scope="col">{escape(tidy(cell))}</th>' if cell else "<td></td>" for cell in header)
    lines = []
    for number, (name, *cells) in enumerate(rows):
        rest = "".join(_cell(cell, diagonal and column == number) for column, cell in enumerate(cells))
        lines.append(f'<tr><th scope="row">{escape(tidy(name))}</th>{rest}</tr>')
    body, label = "\n".join(lines), escape(clean(caption))
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{label}"><table><caption>{label}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>"
    )


def _class(kind: str) -> str:
    return f" class={kind}" if kind else ""


def _cell(text: str, is_tinted: bool) -> str:
    kinds = ("short" if len(text) <= SHORT else "long") + (" same" if is_tinted else "")
    return f'<td class="{kinds}">{escape(tidy(text))}</td>'
