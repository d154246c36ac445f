"""What the lesson says that a GPU buys, beside the best that was measured."""

import pandas as pd

from analysis.common.machine import device_name, host
from analysis.timing.names import named, times

LESSON = {
    "Matrix product": (("matrix_product",), "20 times"),
    "Convolution": (("convolution", "convolution_by_side"), "100 times"),
    "Training": (("training", "training_step"), "10 to 100 times"),
}
"""Operations by the lesson's name for them, and the lesson's own numbers, which nobody here measured."""

NOT_YET = "not measured yet"


def lesson_table(rows: pd.DataFrame) -> pd.DataFrame:
    """A line for each of the lesson's numbers: `work`, `lesson`, `measured` and `how`, in words."""
    return pd.DataFrame(
        {"work": work, "lesson": said, **_best(rows[rows["operation"].isin(operations)])}
        for work, (operations, said) in LESSON.items()
    )


def _best(rows: pd.DataFrame) -> dict[str, str]:
    """The largest speed-up, copies included, and how it was reached."""
    gains = _over_fastest(rows)
    if gains.empty:
        return {"measured": NOT_YET, "how": ""}
    best = gains.loc[gains["times"].idxmax()]
    what = named(best["operation"])
    device = device_name(best["machine"], best["device"])
    kind = [what.title.lower()] * (rows["operation"].nunique() > 1)
    how = [*kind, what.at(best["size"]), best["dtype"], *["compiled"] * bool(best["compiled"]), device]
    return {"measured": times(best["times"]), "how": ", ".join(how)}


def _over_fastest(rows: pd.DataFrame) -> pd.DataFrame:
    """The GPU's rows with `times`: over the processor's fastest way of the same work and size in the same machine."""
    rows = rows.assign(host=[host(name, device) for name, device in zip(rows["machine"], rows["device"], strict=True)])
    same, is_cpu = ["origin", "host", "operation", "size"], rows["device"] == "cpu"
    fastest = rows[is_cpu].groupby(same)["median_seconds"].min().rename("fastest").reset_index()
    both = rows[~is_cpu].merge(fastest, on=same)
    return both.assign(times=both["fastest"] / both["median_seconds"])
