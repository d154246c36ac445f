"""Who was taken for whom by either learner, after the most images that both have learnt from."""

import zlib

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

import catalogue
from catalogue.dataset import Images
from experiments.spec import Result
from experiments.store.results import LIVE
from ui.common import source
from ui.common.confusion import show_confusion

LEARNERS = ("svm", "cnn")


def show_mistakes(images: Images, divisions: list[str], rows: pd.DataFrame) -> None:
    """The confusion of both with the images behind it; nothing while only one has been measured.

    `divisions` are the data sets that were tested in turns, or the only one; `rows` has a line a whole measurement.
    """
    sizes = [set(rows.loc[rows["learner"] == learner, "n_train"]) for learner in LEARNERS]
    if not set.intersection(*sizes):
        return
    n_train = max(set.intersection(*sizes))
    mine = rows[rows["n_train"] == n_train]
    answers = {learner: said(mine[mine["learner"] == learner], divisions) for learner in LEARNERS}
    tested = [images] if len(divisions) == 1 else [catalogue.load(name) for name in divisions]
    y_test = np.concatenate([one.y_test for one in tested])
    X_test = np.concatenate([one.X_test for one in tested])
    st.subheader("Who is taken for whom?", anchor=False)
    st.caption(f"Learnt from {n_train:,} images; {len(y_test):,} were tested.")
    show_confusion(images, answers, y_test, X_test, "mistakes")


def said(rows: pd.DataFrame, divisions: list[str]) -> NDArray[np.int64]:
    """What the learner of these rows answered to all test images, turn by turn, in the lowest seed."""
    first = rows.sort_values("seed").iloc[0]
    where: dict[str, object] = {name: str(first[name]) for name in ("data_version", "learner", "recipe")}
    where |= {name: int(first[name]) for name in ("n_train", "seed")}
    found: dict[str, Result] = {}
    for result in source.store().results(dataset=divisions, origin=LIVE, **where):
        if not result.experiment.settings:
            found[result.experiment.dataset] = result
    return np.concatenate([_labels(found[name]) for name in divisions])


def _labels(result: Result) -> NDArray[np.int64]:
    return np.frombuffer(zlib.decompress(result.predictions), "<u2").astype(np.int64)
