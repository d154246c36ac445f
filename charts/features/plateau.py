"""What lifts the SVM: by how many points each single change moves its accuracy."""

import pandas as pd

from analysis.common.wording import count, signed
from analysis.features.plateau import Plateau
from charts.common import style
from charts.common.captions import where_and_when
from charts.common.marks import draw_bar_interval, hover, quiet_line
from charts.common.style import Figure, Theme


def plateau_figure(found: Plateau, theme: Theme = "light", narrow: bool = False) -> Figure:
    """A row for each change, its mean as a mark and its interval as a bar; the dashed line is no change."""
    figure = style.figure(theme, height=470, narrow=narrow)
    names = [_label(label, narrow) for label in found.table["label"]]
    colour = style.look("svm").line[theme]
    for name, row in zip(names, found.table.itertuples(), strict=True):
        value, *ends = (100 * float(getattr(row, column)) for column in ("change", "low", "high"))
        text = hover(str(row.label), f"{signed(value)} points ({signed(ends[0])} to {signed(ends[1])})")
        draw_bar_interval(figure, name, value, ends, colour, theme, hovertext=text, showlegend=False)
    figure.add_shape(type="line", x0=0, x1=0, y0=0, y1=1, yref="paper", line=quiet_line(theme))
    figure.update_xaxes(title_text=f"Change{'' if narrow else ' of accuracy'} (percentage points)", showgrid=True)
    figure.update_xaxes(gridcolor=style.GRID[theme])
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
