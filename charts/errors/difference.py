"""How two confusion matrices differ: which cells each side fills more."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.common.confusion import Counts
from analysis.common.wording import capitalised, counted, cut, signed
from charts.common import style
from charts.common.axes import set_axes
from charts.common.confusion import EMPTY, MOST_WRITTEN, class_axes, open_to_clicks, shortened
from charts.common.marks import draw_cells, hover, write_cells
from charts.common.style import Figure, Theme, colours, ink, mixed

NONE = "Both predicted exactly the same numbers of images for each pair of classes."


def difference_figure(
    counts: tuple[Counts, Counts],
    classes: Sequence[str],
    named: tuple[str, str],
    learners: tuple[str, str],
    theme: Theme = "light",
    narrow: bool = False,
) -> Figure:
    """A cell for each pair of classes with the second side's count minus the first's, in the colour of the larger."""
    change = counts[1] - counts[0]
    ends = colours(learners, theme)
    figure = style.figure(theme, height=380 if narrow else 460, narrow=narrow)
    # As in the matrices themselves, the root makes small differences visible.
    strength = np.sign(change) * np.sqrt(np.abs(change) / max(int(np.abs(change).max()), 1))
    hovers = _hovers(counts, classes, named)
    draw_cells(figure, strength, (-1, 1), (ends[0], EMPTY[theme], ends[1]), hovers, gap=2)
    if len(change) <= MOST_WRITTEN:
        _write(figure, change, strength, ends, theme, narrow)
    texts = hovers if len(change) <= MOST_WRITTEN else np.where(counts[0] + counts[1] > 0, hovers, "").tolist()
    open_to_clicks(figure, texts, narrow)
    figure.update_layout(hoverdistance=figure.data[-1].marker.size)  # its cells are twice as wide as those of a matrix
    x, y = class_axes(classes, narrow)
    set_axes(figure, "Predicted class", x, "True class", y)
    return figure.update_layout(plot_bgcolor=EMPTY[theme], margin={"l": 16, "r": 4, "t": 8, "b": 16})


def _write(
    figure: Figure, change: Counts, strength: NDArray[np.float64], ends: tuple[str, str], theme: Theme, narrow: bool
) -> None:
    """The difference in each cell that has one."""
    true, predicted = np.nonzero(change)
    shades = [mixed(EMPTY[theme], ends[int(value > 0)], abs(float(value))) for value in strength[true, predicted]]
    texts = [signed(int(n), 0) for n in change[true, predicted]]
    inks = [ink(shade) for shade in shades]
    write_cells(figure, true, predicted, texts, inks, 12 if narrow or len(change) > 10 else 14)


def _hovers(counts: tuple[Counts, Counts], classes: Sequence[str], named: tuple[str, str]) -> list[list[str]]:
    """What each cell says when pointed at."""
    names = [shortened(name, 40) for name in classes]
    first, second = counts
    return [
        [
            hover(
                f"True class: {names[true]}<br>Predicted: {names[predicted]}",
                f"{capitalised(named[0])}: {counted(first[true, predicted], 'image')}",
                f"{capitalised(named[1])}: {counted(second[true, predicted], 'image')}",
            )
            for predicted in range(len(names))
        ]
        for true in range(len(names))
    ]


def describe_difference(counts: tuple[Counts, Counts], classes: Sequence[str], named: tuple[str, str]) -> str:
    """The largest difference among the mistakes, in words."""
    change = np.where(np.eye(len(classes), dtype=bool), 0, counts[1] - counts[0])
    if not change.any():
        return NONE
    true, predicted = divmod(int(np.abs(change).argmax()), len(classes))
    more, less = (1, 0) if change[true, predicted] > 0 else (0, 1)
    return (
        f"Each cell: images that {named[1]} puts there minus those that {named[0]} does. The largest difference among "
        f"mistakes: {named[more]} takes “{cut(classes[true])}” for “{cut(classes[predicted])}” "
        f"{counted(counts[more][true, predicted], 'time')}, {named[less]} "
        f"{counted(counts[less][true, predicted], 'time')}."
    )
