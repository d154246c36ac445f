"""What each family of features gets right alone, and what the others lose without it."""

import numpy as np
import pandas as pd

from analysis.common.wording import number
from analysis.features.ablation import Ablation
from charts.common import style
from charts.common.axes import count, percent
from charts.common.captions import where_and_when
from charts.common.families import family_colour, family_label
from charts.common.style import Figure, Theme

PANELS = {"alone": ("x", "y"), "without_change": ("x2", "y2")}
"""The columns that are drawn, and on which axes."""

ENDS = ("", "_low", "_high")


def ablation_figure(found: Ablation, theme: Theme = "light", narrow: bool = False) -> Figure:
    """Two panels, side by side or on a phone one above the other, a row a family: alone, and left out of all."""
    figure = style.figure(theme, height=700 if narrow else 430, narrow=narrow)
    table = found.table.sort_values("alone", ascending=False, kind="stable")
    _set_axes(figure, found, [family_label(family) for family in table["family"]][::-1], narrow)
    for column, (x, y) in PANELS.items():
        for _, row in table.dropna(subset=column).iterrows():
            _draw_row(figure, row, column, _hover(row, column, found), {"xaxis": x, "yaxis": y}, theme)
    _draw_all(figure, found, theme)
    return figure


def _set_axes(figure: Figure, found: Ablation, names: list[str], narrow: bool) -> None:
    """Titles with units, and the same rows in both panels."""
    columns, rows = (((0, 1), (0, 1)), ((0.6, 1), (0, 0.4))) if narrow else (((0, 0.48), (0.54, 1)), ((0, 1), (0, 1)))
    right = f"right on {count(found.scored.n_test)} test images (%)"
    places = {"categoryorder": "array", "categoryarray": names, "range": [-0.6, len(names) - 0.4], "showgrid": False}
    plain_x, plain_y = figure.layout.xaxis.to_plotly_json(), figure.layout.yaxis.to_plotly_json()
    grid = {"showgrid": True, "gridcolor": plain_y["gridcolor"]}
    figure.update_layout(
        xaxis=plain_x | grid | {"domain": columns[0], "anchor": "y"},
        xaxis2=plain_x | grid | {"domain": columns[1], "anchor": "y2"},
        yaxis=plain_y | places | {"domain": rows[0], "automargin": True},
        yaxis2=plain_y | places | {"domain": rows[1], "anchor": "x2", "automargin": True, "showticklabels": narrow},
    )
    figure.layout.xaxis.title.text = f"Alone: {right}"
    figure.layout.xaxis2.title.text = f"Left out: change{'' if narrow else ' against all'} (percentage points)"
    figure.layout.xaxis.range = _range(found.table[["alone_low", "alone_high"]], [found.low, found.high])
    figure.layout.xaxis2.range = _range(found.table[["without_change_low", "without_change_high"]], [-0.005, 0.005])


def _range(ends: pd.DataFrame, others: list[float]) -> list[float] | None:
    """From the lowest to the highest end in percent, with some room; None where nothing is measured."""
    values = 100 * np.array([*ends.to_numpy().ravel(), *others])
    if np.isnan(values).all():
        return None
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    return [low - 0.04 * (high - low), high + 0.04 * (high - low)]


def _draw_row(figure: Figure, row: pd.Series, column: str, hover: str, axes: dict[str, str], theme: Theme) -> None:
    """The interval as a bar that one sees through, the mean as a mark on it."""
    name, colour = family_label(row["family"]), family_colour(row["family"], theme)
    ends = [100 * row[f"{column}_low"], 100 * row[f"{column}_high"]]
    line = {"color": style.translucent(colour, 0.35), "width": 12}
    figure.add_scatter(x=ends, y=[name, name], mode="lines", line=line, hoverinfo="skip", **axes)
    figure.add_scatter(
        x=[100 * row[column]],
        y=[name],
        mode="markers",
        marker={"size": 12, "color": colour, "line": {"color": style.SURFACE[theme], "width": 1.5}},
        hovertext=hover,
        hoverinfo="text",
        **axes,
    )


def _draw_all(figure: Figure, found: Ablation, theme: Theme) -> None:
    """All families together: a band on the left, the line of no change on the right."""
    line = {"color": style.QUIET_TEXT[theme], "width": 1.5, "dash": "dash"}
    figure.add_shape(type="line", x0=0, x1=0, xref="x2", y0=0, y1=1, yref="y2 domain", line=line)
    if pd.isna(found.accuracy):
        return
    low, mean, high = 100 * found.low, 100 * found.accuracy, 100 * found.high
    panel = {"xref": "x", "yref": "y domain", "y0": 0, "y1": 1}
    figure.add_shape(type="rect", x0=low, x1=high, fillcolor=style.SHADE[theme], line_width=0, layer="below", **panel)
    figure.add_shape(type="line", x0=mean, x1=mean, line=line, **panel)
    figure.update_layout(margin_t=36)
    for text, x, axis in ((_all(found), mean, "x"), ("all families", 0, "x2")):
        figure.add_annotation(
            text=text, x=x, xref=axis, y=1, yref=f"y{axis[1:]} domain", yanchor="bottom", showarrow=False,
            xanchor="right" if axis == "x" else "center", font={"size": 13, "color": style.QUIET_TEXT[theme]},
        )  # fmt: skip


def _all(found: Ablation) -> str:
    return f"all families {percent(found.accuracy, (found.high - found.low) / 2)}"


def _hover(row: pd.Series, column: str, found: Ablation) -> str:
    """What a mark says, in plain words."""
    kind = "alone" if column == "alone" else "without"
    mean, low, high = (percent(row[kind + end], (row[f"{kind}_high"] - row[f"{kind}_low"]) / 2) for end in ENDS)
    changes = [row[f"{kind}_change{end}"] for end in ENDS]
    change, least, most = (f"{100 * value:+.1f}".replace("-", "−") for value in changes)
    against = "" if pd.isna(row[f"{kind}_change"]) else f"<br>against all: {change} points ({least} to {most})"
    name = family_label(row["family"])
    who = f"<b>Only {name}</b>" if kind == "alone" else f"<b>All but {name}</b>"
    return f"{who}<br>{mean} of {count(found.scored.n_test)} test images right ({low} to {high}){against}"


def describe_ablation(found: Ablation, rows: pd.DataFrame) -> str:
    """The caption, as plain text: what the chart shows, what its intervals cover, where and when it was measured."""
    seeds = f"Mean of {number(found.n_seeds)} seeds" if found.n_seeds > 1 else "One seed"
    covers = "seeds and test images" if found.n_seeds > 1 else "the choice of test images only"
    return (
        f"{seeds}, {count(found.n_train)} training images, an SVM each time. First, one family alone; "
        "then, all others without it: left of the dashed line it is missed. "
        f"The bars are 95 % intervals over {covers}; both sides of a change answered the same images. "
        f"{where_and_when(rows)}"
    )
