"""Every row of times that the page shows: measured here, or recorded elsewhere."""

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import pandas as pd
import streamlit as st

from analysis.common.machine import HERE
from timing.rows import files
from timing.rows.row import Timing

PARTS = ("warm_up", "copy_in", "compute", "copy_out")
COLUMNS = [field.name for field in fields(Timing) if field.name != "parts"]


@st.cache_data(ttl=2, show_spinner=False)
def timings() -> pd.DataFrame:
    """All timings, at most two seconds old: every field of Timing, `versions` as JSON text, and `origin`.

    The seconds of the parts are columns `warm_up`, `copy_in`, `compute` and `copy_out`, NaN for parts that a row does
    not have. `origin` is "here", or the stem of the recorded file.
    """
    lines = _lines(HERE, files.read(files.here()))
    for path in sorted(files.RECORDED.glob("*.jsonl")):
        lines += _lines(path.stem, Timing.read(path))
    table = pd.DataFrame(lines, columns=[*COLUMNS, *PARTS, "origin"])
    return table.astype(dict.fromkeys((*PARTS, "flop", "n_bytes"), float))


def _lines(origin: str, rows: Iterable[Timing]) -> list[dict[str, Any]]:
    return [
        {
            **{name: getattr(row, name) for name in COLUMNS},
            "versions": json.dumps(row.versions),
            **{part: row.parts.get(part) for part in PARTS},
            "origin": origin,
        }
        for row in rows
    ]


def key(rows: pd.DataFrame) -> str:
    """A key that identifies these rows, for caches."""
    return str(pd.util.hash_pandas_object(rows, index=False).sum())
