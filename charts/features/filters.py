"""A network's first filters beside the nearest ones made by hand, and how near random filters come."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from analysis.features.filters import Match, Matches
from charts.common import style
from charts.common.axes import count
from charts.common.style import Figure, Theme

Tile = NDArray[np.uint8]

TIMES = 8
"""Points a filter's pixel, so that no browser smooths them into one another."""

GAP, WORDS = 4, 30
"""Points between the two of a pair, and under them for two lines of words."""

DIM = 90
"""Opacity, of 255, of a nearest filter that is no nearer than chance explains."""


def filters_figure(matches: Matches, theme: Theme = "light", narrow: bool = False) -> Figure:
    """Pairs in rows, nearest first: the network's filter on the left, the nearest one made by hand on the right."""
    columns = 2 if narrow else 4
    side = TIMES * matches.found[0].filter.shape[0]
    wide, high = 2 * side + GAP + 24, side + WORDS
    n_rows = -(-len(matches.found) // columns)
    figure = style.figure(theme, height=n_rows * (118 if narrow else 136) + 8, narrow=narrow)
    for number, match in enumerate(matches.found):
        left, top = (number % columns) * wide, (number // columns) * high
        for image, x, opacity in (
            (match.filter, left, 255),
            (match.image, left + side + GAP, 255 if match.sure else DIM),
        ):
            tile = _tile(image, float(np.abs(match.filter).max()), opacity)
            figure.add_trace(go.Image(z=tile, colormodel="rgba256", x0=x + 0.5, y0=top + 0.5, hoverinfo="skip"))
        figure.add_annotation(
            text=_words(match), x=left, y=top + side + 2, xanchor="left", yanchor="top", align="left", showarrow=False,
            font={"size": 13, "color": (style.TEXT if match.sure else style.QUIET_TEXT)[theme]},
        )  # fmt: skip
    still = {"visible": False, "constrain": "domain"}
    figure.update_xaxes(range=[0, columns * wide], constraintoward="left", **still)
    figure.update_yaxes(range=[n_rows * high, 0], scaleanchor="x", constraintoward="top", **still)
    return figure.update_layout(margin={"l": 0, "r": 0, "t": 4, "b": 4})


def _tile(filter: NDArray[np.floating], strongest: float, opacity: int) -> Tile:
    """A filter as an image with opacity: zero is mid-grey, the strongest number black, white or a pure colour."""
    rgb = filter if filter.shape[2] == 3 else filter.repeat(3, axis=2)
    bytes_ = np.rint(127.5 + 127.5 * np.clip(rgb / max(strongest, 1e-12), -1, 1)).astype(np.uint8)
    tile = np.concatenate([bytes_, np.full((*bytes_.shape[:2], 1), opacity, np.uint8)], axis=2)
    return tile.repeat(TIMES, axis=0).repeat(TIMES, axis=1)


def _words(match: Match) -> str:
    """The correlation and what it is with."""
    return f"<b>{match.correlation:.2f}</b><br>{match.name if match.sure else 'matches nothing'}"


def chance_figure(matches: Matches, theme: Theme = "light", narrow: bool = False) -> Figure:
    """How near random filters come (the grey hill), and where the network's filters stand above it."""
    figure = style.figure(theme, height=260, narrow=narrow)
    steps = np.linspace(0, 1, 51)
    shares = 100 * np.histogram(matches.by_chance, steps)[0] / len(matches.by_chance)
    colour, grey, top = style.look("cnn").line[theme], style.look("raw_svm").line[theme], float(shares.max())
    figure.add_bar(
        x=(steps[1:] + steps[:-1]) / 2, y=shares, width=0.02, marker_color=style.translucent(grey, 0.5),
        hovertemplate="%{y:.1f} % of random filters reach about %{x:.2f}<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=[match.correlation for match in matches.found],
        y=np.full(len(matches.found), 1.25 * top),
        mode="markers",
        marker={"size": 11, "color": style.translucent(colour, 0.6), "line": {"color": colour, "width": 1.5}},
        hovertext=[_words(match) for match in matches.found],
        hoverinfo="text",
    )
    line = {"color": style.QUIET_TEXT[theme], "width": 1.5, "dash": "dash"}
    figure.add_vline(x=matches.threshold, line=line)
    _name(figure, matches, top, theme)
    figure.update_xaxes(title_text="Correlation with the nearest filter made by hand (0 to 1)", range=[0, 1])
    figure.update_yaxes(title_text="Random filters (%)", range=[0, 1.85 * top], rangemode="tozero")
    return figure


def _name(figure: Figure, matches: Matches, top: float, theme: Theme) -> None:
    """What the marks, the hill and the line are, written beside them."""
    for text, x, y, anchor, colour in (
        ("the network’s filters", 0, 1.45 * top, "left", style.look("cnn").text[theme]),
        ("random filters", 0, 0.5 * top, "left", style.QUIET_TEXT[theme]),
        (
            f"{100 * matches.level:.0f} of 100 stay left of this",
            matches.threshold,
            1.7 * top,
            "right",
            style.QUIET_TEXT[theme],
        ),
    ):
        font = {"size": 13, "color": colour}
        figure.add_annotation(text=text, x=x, y=y, xanchor=anchor, xshift=-4 if x else 4, showarrow=False, font=font)


def describe_filters(matches: Matches, n_train: int) -> str:
    """The caption of the pairs, as plain text."""
    return (
        f"Left of each pair a filter of the first layer, learnt from {count(n_train)} images; right of it the "
        "nearest one made by hand, as strong as it is in the filter, with their correlation (1: the same). Gabor: "
        "stripes, their direction and the pixels from one to the next; Sobel: an edge; grey is zero. "
        f"“Matches nothing”: {matches.threshold:.2f} or less."
    )


def describe_chance(matches: Matches) -> str:
    """The caption of the hill, as plain text: where the threshold comes from."""
    n, passed = len(matches.found), (1 - matches.level) * len(matches.found)
    return (
        f"{count(len(matches.by_chance))} filters of random numbers, such as a network starts with, were compared in "
        f"the same way: {100 * matches.level:.0f} of 100 reach no more than {matches.threshold:.2f}, so of {n} filters "
        f"about {passed:.1g} would pass by chance."
    )
