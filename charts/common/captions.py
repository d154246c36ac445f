"""The sentences below a chart: what it shows, what its bands cover, where and when it was measured."""

import pandas as pd

from analysis.common.machine import load_caption, measured_here
from analysis.common.wording import capitalised, count, mean_of, points


def describe_accuracy(summary: pd.DataFrame, margin: float | None = None) -> str:
    """The caption of the chart of accuracy, as plain text, also for people who cannot see the chart.

    `margin` is half the width of the chart's grey ribbon.
    """
    is_one = summary["n_seeds"] == 1
    mixed = " Bands of points with one seed cover the test images only." if is_one.nunique() > 1 else ""
    leads = " Bands may overlap where a lead is clear: it is judged image by image."
    paired = leads if summary["learner"].nunique() > 1 else ""
    ribbon = ""
    if margin is not None:
        known = f"an accuracy is known to ±{points(margin, margin)}; a smaller gap may be chance."
        ribbon = f" Grey ribbon: with {count(summary['n_test'].iloc[0])} test images, {known}"
    return f"{band_over(summary, 'One seed per point')}{mixed}{paired}{ribbon} {where_and_when(summary, marks=True)}"


def band_over(rows: pd.DataFrame, one_seed: str = "One seed") -> str:
    """How many seeds a band is over; a band of one seed says nothing about luck."""
    if (rows["n_seeds"] == 1).all():
        return f"{one_seed}: the 95 % band covers the choice of test images only, not luck in training."
    return f"{capitalised(mean_of(rows['n_seeds']))}, 95 % band over seeds and test images."


def describe_time(summary: pd.DataFrame) -> str:
    """The caption of the chart of seconds, as plain text; it says why there is no band."""
    return (
        "Seconds for features, training and prediction of all test images, mean over seeds. "
        f"No band: the seconds of one machine say nothing about another. {where_and_when(summary, marks=True)} "
        f"{load_caption(summary['other_cores'])}"
    ).strip()


def where_and_when(rows: pd.DataFrame, *, marks: bool = False) -> str:
    """The machines and days of recorded rows, then of those measured here; `marks` says how each is drawn."""
    sentences = []
    for is_here, mark, verb in ((False, "Hollow", "recorded"), (True, "Filled", "measured here")):
        part = rows[rows["origin"].map(measured_here).astype(bool) == is_here]
        if len(part):
            opening = f"{mark} marks: {verb}" if marks else capitalised(verb)
            sentences.append(f"{opening} on {machines(part)}, {days(part)}.")
    return " ".join(sentences)


def machines(rows: pd.DataFrame) -> str:
    """The names of all machines."""
    return " and ".join(sorted(set(rows["machine"].astype(str))))


def days(rows: pd.DataFrame) -> str:
    """`22 Nov 2026`, or the first and the last day of measurement."""
    columns = [name for name in ("measured_at", "measured_first", "measured_last") if name in rows]
    ends = pd.to_datetime([rows[columns].min().min(), rows[columns].max().max()], utc=True, format="ISO8601")
    first, last = (f"{day.day} {day:%b %Y}" for day in ends)
    return last if first == last else f"{first} to {last}"
