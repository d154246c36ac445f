"""The speed-ups that the lesson claims for a GPU, beside the best ones measured and those at a usual size."""

import pandas as pd

from analysis.common.machine import here_or_recorded, hosts, short_name
from analysis.common.wording import listed, times
from analysis.timing.gpus import GPU, each_gpu
from analysis.timing.names import named
from analysis.timing.speed_up import in_best_order

LESSON = {
    "Matrix product": (("matrix_product",), "20 times"),
    "Convolution": (("convolution", "convolution_by_side"), "100 times"),
    "Training": (("training", "training_step"), "10 to 100 times"),
}
"""The operations and the claimed speed-up for each name in the lesson; the claims were not measured here."""

NOT_YET = "not measured yet"


def claims() -> str:
    """`20 times as fast at a matrix product, 100 times at a convolution and ...`: what the lesson claims."""
    (first, claimed), *others = [(named(operations[0]).clause, claim) for operations, claim in LESSON.values()]
    return listed([f"{claimed} as fast at {first}", *(f"{claim} at {work}" for work, claim in others)])


def is_measured(rows: pd.DataFrame) -> bool:
    """Whether any of the lesson's claims can be compared with what was measured."""
    return any(not _over_fastest(rows[rows["operation"].isin(operations)]).empty for operations, _ in LESSON.values())


def lesson_table(rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each claim of the lesson: `work`, `lesson`, `measured`, `how` and `usual`, in words."""
    return pd.DataFrame(
        {"work": work, "lesson": claim, **_best(rows, operations)} for work, (operations, claim) in LESSON.items()
    )


def _best(rows: pd.DataFrame, operations: tuple[str, ...]) -> dict[str, str]:
    """The largest speed-up, copies included, how it was achieved, and the same GPU's at a usual size in float32."""
    rows = rows[rows["operation"].isin(operations)]
    gains = _over_fastest(rows)
    if gains.empty:
        return {"measured": NOT_YET, "how": "", "usual": ""}
    best = gains.loc[gains["times"].idxmax()]
    title = [named(best["operation"]).title.lower()] * (rows["operation"].nunique() > 1)
    how = [*title, named(best["operation"]).at(best["size"]), best["dtype"], *["compiled"] * bool(best["compiled"])]
    gpu, cpu = short_name(best["machine"], best["device"]), short_name(best["host"], "cpu")
    how.append(f"{gpu} and {cpu} ({here_or_recorded(best)})")
    return {"measured": times(best["times"]), "how": ", ".join(how), "usual": _usual(rows, best, operations)}


def _usual(rows: pd.DataFrame, best: pd.Series, operations: tuple[str, ...]) -> str:
    """The same GPU's speed-ups in float32: of the first of the operations that it has, and the largest of all."""
    rows = rows[(rows["dtype"] == "float32") & (rows["origin"] == best["origin"])]
    gpus = [gpu for one in operations for gpu in each_gpu(in_best_order(rows[rows["operation"] == one]))]
    same = [gpu for gpu in gpus if (gpu.at["machine"], gpu.at["device"]) == (best["machine"], best["device"])]
    return _usual_and_most(same) if same else NOT_YET


def _usual_and_most(gpus: list[GPU]) -> str:
    """`1.1 times at 300 images, at most 4 times (training step, 256 images)`: the latter where it is another."""
    at, best = gpus[0].at, max((gpu.line.loc[gpu.line["times"].idxmax()] for gpu in gpus), key=lambda one: one["times"])
    usual, most, what = times(at["times"]), times(best["times"]), named(best["operation"])
    work = f" ({what.title.lower()}, {what.at(best['size'])})" * (best["operation"] != at["operation"])
    return f"{usual} at {named(at['operation']).at(at['size'])}{f', at most {most}{work}' * (usual != most)}"


def _over_fastest(rows: pd.DataFrame) -> pd.DataFrame:
    """The GPU's rows with `times`, relative to its machine's fastest CPU row for the same work and size."""
    rows = rows.assign(host=hosts(rows))
    same, is_cpu = ["origin", "host", "operation", "size"], rows["device"] == "cpu"
    fastest = rows[is_cpu].groupby(same)["median_seconds"].min().rename("fastest").reset_index()
    both = rows[~is_cpu].merge(fastest, on=same)
    return both.assign(times=both["fastest"] / both["median_seconds"])
