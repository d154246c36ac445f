"""The finding for one operation: the gain from a GPU or, without one, from number formats and cores."""

import pandas as pd

from analysis.common.machine import kind, measured_here
from analysis.common.wording import about, duration, times
from analysis.timing.names import OperationNames, named
from analysis.timing.speed_up import GPU, Ratio, each_gpu, of_first_place, on_all_cores


def device_finding(rows: pd.DataFrame) -> str:
    """The finding from one operation's rows, on a GPU measured here or, without any, on the first recorded GPU.

    Without any GPU it is on a CPU, chosen in the same way.
    """
    gpus = each_gpu(rows)
    return _gain(gpus[0]) if gpus else _on_cpu(of_first_place(rows))


def _gain(gpu: GPU) -> str:
    """A sentence for a headline, on the gain at a usual size and on when the CPU is faster; then details."""
    what, at = named(gpu.at["operation"]), gpu.at
    way = [at["dtype"]] if at["dtype"] != "float32" else []
    way += ["compiled"] if at["compiled"] else []
    how = f" ({', '.join(way)})" if way else ""
    work = f"{what.clause} of {what.at(at['size'])}{how}"
    name = f"the recorded {gpu.name}" if gpu.where == "recorded" else f"the {gpu.name} here"
    return " ".join(
        [
            f"In {work}, {name} {_in_words(gpu.with_copies)} as the {gpu.cpu}{_copies(gpu)}; {_border(gpu, what)}.",
            *_best(gpu, what),
            f"Copies included, half of the calls took at most {duration(at['median_seconds'], 'µs')} on the GPU, and "
            f"{duration(at['median_seconds_cpu'], 'µs')} on the CPU in the same machine ({at['machine_cpu']}).",
        ]
    )


def _in_words(ratio: Ratio) -> str:
    """`is 38 times as fast`, `is about as fast`, `takes 2.5 times as long`."""
    if ratio.ahead == "neither":
        return "is about as fast"
    return f"is {times(ratio.times)} as fast" if ratio.ahead == "GPU" else f"takes {times(1 / ratio.times)} as long"


def _copies(gpu: GPU) -> str:
    """`, 95 times without copies`; empty if copies were not timed separately."""
    whole, computing = gpu.with_copies, gpu.without_copies
    if computing is None:
        return ""
    if _in_words(whole) == _in_words(computing):
        return ", with or without copies"
    if whole.ahead == computing.ahead:
        return f", {times(computing.times if whole.ahead == 'GPU' else 1 / computing.times)} without copies"
    return f", but {_in_words(computing)} without copies"


def _border(gpu: GPU, what: OperationNames) -> str:
    """At which of the measured sizes the CPU is the faster one."""
    found, line = gpu.break_even, gpu.line
    if found.size is not None:
        border = f"about {about(found.size)} {what.unit.partition(' ')[0]}"
        is_behind = (line["times"][line["size"] < found.size] <= 1).all()
        return f"below {border}, the CPU is faster" if is_behind else f"from {border} on, the GPU is always ahead"
    if found.kind == "changes":
        return "which one is faster changes with the size"
    if found.kind == "always":
        return "the CPU is faster at no size measured"
    is_clear = (line["times_high"] < 1).all()
    return "the CPU is faster at every size measured" if is_clear else "the GPU is clearly faster at no size measured"


def _best(gpu: GPU, what: OperationNames) -> list[str]:
    """The largest gain, if the GPU is ahead at that size and the gain differs from that at the usual size."""
    best = gpu.line.loc[gpu.line["times"].idxmax()]
    found = Ratio(best["times"], best["times_low"], best["times_high"])
    if found.ahead != "GPU" or times(found.times) == times(gpu.with_copies.times):
        return []
    return [f"At most, the GPU is {times(found.times)} as fast, copies included: at {what.at(best['size'])}."]


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
