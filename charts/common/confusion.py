"""Which class was mistaken for which, as a matrix of counts in the colour of the learner."""

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.confusion import Counts, accuracy_by_class, commonest_mistakes
from analysis.common.margin import wilson
from analysis.common.wording import count, counted, cut, listed, percents
from charts.common.axes import set_axes
from charts.common.marks import catch_clicks, draw_cells, hover, write_cells
from charts.common.style import Figure, Theme, empty_figure, ink, look, mixed

EMPTY = {"light": "#F3F3F0", "dark": "#22252B"}
"""The colour of a cell whose count is zero."""

MOST_WRITTEN = 12
"""The largest number of classes with room for a count in each cell."""

MOST_ACROSS, MOST_DOWN = 16, 26
"""The most names on each axis; with more classes, only every second, third, ... is named."""

READING = (
    "Each row is a true class and each column a predicted class; correct predictions lie on the diagonal. The stronger "
    "the colour, the larger the cell's share of its row, on a scale that makes rare mistakes visible."
)
"""How to read the matrices, for display below them."""


def confusion_figure(
    counts: Counts, classes: Sequence[str], learner: str, theme: Theme = "light", narrow: bool = False
) -> Figure:
    """A cell for each pair of true and predicted class, with its count and its share of the true class."""
    # The root makes small shares visible: that of 0.01 is 0.1.
    strength = np.where(counts > 0, np.sqrt(shares(counts)), np.nan)
    ends = EMPTY[theme], look(learner).line[theme]
    hovers = cell_hovers(classes, partial(_share_of_class, counts))
    figure = matrix_figure(counts, str, strength, ends, classes, hovers, theme, narrow)
    open_to_clicks(figure, hovers, narrow)
    return figure


def matrix_figure(
    numbers: Counts,
    write: Callable[[int], str],
    strength: NDArray[np.float64],
    ends: Sequence[str],
    classes: Sequence[str],
    hovers: list[list[str]],
    theme: Theme,
    narrow: bool,
) -> Figure:
    """A cell for each pair of true and predicted class, in a colour as strong as said, with its number if not zero.

    `ends` are the colours of 0 and 1, or of -1, 0 and 1; numbers are black or white, whichever is easier to read.
    """
    figure = empty_figure(theme, height=380 if narrow else 460, narrow=narrow)
    draw_cells(figure, strength, (2 - len(ends), 1), ends, hovers, gap=2)
    if len(numbers) <= MOST_WRITTEN:
        true, predicted = np.nonzero(numbers)
        inks = [ink(shade(float(one), ends, theme)) for one in strength[true, predicted]]
        texts = [write(int(n)) for n in numbers[true, predicted]]
        write_cells(figure, true, predicted, texts, inks, 12 if narrow or len(numbers) > 10 else 14)
    # By index: plotly would sort classes whose names are numbers, and merge those with the same shortened name.
    n, letters = len(classes), 9 if narrow else 14
    across, down = (_axis(classes, most, letters, narrow) for most in (MOST_ACROSS, MOST_DOWN))
    x = across | {"range": [-0.5, n - 0.5], "tickangle": None, "autotickangles": [0, -45, -90]}
    set_axes(figure, "Predicted class", x, "True class", down | {"range": [n - 0.5, -0.5]})
    return figure.update_layout(plot_bgcolor=EMPTY[theme], margin={"l": 16, "r": 4, "t": 8, "b": 16})


def open_to_clicks(figure: Figure, hovers: list[list[str]], narrow: bool) -> None:
    """Report a click on a cell that has a text: its predicted class is x, its true class y."""
    cells = [(true, predicted) for true, row in enumerate(hovers) for predicted, text in enumerate(row) if text]
    texts = [hovers[true][predicted] for true, predicted in cells]
    size = (260 if narrow else 330) // len(hovers)  # pixels: about a cell, so that marks do not overlap
    catch_clicks(figure, [true for true, _ in cells], [predicted for _, predicted in cells], texts, size)
    figure.update_layout(hoverdistance=max(3, size // 4))  # pixels: to the corners of the cell and hardly further


def shares(counts: Counts) -> NDArray[np.float64]:
    """The share of each cell in its true class; 0 for classes without images."""
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


def shade(strength: float, ends: Sequence[str], theme: Theme) -> str:
    """The colour of a cell."""
    return mixed(EMPTY[theme], ends[-1] if strength > 0 else ends[0], abs(strength))


def shortened(name: str, most: int) -> str:
    """A name of at most this many letters, safe inside a chart, which would interpret markup."""
    return escape(cut(name, most), quote=False)


def _axis(classes: Sequence[str], most: int, most_letters: int, narrow: bool) -> dict[str, Any]:
    """At most this many names, at equal distances."""
    ticks = list(range(0, len(classes), -(-len(classes) // most)))
    return {
        "tickvals": ticks,
        "ticktext": [shortened(classes[number], most_letters) for number in ticks],
        "tickfont_size": 12 if narrow or len(ticks) > 12 else 13,
        "automargin": True,
        "ticklabelstandoff": 4,
        "showgrid": False,
    }


def cell_hovers(classes: Sequence[str], write: Callable[[int, int], Sequence[str]]) -> list[list[str]]:
    """What each cell says when pointed at: its classes and what `write` makes of them; nothing if that is empty."""
    names = [shortened(name, 40) for name in classes]
    return [
        [
            hover(f"True class: {one}<br>Predicted: {other}", *lines) if (lines := write(true, predicted)) else ""
            for predicted, other in enumerate(names)
        ]
        for true, one in enumerate(names)
    ]


def _share_of_class(counts: Counts, true: int, predicted: int) -> Sequence[str]:
    n = int(counts[true, predicted])
    if not n:
        return ()
    n_class = int(counts[true].sum())
    share, low, high = _percents(n, n_class)
    shown = f"{count(n)} of {counted(n_class, 'test image')} of that class: {share}"
    return shown, f"95 % interval {low} to {high}"


def describe_confusion(counts: Counts, classes: Sequence[str], learner: str) -> str:
    """The caption, as plain text: how many were right, with the interval, and the commonest mistakes."""
    n_test, right = int(counts.sum()), int(counts.trace())
    if n_test == 0:
        return f"{look(learner).label}: no test images."
    names = [cut(name) for name in classes]
    mistakes = [
        f"{names[one.true]} mistaken for {names[one.predicted]} ({one.n:,} of {counts[one.true].sum():,})"
        for one in commonest_mistakes(counts)
    ]
    often = f"Commonest: {listed(mistakes)}." if mistakes else "No image was mistaken for another class."
    return f"{look(learner).label}: {right:,} of {n_test:,} test images right, {_interval(right, n_test)}. {often}"


def _percents(right: int, n: int) -> list[str]:
    low, high = (float(end) for end in wilson(right, n))
    return percents(right / n, low, high)


def _interval(right: int, n: int) -> str:
    """`93 % (95 % interval 84 % to 97 %)`."""
    share, low, high = _percents(right, n)
    return f"{share} (95 % interval {low} to {high})"


def class_table(counts: Counts, classes: Sequence[str]) -> pd.DataFrame:
    """One row per class: `class`, `n_test`, `right` and, in words, its `share` with its interval."""
    table = accuracy_by_class(counts)
    share = [_interval(row.right, row.n_test) if row.n_test else "no test images" for row in table.itertuples()]
    return table.assign(share=share, **{"class": list(classes)})[["class", "n_test", "right", "share"]]
