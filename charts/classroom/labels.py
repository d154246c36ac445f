"""The choices beside their votes, in lines and letters that fit their rows, with the right ones marked."""

import textwrap
from dataclasses import dataclass
from html import escape

from charts.common import style
from charts.common.style import Theme

MARK = "✓ measured"
SIZES = (14,)
LARGE_SIZES = (28, 24, 20)
"""Sizes of letters in pixels; of those on a projector, the largest that fits is used."""

WIDTH, NARROW_WIDTH, LARGE_WIDTH = 250, 130, 480
"""Length of a line in pixels, in a wide and in a narrow chart and on a projector."""
LETTER, LINE = 0.5, 1.3
"""Width of a letter and height of a line, as parts of the letters' size."""
LEAST_ROW = 62
LARGE_HEIGHT, LARGE_ROWS = 350, {False: 258, True: 228}
"""Height in pixels of a chart on a projector, and of all its rows with one round (False) and with both (True)."""


@dataclass(frozen=True)
class Labels:
    """The text beside each row, the size of its letters, and the height of a chart whose rows have room for it."""

    texts: list[str]
    size: int
    height: int


def label_choices(
    choices: tuple[str, ...], right: tuple[int, ...], theme: Theme, narrow: bool, large: bool, several: bool
) -> Labels:
    """The labels of all choices; on a projector, where the height is fixed, a choice too long for its row is cut."""
    row = LARGE_ROWS[several] / max(1, len(choices))
    width = LARGE_WIDTH if large else NARROW_WIDTH if narrow else WIDTH
    for size in LARGE_SIZES if large else SIZES:
        letters, room = int(width / (LETTER * size)), int(row / (LINE * size)) if large else None
        lines = [_lines(says, number in right, letters, room) for number, says in enumerate(choices)]
        if room is None or all(len(one) <= room for one in lines):
            break
    longest = max(map(len, lines), default=1)
    texts = [_marked(one if room is None else _cut(one, room), theme) for one in lines]
    if large:
        return Labels(texts, size, LARGE_HEIGHT)
    return Labels(texts, size, 120 + round(max(LEAST_ROW, LINE * size * longest + 12) * len(choices)))


def _lines(says: str, right: bool, letters: int, room: int | None) -> list[str]:
    """A choice in lines; the mark of a right one is a line of its own if there is room for it."""
    lines = textwrap.wrap(says, letters) or [""]
    if not right:
        return lines
    if room is None or len(lines) < room:
        return [*lines, MARK]
    return textwrap.wrap(f"{says} {MARK}", letters)


def _cut(lines: list[str], room: int) -> list[str]:
    """As many lines as there is room for; an ellipsis stands for what is left out, and the mark stays."""
    if len(lines) <= room:
        return lines
    mark = f" {MARK}" if " ".join(lines).endswith(MARK) else ""
    kept = lines[: max(1, room)]
    return [*kept[:-1], f"{kept[-1][: len(kept[-1]) - len(mark) - 1].rstrip()}…{mark}"]


def _marked(lines: list[str], theme: Theme) -> str:
    """The lines, safe inside a chart, which would interpret markup, and with the mark in its colour."""
    written = "<br>".join(escape(line, quote=False) for line in lines)
    colour = style.CLASSROOM["measured"].text[theme]
    return written.replace(MARK, f'<span style="color:{colour}"><b>{MARK}</b></span>')
