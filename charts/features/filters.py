"""A CNN's first filters beside the most similar handcrafted ones, and how similar random filters are."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from analysis.common.wording import count
from analysis.features.filters import LEVEL, Match, Matches
from charts.common.axes import set_axes
from charts.common.marks import marker, note, quiet_line
from charts.common.style import QUIET_TEXT, TEXT, Figure, Theme, empty_figure, look, translucent

Tile = NDArray[np.uint8]

TIMES = 8
"""Screen pixels for each pixel of a filter, so that browsers do not smooth them."""

GAP, WORDS = 4, 30
"""Screen pixels between the two filters of a pair, and below them for two lines of words."""

DIM = {"light": 120, "dark": 170}
"""The opacity, of 255, in each theme, of a handcrafted filter that is no more similar than chance explains."""


def filters_figure(matches: Matches, theme: Theme = "light", narrow: bool = False) -> Figure:
    """Pairs of filters, most similar first: the CNN's on the left, the most similar handcrafted one on the right."""
    columns = 2 if narrow else 4
    side = TIMES * matches.found[0].filter.shape[0]
    width, height = 2 * side + GAP + 24, side + WORDS
    n_rows = -(-len(matches.found) // columns)
    figure = empty_figure(theme, height=n_rows * (118 if narrow else 136) + 8, narrow=narrow)
    for number, match in enumerate(matches.found):
        left, top = (number % columns) * width, (number // columns) * height
        pair = (match.filter, left, 255), (match.image, left + side + GAP, 255 if match.above_chance else DIM[theme])
        for image, x, opacity in pair:
            tile = _tile(image, float(np.abs(match.filter).max()), opacity)
            figure.add_trace(go.Image(z=tile, colormodel="rgba256", x0=x + 0.5, y0=top + 0.5, hoverinfo="skip"))
        place = {"x": left, "y": top + side + 2, "xanchor": "left", "yanchor": "top", "align": "left"}
        font = {"color": TEXT[theme]} if match.above_chance else {}
        note(figure, theme, _words(match), **place, font=font)
    still = {"visible": False, "constrain": "domain"}
    figure.update_xaxes(range=[0, columns * width], constraintoward="left", **still)
    figure.update_yaxes(range=[n_rows * height, 0], scaleanchor="x", constraintoward="top", **still)
    return figure.update_layout(margin={"l": 0, "r": 0, "t": 4, "b": 4})


def _tile(filter: NDArray[np.floating], strongest: float, opacity: int) -> Tile:
    """A filter as an image with opacity: zero is mid-grey, the strongest value black, white or a pure colour."""
    rgb = filter if filter.shape[2] == 3 else filter.repeat(3, axis=2)
    bytes_ = np.rint(127.5 + 127.5 * np.clip(rgb / max(strongest, 1e-12), -1, 1)).astype(np.uint8)
    tile = np.concatenate([bytes_, np.full((*bytes_.shape[:2], 1), opacity, np.uint8)], axis=2)
    return tile.repeat(TIMES, axis=0).repeat(TIMES, axis=1)


def _words(match: Match) -> str:
    """The correlation, and with which filter."""
    return f"<b>{match.correlation:.2f}</b><br>{match.name if match.above_chance else 'no more than chance'}"


def chance_figure(matches: Matches, theme: Theme = "light", narrow: bool = False) -> Figure:
    """The similarity of random filters as a grey histogram, with the CNN's filters as marks above it."""
    figure = empty_figure(theme, height=260, narrow=narrow)
    steps = np.linspace(0, 1, 51)
    shares = 100 * np.histogram(matches.by_chance, steps)[0] / len(matches.by_chance)
    cnn, top, quiet = look("cnn"), float(shares.max()), QUIET_TEXT[theme]
    figure.add_bar(
        x=(steps[1:] + steps[:-1]) / 2,
        y=shares,
        width=0.02,
        marker_color=translucent(look("raw_svm").line[theme], 0.5),
        hovertemplate="%{y:.1f} % of random filters reach about %{x:.2f}<extra></extra>",
    )
    figure.add_scatter(
        x=[match.correlation for match in matches.found],
        y=np.full(len(matches.found), 1.25 * top),
        mode="markers",
        marker=marker(cnn.line[theme], size=11, width=1.5) | {"color": translucent(cnn.line[theme], 0.6)},
        hovertext=[_words(match) for match in matches.found],
        hoverinfo="text",
    )
    figure.add_vline(x=matches.threshold, line=quiet_line(theme))
    share = f"{100 * LEVEL:.0f} of 100 random filters"
    below = f"{share}<br>are left of this" if narrow else f"{share} are left of this"
    for text, x, y, side, colour in (
        ("the CNN’s filters", 0, 1.45, "left", cnn.text[theme]),
        ("random filters", 0, 0.5, "left", quiet),
        (below, matches.threshold, 1.7, "right", quiet),
    ):
        note(figure, theme, text, x=x, y=y * top, xanchor=side, xshift=-4 if x else 4, font={"color": colour})
    title = "Correlation" if narrow else "Correlation with the most similar handcrafted filter (0 to 1)"
    counts = {"range": [0, 1.85 * top], "rangemode": "tozero"}
    set_axes(figure, title, {"range": [0, 1]}, "Random filters (%)", counts)
    return figure


def describe_filters(matches: Matches, n_train: int) -> str:
    """The caption of the pairs, as plain text."""
    return (
        f"On the left of each pair, a filter of the CNN's first layer, learned from {count(n_train)} images; on the "
        "right, the most similar handcrafted filter, scaled to the strength of the CNN's, with their correlation (1: "
        "the same). Gabor: stripes, with their direction and the pixels from one to the next; Sobel: an edge; grey: "
        "zero. "
        f"“No more than chance”: a correlation of {matches.threshold:.2f} or less."
    )


def describe_chance(matches: Matches) -> str:
    """The caption of the histogram, as plain text: where the threshold comes from."""
    n, passed = len(matches.found), (1 - LEVEL) * len(matches.found)
    return (
        f"{count(len(matches.by_chance))} random filters, such as a CNN starts with, were compared in the same way: "
        f"{100 * LEVEL:.0f} of 100 reach no more than {matches.threshold:.2f}, so of {n} filters about "
        f"{passed:.1g} would pass by chance."
    )
