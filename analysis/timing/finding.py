"""What a GPU buys, or where there is none what number formats and cores buy, as one sentence from the rows."""

import pandas as pd

from analysis.common.machine import device_name
from analysis.common.wording import begun
from analysis.timing.names import duration, named, times
from analysis.timing.speed_up import HERE, BreakEven, break_even, on_all_cores, plainest, speed_ups

MUCH = 1.5
"""How many times more speed without the copies is worth a sentence."""


def device_finding(rows: pd.DataFrame) -> str:
    """The finding of one operation's rows: of what was measured here, or failing that of the first recorded place."""
    gains = speed_ups(rows)
    return _gain(_of_first_place(gains)) if len(gains) else _processor(_of_first_place(rows))


def _of_first_place(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one origin and machine."""
    origin = min(rows["origin"], key=lambda origin: (origin != HERE, origin))
    rows = rows[rows["origin"] == origin]
    return rows[rows["machine"] == rows["machine"].iloc[0]]


def _gain(gains: pd.DataFrame) -> str:
    """How many times faster, at which size, from which size on, and what the copies cost."""
    line = plainest(gains)[0]
    best, what = line.loc[line["times"].idxmax()], named(line["operation"].iloc[0])
    found = break_even(line["size"].tolist(), line["times"].tolist())
    where = "here" if best["origin"] == HERE else "recorded"
    gpu = f"the GPU ({device_name(best['machine'], best['device'])}, {where})"
    if found.kind == "never":
        return begun(
            f"{gpu} is never ahead at {what.clause}: at best, at {what.at(best['size'])}, it takes "
            f"{times(1 / best['times'])} the processor's seconds, copies included."
        )
    return begun(
        f"{gpu} does {what.clause} up to {times(best['times'])} as fast as the processor beside it, copies included; "
        f"{_ahead(found, what.unit)}.{_copies(best)}"
    )


def _ahead(found: BreakEven, unit: str) -> str:
    """From where on the GPU is ahead."""
    if found.kind == "from":
        return f"it is ahead from about {float(f'{found.size:.2g}'):,.0f} {unit} on"
    if found.kind == "always":
        return "it is ahead at every size measured"
    return "it is ahead at some sizes, and the processor at others, also at the largest"


def _copies(best: pd.Series) -> str:
    """What the copies take of the gain, where that is much."""
    if not best["without_copies"] > MUCH * best["times"]:
        return ""
    return f" Without the copies it would be {times(best['without_copies'])}."


def _processor(rows: pd.DataFrame) -> str:
    """What the shorter number format, the compiler or the memory order buys; else what the work takes."""
    rows = rows[rows["device"] == rows["device"].iloc[0]]
    largest = rows[rows["size"] == rows["size"].max()]
    whole = largest[largest["threads"] == largest["threads"].max()]
    short = whole["dtype"] != "float32"
    plain = whole.assign(short=short).sort_values(["compiled", "channels_last", "short"], kind="stable").iloc[0]
    best, what = whole.loc[whole["median_seconds"].idxmin()], named(plain["operation"])
    name = "processor" if plain["device"] == "cpu" else "GPU"
    opening = f"On this {name}" if plain["origin"] == HERE else f"On the recorded {name}"
    seconds, at = duration(best["median_seconds"]), what.at(plain["size"])
    if best.name == plain.name:
        return f"{opening}, {what.clause} takes {seconds} at {at}{_growth(rows)}."
    ratio = times(plain["median_seconds"] / best["median_seconds"])
    took = f"{seconds} instead of {duration(plain['median_seconds'])} at {at}"
    return f"{opening}, {_way(best, plain)} does {what.clause} {ratio} as fast: {took}."


def _way(row: pd.Series, plain: pd.Series) -> str:
    """What is unlike the plain way: `bfloat16 with memory order “colours last”`."""
    names = {"dtype": row["dtype"], "compiled": "compiled code", "channels_last": "memory order “colours last”"}
    return " with ".join(name for column, name in names.items() if row[column] != plain[column])


def _growth(rows: pd.DataFrame) -> str:
    """What the largest step in size costs."""
    line = on_all_cores(rows).sort_values("size")
    if len(line) < 2 or line["size"].duplicated().any():
        return ""
    (size, larger), (seconds, more) = line["size"].tail(2), line["median_seconds"].tail(2)
    return f"; {times(larger / size)} the size takes {times(more / seconds)} the seconds"
