"""The four parts of the test set for each seed: both right, only one right, both wrong."""

import pandas as pd

from analysis.common.wording import capitalised, count, percent, uncapitalised
from analysis.errors.disagreement import PARTS, Part
from charts.common.axes import rows_axis, set_axes
from charts.common.marks import NAMES_ABOVE, hover
from charts.common.style import GRID, QUIET_TEXT, Figure, Theme, colours, empty_figure, ink

ROW, NARROW_ROW = 38, 34  # pixels
LEAST_WRITTEN = {False: 0.05, True: 0.11}
"""The least share of a part with room for its number, in a wide and in a narrow chart."""

CAPTION = (
    "No band: each bar is an exact count of these test images. The interval in the sentences says how much of the "
    "difference may be chance."
)


def parts_figure(
    table: pd.DataFrame,
    named: tuple[str, str],
    learners: tuple[str, str],
    theme: Theme = "light",
    narrow: bool = False,
) -> Figure:
    """A bar for each seed, divided into the four parts; the numbers are test images."""
    figure = empty_figure(theme, height=110 + (NARROW_ROW if narrow else ROW) * len(table), narrow=narrow)
    first, second = colours(learners, theme)
    fills = {"both": GRID[theme], "first": first, "second": second, "neither": QUIET_TEXT[theme]}
    seeds = [f"Seed {seed}" for seed in table["seed"]]
    total = table[list(PARTS)].sum(axis=1)
    for part, name in labels(named).items():
        figure.add_bar(
            name=name,
            orientation="h",
            x=table[part],
            y=[-row for row in range(len(table))],
            marker={"color": fills[part], "line": {"width": 0}},
            text=[count(n) if n / m >= LEAST_WRITTEN[narrow] else "" for n, m in zip(table[part], total, strict=True)],
            textposition="inside",
            insidetextanchor="middle",
            constraintext="none",  # otherwise plotly makes enlarged numbers small enough for the padding of a low bar
            textangle=0,
            textfont={"size": 14, "color": ink(fills[part])},
            hovertext=[
                hover(f"{seed}: {uncapitalised(name)}", f"{count(n)} of {count(m)} test images, {percent(n / m)}")
                for seed, n, m in zip(seeds, table[part], total, strict=True)
            ],
            hoverinfo="text",
        )
    set_axes(
        figure, "Test images", {"range": [0, int(total.max())], "nticks": 4 if narrow else 8}, "", rows_axis(seeds)
    )
    figure.update_yaxes(showgrid=False)
    figure.update_xaxes(tickformat=",")
    return figure.update_layout(barmode="stack", bargap=0.25, showlegend=True, legend=NAMES_ABOVE, margin_l=64)


def labels(named: tuple[str, str]) -> dict[Part, str]:
    """What each part is called."""
    one, other = (capitalised(name.removeprefix("the ")) for name in named)
    return {"both": "Both right", "first": f"Only {one}", "second": f"Only {other}", "neither": "Both wrong"}
