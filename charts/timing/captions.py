"""The sentence under a chart of times: what was repeated, where it was measured, by what, and when."""

import json

import pandas as pd

from analysis.timing.speed_up import HERE


def timed_where(rows: pd.DataFrame, *, marks: bool = True) -> str:
    """Machines, threads, versions and days, first of what was measured here; `marks` says how either is drawn."""
    sentences = []
    for is_here in (True, False):
        part = rows[(rows["origin"] == HERE) == is_here]
        for (origin, machine), of_place in part.groupby(["origin", "machine"], sort=False):
            mark = f"{'Filled' if is_here else 'Hollow'} marks: " if marks else ""
            place = "measured here" if is_here else f"recorded as “{origin}”"
            opening = f"{mark}{place}" if marks else place.capitalize()
            sentences.append(f"{opening} on {machine}, {_threads(of_place)}, {_versions(of_place)}, {_days(of_place)}.")
    return " ".join(sentences)


def describe_seconds(rows: pd.DataFrame) -> str:
    """The caption of the chart of seconds."""
    copies = " A GPU's time counts the copies to its memory and back." if (rows["device"] != "cpu").any() else ""
    return (
        "Median time of one call after warm-up; the band holds the middle half of the repetitions that count, and is "
        f"often narrower than the line.{left_out(rows)}{copies} {timed_where(rows)}"
    )


def left_out(rows: pd.DataFrame) -> str:
    """A sentence, after a blank, on repetitions of slower turns than count; empty without any."""
    n_left_out = int(rows["n_left_out"].sum())
    if not n_left_out:
        return ""
    verb = "was" if n_left_out == 1 else "were"
    return (
        f" {int(rows['n_repeats'].sum()):,} repetitions count; {n_left_out:,} {verb} left out, made in turns that were "
        "slower by more than a tenth, as they are while others use the machine."
    )


def describe_speed_up() -> str:
    """The caption of the chart of speed-ups, whose rows are the same."""
    return (
        "The processor's time, on all its cores, divided by the GPU's in the same machine, in the same number format "
        "(TF32 against float32). Above the dashed line the GPU is ahead. Dotted: without the copies. The band "
        "takes the quartiles of both that are worst and best for the GPU."
    )


def _threads(rows: pd.DataFrame) -> str:
    counts = sorted(rows["threads"].unique())
    last = "1 thread" if counts[-1] == 1 else f"{counts[-1]} threads"
    return last if len(counts) == 1 else f"{counts[0]} to {last}"


def _versions(rows: pd.DataFrame) -> str:
    found = {json.loads(text).get("torch") for text in rows["versions"].unique()}
    return f"torch {' and '.join(sorted(version for version in found if version))}"


def _days(rows: pd.DataFrame) -> str:
    ends = pd.to_datetime([rows["measured_at"].min(), rows["measured_at"].max()], utc=True, format="ISO8601")
    first, last = (f"{day.day} {day:%b %Y}" for day in ends)
    return last if first == last else f"{first} to {last}"
