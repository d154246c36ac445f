"""The gain from a GPU for each learner: how many times as fast as a reference each implementation is."""

import numpy as np
import pandas as pd

from analysis.common.machine import hosts
from analysis.common.wording import figures, listed, range_of
from analysis.timing.speed_up import in_best_order

FEATURES = ("colour_histogram", "hog", "binary_patterns", "all_features")
HANDCRAFTED = (*FEATURES, "svm_fit", "svm_predict")
PRETRAINED = "pretrained_features"
OF_CNN = ("forward", "training_step")
NAMES = {
    "colour_histogram": "Colour histogram",
    "hog": "Edge directions (HOG)",
    "binary_patterns": "Texture (LBP)",
    "all_features": "All families",
    "svm_fit": "SVM training",
    "svm_predict": "SVM prediction",
    PRETRAINED: "Pretrained features",
    "forward": "CNN prediction",
    "training_step": "CNN training step",
}
IMPLEMENTATION = ["library", "device", "threads"]


def rows_to_compare(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of these operations, with the CPU as `host`; the CNN's only eager, in float32, in the better order."""
    rows = rows[rows["operation"].isin(NAMES)]
    is_plain = ~rows["compiled"].astype(bool) & (rows["dtype"] == "float32")
    rows = in_best_order(rows[is_plain | ~rows["operation"].isin(OF_CNN)])
    return rows.assign(host=hosts(rows))


def advantages(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per operation and implementation: `times` as fast as the `reference`, at the largest `size` all have.

    `rows` are from `rows_to_compare`, of one origin and machine; ValueError for several. `times_low` and `times_high`
    come from the quartiles least and most favourable to the implementation.
    """
    if len(rows[["origin", "host"]].drop_duplicates()) > 1:
        raise ValueError("Times of two machines are never divided by one another.")
    found = []
    for operation in NAMES:
        ways = rows[rows["operation"] == operation]
        if len(ways):
            size = ways.groupby(IMPLEMENTATION)["size"].max().min()
            found.append(_over_reference(ways[ways["size"] == size].drop_duplicates(IMPLEMENTATION, keep="last")))
    columns = ["operation", "size", *IMPLEMENTATION, "reference", "times", "times_low", "times_high", "is_reference"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def _over_reference(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows beside their reference: scikit-image's loop, else the usual CPU library with the fewest threads."""
    usual = {"scikit-image": 0, "numba": 1, "numpy": 2, "scikit-learn-intelex": 2, "scikit-learn": 2, "torch": 3}
    ranked = rows.assign(device=rows["device"] != "cpu", library=rows["library"].map(usual).fillna(4))
    reference = rows.loc[ranked.sort_values(["device", "library", "threads"], kind="stable").index[0]]
    return rows.assign(
        reference=implementation(reference),
        is_reference=rows.index == reference.name,
        times=reference["median_seconds"] / rows["median_seconds"],
        times_low=reference["low_seconds"] / rows["high_seconds"],
        times_high=reference["high_seconds"] / rows["low_seconds"],
    )


def implementation(row: pd.Series) -> str:
    """`our kernels, 2 cores`: the name of an implementation."""
    libraries = {"scikit-image": "scikit-image’s loop", "numba": "our kernels", "torch": "PyTorch", "numpy": "NumPy"}
    libraries |= {"cuml": "cuML"}
    n = int(row["threads"])
    cores = "GPU" if row["device"] != "cpu" else "one core" if n == 1 else f"{n} cores"
    return f"{libraries.get(row['library'], row['library'])}, {cores}"


def handcrafted_finding(found: pd.DataFrame) -> str:
    """How much faster our kernels are than scikit-image's loop, then what a GPU adds, if one was measured."""
    return f"{_kernels(found)}{_gpu(found)}"


def _kernels(found: pd.DataFrame) -> str:
    loop = found[found["reference"].str.startswith("scikit-image") & (found["library"] == "numba")]
    if loop.empty:
        return ""
    best = loop.groupby("operation")["times"].max()
    return (
        f"Without a GPU, our kernels compute single families {range_of(best, figures)} times as fast as "
        "scikit-image’s loop. "
    )


def _gpu(found: pd.DataFrame) -> str:
    """What the GPU adds over the CPU's fastest implementation of each task."""
    if not (found["device"] != "cpu").any():
        return "No GPU has been measured yet, so what one would add is not known."
    tasks = {
        "handcrafted features": over_cpu(found, FEATURES),
        "SVM training": over_cpu(found, ("svm_fit",)),
        "SVM prediction": over_cpu(found, ("svm_predict",)),
        "pretrained features": over_cpu(found, (PRETRAINED,)),
        "the CNN’s training step in float32": over_cpu(found, ("training_step",)),
    }
    clauses = [f"{range_of(gains, figures)} times as fast at {task}" for task, gains in tasks.items() if len(gains)]
    if not clauses:
        return (
            "A GPU has been measured, but no features, SVM or training step on both it and the CPU beside "
            "it, so what it adds to these is not known."
        )
    return f"Compared with the CPU’s fastest implementation, the GPU is {listed(clauses)}."


def over_cpu(found: pd.DataFrame, operations: tuple[str, ...]) -> np.ndarray:
    """How many times as fast the GPU's fastest implementation is, for each operation that both devices have."""
    rows = found[found["operation"].isin(operations)]
    best = rows.assign(gpu=rows["device"] != "cpu").pivot_table("times", "operation", "gpu", aggfunc="max")
    return (best[True] / best[False]).dropna().to_numpy() if {True, False} <= set(best.columns) else np.empty(0)
