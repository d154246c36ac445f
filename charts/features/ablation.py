"""What feature families and single changes are worth to the SVM: alone, left out, and by points of accuracy."""

import numpy as np
import pandas as pd

from analysis.common.wording import capitalised, count, mean_of, percents, signed
from analysis.features.ablation import Ablation
from analysis.features.plateau import Plateau
from charts.common.captions import where_and_when
from charts.common.families import family_colour, family_label
from charts.common.marks import draw_bar_interval, hover, note, quiet_line
from charts.common.style import GRID, SHADE, Figure, Theme, empty_figure, look

PANELS = {"alone": ("x", "y"), "without_change": ("x2", "y2")}
"""The columns of the ablation's chart, and their axes."""

ENDS = ("", "_low", "_high")


def ablation_figure(found: Ablation, theme: Theme = "light", narrow: bool = False) -> Figure:
    """A row for each family in two panels, alone and left out; on a phone one panel is below the other."""
    figure = empty_figure(theme, height=700 if narrow else 430, narrow=narrow)
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
    places = {"categoryorder": "array", "categoryarray": names, "range": [-0.6, len(names) - 0.4], "showgrid": False}
    plain_x, plain_y = figure.layout.xaxis.to_plotly_json(), figure.layout.yaxis.to_plotly_json()
    grid = {"showgrid": True, "gridcolor": plain_y["gridcolor"]}
    figure.update_layout(
        xaxis=plain_x | grid | {"domain": columns[0], "anchor": "y"},
        xaxis2=plain_x | grid | {"domain": columns[1], "anchor": "y2"},
        yaxis=plain_y | places | {"domain": rows[0], "automargin": True},
        yaxis2=plain_y | places | {"domain": rows[1], "anchor": "x2", "automargin": True, "showticklabels": narrow},
    )
    figure.layout.xaxis.title.text = f"Alone: right on {count(found.scored.n_test)} test images (%)"
    figure.layout.xaxis2.title.text = f"Left out: change{'' if narrow else ' against all'} (percentage points)"
    figure.layout.xaxis.range = _range(found.table[["alone_low", "alone_high"]], [found.low, found.high])
    figure.layout.xaxis2.range = _range(found.table[["without_change_low", "without_change_high"]], [-0.005, 0.005])


def _range(ends: pd.DataFrame, others: list[float]) -> list[float] | None:
    """From the lowest to the highest end in percent, with some room; None if nothing is measured."""
    values = 100 * np.array([*ends.to_numpy().ravel(), *others])
    if np.isnan(values).all():
        return None
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    return [low - 0.04 * (high - low), high + 0.04 * (high - low)]


def _draw_row(figure: Figure, row: pd.Series, column: str, text: str, axes: dict[str, str], theme: Theme) -> None:
    """The interval as a translucent bar, with the mean as a mark on it."""
    value, *ends = (100 * row[f"{column}{end}"] for end in ENDS)
    name, colour = family_label(row["family"]), family_colour(row["family"], theme)
    draw_bar_interval(figure, name, value, ends, colour, theme, hovertext=text, **axes)


def _draw_all(figure: Figure, found: Ablation, theme: Theme) -> None:
    """All families together: a band in the first panel, the line of no change in the second."""
    line = quiet_line(theme)
    figure.add_shape(type="line", x0=0, x1=0, xref="x2", y0=0, y1=1, yref="y2 domain", line=line)
    if pd.isna(found.accuracy):
        return
    low, mean, high = 100 * found.low, 100 * found.accuracy, 100 * found.high
    panel = {"xref": "x", "yref": "y domain", "y0": 0, "y1": 1}
    figure.add_shape(type="rect", x0=low, x1=high, fillcolor=SHADE[theme], line_width=0, layer="below", **panel)
    figure.add_shape(type="line", x0=mean, x1=mean, line=line, **panel)
    figure.update_layout(margin_t=36)
    share = percents(found.accuracy, found.low, found.high)[0]
    top = {"y": 1, "yanchor": "bottom"}
    note(figure, theme, f"all families {share}", x=mean, xref="x", yref="y domain", xanchor="right", **top)
    note(figure, theme, "all families", x=0, xref="x2", yref="y2 domain", xanchor="center", **top)


def _hover(row: pd.Series, column: str, found: Ablation) -> str:
    """What a mark says."""
    kind = "alone" if column == "alone" else "without"
    mean, low, high = percents(*row[[kind + end for end in ENDS]])
    change, least, most = (signed(100 * row[f"{kind}_change{end}"]) for end in ENDS)
    return hover(
        f"{'Only' if kind == 'alone' else 'All but'} {family_label(row['family'])}",
        f"{mean} of {count(found.scored.n_test)} test images right ({low} to {high})",
        "" if pd.isna(row[f"{kind}_change"]) else f"against all: {change} points ({least} to {most})",
    )


def describe_ablation(found: Ablation, rows: pd.DataFrame) -> str:
    """The caption, as plain text: what the chart shows, what its intervals cover, where and when it was measured."""
    covers = "seeds and test images" if found.n_seeds > 1 else "the choice of test images only"
    return (
        f"{capitalised(mean_of(found.n_seeds))}, {count(found.n_train)} training images, an SVM each "
        "time. First, each family alone; then all families without it, where a mark to the left of the dashed line "
        f"means that accuracy falls without it. The bars are 95 % intervals over {covers}; changes compare predictions "
        f"for the same images. {where_and_when(rows)}"
    )


def plateau_figure(found: Plateau, theme: Theme = "light", narrow: bool = False) -> Figure:
    """A row for each change, its mean as a mark and its interval as a bar; the dashed line is no change."""
    figure = empty_figure(theme, height=470, narrow=narrow)
    names = [_label(label, narrow) for label in found.table["label"]]
    colour = look("svm").line[theme]
    for name, row in zip(names, found.table.itertuples(), strict=True):
        value, *ends = (100 * float(getattr(row, column)) for column in ("change", "low", "high"))
        text = hover(str(row.label), f"{signed(value)} points ({signed(ends[0])} to {signed(ends[1])})")
        draw_bar_interval(figure, name, value, ends, colour, theme, hovertext=text, showlegend=False)
    figure.add_shape(type="line", x0=0, x1=0, y0=0, y1=1, yref="paper", line=quiet_line(theme))
    figure.update_xaxes(title_text=f"Change{'' if narrow else ' of accuracy'} (percentage points)", showgrid=True)
    figure.update_xaxes(gridcolor=GRID[theme])
    places = {"categoryorder": "array", "categoryarray": names[::-1], "range": [-0.6, len(names) - 0.4]}
    return figure.update_yaxes(automargin=True, showgrid=False, tickfont_size=12 if narrow else 14, **places)


def _label(label: str, narrow: bool) -> str:
    """The label, in two lines on a phone."""
    words = label.split(" ")
    middle = (len(words) + 1) // 2
    return "<br>".join([" ".join(words[:middle]), " ".join(words[middle:])]) if narrow else label


def describe_plateau(found: Plateau, rows: pd.DataFrame) -> str:
    """The caption, as plain text: what a row is, what its interval covers, where and when it was measured."""
    fewest = int(found.table["n_seeds"].min())
    covers = "seeds and test images" if fewest > 1 else "test images, and seeds where a row has several"
    return (
        f"Each row changes one thing about the quick SVM, whose C is 5, after {count(found.n_train)} training images; "
        f"all else stays. Bars: 95 % intervals over {covers}, paired on {count(found.scored.n_test)} test images. "
        f"{where_and_when(rows)}"
    )
