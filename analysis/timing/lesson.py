"""The speed-ups that the lesson claims for a GPU, beside the best ones measured."""

import pandas as pd

from analysis.common.machine import device_name, hosts
from analysis.common.wording import times
from analysis.timing.names import named

LESSON = {
    "Matrix product": (("matrix_product",), "20 times"),
    "Convolution": (("convolution", "convolution_by_side"), "100 times"),
    "Training": (("training", "training_step"), "10 to 100 times"),
}
"""The operations and the claimed speed-up for each name in the lesson; the claims were not measured here."""

NOT_YET = "not measured yet"


def lesson_table(rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each claim of the lesson: `work`, `lesson`, `measured` and `how`, in words."""
    return pd.DataFrame(
        {"work": work, "lesson": claim, **_best(rows[rows["operation"].isin(operations)])}
        for work, (operations, claim) in LESSON.items()
    )


def _best(rows: pd.DataFrame) -> dict[str, str]:
    """The largest speed-up, copies included, and how it was achieved."""
    gains = _over_fastest(rows)
    if gains.empty:
        return {"measured": NOT_YET, "how": ""}
    best = gains.loc[gains["times"].idxmax()]
    what = named(best["operation"])
    title = [what.title.lower()] * (rows["operation"].nunique() > 1)
    how = [*title, what.at(best["size"]), best["dtype"], *["compiled"] * bool(best["compiled"])]
    how.append(device_name(best["machine"], best["device"]))
    return {"measured": times(best["times"]), "how": ", ".join(how)}


def _over_fastest(rows: pd.DataFrame) -> pd.DataFrame:
    """The GPU's rows with `times`, relative to its machine's fastest CPU row for the same work and size."""
    rows = rows.assign(host=hosts(rows))
    same, is_cpu = ["origin", "host", "operation", "size"], rows["device"] == "cpu"
    fastest = rows[is_cpu].groupby(same)["median_seconds"].min().rename("fastest").reset_index()
    both = rows[~is_cpu].merge(fastest, on=same)
    return both.assign(times=both["fastest"] / both["median_seconds"])
