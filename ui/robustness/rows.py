"""Every row of changed test images that pages show: recorded ones, and those measured on this machine."""

import pandas as pd
import streamlit as st

from analysis.common.machine import HERE
from analysis.common.variants import TRAINED_ON
from analysis.robustness.names import CHANGES
from experiments.robustness import row
from experiments.robustness.row import UNDER_CHANGES, Robustness, here, row_of
from experiments.store.results import LIVE
from ui.common import source
from ui.common.recorded import recorded, table

SETTINGS = [UNDER_CHANGES, *({**UNDER_CHANGES, TRAINED_ON: change} for change in CHANGES)]


def everything() -> pd.DataFrame:
    """All rows of unchanged training images, on data sets that everybody may know.

    `origin` is the stem of a recorded file, or `here`.
    """
    rows = _everything(source.store().n_rows())
    return rows[rows["trained_on"] == ""].reset_index(drop=True)


def trained_on_changes() -> pd.DataFrame:
    """The rows of models whose training images had a change."""
    rows = _everything(source.store().n_rows())
    return rows[rows["trained_on"] != ""].reset_index(drop=True)


@st.cache_data(ttl=20, max_entries=2, show_spinner=False)
def _everything(n_rows: int) -> pd.DataFrame:  # noqa: ARG001  (part of the key: a new row renews it)
    stored = source.store().results(settings=SETTINGS, origin=LIVE)
    measured = ((HERE, one) for one in [*Robustness.read(here()), *map(row_of, stored)])
    return source.on_offer(table(Robustness, [*recorded(Robustness, row.RECORDED), *measured]))


def key(rows: pd.DataFrame) -> str:
    """A text that names these rows."""
    return ",".join(sorted(rows["id"] + rows["origin"] + rows["measured_at"]))
