"""The charts of a few cards."""

from analysis.lesson.register import Claim
from analysis.lesson.verdict import Verdict
from charts.common.style import View
from charts.lesson.imagenet import describe_imagenet, imagenet_figure
from ui.common.chart import for_visitor, show_chart
from ui.data_size.curve import comparison, draw_accuracy
from ui.lesson.rows import Lesson

CURVES: dict[str, View] = {
    "plateaus": "error",
    "keeps_improving": "error",
    "four_times": "error",
    "cross": "accuracy",
    "few_images": "accuracy",
    "sample_efficiency": "accuracy",
    "simple_problems": "accuracy",
}
"""The claims whose cards show learning curves, with the view of the curves."""


def show_chart_of(lesson: Lesson, claim: Claim, verdict: Verdict) -> None:
    """The chart of a claim, if it has one."""
    if claim.name == "imagenet":
        words = describe_imagenet()
        show_chart(for_visitor(imagenet_figure, "imagenet"), "imagenet", words, words)
    elif claim.name in CURVES and verdict.condition and verdict.condition.dataset:
        _show_curves(lesson, claim, verdict)


def _show_curves(lesson: Lesson, claim: Claim, verdict: Verdict) -> None:
    """The curves of the data set and the origin on which the verdict rests."""
    case, rows = verdict.condition, lesson.evidence.curve_rows
    assert case is not None
    rows = rows[(rows["dataset"] == case.dataset) & (rows["origin"] == case.origin)]
    if rows.empty:
        return
    shown = comparison(rows, CURVES[claim.name])
    figure = for_visitor(draw_accuracy(shown), f"accuracy {shown.key}")
    show_chart(figure, f"lesson-{claim.name}", verdict.measured, shown.caption)
