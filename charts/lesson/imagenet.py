"""The lowest error of each year's ImageNet competition, as published."""

from analysis.lesson.imagenet import PERSON, WINNERS
from charts.common.axes import set_axes
from charts.common.marks import hover, note, quiet_line
from charts.common.style import SURFACE, Figure, Theme, empty_figure, ink, look


def imagenet_figure(theme: Theme = "light", narrow: bool = False) -> Figure:
    """A bar per year, in the colour of its kind of features, and the person's error as a line."""
    figure = empty_figure(theme, height=320, narrow=narrow)
    for winner in WINNERS:
        colour = look("cnn" if winner.learned else "svm").line[theme]
        kind = "learned features" if winner.learned else "an SVM on them"
        hatched = {"pattern": {"shape": "/", "fillmode": "overlay", "fgcolor": SURFACE[theme]}}
        figure.add_bar(
            x=[str(winner.year)],
            y=[winner.error],
            text=[f"{winner.error:.1f}"],
            # Above its bar, the smallest number would be struck through by the person's line.
            textposition="outside" if winner.error > PERSON else "inside",
            insidetextfont={"color": ink(colour)},
            marker={"color": colour} | ({} if winner.learned else hatched),
            hovertext=hover(str(winner.year), f"{winner.error:.1f} % wrong", f"{winner.name}, {kind}"),
            hoverinfo="text",
        )
    set_axes(figure, "Year", {"type": "category"}, "Wrong in five guesses (%)", {"range": [0, 33]})
    figure.add_shape(type="line", x0=0, x1=1, xref="paper", y0=PERSON, y1=PERSON, line=quiet_line(theme))
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": PERSON, "yanchor": "bottom"}
    note(figure, theme, f"one trained person: {PERSON} %", **place, bgcolor=SURFACE[theme])
    return figure


def describe_imagenet() -> str:
    """The caption, as plain text."""
    years = "; ".join(f"{winner.year} {winner.error:.1f} % ({winner.name})" for winner in WINNERS)
    return (
        f"Lowest error of each year, published figures and not measured here: {years}. Hatched: handcrafted features; "
        f"plain: CNNs. One trained person had {PERSON} %. Winners only. The last errors are so few that "
        "doubtful labels matter more."
    )
