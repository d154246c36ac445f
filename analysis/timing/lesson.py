"""The speed-ups that the lesson claims for a GPU, beside the best ones measured and those at a usual size."""

import pandas as pd

from analysis.common.machine import here_or_recorded, hosts, short_name
from analysis.common.wording import listed, times
from analysis.timing.names import named
from analysis.timing.speed_up import GPU, each_gpu, in_best_order

LESSON = {
    "Matrix product": (("matrix_product",), 20.0, "20 times"),
    "Convolution": (("convolution", "convolution_by_side"), 100.0, "100 times"),
    "Training": (("training", "training_step"), 10.0, "10 to 100 times"),
}
"""For each name in the lesson: the operations, how many times as fast a GPU is at least, and the claim in words.

The claims were not measured here.
"""

NOT_YET = "not measured yet"


def claims() -> str:
    """`20 times as fast at a matrix product, 100 times at a convolution and ...`: what the lesson claims."""
    (first, claimed), *others = [(named(operations[0]).clause, claim) for operations, _, claim in LESSON.values()]
    return listed([f"{claimed} as fast at {first}", *(f"{claim} at {work}" for work, claim in others)])


def is_measured(rows: pd.DataFrame) -> bool:
    """Whether any of the lesson's claims can be compared with what was measured."""
    return any(not _over_fastest(rows[rows["operation"].isin(operations)]).empty for operations, *_ in LESSON.values())


def lesson_table(rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each claim of the lesson: `work`, `lesson`, `measured`, `how` and `usual`, in words."""
    return pd.DataFrame(
        {"work": work, "lesson": claim, **_best(rows, operations)} for work, (operations, _, claim) in LESSON.items()
    )


def _best(rows: pd.DataFrame, operations: tuple[str, ...]) -> dict[str, str]:
    """The largest speed-up, copies included, how it was achieved, and the same GPU's at a usual size in float32."""
    rows = rows[rows["operation"].isin(operations)]
    gains = _over_fastest(rows)
    if gains.empty:
        return {"measured": NOT_YET, "how": "", "usual": ""}
    best = gains.loc[gains["times"].idxmax()]
    title = [named(best["operation"]).title.lower()] if rows["operation"].nunique() > 1 else []
    compiled = ["compiled"] if best["compiled"] else []
    how = [*title, named(best["operation"]).at(best["size"]), best["dtype"], *compiled]
    gpu, cpu = short_name(best["machine"], best["device"]), short_name(best["host"], "cpu")
    how.append(f"{gpu} and {cpu} ({here_or_recorded(best)})")
    return {"measured": times(best["times"]), "how": ", ".join(how), "usual": _usual(rows, best, operations)}


def _usual(rows: pd.DataFrame, best: pd.Series, operations: tuple[str, ...]) -> str:
    """The same GPU's speed-ups in float32: at the usual size of the first operation that it has, and the largest."""
    rows = rows[(rows["dtype"] == "float32") & (rows["origin"] == best["origin"])]
    gpus = [gpu for one in operations for gpu in each_gpu(in_best_order(rows[rows["operation"] == one]))]
    same = [gpu for gpu in gpus if (gpu.at["machine"], gpu.at["device"]) == (best["machine"], best["device"])]
    return _usual_and_most(same) if same else NOT_YET


def _usual_and_most(gpus: list[GPU]) -> str:
    """`1.1 times at 300 images, at most 4 times (training step, 256 images)`; the second part only if it differs."""
    at = gpus[0].at
    best = max((gpu.line.loc[gpu.line["times"].idxmax()] for gpu in gpus), key=lambda row: row["times"])
    usual, most, what = times(at["times"]), times(best["times"]), named(best["operation"])
    work = f" ({what.title.lower()}, {what.at(best['size'])})" if best["operation"] != at["operation"] else ""
    at_most = f", at most {most}{work}" if usual != most else ""
    return f"{usual} at {named(at['operation']).at(at['size'])}{at_most}"


def _over_fastest(rows: pd.DataFrame) -> pd.DataFrame:
    """The GPU's rows with `times`, relative to its machine's fastest CPU row for the same work and size."""
    rows = rows.assign(host=hosts(rows))
    same = ["origin", "host", "operation", "size"]
    is_cpu = rows["device"] == "cpu"
    fastest = rows[is_cpu].groupby(same)["median_seconds"].min().rename("fastest").reset_index()
    both = rows[~is_cpu].merge(fastest, on=same)
    return both.assign(times=both["fastest"] / both["median_seconds"])
