"""How a visitor's data set is forgotten: its images, what was measured on them, and the models that saw them."""

import logging

from catalogue.sources.own import own_folder, whole
from experiments.kept.model_store import shelf
from experiments.store.results import Store
from uploads.folder import is_gone, uploads

logger = logging.getLogger(__name__)


def forget(store: Store, name: str) -> None:
    """Delete a visitor's data set with rows, jobs, requests and models of all its divisions; again does no harm.

    ValueError for a name of another form. What a worker still makes of it finds no job to end and no folder to be of.
    """
    dataset = whole(own_folder(name).name)
    uploads().remove(dataset)  # first: whoever keeps a model looks afterwards whether the images are still there
    store.forget(dataset)
    for experiment in shelf().experiments():
        if whole(experiment.dataset) == dataset:
            shelf().remove(experiment.id)


def forget_expired(store: Store) -> list[str]:
    """Forget every data set whose time is over, and all that is left of ones that are gone; the names of both."""
    used = {*store.datasets(), *(experiment.dataset for experiment in shelf().experiments())}
    # Where no folder of uploads is, nothing can be told: a disk is not there, or another server's table is shared.
    gone = {whole(dataset) for dataset in used if is_gone(dataset)} if uploads().folder.is_dir() else set()
    names = {*uploads().expired(), *gone}
    forgotten = []
    for name in sorted(names):
        try:
            forget(store, name)
            forgotten.append(name)
        except Exception:  # one that cannot go must not keep the others
            logger.exception("A visitor's images could not be deleted; this is tried again")
    uploads().tidy()
    return forgotten
