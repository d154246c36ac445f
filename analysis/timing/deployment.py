"""What a model in use needs, in words: the fastest runtime of each learner, and what int8 saves and costs."""

import pandas as pd

from analysis.common.learners import MODELS, ORDER, by_rank, model, model_clause, rank
from analysis.common.machine import hosts
from analysis.common.wording import capitalised, duration, listed, number, percent, times

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
    same_run = ["host", "threads", "data_version"]
    rows = rows[(rows[same_run] == rows[same_run].iloc[-1]).all(axis=1)]
    same_model = ["dataset", "recipe", "n_train", "seed"]
    rows = rows[(rows[same_model] == rows.groupby("learner")[same_model].transform("last")).all(axis=1)]
    orders = {"learner": [*ORDER], "library": [*RUNTIMES]}
    ranked = rows.assign(**{name: pd.Categorical(rows[name], order) for name, order in orders.items()})
    return rows.loc[ranked.sort_values(["learner", "library", "device"], kind="stable").index].reset_index(drop=True)


def runtime_name(library: str, device: str) -> str:
    """`PyTorch`, or `PyTorch, GPU`."""
    return RUNTIMES.get(library, library) + ("" if device == "cpu" else ", GPU")


def deployment_finding(rows: pd.DataFrame, title: str) -> str:
    """Each learner's time for one image of this data set, the runtime in which it is fastest, and what int8 does."""
    fastest = rows.loc[rows.groupby("learner")["latency_p50"].idxmin()].sort_values("learner", key=by_rank)
    seconds = [f"{model(row['learner'])} {duration(row['latency_p50'])}" for _, row in fastest.iterrows()]
    whose = "their" if len(fastest) > 1 else "the"
    times_of_all = f"one image of {title} takes {listed(seconds)} at {whose} fastest{_ratio(fastest)}"
    learners = sorted(rows["learner"].unique(), key=rank)
    smaller = [clause for learner in learners if (clause := _in_int8(rows[rows["learner"] == learner], learner))]
    sentences = [times_of_all, _other_day(fastest), _runtimes(fastest), "; ".join(smaller)]
    return " ".join(f"{capitalised(sentence)}." for sentence in filter(None, sentences))


def _other_day(fastest: pd.DataFrame) -> str:
    """Which learners were timed on a later day than the others, when the machine's load may have been different."""
    days = fastest["measured_at"].str[:10]
    later = [model(learner) for learner in fastest["learner"][days > days.min()]]
    when = "timed on another day, when the machine may have been busier or quieter"
    return f"{when}: {listed(later)}" if later else ""


def _ratio(fastest: pd.DataFrame) -> str:
    """`; the CNN takes 24 times as long`, if several learners are measured; of three, also as long as which other."""
    if len(fastest) < 2:
        return ""
    ordered = fastest.sort_values("latency_p50")
    (quicker, least), *_, (slower, most) = ordered[["learner", "latency_p50"]].to_numpy()
    if most / least < 1.1:
        return f"; {_all(fastest)} take about as long"
    as_whom = f" as {model(quicker)}" if len(fastest) > 2 else ""
    return f"; {model_clause(slower, 'take', 'takes')} {times(most / least)} as long{as_whom}"


def _runtimes(fastest: pd.DataFrame) -> str:
    """`the SVM is fastest in NumPy and the CNN in ONNX Runtime`, `both are fastest in NumPy`."""
    names = [runtime_name(row["library"], row["device"]) for _, row in fastest.iterrows()]
    if len(names) > 1 and len(set(names)) == 1:
        return f"{_all(fastest)} are fastest in {names[0]}"
    first, *others = fastest["learner"]
    opening = f"{model_clause(first, 'are', 'is')} fastest in {names[0]}"
    return listed([opening, *(f"{model(learner)} in {name}" for learner, name in zip(others, names[1:], strict=True))])


def _all(fastest: pd.DataFrame) -> str:
    """`both`, `all three`."""
    return "both" if len(fastest) == 2 else f"all {number(len(fastest))}"


def _in_int8(rows: pd.DataFrame, learner: str) -> str:
    """`in int8 the CNN's file has 29 % of the bytes and gets 3 fewer of 1,500 test images right`."""
    by_library = rows.drop_duplicates("library").set_index("library")
    if not {"onnxruntime", "onnxruntime int8"} <= set(by_library.index):
        return ""
    whole, small = by_library.loc["onnxruntime"], by_library.loc["onnxruntime int8"]
    change = round((small["accuracy"] - whole["accuracy"]) * small["n_test"])
    kept = "as many" if change == 0 else f"{abs(change):,} {'more' if change > 0 else 'fewer'}"
    size = f"{percent(small['n_bytes'] / whole['n_bytes'])} of the bytes"
    file = f"{MODELS[learner]}'s file" if learner in MODELS else f"the file of {model(learner)}"
    return f"in int8 {file} has {size} and gets {kept} of {small['n_test']:,} test images right"
