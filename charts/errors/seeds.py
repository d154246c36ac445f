"""The difference between both sides for each seed alone, and over all seeds."""

from collections.abc import Sequence

from analysis.common.paired import Gap
from analysis.common.wording import capitalised
from analysis.errors.words import ends
from charts.common.axes import rows_axis, set_axes
from charts.common.marks import draw_interval, hover, marker, quiet_line
from charts.common.style import QUIET_TEXT, TEXT, Figure, Theme, colours, empty_figure


def seeds_figure(
    seeds: Sequence[int],
    gaps: Sequence[Gap],
    over_all: Gap | None,
    chosen: int,
    most: float,
    named: tuple[str, str],
    learners: tuple[str, str],
    theme: Theme = "light",
    narrow: bool = False,
) -> Figure:
    """A row for each seed in the colour of who is ahead, the chosen one emphasised; the last is over all seeds.

    The axis reaches to `most` on both sides, so that it stays the same whatever is shown.
    """
    rows = list(zip([f"Seed {seed}" for seed in seeds], gaps, strict=True))
    rows += [("All seeds", over_all)] if over_all else []
    figure = empty_figure(theme, height=140 + 34 * len(rows), narrow=narrow)
    shades = colours(learners, theme)
    for row, (name, gap) in enumerate(rows):
        is_all, is_chosen = row == len(seeds), row < len(seeds) and seeds[row] == chosen
        colour = TEXT[theme] if is_all else shades[int(gap.value > 0)] if gap.sign else QUIET_TEXT[theme]
        draw_interval(
            figure,
            -row,
            100 * gap.value,
            [100 * gap.low, 100 * gap.high],
            {"color": colour, "width": 6 if is_chosen or is_all else 2.5},
            marker(colour, "diamond" if is_all else "circle", 13 if is_chosen or is_all else 9),
            hovertext=hover(name, f"{capitalised(named[1])} minus {named[0]}: {ends(gap)} points"),
        )
    figure.add_vline(x=0, line=quiet_line(theme))
    ends_at = [-105 * most, 105 * most]
    first, second = (name.removeprefix("the ") for name in named)
    title = (
        f"Points: left {first}, right {second} ahead"
        if narrow
        else f"← {first} ahead      Points      {second} ahead →"
    )
    names = [f"<b>{name}</b>" if name == f"Seed {chosen}" else name for name, _ in rows]
    set_axes(figure, title, {"nticks": 5 if narrow else 9, "range": ends_at}, "", rows_axis(names))
    return figure.update_yaxes(range=[0.6 - len(rows), 0.6], automargin=True)


def describe_seeds(n_seeds: int) -> str:
    """The caption, as plain text."""
    return (
        "95 % intervals: for a single seed over the test images, for all seeds together over test images "
        "and seeds. Coloured seeds are those that, on their own, would have named a winner. "
        f"All {n_seeds} seeds were measured in the same way."
    )
