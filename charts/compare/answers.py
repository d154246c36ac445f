"""What both learners say about one image, as bars: their answers, and what spoke for them."""

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from charts.common.families import family_colour, family_label
from charts.common.style import Figure, Theme, figure, look

MOST_CLASSES = 5
BAR = 30  # points that one row of bars is high


def answers(probabilities: Mapping[str, NDArray[np.float64]], classes: Sequence[str], theme: Theme = "light") -> Figure:
    """Calibrated probability of the likeliest classes, a bar a learner."""
    highest = np.max(list(probabilities.values()), axis=0)
    shown = np.argsort(-highest, kind="stable")[:MOST_CLASSES][::-1]
    drawn = figure(theme, height=110 + 2 * BAR * len(shown))
    names = [escape(short(classes[number]), quote=False) for number in shown]
    for learner, shares in reversed(list(probabilities.items())):
        drawn.add_bar(
            x=100 * shares[shown],
            y=names,
            orientation="h",
            name=look(learner).short,
            marker_color=look(learner).line[theme],
            text=[f"{100 * share:.0f} %" for share in shares[shown]],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:.1f} %<extra>" + escape(look(learner).short) + "</extra>",
        )
    drawn.update_xaxes(title_text="Probability, calibrated (%)", range=[0, 112], tickvals=[0, 25, 50, 75, 100])
    drawn.update_yaxes(type="category", automargin=True, showgrid=False, tickfont_size=15)  # digits are names here
    return drawn.update_layout(
        barmode="group",
        bargap=0.25,
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "reversed"},
    )


def votes(changes: Mapping[str, float], theme: Theme = "light") -> Figure:
    """How far the winner's lead falls when a family knows nothing: to the right, the family spoke for the answer."""
    names = sorted(changes, key=lambda family: -changes[family])  # plotly draws the last one on top
    falls = [-changes[family] for family in names]
    drawn = figure(theme, height=90 + BAR * len(names))
    drawn.add_bar(
        x=falls,
        y=[family_label(family) for family in names],
        orientation="h",
        marker_color=[family_colour(family, theme) for family in names],
        hovertemplate="%{y}: %{x:.2f}<extra></extra>",
    )
    drawn.update_xaxes(title_text="Lead lost without this family (score)", zeroline=True)
    drawn.update_yaxes(automargin=True, showgrid=False)
    return drawn


def strip(vector: NDArray[np.float32], families: Mapping[str, tuple[int, int]], theme: Theme = "light") -> Figure:
    """The whole vector, a thin bar a number, in the colour of its family, which `votes` names."""
    drawn = figure(theme, height=220)
    for family, (start, end) in families.items():
        drawn.add_bar(
            x=np.arange(start, end),
            y=np.clip(vector[start:end], -5, 5),
            name=family_label(family),
            marker={"color": family_colour(family, theme), "line": {"width": 0}},
            hovertemplate="number %{x}: %{y:.2f}<extra>" + family_label(family) + "</extra>",
        )
    drawn.update_xaxes(title_text="Number in the vector")
    drawn.update_yaxes(title_text="Distance from the mean<br>(standard deviations)", range=[-5.2, 5.2])
    return drawn.update_layout(barmode="overlay", bargap=0)


def short(name: str) -> str:
    """A class name that fits beside a bar."""
    return name if len(name) <= 24 else f"{name[:23]}…"
