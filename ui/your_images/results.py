"""Both learners on a visitor's own images: training, results, mistakes, and what can be taken home."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from analysis.common.margin import describe_margin, margin
from analysis.common.variants import without_settings
from analysis.data_size.pooled import pool_folds
from analysis.data_size.small_sets import small_set_note
from catalogue.dataset import Images
from experiments.plan import plan, usual_sizes
from experiments.spec import Experiment, Result, class_numbers
from experiments.store.jobs import PENDING
from experiments.store.results import LIVE
from ui.common import pickers, source
from ui.common.chart import show_headline
from ui.common.confusion import Tested, show_confusion
from ui.common.kept_models import BOTH, THIRD
from ui.common.live import offer_and_watch
from ui.common.page import plain
from ui.common.sweep import states, with_status
from ui.common.visitor import visitor
from ui.data_size.curve import comparison, show_accuracy, show_time
from ui.data_size.folded import fold
from ui.your_images.data_sets import own_entry
from ui.your_images.take_home import reproducing_script, take_home
from ui.your_images.workflow import mark_step
from uploads.folder import Upload, uploads
from uploads.limits import UnusableUpload

SMALLEST = 10
OFFERED = (*BOTH, THIRD)
PRETRAINED_HELP = (
    "A network that has already seen 1.28 million labelled photographs turns your images into features, and an SVM "
    "learns from them. With few images that is often the most accurate. It looks mostly at the middle of an image."
)


def show_training(upload: Upload) -> None:
    """The prepared images, the choice of experiments, and their results."""
    entry = own_entry(upload)
    images = source.images(entry) if entry else None
    if images is None:
        return
    show_prepared(upload)
    mark_step("Design")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        recipe = pickers.pick_recipe("recipe")
        sizes = pickers.pick_sizes(own_sizes(upload, images))
        seeds = pickers.pick_seeds(usual=1 if upload.choices["n_folds"] > 1 else 3)
    if recipe == "thorough" and upload.choices.get("mirroring"):
        st.caption(upload.choices["mirroring"])
    with_pretrained = st.toggle("Pretrained features too", value=True, key="own-pretrained", help=PRETRAINED_HELP)
    learners = OFFERED if with_pretrained else BOTH
    experiments = plan_in_folds(upload, images, learners, sizes, seeds, recipe)
    mark_step("Train")
    offer_and_watch(experiments, images, partial(show, upload, images, experiments, recipe))


def show_prepared(upload: Upload) -> None:
    """How the images were prepared and split, how small a difference the test can show, and the way back."""
    made = upload.choices
    height, width, channels = made["shape"]
    kind = "grey" if channels == 1 else "coloured"
    folds = f"every image tested once, in {made['n_folds']} folds" if made["n_folds"] > 1 else ""
    tested = folds or f"{made['n_train']:,} for training, {made['n_tested']:,} for the test"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"{made['n_images']:,} {kind} images of {width}×{height} pixels in {len(made['classes'])} classes, "
            f"{tested}. {describe_margin(made['n_tested'])}"
        )
        st.button("Look again or change", icon=":material/undo:", on_click=_reopen, args=(upload,), key="again")
    if made.get("worth"):
        st.warning(plain(made["worth"]))


def _reopen(upload: Upload) -> None:
    jobs = source.store().jobs(visitor())
    pending = jobs["status"].isin(PENDING) & jobs["dataset"].isin(source.folds_of(upload))
    source.engine().cancel(list(jobs.loc[pending, "id"]), visitor())
    with suppress(UnusableUpload):  # deleted meanwhile, as the page says anyway
        uploads().choose(upload, version="")


def own_sizes(upload: Upload, images: Images) -> list[int]:
    """The usual training sizes, up to all the training images that every fold has."""
    most = int(upload.choices["n_train"])
    smallest = max(SMALLEST, len(images.classes))
    return [n for n in usual_sizes(images, smallest) if n < most] + [most]


def plan_in_folds(
    upload: Upload, images: Images, learners: Sequence[str], sizes: list[int], seeds: int, recipe: str
) -> list[Experiment]:
    """The experiments, repeated in every fold of a cross-validation."""
    once = plan(upload.name, images, learners, sizes, seeds, [recipe])
    return [replace(experiment, dataset=fold) for experiment in once for fold in source.folds_of(upload)]


def rows_of(upload: Upload, recipe: str | None = None) -> pd.DataFrame:
    """What was measured on these images, with this recipe or all; a whole cross-validation is one row."""
    only = {"recipe": recipe} if recipe else {}
    folds = source.folds_of(upload)
    rows = source.store().rows(dataset=folds, data_version=upload.choices["version"], origin=LIVE, **only)
    rows = without_settings(rows[rows["learner"].isin(OFFERED)])
    return pool_folds(rows, len(folds)) if len(folds) > 1 else rows


def is_current(upload: Upload) -> bool:
    """Whether this page still shows the upload as it is now."""
    try:
        return uploads().open(upload.name, visitor()).choices.get("version") == upload.choices["version"]
    except KeyError:
        return False


def show(upload: Upload, images: Images, experiments: list[Experiment], recipe: str) -> None:
    """Finding, charts, mistakes, and what can be taken home; or what to do if nothing is measured yet."""
    if not is_current(upload):  # another tab has changed or deleted it, or it expired
        st.rerun()
    rows = rows_of(upload, recipe)
    if rows.empty:
        if not with_status(experiments, states(experiments), *PENDING):
            st.info("Nothing is measured yet. Press **Run**: the learners are trained, and their curves grow here.")
        return
    shown = comparison(rows, margin=margin(int(upload.choices["n_tested"])), names_best=True)
    mark_step("Evaluate")
    show_headline(shown.finding)
    show_accuracy(shown, "own-accuracy")
    if note := small_set_note(rows_of(upload)):
        st.warning(plain(note))
    show_time(shown, "own-time")
    show_mistakes(images, source.folds_of(upload), rows)
    take_home(upload, rows, experiments, len(images.y_test))
    fold(shown, upload.title, reproducing_script(upload, rows))


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
    tested = images if len(folds) == 1 else source.images_of_folds(folds)
    mark_step("Improve")
    st.subheader("Which classes are mistaken for which?", anchor=False)
    st.caption(f"Trained on {n_train:,} images and tested on {len(tested.y_test):,}.")
    show_confusion(Tested(images.classes, tested.X_test, tested.y_test, predictions), "mistakes")


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
