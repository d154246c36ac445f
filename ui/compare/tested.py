"""What kept models predicted for all test images when they were measured, read from the table without a worker."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from experiments.spec import class_numbers
from ui.common import source
from ui.common.kept_models import KeptModels


def disagreements(kept: KeptModels, shown: NDArray[np.int64]) -> list[int]:
    """The numbers of the shown test images for which not all models predicted the same class when measured."""
    labels = [predicted[shown] for predicted in predictions(kept.ids) if shown.max() < len(predicted)]
    if len(labels) < len(kept.ids):
        return []
    return (np.flatnonzero(np.ptp(np.stack(labels), axis=0)) + 1).tolist()


@st.cache_data(max_entries=20, show_spinner=False)
def predictions(ids: tuple[str, ...]) -> list[NDArray[np.int64]]:
    """Each model's predictions on all test images; empty if its row is in another table."""
    return [class_numbers(source.store().predictions(id)) for id in ids]
