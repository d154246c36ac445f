"""Where the seconds of several calls go: the first call, which warms up, and the parts of the later ones."""

import pandas as pd

from analysis.common.machine import device_name, here_or_recorded, kind, measured_here
from analysis.common.wording import capitalised, duration, percent
from analysis.timing.names import named
from analysis.timing.speed_up import LINE

CALLED = ("copy_in", "compute", "copy_out")
"""The parts of every call after the first."""

PARTS = ("warm_up", *CALLED)


def after_calls(rows: pd.DataFrame, n_calls: int) -> pd.DataFrame:
    """The seconds of each part in a first call and `n_calls` others, with their sum `total`; one row per line.

    `rows` are of one operation and size; a missing part takes no time.
    """
    table = rows[[*LINE, "operation", "size", *PARTS]].fillna(dict.fromkeys(PARTS, 0.0)).reset_index(drop=True)
    table[list(CALLED)] *= n_calls
    return table.assign(total=table[list(PARTS)].sum(axis=1))


def parts_finding(rows: pd.DataFrame) -> str:
    """The share of copying in a GPU's calls, else how much longer the first call takes; preferably as measured here."""
    gpu = rows[rows["device"] != "cpu"]
    rows = gpu if len(gpu) else rows
    plain = rows.sort_values(["compiled", "channels_last"], kind="stable")
    row = min((row for _, row in plain.iterrows()), key=lambda row: (not measured_here(row["origin"]), row["origin"]))
    copies = row[["copy_in", "copy_out"]].fillna(0.0).sum()
    what, call = named(row["operation"]), copies + row["compute"]
    first = f"the first call takes {duration(row['warm_up'], 'µs')}, each later one {duration(call, 'µs')}"
    where = f"{kind(row['device'])} ({device_name(row['machine'], row['device'])}, {here_or_recorded(row)})"
    if not copies:
        return capitalised(f"{first}: {what.clause} of {what.at(row['size'])} on the {where}.")
    share = percent(copies / call)
    return f"On the {where}, {share} of each call is copying; {first} ({what.clause}, {what.at(row['size'])})."
