"""Rows as a file for spreadsheets and data frame libraries."""

from pathlib import Path
from typing import IO

import pandas as pd

FORMATS = ("csv", "parquet")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(rows: pd.DataFrame, format: str, target: Path | IO[bytes]) -> None:
    """Write the rows as `csv` or `parquet`, without the bits of single images; ValueError for another format."""
    if format not in FORMATS:
        raise ValueError(f"There is no export format {format!r}; choose csv or parquet.")
    table = rows.drop(columns="correct", errors="ignore")
    if format == "csv":
        harmless(table).to_csv(target, index=False)
    else:
        table.to_parquet(target, index=False)


def harmless(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, with an apostrophe before every text that a spreadsheet would run as a formula."""
    return rows.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell)
