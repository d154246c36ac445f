"""What a GPU buys either side: how many times faster than a named reference each way of each operation is."""

import numpy as np
import pandas as pd

from analysis.common.machine import host
from analysis.common.wording import begun, listed

FEATURES = ("colour_histogram", "hog", "binary_patterns", "all_features")
HAND_MADE = (*FEATURES, "svm_fit", "svm_predict")
LEARNED = ("forward", "training_step")
NAMES = {
    "colour_histogram": "Colour histogram",
    "hog": "Edge directions (HOG)",
    "binary_patterns": "Texture (LBP)",
    "all_features": "All families",
    "svm_fit": "SVM, learning",
    "svm_predict": "SVM, answering",
    "forward": "CNN, answering",
    "training_step": "CNN, training step",
}
WAY = ["library", "device", "threads"]


def placed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that this is about, in the plainest way of each, with the processor's name as `host`."""
    rows = rows[rows["operation"].isin(NAMES)]
    plainly = ~rows["channels_last"].astype(bool) & ~rows["compiled"].astype(bool)
    formats = rows["operation"].isin(HAND_MADE) | (rows["dtype"] == "float32")
    rows = rows[plainly & formats]
    return rows.assign(host=[host(name, device) for name, device in zip(rows["machine"], rows["device"], strict=True)])


def advantages(rows: pd.DataFrame) -> pd.DataFrame:
    """One row an operation and way: `times` as fast as the `reference`, at the largest `size` that all ways have.

    `rows` are those of `placed`, of one place; ValueError for several. `times_low` and `times_high` take the quartiles
    of both sides that are worst and best for the way.
    """
    if len(rows[["origin", "host"]].drop_duplicates()) > 1:
        raise ValueError("Times of two machines are never divided by one another.")
    found = []
    for operation in NAMES:
        ways = rows[rows["operation"] == operation]
        if ways.empty:
            continue
        size = min(of["size"].max() for _, of in ways.groupby(WAY))
        found.append(_over_reference(ways[ways["size"] == size]))
    columns = ["operation", "size", *WAY, "reference", "times", "times_low", "times_high", "is_reference"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def _over_reference(ways: pd.DataFrame) -> pd.DataFrame:
    ways = ways.drop_duplicates(WAY, keep="last")
    first = ways.loc[_reference(ways)]
    return ways.assign(
        reference=way_name(first),
        is_reference=ways.index == first.name,
        times=first["median_seconds"] / ways["median_seconds"],
        times_low=first["low_seconds"] / ways["high_seconds"],
        times_high=first["high_seconds"] / ways["low_seconds"],
    )


def _reference(ways: pd.DataFrame) -> object:
    """scikit-image's loop, else the processor's usual way: our kernels on one core, NumPy, or the network's library."""
    usual = {"scikit-image": 0, "numba": 1, "numpy": 2, "scikit-learn-intelex": 2, "scikit-learn": 2, "torch": 3}
    rank = ways["library"].map(usual).fillna(4) + 10 * (ways["device"] != "cpu") + 0.001 * ways["threads"]
    return rank.idxmin()


def way_name(row: pd.Series) -> str:
    """`our kernels, 2 cores`; each word says what tells ways apart."""
    libraries = {"scikit-image": "scikit-image’s loop", "numba": "our kernels", "torch": "PyTorch", "numpy": "NumPy"}
    library = libraries.get(row["library"], {"cuml": "cuML"}.get(row["library"], row["library"]))
    n = int(row["threads"])
    return f"{library}, {'GPU' if row['device'] != 'cpu' else 'one core' if n == 1 else f'{n} cores'}"


def hand_made_finding(found: pd.DataFrame) -> str:
    """What our kernels make of scikit-image's loop, then what a GPU adds to either side, or that none was measured."""
    sentences = [_kernels(found), _gpu(found)]
    return " ".join(begun(sentence) for sentence in sentences if sentence)


def _kernels(found: pd.DataFrame) -> str:
    loop = found[found["reference"].str.startswith("scikit-image") & (found["library"] == "numba")]
    if loop.empty:
        return ""
    best = loop.groupby("operation")["times"].max()
    low, high = rounded(best.min()), rounded(best.max())
    span = low if low == high else f"{low} to {high}"
    return f"Without any GPU, our kernels work out single families {span} times as fast as scikit-image’s loop."


def _gpu(found: pd.DataFrame) -> str:
    """What the GPU adds over the processor's fastest way: for features, for the SVM, and for the network."""
    if not (found["device"] != "cpu").any():
        return "No GPU has been measured yet, so what one would add is not known."
    sides = {
        "features made by hand": over_processor(found, FEATURES),
        "the SVM’s learning": over_processor(found, ("svm_fit",)),
        "its answers": over_processor(found, ("svm_predict",)),
        "the network’s training step": over_processor(found, ("training_step",)),
    }
    told = [f"{_span(gains)} at {side}" for side, gains in sides.items() if len(gains)]
    if not told:
        return (
            "A GPU has been measured, but no features, no SVM and no training step on both it and the processor "
            "beside it, so what it adds to these is not known."
        )
    return f"Against the processor’s fastest way the GPU is {listed(told)}."


def over_processor(found: pd.DataFrame, operations: tuple[str, ...]) -> np.ndarray:
    """How many times as fast as the processor's fastest way the GPU's fastest is, for each operation that has both."""
    some = found[found["operation"].isin(operations)]
    best = some.assign(gpu=some["device"] != "cpu").pivot_table("times", "operation", "gpu", aggfunc="max")
    return (best[True] / best[False]).dropna().to_numpy() if {True, False} <= set(best.columns) else np.empty(0)


def _span(gains: np.ndarray) -> str:
    low, high = rounded(gains.min()), rounded(gains.max())
    return f"{low if low == high else f'{low} to {high}'} times as fast"


def rounded(times: float) -> str:
    """Two figures."""
    return f"{float(f'{times:.2g}'):,g}"
