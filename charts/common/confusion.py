"""Which class was taken for which, as a board of counts: one figure a learner, in its colour."""

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.confusion import Counts, by_class, commonest
from analysis.common.meter import wilson
from analysis.common.wording import listed
from charts.common import shades, style
from charts.common.axes import count, percent
from charts.common.style import Figure, Theme

EMPTY = {"light": "#F3F3F0", "dark": "#22252B"}
"""A cell that counts nothing."""

MOST_WRITTEN = 12
"""Up to so many classes there is room for a count in each cell."""

MOST_ACROSS, MOST_DOWN = 16, 26
"""Up to so many names stand at an axis; of more, every second, third, ..."""

READING = (
    "Each row is a true class, each column an answer; right answers lie on the diagonal. The stronger the colour, the "
    "larger the cell's share of its row, on a scale that also shows rare mistakes."
)
"""How to read the boards, for below them."""


def confusion_figure(
    counts: Counts, classes: Sequence[str], learner: str, theme: Theme = "light", narrow: bool = False
) -> Figure:
    """A cell for each true and answered class, with its count where there is room, and its share of the true class."""
    figure = style.figure(theme, height=380 if narrow else 460, narrow=narrow)
    # Small shares would be invisible: the root of 0.01 is 0.1.
    strength = np.sqrt(shares(counts))
    figure.add_heatmap(
        z=np.where(counts > 0, strength, np.nan),
        zmin=0,
        zmax=1,
        colorscale=[[0, EMPTY[theme]], [1, style.look(learner).line[theme]]],
        showscale=False,
        xgap=2,
        ygap=2,
        hoverongaps=False,
        text=_hovers(counts, classes),
        hovertemplate="%{text}<extra></extra>",
    )
    if len(counts) <= MOST_WRITTEN:
        _write(figure, counts, strength, learner, theme, narrow)
    _set_axes(figure, classes, narrow)
    return figure.update_layout(plot_bgcolor=EMPTY[theme], margin={"l": 16, "r": 4, "t": 8, "b": 16})


def shares(counts: Counts) -> NDArray[np.float64]:
    """Each cell's share of its true class; 0 where that has no images."""
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


def shade(strength: float, learner: str, theme: Theme) -> str:
    """The colour of a cell whose share has this root."""
    return shades.mixed(EMPTY[theme], style.look(learner).line[theme], strength)


def shortened(name: str, most: int) -> str:
    """A name of at most so many letters, safe inside a chart, where markup would be obeyed."""
    return escape(name if len(name) <= most else f"{name[: most - 1]}…", quote=False)


def _write(
    figure: Figure, counts: Counts, strength: NDArray[np.float64], learner: str, theme: Theme, narrow: bool
) -> None:
    """The counts, but no zeros, in black or white, whichever can be read."""
    true, answered = np.nonzero(counts)
    figure.add_scatter(
        x=answered,
        y=true,
        mode="text",
        text=[str(n) for n in counts[true, answered]],
        textfont={
            "size": 12 if narrow or len(counts) > 10 else 14,
            "color": [shades.ink(shade(share, learner, theme)) for share in strength[true, answered]],
        },
        hoverinfo="skip",
    )


def _set_axes(figure: Figure, classes: Sequence[str], narrow: bool) -> None:
    """Names by number, as classes called by numbers would be measured out, and like shortened names would be one."""
    n, letters = len(classes), 9 if narrow else 14
    across, down = (_axis(classes, most, letters, narrow) for most in (MOST_ACROSS, MOST_DOWN))
    figure.update_xaxes(title_text="Answered", range=[-0.5, n - 0.5], autotickangles=[0, -45, -90], **across)
    figure.update_yaxes(title_text="True class", range=[n - 0.5, -0.5], **down)


def _axis(classes: Sequence[str], most: int, most_letters: int, narrow: bool) -> dict[str, Any]:
    """At most so many names, evenly chosen."""
    ticks = list(range(0, len(classes), -(-len(classes) // most)))
    return {
        "tickvals": ticks,
        "ticktext": [shortened(classes[number], most_letters) for number in ticks],
        "tickfont_size": 12 if narrow or len(ticks) > 12 else 13,
        "automargin": True,
        "ticklabelstandoff": 4,
        "showgrid": False,
    }


def _hovers(counts: Counts, classes: Sequence[str]) -> list[list[str]]:
    """What each cell says when pointed at; nothing where it counts nothing."""
    low, high = wilson(counts, counts.sum(axis=1, keepdims=True))
    names = [shortened(name, 40) for name in classes]
    texts = [["" for _ in names] for _ in names]
    for true, answered in np.argwhere(counts):
        n, n_class = int(counts[true, answered]), int(counts[true].sum())
        half = (high[true, answered] - low[true, answered]) / 2
        share, least, most = (percent(part, half) for part in (n / n_class, low[true, answered], high[true, answered]))
        texts[true][answered] = (
            f"<b>True class: {names[true]}<br>Answered: {names[answered]}</b><br>{count(n)} of {count(n_class)} test "
            f"{'image' if n_class == 1 else 'images'} of that class: {share}<br>95 % interval {least} to {most}"
        )
    return texts


def describe_confusion(counts: Counts, classes: Sequence[str], learner: str) -> str:
    """The caption, as plain text: how many were right, with the interval, and which mistakes were made most often."""
    n_test, right = int(counts.sum()), int(counts.trace())
    if n_test == 0:
        return f"{style.look(learner).label}: no test images."
    told = _interval(right, n_test)
    mistakes = [
        f"{_name(classes[one.true])} taken for {_name(classes[one.answered])} ({one.n:,} of {counts[one.true].sum():,})"
        for one in commonest(counts)
    ]
    often = f"Most often {listed(mistakes)}." if mistakes else "None was taken for another class."
    return f"{style.look(learner).label}: {right:,} of {n_test:,} test images right, {told}. {often}"


def _interval(right: int, n: int) -> str:
    """`93 % (95 % interval 84 % to 97 %)`."""
    low, high = (float(end) for end in wilson(right, n))
    share, least, most = (percent(part, (high - low) / 2) for part in (right / n, low, high))
    return f"{share} (95 % interval {least} to {most})"


def _name(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"


def class_table(counts: Counts, classes: Sequence[str]) -> pd.DataFrame:
    """One row a class: `class`, `n_test`, `right` and, in words, its `share` with its interval."""
    table = by_class(counts)
    told = [
        _interval(int(row.right), int(row.n_test)) if row.n_test else "no test images" for row in table.itertuples()
    ]
    return table.assign(share=told, **{"class": list(classes)})[["class", "n_test", "right", "share"]]
