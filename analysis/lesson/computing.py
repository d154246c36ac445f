"""Verdicts on computing: what a GPU buys, half precision, int8, and what the CNN costs."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.common.learners import model_clause
from analysis.common.machine import device_name, hosts, short_name
from analysis.common.wording import duration, number, percent, signed
from analysis.lesson.choice import trains_faster
from analysis.lesson.evidence import SIDES, Evidence, Place, source_of
from analysis.lesson.verdict import Answer, Condition, Verdict, judge
from analysis.lesson.words import ratio
from analysis.timing.lesson import LESSON
from analysis.timing.names import named
from analysis.timing.speed_up import in_best_order, speed_ups

SHORT = ("bfloat16", "float16")

WORK = ("matrix_product", "convolution", "forward", "training_step", "training")
"""The operations whose seconds in half precision are judged, each at its largest size."""

KEPT = 0.02
"""A smaller model keeps its accuracy if it certainly loses less than this."""

SMALLER = 0.5
"""A compressed file is called small below this share of the bytes."""


def gpu(evidence: Evidence) -> Verdict:
    """Whether a GPU is as many times as fast as the lesson says, at the size that suits it best."""
    # Only in float32, because a CPU that is slow in 16 bits would make any GPU look fast.
    rows = evidence.timings[(evidence.timings["dtype"] == "float32") & ~evidence.timings["compiled"].astype(bool)]
    gains = speed_ups(in_best_order(rows))
    gains["without_copies"] = gains["without_copies"].fillna(gains["times"])  # rows without parts
    conditions = [
        _speed_up(group, claimed)
        for operations, claimed, _ in LESSON.values()
        for _, group in gains[gains["operation"].isin(operations)].groupby(["origin", "machine"], sort=True)
    ]
    return judge(conditions, "it holds only without the copies")


def _speed_up(gains: pd.DataFrame, claimed: float) -> Condition:
    """The best speed-up with copies and the best without; the latter spreads as much as the whole call does."""
    best, bare = (gains.loc[gains[column].idxmax()] for column in ("times", "without_copies"))
    low, high = (bare["without_copies"] * bare[end] / bare["times"] for end in ("times_low", "times_high"))
    answer: Answer = "yes" if best["times_low"] >= claimed else "partly" if low >= claimed else "open"
    answer = "no" if max(best["times_high"], high) < claimed else answer
    measured = (
        f"{named(best['operation']).clause} runs {ratio(best['times'])} times as fast "
        f"({_ends(best['times_low'], best['times_high'])}) "
        f"at {_at(best)}, copies included, and {ratio(bare['without_copies'])} times ({_ends(low, high)}) "
        f"at {_at(bare)} without; claimed {claimed:.0f}"
    )
    where = f"{short_name(best['machine'], best['device'])} beside {short_name(best['host'], 'cpu')}"
    return Condition(where, answer, measured, claimed, source_of(gains), origin=str(best["origin"]))


def _ends(low: float, high: float) -> str:
    return f"{ratio(low)} to {ratio(high)}"


def _at(row: pd.Series) -> str:
    return named(row["operation"]).at(row["size"])


def half_precision(evidence: Evidence) -> Verdict:
    """Whether 16-bit numbers make the largest work of each kind faster, in the same way of computing."""
    rows = evidence.timings[evidence.timings["operation"].isin(WORK) & ~evidence.timings["compiled"].astype(bool)]
    groups = rows.groupby(["origin", "machine", "device", "operation"], sort=True)
    return judge([_half_precision_condition(group[group["size"] == group["size"].max()]) for _, group in groups])


def _half_precision_condition(rows: pd.DataFrame) -> Condition | None:
    """The fastest row in 16 bits against the fastest in float32, each in the memory order that suits it best."""
    rows = rows[rows["threads"] == rows["threads"].max()]
    short, long = rows[rows["dtype"].isin(SHORT)], rows[rows["dtype"] == "float32"]
    if short.empty or long.empty:
        return None
    best, full = (side.loc[side["median_seconds"].idxmin()] for side in (short, long))
    low, high = full["low_seconds"] / best["high_seconds"], full["high_seconds"] / best["low_seconds"]
    answer: Answer = "yes" if low > 1 else "no" if high < 1 else "open"
    gain = full["median_seconds"] / best["median_seconds"]
    what = named(best["operation"])
    measured = f"{what.clause} in {best['dtype']} runs {ratio(gain)} times as fast ({_ends(low, high)}) at {_at(best)}"
    weight = float(full["median_seconds"])  # the work that takes longest counts most
    where = device_name(best["machine"], best["device"])
    return Condition(where, answer, measured, weight, source_of(rows), origin=str(best["origin"]))


def int8(evidence: Evidence) -> Verdict:
    """Whether models in int8 are small and keep their accuracy."""
    keys = ["origin", "dataset", "data_version", "recipe", "n_train", "seed", "learner", "machine", "device"]
    conditions = [_int8_condition(evidence, group) for _, group in evidence.deployed.groupby(keys, sort=True)]
    return judge(conditions, "accuracy is kept, but the file is over half the size")


def _int8_condition(evidence: Evidence, rows: pd.DataFrame) -> Condition | None:
    """Bytes and loss of accuracy, with an interval as if each had its own test images, which is rather too wide."""
    by_library = rows.drop_duplicates("library", keep="last").set_index("library")
    if not {"onnxruntime", "onnxruntime int8"} <= set(by_library.index):
        return None
    whole, small = by_library.loc["onnxruntime"], by_library.loc["onnxruntime int8"]
    n = int(small["n_test"])
    loss = float(whole["accuracy"] - small["accuracy"])
    likely = [(one["accuracy"] * n + 1) / (n + 2) for one in (whole, small)]
    half = 1.96 * float(np.sqrt(sum(share * (1 - share) / n for share in likely)))
    size = float(small["n_bytes"] / whole["n_bytes"])
    answer: Answer = "open"
    if loss + half < KEPT:
        answer = "yes" if size < SMALLER else "partly"
    elif loss - half > KEPT:
        answer = "no"
    ends = f"{signed(-100 * (loss + half))} to {signed(-100 * (loss - half))}"
    has = f"in int8 {model_clause(str(small['learner']), 'have', 'has')}"
    measured = f"{has} {percent(size)} of the bytes, and {signed(-100 * loss)} points of accuracy ({ends})"
    return _in_use(evidence, rows).condition(answer, measured, 0, float(small["n_train"]))


def cost(evidence: Evidence) -> Verdict:
    """Whether the CNN costs more than the SVM to train and to use; only in part if one holds and the other does not."""
    in_use = evidence.deployed.assign(host=hosts(evidence.deployed))
    groups = in_use.groupby(["origin", "dataset", "data_version", "n_train", "host"], sort=True)
    trained, used = trains_faster(evidence), judge([_use_condition(evidence, group) for _, group in groups])
    both = judge([*trained.conditions, *used.conditions], "it depends on the size")
    if not (trained.conditions and used.conditions):
        return both
    kinds = {trained.kind, used.kind}
    if kinds & {"holds", "holds, but"} and kinds & {"does not hold", "mostly not"}:
        both = replace(both, kind="only in part")  # however many data sets have been measured for either
    return both.adding(
        f"To train, the claim holds in {_holding(trained.conditions)}; to use, in {_holding(used.conditions)}."
    )


def _holding(conditions: Sequence[Condition]) -> str:
    """`16 of 18`, `none of one`."""
    n = sum(one.answer == "yes" for one in conditions)
    return f"{number(n) if n else 'none'} of {number(len(conditions))}"


def _use_condition(evidence: Evidence, rows: pd.DataFrame) -> Condition | None:
    """The time for one image, each side in its fastest way, on the same images and CPU; None if a side is missing."""
    best = rows.loc[rows.groupby("learner")["latency_p50"].idxmin()].set_index("learner")
    if not set(SIDES) <= set(best.index):
        return None
    svm, cnn = (best.loc[learner] for learner in SIDES)
    answer: Answer = "open"
    if cnn["latency_p50"] > svm["latency_p95"]:
        answer = "yes"
    elif cnn["latency_p95"] < svm["latency_p50"]:
        answer = "no"
    measured = f"labelling one image takes the SVM {_typical(svm)} and the CNN {_typical(cnn)}"
    return _in_use(evidence, rows).condition(answer, measured, 0)


def _in_use(evidence: Evidence, rows: pd.DataFrame) -> Place:
    """The place of rows of models in use; how they were trained is not said."""
    return evidence.place(rows.assign(recipe=""))


def _typical(row: pd.Series) -> str:
    """`2.1 ms (95 of 100 at most 2.7 ms)`."""
    return f"{duration(row['latency_p50'], 'µs')} (95 of 100 at most {duration(row['latency_p95'], 'µs')})"
