"""What a model in use needs, in words: the fastest way to ask either learner, and what int8 saves and costs."""

import pandas as pd

from analysis.common.machine import host
from analysis.common.wording import begun

SIDES = {"svm": "the SVM", "cnn": "the network"}
WAYS = {
    "torch": "PyTorch",
    "our SVM": "NumPy",
    "onnxruntime": "ONNX Runtime",
    "onnxruntime int8": "ONNX Runtime in int8",
}
"""How the ways are called, and in which order they stand."""


def of_one_run(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the machine, threads and images that came last, and of each learner its last model."""
    hosts = [host(machine, device) for machine, device in zip(rows["machine"], rows["device"], strict=True)]
    rows = rows.assign(host=hosts).sort_values("measured_at", kind="stable")
    same = ["host", "threads", "data_version"]
    rows = rows[(rows[same] == rows[same].iloc[-1]).all(axis=1)]
    model = ["dataset", "recipe", "n_train", "seed"]
    latest = rows.groupby("learner")[model].transform("last")
    rows = rows[(rows[model] == latest).all(axis=1)]
    order = {way: place for place, way in enumerate(WAYS)}
    ranks = rows["library"].map(order), rows["learner"].map({learner: n for n, learner in enumerate(SIDES)})
    return rows.assign(way=ranks[0], side=ranks[1]).sort_values(["side", "way", "device"]).reset_index(drop=True)


def way_name(library: str, device: str) -> str:
    """`PyTorch`, or `PyTorch, GPU`."""
    return WAYS.get(library, library) + ("" if device == "cpu" else ", GPU")


def deployment_finding(rows: pd.DataFrame) -> str:
    """The fastest way of each learner for one image, then what int8 does to bytes and labels."""
    fastest = {
        learner: of_learner.loc[of_learner["latency_p50"].idxmin()] for learner, of_learner in rows.groupby("learner")
    }
    quickest_first = sorted(fastest, key=lambda learner: fastest[learner]["latency_p50"])
    clauses = [f"{SIDES[learner]} {_fastest(fastest[learner])}" for learner in quickest_first]
    sentences = ["Asked for one image at a time, " + ", and ".join(clauses) + _ratio(fastest)]
    smaller = [clause for learner in SIDES if (clause := _in_int8(rows[rows["learner"] == learner], learner))]
    if smaller:
        sentences.append(begun("; ".join(smaller)))
    return " ".join(f"{sentence}." for sentence in sentences)


def _fastest(row: pd.Series) -> str:
    return f"answers fastest in {way_name(row['library'], row['device'])}, in {milliseconds(row['latency_p50'])}"


def _ratio(fastest: dict[str, pd.Series]) -> str:
    """`, 24 times as long`, where both are measured."""
    if set(fastest) != set(SIDES):
        return ""
    slow, quick = sorted((row["latency_p50"] for row in fastest.values()), reverse=True)
    ratio = slow / quick
    return ", about the same" if ratio < 1.5 else f", {ratio:.2g} times as long"


def _in_int8(rows: pd.DataFrame, learner: str) -> str:
    """`in int8 the network's file has 29 % of the bytes and 3 of 1,500 test images fewer right`."""
    by_way = rows.drop_duplicates("library").set_index("library")
    if not {"onnxruntime", "onnxruntime int8"} <= set(by_way.index):
        return ""
    whole, small = by_way.loc["onnxruntime"], by_way.loc["onnxruntime int8"]
    n_test = int(small["n_test"])
    change = round((small["accuracy"] - whole["accuracy"]) * n_test)
    kept = "as many" if change == 0 else f"{abs(change):,} {'more' if change > 0 else 'fewer'}"
    share = f"{100 * small['n_bytes'] / whole['n_bytes']:.0f} %"
    return f"in int8 {SIDES[learner]}'s file has {share} of the bytes and gets {kept} of {n_test:,} test images right"


def milliseconds(seconds: float) -> str:
    """Two figures, which is more than one machine's latency says about another's."""
    return f"{float(f'{1000 * seconds:.2g}'):g} ms"


def megabytes(n_bytes: float) -> str:
    """A file's size."""
    return f"{float(f'{n_bytes / 1e6:.2g}'):g} MB"
