"""The sentences below a chart of times: what was repeated, where and when it was measured, and by what."""

import json

import pandas as pd

from analysis.common.machine import measured_here
from analysis.common.wording import capitalised, count, span
from charts.common.captions import days


def timed_where(rows: pd.DataFrame, *, marks: bool = True) -> str:
    """Machines, threads, versions and days, first of what was measured here; `marks` says how each is drawn."""
    sentences = []
    for is_here, mark, verb in ((True, "Filled", "measured here"), (False, "Hollow", "recorded")):
        part = rows[rows["origin"].map(measured_here).astype(bool) == is_here]
        if len(part):
            opening = f"{mark} marks: {verb}" if marks else capitalised(verb)
            places = [
                _place("" if is_here else f"as “{origin}” ", group)
                for (origin, _), group in part.groupby(["origin", "machine"], sort=False)
            ]
            sentences.append(f"{opening} {'; '.join(places)}.")
    return " ".join(sentences)


def _place(name: str, rows: pd.DataFrame) -> str:
    """The machine of these rows, its threads and versions, and the days."""
    least, most = rows["threads"].min(), rows["threads"].max()
    threads = f"{span(least, most)} {'thread' if most == 1 else 'threads'}"
    return f"{name}on {rows['machine'].iloc[0]}, {threads}, {_versions(rows)}, {days(rows)}"


def describe_seconds(rows: pd.DataFrame) -> str:
    """The caption of the chart of seconds."""
    copies = " The GPU's times include the copies to its memory and back." if (rows["device"] != "cpu").any() else ""
    return (
        "Median time of one call after warm-up; the band holds the middle half of the repetitions that count, and is "
        f"often narrower than the line.{left_out(rows)}{copies} {timed_where(rows)}"
    )


def left_out(rows: pd.DataFrame) -> str:
    """A sentence, after a space, on repetitions left out because of slow turns; empty without any."""
    n_left_out = int(rows["n_left_out"].sum())
    if not n_left_out:
        return ""
    were, their_turns_were = ("was", "its turn was") if n_left_out == 1 else ("were", "their turns were")
    return (
        f" {count(rows['n_repeats'].sum())} repetitions are counted. {count(n_left_out)} {were} left out, because "
        f"{their_turns_were} over a tenth slower than the fastest, as happens when other programs use the machine."
    )


def describe_speed_up() -> str:
    """The caption of the chart of speed-ups, which has the same rows."""
    return (
        "The time of the CPU, on all its cores, divided by that of the GPU in the same machine, with the same "
        "number format (TF32 against float32). Above the dashed line the GPU is faster. Dotted: without copies. The "
        "band comes from the quartiles least and most favourable to the GPU."
    )


def _versions(rows: pd.DataFrame) -> str:
    found = {json.loads(text).get("torch") for text in rows["versions"].unique()}
    return f"torch {' and '.join(sorted(version for version in found if version))}"
