"""What a model in use needs, in words: the fastest runtime of each learner, and what int8 saves and costs."""

import pandas as pd

from analysis.common.learners import MODELS, by_rank
from analysis.common.machine import hosts
from analysis.common.wording import capitalised, duration, percent, times

RUNTIMES = {
    "torch": "PyTorch",
    "our SVM": "NumPy",
    "onnxruntime": "ONNX Runtime",
    "onnxruntime int8": "ONNX Runtime in int8",
}
"""The names of runtimes by the library in the rows, in the order of the chart."""


def of_one_run(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the machine, threads and images that were measured last, and the last model of each learner."""
    rows = rows.assign(host=hosts(rows)).sort_values("measured_at", kind="stable")
    same = ["host", "threads", "data_version"]
    rows = rows[(rows[same] == rows[same].iloc[-1]).all(axis=1)]
    model = ["dataset", "recipe", "n_train", "seed"]
    rows = rows[(rows[model] == rows.groupby("learner")[model].transform("last")).all(axis=1)]
    ranks = {"learner": [*MODELS], "library": [*RUNTIMES]}
    order = rows.assign(**{name: pd.Categorical(rows[name], order) for name, order in ranks.items()})
    return rows.loc[order.sort_values(["learner", "library", "device"], kind="stable").index].reset_index(drop=True)


def runtime_name(library: str, device: str) -> str:
    """`PyTorch`, or `PyTorch, GPU`."""
    return RUNTIMES.get(library, library) + ("" if device == "cpu" else ", GPU")


def deployment_finding(rows: pd.DataFrame) -> str:
    """The fastest runtime of each learner for one image, then the effect of int8 on file size and accuracy."""
    fastest = rows.loc[rows.groupby("learner")["latency_p50"].idxmin()].sort_values("learner", key=by_rank)
    clauses = [f"{MODELS[row['learner']]} is fastest in {_runtime(row)}" for _, row in fastest.iterrows()]
    sentences = [f"For one image at a time, {', and '.join(clauses)}{_ratio(fastest)}"]
    smaller = [clause for learner in MODELS if (clause := _in_int8(rows[rows["learner"] == learner], learner))]
    return " ".join(f"{capitalised(sentence)}." for sentence in [*sentences, *filter(None, ["; ".join(smaller)])])


def _runtime(row: pd.Series) -> str:
    return f"{runtime_name(row['library'], row['device'])}, with {duration(row['latency_p50'])}"


def _ratio(fastest: pd.DataFrame) -> str:
    """`; the CNN takes 24 times as long`, where both learners are measured."""
    if len(fastest) < len(MODELS):
        return ""
    slower, quicker = fastest.sort_values("latency_p50", ascending=False)[["learner", "latency_p50"]].to_numpy()
    ratio = slower[1] / quicker[1]
    return "; both take about as long" if ratio < 1.1 else f"; {MODELS[slower[0]]} takes {times(ratio)} as long"


def _in_int8(rows: pd.DataFrame, learner: str) -> str:
    """`in int8 the CNN's file has 29 % of the bytes and gets 3 fewer of 1,500 test images right`."""
    by_library = rows.drop_duplicates("library").set_index("library")
    if not {"onnxruntime", "onnxruntime int8"} <= set(by_library.index):
        return ""
    whole, small = by_library.loc["onnxruntime"], by_library.loc["onnxruntime int8"]
    change = round((small["accuracy"] - whole["accuracy"]) * small["n_test"])
    kept = "as many" if change == 0 else f"{abs(change):,} {'more' if change > 0 else 'fewer'}"
    size = f"{percent(small['n_bytes'] / whole['n_bytes'])} of the bytes"
    return f"in int8 {MODELS[learner]}'s file has {size} and gets {kept} of {small['n_test']:,} test images right"
