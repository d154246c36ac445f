"""How two confusion matrices differ: which cells each side fills more."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from analysis.common.confusion import Counts
from analysis.common.wording import capitalised, counted, cut, signed
from charts.common.confusion import EMPTY, MOST_WRITTEN, cell_hovers, matrix_figure, open_to_clicks
from charts.common.style import Figure, Theme, colours

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
    # As in the matrices themselves, the root makes small differences visible.
    strength = np.sign(change) * np.sqrt(np.abs(change) / max(int(np.abs(change).max()), 1))

    def both(true: int, predicted: int) -> list[str]:
        each = zip(named, counts, strict=True)
        return [f"{capitalised(name)}: {counted(side[true, predicted], 'image')}" for name, side in each]

    hovers = cell_hovers(classes, both)
    scale = ends[0], EMPTY[theme], ends[1]
    figure = matrix_figure(change, partial(signed, decimals=0), strength, scale, classes, hovers, theme, narrow)
    texts = hovers if len(change) <= MOST_WRITTEN else np.where(counts[0] + counts[1] > 0, hovers, "").tolist()
    open_to_clicks(figure, texts, narrow)
    # its cells are twice as wide as those of a matrix
    return figure.update_layout(hoverdistance=figure.data[-1].marker.size)


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
