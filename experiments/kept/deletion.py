"""Deletion of a visitor's data set: its images, what was measured on them, and the models trained on them."""

import logging

from catalogue.sources.own import own_folder, whole
from experiments.kept.model_store import model_store
from experiments.store.results import Store
from uploads.folder import is_gone, uploads

logger = logging.getLogger(__name__)


def delete_dataset(store: Store, name: str) -> None:
    """Delete a visitor's data set with the rows, jobs, requests and models of all its folds; repeating is harmless.

    ValueError for any other name. A worker that still uses it then finds no job to finish and no folder to keep.
    """
    dataset = whole(own_folder(name).name)
    uploads().remove(dataset)  # first: whoever keeps a model checks afterwards whether the images still exist
    store.delete_dataset(dataset)
    for experiment in model_store().experiments():
        if whole(experiment.dataset) == dataset:
            model_store().remove(experiment.id)


def delete_expired(store: Store) -> list[str]:
    """Delete every expired data set, and all that is left of deleted ones; the names of both."""
    used = {*store.datasets(), *(experiment.dataset for experiment in model_store().experiments())}
    # Without the folder of uploads nothing is known: a disk is missing, or the table is shared with another server.
    gone = {whole(dataset) for dataset in used if is_gone(dataset)} if uploads().folder.is_dir() else set()
    deleted = []
    for name in sorted({*uploads().expired(), *gone}):
        try:
            delete_dataset(store, name)
            deleted.append(name)
        except Exception:  # one failure must not stop the other deletions
            logger.exception("A visitor's images could not be deleted; this is tried again")
    uploads().tidy()
    return deleted
