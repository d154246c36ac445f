"""The choices of the page of times: what work, in which number format and memory order, measured where."""

import pandas as pd
import streamlit as st

from analysis.common.machine import HERE
from analysis.timing.names import FORMATS, OPERATIONS, named

ALL = "all"

FORMATS_HELP = (
    "How exactly the computer writes numbers. float32: about 7 digits, in 32 bits. float16 and bfloat16: 3 digits or "
    "fewer, in 16 bits, so that half as much must be moved. TF32: written like float32, but multiplied with 3 digits."
)
ORDER_HELP = (
    "In which order an image's numbers lie in memory: one colour after the other, as usual, or all colours of a pixel "
    "beside each other (channels-last)."
)
WORK_HELP = (
    "Matrix product: two tables of numbers multiplied. Convolution: one layer of a network. Forward pass: the network "
    "answers. Training step: it learns from some images. Whole training: it learns from all."
)


def pick_work(rows: pd.DataFrame) -> str | None:
    """One of the operations that have rows; None, after a sentence, where none has."""
    there = [name for name in OPERATIONS if (rows["operation"] == name).any()]
    if not there:
        st.info("Nothing has been timed yet. Press **Time this machine**: its rows will show here.")
        return None
    return st.selectbox(
        "Work",
        there,
        format_func=lambda name: named(name).title,
        key="work",
        bind="query-params",
        width=240,
        help=WORK_HELP,
    )


def pick_size(rows: pd.DataFrame) -> int:
    """One of the sizes that were timed; at first, the largest that most devices have."""
    sizes = sorted(rows["size"].unique().tolist())
    n_devices = rows.groupby("size")[["origin", "machine", "device"]].apply(lambda one: len(one.drop_duplicates()))
    usual = max(size for size in sizes if n_devices[size] == n_devices.max())
    what = named(rows["operation"].iloc[0])
    return st.selectbox(
        what.counted,
        sizes,
        index=sizes.index(usual),
        format_func="{:,}".format,
        key="size",
        bind="query-params",
        width=240,
    )


def pick_format(rows: pd.DataFrame, *, together: bool = False) -> str:
    """A number format that has rows, or with `together` all beside each other, which is first without a GPU."""
    there = sorted(rows["dtype"].unique(), key=lambda name: (FORMATS.index(name) if name in FORMATS else 9, name))
    choices = [*there, ALL] if together and len(there) > 1 else there
    compare = together and not (rows["device"] != "cpu").any()
    picked: str = st.segmented_control(
        "Number format",
        choices,
        default=choices[-1] if compare else choices[0],
        required=True,
        key="format" if together else "one-format",
        bind="query-params",
        help=FORMATS_HELP,
    )
    return picked


def pick_orders(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in the usual memory order, and on demand those in the other one."""
    if rows["channels_last"].nunique() < 2:
        return rows
    both = st.toggle("Both memory orders", key="orders", bind="query-params", help=ORDER_HELP)
    return rows if both else rows[~rows["channels_last"]]


def pick_places(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the chosen places, all at first; nothing to choose where there is one."""
    origins = sorted(rows["origin"].unique(), key=lambda origin: (origin != HERE, origin))
    if len(origins) < 2:
        return rows
    picked = st.pills(
        "Measured",
        origins,
        selection_mode="multi",
        default=origins,
        format_func=lambda origin: "Here" if origin == HERE else f"Recorded: {origin}",
        key="places",
        bind="query-params",
    )
    return rows[rows["origin"].isin(picked or origins)]
