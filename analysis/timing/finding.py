"""The finding for one operation: the gain from a GPU or, without one, from number formats and cores."""

import pandas as pd

from analysis.common.machine import device_name, here_or_recorded, kind, measured_here
from analysis.common.wording import about, duration, times
from analysis.timing.names import named
from analysis.timing.speed_up import BreakEven, break_even, first_origin, on_all_cores, plainest, speed_ups

MUCH = 1.5
"""The speed-up without copies is mentioned if it is more than this many times the one with copies."""


def device_finding(rows: pd.DataFrame) -> str:
    """The finding of one operation's rows: of those measured here or, without any, of the first recorded origin."""
    gains = speed_ups(rows)
    return _gain(_of_first_place(gains)) if len(gains) else _on_cpu(_of_first_place(rows))


def _of_first_place(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one origin and machine."""
    rows = rows[rows["origin"] == first_origin(rows)]
    return rows[rows["machine"] == rows["machine"].iloc[0]]


def _gain(gains: pd.DataFrame) -> str:
    """How many times as fast the GPU is, at which size, from which size on, and the effect of copies."""
    line = plainest(gains)[0]
    best, what = line.loc[line["times"].idxmax()], named(line["operation"].iloc[0])
    found = break_even(line["size"].tolist(), line["times"].tolist())
    gpu = f"The GPU ({device_name(best['machine'], best['device'])}, {here_or_recorded(best)})"
    if found.kind == "never":
        return (
            f"{gpu} is never ahead at {what.clause}: at best, at {what.at(best['size'])}, it takes "
            f"{times(1 / best['times'])} as long as the CPU, copies included."
        )
    return (
        f"{gpu} does {what.clause} up to {times(best['times'])} as fast as the CPU beside it, copies included; "
        f"{_ahead(found, what.unit)}.{_copies(best)}"
    )


def _ahead(found: BreakEven, unit: str) -> str:
    """From where on the GPU is ahead."""
    if found.size is not None:
        return f"it is ahead from about {about(found.size)} {unit} on"
    if found.kind == "always":
        return "it is ahead at every size measured"
    return "it is ahead at some sizes, but the CPU at others, including the largest"


def _copies(best: pd.Series) -> str:
    """The speed-up without copies, where it is much larger."""
    if not best["without_copies"] > MUCH * best["times"]:
        return ""
    return f" Without the copies it would be {times(best['without_copies'])} as fast."


def _on_cpu(rows: pd.DataFrame) -> str:
    """The gain from a shorter number format, compilation or another memory order; else how long the work takes."""
    rows = rows[rows["device"] == rows["device"].iloc[0]]
    largest = rows[rows["size"] == rows["size"].max()]
    whole = largest[largest["threads"] == largest["threads"].max()]
    is_short = whole["dtype"] != "float32"
    plain = (
        whole.assign(is_short=is_short).sort_values(["compiled", "channels_last", "is_short"], kind="stable").iloc[0]
    )
    best, what = whole.loc[whole["median_seconds"].idxmin()], named(plain["operation"])
    opening = f"On {'this' if measured_here(plain['origin']) else 'the recorded'} {kind(plain['device'])}"
    seconds, at = duration(best["median_seconds"], "µs"), what.at(plain["size"])
    if best.name == plain.name:
        return f"{opening}, {what.clause} takes {seconds} at {at}{_growth(rows)}."
    ratio = times(plain["median_seconds"] / best["median_seconds"])
    took = f"{seconds} instead of {duration(plain['median_seconds'], 'µs')} at {at}"
    return f"{opening}, {_difference(best, plain)} does {what.clause} {ratio} as fast: {took}."


def _difference(row: pd.Series, plain: pd.Series) -> str:
    """`bfloat16 with memory order “channels last”`: what differs from the plain row."""
    names = {"dtype": row["dtype"], "compiled": "compiled code", "channels_last": "memory order “channels last”"}
    return " with ".join(name for column, name in names.items() if row[column] != plain[column])


def _growth(rows: pd.DataFrame) -> str:
    """How much longer the largest size takes than the one before."""
    line = on_all_cores(rows).sort_values("size")
    if len(line) < 2 or line["size"].duplicated().any():
        return ""
    (size, larger), (seconds, more) = line["size"].tail(2), line["median_seconds"].tail(2)
    return f"; {times(larger / size)} the size takes {times(more / seconds)} as long"
