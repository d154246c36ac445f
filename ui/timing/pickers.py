"""The choices of the timing page: what work, in which number format and memory order, measured where."""

from collections import Counter

import pandas as pd
import streamlit as st

from analysis.common.machine import HERE, short_names
from analysis.common.wording import count, listed
from analysis.timing.names import FORMATS, OPERATIONS, named
from ui.common.pickers import pick, pick_one
from ui.common.texts import text

ALL = "all"


def pick_work(rows: pd.DataFrame) -> str | None:
    """One of the operations with rows, at first one with rows of a GPU; None, after a sentence, if none has rows."""
    timed = [name for name in OPERATIONS if (rows["operation"] == name).any()]
    if not timed:
        st.info("Nothing has been timed yet. Press **Time this machine**: its rows will appear here.")
        return None
    first = next((place for place, name in enumerate(timed) if has_gpu(rows[rows["operation"] == name])), 0)
    help = text("timing/help_work")
    return pick("Work", timed, "work", 240, first=first, write=lambda name: named(name).title, help=help)


def has_gpu(rows: pd.DataFrame) -> bool:
    """Whether some of these rows are of a GPU."""
    return bool((rows["device"] != "cpu").any())


def pick_size(rows: pd.DataFrame) -> int:
    """One of the sizes that were timed; by default, the largest of those timed on the greatest number of devices."""
    sizes = sorted(rows["size"].unique().tolist())
    n_devices = rows.groupby("size")[["origin", "machine", "device"]].apply(lambda one: len(one.drop_duplicates()))
    usual = max(size for size in sizes if n_devices[size] == n_devices.max())
    label = named(rows["operation"].iloc[0]).counted
    return pick(label, sizes, "size", 240, first=sizes.index(usual), write=count)


def pick_format(rows: pd.DataFrame, *, together: bool = False) -> str:
    """A number format that has rows; by default, the first in `FORMATS` that was timed on a GPU.

    With `together`, "all" can be chosen too, and is the default if no GPU has rows.
    """
    timed = sorted(rows["dtype"].unique(), key=lambda name: (FORMATS.index(name) if name in FORMATS else 9, name))
    choices = [*timed, ALL] if together and len(timed) > 1 else timed
    of_gpu = [name for name in timed if has_gpu(rows[rows["dtype"] == name])]
    default = of_gpu[0] if of_gpu else choices[-1 if together else 0]
    key = "format" if together else "one-format"
    return pick_one("Number format", dict(zip(choices, choices, strict=True)), key, default=default,
                    help=text("timing/help_formats"))  # fmt: skip


def pick_orders(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in the usual memory order and, if the visitor asks, also those in the other order."""
    if rows["channels_last"].nunique() < 2:
        return rows
    both = st.toggle("Both memory orders", key="orders", bind="query-params", help=text("timing/help_orders"))
    return rows if both else rows[~rows["channels_last"]]


def pick_places(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the chosen places, all at first; nothing to choose where there is one."""
    origins = sorted(rows["origin"].unique(), key=lambda origin: (origin != HERE, origin))
    if len(origins) < 2:
        return rows
    names = _names_of_places(rows, origins)
    picked = st.pills(
        "Measured",
        origins,
        selection_mode="multi",
        default=origins,
        format_func=names.__getitem__,
        key="places",
        bind="query-params",
    )
    return rows[rows["origin"].isin(picked or origins)]


def _names_of_places(rows: pd.DataFrame, origins: list[str]) -> dict[str, str]:
    """`Here`, or the CPUs and GPUs of a recorded file, with its name where another file has the same."""
    machines = {origin: listed(short_names(rows[rows["origin"] == origin])) for origin in origins}
    n_files = Counter(machines.values())
    names = {
        origin: f"Recorded: {words}" if n_files[words] == 1 else f"Recorded: {words} ({origin})"
        for origin, words in machines.items()
    }
    return names | {HERE: "Here"}
