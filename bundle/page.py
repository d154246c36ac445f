"""A page of HTML that stands alone: no script, no network, light and dark, on a phone and on paper."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from string import Template

LONGEST = 60
SHORT = 14
"""Letters of a cell that stays on one line."""

PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$title</title>
<style>
:root { color-scheme: light dark; --ink: #26272b; --quiet: #5c5d63; --ground: #fff; --line: #d9d9d4; --same: #e6f1ea; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ededea; --quiet: #b3b4ba; --ground: #16181d; --line: #3a3d45; --same: #1f3a2b; }
}
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 60rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; } h2 { font-size: 1.3rem; margin-top: 2.5rem; } h3 { font-size: 1.05rem; }
.finding { font-size: 1.25rem; line-height: 1.4; } .quiet { color: var(--quiet); }
.wide { overflow-x: auto; } .chart { background: #fff; border-radius: .5rem; }
.chart svg { display: block; width: 100%; min-width: 38rem; height: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
caption { text-align: left; color: var(--quiet); padding: .25rem 0; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 600; max-width: 14rem; } td.same { background: var(--same); }
tr > :first-child { padding-left: 0; }
td.short { white-space: nowrap; }
pre { overflow-x: auto; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .5rem; }
@media print { body { max-width: none; padding: 0; } .wide { overflow: visible; } .chart svg { min-width: 0; }
  h2, h3 { break-after: avoid; } table, .chart { break-inside: avoid; } }
</style>
</head>
<body>
<main>
<h1>$title</h1>
$body
</main>
</body>
</html>
""")


def page(title: str, parts: Iterable[str]) -> str:
    """The whole page; `title` is plain text, `parts` are markup."""
    return PAGE.substitute(title=escape(tidy(title)), body="\n".join(parts))


def tidy(name: str) -> str:
    """A name of a visitor's, clean and of bearable length."""
    plain = clean(name)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def clean(text: str) -> str:
    """A text on one line, without control characters, which no page may hold."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())


def heading(text: str, level: int = 2) -> str:
    """A heading; the page's title is of level 1."""
    return f"<h{level}>{escape(text)}</h{level}>"


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of plain text."""
    return f"<p{kind and f' class={kind}'}>{escape(clean(text))}</p>"


def code(text: str) -> str:
    """Text to be typed as it stands."""
    return f'<pre tabindex="0"><code>{escape(text)}</code></pre>'


def drawing(svg: str, told: str) -> str:
    """A drawing, the text of an SVG file, with what it shows in words; it stays on white, as it was drawn for paper."""
    shape = svg[svg.index("<svg") :]
    return f'<div class="wide chart" tabindex="0" role="img" aria-label="{escape(clean(told))}">{shape}</div>'


def table(caption: str, header: Sequence[str], rows: Iterable[Sequence[str]], marked: bool = False) -> str:
    """A table of plain texts whose first cells are the rows' names; `marked` tints the diagonal of the others.

    The caption also names the part of the page that a keyboard can scroll, so no two tables should have the same.
    """
    head = "".join(f'<th scope="col">{escape(tidy(cell))}</th>' if cell else "<td></td>" for cell in header)
    lines = []
    for number, (name, *cells) in enumerate(rows):
        rest = "".join(_cell(cell, marked and column == number) for column, cell in enumerate(cells))
        lines.append(f'<tr><th scope="row">{escape(tidy(name))}</th>{rest}</tr>')
    body = "\n".join(lines)
    told = escape(clean(caption))
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{told}"><table><caption>{told}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>"
    )


def _cell(text: str, same: bool) -> str:
    kinds = ("short" if len(text) <= SHORT else "long") + (" same" if same else "")
    return f'<td class="{kinds}">{escape(tidy(text))}</td>'
