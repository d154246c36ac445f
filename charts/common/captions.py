"""The sentence that stands under each chart: what it shows, where and when it was measured, what the band covers."""

import pandas as pd

from analysis.common.meter import points
from analysis.common.wording import number
from charts.common.axes import count


def describe_accuracy(summary: pd.DataFrame, meter: float | None = None) -> str:
    """The caption of the chart of accuracy, as plain text; it also serves those who cannot see the chart.

    `meter` is what the chart was given: the half width of its grey ribbon.
    """
    fewest, most = int(summary["n_seeds"].min()), int(summary["n_seeds"].max())
    if most == 1:
        band = "One seed a point: the 95 % band counts the choice of test images only, not luck in training."
    elif fewest == 1:
        band = (
            f"Mean of up to {number(most)} seeds, 95 % band over seeds and test images; "
            "points with one seed have a band for the test images only."
        )
    else:
        seeds = number(fewest) if fewest == most else f"{number(fewest)} to {number(most)}"
        band = f"Mean of {seeds} seeds, 95 % band over seeds and test images."
    ribbon = "" if meter is None else f" {_ribbon(meter, int(summary['n_test'].iloc[0]))}"
    return f"{band}{ribbon} {_measured(summary)}"


def _ribbon(meter: float, n_test: int) -> str:
    """What the grey ribbon means."""
    return (
        f"Grey ribbon: {count(n_test)} test images tell an accuracy to ±{points(meter)}; "
        "a gap that fits into it may be chance."
    )


def describe_time(summary: pd.DataFrame) -> str:
    """The caption of the chart of seconds, as plain text; it has no band and says why."""
    return (
        "Seconds for features, learning and answering all test images, mean over seeds. "
        f"No band: one machine's seconds say nothing about another's. {_measured(summary)}"
    )


def _measured(summary: pd.DataFrame) -> str:
    """Where and when, first the recorded (hollow marks), then the live (filled)."""
    sentences = []
    for recorded in (True, False):
        rows = summary[(summary["origin"] != "live") == recorded]
        if len(rows):
            marks = "Hollow marks: recorded" if recorded else "Filled marks: measured here"
            machines = " and ".join(sorted(set(rows["machine"].astype(str))))
            days = _days(rows["measured_first"].min(), rows["measured_last"].max())
            sentences.append(f"{marks} on {machines}, {days}.")
    return " ".join(sentences)


def where_and_when(rows: pd.DataFrame) -> str:
    """Where and when these rows were measured, for charts whose marks do not tell recorded from live."""
    verb = "Measured here" if (rows["origin"] == "live").all() else "Recorded"
    machines = " and ".join(sorted(set(rows["machine"].astype(str))))
    days = _days(rows["measured_at"].min(), rows["measured_at"].max())
    return f"{verb} on {machines}, {days}."


def _days(earliest: str, latest: str) -> str:
    """The first and the last day of measuring, or the one."""
    ends = pd.to_datetime([earliest, latest], utc=True, format="ISO8601")
    first, last = (f"{day.day} {day:%b %Y}" for day in ends)
    return last if first == last else f"{first} to {last}"
