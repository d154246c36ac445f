"""Which classes each learner mistook for which, after training on the largest number of images that both have had."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

import catalogue
from catalogue.dataset import Images
from experiments.spec import Result, class_numbers
from experiments.store.results import LIVE
from ui.common import source
from ui.common.confusion import Tested, show_confusion
from ui.common.kept_models import BOTH, THIRD
from ui.your_images.workflow import mark_step


def show_mistakes(images: Images, folds: list[str], rows: pd.DataFrame) -> None:
    """The confusion matrices of the learners that were trained on that number of images, with the images behind them.

    Nothing until both the SVM and the CNN have been measured. `folds` are the data sets of the cross-validation,
    or the only one; `rows` has a line for each whole measurement.
    """
    sizes = [set(rows.loc[rows["learner"] == learner, "n_train"]) for learner in BOTH]
    if not set.intersection(*sizes):
        return
    n_train = max(set.intersection(*sizes))
    mine = rows[rows["n_train"] == n_train]
    learners = [learner for learner in (*BOTH, THIRD) if (mine["learner"] == learner).any()]
    predictions = {learner: predictions_of(mine[mine["learner"] == learner], folds) for learner in learners}
    tested = [images] if len(folds) == 1 else [catalogue.load(name) for name in folds]
    y_test = np.concatenate([fold.y_test for fold in tested])
    X_test = np.concatenate([fold.X_test for fold in tested])
    mark_step("Improve")
    st.subheader("Which classes are mistaken for which?", anchor=False)
    st.caption(f"Trained on {n_train:,} images and tested on {len(y_test):,}.")
    show_confusion(Tested(images.classes, X_test, y_test, predictions), "mistakes")


def predictions_of(rows: pd.DataFrame, folds: list[str]) -> NDArray[np.int64]:
    """The learner's predictions for all test images, fold by fold, with the lowest seed."""
    first = rows.sort_values("seed").iloc[0]
    condition: dict[str, object] = {name: str(first[name]) for name in ("data_version", "learner", "recipe")}
    condition |= {name: int(first[name]) for name in ("n_train", "seed")}
    by_fold: dict[str, Result] = {}
    for result in source.store().results(dataset=folds, origin=LIVE, **condition):
        if not result.experiment.settings:
            by_fold[result.experiment.dataset] = result
    return np.concatenate([class_numbers(by_fold[name].predictions) for name in folds])
