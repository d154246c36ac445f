"""Every row of times that the page shows: measured here, or recorded elsewhere."""

import json
from dataclasses import fields

import pandas as pd
import streamlit as st

from analysis.common.machine import HERE
from timing.rows import files
from timing.rows.row import Timing
from ui.common.recorded import recorded

PARTS = ("warm_up", "copy_in", "compute", "copy_out")
COLUMNS = [field.name for field in fields(Timing) if field.name != "parts"]


@st.cache_data(ttl=2, show_spinner=False)
def timings() -> pd.DataFrame:
    """All timings, at most two seconds old: every field of Timing, `versions` as JSON text, and `origin`.

    The seconds of the parts are columns `warm_up`, `copy_in`, `compute` and `copy_out`, NaN for parts that a row does
    not have. `origin` is "here", or the stem of the recorded file.
    """
    rows = [*((HERE, row) for row in files.read(files.here())), *recorded(Timing, files.RECORDED)]
    lines = [{**vars(row), **row.parts, "versions": json.dumps(row.versions), "origin": origin} for origin, row in rows]
    table = pd.DataFrame(lines, columns=[*COLUMNS, *PARTS, "origin"])
    return table.astype(dict.fromkeys((*PARTS, "flop", "n_bytes"), float))


def key(rows: pd.DataFrame) -> str:
    """A key that identifies these rows, for caches."""
    return str(pd.util.hash_pandas_object(rows, index=False).sum())
