"""Where the seconds of several calls go: the first call, which warms up, and the parts of those after it."""

import pandas as pd

from analysis.common.machine import device_name
from analysis.common.wording import begun
from analysis.timing.names import duration, named
from analysis.timing.speed_up import HERE, LINE

CALLED = ("copy_in", "compute", "copy_out")
"""The parts of every call after the first."""

PARTS = ("warm_up", *CALLED)


def after_calls(rows: pd.DataFrame, n_calls: int) -> pd.DataFrame:
    """Seconds that each part has taken after a first call and so many others, a line a place, device and way.

    `rows` are of one operation and size; `total` is the sum, a part that there is not takes no time.
    """
    table = rows[[*LINE, "operation", "size", *PARTS]].fillna(dict.fromkeys(PARTS, 0.0)).reset_index(drop=True)
    table[list(CALLED)] *= n_calls
    return table.assign(total=table[list(PARTS)].sum(axis=1))


def parts_finding(rows: pd.DataFrame) -> str:
    """Of a GPU how much of a call is copying, else how much longer the first call takes; here before recorded."""
    gpu = rows[rows["device"] != "cpu"]
    rows = gpu if len(gpu) else rows
    plain = rows.sort_values(["compiled", "channels_last"], kind="stable")
    row = min((row for _, row in plain.iterrows()), key=lambda row: (row["origin"] != HERE, row["origin"]))
    copies = row[["copy_in", "copy_out"]].fillna(0.0).sum()
    what, name = named(row["operation"]), "processor" if row["device"] == "cpu" else "GPU"
    first = f"the first call takes {duration(row['warm_up'])}, those after it {duration(row['compute'] + copies)}"
    where = f"{name} ({device_name(row['machine'], row['device'])}, {'here' if row['origin'] == HERE else 'recorded'})"
    if not copies:
        return begun(f"{first}: {what.clause} of {what.at(row['size'])} on the {where}.")
    share = copies / (copies + row["compute"])
    return (
        f"On the {where}, {100 * share:.0f} % of each call is copying; {first} ({what.clause}, {what.at(row['size'])})."
    )
