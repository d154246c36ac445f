"""The colours of both sides of a comparison: their learners', or another one for a learner's second appearance."""

from charts.common.style import DEVICES, Theme, look


def colours(learners: tuple[str, str], theme: Theme) -> tuple[str, str]:
    """The line colour of the first and of the second side."""
    first, second = (look(learner).line[theme] for learner in learners)
    return first, DEVICES["gpu 2"].line[theme] if first == second else second
