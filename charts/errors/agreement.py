"""How consistent mistakes are: kappa of both sides, and of each side trained twice, with intervals."""

from collections.abc import Sequence

import numpy as np

from analysis.common.wording import capitalised
from analysis.errors.consistency import Consistency
from charts.common.axes import rows_axis, set_axes
from charts.common.marks import draw_interval, hover, marker, quiet_line
from charts.common.style import TEXT, Figure, Theme, empty_figure


def agreement_figure(found: Sequence[Consistency], theme: Theme = "light", narrow: bool = False) -> Figure:
    """A row for each pair of models; 0 is chance, and 1 means wrong on exactly the same images."""
    known = [one for one in found if not np.isnan(one.value)]
    figure = empty_figure(theme, height=130 + 48 * len(known), narrow=narrow)
    for row, one in enumerate(known):
        draw_interval(
            figure,
            -row,
            one.value,
            [one.low, one.high],
            {"color": TEXT[theme], "width": 4 if row == 0 else 2.5},
            marker(TEXT[theme], "diamond" if row == 0 else "circle", 11 if row == 0 else 9),
            hovertext=hover(
                capitalised(one.name),
                f"kappa {one.value:.2f}, 95 % interval {one.low:.2f} to {one.high:.2f}",
                f"agree on {100 * one.observed:.1f} %, by chance {100 * one.expected:.1f} %",
            ),
        )
    figure.add_vline(x=0, line=quiet_line(theme))
    low = min([-0.05, *(one.low - 0.05 for one in known)])
    names = [_lines(capitalised(one.name)) if narrow else capitalised(one.name) for one in known]
    set_axes(
        figure,
        "Error consistency κ (0: chance, 1: the same images)",
        {"range": [low, 1.04], "nticks": 6},
        "",
        rows_axis(names),
    )
    figure.update_yaxes(range=[0.6 - len(known), 0.6], automargin=True)
    return figure.update_xaxes(title_text="κ (0: chance, 1: same images)") if narrow else figure


def _lines(name: str) -> str:
    return name.replace(" and ", " and<br>", 1)


def describe_agreement(found: Sequence[Consistency], n_seeds: int) -> str:
    """The caption, as plain text."""
    over = "seeds and test images" if n_seeds > 1 else "test images only, as there is one seed"
    twice = (
        " Two models of one kind have different seeds, and so different training images; in the first row, both models "
        "have the same training images."
        if len(found) > 1
        else " With several seeds, the chart would also compare two models of one kind."
    )
    return f"Dashed: chance. 95 % intervals over {over}.{twice}"
