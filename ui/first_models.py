"""The first models of a server: recorded ones are copied at once, and more are trained a little later."""

import logging
import threading

import catalogue
from experiments.engine.dispatch import Engine
from experiments.kept.model_store import model_store
from experiments.spec import sweep
from experiments.store.results import RECORDED
from ui.common import source
from ui.common.kept_models import MOST_TRAINING_IMAGES

FIRST = ("digits", "shapes", "textures")
"""The data sets on which the first models learn, in this order."""
START_AFTER = 5.0  # seconds

logger = logging.getLogger(__name__)


def bring_first_models(engine: Engine) -> None:
    """Copy the recorded models; start workers later, because on few cores they would delay the first page."""
    copy_recorded_models()
    timer = threading.Timer(START_AFTER, start_workers, (engine,))
    timer.daemon = True
    timer.start()


def start_workers(engine: Engine) -> None:
    """Start the worker that predicts single images, so that its first visitor waits less; then train the models."""
    source.inference_worker()
    train_first(engine)


def copy_recorded_models() -> None:
    """Keep copies of the recorded models, so that the page of single images answers at once."""
    for folder in sorted((RECORDED / "models").glob("*")):
        try:
            model_store().copy(folder)
        except OSError as problem:
            logger.warning("The recorded model %s cannot be kept: %s", folder.name, problem)


def train_first(engine: Engine) -> None:
    """Train the SVM and the CNN on a few data sets, unless models trained on all their images are kept."""
    n_all = {entry.name: entry.n_train or 0 for entry in catalogue.entries()}
    for dataset in FIRST:
        version, n_train = catalogue.version(dataset), min(n_all[dataset], MOST_TRAINING_IMAGES)
        kept = {learner: model_store().largest(dataset, version, learner) for learner in ("svm", "cnn")}
        missing = [learner for learner, model in kept.items() if not model or model.experiment.n_train < n_train]
        if missing:
            experiments = sweep(dataset, missing, [n_train], 1, data_version=version)
            engine.submit(experiments, "first start", again=True)
