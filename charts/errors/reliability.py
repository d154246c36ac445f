"""Reliability diagrams: how often each side is right among the predictions of which it is equally sure."""

from collections.abc import Sequence

from analysis.common.wording import capitalised, counted
from analysis.errors.reliability import Reliability
from charts.common.axes import set_axes
from charts.common.marks import NAMES_ABOVE, hover, hovers, marker, quiet_line
from charts.common.style import Figure, Theme, colours, empty_figure

LEAST = 10
"""Ranges with fewer predictions are not drawn: chance throws their marks anywhere."""

WHEN = {"before": ("dot", "-open"), "after": ("solid", "")}
"""The dash of the line, and the end of the mark's name."""


def reliability_figure(
    before: Sequence[Reliability],
    after: Sequence[Reliability],
    named: tuple[str, str],
    learners: tuple[str, str],
    theme: Theme = "light",
    narrow: bool = False,
) -> Figure:
    """Two lines for each side, dotted before calibration, solid after it; on the diagonal: as often right as sure."""
    figure = empty_figure(theme, height=400 if narrow else 480, narrow=narrow)
    figure.add_scatter(x=[0, 100], y=[0, 100], mode="lines", line=quiet_line(theme), hoverinfo="skip", showlegend=False)
    for side, (name, colour) in enumerate(zip(named, colours(learners, theme), strict=True)):
        for when, one in (("before", before[side]), ("after", after[side])):
            _draw(figure, one, f"{capitalised(name.removeprefix('the '))}, {when}", colour, side, when)
    ticks = {"range": [-2, 102], "tickvals": [0, 20, 40, 60, 80, 100]}
    set_axes(figure, "How sure (%)", ticks, "Right (%)", ticks)
    return figure.update_layout(showlegend=True, legend=NAMES_ABOVE, margin_t=64 if narrow else 40)


def _draw(figure: Figure, one: Reliability, name: str, colour: str, side: int, when: str) -> None:
    dash, ending = WHEN[when]
    bins = one.bins[one.bins["n"] >= LEAST]
    figure.add_scatter(
        x=100 * bins["confidence"],
        y=100 * bins["right"],
        name=name,
        mode="lines+markers",
        line={"color": colour, "width": 2.5, "dash": dash},
        marker=marker(colour, f"{('circle', 'square')[side]}{ending}"),
        **hovers(
            bins,
            lambda part: hover(
                f"{name} calibration",
                f"{counted(int(part['n']), 'prediction')}, on average {100 * part['confidence']:.0f} % sure",
                f"{100 * part['right']:.0f} % right",
            ),
        ),
    )


def describe_reliability(n_tested: int, n_calibrated: int, temperatures: Sequence[float], named: Sequence[str]) -> str:
    """The caption, as plain text."""
    each = " and ".join(f"{value:.2g} for {name}" for name, value in zip(named, temperatures, strict=True))
    return (
        f"{counted(n_tested, 'test image')}, grouped into ten ranges of confidence; ranges with fewer than {LEAST} "
        "predictions are not drawn; dashed: right as often as sure. "
        f"Calibrated on {counted(n_calibrated, 'training image')} that neither model learned from: all scores are "
        f"divided by one number, {each}. No band: the sentences compare the error with the error that chance alone "
        "would give a perfectly calibrated model."
    )
