"""The speed of handcrafted features and the SVM: one operation over its size, and each implementation's speed-up."""

from functools import partial
from html import escape

import pandas as pd

from analysis.common.wording import count, duration, figures, times
from analysis.timing.handcrafted import FEATURES, IMPLEMENTATION, NAMES, PRETRAINED, implementation
from charts.common.axes import FINER, log_axis, padded, rows_axis, set_axes, sizes_axis
from charts.common.curves import Curve, draw_line, name_lines
from charts.common.marks import STILL, draw_band, hover, hovers, marker, quiet_line
from charts.common.style import QUIET_TEXT, SURFACE, TEXT, Figure, Theme, by_origin, empty_figure, line_of_device, look

SYMBOLS = {"scikit-image": "x", "numba": "circle", "numpy": "square", "torch": "diamond", "cuml": "star"}
COLOURS = {"torch": 1, "numba": 2, "scikit-learn-intelex": 4, "scikit-image": 5, "numpy": 6, "cuml": 2}
ONE_CORE, OTHER = 3, 4
"""The numbers of the colours among those of a device: each library's, numba's on one core, any other library's."""

DASHES = {"scikit-image": "dot", "numba": "solid", "numpy": "solid", "torch": "dash", "cuml": "dashdot"}
ROOM = 150
ROW, LINE = {False: 44, True: 66}, 24
"""Height of a row of the summary, with its name above it if narrow, and of a line of its legend, in pixels."""


def handcrafted_figure(rows: pd.DataFrame, theme: Theme = "light", narrow: bool = False) -> Figure:
    """One operation, measured in one place, against the number of images: images per second; seconds for the SVM."""
    figure = empty_figure(theme, height=320 if narrow else 420, narrow=narrow)
    by_rate = rows["operation"].iloc[0] in (*FEATURES, PRETRAINED)
    seconds = rows[["low_seconds", "median_seconds", "high_seconds"]]
    values = seconds.rdiv(rows["size"], axis=0) if by_rate else seconds
    rows = rows.assign(value=values["median_seconds"], least=values.min(axis=1), most=values.max(axis=1))
    ends = []
    for _, points in rows.groupby(IMPLEMENTATION, sort=False):
        first = points.iloc[0]
        curve = Curve(_line(first), "", first["origin"], implementation(first), points.sort_values("size"))
        _draw(figure, curve, by_rate, theme)
        ends.append((curve, float(curve.points["value"].iloc[-1])))
    low, high = padded(float(rows["least"].min()), float(rows["most"].max()), 0.06)
    choices = FINER if high / low < 10 else FINER[2:]
    y = log_axis(low, high, count if by_rate else duration, most_ticks=8, choices=choices)
    titles = ("Images", "Images per second") if by_rate else ("Training images of the SVM", "Time (ms, s)")
    set_axes(figure, titles[0], sizes_axis(rows["size"], narrow), titles[1], y)
    if narrow:
        figure.update_layout(margin_l=76)
    name_lines(figure, ends, theme, narrow, ROOM)
    return figure


def _draw(figure: Figure, curve: Curve, by_rate: bool, theme: Theme) -> None:
    points, first = curve.points, curve.points.iloc[0]
    draw_band(figure, points["size"], points["least"], points["most"], look(curve.learner).line[theme], 0.18)
    drawn = {"line_width": 2.2 if first["threads"] > 1 else 1.4, "line_dash": DASHES.get(first["library"], "solid")}
    drawn |= {"marker": _marker(first, theme, 9), "legendgroup": None}
    write = partial(_hover, curve.name, by_rate)
    draw_line(figure, curve, points["size"], points["value"], write, theme, **drawn)


def _marker(row: pd.Series, theme: Theme, size: int) -> dict[str, object]:
    """Colour for the implementation, shape for the library, smaller for one core; filled if measured here."""
    shape = by_origin(SYMBOLS.get(row["library"], "square"), row["origin"])
    return marker(look(_line(row)).line[theme], shape, size - 3 if _is_one_core(row) else size)


def _line(row: pd.Series) -> str:
    """The line of an implementation, which has the same colour in both charts."""
    return line_of_device(row["device"], ONE_CORE if _is_one_core(row) else COLOURS.get(row["library"], OTHER))


def _is_one_core(row: pd.Series) -> bool:
    return bool(row["library"] == "numba" and row["threads"] == 1)


def _hover(name: str, by_rate: bool, point: pd.Series) -> str:
    median, low, high = (duration(point[f"{which}_seconds"]) for which in ("median", "low", "high"))
    rate = f"{count(point['value'])} images per second" if by_rate else ""
    return hover(name, f"{count(point['size'])} images", median, rate, f"half of the repetitions took {low} to {high}")


def advantage_figure(found: pd.DataFrame, origin: str, theme: Theme = "light", narrow: bool = False) -> Figure:
    """A row per operation: how many times as fast as its reference each implementation is; features first, CNN last."""
    found = found.assign(origin=origin, name=[implementation(row) for _, row in found.iterrows()])
    operations, names = list(found["operation"].unique()), list(found["name"].unique())
    above = LINE * len(names) if narrow else 2 * LINE
    figure = empty_figure(theme, height=90 + above + ROW[narrow] * len(operations), narrow=narrow)
    for name in names:
        rows = found[found["name"] == name]
        figure.add_scatter(
            x=rows["times"],
            y=[-operations.index(operation) for operation in rows["operation"]],
            name=name,
            mode="markers",
            marker=_marker(rows.iloc[0], theme, 12),
            **hovers(rows, _advantage_hover),
        )
    figure.add_vline(1, line=quiet_line(theme, 1.2))
    low, high = padded(min(float(found["times"].min()), 0.8), max(float(found["times"].max()), 2), 0.05)
    x = log_axis(low, high, lambda value: f"{figures(value)}×", most_ticks=4 if narrow else 9)
    row_names = [_row_name(found, operation, theme) for operation in operations]
    if narrow:
        _name_above(figure, row_names, theme)
    tickfont = {"color": TEXT[theme], "size": 13}
    y = rows_axis([""] * len(operations) if narrow else row_names) | {
        **{"range": [0.4 - len(operations), 0.8], "automargin": True, "showgrid": True, "tickfont": tickfont}
    }
    set_axes(figure, "Times as fast as the reference (×)", x | {"showgrid": True}, "", y)
    place = {"orientation": "v" if narrow else "h", "x": 0, "xanchor": "left", "y": 1.01, "yanchor": "bottom"}
    legend = {**place, **STILL, "font": {"size": 13}}
    return figure.update_layout(showlegend=True, legend=legend, margin_t=above + 8)


def _name_above(figure: Figure, names: list[str], theme: Theme) -> None:
    """Write each row's name above it, because there is no room beside it."""
    for row, name in enumerate(names):
        place = {"x": 0, "xref": "paper", "xanchor": "left", "y": -row, "yanchor": "bottom", "yshift": 6}
        figure.add_annotation(text=name, align="left", showarrow=False, bgcolor=SURFACE[theme], **place)
    figure.update_layout(margin_l=16)


def _row_name(found: pd.DataFrame, operation: str, theme: Theme) -> str:
    """The operation, with its reference below."""
    reference = found.loc[found["operation"] == operation, "reference"].iloc[0]
    quiet = QUIET_TEXT[theme]
    return f"{NAMES[operation]} <br><span style='color:{quiet};font-size:12px'>1× = {escape(reference)} </span>"


def _advantage_hover(row: pd.Series) -> str:
    low, high = figures(row["times_low"]), figures(row["times_high"])
    speed_up = "the reference" if row["is_reference"] else f"{times(row['times'])} as fast ({low} to {high})"
    return hover(NAMES[row["operation"]], row["name"], f"{speed_up}, {count(row['size'])} images")
