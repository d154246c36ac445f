"""Named rows with two scales: what each way costs on the left, and how accurate it is on the right."""

from collections.abc import Sequence
from typing import Any

from charts.common.axes import rows_axis
from charts.common.style import Figure

ROW = {False: 46, True: 58}
"""Height of a row in pixels, on a wide and on a narrow screen, where its name is above it."""


def name_rows(figure: Figure, names: Sequence[str], narrow: bool) -> None:
    """Write each row's name beside it or, on a narrow screen, above it."""
    for row, name in enumerate(names if narrow else ()):
        place = {"x": 0, "xref": "paper", "xanchor": "left", "y": -row, "yanchor": "bottom", "yshift": 9}
        figure.add_annotation(text=name, showarrow=False, **place)
    axis = rows_axis(["" if narrow else f"{name} " for name in names])
    figure.update_yaxes(range=[0.6 - len(names), 0.7], automargin=not narrow, showgrid=not narrow, **axis)


def set_scales(
    figure: Figure, titles: tuple[str, str], cost: dict[str, Any], accuracy: list[float], narrow: bool
) -> None:
    """The titles of both scales, the settings of the left one, and the range of the right one in percent."""
    plain = figure.layout.xaxis.to_plotly_json() | {"showgrid": True}
    left, right = ({**plain, "title": {**plain["title"], "text": title}} for title in titles)
    figure.update_layout(
        xaxis=left | {"domain": [0, 0.55], **cost},
        xaxis2=right | {"domain": [0.62, 1], "type": "linear", "range": accuracy, "nticks": 3 if narrow else 6},
        margin={"l": 12 if narrow else 60, "t": 24},
    )
